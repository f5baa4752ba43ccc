"""The documentation site: every page can be found, every link and picture leads somewhere."""

import re
import tomllib

import pytest

from tests.architecture.repository import REPOSITORY, files_of_ours, name_of

DOCS = REPOSITORY / "docs"
PAGES = [file for file in files_of_ours() if DOCS in file.parents and file.suffix == ".md"]
ANCHOR = re.compile(r"(?<!!)\[[^\]]*\]\((?P<page>[^)#\s:]*)#(?P<anchor>[^)\s]+)\)")
PICTURE = re.compile(r"!\[(?P<told>[^\]]*)\]\((?P<file>[^)\s]+)\)")
IMAGES_BYTES_MAX = 2_000_000
WORDS_OF_A_PICTURE_MIN = 4


def _listed(entries):
    for entry in entries:
        for value in entry.values():
            if isinstance(value, str):
                yield value
            else:
                yield from _listed(value)


def _anchors_of(page):
    """The names that the site gives to the headings of a page."""
    headings = re.findall(r"^#+ +(.+)$", page.read_text(encoding="utf-8"), re.M)
    plain = (re.sub(r"[^\w\s-]", "", heading).strip().lower() for heading in headings)
    return {re.sub(r"[-\s]+", "-", heading) for heading in plain}


def test_every_page_is_in_the_navigation_once():
    project = tomllib.loads((REPOSITORY / "zensical.toml").read_text(encoding="utf-8"))["project"]
    decisions = {page.relative_to(DOCS).as_posix() for page in DOCS.glob("decisions/0*.md")}
    pages = {page.relative_to(DOCS).as_posix() for page in PAGES} - decisions
    assert sorted(_listed(project["nav"])) == sorted(pages)


def test_every_decision_is_in_the_index():
    index = (DOCS / "decisions.md").read_text(encoding="utf-8")
    missing = [f.name for f in DOCS.glob("decisions/0*.md") if f"(decisions/{f.name})" not in index]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_anchor_is_a_heading_of_its_page(page):
    lost = [
        match[0]
        for match in ANCHOR.finditer(page.read_text(encoding="utf-8"))
        if match["anchor"]
        not in _anchors_of(page.parent / match["page"] if match["page"] else page)
    ]
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_picture_is_there_and_told_to_those_who_do_not_see_it(page):
    wrong = [
        match[0]
        for match in PICTURE.finditer(page.read_text(encoding="utf-8"))
        if not (page.parent / match["file"]).exists()
        or len(match["told"].split()) < WORDS_OF_A_PICTURE_MIN
    ]
    assert wrong == []


def test_pictures_are_small_and_each_is_shown():
    images = sorted((DOCS / "images").glob("*"))
    assert sum(image.stat().st_size for image in images) < IMAGES_BYTES_MAX
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [image.name for image in images if f"images/{image.name})" not in shown] == []
