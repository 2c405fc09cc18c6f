"""Role: a seat in a protocol, or several alike, and the seats it stands for on one question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dikast.errors import BadInput
from dikast.records import Question, Record, Seat, SeatKind, Sight, Stance

Topology = Literal["complete", "ring", "star"] | tuple[tuple[int, int], ...]


class Example(Record):
    """A worked case shown to a judge before the real one: what it would have seen, and its reply."""

    shown: str
    reply: str


class Role(Record):
    """Who sits here, what it may see, and which answer it argues for.

    `argues` is the place of an answer in the order shown (0: the one labelled A); `assigned`, the side this episode
    was given; `chosen`, the side the role picks by a `choose` move; `other`, the one a chosen role left; `each`, a
    seat for every choice. `stands` is what a critic holds of a worked solution: `sound`, or `flawed`. `count` is how
    many seats alike there are, `topology` who of them is shown whose turns: a networkx graph by name, or its edges
    over seats numbered from 1.
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
        if self.argues is not None and self.kind not in ("debater", "consultant"):
            raise ValueError(f"a {self.kind} argues for no answer: leave `argues` out")
        if self.argues is None and self.kind in ("debater", "consultant"):
            raise ValueError(f"a {self.kind} needs `argues`: a place, assigned, chosen, other or each")
        if self.stands is not None and self.kind != "critic":
            raise ValueError(f"`stands` is what a critic holds of a solution: leave it out of a {self.kind}")
        if self.count > 1 and self.argues is not None:
            raise ValueError("`count` is for seats that argue for no answer; for one per choice use `argues: each`")
        if not isinstance(self.topology, str):
            outside = [n for edge in self.topology for n in edge if not 1 <= n <= self.count]
            if outside:
                raise ValueError(f"`topology` names seat {outside[0]}, but seats are numbered 1 to {self.count}")
        return self


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
        names = [f"{name}-{place + 1}" for place in range(len(order))]
        return [_seat(n, name, role, argues=side) for n, side in zip(names, order, strict=True)]
    if role.count > 1:
        names = [f"{name}-{number}" for number in range(1, role.count + 1)]
        hears = neighbours(role.topology, role.count)
        return [_seat(n, name, role, hears=tuple(names[i] for i in hears[k])) for k, n in enumerate(names)]
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
    if role.argues == "assigned":
        return argues
    if role.argues == "chosen":
        return chosen
    if role.argues == "other":
        return None if chosen is None else next(side for side in order if side != chosen)
    if isinstance(role.argues, int):
        if role.argues >= len(order):
            raise BadInput(
                f"{name} argues for the answer in place {role.argues}, but question {question.id!r} has "
                f"{len(order)} choices, numbered from 0"
            )
        return order[role.argues]
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
