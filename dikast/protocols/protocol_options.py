"""ProtocolOptions: what can be changed in any protocol without writing a new one. They act on moves and roles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field, FiniteFloat, ValidationError

from dikast.errors import BadInput
from dikast.input_files import Document, bad_input
from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.answer_move import AnswerMove, StepSearch
from dikast.protocols.candidate_moves import CertaintyFloor, RankMove, RateMove
from dikast.protocols.check_move import CheckMove
from dikast.protocols.claims_move import ClaimsAgainst, ClaimsMove
from dikast.protocols.credit_move import CreditMove, FullMarks
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.debate_moves import AskMove, BestOf, ChooseMove, Refine, SpeakMove, number_as
from dikast.protocols.decide_move import DecideMove, DecideRoute, Games, Normalise
from dikast.protocols.judge_knowledge import (
    with_evaluation,
    with_pinned_reference,
    with_reference,
    with_sights,
)
from dikast.protocols.move_model import Positive
from dikast.protocols.moves import SingleMove
from dikast.protocols.process_moves import Details, GradeMove, Grounding, LabelMove, SolveMove
from dikast.protocols.protocol import Protocol
from dikast.protocols.roles import Example, Role, Topology
from dikast.protocols.rounds import Move, Rounds, UntilOption
from dikast.protocols.rules_move import RulesMove
from dikast.protocols.verdict_formats import FormatName
from dikast.records import Aim, Record, SeatKind, Sight

EvaluationStep = Literal["none", "observe", "answer_first", "both", "blind", "surrogate"]
Reference = Literal["none", "answer", "solution", "self", "corrupted"]


OPTION_OF = "protocol "
"""How the place of an error begins that is in an option, and in no file of a protocol's own."""


class ProtocolOptions(Record):
    """Options on any protocol. One that is left out changes nothing; one that finds nothing to change is an error.

    Options of rounds, speeches and the verdict:

    - `rounds`, `until`: how many rounds every block has, and when it ends early.
    - `judge_asks`: whether the judge asks a question after each round but the last.
    - `order`, `words`, `thinking`, `best_of`, `refine`: as in a `speak` move, for every speech; `best_of` acts on
      answers too.
    - `search`: as in an `answer` move, for every answer.
    - `route`, `samples`, `reasoning`: as in a `decide` move; `reasoning` acts on answers too.

    Options of what roles see and who they are:

    - `source`: `hidden` from the judge; `shown` to it; `none`, shown to no role.
    - `choices`: `hidden` from the judge, whose verdict is then by `route: likelihood`. A very small model copies what
      it is shown, and so finds every listed answer likely.
    - `quotes`: whether marked quotes are checked after the speeches of each round.
    - `budget`, `noise`, `delay`: as in a `check` move; `budget` acts on checks that have one.
    - `count`, `topology`: of roles that have several seats.
    - `examples`: worked cases shown to the judge.
    - `aim`: `helpful` or `sneaky`, of provers that have an aim.
    - `repeats`: how often a reply that can't be read is asked for again.

    Options of judging responses:

    - `ties`, `format`, `orders`, `games`, `normalise`: as in a `decide` move.
    - `margin`: as in a `rate` or `credit` move.
    - `each`, `checklist`, `pinned`: as in a `rate` move; with `pinned`, the judge also sees the reference.
    - `by`, `points`: as in a `rank` move.
    - `alpha`, `maximum`: as in a `credit` move.
    - `constitution`, `spans`: as in a `rules` move.
    - `against`: as in a `claims` move.
    - `certainty`, `abstain_below`: as in a `decide` or `rate` move; `certainty` also where one answer is right.
    - `rubric`: what responses are judged by.
    - `reference`: what the judge is shown before it judges, as below; `self`, its own answer to the task.
    - `evaluation`: what the judge does before its verdict, or what it is not shown. `none`; it describes what it was
      shown (`observe`), answers itself (`answer_first`), or `both`; `blind`, it is shown neither images nor source;
      `surrogate`, it is shown the question's `caption` in their place.

    Options of judging a worked solution:

    - `grounding`, `rubric`, `quorum`: as in a `grade` move.
    - `samples`: also of labels.
    - `details`, `p_correct`: as in a `label` move.
    - `solves`: how often the judge solves the problem itself.
    - `reference`: what the judge is shown before it judges. `none`; the right `answer`; the right answer and a right
      `solution`; `self`, its own solution; `corrupted`, a wrong answer in place of the right one.
    """

    rounds: Positive | None = None
    until: UntilOption | None = None
    judge_asks: bool | None = None
    order: Literal["simultaneous", "sequential"] | None = None
    words: Positive | None = None
    thinking: bool | None = None
    best_of: Annotated[BestOf | None, number_as("n", BestOf)] = None
    refine: Annotated[Refine | None, number_as("times", Refine)] = None
    search: Annotated[StepSearch | None, number_as("beam", StepSearch)] = None
    route: DecideRoute | Literal["said"] | None = None
    samples: Annotated[int, Field(ge=2, le=1000)] | None = None
    reasoning: bool | None = None
    source: Literal["hidden", "shown", "none"] | None = None
    choices: Literal["shown", "hidden"] | None = None
    quotes: bool | None = None
    budget: Annotated[int, Field(ge=0, le=1000)] | None = None
    noise: Annotated[float, Field(ge=0, le=1)] | None = None
    delay: Annotated[int, Field(ge=0, le=1000)] | None = None
    count: Annotated[int, Field(ge=2, le=1000)] | None = None
    topology: Topology | None = None
    examples: tuple[Example, ...] | None = None
    aim: Aim | None = None
    repeats: Annotated[int, Field(ge=0, le=10)] | None = None
    ties: bool | None = None
    format: FormatName | None = None
    orders: Literal["rotations", "all"] | Positive | None = None
    games: Games | None = None
    normalise: Normalise | None = None
    certainty: bool | None = None
    abstain_below: CertaintyFloor | None = None
    evaluation: EvaluationStep | None = None
    margin: Annotated[FiniteFloat, Field(ge=0)] | None = None
    each: Literal["alone", "together"] | None = None
    checklist: Literal["made"] | None = None
    pinned: bool | None = None
    by: Literal["list", "pairs"] | None = None
    points: Literal["bradley-terry", "borda"] | None = None
    alpha: Annotated[FiniteFloat, Field(ge=0, le=1)] | None = None
    maximum: FullMarks | None = None
    constitution: str | None = None
    spans: bool | None = None
    against: ClaimsAgainst | None = None
    grounding: Grounding | None = None
    rubric: str | None = None
    quorum: Positive | None = None
    reference: Reference | None = None
    solves: Positive | None = None
    details: Details | None = None
    p_correct: bool | None = None

    def given(self) -> dict[str, object]:
        """The options that were given, by name, in the order of the fields."""
        options: dict[str, object] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if value is not None:
                options[name] = value
        return options

    def __str__(self) -> str:
        return " ".join(f"{name}={_short(value)}" for name, value in self.given().items())


