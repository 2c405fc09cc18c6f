"""Whether an experiment's agents can give what the routes of its protocols need, as far as is known before a call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dikast.agents import ABILITY_FIELD, Agent
from dikast.errors import BadInput
from dikast.experiments.matrix import Matrix
from dikast.experiments.opened_agents import is_opened
from dikast.graphs import NEEDED, agent_fault, name_given_for, routes_of
from dikast.input_files import Document
from dikast.protocols import Protocol, seats_of


@dataclass(frozen=True)
class JudgeByRoute:
    """An agent in a role that is asked by a `route` which not every agent can go, and where the file names it."""

    protocol: Protocol
    role: str
    route: str
    agent: Agent
    label: str
    where: str


def check_agents_can(matrix: Matrix, document: Document) -> None:
    """Raises BadInput for an agent that can't give what a protocol asks of it."""
    for judge in _judges_by_route(matrix, document):
        fault = agent_fault(judge.protocol, judge.role, judge.agent)
        if fault is not None:
            raise BadInput(fault, judge.where)


def unknown_abilities(matrix: Matrix, document: Document) -> list[str]:
    """Of agents whose code is not imported: what their replies must have, a line for each."""
    lines: list[str] = []
    for judge in _judges_by_route(matrix, document):
        if not is_opened(judge.agent):
            field = ABILITY_FIELD[NEEDED[judge.route]]
            lines.append(
                f"{judge.where}: {judge.label} is code, which only a run imports; by `route: {judge.route}` its "
                f"replies must have {field}"
            )
    return list(dict.fromkeys(lines))


def _judges_by_route(matrix: Matrix, document: Document) -> Iterator[JudgeByRoute]:
    """Every agent that may sit in such a seat. The seats of a first question will do: judges are the same in all."""
    for protocol in matrix.protocols.values():
        routes = routes_of(protocol)
        if not routes:
            continue
        question = matrix.questions[0]
        order = tuple(range(len(question.choices)))
        for seat in seats_of(protocol.roles, question, order, 0 if protocol.is_assigned else None):
            if seat.role not in routes:
                continue
            given = name_given_for(seat, matrix.agents)
            for i, (label, agent) in enumerate(matrix.agents[given]):
                path = ("agents", given, i) if len(matrix.agents[given]) > 1 else ("agents", given)
                yield JudgeByRoute(protocol, seat.role, routes[seat.role], agent, label, document.where(path))
