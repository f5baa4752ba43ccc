"""Every visible string is there in French, and the pages show it.

After a change of any string: `python -m tests.architecture.translations` (docs/dev/translate.md).
"""

import re
from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse
from tests.architecture import translations
from tests.architecture.test_access import PAGES
from tests.builders.cast import Cast

PLACEHOLDER = re.compile(r"%%|%(?:\(\w+\))?[\d.]*[sdf]|\{\w*\}|<[^>]*>")

ENGLISH = re.compile(
    r"\b(?:the|and|of|with|are|not|yet|by|from|to|at|this|choose|import(?:ed)?|week|weeks|days|"
    r"queue|queues|shift|shifts|roster|forecast|rehearsal|requirement|history|jobs?|people|hours|"
    r"required|scheduled|sign|show|see)\b",
    re.IGNORECASE,
)
"""Words that no French sentence has, and most English ones have one of."""

PAGES_TO_READ = [name for name, page in PAGES.items() if page.mia == 200 and page.method == "get"]
NOT_HTML = {
    *("app_manifest", "audit_csv", "healthz", "readyz", "rejected_rows", "service_worker"),
    *("my_week_pdf", "roster_pdf"),
}
IN_BOTH_LANGUAGES = {"offline"}


@pytest.fixture(scope="module")
def extracted():
    return {(m.context, m.id): m for m in translations.extracted() if m.id}


@pytest.fixture(scope="module")
def french():
    return {(m.context, m.id): m for m in translations.translated() if m.id}


def test_every_string_is_translated_and_no_other(extracted, french):
    assert set(french) == set(extracted)
    assert [m.id for m in french.values() if not translations.is_complete(m)] == []


def test_what_django_reads_is_what_was_translated():
    assert translations.MO.read_bytes() == translations.compiled(translations.translated())


def test_a_translation_is_filled_with_the_same_values(french):
    wrong = {
        message.id: message.string
        for message in french.values()
        for source, target in _forms(message)
        if target and sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(target))
    }
    assert wrong == {}


def test_a_missing_or_doubtful_translation_is_seen(tmp_path):
    file = tmp_path / "some.po"
    file.write_text(
        'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "be"\n\nmsgid "c"\nmsgstr "cé"\n'
    )
    with file.open("rb") as opened:
        found = [m for m in read_po(opened, locale="fr") if m.id]
    assert [translations.is_complete(message) for message in found] == [False, False, True]


def test_strings_are_found_in_python_and_in_templates_of_every_kind(extracted):
    assert (None, ("%d week before", "%d weeks before")) in extracted  # ngettext
    assert (None, ("%(number)s rule is broken", "%(number)s rules are broken")) in extracted
    assert (None, "Sign in") in extracted  # translate
    assert (None, "Today, %(day)s") in extracted  # blocktranslate
    assert ("times of day", "%(start)s to %(end)s") in extracted  # with a context


@pytest.mark.parametrize(
    "name", [name for name in PAGES_TO_READ if name not in NOT_HTML | IN_BOTH_LANGUAGES]
)
def test_a_french_page_has_no_english_in_it(name, cast: Cast):
    client = _french_browser(cast, "mia")
    answer = client.get(reverse(name, kwargs=PAGES[name].arguments(cast)))
    assert _english_in(answer) == []


@pytest.mark.parametrize("address", ["/jobs/7/", "/forecasts/7/", "/rosters/7/", "/?day=x", "/no/"])
def test_a_french_refusal_has_no_english_in_it(address, cast: Cast):
    answer = _french_browser(cast, "mia").get(address)
    assert answer.status_code in (404, 422)
    assert _english_in(answer) == []


def test_who_may_not_is_told_so_in_french(cast: Cast):
    answer = _french_browser(cast, "ben").get(reverse("weeks"))
    assert answer.status_code == 403
    assert "voir la planification" in answer.content.decode()
    assert _english_in(answer) == []


def test_the_way_in_speaks_french_before_anybody_is_known(cast: Cast):
    client = Client(headers={"accept-language": "fr-CA"})
    answer = client.post(reverse("sign_in"), {"username": "ben@example.ca", "password": "wrong"})
    assert "Aucun compte n’a ce courriel" in answer.content.decode()
    assert _english_in(answer) == []


def test_english_on_a_page_would_be_seen():
    reader = _Reader()
    reader.feed('<a aria-label="Roster of the week"><script>week</script>Horaire</a>')
    assert ENGLISH.findall(" ".join(reader.texts)) == ["Roster", "of", "the", "week"]


class _Reader(HTMLParser):
    """Collects what a person reads or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in ("script", "style", "code", "pre")
        spoken = ("aria-label", "title", "placeholder", "alt")
        self.texts += [value for name, value in attrs if name in spoken and value]

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style", "code", "pre")

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


def _french_browser(cast, who):
    client = Client()
    client.force_login(cast.users[who])
    client.cookies["django_language"] = "fr"
    return client


def _english_in(answer):
    reader = _Reader()
    reader.feed(answer.content.decode())
    assert reader.texts
    return [text.strip() for text in reader.texts if ENGLISH.search(text)]


def _forms(message):
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[1], form) for form in message.string]
