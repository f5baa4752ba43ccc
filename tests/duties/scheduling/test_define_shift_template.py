from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.builders.plans import make_forecast, make_queue, make_requirement

from floorwalker.duties.scheduling.actions.add_usual_templates import add_usual_templates
from floorwalker.duties.scheduling.actions.define_shift_template import (
    Pause,
    TemplateTimes,
    define_shift_template,
)
from floorwalker.duties.scheduling.choices import Activity
from floorwalker.duties.scheduling.models import ShiftTemplate, TemplateBreak
from floorwalker.duties.scheduling.stages.rostering import roster_facts
from floorwalker.engines.roster import RosterProblemError, solve
from floorwalker.foundation.accounts.actor import Actor
from floorwalker.foundation.audit.models import AuditRecord
from floorwalker.foundation.errors import BadInputError, NotPermittedError

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TIMES = TemplateTimes(8 * 60, 10 * 60, 8 * 60, 9 * 60)
BREAK = Pause(Activity.BREAK, 15, True, 75, 150)
LUNCH = Pause(Activity.LUNCH, 30, False, 180, 300)


def define(cast, who="asha", **changes):
    wished = {"name": "Day", "times": TIMES, "pauses": (LUNCH, BREAK), "is_new": True} | changes
    return define_shift_template(cast.actor(who), site=cast.site, at=NOW, **wished)


def everything():
    return (
        list(ShiftTemplate.objects.values_list()),
        list(TemplateBreak.objects.values_list()),
        AuditRecord.objects.count(),
    )


def test_a_new_template_has_its_times_and_its_pauses_in_order(cast):
    template = define(cast)
    template.refresh_from_db()
    assert (template.start_minute_earliest, template.length_minutes_max) == (480, 540)
    fields = [(pause.activity, pause.minutes, pause.is_paid) for pause in template.breaks.all()]
    assert fields == [("break", 15, True), ("lunch", 30, False)]


def test_a_change_replaces_times_and_pauses_and_the_record_keeps_both(cast):
    template = define(cast)
    changed = define(
        cast, times=replace(TIMES, start_minute_latest=660), pauses=[BREAK], is_new=False
    )
    assert changed.pk == template.pk
    assert [pause.minutes for pause in changed.breaks.all()] == [15]
    first, second = AuditRecord.objects.filter(action="define_shift_template").order_by("pk")
    assert (first.before, second.before) == (None, first.after)
    assert (second.after["start_minute_latest"], len(second.after["pauses"])) == (660, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_minute_earliest": 485}, "start_minute_earliest"),
        ({"start_minute_earliest": 1440, "start_minute_latest": 1440}, "start_minute_earliest"),
        ({"start_minute_latest": 450}, "start_minute_latest"),
        ({"start_minute_latest": 1440}, "start_minute_latest"),
        ({"length_minutes_min": 0}, "length_minutes_min"),
        ({"length_minutes_max": 450}, "length_minutes_max"),
        ({"length_minutes_max": 1455}, "length_minutes_max"),
    ],
)
def test_times_of_which_no_shift_can_be_made_are_refused_by_field(cast, changes, field):
    define(cast)
    before = everything()
    with pytest.raises(BadInputError) as refused:
        define(cast, times=replace(TIMES, **changes), is_new=False)
    assert refused.value.where == field
    assert everything() == before


@pytest.mark.parametrize(
    "pauses",
    [
        [replace(BREAK, minutes=20)],
        [replace(BREAK, minutes=0)],
        [replace(BREAK, after_minutes_earliest=165)],
        [replace(LUNCH, after_minutes_earliest=465, after_minutes_latest=480)],
        [LUNCH, replace(BREAK, after_minutes_earliest=180, after_minutes_latest=195)],
    ],
)
def test_pauses_that_fit_into_no_shift_are_refused_as_the_engine_would(cast, pauses):
    with pytest.raises(BadInputError, match="do not fit"):
        define(cast, pauses=pauses)
    assert everything() == ([], [], 0)


