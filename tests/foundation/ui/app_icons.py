"""Draw the icons of the installed app from mark.svg: `python -m tests.foundation.ui.app_icons`."""

from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.browser import ARGUMENTS, CHROMIUM

import floorwalker.foundation.ui as ui

STATIC = Path(ui.__file__).parent / "static" / "ui"
GREEN = "#0d6457"
ICONS = {
    "icon-192.png": (192, 1.0, "transparent"),
    "icon-512.png": (512, 1.0, "transparent"),
    "icon-180.png": (180, 1.0, GREEN),  # iOS makes what is transparent black
    "icon-maskable-512.png": (512, 0.7, GREEN),  # whatever shape cuts it, the mark stays whole
}
"""File: pixels, share of the mark, what is behind it."""


def draw() -> None:
    """Write every icon."""
    mark = (STATIC / "mark.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, (pixels, share, behind) in ICONS.items():
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            page.set_content(
                f"<style>body{{margin:0;height:100vh;display:grid;place-items:center;"
                f"background:{behind}}}svg{{width:{share:.0%}}}</style>{mark}"
            )
            file = STATIC / "app" / name
            page.screenshot(path=file, omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw()
