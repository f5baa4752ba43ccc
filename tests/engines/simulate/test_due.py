"""The compiled heap and the one of plain Python give out the same order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from floorwalker.engines.simulate import _due
from floorwalker.engines.simulate._due import PLAIN

ENTRIES = st.lists(
    st.tuples(st.sampled_from([0.0, 1.0, 1.5, 7.0]), st.integers(0, 30)), max_size=40
)


@given(ENTRIES, st.integers(0, 40))
@settings(max_examples=60, derandomize=True)
def test_the_earliest_moment_comes_first_and_of_equal_ones_the_lowest_code(
    entries: list[tuple[float, int]], dropped_early: int
) -> None:
    orders = []
    for names in (vars(_due), PLAIN):
        step = {name: getattr(names[name], "py_func", names[name]) for name in PLAIN}
        due = step["nothing_due"](len(entries))
        order = []
        for number, entry in enumerate(entries, start=1):
            step["add_due"](due, entry)
            if number == dropped_early:
                order.append(tuple(step["first_due"](due)))
                step["drop_first"](due)
        while len(order) < len(entries):
            order.append(tuple(step["first_due"](due)))
            step["drop_first"](due)
        orders.append(order)
    assert orders[0] == orders[1]
    if not 0 < dropped_early < len(entries):
        assert orders[0] == sorted(entries)
