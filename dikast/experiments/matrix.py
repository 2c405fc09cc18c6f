"""The matrix: which episodes an experiment consists of, paired across its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import get_args

from dikast.agents import Agent
from dikast.errors import BadInput, nearest
from dikast.experiments.experiment import Experiment
from dikast.experiments.filters import Filters
from dikast.experiments.journals import model_of
from dikast.experiments.tournament import Meeting, Pair
from dikast.graphs import Swap, check_fit, derived_seed, run_episode, seat_agents
from dikast.input_files import Document
from dikast.protocols import Protocol, seats_of
from dikast.records import Episode, Question, SeatKind


@dataclass(frozen=True)
class Team:
    """One choice of agents: who sits in which role or kind; `label` names those that differ between teams.

    `names` are what tables call each of them.
    """

    label: str
    agents: Mapping[str, Agent]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def lane(self) -> str:
        """The models that these agents share: who waits for one of them waits with all others of this lane."""
        return " + ".join(sorted({model_of(agent) for agent in self.agents.values()}))


@dataclass(frozen=True)
class MatrixCell:
    """One protocol, by its label, with one choice of agents."""

    label: str
    protocol: Protocol
    team: Team

    @property
    def axes(self) -> dict[str, str]:
        """The values by which the cell can be selected."""
        return {"protocol": self.label, **self.team.names}


@dataclass(frozen=True)
class MatrixEpisode:
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

    @property
    def lane(self) -> str:
        """The models that it waits for."""
        return self.team.lane

    @property
    def question_id(self) -> str:
        """The id of its question."""
        return self.question.id

    @property
    def team_label(self) -> str:
        """What tables call its agents."""
        return self.team.label

    async def episode(self, swap: Swap) -> Episode:
        """Runs it. Raises EpisodeFailed where an agent gives no reply."""
        return await run_episode(
            self.protocol,
            self.question,
            agents=self.team.agents,
            seed=self.seed,
            argues=self.argues,
            swap=swap,
            order=self.order,
            id=self.id,
        )


@dataclass(frozen=True)
class Matrix:
    """Questions, labelled protocols and agents, and the episodes they make; the same for the same experiment.

    The seed and the order of a question depend on the question and the repeat alone, so that all cells are paired.
    `agents` are the (label, agent) pairs given for each role or kind; a protocol is run with every choice among those
    that sit in it. `selection` says which of all these episodes are meant.
    """

    experiment: Experiment
    questions: Sequence[Question]
    protocols: Mapping[str, Protocol]
    agents: Mapping[str, Sequence[tuple[str, Agent]]]
    selection: Filters = field(default_factory=Filters)

    def __len__(self) -> int:
        return sum(
            len(question.choices) if cell.protocol.is_assigned else 1
            for cell in self.cells
            for _, question in self._asked(cell)
        )

    @cached_property
    def cells(self) -> list[MatrixCell]:
        """Every protocol with every choice of agents, as far as they are selected."""
        every = (MatrixCell(label, p, team) for label, p in self.protocols.items() for team in self.teams(p))
        return [cell for cell in every if self.selection.takes(cell.axes)]

    def lanes(self) -> dict[str, Iterator[MatrixEpisode]]:
        """The episodes by the models that they wait for, each lane in the order of the whole."""
        lanes: dict[str, list[MatrixCell]] = {}
        for cell in self.cells:
            lanes.setdefault(cell.team.lane, []).append(cell)
        return {lane: self.episodes(cells) for lane, cells in lanes.items()}

    def teams(self, protocol: Protocol) -> list[Team]:
        """All choices of one agent for each of the roles that this protocol has."""
        return teams_of({name: self.agents[name] for name in self.agents if name in _names_in(protocol, self.agents)})

    def __iter__(self) -> Iterator[MatrixEpisode]:
        """Question by question, so that what was run by any moment covers all cells alike."""
        return self.episodes(self.cells)

    def episodes(self, cells: Sequence[MatrixCell]) -> Iterator[MatrixEpisode]:
        """The episodes of these cells, question by question."""
        for repeat in range(self.experiment.repeats):
            order = orders_of(self.experiment, self.questions, repeat)
            for question in self.questions:
                for cell in cells:
                    if self.selection.takes({**cell.axes, "question": question.id, "repeat": str(repeat)}):
                        for argues in range(len(question.choices)) if cell.protocol.is_assigned else (None,):
                            yield self._planned(question, cell, repeat, argues, order[question.id])

    def meetings(self, of: Pair) -> Iterator[Meeting]:
        """The episodes in which agents of these two roles meet."""
        for planned in self:
            first, second = (planned.team.names.get(role) for role in of)
            if first is not None and second is not None:
                yield Meeting(planned.id, planned.question.id, (first, second))

    def _asked(self, cell: MatrixCell) -> Iterator[tuple[int, Question]]:
        """The repeats and questions of a cell that are selected."""
        for repeat in range(self.experiment.repeats):
            for question in self.questions:
                if self.selection.takes({**cell.axes, "question": question.id, "repeat": str(repeat)}):
                    yield repeat, question

    def _planned(
        self, question: Question, cell: MatrixCell, repeat: int, argues: int | None, order: tuple[int, ...]
    ) -> MatrixEpisode:
        label, protocol, team = cell.label, cell.protocol, cell.team
        parts = [label.replace(" ", ","), question.id]
        parts += [f"for-{argues}"] if argues is not None else []
        parts += [team.label.replace(" ", ",")] if team.label else []
        parts += [f"r{repeat}"] if self.experiment.repeats > 1 else []
        seed = derived_seed(self.experiment.seed, question.id, repeat)
        return MatrixEpisode("/".join(parts), label, protocol, team, question, repeat, argues, order, seed)


def check_matrix(matrix: Matrix, document: Document) -> None:
    """Raises BadInput where a question does not fit a protocol, a role has no agent, or two episodes share an id.

    Also where a selection names what is not there, or leaves nothing.
    """
    anyone = {name: agents[0][1] for name, agents in matrix.agents.items()}
    for i, (label, protocol) in enumerate(matrix.protocols.items()):
        if protocol.grade is not None and matrix.experiment.swap == "both":
            raise BadInput(f"{label} judges a worked solution: no answers to swap", document.where(("swap",)))
        for question in matrix.questions:
            argues = 0 if protocol.is_assigned else None
            order = tuple(range(len(question.choices)))
            try:
                check_fit(protocol, question, order, argues)
                seat_agents(seats_of(protocol.roles, question, order, argues), anyone)
            except BadInput as error:
                raise BadInput(f"{label}: {error.message}", document.where(("protocols", i))) from None
    _check_names(matrix, document)
    _check_selection(matrix, document)
    seen: set[str] = set()
    for planned in matrix:
        if planned.id in seen:
            raise BadInput(f"two episodes would be called {planned.id!r}: name the protocols apart", document.name)
        seen.add(planned.id)


def _check_selection(matrix: Matrix, document: Document) -> None:
    known: dict[str, list[str]] = {
        "protocol": list(matrix.protocols),
        "question": [question.id for question in matrix.questions],
        "repeat": [str(repeat) for repeat in range(matrix.experiment.repeats)],
        **{role: [name for name, _ in agents] for role, agents in matrix.agents.items()},
    }
    places = {part: document.where((part,)) for part in ("include", "exclude")} | {"only": "--only"}
    matrix.selection.check(known, places)
    if not len(matrix):
        part = next((p for p in ("exclude", "include") if getattr(matrix.selection, p)), "only")
        raise BadInput("no episode is left to run", "--only" if matrix.selection.only else places[part])


def _check_names(matrix: Matrix, document: Document) -> None:
    # An agent of a kind that no protocol here has is no fault: `--set protocols=[direct]` leaves debaters idle.
    known = {name for protocol in matrix.protocols.values() for name in protocol.roles} | {*get_args(SeatKind)}
    for name in matrix.experiment.agents:
        if name not in known and not any(name.rpartition("-")[0] == role for role in known):
            raise BadInput(
                f"no protocol here has a seat {name!r}: {nearest(name, known)}", document.where(("agents", name))
            )


def _names_in(protocol: Protocol, given: Iterable[str]) -> set[str]:
    """The names under which agents are given that this protocol looks for: of a seat, of a role, else of its kind."""
    names = set(given)
    used = {name for name in names if name.rpartition("-")[0] in protocol.roles}
    return used | {key if key in names else role.kind for key, role in protocol.roles.items()}


def teams_of(opened: Mapping[str, Sequence[tuple[str, Agent]]]) -> list[Team]:
    """All choices of one agent for each role, from the (label, agent) pairs given for it."""
    varied = [role for role, agents in opened.items() if len(agents) > 1]
    teams = []
    for choice in product(*opened.values()):
        chosen = dict(zip(opened, choice, strict=True))
        label = " ".join(f"{role}={chosen[role][0]}" for role in varied)
        agents = {role: agent for role, (_, agent) in chosen.items()}
        teams.append(Team(label, agents, {role: name for role, (name, _) in chosen.items()}))
    return teams


def orders_of(experiment: Experiment, questions: Sequence[Question], repeat: int) -> dict[str, tuple[int, ...]]:
    """In which order each question's choices are shown.

    `balanced`: questions with as many choices are put in a random row, and the right answer stands in each place in
    turn, so that a judge who always names the first is right as often as chance; the other choices are shuffled.
    """
    if experiment.order == "given":
        return {q.id: tuple(range(len(q.choices))) for q in questions}
    ranks: Counter[tuple[int, bool]] = Counter()
    orders = {}
    for q in sorted(questions, key=lambda q: (derived_seed(experiment.seed, "order", q.id), q.id)):
        alike = (len(q.choices), q.gold is None)
        orders[q.id] = _balanced(q, ranks[alike] + repeat, derived_seed(experiment.seed, "rest", q.id))
        ranks[alike] += 1
    return orders


def _balanced(question: Question, rank: int, seed: int) -> tuple[int, ...]:
    if not question.choices:
        return ()
    anchor = question.gold or 0
    others = [i for i in range(len(question.choices)) if i != anchor]
    others.sort(key=lambda i: derived_seed(seed, i))
    at = rank % len(question.choices)
    return (*others[:at], anchor, *others[at:])
