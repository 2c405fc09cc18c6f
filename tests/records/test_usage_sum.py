"""The running sum of usage: the same as adding usages up one by one."""

from __future__ import annotations

from functools import reduce
from operator import add

from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.records import Usage, UsageSum

COUNTS = st.integers(0, 10**9)
AMOUNTS = st.floats(0, 1e6)
USAGES = st.builds(
    Usage,
    calls=COUNTS,
    repeats=COUNTS,
    input_tokens=COUNTS,
    output_tokens=COUNTS,
    cached_tokens=COUNTS,
    cost_usd=AMOUNTS,
    unpriced=COUNTS,
    seconds=AMOUNTS,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(USAGES, max_size=8))
def test_it_is_the_sum_to_the_last_digit(usages: list[Usage]) -> None:
    running = UsageSum()
    for usage in usages:
        running.add(usage)
    assert running.usage == reduce(add, usages, Usage())
