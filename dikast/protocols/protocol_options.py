"""ProtocolOptions: what can be changed in any protocol without writing a new one. They act on moves and roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from dikast.errors import BadInput
from dikast.input_files import Document, bad_input
from dikast.protocols.moves import (
    AnswerMove,
    AskMove,
    BeliefAtLeast,
    BestOf,
    CheckMove,
    ChooseMove,
    DecideMove,
    DecideRoute,
    InnerMove,
    Move,
    Positive,
    Refine,
    Rounds,
    SingleMove,
    SpeakMove,
    number_as,
)
from dikast.protocols.process_moves import GradeMove, Grounding, LabelMove, SolveMove
from dikast.protocols.protocol import Protocol
from dikast.protocols.roles import Example, Role, Topology
from dikast.records import Record, Sight

Reference = Literal["none", "answer", "solution", "self", "corrupted"]


class ProtocolOptions(Record):
    """Options on any protocol. Those that are left out change nothing; one that finds nothing to change is an error.

    `rounds`, `until`: of every block of rounds. `judge_asks`: whether the judge asks after each round but the last.
    `order`, `words`, `thinking`, `best_of`, `refine`: of every speech. `route`, `samples`, `reasoning`: of the verdict
    (`reasoning` also of answers). `source`: `hidden` from the judge, `shown` to it, or `none`: shown to no role.
    `quotes`: whether marked quotes are checked. `count`, `topology`: of roles that are several seats. `examples`: of
    the judge. `repeats`: how often an unreadable reply is asked for again.

    Where a worked solution is judged: `grounding`, `rubric` and `quorum` of the grading; `samples` also of labels;
    `solves`: how often the judge works the problem out itself; `reference`: what it is told beforehand, `none`, the
    right `answer`, a right `solution` with it, its own (`self`), or a wrong answer in place of the right one
    (`corrupted`).
    """

    rounds: Positive | None = None
    until: BeliefAtLeast | Literal["agreement"] | None = None
    judge_asks: bool | None = None
    order: Literal["simultaneous", "sequential"] | None = None
    words: Positive | None = None
    thinking: bool | None = None
    best_of: Annotated[BestOf | None, number_as("n")] = None
    refine: Annotated[Refine | None, number_as("times")] = None
    route: DecideRoute | None = None
    samples: Annotated[int, Field(ge=2, le=1000)] | None = None
    reasoning: bool | None = None
    source: Literal["hidden", "shown", "none"] | None = None
    quotes: bool | None = None
    count: Annotated[int, Field(ge=2, le=1000)] | None = None
    topology: Topology | None = None
    examples: tuple[Example, ...] | None = None
    repeats: Annotated[int, Field(ge=0, le=10)] | None = None
    grounding: Grounding | None = None
    rubric: str | None = None
    quorum: Positive | None = None
    reference: Reference | None = None
    solves: Positive | None = None

    def given(self) -> dict[str, object]:
        """The options that were given."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if value is not None}

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
        try:
            protocol = Protocol.model_validate(changed.model_dump())
        except ValidationError as error:
            where = f"protocol {protocol.name!r} with the option {name!r}"
            raise bad_input(error, Protocol, Document(changed.model_dump(mode="json"), where)) from None
    return protocol


