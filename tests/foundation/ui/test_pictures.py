"""`/kit` looks as it did: the place of every component, and a small picture of it.

Letters are drawn a little differently on every machine, so no pixels are compared. A component
must have the width it had, about the height (a line may break elsewhere), about as much of each
flat colour, and about the mean colour in each cell of a grid laid over it (docs/decisions/0015).

After a change on purpose:

    FLOORWALKER_NEW_PICTURES=yes .venv/bin/pytest tests/foundation/ui/test_pictures.py

writes the pictures anew; look at them before you commit.
"""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.foundation.ui.conftest import StubSite, kit_html

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).with_name("pictures")
SHRINK = 6
WIDTH_PIXELS_MAX, HEIGHT_RATIO_MAX, HEIGHT_PIXELS_MAX = 2, 0.15, 12
COLOUR_MAX = 3
COLOURS_MAX = 0.1
"""Of a component's area: letters are a few hundredths, a lost background is far above."""
CELL_MEAN_MAX = 20.0
"""Of 255, over all cells of a component: a change of theme, colour or content is far above."""
CELL_MAX = 90.0
"""Of 255, for a single cell: something is missing there, or too much."""

BOXES = """() => Object.fromEntries([...document.querySelectorAll("[data-kit]")].map(part => {
  const box = part.getBoundingClientRect();
  return [part.dataset.kit, [box.x, box.y + scrollY, box.width, box.height].map(Math.round)];
}))"""
SHRUNK = """async ([png, shrink]) => {
  const drawn = await createImageBitmap(await (await fetch(png)).blob());
  const sizes = [drawn.width, drawn.height].map(length => Math.ceil(length / shrink));
  const small = new OffscreenCanvas(...sizes);
  const pen = small.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(drawn, 0, 0, small.width, small.height);
  const bytes = new Uint8Array(await (await small.convertToBlob()).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""
COLOURS = """async ([png, boxes]) => {
  const drawn = await createImageBitmap(await (await fetch(png)).blob());
  const sheet = new OffscreenCanvas(drawn.width, drawn.height);
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  pen.drawImage(drawn, 0, 0);
  return Object.fromEntries(Object.entries(boxes).map(([name, box]) => {
    const data = new Uint32Array(pen.getImageData(...box).data.buffer);
    const counts = new Map();
    for (const colour of data) counts.set(colour, (counts.get(colour) ?? 0) + 1);
    const flat = [...counts].map(([colour, count]) => [colour, count / data.length]);
    return [name, flat.filter(([, share]) => share >= 0.004)
      .map(([c, share]) => [c & 255, (c >> 8) & 255, (c >> 16) & 255, share])];
  }));
}"""
CELLS = """async ([png, boxes, shrink]) => {
  const drawn = await createImageBitmap(await (await fetch(png)).blob());
  const grid = new OffscreenCanvas(12, 8);
  const pen = grid.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  return Object.fromEntries(Object.entries(boxes).map(([name, box]) => {
    const [x, y, width, height] = box.map(length => length / shrink);
    pen.drawImage(drawn, x, y, width, height, 0, 0, 12, 8);
    const data = [...pen.getImageData(0, 0, 12, 8).data].filter((_, index) => index % 4 !== 3);
    return [name, data];
  }));
}"""

Colours = list[tuple[int, int, int, float]]


@dataclass(frozen=True)
class Look:
    """How the page looks: where each component is, its flat colours, and a small picture of all."""

    boxes: dict[str, list[int]]
    colours: dict[str, Colours]
    picture: str


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """An empty page in which pictures are measured."""
    desk = chromium.new_page()
    yield desk
    desk.close()


@pytest.fixture(params=[(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def shown(request: Any, site: StubSite, page: Page) -> tuple[str, Page]:
    width, theme = request.param
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    site.open(page, kit_html())
    expect(page.locator("#week-grid .rg-shift")).to_have_count(8 * 7)
    with_rule(page, ".rg-line { content-visibility: visible !important; }")  # seen or not
    return f"{width}-{theme}", page


def test_every_component_looks_as_it_did(shown: tuple[str, Page], desk: Page) -> None:
    name, page = shown
    look, file = look_at(page, desk), PICTURES / f"{name}.png"
    if os.environ.get("FLOORWALKER_NEW_PICTURES"):
        keep(file, look)
    assert differences(desk, kept(file), look) == {}


@pytest.mark.parametrize("shown", [(1440, "light"), (390, "dark")], indirect=True)
def test_another_font_is_no_difference(shown: tuple[str, Page], desk: Page) -> None:
    name, page = shown
    with_rule(page, "body { font-family: 'DejaVu Sans', Arial, serif; letter-spacing: 0.2px; }")
    assert differences(desk, kept(PICTURES / f"{name}.png"), look_at(page, desk)) == {}


@pytest.mark.parametrize("shown", [(1440, "light")], indirect=True)
@pytest.mark.parametrize(
    ("rule", "component"),
    [
        (".button.primary { background: none !important; }", "buttons"),
        (".notice { background: none !important; border: 0; }", "notices"),
        (".chart-bar-1 { fill: none; }", "chart-bars"),
        (".form { display: flex; }", "form-with-errors"),
        ("[data-kit=tiles] { display: block; }", "tiles"),
        (".rg-shift { visibility: hidden; }", "roster-week"),
        ("table.data thead { display: none; }", "table"),
    ],
)
def test_a_style_that_is_lost_is_found(
    shown: tuple[str, Page], desk: Page, rule: str, component: str
) -> None:
    name, page = shown
    with_rule(page, rule)
    assert component in differences(desk, kept(PICTURES / f"{name}.png"), look_at(page, desk))


def with_rule(page: Page, rule: str) -> None:
    """Add a rule of style past the content policy, as a browser's own tools do."""
    page.evaluate(
        "rule => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rule);"
        " document.adoptedStyleSheets.push(sheet); }",
        rule,
    )


