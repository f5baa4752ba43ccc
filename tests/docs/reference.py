"""Pages of the reference that are made from the code: `python -m tests.docs.reference`.

Each function returns a whole page; `PAGES` says where it goes. tests/docs/test_reference.py fails
when a page in docs/ is not what the code says.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import click

from tests.architecture.repository import REPOSITORY

NOTE = "<!-- Made from the code by `python -m tests.docs.reference`; do not edit. -->\n"

OPERATIONS_TOLD = """\
What programs can ask for. How to ask, and what the answers mean, is told in [JSON API](api.md);
every field stands in `/api/v1/openapi.json`."""

SCHEMA_TOLD = """\
What PostgreSQL holds, for reports of your own. Read from a copy, or with an account that may only
read: what is written past Floorwalker has no audit record. Times are UTC, days are the site's local
days, units stand last in a name, ratios are 0 to 1; `id` counts the rows, `…_by_name` keeps a name
when the account is gone. Tables of Django and Procrastinate (sessions, migrations, the queue of
jobs) are not listed. Words are those of the [glossary](../glossary.md)."""

PERMISSIONS_TOLD = """\
A role is held everywhere, for a site or for a team, and reaches no further than that:
[audit and permissions](../concepts/audit-and-permissions.md). The page *Who may do what* shows the
same, and why oneself may or may not."""

KINDS = {
    "bigauto": "number",
    "array": "list",
    "biginteger": "whole number",
    "boolean": "yes or no",
    "char": "text",
    "datetime": "moment",
    "email": "e-mail address",
    "float": "number",
    "integer": "whole number",
    "json": "JSON",
    "positivebiginteger": "whole number",
    "positiveinteger": "whole number",
    "positivesmallinteger": "whole number",
    "smallinteger": "whole number",
    "binary": "bytes",
}
"""Django's names of types in plain words; those left out are plain already."""


def every_option() -> str:
    """Return every verb with its arguments and options, as click knows them."""
    from floorwalker import cli

    parts = [
        "# Every option",
        "What each verb takes. What the verbs are for is told in [command line](cli.md).",
    ]
    group = cli.floorwalker_command
    for verb in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), verb)
        assert command
        context = click.Context(command, info_name=f"floorwalker {verb}")
        parts += [f"## `{verb}`", _text(command.help), f"    {_usage(command, context)}"]
        rows = [_option(p, context) for p in command.params if isinstance(p, click.Option)]
        parts.append(_table(("option", "meaning", "default"), rows) if rows else "No options.")
    return _page(parts)


def every_operation() -> str:
    """Return every operation of the API with its scope and what it does."""
    from floorwalker.config.api import api

    found = [
        (operation["tags"][0], method.upper(), path, operation)
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    ]
    parts = [
        "# Every operation",
        OPERATIONS_TOLD,
    ]
    for tag, operations in groupby(sorted(found, key=lambda one: one[:3]), key=lambda one: one[0]):
        rows = [
            (f"`{method} {path}`", f"`{op['x-scope']}`", _first_line(op.get("description", "")))
            for _tag, method, path, op in operations
        ]
        parts += [f"## {tag.replace('_', ' ').capitalize()}", _table(_HEADINGS["api"], rows)]
    return _page(parts)


def every_table() -> str:
    """Return every table of the database with its columns."""
    from django.apps import apps

    parts = [
        "# Database schema",
        SCHEMA_TOLD,
    ]
    ours = [config for config in apps.get_app_configs() if config.name.startswith("floorwalker.")]
    for config in sorted(ours, key=lambda config: config.label):
        models = list(config.get_models())
        if models:
            parts.append(f"## {config.label.capitalize()}")
        for model in sorted(models, key=lambda model: str(model._meta.db_table)):
            parts += [f"### `{model._meta.db_table}`", _text(model.__doc__)]
            parts.append(_table(_HEADINGS["table"], map(_column, _columns(model))))
    return _page(parts)


def every_permission() -> str:
    """Return who may do what."""
    from floorwalker.foundation.accounts.permission_words import PERMISSION_WORDS
    from floorwalker.foundation.accounts.permissions import PERMISSIONS, Role

    rows = [
        (str(PERMISSION_WORDS[name]), f"`{name}`", _roles(roles, of=tuple(Role)))
        for name, roles in PERMISSIONS.items()
    ]
    headings = ("what", "permission", "who")
    return _page(
        [
            "# Who may do what",
            PERMISSIONS_TOLD,
            _table(headings, rows),
        ]
    )


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/cli-options.md": every_option,
    "docs/reference/api-operations.md": every_operation,
    "docs/reference/schema.md": every_table,
    "docs/reference/permissions.md": every_permission,
}

_HEADINGS = {
    "api": ("operation", "scope", "what it does"),
    "table": ("column", "holds"),
}


def _page(parts: Iterable[str]) -> str:
    return NOTE + "\n" + "\n\n".join(parts) + "\n"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _text(docstring: str | None) -> str:
    """Return a docstring's first paragraphs, without the list of attributes."""
    told = re.split(r"\n\s*(?:Attributes|Args|Raises):", docstring or "")[0]
    return re.sub(r"\n[ \t]+", "\n", told).strip().replace("\b\n", "")


def _first_line(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())


def _usage(command: click.Command, context: click.Context) -> str:
    return " ".join([context.info_name or "", *command.collect_usage_pieces(context)])


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    told = option.get_help_record(context)
    name = (told[0] if told else option.opts[0]).replace("|", "\\|")
    default = option.get_default(context, call=False)
    shown = option.show_default and default not in (None, "", ()) and not callable(default)
    return f"`{name}`", (option.help or "").replace("|", "\\|"), f"`{default}`" if shown else ""


def _roles(roles: Any, *, of: Any) -> str:
    """Return the names of roles in the order of the list."""
    if set(roles) == set(of):
        return "everybody"
    return ", ".join(str(role.label) for role in of if role in roles)


def _columns(model: Any) -> Iterator[Any]:
    return (field for field in model._meta.get_fields() if getattr(field, "concrete", False))


def _column(field: Any) -> tuple[str, str]:
    kind = type(field).__name__.removesuffix("Field").lower()
    kind = KINDS.get(kind, kind)
    if field.is_relation:
        target = f"`{field.related_model._meta.db_table}`"
        kind = f"one of {target}"
        if field.many_to_many:
            kind = f"several of {target}, in `{field.m2m_db_table()}`"
    elif field.choices:
        kind = ", ".join(f"`{value}`" for value, _label in field.choices if value)
    if field.null:
        kind += "; may be empty"
    return f"`{field.column or field.name}`", kind


def main() -> None:
    """Write every page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "floorwalker.config.settings")
    os.environ.setdefault("FLOORWALKER_SECRET_KEY", "reference")
    import django

    django.setup()
    for name, page in PAGES.items():
        (REPOSITORY / name).write_text(page(), encoding="utf-8")
        click.echo(f"{name} is up to date.")


if __name__ == "__main__":
    main()