def apply(protocol: Protocol, options: ProtocolOptions) -> Protocol:
    """The protocol with the options on it, validated again.

    Raises BadInput for an option that finds nothing to change, and for one that does not fit the protocol.
    """
    for name, value in options.given().items():
        changed = _CHANGES[name](protocol, value)
        if changed is None:
            raise BadInput(f"protocol {protocol.name!r} has nothing that the option {name!r} could change")
        # Validated after every option, so that the message names the option at fault.
        try:
            protocol = Protocol.model_validate(changed.model_dump())
        except ValidationError as error:
            source = f"{OPTION_OF}{protocol.name!r} with the option {name!r}"
            document = Document(changed.model_dump(mode="json"), source)
            raise bad_input(error, Protocol, document) from None
    return protocol


def _short(value: object) -> str:
    """The value of an option in a label, such as `yes`, `80` or `n:4,scorer:listwise`.

    Labels tell the variants of a protocol apart in tables, so they must stay short.
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case Record():
            fields = value.model_dump(exclude_none=True).items()
            return ",".join(f"{name}:{field}" for name, field in fields)
        case tuple():
            # Examples and edges are too long for a label, so it is only their number.
            return str(len(value))
        case _:
            return str(value)


Change = Callable[[Protocol, object], Protocol | None]
"""Returns the protocol with one option's value on it, or None if the option finds nothing to change."""


@dataclass(frozen=True)
class _MoveField:
    """A Change that sets one field in every move of these kinds, inside rounds and outside."""

    kinds: tuple[type[SingleMove | Rounds], ...]
    field: str
    applies: Callable[[Move], bool] = lambda move: True

    def __call__(self, protocol: Protocol, value: object) -> Protocol | None:
        if not protocol.moves_of(*self.kinds):
            return None
        changed = tuple(self._changed(move, value) for move in protocol.moves)
        return protocol.model_copy(update={"moves": changed})

    def _changed(self, move: Move, value: object) -> Move:
        """The move with the value in its field if it is of these kinds; a block of rounds with its moves changed so."""
        if isinstance(move, self.kinds) and self.applies(move):
            return move.model_copy(update={self.field: value})
        if not isinstance(move, Rounds):
            return move
        each = tuple(self._changed(inner, value) for inner in move.each)
        return move.model_copy(update={"each": each})


