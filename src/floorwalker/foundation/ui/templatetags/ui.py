"""`{% load ui %}`: navigation, icons, and the components that hold other content."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from floorwalker.foundation.ui.navigation import LinkGroup, links_for
from floorwalker.foundation.ui.roster_grid import RosterGrid, grid_element
from floorwalker.foundation.ui.tables import ShownTable

register = template.Library()


@register.inclusion_tag("ui/navigation.html", takes_context=True)
def navigation(context: dict[str, Any]) -> dict[str, tuple[LinkGroup, ...]]:
    """Show the links that the signed-in person may follow."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    if request is None or actor is None:
        return {"groups": ()}
    return {"groups": links_for(actor, path=request.path)}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a symbol of `ui/icons.svg`: decoration, unless a label says what it means."""
    href = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href
    )


@register.simple_block_tag
def card(content: str, title: str = "", kind: str = "") -> SafeString:
    """Wrap content in a card: `{% card title=… %}…{% endcard %}`."""
    header = format_html("<header><h2>{}</h2></header>", title) if title else ""
    return format_html('<section class="card {}">{}{}</section>', kind, header, content)


@register.simple_block_tag
def table_region(content: str, label: str, *, tall: bool = False) -> SafeString:
    """Let a wide table scroll in a region of its own that a keyboard can reach."""
    return format_html(
        '<div class="table-scroll{}" role="region" aria-label="{}" tabindex="0">{}</div>',
        " tall" if tall else "",
        label,
        content,
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002  # the tag's words are HTML's
    """Hold content in a native dialog; a button with `data-opens-dialog="ID"` opens it."""
    return format_html(
        '<dialog id="{id}" aria-labelledby="{id}-title"><header><h2 id="{id}-title">{title}</h2>'
        '<button type="button" class="button quiet icon-only" data-closes-dialog '
        'aria-label="{close}">{icon}</button></header><div class="body">{content}</div></dialog>',
        id=id,
        title=title,
        close=_("Close"),
        icon=icon("x"),
        content=content,
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> SafeString:
    """Say something beside the content; kind is info, good, warn or bad."""
    symbols = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}
    return format_html(
        '<div class="notice {}">{}<div>{}</div></div>',
        kind,
        icon(symbols.get(kind, "info")),
        content,
    )


@register.inclusion_tag("ui/table.html", takes_context=True)
def data_table(context: dict[str, Any], table: ShownTable, topics: str = "") -> dict[str, Any]:
    """Draw a table of `foundation/ui/tables`; with topics its rows are live."""
    return {**context.flatten(), "table": table, "topics": topics}  # type: ignore[attr-defined]  # a Context


@register.filter
def swaps(table: ShownTable) -> SafeString:
    """Let htmx follow links and forms by swapping the table alone; the address goes along."""
    swap = '="{0}" hx-select="{0}" hx-swap="outerHTML show:none"'
    return format_html('hx-boost="true" hx-target' + swap, f"#{table.id}")


@register.simple_tag
def roster_grid(
    grid: RosterGrid,
    change_url: str = "",
    undo_url: str = "",
    id: str = "roster-grid",  # noqa: A002
) -> SafeString:
    """Draw the `<roster-grid>`; without a change address it only shows."""
    return grid_element(grid, element_id=id, change_url=change_url, undo_url=undo_url)


@register.filter
def is_choice(field: Any) -> bool:
    """Tell whether a form field is one checkbox, which stands before its label."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not hasattr(
        field.field.widget, "choices"
    )


@register.filter
def described(field: Any) -> SafeString:
    """Draw a form field tied to its help and its errors, as screen readers need."""
    attributes: dict[str, str] = {}
    names = [f"{field.id_for_label}-help"] if field.help_text else []
    if field.errors:
        attributes["aria-invalid"] = "true"
        names.append(f"{field.id_for_label}-errors")
    if names:
        attributes["aria-describedby"] = " ".join(names)
    drawn: SafeString = field.as_widget(attrs=attributes)
    return drawn
