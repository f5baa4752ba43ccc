"""`floorwalker doctor`: what is wrong with a set-up, where, and what to do."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from floorwalker.cli import EXIT_SETUP
from floorwalker.foundation.checkup import Check, Finding, Grade, wrong

WEB_ADDRESS = "http://127.0.0.1:8000"

_SIGN = {Grade.OK: "OK     ", Grade.WARNING: "warning", Grade.WRONG: "WRONG  "}
_WORST_FIRST = (Grade.WRONG, Grade.WARNING, Grade.OK)


@click.command("doctor")
@click.option("--web", default=WEB_ADDRESS, show_default=True, help="The web server to ask.")
@click.option(
    "--backups",
    type=click.Path(path_type=Path),
    help="Folder of the backups.  [default: what FLOORWALKER_BACKUPS names]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(web: str, backups: Path | None, *, as_json: bool) -> None:
    """Look at the set-up and say what is wrong with it; nothing is changed.

    Exit code 5 means that something must be put right; warnings alone leave 0.
    """
    findings = []
    for finding in _looked_at(web, backups=backups):
        findings.append(finding)
        if not as_json:
            click.echo(_line(finding))
    grades = {finding.grade for finding in findings}
    worst = next(grade for grade in _WORST_FIRST if grade in grades)
    if as_json:
        click.echo(json.dumps({"worst": worst, "findings": [asdict(f) for f in findings]}))
    sys.exit(EXIT_SETUP if worst == Grade.WRONG else 0)


def _looked_at(web: str, *, backups: Path | None) -> Iterator[Finding]:
    """Go from the machine outwards; what a later look needs must have been found in order."""
    from floorwalker.cli import _doctor_database, _doctor_machine, _doctor_network, _doctor_settings

    yield from _each(*_doctor_machine.CHECKS)
    yield from _each(_doctor_machine.backups_check(backups))
    database = _doctor_database.Patient()
    yield from _each(*database.checks)
    if _doctor_settings.make_django_ready():
        yield from _each(*_doctor_settings.CHECKS)
        if database.answers:
            yield from _each(*_doctor_database.checks_with_django())
        yield from _each(_doctor_network.mail_check)
    else:
        yield from _each(_doctor_settings.why_not_ready)
    yield from _each(_doctor_network.web_check(web))


def _each(*checks: Check) -> Iterator[Finding]:
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001  # one look that fails must not hide the others
            name = getattr(check, "__name__", "check").removesuffix("_check").replace("_", " ")
            yield wrong(
                name,
                f"this could not be looked at ({type(error).__name__}: {error}).",
                next_step="Put right what is said above first; if nothing is, this is a fault of"
                " ours: please report it.",
            )


def _line(finding: Finding) -> str:
    place = f" [{finding.where}]" if finding.where else ""
    advice = f"\n         → {finding.next_step}" if finding.next_step else ""
    return f"{_SIGN[finding.grade]}  {finding.check}: {finding.what}{place}{advice}"
