"""What holds of every queue, whatever its numbers."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from floorwalker.engines.staffing import ServiceTarget, Workload, requirement

OFFERED = st.floats(0.1, 400)
AHT = st.floats(20, 900)
PATIENCE = st.one_of(st.none(), st.floats(30, 1800))
TARGETS = st.builds(
    ServiceTarget,
    service_level=st.floats(0.7, 0.99),
    within_seconds=st.floats(0, 60),
)
"""Without a cap on occupancy: fewer give up in a merged queue, so that its people are busier."""


def agents_for(offered: float, aht: float, *, target: ServiceTarget, patience: float | None) -> int:
    work = Workload(offered=offered, aht_seconds=aht, interval_seconds=1800)
    return int(requirement(work, target=target, patience_seconds=patience).agents)


@given(OFFERED, AHT, TARGETS, PATIENCE)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_merging_two_identical_queues_never_needs_more_agents(
    offered: float, aht: float, target: ServiceTarget, patience: float | None
) -> None:
    apart = 2 * agents_for(offered, aht, target=target, patience=patience)
    # With fewer people than work, chance alone lets a small queue answer some in time.
    assume(apart >= 2 * offered * aht / 1800)
    assert agents_for(2 * offered, aht, target=target, patience=patience) <= apart


@given(OFFERED, AHT, st.floats(0.5, 0.999), TARGETS, PATIENCE)
@settings(max_examples=40, derandomize=True, deadline=None)
def test_shorter_handle_time_never_needs_more_agents(
    offered: float, aht: float, shorter: float, target: ServiceTarget, patience: float | None
) -> None:
    longer = agents_for(offered, aht, target=target, patience=patience)
    assert agents_for(offered, aht * shorter, target=target, patience=patience) <= longer
