"""Options: what can be changed of any protocol without writing a new one. They act on moves, never on a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError

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
    SpeakMove,
)
from dikast.protocols.process_moves import GradeMove, Grounding, LabelMove, SolveMove
from dikast.protocols.protocol import Protocol
from dikast.protocols.roles import Example, Role, Topology
from dikast.records import Record, Sight

Reference = Literal["none", "answer", "solution", "self", "corrupted"]


class ProtocolOptions(Record):
    """Options on any protocol; those left out leave it as it is. One that finds nothing to act on is an error.

    `rounds`, `until`: of every block of rounds. `judge_asks`: whether the judge asks after each round but the last.
    `order`, `words`, `thinking`, `best_of`, `refine`: of every speech. `route`, `samples`, `reasoning`: of the
    verdict (`reasoning` also of answers). `source`: `hidden` from the judge, `shown` to it, or `none` for nobody.
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
    best_of: Annotated[
        BestOf | None, BeforeValidator(lambda value: {"n": value} if isinstance(value, int) else value)
    ] = None
    refine: Annotated[
        Refine | None, BeforeValidator(lambda value: {"times": value} if isinstance(value, int) else value)
    ] = None
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
        return {name: value for name in type(self).model_fields if (value := getattr(self, name)) is not None}

    def __str__(self) -> str:
        return " ".join(f"{name}={_short(value)}" for name, value in self.given().items())


def apply(protocol: Protocol, options: ProtocolOptions) -> Protocol:
    """The protocol with the options on it, validated anew.

    Raises BadInput for an option that finds nothing to act on, and for one that does not fit the protocol.
    """
    for name, value in options.given().items():
        changed = _CHANGES[name](protocol, value)
        if changed is None:
            raise BadInput(f"protocol {protocol.name!r} has nothing that the option {name!r} could change")
        try:
            protocol = Protocol.model_validate(changed.model_dump())
        except ValidationError as error:
            place = f"protocol {protocol.name!r} with the option {name!r}"
            raise bad_input(error, Protocol, Document(changed.model_dump(mode="json"), place)) from None
    return protocol


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Record):
        return ",".join(f"{k}:{v}" for k, v in value.model_dump(exclude_none=True).items())
    return str(len(value)) if isinstance(value, tuple) else str(value)


Change = Callable[[Protocol, object], Protocol | None]


def _on_moves(kinds: tuple[type[Record], ...], field: str) -> Change:
    """A change of one field in every move of these kinds, inside rounds and out."""

    def change(protocol: Protocol, value: object) -> Protocol | None:
        found = False

        def one(move: Move) -> Move:
            nonlocal found
            if isinstance(move, kinds):
                found = True
                move = move.model_copy(update={field: value})
            if isinstance(move, Rounds):
                return move.model_copy(update={"each": tuple(one(step) for step in move.each)})
            return move

        moves = tuple(one(move) for move in protocol.moves)
        return protocol.model_copy(update={"moves": moves}) if found else None

    return change


def _on_roles(acts: Callable[[Role], bool], change: Callable[[Role, object], Role]) -> Change:
    def on(protocol: Protocol, value: object) -> Protocol | None:
        roles = {name: change(role, value) if acts(role) else role for name, role in protocol.roles.items()}
        found = any(acts(role) for role in protocol.roles.values())
        return protocol.model_copy(update={"roles": roles}) if found else None

    return on


def _on_rounds(change: Callable[[Protocol, Rounds, object], Rounds]) -> Change:
    def on(protocol: Protocol, value: object) -> Protocol | None:
        moves = tuple(change(protocol, move, value) if isinstance(move, Rounds) else move for move in protocol.moves)
        found = any(isinstance(move, Rounds) for move in protocol.moves)
        return protocol.model_copy(update={"moves": moves}) if found else None

    return on