def _short(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Record():
            fields = value.model_dump(exclude_none=True).items()
            return ",".join(f"{name}:{field}" for name, field in fields)
        case tuple():
            return str(len(value))
        case _:
            return str(value)


Change = Callable[[Protocol, object], Protocol | None]
"""The protocol with one option's value on it; None where the option finds nothing to change."""


def _in_moves(kinds: tuple[type[SingleMove | Rounds], ...], field: str) -> Change:
    """Sets one field in every move of these kinds, inside rounds and outside."""

    def changed(move: Move, value: object) -> Move:
        if isinstance(move, kinds):
            move = move.model_copy(update={field: value})
        if isinstance(move, Rounds):
            move = move.model_copy(update={"each": tuple(changed(inner, value) for inner in move.each)})
        return move

    def change(protocol: Protocol, value: object) -> Protocol | None:
        all_moves = [*protocol.moves, *(move for _, move, _ in protocol.numbered_moves())]
        if not any(isinstance(move, kinds) for move in all_moves):
            return None
        return protocol.model_copy(update={"moves": tuple(changed(move, value) for move in protocol.moves)})

    return change


def _in_roles(applies: Callable[[Role], bool], field: str) -> Change:
    """Sets one field in every role that it applies to."""

    def change(protocol: Protocol, value: object) -> Protocol | None:
        changed = {
            name: role.model_copy(update={field: value}) for name, role in protocol.roles.items() if applies(role)
        }
        if not changed:
            return None
        return protocol.model_copy(update={"roles": {**protocol.roles, **changed}})

    return change


def _in_rounds(change_rounds: Callable[[Protocol, Rounds, object], Rounds]) -> Change:
    """Changes every block of rounds."""

    def change(protocol: Protocol, value: object) -> Protocol | None:
        if not any(isinstance(move, Rounds) for move in protocol.moves):
            return None
        moves = list(protocol.moves)
        for i, move in enumerate(protocol.moves):
            if isinstance(move, Rounds):
                moves[i] = change_rounds(protocol, move, value)
        return protocol.model_copy(update={"moves": tuple(moves)})

    return change


def _judge_asks(protocol: Protocol, rounds: Rounds, value: object) -> Rounds:
    judges = [move.decide for move in protocol.moves if isinstance(move, DecideMove)]
    if not judges:
        raise BadInput(f"protocol {protocol.name!r} has no judge that could ask")
    questions = [move for move in rounds.each if isinstance(move, AskMove)]
    others = tuple(move for move in rounds.each if not isinstance(move, AskMove))
    if not value:
        return rounds.model_copy(update={"each": others})
    question = questions[0] if questions else AskMove(ask=judges[0], except_last=True)
    return rounds.model_copy(update={"each": (*others, question)})


def _quotes(protocol: Protocol, rounds: Rounds, value: object) -> Rounds:
    others = tuple(move for move in rounds.each if not _checks_quotes(move))
    if not value:
        return rounds.model_copy(update={"each": others})
    if len(others) < len(rounds.each):
        return rounds
    spoken = [i for i, move in enumerate(rounds.each) if isinstance(move, SpeakMove | AnswerMove)]
    after = spoken[-1] + 1
    each = (*rounds.each[:after], CheckMove(check="quotes"), *rounds.each[after:])
    return rounds.model_copy(update={"each": each})


def _checks_quotes(move: InnerMove) -> bool:
    return isinstance(move, CheckMove) and move.check == "quotes"


def _source(protocol: Protocol, value: object) -> Protocol | None:
    if not protocol.roles:
        return None
    roles = {}
    for name, role in protocol.roles.items():
        is_shown = value == "shown" or (value == "hidden" and role.kind != "judge")
        sees = tuple(sight for sight in role.sees if sight != "source")
        roles[name] = role.model_copy(update={"sees": (*sees, "source") if is_shown else sees})
    return protocol.model_copy(update={"roles": roles})


_SIGHTS_OF_REFERENCE: dict[Reference, tuple[Sight, ...]] = {
    "none": (),
    "answer": ("reference",),
    "solution": ("reference", "reference_solution"),
    "self": (),
    "corrupted": ("corrupted_reference",),
}


def _reference(protocol: Protocol, value: object) -> Protocol | None:
    first_label = next((i for i, move in enumerate(protocol.moves) if isinstance(move, LabelMove)), None)
    if first_label is None:
        return None
    reference = next(name for name in _SIGHTS_OF_REFERENCE if name == value)
    roles = {name: _with_reference(role, reference) for name, role in protocol.roles.items()}
    moves = protocol.moves
    if reference == "self" and not any(isinstance(move, SolveMove) for move in moves):
        judge = next(name for name, role in roles.items() if role.kind == "judge")
        moves = (*moves[:first_label], SolveMove(solve=judge, samples=3), *moves[first_label:])
    return protocol.model_copy(update={"roles": roles, "moves": moves})


def _with_reference(role: Role, reference: Reference) -> Role:
    """A judge's role with the sights of this reference in place of any other's."""
    if role.kind != "judge":
        return role
    of_references = {sight for sights in _SIGHTS_OF_REFERENCE.values() for sight in sights}
    sees = tuple(sight for sight in role.sees if sight not in of_references)
    return role.model_copy(update={"sees": (*sees, *_SIGHTS_OF_REFERENCE[reference])})


def _repeats(protocol: Protocol, value: object) -> Protocol:
    return protocol.model_copy(update={"repeats": value})


def _is_several_seats(role: Role) -> bool:
    return role.count > 1


def _is_judge(role: Role) -> bool:
    return role.kind == "judge"


_CHANGES: dict[str, Change] = {
    "rounds": _in_moves((Rounds,), "rounds"),
    "until": _in_moves((Rounds,), "until"),
    "judge_asks": _in_rounds(_judge_asks),
    "order": _in_moves((SpeakMove,), "order"),
    "words": _in_moves((SpeakMove,), "words"),
    "thinking": _in_moves((SpeakMove,), "thinking"),
    "best_of": _in_moves((SpeakMove,), "best_of"),
    "refine": _in_moves((SpeakMove,), "refine"),
    "route": _in_moves((DecideMove,), "route"),
    "samples": _in_moves((DecideMove, LabelMove), "samples"),
    "reasoning": _in_moves((DecideMove, AnswerMove, ChooseMove), "reasoning"),
    "source": _source,
    "quotes": _in_rounds(_quotes),
    "count": _in_roles(_is_several_seats, "count"),
    "topology": _in_roles(_is_several_seats, "topology"),
    "examples": _in_roles(_is_judge, "examples"),
    "repeats": _repeats,
    "grounding": _in_moves((GradeMove,), "grounding"),
    "rubric": _in_moves((GradeMove,), "rubric"),
    "quorum": _in_moves((GradeMove,), "quorum"),
    "solves": _in_moves((SolveMove,), "samples"),
    "reference": _reference,
}
"""What each option changes."""
