"""Takes the pictures: one browser, a window for each width, theme, language and person."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM
from tests.screenshots.recipes import NOBODY, Sight

HEIGHT = 900
LOCALES = {"en": "en-CA", "fr": "fr-CA"}
PNG_BEGIN = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Look:
    """How the site is looked at."""

    width: int
    theme: str
    language: str

    def __str__(self) -> str:
        """Return the end of a file's name."""
        return f"{self.width}-{self.theme}-{self.language}"


@dataclass
class Album:
    """Pictures taken, and what was odd about the pages."""

    files: list[Path] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    @property
    def size_bytes(self) -> int:
        """Return the size of all pictures."""
        return sum(file.stat().st_size for file in self.files)


class Camera:
    """Photographs sights of the site at one address."""

    def __init__(self, browser: Browser, *, address: str, password: str) -> None:
        self._browser, self._address, self._password = browser, address, password
        self._cookies: dict[str, list] = {}
        self.album = Album()

    def photograph(self, sights: Sequence[Sight], looks: Sequence[Look], folder: Path) -> None:
        """Take every sight in every look, whole pages, into `page-width-theme-language.png`."""
        by_person = sorted(sights, key=lambda sight: sight.recipe.who)
        for who, theirs in groupby(by_person, key=lambda sight: sight.recipe.who):
            wanted = list(theirs)
            for look in looks:
                with self._window(who, look) as window:
                    for sight in wanted:
                        file = folder / f"{sight.name}-{look}.png"
                        self._take(window, sight, file, look=look)

    def photograph_window(self, sight: Sight, look: Look, file: Path, *, height: int) -> None:
        """Take the upper part of a page, as small a file as possible."""
        with self._window(sight.recipe.who, look, height=height) as window:
            self._take(window, sight, file, look=look, whole=False)
        file.write_bytes(packed(file.read_bytes()))

    def _take(
        self, page: Page, sight: Sight, file: Path, *, look: Look, whole: bool = True
    ) -> None:
        answer = page.goto(self._address + sight.address, wait_until="load")
        status = answer.status if answer else 0
        if status != sight.recipe.status:
            self.album.odd.append(f"{file.stem}: answered {status}")
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > look.width:
            self.album.odd.append(f"{file.stem}: {wide} pixels wide")
        page.screenshot(path=file, full_page=whole, animations="disabled", caret="hide")
        self.album.files.append(file)

    @contextmanager
    def _window(self, who: str, look: Look, *, height: int = HEIGHT) -> Iterator[Page]:
        context = self._browser.new_context(
            viewport={"width": look.width, "height": height},
            color_scheme="dark" if look.theme == "dark" else "light",
            locale=LOCALES[look.language],
            timezone_id="America/Toronto",
            reduced_motion="reduce",
            service_workers="block",  # what one look kept must not show in the next
        )
        context.add_cookies(
            [
                *self._cookies_of(who),
                {"name": "django_language", "value": look.language, "url": self._address},
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.album.odd.append(f"{page.url}: {error}"))
        yield page
        context.close()

    def _cookies_of(self, who: str) -> list:
        if who not in self._cookies:
            context = self._browser.new_context(locale="en-CA")
            self._cookies[who] = self._sign_in(context, who) if who != NOBODY else []
            context.close()
        return self._cookies[who]

    def _sign_in(self, context: BrowserContext, who: str) -> list:
        page = context.new_page()
        page.goto(f"{self._address}/sign-in/")
        page.locator("input[name=username]").fill(who)
        page.locator("input[name=password]").fill(self._password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return [c for c in context.cookies() if c["name"] != "django_language"]


@contextmanager
def camera(address: str, *, password: str) -> Iterator[Camera]:
    """Give a camera with a browser of its own."""
    if CHROMIUM is None:
        raise SystemExit("No Chromium here: apt-get install chromium (./run test does it as root).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield Camera(browser, address=address, password=password)
        browser.close()


def looks(widths: Sequence[int], themes: Sequence[str], languages: Sequence[str]) -> list[Look]:
    """Return every combination."""
    return [Look(*chosen) for chosen in product(widths, themes, languages)]


def packed(png: bytes) -> bytes:
    """Return the same picture compressed harder, without what is not the picture."""
    kept, pixels, at = [], b"", len(PNG_BEGIN)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IDAT":
            pixels += body
        elif kind == b"IHDR":
            kept.append(_chunk(kind, body))
    data = zlib.compress(zlib.decompress(pixels), level=9)
    return b"".join([PNG_BEGIN, *kept, _chunk(b"IDAT", data), _chunk(b"IEND", b"")])


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
