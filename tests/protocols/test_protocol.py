"""A protocol is validated as data. An error names the line, the key and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.protocols import load_protocol, protocol_names

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


def error_of(tmp_path: Path, text: str) -> str:
    """The message of the error in a protocol file with this text, without the folder's name."""
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as raised:
        load_protocol(path)
    return str(raised.value).replace(f"{tmp_path}/", "")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # Misspelt words.
        ("words:", "wrods:", "own.yaml:10, moves[0].each[0].wrods: unknown key 'wrods': did you mean 'words'?"),
        ("speak:", "speek:", "own.yaml:9, moves[0].each[0]: unknown move 'speek': did you mean 'speak'?"),
        ("argues: 0", "argus: 0", "own.yaml:3, roles.alice.argus: unknown key 'argus': did you mean 'argues'?"),
        ("moves:", "movs:", "own.yaml:6, movs: unknown key 'movs': did you mean 'moves'?"),
        ("[alice, bob]", "[alice, bobb]", "own.yaml:9, moves[0].each[0]: no role 'bobb' here: did you mean 'bob'?"),
        # Values that a field can't have.
        ("- decide: judge", "- decide", "own.yaml:12, moves[1]: a move is written as `move: role`"),
        ("rounds: 3", "rounds: none", "own.yaml:7, moves[0].rounds: Input should be a valid integer"),
        ("kind: judge", "kind: jury", "own.yaml:5, roles.judge.kind: Input should be 'debater'"),
        ("check: quotes", "check: spelling", "own.yaml:11, moves[0].each[1].check: Input should be 'quotes', 'steps', 'answers' or 'solution'"),
        ("rounds: 3", "rounds: 3\n    rounds: 4", "own.yaml:8: the key 'rounds' occurs twice here"),
        # Roles that don't fit their moves.
        ("decide: judge", "decide: bob", "own.yaml:12, moves[1]: `decide` is for a judge, but 'bob' is a debater"),
        ("  - decide: judge\n", "", "roles.judge: the role 'judge' has nothing to do in any move"),
        ("[alice, bob]", "[alice, alice]", "own.yaml:9, moves[0].each[0].speak: 'alice' is named twice in one move"),
        # Roles that don't fit the answer they argue for.
        ("argues: 1, ", "", "own.yaml:4, roles.bob: a debater needs `argues`"),
        ("argues: 1", "argues: other", "no role chooses one"),
        ("argues: 1", "argues: chosen", "needs one `choose` move"),
        # Moves that don't fit together.
        ("check: quotes", "speak: alice\n        decide: judge", "here are speak and decide"),
        ("rounds: 3", "rounds: 3\n    until: agreement", "needs an `answer` move"),
        ("- speak:", "- {ask: judge, except_last: true}\n      - speak:", "own.yaml:7, moves[0]: `except_last` is for an `ask` after the `speak` or `answer` of its round"),
    ],
)  # fmt: skip
def test_an_error_names_the_line_the_key_and_the_way_out(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in error_of(tmp_path, DEBATE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: judge, ", "kind: judge, argues: 0, ", "a judge argues for no answer"),
        ("kind: judge, ", "kind: judge, stands: flawed, ", "`stands` is a critic's view of a solution"),
        ("argues: 1", "argues: 1, count: 2", "`count` is for seats that argue for no answer"),
        ("kind: judge, ", "kind: judge, topology: [[1, 2]], ", "`topology` names seat 2, but seats are numbered 1 to 1"),
    ],
)  # fmt: skip
def test_the_fields_of_a_role_fit_its_kind(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in error_of(tmp_path, DEBATE.replace(old, new, 1))


def test_the_moves_end_in_one_verdict(tmp_path: Path) -> None:
    two_verdicts = DEBATE + "  - decide: judge\n"
    assert (
        "must end in one `decide`, `vote`, `truth_serum`, `verify`, `accept`, `rate`, `rank`, `rules`, `claims`, `requirements`, "
        "`criteria`, `credit` or `grade`" in error_of(tmp_path, two_verdicts)
    )
    no_verdict = DEBATE.replace("  - decide: judge", "  - speak: alice\n  - ask: judge")
    assert "must end in one" in error_of(tmp_path, no_verdict)


def test_a_transcript_serves_both_orders_if_no_speaker_was_shown_labels_or_the_order() -> None:
    order_free = {name for name in protocol_names() if load_protocol(name).grade is None}
    order_free = {name for name in order_free if load_protocol(name).is_order_free}
    of_responses = {name for name in order_free if load_protocol(name).about == "responses"}
    of_answers = {name for name in order_free if load_protocol(name).accepts}
    # Where an answer is accepted, only the judge is shown labels, and at its end.
    assert of_answers == {name for name in protocol_names() if load_protocol(name).accepts}
    assert order_free - of_responses - of_answers == {
        "direct", "direct-with-source", "debate", "multi-debate", "checked-debate", "checked-consultancy", "propaganda",
        "debate-concession",
    }  # fmt: skip
    # The judge is shown labels, and its questions may depend on them.
    assert load_protocol("consultancy", judge_asks=False).is_order_free
    # With one round, a question after each round but the last is never asked.
    assert load_protocol("consultancy", rounds=1).is_order_free
    # Who speaks first, and when the rounds end, follows the order shown.
    assert not load_protocol("debate", order="sequential").is_order_free
    assert not load_protocol("multi-debate", order="sequential").is_order_free
    assert not load_protocol("debate", until={"p_at_least": 0.9}).is_order_free
    # A seat that scores or criticises drafts is shown labels, unless it argues itself.
    assert load_protocol("debate", best_of=2, refine=1).is_order_free
    assert load_protocol("debate", best_of={"n": 2, "by": "bob"}).is_order_free
    assert not load_protocol("debate", best_of={"n": 2, "by": "judge"}).is_order_free
    assert not load_protocol("debate", refine={"times": 1, "by": "judge"}).is_order_free


@pytest.mark.parametrize("name", protocol_names())
def test_every_move_is_found_by_its_id(name: str) -> None:
    protocol = load_protocol(name)
    for move_id, move, _ in protocol.numbered_moves():
        assert protocol.move(move_id) is move


@pytest.mark.parametrize("move_id", ["", "2", "0", "0.", "0.2", "1.0", "0.0.0", "-1", "speak"])
def test_an_id_of_no_move_is_a_key_error(move_id: str) -> None:
    """A debate has a block of rounds with two moves, and the verdict."""
    with pytest.raises(KeyError):
        load_protocol("debate").move(move_id)
