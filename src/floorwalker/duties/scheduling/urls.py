"""Addresses of the scheduling pages."""

from django.urls import path

from floorwalker.duties.scheduling.views import (
    forecast,
    lost_time,
    queues,
    requirement,
    rosters,
    shift_templates,
    shrinkage,
    today,
    weeks,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("my-week/", weeks.my_week, name="my_week"),
    path("my-week/copy/", weeks.my_week_copy, name="my_week_copy"),
    path("my-week/week.pdf", weeks.my_week_pdf, name="my_week_pdf"),
    path("weeks/", weeks.weeks, name="weeks"),
    path("weeks/plan/", weeks.plan_week_start, name="plan_week_start"),
    path("forecasts/", forecast.forecasts, name="forecasts"),
    path("forecasts/<int:version_id>/", forecast.forecast, name="forecast"),
    path("forecasts/<int:version_id>/edit/", forecast.edit, name="forecast_edit"),
    path("requirements/", requirement.requirements, name="requirements"),
    path("requirements/<int:requirement_id>/", requirement.requirement, name="requirement"),
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
