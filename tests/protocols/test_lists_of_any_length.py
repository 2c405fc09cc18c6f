"""Lists of any length in a judge's reply: one that was cut off is unreadable, and not a shorter one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from dikast.protocols import Unreadable, read_checklist, read_extracted, read_requirements, read_split_claims

LISTS: list[tuple[Callable[[str], object], Any]] = [
    (read_checklist, {"items": ["Is it kind?", "Is it short?"]}),
    (
        read_split_claims,
        {"claims": [{"claim": "It rained.", "words": "rain"}, {"claim": "It snowed.", "words": "snow"}]},
    ),
    (read_requirements, {"requirements": [{"kind": "entity", "question": "What is it?", "expected": "A cube."}] * 2}),
    (read_extracted, {"answer": "4", "steps": ["2 + 2", "It is 4."]}),
]


@pytest.mark.parametrize(("read", "data"), LISTS)
def test_a_list_that_was_cut_off_can_not_be_read(read: Callable[[str], object], data: object) -> None:
    whole = json.dumps(data)
    assert not isinstance(read(whole), Unreadable)
    for end in range(len(whole) // 2, len(whole)):
        assert isinstance(read(whole[:end]), Unreadable), whole[:end]
