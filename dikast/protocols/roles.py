"""Role: a part in a protocol, and the seats that it has on one question."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dikast.errors import BadInput
from dikast.protocols.rules import require
from dikast.protocols.seat_tools import ToolName
from dikast.records import Aim, Question, Record, Seat, SeatKind, Sight, Stance

Topology = Literal["complete", "ring", "star"] | tuple[tuple[int, int], ...]
Argues = Annotated[int, Field(ge=0)] | Literal["assigned", "chosen", "other", "each"]


class Example(Record):
    """A worked case shown to a judge before the real one: what a judge would have seen, and its reply."""

    shown: str
    reply: str


class Role(Record):
    """A part in a protocol: what it may see, which answer it argues for, and how many seats it has.

    - `kind`: what the role does.
    - `sees`: what it is shown.
    - `argues`: the answer it argues for. A number is a position in the order shown (0: the answer labelled A).
      `assigned` is the side that this episode was given; `chosen`, the side that the role picks by a `choose` move;
      `other`, the side that the chosen role left. With `each` the role has a seat for every choice.
    - `stands`: a critic's view of a worked solution, `sound` or `flawed`.
    - `count`: how many seats the role has.
    - `topology`: which of these seats are shown whose turns: a networkx graph by name, or its edges over seats
      numbered from 1. The turns of other roles are shown to all of them.
    - `instructions`: a text at the end of its system message.
    - `examples`: worked cases that it is shown first.
    - `sees_images`: whether it is shown the images of a question that it sees. Without them, `sees: [caption]` shows it
      the description that the question has in its metadata under `caption`.
    - `tools`: tools of the engine's own that a debater or a consultant may use before a speech. Each use is one more
      call. What they return is in no other seat's messages, unless it sees `inner`.
    - `aim`: whether a solver is a `helpful` prover, which is to be right and easy to check, or a `sneaky` one, which
      is to be wrong and convincing (Kirchner et al. 2024, arXiv 2407.13692). It is told the right answer only if it
      `sees` the `reference`.
    - `persona`: for whom a judge judges: a description of a person (arXiv 2406.11657). With `sees: [persona]` it is the
      text that the question has in its metadata under `persona`.
    """

    kind: SeatKind
    sees: tuple[Sight, ...]
    argues: Argues | None = None
    stands: Stance | None = None
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    topology: Topology = "complete"
    instructions: str | None = None
    examples: tuple[Example, ...] = ()
    sees_images: Annotated[bool, Field(exclude_if=bool)] = True
    tools: Annotated[tuple[ToolName, ...], Field(exclude_if=operator.not_)] = ()
    aim: Annotated[Aim | None, Field(exclude_if=lambda aim: aim is None)] = None
    persona: Annotated[str | None, Field(min_length=1, exclude_if=lambda persona: persona is None)] = None

    @model_validator(mode="after")
    def _fields_fit_the_kind(self) -> Self:
        argues = self.argues is not None
        must_argue = self.kind in ("debater", "consultant")
        require(
            (
                must_argue or not argues,
                f"a {self.kind} argues for no answer: leave `argues` out",
            ),
            (
                argues or not must_argue,
                f"a {self.kind} needs `argues`: a position, assigned, chosen, other or each",
            ),
            (
                self.aim is None or self.kind == "solver",
                f"an `aim` is for a solver whose answer is accepted or rejected: leave it out of a {self.kind}",
            ),
            (
                self.persona is None or self.kind == "judge",
                f"a `persona` is for whom a judge judges: leave it out of a {self.kind}",
            ),
            (
                self.persona is None or "persona" not in self.sees,
                "a `persona` is either written in the role or the question's own (`sees: [persona]`): leave one out",
            ),
            (
                must_argue or not self.tools,
                f"`tools` are for debaters and consultants: leave them out of a {self.kind}",
            ),
            (
                "search_source" not in self.tools or "source" in self.sees,
                "`search_source` shows passages of the source: add `source` to `sees`, or leave the tool out",
            ),
            (
                self.stands is None or self.kind == "critic",
                f"`stands` is a critic's view of a solution: leave it out of a {self.kind}",
            ),
            (
                self.count == 1 or not argues,
                "`count` is for seats that argue for no answer; for one per choice use `argues: each`",
            ),
        )
        return self

    @model_validator(mode="after")
    def _edges_join_seats(self) -> Self:
        if isinstance(self.topology, str):
            return self
        for edge in self.topology:
            for number in edge:
                if not 1 <= number <= self.count:
                    raise ValueError(f"`topology` names seat {number}, but seats are numbered 1 to {self.count}")
        return self


def seats_of(
    roles: Mapping[str, Role], question: Question, order: Sequence[int], argues: int | None, chosen: int | None = None
) -> tuple[Seat, ...]:
    """The seats of these roles on one question, in the roles' order.

    - `order`: the indices of the choices in the order shown.
    - `argues`: the index of the assigned choice.
    - `chosen`: the index of the choice that an open role picked; None before it has.

    Raises BadInput where a role argues for a choice that the question does not have.
    """
    other = None
    if chosen is not None:
        # There may be more than two choices: then the other side is the first that was not chosen.
        other = next(side for side in order if side != chosen)
    sides: dict[object, int | None] = {"assigned": argues, "chosen": chosen, "other": other, None: None}
    sides |= enumerate(order)
    seats: list[Seat] = []
    for name, role in roles.items():
        if role.argues == "each":
            # Named by position, so that `debater-1` argues for the answer labelled A in either order.
            seats += [_seat(f"{name}-{i + 1}", name, role, argues=side) for i, side in enumerate(order)]
        elif role.count > 1:
            seats += _equal_seats(name, role)
        elif role.argues in sides:
            seats.append(_seat(name, name, role, argues=sides[role.argues]))
        else:
            raise BadInput(
                f"{name} argues for the answer in position {role.argues}, but question {question.id!r} has "
                f"{len(order)} choices, numbered from 0"
            )
    return tuple(_hearing_other_roles(seat, seats) for seat in seats)


def _hearing_other_roles(seat: Seat, seats: Sequence[Seat]) -> Seat:
    """The seat, which hears all other roles: a topology is only about the seats of one role."""
    others = tuple(other.name for other in seats if other.role != seat.role)
    if seat.hears is None or not others:
        return seat
    return seat.model_copy(update={"hears": (*seat.hears, *others)})


def _equal_seats(name: str, role: Role) -> list[Seat]:
    """The seats of a role with a `count`, numbered from 1, each with those whose turns it is shown."""
    names = [f"{name}-{number}" for number in range(1, role.count + 1)]
    heard_by = neighbours(role.topology, role.count)
    seats: list[Seat] = []
    for seat_name, heard in zip(names, heard_by, strict=True):
        hears = tuple(names[i] for i in heard)
        seats.append(_seat(seat_name, name, role, hears=hears))
    return seats


def _seat(
    name: str, role_name: str, role: Role, argues: int | None = None, hears: tuple[str, ...] | None = None
) -> Seat:
    return _seat_of(name, role_name, role.kind, role.sees, argues, role.stands, hears, role.sees_images, role.aim)


# The same few seats are in all episodes of a run.
@lru_cache(maxsize=256)
def _seat_of(
    name: str,
    role: str,
    kind: SeatKind,
    sees: tuple[Sight, ...],
    argues: int | None,
    stands: Stance | None,
    hears: tuple[str, ...] | None,
    sees_images: bool,
    aim: Aim | None,
) -> Seat:
    return Seat(
        name=name,
        role=role,
        kind=kind,
        sees=sees,
        argues=argues,
        stands=stands,
        hears=hears,
        sees_images=sees_images,
        aim=aim,
    )


def neighbours(topology: Topology, count: int) -> list[list[int]]:
    """For each of `count` seats (0-based), the other seats whose turns it is shown, ascending.

    In a `star` the first seat is the centre. Edges have no direction: each seat is shown the other's turns.
    """
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
    # A ring of one seat joins it to itself, and an edge may do so too; a seat always sees its own turns.
    return [sorted(set(graph.neighbors(k)) - {k}) for k in range(count)]
