"""Classes of data, each with a rule in days; declared in an app's `retention` room.

declare_class(DataClass("finished_jobs", title=_("Finished jobs"), …, rule=Rule(180, 7, 1825),
                        due=…, erase=…))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from floorwalker.foundation.errors import NotFoundError

Due = Callable[[datetime], "QuerySet[Any]"]
Erase = Callable[["QuerySet[Any]"], int]


@dataclass(frozen=True)
class Rule:
    """Days that data stays: the usual number, and what law or the product allows at least and most.

    Where both are the same nobody can change it.
    """

    days: int
    days_min: int
    days_max: int

    @property
    def is_fixed(self) -> bool:
        """Tell whether there is nothing to choose."""
        return self.days_min == self.days_max


@dataclass(frozen=True, kw_only=True)
class DataClass:
    """One kind of data: what it is, why it is kept, how long, and how it is erased.

    `due` returns what is older than a moment, by key; `erase` erases some of it, in the caller's
    transaction, so that it is not due any more, and tells how many rows.
    """

    name: str
    title: str | Promise
    why: str | Promise
    what_happens: str | Promise
    rule: Rule
    due: Due
    erase: Erase
    order: int = 100


_classes: dict[str, DataClass] = {}


def declare_class(*classes: DataClass) -> None:
    """Add classes; a name that is taken already is replaced by itself only.

    Raises:
        ValueError: another class has the name.
    """
    for data_class in classes:
        if _classes.setdefault(data_class.name, data_class) != data_class:
            raise ValueError(f"There is a class of data named {data_class.name!r} already.")


def all_classes() -> tuple[DataClass, ...]:
    """Return every class, in the order shown."""
    return tuple(sorted(_classes.values(), key=lambda known: (known.order, known.name)))


def class_named(name: str) -> DataClass:
    """Return a class.

    Raises:
        NotFoundError: there is none of that name.
    """
    if name not in _classes:
        raise NotFoundError(_("There is no such class of data."))
    return _classes[name]


def delete_all(due: "QuerySet[Any]") -> int:
    """Erase by deleting the rows."""
    return int(due.delete()[1].get(due.model._meta.label, 0))
