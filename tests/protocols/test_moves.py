"""A move is described once, on its model. All that is derived from the model, or repeats it, agrees with it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from dikast.protocols import MOVES, BestOf, CheckMove, Protocol, Rounds, SpeakMove, load_protocol, prompts
from dikast.protocols.move_model import MoveModel
from dikast.protocols.panel import PanelMove
from dikast.protocols.process_moves import GradeMove, LabelMove
from dikast.protocols.rounds import InnerMove, Move
from dikast.records import Purpose, TurnKind

TEMPLATES = {path.stem for path in Path(prompts.__file__).parent.glob("*.j2")}


@pytest.mark.parametrize("key", MOVES)
def test_a_move_has_a_field_of_its_key(key: str) -> None:
    assert MOVES[key].key == key in MOVES[key].model_fields


@pytest.mark.parametrize("key", MOVES)
def test_a_move_that_calls_an_agent_has_a_purpose_with_a_prompt(key: str) -> None:
    purpose = MOVES[key].purpose
    assert purpose is None or (purpose in get_args(Purpose) and purpose in TEMPLATES)


def test_every_kind_of_turn_is_made_by_one_kind_of_move() -> None:
    turn_kinds = [move.turn_kind for move in MOVES.values() if move.turn_kind is not None]
    assert sorted(turn_kinds) == sorted(get_args(TurnKind))


def test_every_model_of_a_move_is_in_the_table() -> None:
    models = [*MoveModel.__subclasses__(), *PanelMove.__subclasses__()]
    assert set(MOVES.values()) == set(models) - {PanelMove}


def test_the_unions_list_every_move() -> None:
    """The type checker can't derive a union from a table, so they are written out."""
    repeating = [move for move in MOVES.values() if move.may_repeat]
    assert set(get_args(get_args(InnerMove)[0])) == set(repeating)
    assert set(get_args(get_args(Move)[0])) == {Rounds, *MOVES.values()}


def test_the_actors_of_a_move_are_the_roles_in_the_field_of_its_key() -> None:
    assert LabelMove(label=("judge", "jury")).actors == ("judge", "jury")
    assert GradeMove(grade=()).actors == ()
    assert CheckMove(check="quotes").actors == (), "a machine makes it"


def test_the_helpers_of_a_speech_score_or_criticise_its_drafts() -> None:
    assert SpeakMove(speak=("bob",), best_of=BestOf(n=2, by="judge")).helpers == ("judge",)
    assert SpeakMove(speak=("bob",), best_of=BestOf(n=2)).helpers == (), "the speaker scores them itself"


def test_a_move_that_rounds_do_not_have_is_told_with_those_that_they_have() -> None:
    data = load_protocol("debate").model_dump(mode="json")
    data["moves"][0]["each"].append({"decide": "judge"})
    with pytest.raises(
        ValueError, match=r"not made in rounds: write it before or after them\. In rounds there are speak"
    ):
        Protocol.model_validate(data)
