"""`./run screenshots`: every page, wide and narrow, light and dark, in both languages."""

import sys
import time
from pathlib import Path

import click

from floorwalker.cli._database import database
from tests.screenshots import demo
from tests.screenshots.demo import REPOSITORY

WIDTHS, THEMES, LANGUAGES = (1440, 390), ("light", "dark"), ("en", "fr")
DOCS_WIDTH = 1120
DOCS_IMAGES = REPOSITORY / "docs" / "images"
DOCS = {
    "today": 620,
    "rest_of_day": 1000,
    "weeks": 520,
    "forecast": 760,
    "requirement": 760,
    "shrinkage": 760,
    "roster-day": 760,
    "rehearsal": 720,
    "my_week": 620,
    "history": 620,
    "permissions": 620,
    "audit": 560,
}
"""The pictures of the guides, each with its height."""


@click.command()
@click.argument("pages", nargs=-1)
@click.option("--width", "widths", type=int, multiple=True, default=WIDTHS, show_default=True)
@click.option(
    "--theme", "themes", type=click.Choice(THEMES), multiple=True, default=THEMES, show_default=True
)
@click.option(
    "--language",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    default=LANGUAGES,
    show_default=True,
)
@click.option("--into", type=click.Path(path_type=Path), default=REPOSITORY / "screenshots")
@click.option("--docs", "for_docs", is_flag=True, help="Take the pictures of the guides instead.")
@click.option("--home", type=click.Path(path_type=Path), help="The demo's data folder.")
@click.option("--fresh", is_flag=True, help="Make the demo anew (after a migration it is kept).")
def command(
    pages: tuple[str, ...],
    widths: tuple[int, ...],
    themes: tuple[str, ...],
    languages: tuple[str, ...],
    into: Path,
    home: Path | None,
    *,
    for_docs: bool,
    fresh: bool,
) -> None:
    """Photograph PAGES (names of addresses, such as `roster` or `roster-day`), or every page."""
    began = time.monotonic()
    demo.use_its_folder(home, fresh=fresh)
    demo.make()
    with demo.served() as address:
        with database():
            from tests.screenshots.recipes import sights, without_recipe

            demo.sign_everybody_out()
            found = list(sights(tuple(DOCS) if for_docs else pages))
            missing = [] if for_docs or pages else without_recipe()
        from tests.screenshots.camera import Look, camera, looks

        with camera(address, password=demo.password()) as taken:
            if for_docs:
                into = DOCS_IMAGES
                into.mkdir(exist_ok=True)
                look = Look(DOCS_WIDTH, "light", "en")
                for sight in (s for s in found if s.name in DOCS):
                    taken.photograph_window(
                        sight, look, into / f"{sight.name}.png", height=DOCS[sight.name]
                    )
            else:
                taken.photograph(found, looks(widths, themes, languages), into)
    album, seconds = taken.album, time.monotonic() - began
    click.echo(
        f"{len(album.files)} pictures, {album.size_bytes / 1e6:.1f} MB, in {into}; {seconds:.0f} s."
    )
    for line in (*album.odd, *(f"{name}: no recipe (tests/screenshots)" for name in missing)):
        click.echo(f"Look: {line}", err=True)
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    command()
