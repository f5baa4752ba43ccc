"""Addresses of the scheduling pages."""

from django.urls import path

from floorwalker.duties.scheduling.views import (
    forecast,
    lost_time,
    methods,
    queues,
    requirement,
    rest_of_day,
    rosters,
    shift_templates,
    shrinkage,
    special_days,
    today,
    twins,
    weeks,
    what_if,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("today/rest/", rest_of_day.rest_of_day, name="rest_of_day"),
    path("today/rest/update/", rest_of_day.update, name="rest_of_day_update"),
    path("my-week/", weeks.my_week, name="my_week"),
    path("my-week/copy/", weeks.my_week_copy, name="my_week_copy"),
    path("my-week/week.pdf", weeks.my_week_pdf, name="my_week_pdf"),
    path("weeks/", weeks.weeks, name="weeks"),
    path("weeks/plan/", weeks.plan_week_start, name="plan_week_start"),
    path("forecasts/", forecast.forecasts, name="forecasts"),
    path("forecasts/<int:version_id>/", forecast.forecast, name="forecast"),
    path("forecasts/<int:version_id>/edit/", forecast.edit, name="forecast_edit"),
    path("special-days/", special_days.special_days, name="special_days"),
    path("special-days/add/", special_days.add, name="special_day_add"),
    path("special-days/<int:special_day_id>/", special_days.special_day, name="special_day"),
    path(
        "special-days/<int:special_day_id>/define/", special_days.change, name="special_day_define"
    ),
    path(
        "special-days/<int:special_day_id>/remove/", special_days.remove, name="special_day_remove"
    ),
    path("forecasts/value-added/", methods.value_added, name="value_added"),
    path("forecasts/methods/", methods.methods, name="methods"),
    path("forecasts/methods/<int:queue_id>/", methods.queue_methods, name="queue_methods"),
    path("forecasts/methods/<int:queue_id>/choose/", methods.method_choose, name="method_choose"),
    path("requirements/", requirement.requirements, name="requirements"),
    path("requirements/<int:requirement_id>/", requirement.requirement, name="requirement"),
    path("twins/", twins.twins, name="twins"),
    path("twins/make/", twins.make, name="twin_make"),
    path("twins/<int:twin_id>/", twins.twin, name="twin"),
    path("requirements/<int:requirement_id>/price-list/", what_if.price_list, name="price_list"),
    path("requirements/<int:requirement_id>/risk/", what_if.risk_choose, name="risk_choose"),
    path("what-if/", what_if.what_if, name="what_if"),
    path("shrinkage/", shrinkage.shrinkage, name="shrinkage"),
    path("shrinkage/usual/", shrinkage.usual_set, name="usual_shrinkage_set"),
    path("shrinkage/lost-time/", lost_time.lost_time, name="lost_time"),
    path("shrinkage/lost-time/record/", lost_time.record, name="lost_time_record"),
    path("shrinkage/lost-time/import/", lost_time.import_file, name="lost_time_import"),
    path(
        "shrinkage/lost-time/<int:lost_time_id>/remove/", lost_time.remove, name="lost_time_remove"
    ),
    path("queues/", queues.queues, name="queues"),
    path("queues/<int:queue_id>/", queues.queue, name="queue"),
    path("queues/<int:queue_id>/define/", queues.queue_define, name="queue_define"),
    path("queues/<int:queue_id>/hours/", queues.queue_hours, name="queue_hours"),
    path(
        "queues/<int:queue_id>/calibrate-waits/",
        queues.queue_calibrate_waits,
        name="queue_calibrate_waits",
    ),
    path("shift-templates/new/", shift_templates.shift_template, name="shift_template_new"),
    path("shift-templates/add/", shift_templates.define, name="shift_template_add"),
    path(
        "shift-templates/<int:template_id>/", shift_templates.shift_template, name="shift_template"
    ),
    path(
        "shift-templates/<int:template_id>/define/",
        shift_templates.define,
        name="shift_template_define",
    ),
    path("site/change/", queues.site_change, name="site_change"),
    path("rosters/<int:roster_id>/", rosters.roster, name="roster"),
    path("rosters/<int:roster_id>/roster.pdf", rosters.roster_pdf, name="roster_pdf"),
    path("rosters/<int:roster_id>/news/", rosters.news, name="roster_news"),
    path("rosters/<int:roster_id>/change/", rosters.shift_change, name="shift_change"),
    path("rosters/<int:roster_id>/undo/", rosters.shift_undo, name="shift_undo"),
    path("rosters/<int:roster_id>/rehearsal/", rosters.rehearsal, name="rehearsal"),
    path("rosters/<int:roster_id>/rehearse/", rosters.rehearse, name="rehearse"),
    path("rosters/<int:roster_id>/publish/", rosters.publish, name="publish"),
]
