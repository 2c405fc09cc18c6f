"""Rounds: moves that are repeated; and how the kind of a move in a file is found."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from dikast.errors import nearest
from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.check_move import CheckMove
from dikast.protocols.concede_move import ConcedeMove
from dikast.protocols.criticise_move import CriticiseMove
from dikast.protocols.debate_moves import AskMove, SpeakMove
from dikast.protocols.descent_moves import EstimateMove, PickMove, SplitMove
from dikast.protocols.examine_move import ExamineMove
from dikast.protocols.move_model import MoveModel
from dikast.protocols.moves import MOVES, SingleMove
from dikast.protocols.predict_move import PredictMove
from dikast.protocols.process_moves import LabelMove
from dikast.records import Record

_ROUNDS_KEY = "rounds"
_ALL_KEYS = (*MOVES, _ROUNDS_KEY)


class BeliefAtLeast(Record):
    """Rounds end as soon as the judge is sure enough. It is asked for its belief after each round but the last.

    - `p_at_least`: the probability of one answer that is enough.
    """

    p_at_least: Annotated[float, Field(gt=0.5, le=1)]


class Settled(Record):
    """Rounds end as soon as a prediction of the verdict has settled (Hubinger 2020).

    - `settled`: how far it may have moved since the one before: half the sum of the changes, from 0 to 1.
    """

    settled: Annotated[float, Field(ge=0, lt=1)]


UntilOption = BeliefAtLeast | Settled | Literal["agreement", "undisputed", "concession"]
"""When rounds end early."""


def _keys_of(value: Any) -> list[str]:
    """The keys that say which kind of move this is. There should be exactly one.

    The value is a mapping from a file, or a move that was validated before; anything else has no keys.
    """
    fields: Any = ()
    if isinstance(value, dict):
        fields = value
    elif isinstance(value, Record):
        fields = type(value).model_fields
    return [key for key in fields if key in _ALL_KEYS]


def _is_one_move(value: Any) -> Any:
    """The value unchanged if exactly one key says which kind of move it is.

    Raises ValueError otherwise, with the nearest key. pydantic calls it before it picks a kind.
    """
    if isinstance(value, str):
        raise ValueError(f"a move is written as `move: role`, such as `decide: judge`, got {value!r}")
    keys = _keys_of(value)
    if len(keys) > 1:
        raise ValueError(f"one move, one meaning: here are {' and '.join(keys)}; write them as separate moves")
    if not keys:
        word = str(next(iter(value), "{}") if isinstance(value, dict) else value)
        raise ValueError(f"unknown move {word!r}: {nearest(word, _ALL_KEYS)}")
    return value


def _tag(value: Any) -> str:
    """The tag of the kind of move that a value is. `_is_one_move` has made sure that there is one."""
    return f"{_keys_of(value)[0]} move"


class _ByKey:
    """Makes pydantic pick one kind of a union of moves by the key of the value.

    Without it, pydantic would try every kind and report an error for each of them.
    """

    def __get_pydantic_core_schema__(self, union: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices: dict[str, CoreSchema] = {}
        keys: list[str] = []
        for kind in get_args(union):
            key = kind.key if issubclass(kind, MoveModel) else _ROUNDS_KEY
            keys.append(key)
            # A tag is part of the path of an error, where `bad_input` leaves out what is not in the file. A bare key
            # would be in the file.
            choices[f"{key} move"] = handler.generate_schema(kind)
        fault = f"this move is not made in rounds: write it before or after them. In rounds there are {', '.join(keys)}"
        return core_schema.tagged_union_schema(
            choices, discriminator=_tag, custom_error_type="no_inner_move", custom_error_message=fault
        )


InnerMove = Annotated[
    SpeakMove
    | AskMove
    | CheckMove
    | AnswerMove
    | LabelMove
    | PredictMove
    | SplitMove
    | EstimateMove
    | PickMove
    | ConcedeMove
    | ExamineMove
    | CriticiseMove,
    _ByKey(),
    BeforeValidator(_is_one_move),
]
"""A move inside rounds: those that `may_repeat`."""


_ENDED_BY: dict[str, type[MoveModel]] = {
    "agreement": AnswerMove,
    "undisputed": PickMove,
    "concession": ConcedeMove,
}
"""The kind of move that can end rounds early, by what is written as `until`."""


class Rounds(Record):
    """A block of moves that is repeated.

    - `rounds`: how often, at most.
    - `each`: the moves of one round.
    - `until`: when the rounds end early: when the judge is sure; when a prediction of its verdict has settled; with
      `agreement` when all answers agree; with `undisputed` when who picks a claim doubts none; with `concession` when a
      debater gives up its answer.
    """

    rounds: Annotated[int, Field(ge=1, le=1000)]
    each: Annotated[tuple[InnerMove, ...], Field(min_length=1)]
    until: UntilOption | None = None

    @property
    def speaking(self) -> list[int]:
        """The indices of the moves in `each` that make a speech, an answer or a split, ascending.

        A valid block has at least one.
        """
        return [i for i, move in enumerate(self.each) if isinstance(move, SpeakMove | AnswerMove | SplitMove)]

    @model_validator(mode="after")
    def _has_speeches_before_questions(self) -> Self:
        """Raises ValueError if a round has no speech, or leaves out a question that its own speeches would answer."""
        speaking = self.speaking
        if not speaking:
            raise ValueError("rounds need a `speak`, an `answer` or a `split` move in `each`")
        for move in self.each[: speaking[0]]:
            # A question before the speech of its round is answered in it, in the last round too.
            if isinstance(move, AskMove) and move.except_last:
                raise ValueError("`except_last` is for an `ask` after the `speak` or `answer` of its round")
        return self

    @model_validator(mode="after")
    def _has_what_ends_it(self) -> Self:
        """Raises ValueError if rounds end by what no move in them says."""
        if not isinstance(self.until, str):
            return self
        needed = _ENDED_BY[self.until]
        if not any(isinstance(move, needed) for move in self.each):
            article = "an" if needed.key.startswith("a") else "a"
            raise ValueError(f"`until: {self.until}` needs {article} `{needed.key}` move in the rounds")
        return self

    @model_validator(mode="after")
    def _has_predictions_that_can_settle(self) -> Self:
        """Raises ValueError if rounds end by a prediction but make none."""
        predicts = any(isinstance(move, PredictMove) and move.of is None for move in self.each)
        if isinstance(self.until, Settled) and not predicts:
            raise ValueError("`until: {settled: …}` needs a `predict` move of the verdict in the rounds")
        return self


Move = Annotated[Rounds | SingleMove, _ByKey(), BeforeValidator(_is_one_move)]
"""A move of a protocol: one kind of move, or a block of rounds."""
