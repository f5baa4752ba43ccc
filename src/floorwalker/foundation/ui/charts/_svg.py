"""SVG and HTML as escaped text: the only place of this package where markup is put together."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Attribute = str | float | int | None


def element(name: str, content: str | Iterable[str] = "", /, **attributes: Attribute) -> SafeString:
    """Return one element; text and attribute values are escaped, finished markup is kept.

    Attribute names: `class_` loses its underscore, other underscores become hyphens, and
    `view_box` becomes SVG's one camel-case name that we use. None leaves the attribute out.
    """
    parts: Iterable[str] = [content] if isinstance(content, str) else content
    inner = "".join(conditional_escape(part) for part in parts)
    written = "".join(
        f' {_attribute_name(key)}="{escape(_attribute_value(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return mark_safe(f"<{name}{written}>{inner}</{name}>")  # noqa: S308  # every part is escaped above


def number_text(value: float) -> str:
    """Return a coordinate with at most two decimals, without idle zeros: 3.10 becomes "3.1"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def points_path(points: Iterable[tuple[float, float]]) -> str:
    """Return path data that joins the points by straight lines."""
    return "M" + "L".join(f"{number_text(x)} {number_text(y)}" for x, y in points)


def _attribute_name(key: str) -> str:
    if key == "view_box":
        return "viewBox"
    return key.rstrip("_").replace("_", "-")


def _attribute_value(value: str | float) -> str:
    return value if isinstance(value, str) else number_text(value)