@dataclass(frozen=True)
class _RoleField:
    """A Change that sets one field in every role that `applies` selects."""

    applies: Callable[[Role], bool]
    field: str

    def __call__(self, protocol: Protocol, value: object) -> Protocol | None:
        changed: dict[str, Role] = {}
        for name, role in protocol.roles.items():
            if self.applies(role):
                changed[name] = role.model_copy(update={self.field: value})
        if not changed:
            return None
        # An update keeps the order of the roles, which is the order of the seats.
        roles = {**protocol.roles, **changed}
        return protocol.model_copy(update={"roles": roles})


@dataclass(frozen=True)
class _EveryBlock:
    """A Change that replaces the moves of one round in every block of rounds."""

    change: Callable[[Protocol, Rounds, object], Sequence[Move]]

    def __call__(self, protocol: Protocol, value: object) -> Protocol | None:
        if not protocol.moves_of(Rounds):
            return None
        moves: list[Move] = []
        for move in protocol.moves:
            if isinstance(move, Rounds):
                each = tuple(self.change(protocol, move, value))
                moves.append(move.model_copy(update={"each": each}))
            else:
                moves.append(move)
        return protocol.model_copy(update={"moves": tuple(moves)})


def _judge_asks(protocol: Protocol, rounds: Rounds, value: object) -> Sequence[Move]:
    """The moves of a round with one question of the judge at the end, or with none.

    Raises BadInput if the protocol has no judge that decides.
    """
    decisions = protocol.moves_of(DecideMove)
    if not decisions:
        raise BadInput(f"protocol {protocol.name!r} has no judge that could ask")
    questions = [move for move in rounds.each if isinstance(move, AskMove)]
    each: list[Move] = [move for move in rounds.each if move not in questions]
    if value:
        # The protocol's own question keeps its options.
        question = AskMove(ask=decisions[0].decide, except_last=True)
        each.append(next(iter(questions), question))
    return each


def _quotes(protocol: Protocol, rounds: Rounds, value: object) -> Sequence[Move]:
    """The moves of a round with a check of quotes after its last speech, or with none.

    A round that has the check already keeps it where it is.
    """
    check = CheckMove(check="quotes")
    is_checked = check in rounds.each
    if is_checked == value:
        return rounds.each
    each: list[Move] = [move for move in rounds.each if move != check]
    if value:
        last_speech = rounds.speaking[-1]
        each.insert(last_speech + 1, check)
    return each


_KINDS: frozenset[SeatKind] = frozenset(get_args(SeatKind))
_SHOWN_SOURCE: dict[object, frozenset[SeatKind]] = {
    "hidden": _KINDS - {"judge", "reader"},
    # A reader restates what a step says, for which it needs no source.
    "shown": _KINDS - {"reader"},
    "none": frozenset(),
}


def _source(protocol: Protocol, value: object) -> Protocol | None:
    """The protocol in which only the roles that the option names see the source.

    None for a protocol without roles, in which a machine grades alone.
    """
    if not protocol.roles:
        return None
    roles: dict[str, Role] = {}
    for name, role in protocol.roles.items():
        is_shown = role.kind in _SHOWN_SOURCE[value]
        roles[name] = with_sights(role, _SOURCE_SIGHTS, _SOURCE_SIGHTS if is_shown else ())
    return protocol.model_copy(update={"roles": roles})


_SOURCE_SIGHTS: tuple[Sight, ...] = ("source",)
_CHOICES_SIGHTS: tuple[Sight, ...] = ("choices",)


def _choices(protocol: Protocol, value: object) -> Protocol | None:
    """The protocol whose judge sees the choices, or does not; None for one that is not about choices.

    Raises BadInput where the judge is to name one of the choices that it is not shown.
    """
    shown = _CHOICES_SIGHTS if value == "shown" else ()
    last = protocol.moves[-1]
    judges = {name: role for name, role in protocol.roles.items() if role.kind == "judge"}
    if not judges or not isinstance(last, DecideMove):
        return None
    if not shown and last.route != "likelihood":
        fault = "a judge can't name a choice that it is not shown: add `route: likelihood`"
        raise BadInput(fault, f"{OPTION_OF}{protocol.name!r} with the option 'choices'")
    changed = {name: with_sights(role, _CHOICES_SIGHTS, shown) for name, role in judges.items()}
    return protocol.model_copy(update={"roles": {**protocol.roles, **changed}})


