"""Every request names its episode and the conversation that it goes on with."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from dikast.agents import Request
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Question

QUESTION = Question(id="q", text="How many?", choices=("17", "18"), gold=0)


@pytest.mark.parametrize(
    ("protocol", "options", "swap", "threads"),
    [
        ("debate", {"rounds": 3, "judge_asks": True}, "none", {"e/alice": 3, "e/bob": 3, "e/judge": 3}),
        # The debate is held once and judged in two orders: no look may know of the other.
        ("debate", {"rounds": 2}, "both", {"e/alice": 2, "e/bob": 2, "e/judge": 1, "e/judge/reversed": 1}),
        # The judge's questions depend on the order, so all is said twice.
        (
            "debate",
            {"rounds": 1, "order": "sequential"},
            "both",
            {f"e/{seat}{mark}": 1 for seat in ("alice", "bob", "judge") for mark in ("", "/reversed")},
        ),
        (
            "direct",
            {"route": "samples", "samples": 3},
            "none",
            {f"e/judge{m}": 1 for m in ("", "/sample-1", "/sample-2")},
        ),
    ],
)
async def test_a_seat_has_one_thread_and_what_is_asked_side_by_side_its_own(
    protocol: str, options: dict[str, Any], swap: Any, threads: dict[str, int]
) -> None:
    asked: defaultdict[str, int] = defaultdict(int)

    async def agent(request: Request) -> str:
        assert request.episode == "e"
        asked[request.thread] += 1
        return "Answer: A"

    loaded = load_protocol(protocol, **options)
    await run_episode(loaded, QUESTION, agents={"debater": agent, "judge": agent}, swap=swap, id="e")
    assert dict(asked) == threads
