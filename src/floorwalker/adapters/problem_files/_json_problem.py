"""Read a problem from a JSON file, with every fault told by its JSON path."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from floorwalker.foundation.errors import BadInputError

MAX_BYTES = 64 * 1024 * 1024
UTF8_MARK = b"\xef\xbb\xbf"  # some editors begin a file with it
ERRORS_SHOWN = 5

Name = Annotated[str, Field(min_length=1, max_length=200)]
Cv = Annotated[float, Field(ge=0, le=20)]
Fault = tuple[str, str]  # JSON path, what is wrong
Problem = TypeVar("Problem", bound=BaseModel)


class Part(BaseModel):
    """A part of a problem: numbers are finite, and what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def read_json_problem(path: Path, model: type[Problem], *, verb: str) -> Problem:
    """Return the problem in a JSON file.

    Raises:
        BadInputError: the file cannot be read, or says something that cannot be; the message
            names each place as a JSON path.
    """
    if not path.is_file():
        raise BadInputError("there is no such file.", where=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise BadInputError(f"the file is larger than {MAX_BYTES // 2**20} MB.", where=path.name)
    try:
        return model.model_validate_json(path.read_bytes().removeprefix(UTF8_MARK))
    except ValidationError as error:
        raise BadInputError(
            _told(error),
            where=path.name,
            next_step=f"`floorwalker {verb} --schema` prints what is allowed.",
        ) from None


def json_path(*parts: str | int) -> str:
    """Return `a.b[2]` for the parts a, b, 2."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.lstrip(".")


def listed(faults: list[Fault]) -> str:
    """Return the first faults in one sentence, and how many more there are."""
    shown = [f"{path}: {message}" if path else message for path, message in faults[:ERRORS_SHOWN]]
    rest = len(faults) - len(shown)
    return "; ".join(shown) + (f"; and {rest} more." if rest else ".")


def _told(error: ValidationError) -> str:
    return listed(
        [
            (json_path(*fault["loc"]), fault["msg"].removeprefix("Value error, "))
            for fault in error.errors()
        ]
    )
