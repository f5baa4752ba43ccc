"""`{% load charts %}`: each drawing takes its frozen chart, `{% line_chart page.forecast %}`."""

from django import template

from floorwalker.foundation.ui import charts

register = template.Library()

register.simple_tag(charts.line_chart)
register.simple_tag(charts.bar_chart)
register.simple_tag(charts.coverage_chart)
register.simple_tag(charts.curve_chart)
register.simple_tag(charts.heat_map)
register.simple_tag(charts.shift_chart)
register.simple_tag(charts.sparkline)
