"""Keep people out of the log: what a library writes about a request or a fault is cut to facts.

A path can hold what somebody typed, and the words of an exception can hold a row of the database
("Key (email)=(…) already exists"). The place in the code and the kind of fault stay.
"""

import logging
import traceback

FAULTS_MAX = 10
"""A chain of causes is cut here."""

_REFUSALS = "django.security."

UNKNOWN_ADDRESS = "(no page of ours)"


class NothingPersonal(logging.Filter):
    """Works on each record once, before any format writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the path by its route and the exception by where it arose; drop no line."""
        if record.name.startswith(_REFUSALS):  # its words quote the host or origin that was sent
            kind = record.name.removeprefix(_REFUSALS)
            record.msg, record.args = "refused (%s)", (kind,)
        elif (request := getattr(record, "request", None)) is not None:
            _name_the_route(record, request)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = _where_it_arose(record.exc_info[1])
            record.exc_info = None
        return True


def _name_the_route(record: logging.LogRecord, request: object) -> None:
    match = getattr(request, "resolver_match", None)
    route = f"/{match.route}" if match is not None else UNKNOWN_ADDRESS
    path = getattr(request, "path", None)
    if isinstance(record.args, tuple):
        record.args = tuple(route if argument == path else argument for argument in record.args)


def _where_it_arose(error: BaseException) -> str:
    """Return the kinds of fault, each with its place, from the first cause to the last."""
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None and len(parts) < FAULTS_MAX:
        kind = type(current)
        frames = "".join(traceback.format_tb(current.__traceback__)).rstrip()
        parts.append(f"{frames}\n{kind.__module__}.{kind.__qualname__}".lstrip("\n"))
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
    return "\nwhich led to\n".join(reversed(parts))