def _judge_asks(protocol: Protocol, rounds: Rounds, value: object) -> Rounds:
    judge = next((move.decide for move in protocol.moves if isinstance(move, DecideMove)), None)
    if judge is None:
        raise BadInput(f"protocol {protocol.name!r} has no judge that could ask")
    others = tuple(step for step in rounds.each if not isinstance(step, AskMove))
    asks = next((step for step in rounds.each if isinstance(step, AskMove)), AskMove(ask=judge, except_last=True))
    each: tuple[InnerMove, ...] = (*others, asks) if value else others
    return rounds.model_copy(update={"each": each})


def _quotes(protocol: Protocol, rounds: Rounds, value: object) -> Rounds:
    others = tuple(step for step in rounds.each if not (isinstance(step, CheckMove) and step.check == "quotes"))
    if not value:
        return rounds.model_copy(update={"each": others})
    if len(others) < len(rounds.each):
        return rounds
    last = max(i for i, step in enumerate(rounds.each) if isinstance(step, SpeakMove | AnswerMove))
    each: tuple[InnerMove, ...] = (*rounds.each[: last + 1], CheckMove(check="quotes"), *rounds.each[last + 1 :])
    return rounds.model_copy(update={"each": each})


def _source(role: Role, value: object) -> Role:
    is_shown = value == "shown" or (value == "hidden" and role.kind != "judge")
    others = tuple(sight for sight in role.sees if sight != "source")
    return role.model_copy(update={"sees": (*others, "source") if is_shown else others})


_TOLD: dict[Reference, tuple[Sight, ...]] = {
    "none": (),
    "answer": ("reference",),
    "solution": ("reference", "reference_solution"),
    "self": (),
    "corrupted": ("corrupted_reference",),
}


def _reference(protocol: Protocol, value: object) -> Protocol | None:
    policy = next((name for name in _TOLD if name == value), None)
    first = next((i for i, move in enumerate(protocol.moves) if isinstance(move, LabelMove)), None)
    if first is None or policy is None:
        return None
    told = {sight for sights in _TOLD.values() for sight in sights}

    def one(role: Role) -> Role:
        others = tuple(sight for sight in role.sees if sight not in told)
        return role.model_copy(update={"sees": (*others, *_TOLD[policy])}) if role.kind == "judge" else role

    moves = protocol.moves
    if policy == "self" and not any(isinstance(move, SolveMove) for move in moves):
        judge = next(name for name, role in protocol.roles.items() if role.kind == "judge")
        moves = (*moves[:first], SolveMove(solve=judge, samples=3), *moves[first:])
    return protocol.model_copy(
        update={"roles": {name: one(role) for name, role in protocol.roles.items()}, "moves": moves}
    )


def _repeats(protocol: Protocol, value: object) -> Protocol:
    return protocol.model_copy(update={"repeats": value})


_CHANGES: dict[str, Change] = {
    "rounds": _on_moves((Rounds,), "rounds"),
    "until": _on_moves((Rounds,), "until"),
    "judge_asks": _on_rounds(_judge_asks),
    "order": _on_moves((SpeakMove,), "order"),
    "words": _on_moves((SpeakMove,), "words"),
    "thinking": _on_moves((SpeakMove,), "thinking"),
    "best_of": _on_moves((SpeakMove,), "best_of"),
    "refine": _on_moves((SpeakMove,), "refine"),
    "route": _on_moves((DecideMove,), "route"),
    "samples": _on_moves((DecideMove, LabelMove), "samples"),
    "reasoning": _on_moves((DecideMove, AnswerMove, ChooseMove), "reasoning"),
    "source": _on_roles(lambda role: True, _source),
    "quotes": _on_rounds(_quotes),
    "count": _on_roles(lambda role: role.count > 1, lambda role, n: role.model_copy(update={"count": n})),
    "topology": _on_roles(lambda role: role.count > 1, lambda role, t: role.model_copy(update={"topology": t})),
    "examples": _on_roles(lambda role: role.kind == "judge", lambda role, e: role.model_copy(update={"examples": e})),
    "repeats": _repeats,
    "grounding": _on_moves((GradeMove,), "grounding"),
    "rubric": _on_moves((GradeMove,), "rubric"),
    "quorum": _on_moves((GradeMove,), "quorum"),
    "solves": _on_moves((SolveMove,), "samples"),
    "reference": _reference,
}
