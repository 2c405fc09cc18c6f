"""The moves a protocol is made of: few, each meaning one thing. The compiler knows these and no protocol by name."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from dikast.errors import nearest
from dikast.protocols.move_model import MoveModel
from dikast.protocols.process_moves import AccuseMove, GradeMove, LabelMove, Names, PremisesMove, SolveMove
from dikast.records import Record

Positive = Annotated[int, Field(ge=1)]
Checker = Literal["quotes", "steps", "answers", "solution"]
DecideRoute = Literal["auto", "logprobs", "probabilities", "samples", "label"]


def number_as(key: str) -> BeforeValidator:
    """Lets a bare number stand for a mapping with this key: `best_of: 3` for `best_of: {n: 3}`."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, int) else value)


class BestOf(Record):
    """N drafts of a turn, of which a scorer takes one.

    `listwise`: one call shows all drafts and asks for the most persuasive (Kenton et al. 2024); `pointwise`: a call
    a draft asks for a score from 0 to 100, the highest is taken, the earlier of equals (after Khan et al. 2024).
    `by` is the role that scores; without it the speaker does.
    """

    n: Annotated[int, Field(ge=2, le=26)]
    scorer: Literal["listwise", "pointwise"] = "listwise"
    by: str | None = None


class Refine(Record):
    """A draft criticised and rewritten, `times` over; `by` is the role that criticises, without it the speaker."""

    times: Positive
    by: str | None = None


class SpeakMove(MoveModel):
    """Each of these seats makes a speech: all at once without sight of one another, or one after the other."""

    key = "speak"
    kinds = ("debater", "consultant", "solver", "critic")
    purpose = "speak"
    turn_kind = "speech"
    may_repeat = True

    speak: Names
    order: Literal["simultaneous", "sequential"] = "simultaneous"
    words: Positive | None = None
    thinking: bool = False
    best_of: Annotated[BestOf, number_as("n")] | None = None
    refine: Annotated[Refine, number_as("times")] | None = None

    @property
    def helpers(self) -> tuple[str, ...]:
        """The roles that score or criticise drafts, where the speaker does not do it itself."""
        named = (helper.by for helper in (self.best_of, self.refine) if helper is not None)
        return tuple(name for name in named if name is not None)


class AskMove(MoveModel):
    """A seat puts a question to the speakers; with `except_last`, not after the last round.

    With `doubtful`, it is about that many steps of a solution that it was least sure of when it last labelled them.
    """

    key = "ask"
    kinds = ("judge", "critic")
    purpose = "ask"
    turn_kind = "question"
    may_repeat = True

    ask: str
    except_last: bool = False
    doubtful: Positive | None = None
    words: Positive | None = None


class CheckMove(MoveModel):
    """A machine checks what was said since the last check.

    `quotes`: marked passages against the source. `steps`: the claims in what was said that can be decided, such as
    an equality or a unit. `answers`: what was said as an answer against the question's references, where it has any.
    `solution`: every step of the solution to be judged, and its final answer against the references.
    """

    key = "check"
    may_repeat = True

    check: Checker


class ChooseMove(MoveModel):
    """An open role picks the answer it will argue for: its own direct answer to the question."""

    key = "choose"
    kinds = ("debater", "consultant")
    purpose = "choose"

    choose: str
    reasoning: bool = False


class AnswerMove(MoveModel):
    """Each of these seats answers the question itself, without sight of the answers being given beside it."""

    key = "answer"
    kinds = ("solver", "judge")
    purpose = "answer"
    turn_kind = "answer"
    may_repeat = True

    answer: Names
    reasoning: bool = True
    words: Positive | None = None


class DecideMove(MoveModel):
    """The judge gives its verdict, by one of four routes.

    `auto` is one call: token log-probabilities of the labels where they come with it, else the label. `logprobs`
    insists on them; `probabilities` asks for stated ones; `samples` takes the share of `samples` labels; `label`
    takes the label alone, as Kenton et al. 2024. With `reasoning` the judge writes its reasons before the verdict.
    """

    key = "decide"
    kinds = ("judge",)
    purpose = "decide"

    decide: str
    route: DecideRoute = "auto"
    samples: Annotated[int, Field(ge=2, le=1000)] = 5
    reasoning: bool = False


