"""What a person is still planned for: asked of the duties, which the people app does not know.

Each duty that plans people registers a question in its `AppConfig.ready`:

    register_upcoming(upcoming_shifts)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Upcoming:
    """Shifts of one plan from a day on, in words, with the page that shows them."""

    title: str
    state: str
    shifts: int
    url: str


Question = Callable[[int, date], tuple[Upcoming, ...]]
_questions: list[Question] = []


def register_upcoming(question: Question) -> None:
    """Add a question: a person's id and a day in, plans with shifts from that day on out."""
    if question not in _questions:
        _questions.append(question)


def upcoming_of(person_id: int, *, since: date) -> tuple[Upcoming, ...]:
    """Return every plan that has shifts of this person from the day on, by duty and time."""
    return tuple(plan for question in _questions for plan in question(person_id, since))
