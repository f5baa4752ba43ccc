"""Documents are tagged, speak the reader's language, and show what people typed as text."""

import io
from datetime import UTC, datetime

import pytest
from django.utils import translation
from pypdf import PdfReader

from floorwalker.foundation.documents import make_document

TEMPLATE = "duties/scheduling/templates/scheduling/my_week.typ"
AT = datetime(2026, 11, 24, 15, 5, 7, 123456, tzinfo=UTC)


def week_of(name):
    """One's week: a free Monday of somebody with this name."""
    data = {"name": name, "notice": "", "paid": "0 h", "columns": ["Day", "Shift", "Breaks"]}
    day = {"day": "Monday", "times": "Free", "pauses": []}
    return make_document(
        TEMPLATE,
        file_name="w.pdf",
        site="Québec",
        title="A week",
        data=data | {"days": [day]},
        at=AT,
    )


def read(document):
    return PdfReader(io.BytesIO(document.pdf))


def text_of(document):
    return "\n".join(page.extract_text() for page in read(document).pages)


def test_a_document_is_tagged_and_says_its_title_and_language():
    with translation.override("fr"):
        root = read(week_of("Ben")).root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "fr-CA"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert "/StructTreeRoot" in root
    told = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert "A week" in told


@pytest.mark.parametrize(
    ("language", "made", "page"),
    [
        ("en", "Made on 24 November 2026 at 15:05", "Page 1 of 1"),
        ("fr", "Produit le 24 novembre 2026 à 15:05", "Page 1 de 1"),
    ],
)
def test_header_and_footer_are_in_the_language_of_the_reader(language, made, page):
    with translation.override(language):
        text = text_of(week_of("Ben")).replace("\xa0", " ").replace("\u202f", " ")
    assert "Québec" in text
    assert made in text
    assert page in text


@pytest.mark.parametrize(
    "name",
    [
        "*Ben* _B._ `code` $x^2$",
        '#panic("no") #read("/etc/passwd")',
        "= Heading",
        "<label> @reference // comment",
        '"); quit(); ("',
        "\\u{1f600} \\",
    ],
)
def test_what_looks_like_markup_is_shown_as_it_was_typed(name):
    assert name in text_of(week_of(name))


def test_a_name_without_a_fitting_letter_still_gives_a_tagged_document():
    root = read(week_of("😀 中文 \u0378")).root_object
    assert root["/MarkInfo"]["/Marked"].value is True


def test_controls_and_changes_of_direction_are_left_out():
    assert "Ben exe.txt" in text_of(week_of("Ben\u202eexe.txt"))
    assert "Ben B" in text_of(week_of("Ben\x07B"))


def test_a_very_long_name_stays_on_the_paper():
    pages = read(week_of("Wolfeschlegelsteinhausenbergerdorff" * 6)).pages
    assert len(pages) == 1


def test_the_same_data_at_the_same_moment_gives_the_same_file():
    assert week_of("Ben").pdf == week_of("Ben").pdf


def test_no_template_reads_anything_but_its_data_and_the_frame():
    from floorwalker.foundation.documents import PACKAGE

    for template in PACKAGE.rglob("*.typ"):
        words = template.read_text()
        assert "eval(" not in words
        assert "read(" not in words
        assert words.count("json(") == (template.name == "frame.typ")
