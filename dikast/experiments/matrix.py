"""The matrix: which episodes an experiment consists of, paired across its cells."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple

from dikast.agents import Agent
from dikast.experiments.choice_orders import Batches, ChoiceOrders
from dikast.experiments.experiment import Experiment
from dikast.experiments.filters import Filters
from dikast.experiments.journals import model_of
from dikast.experiments.run_names import RunNames
from dikast.experiments.run_plan import LANE_SEPARATOR, AgentsInEpisode
from dikast.experiments.tournament import Pair, PlannedGame
from dikast.graphs import Pause, Swap, derived_seed, run_episode
from dikast.protocols import Protocol
from dikast.records import Episode, Question, team_label


@dataclass(frozen=True)
class Team:
    """One choice of agents: which agent has which role or kind.

    `names` are what tables call these agents. `varied` are the names of those roles for which there is a choice:
    they tell one team from another, and are its label. `in_id` are those of them that the ids of its episodes name.
    """

    agents: Mapping[str, Agent]
    names: Mapping[str, str]
    varied: Mapping[str, str]
    in_id: Mapping[str, str]

    @cached_property
    def label(self) -> str:
        """What tables call the team; empty where there is only one."""
        return team_label(self.varied)

    @cached_property
    def lane(self) -> str:
        """The models of these agents: an episode that waits for one of them waits with all others of this lane."""
        return LANE_SEPARATOR.join(sorted({model_of(agent) for agent in self.agents.values()}))


@dataclass(frozen=True)
class MatrixCell:
    """One protocol, by its label, with one choice of agents."""

    label: str
    protocol: Protocol
    team: Team

    @cached_property
    def axes(self) -> dict[str, str]:
        """The values by which the cell can be selected."""
        return {"protocol": self.label, **self.team.names}

    @cached_property
    def _is_assigned(self) -> bool:
        return self.protocol.is_assigned

    @cached_property
    def _id_parts(self) -> tuple[str, str]:
        """What the ids of its episodes have before and after the question."""
        # Ids are part of records and of `--only`; a space would have to be quoted in a shell.
        team = f"/{team_label(self.team.in_id)}" if self.team.in_id else ""
        return self.label.replace(" ", ","), team.replace(" ", ",")

    def id(self, question: Question, argues: int | None, repeat_part: str) -> str:
        """The id of an episode; `repeat_part` is what its end says of the repeat."""
        label, team = self._id_parts
        side = "" if argues is None else f"/for-{argues}"
        return f"{label}/{question.id}{side}{team}{repeat_part}"

    def sides(self, question: Question) -> Sequence[int | None]:
        """The choice that is argued in each episode on the question: every one in turn where a side is assigned."""
        if not self._is_assigned:
            return (None,)
        return range(len(question.choices))


@dataclass(frozen=True)
class MatrixEpisode:
    """One episode to be run. No other episode of the experiment has its id."""

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
    def shown_agents(self) -> Mapping[str, str]:
        """The agents that make the label of its team, by role."""
        return self.team.varied

    async def episode(self, swap: Swap, in_episode: AgentsInEpisode, pause: Pause | None = None) -> Episode:
        """Runs it with its agents as `in_episode` returns them (see `PlannedEpisode`)."""
        return await run_episode(
            self.protocol,
            self.question,
            agents=in_episode(self.team.agents),
            seed=self.seed,
            argues=self.argues,
            swap=swap,
            order=self.order,
            id=self.id,
            pause=pause,
        )


class _Place(NamedTuple):
    """Where in the matrix an episode is. The episode itself is made only where it is run."""

    id: str
    cell: MatrixCell
    question: Question
    repeat: int
    argues: int | None


@dataclass(frozen=True)
class Matrix:
    """Questions, labelled protocols and agents, and the episodes they make; the same for the same experiment.

    The seed and the order of a question depend on the question and the repeat alone, so that all cells are paired.
    `agents` are the (label, agent) pairs given for each role or kind; a protocol is run with every choice among those
    of its own roles. `selection` says which of all these episodes are run. `names` and `batches` are those of a run
    that goes on; without them it is a new one.
    """

    experiment: Experiment
    questions: Sequence[Question]
    protocols: Mapping[str, Protocol]
    agents: Mapping[str, Sequence[tuple[str, Agent]]]
    selection: Filters = field(default_factory=Filters)
    names: RunNames | None = None
    batches: Batches = ()

    def __len__(self) -> int:
        # Counted without making an episode: a matrix may have a million of them.
        if self.selection.look_at("repeat"):
            return sum(map(self._n_in_repeat, range(self.experiment.repeats)))
        return self.experiment.repeats * self._n_in_repeat(0)

    def _n_in_repeat(self, repeat: int) -> int:
        return sum(len(cell.sides(question)) for cell, question in self._selected(self.cells, repeat))

    @cached_property
    def _names(self) -> RunNames:
        """The names that are kept."""
        if self.names is not None:
            return self.names
        return RunNames.of_new(list(self.protocols), self.agents, self.experiment.repeats)

    @cached_property
    def cells(self) -> list[MatrixCell]:
        """Every protocol with every choice of agents, as far as they are selected."""
        cells = []
        for label, protocol in self.protocols.items():
            for team in self.teams(protocol):
                cell = MatrixCell(label, protocol, team)
                if self.selection.takes(cell.axes):
                    cells.append(cell)
        return cells

    def lanes(self, done: Container[str] = frozenset()) -> dict[str, Iterator[MatrixEpisode]]:
        """The episodes by the models that they wait for, each lane in the order of the whole, without those `done`."""
        lanes: dict[str, list[MatrixCell]] = {}
        for cell in self.cells:
            lanes.setdefault(cell.team.lane, []).append(cell)
        return {lane: self.episodes(cells, done) for lane, cells in lanes.items()}

    def teams(self, protocol: Protocol) -> list[Team]:
        """All choices of one agent for each of the roles that this protocol has.

        Agents may be given for a seat, for a role or for a kind. Those of a kind fill the roles of that kind for which
        no agents are given.
        """
        return self._teams_of({name: self.agents[name] for name in used_agents(protocol, self.agents)})

    def _teams_of(self, opened: Mapping[str, Sequence[tuple[str, Agent]]]) -> list[Team]:
        """All choices of one agent for each role, from the (label, agent) pairs given for it."""
        teams = []
        for choice in product(*opened.values()):
            agents: dict[str, Agent] = {}
            names: dict[str, str] = {}
            for role, (label, agent) in zip(opened, choice, strict=True):
                agents[role] = agent
                names[role] = label
            # Labels stay short: they leave out a role for which there is no choice.
            varied = {role: label for role, label in names.items() if role in self._names.varied}
            teams.append(Team(agents, names, varied, self._names.in_id(varied)))
        return teams

    def __iter__(self) -> Iterator[MatrixEpisode]:
        """Question by question, so that what was run by any moment covers all cells alike."""
        return self.episodes(self.cells)

    def ids(self) -> Iterator[str]:
        """The ids of the episodes, in their order, without making the episodes."""
        return (place.id for place in self._places(self.cells))

    def episodes(self, cells: Sequence[MatrixCell], done: Container[str] = frozenset()) -> Iterator[MatrixEpisode]:
        """The episodes of these cells, question by question, without those that have these ids."""
        for place in self._places(cells):
            if place.id not in done:
                yield self._episode(place)

    def _places(self, cells: Sequence[MatrixCell]) -> Iterator[_Place]:
        """The places of these cells' episodes, question by question."""
        for repeat in range(self.experiment.repeats):
            repeat_part = f"/r{repeat}" if repeat or self._names.names_first_repeat else ""
            for cell, question in self._selected(cells, repeat):
                for argues in cell.sides(question):
                    yield _Place(cell.id(question, argues, repeat_part), cell, question, repeat, argues)

    def games(self, of: Pair) -> Iterator[PlannedGame]:
        """The episodes in which agents of these two roles meet."""
        first_role, second_role = of
        for planned in self:
            names = planned.team.names
            # A protocol without one of the roles has no game.
            if names.keys() >= {first_role, second_role}:
                pair = (names[first_role], names[second_role])
                yield PlannedGame(planned.id, planned.question.id, pair)

    def _selected(self, cells: Sequence[MatrixCell], repeat: int) -> Iterator[tuple[MatrixCell, Question]]:
        """What is run in one repeat, question by question."""
        # Where no pattern names a question or a repeat, the cells were selected already.
        takes_all = not (self.selection.look_at("question") or self.selection.look_at("repeat"))
        for question in self.questions:
            for cell in cells:
                if takes_all or self.selection.takes({**cell.axes, "question": question.id, "repeat": str(repeat)}):
                    yield cell, question

    @cached_property
    def _orders(self) -> ChoiceOrders:
        return ChoiceOrders(self.experiment, self.questions, self.batches)

    def _episode(self, place: _Place) -> MatrixEpisode:
        """The episode at a place, with its order and its seed."""
        cell, question = place.cell, place.question
        return MatrixEpisode(
            id=place.id,
            label=cell.label,
            protocol=cell.protocol,
            team=cell.team,
            question=question,
            repeat=place.repeat,
            argues=place.argues,
            order=self._orders.of(question, place.repeat),
            seed=derived_seed(self.experiment.seed, question.id, place.repeat),
        )


def used_agents(protocol: Protocol, given: Iterable[str]) -> list[str]:
    """Those of the seats, roles and kinds for which agents are given whose agents sit in the protocol, in that order.

    Agents of a kind sit in the roles of that kind for which none are given.
    """
    names = list(given)
    used: set[str] = set()
    for role_name, role in protocol.roles.items():
        used.add(role_name if role_name in names else role.kind)
    # `peer-2` is the second seat of the role `peer`.
    return [name for name in names if name in used or name.rpartition("-")[0] in protocol.roles]
