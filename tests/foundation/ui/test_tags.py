"""Template tags and partials: what they escape, tie together and leave out."""

import re
from pathlib import Path

import pytest
from django.template import engines

import floorwalker.foundation.ui as ui
from floorwalker.foundation.ui.kit import KitForm
from floorwalker.foundation.ui.kit.grid_sample import grid
from floorwalker.foundation.ui.roster_grid import ChangeAnswer, GridPerson, RosterGrid

EVIL = "</script><script>alert(1)</script>"
PACKAGE = Path(ui.__file__).parent


def _render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in _render('{% icon "house" %}')
    markup = _render('{% icon "house" label %}', label='Home "<')
    assert 'role="img" aria-label="Home &quot;&lt;"' in markup


def test_every_icon_named_in_our_templates_is_in_the_sprite() -> None:
    sprite = (PACKAGE / "static/ui/icons.svg").read_text()
    sources = [*PACKAGE.rglob("*.html"), PACKAGE / "templatetags/ui.py"]
    named = {
        name
        for source in sources
        for name in re.findall(r'icon "([a-z0-9-]+)"|icon\("([a-z0-9-]+)"\)', source.read_text())
    }
    missing = {a or b for a, b in named if f'id="{a or b}"' not in sprite}
    assert missing == set()


def test_a_card_escapes_its_title_and_keeps_its_content() -> None:
    markup = _render("{% card title=title %}<p>kept</p>{% endcard %}", title="<b>")
    assert markup == (
        '<section class="card "><header><h2>&lt;b&gt;</h2></header><p>kept</p></section>'
    )


def test_a_table_region_can_be_reached_by_keyboard_and_is_named() -> None:
    markup = _render('{% table_region "Queues" %}<table></table>{% endtable_region %}')
    assert 'role="region" aria-label="Queues" tabindex="0"' in markup


def test_a_field_is_tied_to_its_help_and_its_errors() -> None:
    form = KitForm({"name": ""})
    markup = _render('{% include "ui/field.html" %}', field=form["name"])
    assert 'aria-describedby="id_name-help id_name-errors"' in markup
    assert 'aria-invalid="true"' in markup
    assert 'id="id_name-help"' in markup
    assert 'id="id_name-errors"' in markup


def test_a_field_without_fault_is_not_marked() -> None:
    markup = _render('{% include "ui/field.html" %}', field=KitForm()["starts_on"])
    assert "aria-invalid" not in markup
    assert "errors" not in markup


def test_unknown_progress_has_no_value() -> None:
    source = '{% include "ui/progress.html" with sentence="Reading" %}'
    assert "value=" not in _render(source, percent=None)
    assert 'value="42"' in _render(source, percent=42)


def test_names_in_the_grid_data_cannot_end_the_script() -> None:
    evil = RosterGrid(days=(), people=(GridPerson("p", EVIL),), shifts=())
    markup = _render("{% roster_grid grid %}", grid=evil)
    assert EVIL not in markup
    assert markup.count("</script>") == 2


def test_the_grid_becomes_plain_values_with_dates_as_text() -> None:
    data = grid(people=1, days=1).as_json()
    assert data["days"][0] == {
        "starts_on": "2026-03-02",
        "label": "Mon 2 Mar",
        "start_minute": 360,
        "end_minute": 1320,
        "clock_shifts": (),
    }
    assert data["shifts"][0]["activities"][0] == {
        "kind": "break",
        "label": "Break",
        "start_minute": 510,
        "end_minute": 525,
    }


def test_a_refusal_carries_its_reason_and_no_undo() -> None:
    answer = ChangeAnswer(ok=False, reason="Rest is too short.").as_json()
    assert (answer["ok"], answer["reason"], answer["undo_token"]) == (
        False,
        "Rest is too short.",
        None,
    )


def test_no_template_has_inline_style_or_script() -> None:
    for template in PACKAGE.rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", text), template


def test_the_chosen_dark_theme_equals_that_of_a_dark_machine() -> None:
    css = (PACKAGE / "static/ui/tokens.css").read_text()
    by_machine = css.split('not([data-theme="light"]) {')[1].split("}")[0]
    by_choice = css.split('[data-theme="dark"] {')[1].split("}")[0]
    tokens = [re.findall(r"(--[\w-]+): ([^;]+);", block) for block in (by_machine, by_choice)]
    assert tokens[0] == tokens[1]
    assert len(tokens[0]) > 40


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_context_and_tells_the_next_step(name: str) -> None:
    markup = engines["django"].get_template(f"{name}.html").render()
    assert "<h1>" in markup
    assert "Go to the first page" in markup