class VoteMove(MoveModel):
    """The last answers of these seats are counted; the shares are the verdict."""

    key = "vote"
    kinds = ("solver", "judge")

    vote: Names


class BeliefAtLeast(Record):
    """Rounds end once the judge, asked after each but the last, puts this probability or more on one answer."""

    p_at_least: Annotated[float, Field(gt=0.5, le=1)]


SingleMove = (
    SpeakMove
    | AskMove
    | CheckMove
    | ChooseMove
    | AnswerMove
    | DecideMove
    | VoteMove
    | SolveMove
    | PremisesMove
    | LabelMove
    | AccuseMove
    | GradeMove
)
MOVES: dict[str, type[SingleMove]] = {kind.key: kind for kind in get_args(SingleMove)}
"""Every kind of move by its key."""

_ROUNDS_KEY = "rounds"


def _keys_of(value: Any) -> list[str]:
    """The keys that say which kind of move this is, in a mapping from a file or in a move."""
    keys = list(value) if isinstance(value, dict) else list(getattr(type(value), "model_fields", ()))
    return [key for key in keys if key in MOVES or key == _ROUNDS_KEY]


def _is_one_move(value: Any) -> Any:
    """The value unchanged, if one key says which move it is; else a ValueError with the nearest move."""
    if isinstance(value, str):
        raise ValueError(f"a move is written as `move: role`, such as `decide: judge`, got {value!r}")
    keys = _keys_of(value)
    if len(keys) > 1:
        raise ValueError(f"one move, one meaning: here are {' and '.join(keys)}; write them as separate moves")
    if not keys:
        word = str(next(iter(value), "{}") if isinstance(value, dict) else value)
        raise ValueError(f"unknown move {word!r}: {nearest(word, [*MOVES, _ROUNDS_KEY])}")
    return value


def _tag(value: Any) -> str:
    return f"{_keys_of(value)[0]} move"


def _tag_of(kind: type[Record]) -> str:
    key = kind.key if issubclass(kind, MoveModel) else _ROUNDS_KEY
    return f"{key} move"


class _ByKey:
    """Tells pydantic to take, of a union of moves, the kind whose key the value has: one clear error, not one each."""

    def __get_pydantic_core_schema__(self, union: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices = {_tag_of(kind): handler.generate_schema(kind) for kind in get_args(union)}
        return core_schema.tagged_union_schema(choices, discriminator=_tag)


InnerMove = Annotated[
    SpeakMove | AskMove | CheckMove | AnswerMove | LabelMove,
    _ByKey(),
    BeforeValidator(_is_one_move),
]
"""A move inside rounds: those that `may_repeat`."""


class Rounds(Record):
    """The same moves again, `rounds` times, or until the judge is sure, or until all answers agree."""

    rounds: Annotated[int, Field(ge=1, le=1000)]
    each: Annotated[tuple[InnerMove, ...], Field(min_length=1)]
    until: BeliefAtLeast | Literal["agreement"] | None = None

    @model_validator(mode="after")
    def _rounds_say_something(self) -> Self:
        speaking = [i for i, move in enumerate(self.each) if isinstance(move, SpeakMove | AnswerMove)]
        if not speaking:
            raise ValueError("rounds need a `speak` or an `answer` move in `each`")
        before = self.each[: speaking[0]]
        if any(isinstance(move, AskMove) and move.except_last for move in before):
            raise ValueError("`except_last` is for an `ask` after the `speak` or `answer` of its round")
        has_answers = any(isinstance(move, AnswerMove) for move in self.each)
        if self.until == "agreement" and not has_answers:
            raise ValueError("`until: agreement` needs an `answer` move in the rounds")
        return self


Move = Annotated[Rounds | SingleMove, _ByKey(), BeforeValidator(_is_one_move)]
"""A move of a protocol: one kind of move, or a block of rounds."""
