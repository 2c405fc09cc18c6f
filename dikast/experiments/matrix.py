"""The matrix: which episodes an experiment consists of, paired across its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from dikast.agents import Agent
from dikast.errors import BadInput, nearest
from dikast.experiments.experiment import Experiment
from dikast.graphs import check_fit, seat_agents
from dikast.graphs.context import derived_seed
from dikast.protocols import Protocol
from dikast.protocols.roles import seats_of
from dikast.reading import Document
from dikast.records import Question


@dataclass(frozen=True)
class Team:
    """One choice of agents: who sits in which role or kind; `label` names those that differ between teams."""

    label: str
    agents: Mapping[str, Agent]


@dataclass(frozen=True)
class Planned:
    """One episode to be run. Its id says all that tells it from the others of the experiment."""

    id: str
    label: str
    protocol: Protocol
    team: Team
    question: Question
    repeat: int
    argues: int | None
    order: tuple[int, ...]
    seed: int


@dataclass(frozen=True)
class Matrix:
    """Questions, labelled protocols and teams, and the episodes they make; the same for the same experiment.

    The seed and the order of a question depend on the question and the repeat alone, so that all cells are paired.
    """

    experiment: Experiment
    questions: Sequence[Question]
    protocols: Mapping[str, Protocol]
    teams: Sequence[Team]

    def __len__(self) -> int:
        sides = sum(len(q.choices) if p.is_assigned else 1 for p in self.protocols.values() for q in self.questions)
        return sides * len(self.teams) * self.experiment.repeats

    def __iter__(self) -> Iterator[Planned]:
        """Question by question, so that what was run by any moment covers all cells alike."""
        orders = [orders_of(self.experiment, self.questions, repeat) for repeat in range(self.experiment.repeats)]
        for repeat, order in enumerate(orders):
            for question in self.questions:
                for label, protocol in self.protocols.items():
                    for team in self.teams:
                        for argues in range(len(question.choices)) if protocol.is_assigned else (None,):
                            yield self._planned(question, label, protocol, team, repeat, argues, order[question.id])

    def _planned(
        self, question: Question, label: str, protocol: Protocol, team: Team, repeat: int, argues: int | None,
        order: tuple[int, ...],
    ) -> Planned:  # fmt: skip
        parts = [label.replace(" ", ","), question.id]
        parts += [f"for-{argues}"] if argues is not None else []
        parts += [team.label.replace(" ", ",")] if team.label else []
        parts += [f"r{repeat}"] if self.experiment.repeats > 1 else []
        seed = derived_seed(self.experiment.seed, question.id, repeat)
        return Planned("/".join(parts), label, protocol, team, question, repeat, argues, order, seed)


def check_matrix(matrix: Matrix, document: Document) -> None:
    """Raises BadInput where a question does not fit a protocol, or a role has no agent, before anything is called."""
    for i, (label, protocol) in enumerate(matrix.protocols.items()):
        for question in matrix.questions:
            argues = 0 if protocol.is_assigned else None
            order = tuple(range(len(question.choices)))
            try:
                check_fit(protocol, question, order, argues)
                for team in matrix.teams:
                    seat_agents(seats_of(protocol.roles, question, order, argues), team.agents)
            except BadInput as error:
                raise BadInput(f"{label}: {error.message}", document.where(("protocols", i))) from None
    known = {name for p in matrix.protocols.values() for key, role in p.roles.items() for name in (key, role.kind)}
    for name in matrix.experiment.agents:
        if name not in known and not any(name.rpartition("-")[0] == role for role in known):
            raise BadInput(
                f"no protocol here has a seat {name!r}: {nearest(name, known)}", document.where(("agents", name))
            )


def teams_of(opened: Mapping[str, Sequence[tuple[str, Agent]]]) -> list[Team]:
    """All choices of one agent for each role, from the (label, agent) pairs given for it."""
    varied = [role for role, agents in opened.items() if len(agents) > 1]
    teams = []
    for choice in product(*opened.values()):
        chosen = dict(zip(opened, choice, strict=True))
        label = " ".join(f"{role}={chosen[role][0]}" for role in varied)
        teams.append(Team(label, {role: agent for role, (_, agent) in chosen.items()}))
    return teams


def orders_of(experiment: Experiment, questions: Sequence[Question], repeat: int) -> dict[str, tuple[int, ...]]:
    """In which order each question's choices are shown.

    `balanced`: questions are put in a random row, and the right answer stands in each place in turn, so that a judge
    who always names the first is right on just as many questions as there are places; the other choices are shuffled.
    """
    if experiment.order == "given":
        return {q.id: tuple(range(len(q.choices))) for q in questions}
    row = sorted(questions, key=lambda q: (derived_seed(experiment.seed, "order", q.id), q.id))
    return {
        q.id: _balanced(q, rank + repeat, derived_seed(experiment.seed, "rest", q.id)) for rank, q in enumerate(row)
    }


def _balanced(question: Question, rank: int, seed: int) -> tuple[int, ...]:
    anchor = question.gold or 0
    others = [i for i in range(len(question.choices)) if i != anchor]
    others.sort(key=lambda i: derived_seed(seed, i))
    at = rank % len(question.choices)
    return (*others[:at], anchor, *others[at:])
