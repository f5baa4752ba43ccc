"""Templates speak every language, and hold nothing that the content security policy would block."""

import re
from html.parser import HTMLParser

import pytest
from tests.architecture.repository import name_of, templates

NAMES_IN_EVERY_LANGUAGE = {
    "Floorwalker",
    "EN",
    "FR",
    "AHT",
    "ASA",
    "Ctrl",
    "CSV",
    "XLSX",
    "min",
    "nbsp",
}
SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "placeholder", "title", "summary"}
SPOKEN_ARGUMENTS = re.compile(
    r"""\b(?:label|title|text|caption|heading|sentence|help|next_step)=(?P<quote>["'])(?P<words>.*?)(?P=quote)"""
)

_TRANSLATED = re.compile(
    r"{#.*?#}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*trans(?:late)?\b.*?%}",
    re.DOTALL,
)
_MACHINERY = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")


class Page(HTMLParser):
    """Notes the words and the inline code of a page."""

    def __init__(self, markup):
        super().__init__()
        self.words, self.inline, self._code = [], [], None
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag in {"script", "style"}:
            self._code = tag
            if tag == "style" or "src" not in names:
                self._note(f"<{tag}>")
        for name, value in attributes:
            if name == "style" or re.match(r"(hx-)?on", name):
                self._note(f"{name}=")
            if name in SPOKEN_ATTRIBUTES:
                self.handle_data(value or "")

    def handle_endtag(self, tag):
        if tag == self._code:
            self._code = None

    def handle_data(self, data):
        if self._code is None:
            self.words += set(_WORD.findall(data)) - NAMES_IN_EVERY_LANGUAGE

    def _note(self, what):
        self.inline.append(f"line {self.getpos()[0]}: {what}")


def words_of(text):
    """The words of a template that no translator would ever see."""
    told = _TRANSLATED.sub(_keep_lines, text)
    in_arguments = [
        word
        for tag in _MACHINERY.findall(told)
        for argument in SPOKEN_ARGUMENTS.finditer(tag)
        for word in _WORD.findall(argument["words"])
    ]
    return Page(_MACHINERY.sub(_keep_lines, told)).words + in_arguments


def inline_code_of(text):
    return Page(_MACHINERY.sub(_keep_lines, _TRANSLATED.sub(_keep_lines, text))).inline


def is_kit(template):
    """Tell whether it is a part of `/kit`, which is there in development only."""
    return template.name == "kit.html" or template.parent.name == "kit"


def _keep_lines(match):
    return "\n" * match[0].count("\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Hello there</p>", ["Hello", "there"]),
        ('<img alt="A picture">', ["picture"]),
        ('{% include "ui/stat.html" with label="Agents" %}', ["Agents"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}</p>", []),
        ("<p>{# a note #}{{ page.title }} · Floorwalker 12 %</p>", []),
        ('<p class="card" {% if a < b %}hidden{% endif %}></p>', []),
    ],
)
def test_words_outside_translations_are_found(text, words):
    assert sorted(words_of(text)) == sorted(words)


@pytest.mark.parametrize(
    ("text", "inline"),
    [
        ("<script>alert(1)</script>", ["line 1: <script>"]),
        ("\n<p style='color: red'></p>", ["line 2: style="]),
        ('<p onclick="x()"></p>', ["line 1: onclick="]),
        ('<p hx-on:click="x()"></p>', ["line 1: hx-on:click="]),
        ("<style>p { color: red }</style>", ["line 1: <style>"]),
        ("<script src=\"{% static 'ui/page.js' %}\"></script>", []),
    ],
)
def test_inline_code_is_found(text, inline):
    assert inline_code_of(text) == inline


@pytest.mark.parametrize("template", [t for t in templates() if not is_kit(t)], ids=name_of)
def test_every_word_of_a_template_can_be_translated(template):
    assert words_of(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", templates(), ids=name_of)
def test_no_template_holds_inline_script_or_style(template):
    assert inline_code_of(template.read_text(encoding="utf-8")) == []
