"""Numbers of the command line that may not be nan or inf."""

import math
from typing import Any

import click


class FiniteRange(click.FloatRange):
    """A range that refuses nan and inf, which compare as if they were inside."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number
