"""Usage: sums of what calls cost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dikast.records import Usage

USAGES = st.builds(
    Usage,
    calls=st.integers(0, 10), repeats=st.integers(0, 3), input_tokens=st.integers(0, 10**6),
    output_tokens=st.integers(0, 10**6), unpriced=st.integers(0, 3),
)  # fmt: skip


@given(st.lists(USAGES))
def test_usage_adds_up_in_any_order(usages: list[Usage]) -> None:
    total = Usage.total(usages)
    assert total == Usage.total(reversed(usages))
    assert total == sum(usages, Usage())
    assert total.tokens == sum(usage.tokens for usage in usages)


def test_sums_of_nothing_add_nothing() -> None:
    used = Usage(calls=1, seconds=0.1)
    assert Usage.total([]) == Usage()
    assert Usage.total([Usage.total([]), used, Usage.total([])]) is used
