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
from floorwalker.engines.staffing._performance import (
    erlang_b,
    erlang_c,
    performance,
    service_levels,
)
from floorwalker.engines.staffing._price_list import (
    DAY_FACTOR_CV_MAX,
    RISK_LEVELS,
    PricedRisk,
    day_factor,
    price_list,
)
from floorwalker.engines.staffing._requirement import (
    agents_required,
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
    "DAY_FACTOR_CV_MAX",
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
    "agents_required",
    "blend",
    "blended_requirement",
    "chat_performance",
    "chat_requirement",
    "day_factor",
    "erlang_b",
    "erlang_c",
    "fractional_requirement",
    "modified_load",
    "modified_workload",
    "performance",
    "price_list",
    "requirement",
    "service_levels",
    "spread_deferred",
]
