"""Text without accents and capitals, so that "Elise" finds "Élise": in Python and in PostgreSQL.

Both take letters apart (NFD), drop the marks and write what is left small. It needs no extension
and does not depend on the database's collation.
"""

import unicodedata

from django.db.models import CharField, Func

_MARKS = "[\\u0300-\\u036f]"


def plain(text: str) -> str:
    """Return the text in plain small letters."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not "\u0300" <= c <= "\u036f").lower()


class Plain(Func):
    """The same for a column or an expression of a query."""

    template = f"lower(regexp_replace(normalize(%(expressions)s, NFD), '{_MARKS}', '', 'g'))"
    arity = 1
    output_field = CharField()
