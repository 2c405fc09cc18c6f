"""The id set: it answers as a set of the ids would, in a fraction of the memory."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from dikast.experiments.stores import IdSet

IDS = st.lists(st.text(max_size=4), max_size=40)


@given(given_ids=st.lists(st.text(max_size=4), max_size=40, unique=True), others=IDS)
def test_it_holds_what_was_given_and_nothing_else(given_ids: list[str], others: list[str]) -> None:
    ids = IdSet(given_ids)
    assert len(ids) == len(given_ids)
    assert all(id in ids for id in given_ids)
    assert [id in ids for id in others] == [id in given_ids for id in others]


@given(IDS)
def test_it_tells_whether_an_id_was_given_twice(given_ids: list[str]) -> None:
    assert IdSet(given_ids).may_have_twins == (len(set(given_ids)) < len(given_ids))


def test_it_takes_some_bytes_an_id() -> None:
    tracemalloc.start()
    try:
        ids = IdSet(f"direct/{i}/r{i % 7}" for i in range(20_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(ids) == 20_000
    assert peak < 20 * 20_000
