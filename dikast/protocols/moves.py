"""The moves that a protocol is made of. They are few, and each means one thing.

The compiler knows these kinds of moves, and no protocol by its name.
"""

from __future__ import annotations

import operator
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, JsonValue, model_validator
from pydantic_core import CoreSchema, core_schema

from dikast.errors import nearest
from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.candidate_moves import CertaintyFloor, First, RankMove, RateMove, check_first
from dikast.protocols.claims_move import ClaimsMove
from dikast.protocols.credit_move import CreditMove
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.move_model import MoveModel
from dikast.protocols.panel import PanelMove
from dikast.protocols.process_moves import AccuseMove, GradeMove, LabelMove, Names, PremisesMove, SolveMove
from dikast.protocols.requirements_move import RequirementsMove
from dikast.protocols.rules_move import RulesMove
from dikast.protocols.verdict_formats import FormatName
from dikast.protocols.verify_move import VerifyMove
from dikast.records import Record

Positive = Annotated[int, Field(ge=1)]
Checker = Literal["quotes", "steps", "answers", "solution"]
DecideRoute = Literal["auto", "logprobs", "probabilities", "samples", "label", "likelihood"]
Normalise = Literal["token", "sum", "empty"]
Games = Literal["log-odds", "counter"]
SelfCheck = Literal["detect", "reflect"]


def _is_none(value: object) -> bool:
    return value is None


def number_as(key: str) -> BeforeValidator:
    """Lets a user write a number for a mapping with only this key: `best_of: 3` for `best_of: {n: 3}`."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, int) else value)


class BestOf(Record):
    """The speaker writes several drafts of its turn, and a scorer takes the best.

    - `n`: how many drafts.
    - `scorer`: with `listwise`, one call shows all drafts and asks for the most persuasive (Kenton et al. 2024). With
      `pointwise`, each draft has a call of its own, which asks for a score from 0 to 100. The draft with the highest
      score is taken, the earlier one of equals (after Khan et al. 2024).
    - `by`: the role that scores; by default the speaker itself.
    """

    n: Annotated[int, Field(ge=2, le=26)]
    scorer: Literal["listwise", "pointwise"] = "listwise"
    by: str | None = None


class Refine(Record):
    """A draft is criticised, and the speaker rewrites it.

    - `times`: how often.
    - `by`: the role that criticises; by default the speaker itself.
    """

    times: Positive
    by: str | None = None


class SpeakMove(MoveModel):
    """Each of these roles makes a speech.

    - `order`: `simultaneous`, no speaker sees a speech of the same move; `sequential`, each sees the speeches before
      its own.
    - `words`: the limit of a speech. A longer one is cut at the end of a sentence.
    - `thinking`: whether the speaker may think in private first.
    - `best_of`, `refine`: how drafts of the speech are selected and improved.
    """

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
        """The roles that score or criticise drafts; none if the speaker does it itself."""
        roles: list[str | None] = []
        if self.best_of:
            roles.append(self.best_of.by)
        if self.refine:
            roles.append(self.refine.by)
        # Without a role, the speaker works on its drafts itself.
        return tuple(filter(None, roles))


class AskMove(MoveModel):
    """A role asks the speakers a question; where it has several seats, each asks one.

    - `except_last`: there is no question after the last round, since nobody would answer it.
    - `doubtful`: the question is about this many steps of a worked solution: those that the role was least sure of
      when it last labelled them.
    - `words`: the limit of the question.
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

    @property
    def is_about_solution(self) -> bool:
        """Whether it asks about steps. Any other question is about what was said."""
        return self.doubtful is not None


class CheckMove(MoveModel):
    """A machine checks what was said since the last check.

    - `quotes`: compares the passages marked as quotes with the source.
    - `steps`: decides the claims that can be decided, such as an equality or a unit.
    - `answers`: compares the answers that were given with the references of the question, if it has any.
    - `solution`: checks every step of the solution that is judged, and compares its final answer with the references.

    Claims in prose may be beyond the machine. A `reader`, a role for `steps` and `solution`, then restates them as
    formulas, in one call for each step or turn. What the words do not say is not taken, and the machine decides the
    rest.
    """

    key = "check"
    kinds = ("reader",)
    purpose = "read"
    turn_kind = "reading"
    may_repeat = True

    check: Checker
    # Without a reader the move is written as it was before there were any, or old runs would count as changed.
    reader: Annotated[str | None, Field(exclude_if=lambda role: role is None)] = None

    @model_validator(mode="before")
    @classmethod
    def _takes_the_long_form(cls, value: Any) -> Any:
        """Lets a user write `check: {steps: true, reader: role}` for `check: steps` with `reader: role` beside it."""
        if not isinstance(value, dict) or not isinstance(value.get("check"), dict):
            return value
        options = dict(value["check"])
        named = [checker for checker in get_args(Checker) if options.pop(checker, None) is True]
        if len(named) != 1:
            raise ValueError("`check` with options names one checker, such as `check: {steps: true, reader: role}`")
        return {**value, "check": named[0], **options}

    @model_validator(mode="after")
    def _reads_claims(self) -> Self:
        if self.reader is not None and self.check not in ("steps", "solution"):
            raise ValueError(f"a `reader` restates claims, and {self.check!r} has none: leave it out")
        return self

    @property
    def actors(self) -> tuple[str, ...]:
        """The role that reads; none if the machine reads alone."""
        return () if self.reader is None else (self.reader,)

    @property
    def is_about_solution(self) -> bool:
        """Whether it checks the solution itself. What was said can be checked in any protocol."""
        return self.check == "solution"


