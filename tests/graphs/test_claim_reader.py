"""A model may help to read: it is shown the problem and the step, its calls are counted, and it decides nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from dikast.agents import Request
from dikast.graphs import mermaid, run_episode
from dikast.protocols import Protocol, ProtocolOptions, apply
from dikast.records import Check, Episode, Question, Solution
from tests.players import Player, seated, text_of, usual

STEPS = ("She collects six times seven eggs, which is 42.", "Then 42 minus 2 make 41.", "So 41 eggs are left.")
QUESTION = Question(
    id="eggs", text="How many eggs are left?", source="MARK-SOURCE", references=("40",), metadata={"note": "MARK-META"},
    solution=Solution(steps=STEPS, answer="41"),
)  # fmt: skip
GRADED: dict[str, Any] = {
    "name": "read",
    "roles": {"reader": {"kind": "reader", "sees": ["question", "solution"]}},
    "moves": [{"check": "solution", "reader": "reader"}, {"grade": []}],
}
READINGS = {
    STEPS[0]: [{"formula": "6*7 = 42", "span": "six times seven eggs, which is 42"}],
    STEPS[1]: [
        {"formula": "42 - 2 = 41", "span": "42 minus 2 make 41"},
        {"formula": "40 + 1 = 41", "span": "MARK-HALLUCINATED"},
    ],
}


def reading(request: Request) -> str:
    """What is in READINGS for the last step that is shown."""
    if request.purpose != "read":
        return usual(request)
    steps = request.question.solution.steps if request.question.solution else ()
    shown = [step for step in steps if step]
    return json.dumps({"claims": READINGS.get(shown[-1], []) if shown else []})


async def read(protocol: Mapping[str, Any] = GRADED, question: Question = QUESTION) -> tuple[Episode, Player]:
    player = Player(reading)
    return await run_episode(Protocol.model_validate(protocol), question, agents=seated(player)), player


def proposed(checks: Sequence[Check]) -> list[Check]:
    return [check for check in checks if "proposed_by" in check.evidence]


async def test_each_step_takes_one_call_and_what_it_says_is_decided() -> None:
    episode, player = await read()
    assert [request.purpose for request in player.requests] == ["read"] * 3
    assert (episode.usage.calls, episode.usage.repeats) == (3, 0)
    found = [(check.about, check.status, check.evidence["formula"]) for check in proposed(episode.checks)]
    assert found == [("solution/0", "verified", "6*7 = 42"), ("solution/1", "refuted", "42 - 2 = 41")]
    assert {check.evidence["proposed_by"] for check in proposed(episode.checks)} == {"reader"}


async def test_a_refuted_reading_binds_the_label_like_any_other_and_its_error_is_carried_on() -> None:
    solution = Solution(steps=(*STEPS[:2], "Both have 41 * 2 = 82 eggs."), answer="82")
    episode, _ = await read(question=QUESTION.model_copy(update={"solution": solution}))
    assert episode.verdict is not None
    assert episode.verdict.grading is not None
    labels = episode.verdict.grading.steps
    assert [label.label for label in labels] == ["unknown", "incorrect", "inherited"]
    assert labels[2].reason == "takes over 41 of step 2, where it is 40"


async def test_the_reader_is_shown_the_problem_and_the_steps_up_to_its_own_and_nothing_else() -> None:
    _, player = await read()
    for number, request in enumerate(player.requests):
        text = text_of(request)
        assert QUESTION.text in text
        assert all((step in text) == (i <= number) for i, step in enumerate(STEPS))
        assert "MARK-" not in text
        assert request.question.references == ()
        assert request.steps == (number,)


async def test_no_other_seat_is_shown_what_was_read_but_only_what_was_decided() -> None:
    protocol = {
        **GRADED,
        "roles": {
            **GRADED["roles"],
            "judge": {"kind": "judge", "sees": ["question", "solution", "checks", "transcript"]},
        },
        "moves": [{"check": "solution", "reader": "reader"}, {"label": "judge"}, {"grade": "judge"}],
    }
    _, player = await read(protocol)
    (told,) = [text_of(request) for request in player.requests if request.purpose == "label"][:1]
    assert "MARK-HALLUCINATED" not in told
    assert "HOLDS (proof)" in told
    assert "DOES NOT HOLD" in told


async def test_a_reply_that_cannot_be_read_is_asked_for_again_and_noted() -> None:
    player = Player(lambda request: "no JSON")
    episode = await run_episode(Protocol.model_validate(GRADED), QUESTION, agents=seated(player))
    assert (episode.usage.calls, episode.usage.repeats) == (3, 3)
    (turn,) = episode.transcript.turns
    assert (turn.kind, turn.status, len(turn.notes)) == ("reading", "unparsed", 3)
    assert proposed(episode.checks) == []


async def test_speeches_are_read_once_each() -> None:
    protocol = {
        "name": "read-debate",
        "roles": {
            "alice": {"kind": "debater", "sees": ["question", "choices", "transcript"], "argues": 0},
            "bob": {"kind": "debater", "sees": ["question", "choices", "transcript"], "argues": 1},
            "reader": {"kind": "reader", "sees": ["question", "transcript"]},
            "judge": {"kind": "judge", "sees": ["question", "choices", "transcript", "checks"]},
        },
        "moves": [
            {"rounds": 2, "each": [{"speak": ["alice", "bob"]}, {"check": {"steps": True, "reader": "reader"}}]},
            {"decide": "judge"},
        ],
    }

    def rule(request: Request) -> str:
        if request.purpose == "speak":
            return f"Round {request.round}: six times seven make 43."
        if request.purpose == "read":
            return json.dumps({"claims": [{"formula": "6*7 = 43", "span": "six times seven make 43"}]})
        return usual(request)

    player = Player(rule)
    question = Question(id="q", text="How many?", choices=("42", "43"), gold=0)
    episode = await run_episode(Protocol.model_validate(protocol), question, agents=seated(player))
    purposes = [request.purpose for request in player.requests]
    assert (purposes.count("speak"), purposes.count("read"), purposes.count("decide")) == (4, 4, 1)
    assert episode.usage.calls == 9
    assert [check.status for check in proposed(episode.checks)] == ["refuted"] * 4
    reads = [text_of(request) for request in player.requests if request.purpose == "read"]
    assert all(text.count("six times seven make 43") == 1 for text in reads)
    assert len({request.seed for request in player.requests if request.purpose == "read"}) == 4


def test_the_reading_is_drawn_before_the_check() -> None:
    drawn = mermaid(Protocol.model_validate(GRADED))
    assert "reader_reads_solution --> check_solution" in drawn


@pytest.mark.parametrize(
    ("move", "message"),
    [
        ({"check": "quotes", "reader": "reader"}, "restates claims"),
        ({"check": "answers", "reader": "reader"}, "restates claims"),
        ({"check": {"reader": "reader"}}, "names one checker"),
        ({"check": {"steps": True, "solution": True, "reader": "reader"}}, "names one checker"),
        ({"check": "solution", "reader": "nobody"}, "no role 'nobody'"),
    ],
)
def test_a_reader_goes_with_claims_only(move: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Protocol.model_validate({**GRADED, "moves": [move, {"grade": []}]})


def test_only_a_reader_reads() -> None:
    roles = {"reader": {"kind": "judge", "sees": ["question", "solution"]}}
    with pytest.raises(ValidationError, match="is for a reader"):
        Protocol.model_validate({**GRADED, "roles": roles})


def test_a_reader_that_sees_choices_sees_them_in_an_order() -> None:
    def debate(*sees: str) -> Protocol:
        roles = {
            "alice": {"kind": "debater", "sees": ["question", "choices", "transcript"], "argues": 0},
            "bob": {"kind": "debater", "sees": ["question", "choices", "transcript"], "argues": 1},
            "reader": {"kind": "reader", "sees": ["question", "transcript", *sees]},
            "judge": {"kind": "judge", "sees": ["question", "choices", "transcript", "checks"]},
        }
        moves = [{"speak": ["alice", "bob"]}, {"check": "steps", "reader": "reader"}, {"decide": "judge"}]
        return Protocol.model_validate({"name": "read", "roles": roles, "moves": moves})

    assert debate().is_order_free
    assert not debate("choices").is_order_free


def test_a_reader_never_sees_the_source() -> None:
    protocol = Protocol.model_validate({**GRADED, "roles": {"reader": {"kind": "reader", "sees": ["question"]}}})
    for option in ("hidden", "shown", "none"):
        assert "source" not in apply(protocol, ProtocolOptions(source=option)).roles["reader"].sees
