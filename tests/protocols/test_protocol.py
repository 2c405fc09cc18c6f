"""Protocols are data: those of the library load, and what is wrong with one of your own is said where it stands."""

from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.graphs import mermaid
from dikast.protocols import Protocol, load_protocol, protocol_names
from dikast.protocols.moves import AskMove, CheckMove, DecideMove, Rounds, SpeakMove

DEBATE = """\
name: debate
roles:
  alice: {kind: debater, argues: 0, sees: [question, choices, transcript]}
  bob: {kind: debater, argues: 1, sees: [question, choices, transcript]}
  judge: {kind: judge, sees: [question, choices, transcript, checks]}
moves:
  - rounds: 3
    each:
      - speak: [alice, bob]
        words: 150
      - check: quotes
  - decide: judge
"""


def fault(tmp_path: Path, text: str) -> str:
    """What is said of a protocol file with this text, without the folder's name."""
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        load_protocol(path)
    return str(caught.value).replace(f"{tmp_path}/", "")


BETWEEN_ANSWERS = [name for name in protocol_names() if load_protocol(name).grade is None]
OF_SOLUTIONS = [name for name in protocol_names() if load_protocol(name).grade is not None]


def test_the_library_holds_the_six_of_kenton_et_al_and_three_more() -> None:
    six = {"direct", "direct-with-source", "consultancy", "open-consultancy", "debate", "open-debate"}
    assert six | {"multi-debate", "self-consistency", "peer-debate"} == set(BETWEEN_ANSWERS)


def test_the_library_holds_seven_that_judge_worked_solutions() -> None:
    ways = ("verifier", "direct", "solve-first", "stepwise", "questioned", "debate", "panel")
    assert {f"process-{way}" for way in ways} == set(OF_SOLUTIONS)