class ChooseMove(MoveModel):
    """A role with `argues: chosen` picks the answer that it will argue for: its own answer to the question.

    - `reasoning`: whether it writes its reasons before the answer.
    """

    key = "choose"
    kinds = ("debater", "consultant")
    purpose = "choose"

    choose: str
    reasoning: bool = False


class AnswerMove(MoveModel):
    """Each of these roles answers the question itself. No seat sees another's answer of the same move.

    A question with choices is answered by label. Any other is open: a seat works it out in its own words and states its
    final answer on a last line.

    - `reasoning`: whether a seat writes its reasons before the answer.
    - `words`: the limit of the reasons.
    """

    key = "answer"
    kinds = ("solver", "judge")
    purpose = "answer"
    turn_kind = "answer"
    may_repeat = True

    answer: Names
    reasoning: bool = True
    words: Positive | None = None


class DecideMove(PanelMove):
    """The judge gives its verdict.

    Where the role has a `count`, its seats are a jury: each gives its own verdict, unseen by the others, and has one
    vote, which it divides among answers that it finds equally probable. The shares of the votes are the probabilities.

    - `route`: how its probabilities are obtained.
        - `auto`: one call; token log-probabilities of the labels if the backend gives them, else the label alone.
        - `logprobs`: token log-probabilities; a backend without them is an error.
        - `probabilities`: the judge states a probability for each label.
        - `samples`: the shares of the labels in `samples` calls.
        - `label`: the label alone (Kenton et al. 2024).
        - `likelihood`: how likely each choice's text is as the judge's reply, where its backend can score a given text
          (ChEF, arXiv 2311.02692). The judge writes nothing and names no label, so its role need not see the choices;
          if it does not, nothing depends on their order, and one call is enough for all orders.
    - `normalise`: what of a likelihood counts: per `token`, the mean log-probability; `sum`, that of the whole text,
      which favours short ones; `empty`, the sum less that of the same text after an empty message, which takes out how
      common it is (Brown et al. 2020, arXiv 2005.14165).
    - `samples`: how many calls the route `samples` makes.
    - `reasoning`: whether the judge writes its reasons before the verdict.
    - `ties`: whether the judge may say that no candidate is better.
    - `format`: how the verdict is written (see `verdict_formats.FORMATS`); `strength` says how much better it is.
    - `orders`: in which orders the candidates are shown, whatever the episode's `swap`: `rotations`, each in every
      place once; `all`; or this many rotations, drawn from the seed. Nothing said before may depend on the order.
    - `games`: how looks in several orders become one verdict. By `log-odds` they are averaged; by `counter`, each
      counts 1 for the candidate that it names (JudgeBench, arXiv 2410.12784), and a draw is a tie.
    - `rubric`: what responses are judged by: the name of a rubric for responses, or the whole of it.
    - `verifier`: a machine first compares the final answer of every response with the references of the question. Where
      it proves one right and all others wrong, that is the verdict, and no judge is called.
    - `panel`, `escalate`: how several judges decide together, and who decides where they are in doubt.
    - `self_check`: how the judge checks itself, by one call more. By `detect`, it first names what could sway it; by
      `reflect`, it looks at its verdict once more (arXiv 2504.09946).
    - `certainty`: whether the judge also says how sure it is, from 1 to 100 in five bands (arXiv 2406.11657).
    - `abstain_below`: the certainty below which the verdict is no choice.
    - `first`: what the judge's reasons begin with: `observe`, a description of what it was shown; `answer`, its own
      answer; `both` (MLLM-as-a-Judge, arXiv 2402.04788). It needs `reasoning: true`.
    """

    key = "decide"
    kinds = ("judge",)
    purpose = "decide"

    decide: str
    route: DecideRoute = "auto"
    samples: Annotated[int, Field(ge=2, le=1000)] = 5
    reasoning: bool = False
    # What is left out is not written, so that runs of before these options are the same runs.
    ties: Annotated[bool, Field(exclude_if=operator.not_)] = False
    format: Annotated[FormatName, Field(exclude_if=lambda name: name == "answer")] = "answer"
    orders: Annotated[Literal["rotations", "all"] | Positive | None, Field(exclude_if=_is_none)] = None
    games: Annotated[Games, Field(exclude_if=lambda games: games == "log-odds")] = "log-odds"
    rubric: Annotated[str | dict[str, JsonValue] | None, Field(exclude_if=_is_none)] = None
    verifier: Annotated[bool, Field(exclude_if=operator.not_)] = False
    self_check: Annotated[SelfCheck | None, Field(exclude_if=_is_none)] = None
    normalise: Annotated[Normalise, Field(exclude_if=lambda normalise: normalise == "token")] = "token"
    certainty: Annotated[bool, Field(exclude_if=operator.not_)] = False
    abstain_below: Annotated[CertaintyFloor | None, Field(exclude_if=_is_none)] = None
    first: Annotated[First | None, Field(exclude_if=_is_none)] = None

    @model_validator(mode="after")
    def _likelihoods_need_no_words(self) -> Self:
        if self.route != "likelihood":
            if self.normalise != "token":
                raise ValueError("`normalise` is of likelihoods: write `route: likelihood`")
            return self
        words = {"reasoning": self.reasoning, "ties": self.ties, "format": self.format != "answer"}
        for name, is_set in words.items():
            if is_set:
                raise ValueError(f"by `route: likelihood` the judge writes nothing: leave `{name}` out")
        return self

    @model_validator(mode="after")
    def _reasons_begin_with_something(self) -> Self:
        check_first(self.first, self.reasoning)
        return self

    @model_validator(mode="after")
    def _certainty_is_said(self) -> Self:
        if self.abstain_below is not None and not self.certainty:
            raise ValueError("`abstain_below` needs the judge's certainty: write `certainty: true` too")
        if self.certainty and self.route in ("probabilities", "samples", "likelihood"):
            raise ValueError(f"`route: {self.route}` says how sure the judge is by itself: leave `certainty` out")
        return self

    @model_validator(mode="after")
    def _format_fits_the_route(self) -> Self:
        if self.route == "probabilities" and self.format != "answer":
            raise ValueError("`route: probabilities` asks for numbers, so there is no `format` of a name")
        if self.route == "logprobs" and self.format == "strength":
            raise ValueError("a `strength` is written in several tokens: `route: logprobs` reads a single one")
        if self.route == "samples" and self.self_check is not None:
            raise ValueError("`self_check` is about one verdict, and `route: samples` takes several: leave one out")
        return self


