"""The skills problem: contact types with targets, and groups with skills and a cost, in JSON.

Everything is told by name (docs/reference/staff-skills.md).
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from floorwalker.adapters.problem_files._json_problem import Cv, Name, Part, read_json_problem
from floorwalker.engines.simulate import SkillGroup, SkillProblem, SkillType
from floorwalker.foundation.errors import BadInputError

TYPES_MAX = 50
GROUPS_MAX = 50
AGENTS_MAX = 5_000

Above = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=0, le=AGENTS_MAX)]


class TypeToServe(Part):
    """A type of contact, its callers and its targets."""

    name: Name
    per_hour: Annotated[Above, Field(description="Mean contacts per hour.")]
    aht_seconds: Above
    handle_cv: Annotated[Cv | None, Field(description="Lognormal; null: exponential.")] = None
    patience_seconds: Annotated[Above | None, Field(description="Mean; null: endless.")] = None
    patience_cv: Annotated[Cv | None, Field(description="Lognormal; null: exponential.")] = None
    within_seconds: Annotated[float, Field(ge=0)]
    service_level: Annotated[float, Field(ge=0, lt=1, description="Least share in time.")]
    abandonment_max: Annotated[float | None, Field(gt=0, le=1)] = None


class GroupToStaff(Part):
    """Agents with the same skills."""

    name: Name
    types: Annotated[list[Name], Field(min_length=1, description="Served, most urgent first.")]
    cost: Annotated[Above, Field(description="Of one agent, in any unit.")] = 1.0
    agents_min: Count = 0
    agents_max: Count = AGENTS_MAX


class SkillsFile(Part):
    """Types to serve by groups of agents, at the least cost."""

    types: Annotated[list[TypeToServe], Field(min_length=1, max_length=TYPES_MAX)]
    groups: Annotated[list[GroupToStaff], Field(min_length=1, max_length=GROUPS_MAX)]
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1


def read_problem(path: Path) -> tuple[SkillsFile, SkillProblem]:
    """Return a JSON file as it is, and as the engine takes it.

    Raises:
        BadInputError: the file cannot be read, or says something that cannot be.
    """
    file = read_json_problem(path, SkillsFile, verb="staff-skills")
    index_of = {kind.name: index for index, kind in enumerate(file.types)}
    try:
        return file, SkillProblem(
            types=tuple(SkillType(**kind.model_dump()) for kind in file.types),
            groups=tuple(
                SkillGroup(
                    name=group.name,
                    types=tuple(index_of[name] for name in group.types),
                    cost=group.cost,
                    agents_min=group.agents_min,
                    agents_max=group.agents_max,
                )
                for group in file.groups
            ),
        )
    except KeyError as error:
        raise BadInputError(f"there is no type {error.args[0]!r}.", where=path.name) from None
    except ValueError as error:
        raise BadInputError(f"{error}.", where=path.name) from None
