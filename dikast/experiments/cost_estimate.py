"""Cost estimate: what a run will take, before anything is paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dikast.agents import Agent, AgentWrapper, FallbackAgent, Price, Priced
from dikast.experiments.dry_run import SeatCalls, dry_run
from dikast.experiments.limits import EpisodeCost
from dikast.experiments.matrix import Matrix, MatrixCell, MatrixEpisode
from dikast.experiments.stores import IdSet, RunFolder
from dikast.records import Record

N_DRY_RUNS = 8
"""How many episodes of a cell are run dry, of those with the same number of choices."""


class CostEstimate(Record):
    """What one cell will take for the episodes that are still to be run, where no reply has to be asked for again.

    `calls` is exact where nothing can end early, else the most there can be. Tokens count four characters each and
    replies as long as they may be; `repeated_tokens` of the input are the same, byte for byte, as the beginning of
    that seat's call before, which is what prompt caches are for: where a model has one, `usd` counts them as cached.
    `usd` is None where a price is unknown, and `known_usd` what the seats of known price take. `lane` names the models
    that the cell waits for.
    """

    protocol: str
    agents: str
    lane: str
    episodes: int
    calls: int
    input_tokens: int
    output_tokens: int
    repeated_tokens: int
    usd: float | None
    known_usd: float = 0.0

    @property
    def expected(self) -> EpisodeCost:
        """What one of its episodes takes."""
        n = max(1, self.episodes)
        return EpisodeCost(self.known_usd / n, (self.input_tokens + self.output_tokens) / n)


@dataclass
class _Sums:
    """The calls of a cell, added up."""

    calls: float = 0.0
    input_tokens: float = 0.0
    output_tokens: float = 0.0
    repeated_tokens: float = 0.0
    usd: float = 0.0
    is_priced: bool = True

    def add(self, seat: SeatCalls, weight: float, price: Price | None) -> None:
        """Adds the calls to one seat of one episode, which speaks for `weight` episodes."""
        self.calls += weight * seat.calls
        self.input_tokens += weight * seat.input_tokens
        self.output_tokens += weight * seat.output_tokens
        self.repeated_tokens += weight * seat.repeated_tokens
        if price is None:
            self.is_priced = False
            return
        has_cache = price.cached < price.input
        self.usd += weight * price.usd(
            input_tokens=seat.input_tokens,
            output_tokens=seat.output_tokens,
            cached_tokens=seat.repeated_tokens if has_cache else 0,
        )


@dataclass
class CostEstimator:
    """Runs some episodes of every protocol dry: the shortest questions, the longest, and some between."""

    matrix: Matrix
    folder: RunFolder
    _dry_runs: dict[tuple[str, str, int | None], list[SeatCalls]] = field(default_factory=dict)

    async def estimates(self) -> list[CostEstimate]:
        """Every cell's estimate, in the order of the matrix."""
        finished = self.folder.finished() if self.folder.is_begun else IdSet()
        return [await self._estimate(cell, finished) for cell in self.matrix.cells]

    async def _estimate(self, cell: MatrixCell, finished: IdSet) -> CostEstimate:
        """The estimate of one cell, without the episodes that are finished."""
        # Protocols make as many calls as there are choices to argue for; prompts are as long as questions are.
        by_n_choices: dict[int, list[MatrixEpisode]] = {}
        n_episodes = 0
        for planned in self.matrix.episodes([cell], finished):
            n_episodes += 1
            by_n_choices.setdefault(len(planned.question.choices), []).append(planned)
        sums = _Sums()
        for alike in by_n_choices.values():
            await self._add(sums, cell, alike)
        return CostEstimate(
            protocol=cell.label,
            agents=cell.team.label,
            lane=cell.team.lane,
            episodes=n_episodes,
            calls=round(sums.calls),
            input_tokens=round(sums.input_tokens),
            output_tokens=round(sums.output_tokens),
            repeated_tokens=round(sums.repeated_tokens),
            usd=sums.usd if sums.is_priced else None,
            known_usd=sums.usd,
        )

    async def _add(self, sums: _Sums, cell: MatrixCell, episodes: list[MatrixEpisode]) -> None:
        """Adds the calls of these episodes, which all make as many, from a sample of them."""
        sample = _spread(episodes)
        weight = len(episodes) / len(sample)
        for planned in sample:
            for seat in await self._seat_calls(planned):
                price = _price(_agent_in(cell, seat))
                sums.add(seat, weight, price)

    async def _seat_calls(self, planned: MatrixEpisode) -> list[SeatCalls]:
        """The calls of one episode, run dry once for all teams."""
        # Without the team: the same prompts are sent to whatever agents sit there.
        key = (planned.label, planned.question.id, planned.argues)
        if key not in self._dry_runs:
            self._dry_runs[key] = await dry_run(
                planned.protocol,
                planned.question,
                seed=planned.seed,
                order=planned.order,
                argues=planned.argues,
                swap=self.matrix.experiment.swap,
            )
        return self._dry_runs[key]


def cost_by_lane(estimates: Iterable[CostEstimate]) -> dict[str, EpisodeCost]:
    """What an episode of each lane takes on average."""
    n_episodes: Counter[str] = Counter()
    usd: defaultdict[str, float] = defaultdict(float)
    tokens: Counter[str] = Counter()
    for estimate in estimates:
        lane = estimate.lane
        n_episodes[lane] += estimate.episodes
        usd[lane] += estimate.expected.usd * estimate.episodes
        tokens[lane] += estimate.input_tokens + estimate.output_tokens
    costs = {}
    for lane, n in n_episodes.items():
        # A lane whose episodes are all finished has nothing to expect.
        if n:
            costs[lane] = EpisodeCost(usd[lane] / n, tokens[lane] / n)
    return costs


def _spread(episodes: Sequence[MatrixEpisode]) -> list[MatrixEpisode]:
    """A few of these, from the shortest question to the longest."""

    def length(planned: MatrixEpisode) -> tuple[int, str]:
        question = planned.question
        n_chars = len(question.text) + len(question.source or "")
        return n_chars, planned.id

    ordered = sorted(episodes, key=length)
    if len(ordered) <= N_DRY_RUNS:
        return ordered
    # At even distances, the first and the last among them.
    last = len(ordered) - 1
    return [ordered[round(i * last / (N_DRY_RUNS - 1))] for i in range(N_DRY_RUNS)]


def _agent_in(cell: MatrixCell, seat: SeatCalls) -> Agent:
    """The agent of a seat: the one given for the seat, else for its role, else for its kind."""
    agents = cell.team.agents
    role = seat.seat.rpartition("-")[0]
    return next(agents[name] for name in (seat.seat, role, seat.kind) if name in agents)


def _price(agent: Agent) -> Price | None:
    """The list price of an agent's model; None where it is unknown."""
    # The model itself knows its price, not what is wrapped around it.
    if isinstance(agent, AgentWrapper):
        return _price(agent.agent)
    # A fallback is called only where something is wrong.
    if isinstance(agent, FallbackAgent):
        return _price(agent.first)
    if not isinstance(agent, Priced):
        return None
    return agent.price()
