"""Typed settings from the environment; a bad value stops the program at start, by name."""

import os
from pathlib import Path

from floorwalker.foundation.errors import SetupError

_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


def env_text(name: str, default: str = "") -> str:
    """Return the variable, or the contents of the file named by `NAME_FILE`, or the default."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            text = Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SetupError(f"cannot read it: {error.strerror}.", where=f"{name}_FILE") from None
        if not text:  # a secret that did not arrive; going on without it would use another database
            raise SetupError("the file that it names is empty.", where=f"{name}_FILE")
        return text
    return os.environ.get(name, default)


def env_flag(name: str, *, default: bool = False) -> bool:
    """Return a yes or no."""
    value = env_text(name, "yes" if default else "no").lower()
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise SetupError(f"{value!r} is neither yes nor no.", where=name)


def env_list(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [item.strip() for item in env_text(name, default).split(",") if item.strip()]


def env_choice(name: str, choices: tuple[str, ...]) -> str:
    """Return one of the choices; the first is the default."""
    value = env_text(name, choices[0]).lower()
    if value in choices:
        return value
    raise SetupError(f"{value!r} is none of {', '.join(choices)}.", where=name)