class VoteMove(MoveModel):
    """The last answers of these roles are counted. Each answer's share is its probability in the verdict."""

    key = "vote"
    kinds = ("solver", "judge")

    vote: Names


class BeliefAtLeast(Record):
    """Rounds end as soon as the judge is sure enough. It is asked for its belief after each round but the last.

    - `p_at_least`: the probability of one answer that is enough.
    """

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
    | RateMove
    | RankMove
    | RulesMove
    | ClaimsMove
    | RequirementsMove
    | CriteriaMove
    | VerifyMove
    | CreditMove
    | AcceptMove
)
MOVES: dict[str, type[SingleMove]] = {kind.key: kind for kind in get_args(SingleMove)}
"""Every kind of move by its key."""

_ROUNDS_KEY = "rounds"
_ALL_KEYS = (*MOVES, _ROUNDS_KEY)


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
        for kind in get_args(union):
            key = kind.key if issubclass(kind, MoveModel) else _ROUNDS_KEY
            # A tag is part of the path of an error, where `bad_input` leaves out what is not in the file. A bare key
            # would be in the file.
            choices[f"{key} move"] = handler.generate_schema(kind)
        return core_schema.tagged_union_schema(choices, discriminator=_tag)


InnerMove = Annotated[
    SpeakMove | AskMove | CheckMove | AnswerMove | LabelMove,
    _ByKey(),
    BeforeValidator(_is_one_move),
]
"""A move inside rounds: those that `may_repeat`."""


class Rounds(Record):
    """A block of moves that is repeated.

    - `rounds`: how often, at most.
    - `each`: the moves of one round.
    - `until`: when the rounds end early: when the judge is sure, or with `agreement` when all answers agree.
    """

    rounds: Annotated[int, Field(ge=1, le=1000)]
    each: Annotated[tuple[InnerMove, ...], Field(min_length=1)]
    until: BeliefAtLeast | Literal["agreement"] | None = None

    @property
    def speaking(self) -> list[int]:
        """The indices of the moves in `each` that make a speech or an answer, ascending.

        A valid block has at least one.
        """
        return [i for i, move in enumerate(self.each) if isinstance(move, SpeakMove | AnswerMove)]

    @model_validator(mode="after")
    def _has_speeches_before_questions(self) -> Self:
        """Raises ValueError if a round has no speech, or leaves out a question that its own speeches would answer."""
        speaking = self.speaking
        if not speaking:
            raise ValueError("rounds need a `speak` or an `answer` move in `each`")
        for move in self.each[: speaking[0]]:
            # A question before the speech of its round is answered in it, in the last round too.
            if isinstance(move, AskMove) and move.except_last:
                raise ValueError("`except_last` is for an `ask` after the `speak` or `answer` of its round")
        return self

    @model_validator(mode="after")
    def _has_answers_that_can_agree(self) -> Self:
        """Raises ValueError if rounds end by agreement but contain no answers."""
        if self.until != "agreement":
            return self
        if not any(isinstance(move, AnswerMove) for move in self.each):
            raise ValueError("`until: agreement` needs an `answer` move in the rounds")
        return self


Move = Annotated[Rounds | SingleMove, _ByKey(), BeforeValidator(_is_one_move)]
"""A move of a protocol: one kind of move, or a block of rounds."""
