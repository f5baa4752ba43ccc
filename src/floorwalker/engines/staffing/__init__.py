"""How many agents a workload needs, and what service a number of agents gives (Erlang B, C, A)."""

from floorwalker.engines.staffing._blended import (
    Blend,
    BlendedRequirement,
    blend,
    blended_requirement,
)
from floorwalker.engines.staffing._chat import (
    ChatPerformance,
    ChatWorkload,
    chat_performance,
    chat_requirement,
)
from floorwalker.engines.staffing._deferred import DeferredPlan, spread_deferred
from floorwalker.engines.staffing._modified_load import modified_load, modified_workload
from floorwalker.engines.staffing._performance import erlang_b, erlang_c, performance
from floorwalker.engines.staffing._price_list import RISK_LEVELS, PricedRisk, price_list
from floorwalker.engines.staffing._requirement import (
    fractional_requirement,
    requirement,
)
from floorwalker.engines.staffing._types import (
    Performance,
    Requirement,
    ServiceTarget,
    Variant,
    Workload,
)

__all__ = [
    "RISK_LEVELS",
    "Blend",
    "BlendedRequirement",
    "ChatPerformance",
    "ChatWorkload",
    "DeferredPlan",
    "Performance",
    "PricedRisk",
    "Requirement",
    "ServiceTarget",
    "Variant",
    "Workload",
    "blend",
    "blended_requirement",
    "chat_performance",
    "chat_requirement",
    "erlang_b",
    "erlang_c",
    "fractional_requirement",
    "modified_load",
    "modified_workload",
    "performance",
    "price_list",
    "requirement",
    "spread_deferred",
]
