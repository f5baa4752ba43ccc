"""What every verb that takes a problem file has: the file, `--json` and `--schema`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pydantic import BaseModel

Function = Callable[..., Any]


def takes_a_problem(function: Function) -> Function:
    """Add the argument `problem_file` and the options `as_json` and `schema`."""
    for add in (
        click.option("--schema", is_flag=True, help="Print the JSON Schema of a problem and stop."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.argument(
            "problem_file", metavar="PROBLEM.json", type=click.Path(path_type=Path), required=False
        ),
    ):
        function = add(function)
    return function


def file_or_schema(
    problem_file: Path | None, *, schema: bool, model: "type[BaseModel]"
) -> Path | None:
    """Return the file that was named; None when the schema was asked for, which is printed.

    Raises:
        click.UsageError: neither was.
    """
    if schema:
        click.echo(json.dumps(model.model_json_schema(), indent=2))
        return None
    if problem_file is None:
        raise click.UsageError("Missing argument 'PROBLEM.json'.")
    return problem_file
