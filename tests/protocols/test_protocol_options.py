"""Options change the moves and roles of any protocol. One that is wrong, or changes nothing, is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.protocols import load_protocol
from dikast.protocols.check_move import CheckMove
from dikast.protocols.debate_moves import AskMove, SpeakMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.rounds import Rounds
from tests.protocols.test_protocol import DEBATE


def test_options_act_on_moves_and_not_on_the_name_of_a_protocol(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(DEBATE.replace("name: debate", "name: own"))
    options = {"rounds": 2, "judge_asks": True, "words": 80, "order": "sequential", "best_of": 4, "refine": 1}
    own = load_protocol("own.yaml", base=tmp_path, **options, thinking=True, reasoning=True, route="label")
    rounds, decide = own.moves
    assert isinstance(rounds, Rounds)
    assert isinstance(decide, DecideMove)
    speak, check, ask = rounds.each
    assert isinstance(speak, SpeakMove)
    assert isinstance(check, CheckMove)
    assert rounds.rounds == 2
    assert (speak.words, speak.order, speak.thinking) == (80, "sequential", True)
    assert speak.best_of is not None
    assert speak.best_of.n == 4
    assert speak.refine is not None
    assert speak.refine.times == 1
    assert ask == AskMove(ask="judge", except_last=True)
    assert (decide.reasoning, decide.route) == (True, "label")
    # The option is spent: what is stored is the protocol that it made.
    assert "judge_asks" not in own.model_dump_json()


def test_questions_and_checks_of_quotes_can_be_left_out() -> None:
    protocol = load_protocol("consultancy", judge_asks=False, quotes=False)
    assert isinstance(protocol.moves[0], Rounds)
    assert [type(move) for move in protocol.moves[0].each] == [SpeakMove]


def test_the_option_quotes_leaves_other_checks_alone() -> None:
    def checks(**options: Any) -> list[str]:
        (rounds,) = load_protocol("process-debate", **options).moves_of(Rounds)
        return [move.check for move in rounds.each if isinstance(move, CheckMove)]

    assert checks(quotes=False) == checks() == ["steps"]
    assert checks(quotes=True) == ["quotes", "steps"]


@pytest.mark.parametrize(
    ("source", "debater_sees", "judge_sees"),
    [
        ("hidden", True, False),
        ("shown", True, True),
        ("none", False, False),
    ],
)
def test_the_source_is_hidden_shown_or_left_out(source: str, debater_sees: bool, judge_sees: bool) -> None:
    roles = load_protocol("debate", source=source).roles
    assert ("source" in roles["alice"].sees) == debater_sees
    assert ("source" in roles["judge"].sees) == judge_sees


def test_choices_can_be_hidden_from_a_judge_that_judges_by_likelihood() -> None:
    roles = load_protocol("debate", route="likelihood", choices="hidden").roles
    assert "choices" in roles["alice"].sees
    assert "choices" not in roles["judge"].sees
    assert load_protocol("direct", choices="shown").roles["judge"].sees == ("question", "choices")


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        # Unknown options and values out of range.
        ("debate", {"rondes": 2}, "did you mean 'rounds'"),
        ("debate", {"rounds": 0}, "greater than or equal to 1"),
        ("debate", {"best_of": 1}, "greater than or equal to 2"),
        ("debate", {"order": "random"}, "'simultaneous' or 'sequential'"),
        # Options that find nothing to change.
        ("direct", {"rounds": 2}, "nothing that the option 'rounds' could change"),
        ("debate", {"count": 3}, "nothing that the option 'count' could change"),
        ("process-direct", {"choices": "hidden"}, "nothing that the option 'choices' could change"),
        # Options that don't fit the protocol.
        ("direct", {"choices": "hidden"}, "the option 'choices': a judge can't name a choice .* `route: likelihood`"),
        ("debate", {"until": "agreement"}, "'debate' with the option 'until', moves.0.: .* needs an `answer` move"),
        ("debate", {"best_of": {"n": 2, "by": "nobody"}}, "the option 'best_of', moves.0..each.0.: no role 'nobody'"),
        ("peer-debate", {"topology": ((1, 9),)}, "the option 'topology', roles.solver: `topology` names seat 9"),
        ("process-debate", {"refine": 1}, "the option 'refine', moves.2..each.0.: drafts are scored by the answer"),
        ("process-panel", {"quorum": 4}, "a quorum of 4 can't be reached by 3 votes"),
        ("process-verifier", {"quorum": 1}, "a quorum of 1 can't be reached by 0 votes"),
    ],
)
def test_an_option_that_is_wrong_or_changes_nothing_is_an_error(
    name: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        load_protocol(name, **options)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("judge-pairwise", {"format": "brackets", "ties": False, "games": "counter", "orders": "all"}),
        ("judge-pointwise", {"margin": 1.5, "rubric": "likert-5", "route": "samples", "samples": 3}),
        ("judge-constitution", {"constitution": "own.yaml", "spans": True}),
        ("judge-ranking", {"ties": False, "reasoning": True, "rubric": "six-criteria"}),
    ],
)
def test_options_of_judging_responses_are_those_of_the_last_move(name: str, options: dict[str, Any]) -> None:
    last = load_protocol(name, **options).moves[-1]
    assert {option: getattr(last, option) for option in options} == options


@pytest.mark.parametrize("options", [{"ties": True}, {"rubric": "likert-5"}, {"margin": 1}])
def test_a_judge_of_answers_has_no_ties_rubric_or_margin(options: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        load_protocol("direct", **options)
