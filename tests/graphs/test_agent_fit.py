"""A judge that can't give what its protocol's `route` needs is found before anything is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from pydantic import JsonValue

from dikast import Reply, Request, run_episode
from dikast.agents import Ability, Permissions, as_agent, lack_of, open_agent
from dikast.errors import BadInput
from dikast.graphs import agent_fault
from dikast.protocols import load_protocol
from dikast.records import Question

SERVER = {"model": "endpoint/qwen", "api_base": "http://127.0.0.1:1/v1"}


async def says_a_text(request: Request) -> str:
    return "Answer: A"


async def says_a_reply(request: Request) -> Reply:
    return Reply(text="Answer: A")


async def says_something(request):  # type: ignore[no-untyped-def]
    return "Answer: A"


@pytest.mark.parametrize(
    ("spec", "ability", "reason"),
    [
        ("human", "likelihoods", "a person can't say"),
        ("http://127.0.0.1:1", "likelihoods", "has no place for"),
        ("dikast.evaluation.planted:evidence_judge", "likelihoods", "a program can't say"),
        ("dikast.evaluation.planted:coin_judge", "logprobs", "only names an answer"),
        (SERVER, "likelihoods", "how the server scores"),
        ({**SERVER, "logprobs": False}, "logprobs", "`logprobs: false`"),
        ({**SERVER, "likelihood": "echo", "fallback": "human"}, "likelihoods", "a person can't say"),
        ({**SERVER, "handicap": {"words": 5}}, "likelihoods", "how the server scores"),
        ("dikast.evaluation.planted:evidence_judge", "logprobs", None),
        ("human", "logprobs", None),
        (SERVER, "logprobs", None),
        ({**SERVER, "likelihood": "echo"}, "likelihoods", None),
    ],
)
def test_an_agent_says_what_its_replies_never_have(
    spec: str | dict[str, JsonValue], ability: Ability, reason: str | None
) -> None:
    lack = lack_of(open_agent(spec), ability)
    assert lack is None if reason is None else reason in (lack or "")


@pytest.mark.parametrize(
    ("agent", "ability", "lacks"),
    [
        (says_a_text, "likelihoods", True),
        (says_a_text, "logprobs", True),
        (says_a_reply, "likelihoods", False),
        (says_something, "likelihoods", False),
        (FakeListChatModel(responses=["A"]), "likelihoods", True),
        (FakeListChatModel(responses=["A"]), "logprobs", False),
    ],
)
def test_a_program_lacks_what_its_annotation_rules_out(agent: object, ability: Ability, lacks: bool) -> None:
    assert (lack_of(as_agent(agent), ability) is not None) is lacks


def test_a_script_gives_what_one_of_its_rules_has(tmp_path: Path) -> None:
    (tmp_path / "plain.yaml").write_text("replies: [{text: 'Answer: A'}]")
    (tmp_path / "sure.yaml").write_text("replies: [{text: 'Answer: A', choice_logprobs: {A: -0.1, B: -2.4}}]")
    plain, sure = (open_agent(f"scripted:{name}.yaml", base=tmp_path) for name in ("plain", "sure"))
    assert lack_of(plain, "logprobs") == "no rule of the script has `choice_logprobs`"
    assert lack_of(sure, "logprobs") is None


@pytest.mark.parametrize(
    ("protocol", "options", "role"),
    [
        ("direct", {"route": "likelihood"}, "judge"),
        ("direct", {"route": "logprobs"}, "judge"),
        ("judge-pointwise", {"route": "logprobs"}, "judge"),
        ("accept-answer", {"route": "logprobs"}, "judge"),
    ],
)
def test_every_move_with_such_a_route_counts(protocol: str, options: dict[str, Any], role: str) -> None:
    fault = agent_fault(load_protocol(protocol, **options), role, as_agent(says_a_text))
    assert fault is not None
    assert f"`route: {options['route']}`" in fault
    assert agent_fault(load_protocol(protocol), role, as_agent(says_a_text)) is None


async def test_an_episode_says_so_before_it_calls_anyone() -> None:
    question = Question(id="q", text="Is it so?", choices=("yes", "no"))
    with pytest.raises(BadInput, match="can't judge by `route: likelihood`, as 'direct' asks: it returns a text alone"):
        await run_episode(load_protocol("direct", route="likelihood"), question, agents={"judge": says_a_text})


def test_only_what_ships_is_imported_without_leave_to_import(tmp_path: Path) -> None:
    (tmp_path / "dikast").mkdir()
    (tmp_path / "dikast" / "own.py").write_text("raise RuntimeError('imported')")
    careful = Permissions(imports_code=False)
    assert lack_of(open_agent("dikast.evaluation.planted:first_judge", permissions=careful), "likelihoods")
    with pytest.raises(BadInput, match="no module"):
        open_agent("dikast.own:judge", base=tmp_path, permissions=careful)
