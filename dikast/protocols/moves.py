"""The moves a protocol is made of: few, each meaning one thing. The compiler knows these and no protocol by name."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from dikast.errors import nearest
from dikast.protocols.process_moves import STEP_MOVES, AccuseMove, GradeMove, LabelMove, Names, PremisesMove, SolveMove
from dikast.records import Record

Positive = Annotated[int, Field(ge=1)]
Checker = Literal["quotes", "steps", "answers", "solution"]
DecideRoute = Literal["auto", "logprobs", "probabilities", "samples", "label"]


def _number_as(key: str) -> BeforeValidator:
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


class SpeakMove(Record):
    """Each of these seats makes a speech: all at once without sight of one another, or one after the other."""

    speak: Names
    order: Literal["simultaneous", "sequential"] = "simultaneous"
    words: Positive | None = None
    thinking: bool = False
    best_of: Annotated[BestOf, _number_as("n")] | None = None
    refine: Annotated[Refine, _number_as("times")] | None = None


class AskMove(Record):
    """A seat puts a question to the speakers; with `except_last`, not after the last round.

    With `doubtful`, it is about that many steps of a solution that it was least sure of when it last labelled them.
    """

    ask: str
    except_last: bool = False
    doubtful: Positive | None = None
    words: Positive | None = None


class CheckMove(Record):
    """A machine checks what was said since the last check.

    `quotes`: marked passages against the source. `steps`: the claims in what was said that can be decided, such as
    an equality or a unit. `answers`: what was said as an answer against the question's references, where it has any.
    `solution`: every step of the solution to be judged, and its final answer against the references.
    """

    check: Checker


class ChooseMove(Record):
    """An open role picks the answer it will argue for: its own direct answer to the question."""

    choose: str
    reasoning: bool = False


class AnswerMove(Record):
    """Each of these seats answers the question itself, without sight of the answers being given beside it."""

    answer: Names
    reasoning: bool = True
    words: Positive | None = None


class DecideMove(Record):
    """The judge gives its verdict, by one of four routes.

    `auto` is one call: token log-probabilities of the labels where they come with it, else the label. `logprobs`
    insists on them; `probabilities` asks for stated ones; `samples` takes the share of `samples` labels; `label`
    takes the label alone, as Kenton et al. 2024. With `reasoning` the judge writes its reasons before the verdict.
    """

    decide: str
    route: DecideRoute = "auto"
    samples: Annotated[int, Field(ge=2, le=1000)] = 5
    reasoning: bool = False


class VoteMove(Record):
    """The last answers of these seats are counted; the shares are the verdict."""

    vote: Names


class BeliefAtLeast(Record):
    """Rounds end once the judge, asked after each but the last, puts this probability or more on one answer."""

    p_at_least: Annotated[float, Field(gt=0.5, le=1)]


MOVES: dict[str, type[Record]] = {
    "speak": SpeakMove,
    "ask": AskMove,
    "check": CheckMove,
    "choose": ChooseMove,
    "answer": AnswerMove,
    "decide": DecideMove,
    "vote": VoteMove,
    **STEP_MOVES,
}


def _telling_keys(value: Any) -> list[str]:
    keys = list(value) if isinstance(value, dict) else list(getattr(type(value), "model_fields", ()))
    return [key for key in keys if key in MOVES or key == "rounds"]


def _is_one_move(value: Any) -> Any:
    """The value as it is, if one telling key says which move it is; else a ValueError with the nearest move."""
    if isinstance(value, str):
        raise ValueError(f"a move is written as `move: role`, such as `decide: judge`, got {value!r}")
    telling = _telling_keys(value)
    if len(telling) > 1:
        raise ValueError(f"one move, one meaning: here are {' and '.join(telling)}; write them as separate moves")
    if not telling:
        word = str(next(iter(value), "{}") if isinstance(value, dict) else value)
        raise ValueError(f"unknown move {word!r}: {nearest(word, [*MOVES, 'rounds'])}")
    return value


def _tag(value: Any) -> str:
    return f"{_telling_keys(value)[0]} move"


InnerMove = Annotated[
    Annotated[SpeakMove, Tag("speak move")]
    | Annotated[AskMove, Tag("ask move")]
    | Annotated[CheckMove, Tag("check move")]
    | Annotated[AnswerMove, Tag("answer move")]
    | Annotated[LabelMove, Tag("label move")],
    Discriminator(_tag),
    BeforeValidator(_is_one_move),
]


class Rounds(Record):
    """The same moves again, `rounds` times, or until the judge is sure, or until all answers agree."""

    rounds: Annotated[int, Field(ge=1, le=1000)]
    each: Annotated[tuple[InnerMove, ...], Field(min_length=1)]
    until: BeliefAtLeast | Literal["agreement"] | None = None

    @model_validator(mode="after")
    def _rounds_say_something(self) -> Self:
        if not any(isinstance(step, SpeakMove | AnswerMove) for step in self.each):
            raise ValueError("rounds need a `speak` or an `answer` move in `each`")
        first = next(i for i, step in enumerate(self.each) if isinstance(step, SpeakMove | AnswerMove))
        if any(isinstance(step, AskMove) and step.except_last for step in self.each[:first]):
            raise ValueError("`except_last` is for an `ask` after the `speak` or `answer` of its round")
        if self.until == "agreement" and not any(isinstance(step, AnswerMove) for step in self.each):
            raise ValueError("`until: agreement` needs an `answer` move in the rounds")
        return self


Move = Annotated[
    Annotated[Rounds, Tag("rounds move")]
    | Annotated[SpeakMove, Tag("speak move")]
    | Annotated[AskMove, Tag("ask move")]
    | Annotated[CheckMove, Tag("check move")]
    | Annotated[ChooseMove, Tag("choose move")]
    | Annotated[AnswerMove, Tag("answer move")]
    | Annotated[DecideMove, Tag("decide move")]
    | Annotated[VoteMove, Tag("vote move")]
    | Annotated[SolveMove, Tag("solve move")]
    | Annotated[PremisesMove, Tag("premises move")]
    | Annotated[LabelMove, Tag("label move")]
    | Annotated[AccuseMove, Tag("accuse move")]
    | Annotated[GradeMove, Tag("grade move")],
    Discriminator(_tag),
    BeforeValidator(_is_one_move),
]

SingleMove = (
    SpeakMove
    | AskMove
    | CheckMove
    | AnswerMove
    | ChooseMove
    | DecideMove
    | VoteMove
    | SolveMove
    | PremisesMove
    | LabelMove
    | AccuseMove
    | GradeMove
)