def _rubric(protocol: Protocol, value: object) -> Protocol | None:
    """The protocol with this rubric. A judge of answers has none: one of them is right."""
    kinds: tuple[type[SingleMove], ...] = (GradeMove, RateMove, RankMove, CriteriaMove)
    if protocol.about == "responses":
        kinds += (DecideMove,)
    return _MoveField(kinds, "rubric")(protocol, value)


def _budget(protocol: Protocol, value: object) -> Protocol | None:
    """The protocol with this budget in every check that has one; a check of everything stays one."""
    if all(move.budget is None for move in protocol.moves_of(CheckMove)):
        return None
    return _MoveField((CheckMove,), "budget", lambda move: getattr(move, "budget", None) is not None)(protocol, value)


def _repeats(protocol: Protocol, value: object) -> Protocol:
    """The protocol with this number of repeats. It is a field of the protocol itself, so it always applies."""
    return protocol.model_copy(update={"repeats": value})


def _has_several_seats(role: Role) -> bool:
    return role.count > 1


def _has_aim(role: Role) -> bool:
    return role.aim is not None


def _is_judge(role: Role) -> bool:
    return role.kind == "judge"


_CHANGES: dict[str, Change] = {
    "rounds": _MoveField((Rounds,), "rounds"),
    "until": _MoveField((Rounds,), "until"),
    "judge_asks": _EveryBlock(_judge_asks),
    "order": _MoveField((SpeakMove,), "order"),
    "words": _MoveField((SpeakMove,), "words"),
    "thinking": _MoveField((SpeakMove,), "thinking"),
    "best_of": _MoveField((SpeakMove, AnswerMove), "best_of"),
    "refine": _MoveField((SpeakMove,), "refine"),
    "search": _MoveField((AnswerMove,), "search"),
    "route": _MoveField((DecideMove, RateMove, AcceptMove), "route"),
    "samples": _MoveField((DecideMove, LabelMove, RateMove, AcceptMove), "samples"),
    "reasoning": _MoveField((DecideMove, AnswerMove, ChooseMove, RateMove, RankMove, AcceptMove), "reasoning"),
    "source": _source,
    "choices": _choices,
    "quotes": _EveryBlock(_quotes),
    "budget": _budget,
    "noise": _MoveField((CheckMove,), "noise"),
    "delay": _MoveField((CheckMove,), "delay"),
    "count": _RoleField(_has_several_seats, "count"),
    "topology": _RoleField(_has_several_seats, "topology"),
    "examples": _RoleField(_is_judge, "examples"),
    "aim": _RoleField(_has_aim, "aim"),
    "repeats": _repeats,
    "ties": _MoveField((DecideMove, RankMove), "ties"),
    "format": _MoveField((DecideMove,), "format"),
    "orders": _MoveField((DecideMove,), "orders"),
    "games": _MoveField((DecideMove,), "games"),
    "normalise": _MoveField((DecideMove,), "normalise"),
    "certainty": _MoveField((DecideMove, RateMove), "certainty"),
    "abstain_below": _MoveField((DecideMove, RateMove), "abstain_below"),
    "margin": _MoveField((RateMove, CreditMove), "margin"),
    "checklist": _MoveField((RateMove,), "checklist"),
    "alpha": _MoveField((CreditMove,), "alpha"),
    "maximum": _MoveField((CreditMove,), "maximum"),
    "constitution": _MoveField((RulesMove,), "constitution"),
    "spans": _MoveField((RulesMove,), "spans"),
    "against": _MoveField((ClaimsMove,), "against"),
    "grounding": _MoveField((GradeMove,), "grounding"),
    "rubric": _rubric,
    "quorum": _MoveField((GradeMove,), "quorum"),
    "solves": _MoveField((SolveMove,), "samples"),
    "details": _MoveField((LabelMove,), "details"),
    "p_correct": _MoveField((LabelMove,), "p_correct"),
    "reference": with_reference,
    "evaluation": with_evaluation,
    "each": _MoveField((RateMove,), "each"),
    "pinned": with_pinned_reference,
    "by": _MoveField((RankMove,), "by"),
    "points": _MoveField((RankMove,), "points"),
}
"""What each option changes."""
