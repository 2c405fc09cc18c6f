"""Role: a seat in a protocol, or several alike, and the seats it stands for on one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dikast.errors import BadInput
from dikast.records import Question, Record, Seat, SeatKind, Sight, Stance

Topology = Literal["complete", "ring", "star"] | tuple[tuple[int, int], ...]


class Example(Record):
    """A worked case shown to a judge before the real one: what a judge would have seen, and its reply."""

    shown: str
    reply: str


class Role(Record):
    """Who sits here, what it may see, and which answer it argues for.

    `argues` is the position of an answer in the order shown (0: the one labelled A); `assigned`, the side that this
    episode was given; `chosen`, the side that the role picks by a `choose` move; `other`, the side that a chosen role
    left; `each`, a seat for every choice. `stands` is a critic's view of a worked solution: `sound` or `flawed`.
    `count` is the number of seats alike, `topology` which of them are shown whose turns: a networkx graph by name, or
    its edges over seats numbered from 1.
    """

    kind: SeatKind
    sees: tuple[Sight, ...]
    argues: Annotated[int, Field(ge=0)] | Literal["assigned", "chosen", "other", "each"] | None = None
    stands: Stance | None = None
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    topology: Topology = "complete"
    instructions: str | None = None
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        is_arguing_kind = self.kind in ("debater", "consultant")
        if self.argues is not None and not is_arguing_kind:
            raise ValueError(f"a {self.kind} argues for no answer: leave `argues` out")
        if self.argues is None and is_arguing_kind:
            raise ValueError(f"a {self.kind} needs `argues`: a position, assigned, chosen, other or each")
        if self.stands is not None and self.kind != "critic":
            raise ValueError(f"`stands` is what a critic holds of a solution: leave it out of a {self.kind}")
        if self.count > 1 and self.argues is not None:
            raise ValueError("`count` is for seats that argue for no answer; for one per choice use `argues: each`")
        self._check_edges()
        return self

    def _check_edges(self) -> None:
        if isinstance(self.topology, str):
            return
        for edge in self.topology:
            for number in edge:
                if not 1 <= number <= self.count:
                    raise ValueError(f"`topology` names seat {number}, but seats are numbered 1 to {self.count}")


def seats_of(
    roles: Mapping[str, Role], question: Question, order: Sequence[int], argues: int | None, chosen: int | None = None
) -> tuple[Seat, ...]:
    """The seats of these roles on one question, in the roles' order.

    `order` lists choice indices as shown, `argues` is the assigned side, `chosen` the side that an open role picked
    (None before it has). Raises BadInput where a role argues for a choice that the question does not have.
    """
    return tuple(
        seat for name, role in roles.items() for seat in _seats_of_role(name, role, question, order, argues, chosen)
    )


def _seats_of_role(
    name: str, role: Role, question: Question, order: Sequence[int], argues: int | None, chosen: int | None
) -> list[Seat]:
    if role.argues == "each":
        return [_seat(f"{name}-{position + 1}", name, role, argues=side) for position, side in enumerate(order)]
    if role.count > 1:
        names = [f"{name}-{number}" for number in range(1, role.count + 1)]
        seats = []
        for seat_name, heard in zip(names, neighbours(role.topology, role.count), strict=True):
            seats.append(_seat(seat_name, name, role, hears=tuple(names[i] for i in heard)))
        return seats
    return [_seat(name, name, role, argues=_side(name, role, question, order, argues, chosen))]


def _seat(
    name: str, role_name: str, role: Role, argues: int | None = None, hears: tuple[str, ...] | None = None
) -> Seat:
    return Seat(
        name=name, role=role_name, kind=role.kind, sees=role.sees, argues=argues, stands=role.stands, hears=hears
    )


def _side(
    name: str, role: Role, question: Question, order: Sequence[int], argues: int | None, chosen: int | None
) -> int | None:
    match role.argues:
        case "assigned":
            return argues
        case "chosen":
            return chosen
        case "other":
            return None if chosen is None else next(side for side in order if side != chosen)
        case int(position) if position < len(order):
            return order[position]
        case int(position):
            raise BadInput(
                f"{name} argues for the answer in position {position}, but question {question.id!r} has "
                f"{len(order)} choices, numbered from 0"
            )
        case _:
            return None


def neighbours(topology: Topology, count: int) -> list[list[int]]:
    """For each of `count` seats (0-based), the other seats it is shown the turns of, ascending."""
    import networkx as nx

    graph: nx.Graph[int]
    match topology:
        case "complete":
            graph = nx.complete_graph(count)
        case "ring":
            graph = nx.cycle_graph(count)
        case "star":
            graph = nx.star_graph(count - 1)
        case edges:
            graph = nx.empty_graph(count)
            graph.add_edges_from((a - 1, b - 1) for a, b in edges)
    return [sorted(set(graph.neighbors(k)) - {k}) for k in range(count)]