def look_at(page: Page, desk: Page) -> Look:
    boxes, png = None, b""
    while boxes != (boxes := page.evaluate(BOXES)):  # a line may still break elsewhere
        png = page.screenshot(full_page=True, animations="disabled", caret="hide")
    whole = address(base64.b64encode(png).decode())
    return Look(
        boxes, desk.evaluate(COLOURS, [whole, boxes]), desk.evaluate(SHRUNK, [whole, SHRINK])
    )


def keep(file: Path, look: Look) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(base64.b64decode(look.picture))
    lines = (
        json.dumps(part) + ": " + json.dumps({"box": box, "colours": _rounded(look.colours[part])})
        for part, box in look.boxes.items()
    )
    file.with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def kept(file: Path) -> Look:
    parts = json.loads(file.with_suffix(".json").read_text())
    return Look(
        boxes={name: part["box"] for name, part in parts.items()},
        colours={name: part["colours"] for name, part in parts.items()},
        picture=base64.b64encode(file.read_bytes()).decode(),
    )


def differences(desk: Page, before: Look, now: Look) -> dict[str, str]:
    """What differs of each component, in words; empty when all is as it was."""
    cells_before, cells_now = (
        desk.evaluate(CELLS, [address(look.picture), look.boxes, SHRINK]) for look in (before, now)
    )
    found = {
        part: difference
        for part in before.boxes.keys() & now.boxes.keys()
        if (
            difference := _box(before.boxes[part], now.boxes[part])
            or _colours(before.colours[part], now.colours[part])
            or _cells(cells_before[part], cells_now[part])
        )
    }
    return found | dict.fromkeys(before.boxes.keys() ^ now.boxes.keys(), "new or gone")


def address(png_base64: str) -> str:
    return f"data:image/png;base64,{png_base64}"


def _rounded(colours: Colours) -> Colours:
    return [(red, green, blue, round(share, 3)) for red, green, blue, share in colours]


def _box(before: list[int], now: list[int]) -> str:
    height_max = max(HEIGHT_PIXELS_MAX, HEIGHT_RATIO_MAX * before[3])
    fits = abs(before[0] - now[0]) <= WIDTH_PIXELS_MAX
    fits &= abs(before[2] - now[2]) <= WIDTH_PIXELS_MAX and abs(before[3] - now[3]) <= height_max
    return "" if fits else f"box {before} became {now}"


def _colours(before: Colours, now: Colours) -> str:
    """Sum how much more or less there is of each colour; almost the same colours count as one."""
    shares: dict[tuple[int, int, int], float] = {}
    for colours, sign in ((before, 1), (now, -1)):
        for red, green, blue, share in sorted(colours, key=lambda colour: -colour[3]):
            colour = (red, green, blue)
            known = next((k for k in shares if _is_near(k, colour)), colour)
            shares[known] = shares.get(known, 0.0) + sign * share
    apart = sum(abs(share) for share in shares.values())
    return "" if apart <= COLOURS_MAX else f"{apart:.2f} of its flat colours differ"


def _is_near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= COLOUR_MAX for a, b in zip(one, other, strict=True))


def _cells(before: list[int], now: list[int]) -> str:
    apart = [abs(a - b) for a, b in zip(before, now, strict=True)]
    mean, most = sum(apart) / len(apart), max(apart)
    fits = mean <= CELL_MEAN_MAX and most <= CELL_MAX
    return "" if fits else f"cells differ by {mean:.1f} of 255, one by {most}"
