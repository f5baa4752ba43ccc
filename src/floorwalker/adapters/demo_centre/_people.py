"""The people of the made-up centre: four teams of fifteen, in English and French."""

from dataclasses import dataclass

import numpy as np

TEAMS = ("Ontario 1", "Ontario 2", "Québec", "Bilingue")
PEOPLE_PER_TEAM = 15
SUPERVISORS = ("Asha Patel", "Daniel Okafor", "Élise Tremblay", "Marc-André Roy")

_GIVEN = {
    "english": (
        "Olivia", "Liam", "Priya", "Noah", "Fatima", "Ethan", "Grace", "Lucas", "Mei", "Owen",
        "Zara", "Jack", "Hannah", "Arjun", "Chloe", "Samuel", "Aisha", "Connor", "Ivy", "Mateo",
    ),
    "french": (
        "Émilie", "Félix", "Camille", "Antoine", "Léa", "Mathieu", "Noémie", "Olivier", "Rosalie",
        "Gabriel", "Florence", "Étienne", "Maude", "Simon", "Anaïs", "Jérôme", "Clara", "Louis",
    ),
}  # fmt: skip
_FAMILY = {
    "english": (
        "Chen", "Singh", "Campbell", "Nguyen", "Murphy", "Ahmed", "Wilson", "Kowalski", "Brown",
        "Sharma", "MacDonald", "Garcia", "Lee", "Novak", "Ferguson",
    ),
    "french": (
        "Gagnon", "Bouchard", "Côté", "Fortin", "Lavoie", "Gauthier", "Morin", "Bélanger",
        "Pelletier", "Lévesque", "Bergeron", "Leblanc", "Girard", "Simard",
    ),
}  # fmt: skip
_LANGUAGES_OF_TEAM = {
    "Ontario 1": ("english",),
    "Ontario 2": ("english",),
    "Québec": ("french",),
    "Bilingue": ("french", "english"),
}


@dataclass(frozen=True)
class DemoAgent:
    """One line of the agents file."""

    name: str
    email: str
    team: str
    skills: tuple[tuple[str, int], ...]
    languages: tuple[str, ...]
    contract_hours_min: float
    contract_hours_max: float
    saturday: bool


def demo_agents(*, seed: int) -> tuple[DemoAgent, ...]:
    """Return sixty people; the same seed gives the same people."""
    dice = np.random.default_rng([seed, 60])
    taken: set[str] = set()
    return tuple(
        _agent(team, number, dice=dice, taken=taken)
        for team in TEAMS
        for number in range(PEOPLE_PER_TEAM)
    )


def _agent(team: str, number: int, *, dice: np.random.Generator, taken: set[str]) -> DemoAgent:
    languages = _LANGUAGES_OF_TEAM[team]
    name = _name(languages[0], dice=dice, taken=taken)
    subjects = ("accounts", "cards") if number % 3 else ("accounts",)
    if number % 7 == 0:
        subjects = ("cards",)
    part_time = number % 5 == 4  # every fifth
    least, most = (20.0, 25.0) if part_time else (35.0, 40.0)
    return DemoAgent(
        name=name,
        email=f"agent{len(taken):02d}@demo.example",
        team=team,
        skills=tuple((subject, int(dice.integers(2, 6))) for subject in subjects),
        languages=languages,
        contract_hours_min=least,
        contract_hours_max=most,
        saturday=number % 3 != 0,
    )


def _name(language: str, *, dice: np.random.Generator, taken: set[str]) -> str:
    """Return a name that nobody has yet."""
    while True:
        name = f"{dice.choice(_GIVEN[language])} {dice.choice(_FAMILY[language])}"
        if name not in taken:
            taken.add(name)
            return name