@pytest.mark.parametrize("name", protocol_names())
def test_each_says_where_it_comes_from_survives_json_and_can_be_drawn(name: str) -> None:
    protocol = load_protocol(name)
    assert protocol.name == name
    assert protocol.description
    assert protocol.reads
    assert Protocol.model_validate_json(protocol.model_dump_json()) == protocol
    assert mermaid(protocol).startswith("---")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("words:", "wrods:", "own.yaml:10, moves[0].each[0].wrods: unknown key 'wrods': did you mean 'words'?"),
        ("speak:", "speek:", "own.yaml:9, moves[0].each[0]: unknown move 'speek': did you mean 'speak'?"),
        ("argues: 0", "argus: 0", "own.yaml:3, roles.alice.argus: unknown key 'argus': did you mean 'argues'?"),
        ("moves:", "movs:", "own.yaml:6, movs: unknown key 'movs': did you mean 'moves'?"),
        ("[alice, bob]", "[alice, bobb]", "own.yaml:9, moves[0].each[0]: no role 'bobb' here: did you mean 'bob'?"),
        ("decide: judge", "decide: bob", "own.yaml:12, moves[1]: `decide` is for a judge, but 'bob' is a debater"),
        ("- decide: judge", "- decide", "own.yaml:12, moves[1]: a move is written as `move: role`"),
        ("rounds: 3", "rounds: none", "own.yaml:7, moves[0].rounds: Input should be a valid integer"),
        ("kind: judge", "kind: jury", "own.yaml:5, roles.judge.kind: Input should be 'debater'"),
        (
            "check: quotes",
            "check: spelling",
            "own.yaml:11, moves[0].each[1].check: Input should be 'quotes', 'steps', 'answers' or 'solution'",
        ),
        ("rounds: 3", "rounds: 3\n    rounds: 4", "own.yaml:8: the key 'rounds' occurs twice here"),
        ("  - decide: judge\n", "", "roles.judge: the role 'judge' has nothing to do in any move"),
        ("argues: 1, ", "", "own.yaml:4, roles.bob: a debater needs `argues`"),
        ("argues: 1", "argues: other", "no role chooses one"),
        ("argues: 1", "argues: chosen", "needs one `choose` move"),
        ("check: quotes", "speak: alice\n        decide: judge", "here are speak and decide"),
        ("rounds: 3", "rounds: 3\n    until: agreement", "needs an `answer` move"),
        ("[alice, bob]", "[alice, alice]", "own.yaml:9, moves[0].each[0].speak: 'alice' is named twice in one move"),
        (
            "- speak:",
            "- {ask: judge, except_last: true}\n      - speak:",
            "own.yaml:7, moves[0]: `except_last` is for an `ask` after the `speak` or `answer` of its round",
        ),
    ],
)
def test_a_fault_is_said_with_its_line_its_key_and_the_way_out(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in fault(tmp_path, DEBATE.replace(old, new, 1))


def test_moves_end_in_one_verdict(tmp_path: Path) -> None:
    assert "must end in one `decide`, `vote` or `grade`" in fault(tmp_path, DEBATE + "  - decide: judge\n")
    assert "must end in one" in fault(tmp_path, DEBATE.replace("  - decide: judge", "  - speak: alice\n  - ask: judge"))


def test_names_that_are_not_there() -> None:
    with pytest.raises(BadInput, match="did you mean 'debate'"):
        load_protocol("debat")
    with pytest.raises(BadInput, match="no such file"):
        load_protocol("nowhere.yaml")


def test_options_change_moves_whatever_the_protocol_is_called(tmp_path: Path) -> None:
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
    assert "judge_asks" not in own.model_dump_json()


def test_a_judge_can_be_told_not_to_ask_and_quotes_not_to_be_checked() -> None:
    protocol = load_protocol("consultancy", judge_asks=False, quotes=False)
    assert isinstance(protocol.moves[0], Rounds)
    assert [type(step) for step in protocol.moves[0].each] == [SpeakMove]


def test_whether_quotes_are_checked_is_no_matter_of_other_checks() -> None:
    def checks(**options: Any) -> list[str]:
        (rounds,) = (move for move in load_protocol("process-debate", **options).moves if isinstance(move, Rounds))
        return [step.check for step in rounds.each if isinstance(step, CheckMove)]

    assert checks(quotes=False) == checks() == ["steps"]
    assert checks(quotes=True) == ["quotes", "steps"]


@pytest.mark.parametrize(
    ("source", "debater_sees", "judge_sees"), [("hidden", True, False), ("shown", True, True), ("none", False, False)]
)
def test_the_source_is_hidden_shown_or_left_out(source: str, debater_sees: bool, judge_sees: bool) -> None:
    roles = load_protocol("debate", source=source).roles
    assert ("source" in roles["alice"].sees) == debater_sees
    assert ("source" in roles["judge"].sees) == judge_sees


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("debate", {"rondes": 2}, "did you mean 'rounds'"),
        ("debate", {"rounds": 0}, "greater than or equal to 1"),
        ("direct", {"rounds": 2}, "nothing that the option 'rounds' could change"),
        ("debate", {"count": 3}, "nothing that the option 'count' could change"),
        ("debate", {"best_of": 1}, "greater than or equal to 2"),
        ("debate", {"until": "agreement"}, "'debate' with the option 'until', moves.0.: .* needs an `answer` move"),
        ("debate", {"best_of": {"n": 2, "by": "nobody"}}, "the option 'best_of', moves.0..each.0.: no role 'nobody'"),
        ("peer-debate", {"topology": ((1, 9),)}, "the option 'topology', roles.solver: `topology` names seat 9"),
        ("process-debate", {"refine": 1}, "the option 'refine', moves.2..each.0.: drafts are scored by the answer"),
        ("process-panel", {"quorum": 4}, "a quorum of 4 can't be reached by 3 votes"),
        ("process-verifier", {"quorum": 1}, "a quorum of 1 can't be reached by 0 votes"),
        ("debate", {"order": "random"}, "'simultaneous' or 'sequential'"),
    ],
)
def test_options_that_are_wrong_or_find_nothing_to_act_on(name: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        load_protocol(name, **options)


def test_which_protocols_may_be_shown_in_both_orders() -> None:
    free = {name for name in BETWEEN_ANSWERS if load_protocol(name).is_order_free}
    assert free == {"direct", "direct-with-source", "debate", "multi-debate"}
    assert load_protocol("consultancy", judge_asks=False).is_order_free
    assert load_protocol("consultancy", rounds=1).is_order_free
    assert not load_protocol("debate", order="sequential").is_order_free
    assert not load_protocol("multi-debate", order="sequential").is_order_free
    assert not load_protocol("debate", until={"p_at_least": 0.9}).is_order_free
    # Whoever scores or criticises drafts is shown labels, unless it argues itself.
    assert load_protocol("debate", best_of=2, refine=1).is_order_free
    assert load_protocol("debate", best_of={"n": 2, "by": "bob"}).is_order_free
    assert not load_protocol("debate", best_of={"n": 2, "by": "judge"}).is_order_free
    assert not load_protocol("debate", refine={"times": 1, "by": "judge"}).is_order_free
