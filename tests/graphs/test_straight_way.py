"""An episode that can't pause runs in fewer nodes, or without LangGraph: its record is the same in every way."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, Literal

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from dikast.graphs import Pause, run_episode
from dikast.graphs.compile import straight_way
from dikast.protocols import load_protocol, protocol_names
from tests.graphs.judge_bench import EGGS, saying
from tests.players import QUESTION, Player, seated

SOLVED = QUESTION.model_copy(update={"reference_solution": "It laid eighteen eggs.\nSo the answer is 18."})
OPTIONS: list[tuple[str, dict[str, Any]]] = [
    ("debate", {"rounds": 1, "judge_asks": True}),
    ("debate", {"rounds": 3, "judge_asks": True}),
    ("debate", {"rounds": 2, "order": "sequential"}),
    ("debate", {"rounds": 3, "until": {"p_at_least": 0.9}}),
    ("consultancy", {"rounds": 3}),
    ("peer-debate", {"rounds": 3, "until": "agreement"}),
    ("process-questioned", {"rounds": 3}),
]


@pytest.mark.parametrize(("name", "options"), [*((name, {}) for name in protocol_names()), *OPTIONS])
async def test_the_record_is_that_of_a_graph_with_a_node_for_every_seat(name: str, options: dict[str, Any]) -> None:
    protocol = load_protocol(name, **options)
    question, player = (EGGS, Player(saying())) if protocol.grade else (SOLVED, Player())
    swap: Literal["none", "both"] = "both" if protocol.needs_choices else "none"
    by_nodes = await run_episode(protocol, question, agents=seated(player), swap=swap, pause=Pause(InMemorySaver()))
    straight = await run_episode(protocol, question, agents=seated(player), swap=swap)
    assert straight.model_dump(mode="json") == by_nodes.model_dump(mode="json")


@pytest.mark.parametrize("name", ["direct", "debate", "consultancy", "process-direct", "self-consistency"])
def test_rounds_whose_number_is_fixed_are_no_fork(name: str) -> None:
    assert straight_way(load_protocol(name)) is not None


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("debate", {"until": {"p_at_least": 0.9}}),
        ("debate-concession", {}),
        ("open-debate", {}),
        ("recursive-debate", {}),
        ("process-stepwise", {}),
    ],
)
def test_what_is_said_decides_the_way_of_other_protocols(name: str, options: dict[str, Any]) -> None:
    assert straight_way(load_protocol(name, **options)) is None


def test_the_way_of_a_protocol_is_made_once() -> None:
    assert straight_way(load_protocol("debate")) is straight_way(load_protocol("debate"))


PROGRAM = """
import asyncio, sys
from dikast.evaluation.planted import honest
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Question

eggs = Question(id="eggs", text="How many?", choices=("17", "18"), gold=1)
asyncio.run(run_episode(load_protocol("debate"), eggs, agents={"debater": honest, "judge": honest}))
print(*sys.modules)
"""


def test_a_debate_of_our_own_agents_waits_for_no_large_library() -> None:
    shown = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert {"langgraph", "langsmith.run_trees", "litellm", "sympy"} & set(shown.stdout.split()) == set()