@pytest.mark.parametrize(
    "pauses",
    [
        [],
        [replace(LUNCH, after_minutes_earliest=450, after_minutes_latest=480)],
        [LUNCH, replace(BREAK, after_minutes_earliest=180, after_minutes_latest=210)],
    ],
)
def test_pauses_that_just_fit_are_taken_and_the_engine_takes_them_too(cast, pauses):
    define(cast, pauses=pauses)
    make_forecast(make_queue(cast.site), days=7)
    problem = roster_facts(make_requirement(cast.site)).problem
    try:
        solve(problem, iterations_max=1)
    except RosterProblemError as error:
        pytest.fail(str(error))


def test_a_name_is_taken_once(cast):
    define(cast)
    before = everything()
    with pytest.raises(BadInputError, match="that name already") as refused:
        define(cast)
    assert refused.value.where == "name"
    assert everything() == before


@pytest.mark.parametrize("who", ["ben", "zoe", "otto"])
def test_who_does_not_plan_weeks_defines_no_template(cast, who):
    with pytest.raises(NotPermittedError):
        define(cast, who)
    assert not ShiftTemplate.objects.exists()


# the page


@pytest.fixture
def usual(cast):
    add_usual_templates(Actor.program("tests"), site=cast.site, at=NOW)
    return list(ShiftTemplate.objects.order_by("pk"))


def sent_back(forms):
    """What a browser sends of the forms as they are shown."""
    boxes = [forms.template, forms.pauses.management_form, *forms.pauses]
    return {box.html_name: box.value() for form in boxes for box in form if box.value()}


def test_what_is_shown_sent_back_changes_nothing(usual, signed_in):
    asha = signed_in("asha")
    pauses = list(TemplateBreak.objects.values_list("template", "activity", "minutes", "is_paid"))
    times = list(ShiftTemplate.objects.values_list())
    for template in usual:
        forms = asha.get(f"/shift-templates/{template.pk}/").context["forms"]
        answer = asha.post(f"/shift-templates/{template.pk}/define/", sent_back(forms))
        assert answer.url == "/queues/"
    assert list(ShiftTemplate.objects.values_list()) == times
    kept = TemplateBreak.objects.values_list("template", "activity", "minutes", "is_paid")
    assert sorted(kept) == sorted(pauses)


def test_a_template_is_added(cast, signed_in):
    asha = signed_in("asha")
    sent = sent_back(asha.get("/shift-templates/new/").context["forms"]) | {
        "name": "Early",
        "start_minute_earliest": "05:30",
        "length_minutes_min": "7.5",
        "pauses-0-minutes": "30",
        "pauses-0-activity": "lunch",
        "pauses-0-after_minutes_earliest": "180",
        "pauses-0-after_minutes_latest": "240",
    }
    assert asha.post("/shift-templates/add/", sent).url == "/queues/"
    early = ShiftTemplate.objects.get(name="Early")
    assert (early.start_minute_earliest, early.length_minutes_min) == (330, 450)
    assert [(pause.activity, pause.minutes) for pause in early.breaks.all()] == [("lunch", 30)]


def test_a_template_keeps_its_name(usual, signed_in):
    asha = signed_in("asha")
    address = f"/shift-templates/{usual[0].pk}/"
    sent = sent_back(asha.get(address).context["forms"]) | {"name": "Another"}
    asha.post(f"{address}define/", sent)
    assert list(ShiftTemplate.objects.values_list("name", flat=True)) == [t.name for t in usual]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("start_minute_latest", "05:00", "not before the earliest start"),
        ("length_minutes_min", "8.1", "multiple of step size"),
        ("pauses-0-minutes", "20", "multiple of step size"),
        ("pauses-0-after_minutes_latest", "", "Say when the pause begins."),
        ("pauses-0-after_minutes_earliest", "150", None),
        ("pauses-0-after_minutes_earliest", "165", "do not fit into the shortest shift"),
    ],
)
def test_what_cannot_be_is_told_on_the_page(usual, signed_in, field, value, reason):
    asha = signed_in("asha")
    address = f"/shift-templates/{usual[0].pk}/"
    sent = sent_back(asha.get(address).context["forms"]) | {field: value}
    answer = asha.post(f"{address}define/", sent)
    if reason is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_an_unknown_template_is_not_found(signed_in):
    assert signed_in("asha").get("/shift-templates/999/").status_code == 404
