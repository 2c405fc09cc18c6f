"""Estimate: what a run will take, before anything is paid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dikast.agents import Agent, Price, Priced
from dikast.experiments.dry_run import Called, dry_run
from dikast.experiments.journals import CachedAgent
from dikast.experiments.limits import RetryingAgent, Taken
from dikast.experiments.matrix import Matrix, MatrixCell, MatrixEpisode
from dikast.experiments.stores import RESOLVED, RunFolder
from dikast.records import Record

REHEARSED = 8


class CostEstimate(Record):
    """What one cell will take for the episodes that are still to be run, where no reply has to be asked for again.

    `calls` is exact where rounds can't end early, else the most there can be. Tokens count four characters each and
    replies as long as they may be; `repeated_tokens` of the input are the same, byte for byte, as the beginning of
    that seat's call before, which is what prompt caches are for: where a model has one, `usd` counts them as cached.
    `usd` is None where a price is unknown.
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

    @property
    def expected(self) -> Taken:
        """What one of its episodes takes."""
        n = max(1, self.episodes)
        return Taken((self.usd or 0.0) / n, (self.input_tokens + self.output_tokens) / n)


@dataclass
class _Sums:
    episodes: int = 0
    calls: float = 0.0
    input: float = 0.0
    output: float = 0.0
    repeated: float = 0.0
    usd: float = 0.0
    is_priced: bool = True


@dataclass
class CostEstimator:
    """Rehearses some episodes of every protocol: the shortest questions, the longest, and some between."""

    matrix: Matrix
    folder: RunFolder
    _rehearsed: dict[tuple[str, str, int | None], list[Called]] = field(default_factory=dict)

    async def estimates(self) -> list[CostEstimate]:
        """Every cell's estimate, in the order of the matrix."""
        finished = self.folder.finished() if (self.folder.path / RESOLVED).is_file() else set()
        return [await self._of(cell, finished) for cell in self.matrix.cells]

    async def _of(self, cell: MatrixCell, finished: set[str]) -> CostEstimate:
        todo = [planned for planned in self.matrix.episodes([cell]) if planned.id not in finished]
        sums = _Sums(len(todo))
        # Protocols make as many calls as there are choices to argue for; prompts are as long as questions are.
        for alike in _alike(todo):
            some = _spread(alike)
            for planned in some:
                share = len(alike) / len(some)
                for called in await self._calls(planned):
                    _add(sums, called, share, _price(_agent(cell, called)))
        return CostEstimate(
            protocol=cell.label,
            agents=cell.team.label,
            lane=cell.team.lane,
            episodes=sums.episodes,
            calls=round(sums.calls),
            input_tokens=round(sums.input),
            output_tokens=round(sums.output),
            repeated_tokens=round(sums.repeated),
            usd=sums.usd if sums.is_priced else None,
        )

    async def _calls(self, planned: MatrixEpisode) -> list[Called]:
        key = (planned.label, planned.question.id, planned.argues)
        if key not in self._rehearsed:
            self._rehearsed[key] = await dry_run(
                planned.protocol,
                planned.question,
                seed=planned.seed,
                order=planned.order,
                argues=planned.argues,
                swap=self.matrix.experiment.swap,
            )
        return self._rehearsed[key]


def expected(estimates: Iterable[CostEstimate]) -> dict[str, Taken]:
    """What an episode of each lane takes on average."""
    n: Counter[str] = Counter()
    usd: defaultdict[str, float] = defaultdict(float)
    tokens: Counter[str] = Counter()
    for each in estimates:
        n[each.lane] += each.episodes
        usd[each.lane] += each.expected.usd * each.episodes
        tokens[each.lane] += each.input_tokens + each.output_tokens
    return {lane: Taken(usd[lane] / n[lane], tokens[lane] / n[lane]) for lane in n if n[lane]}


def _alike(todo: Sequence[MatrixEpisode]) -> Iterator[list[MatrixEpisode]]:
    by_choices: dict[int, list[MatrixEpisode]] = {}
    for planned in todo:
        by_choices.setdefault(len(planned.question.choices), []).append(planned)
    yield from by_choices.values()


def _spread(alike: list[MatrixEpisode]) -> list[MatrixEpisode]:
    """A few of these, from the shortest question to the longest."""
    ordered = sorted(alike, key=lambda p: (len(p.question.text) + len(p.question.source or ""), p.id))
    if len(ordered) <= REHEARSED:
        return ordered
    return [ordered[round(i * (len(ordered) - 1) / (REHEARSED - 1))] for i in range(REHEARSED)]


def _agent(cell: MatrixCell, called: Called) -> Agent:
    """The agent of a seat: that of its name, else of its role, else of its kind."""
    agents = cell.team.agents
    role = called.role.rpartition("-")[0]
    return next(agents[name] for name in (called.role, role, called.kind) if name in agents)


def _price(agent: Agent) -> Price | None:
    while isinstance(agent, CachedAgent | RetryingAgent):
        agent = agent.agent
    return agent.price() if isinstance(agent, Priced) else None


def _add(sums: _Sums, called: Called, share: float, price: Price | None) -> None:
    sums.calls += share * called.calls
    sums.input += share * called.input_tokens
    sums.output += share * called.output_tokens
    sums.repeated += share * called.repeated_tokens
    sums.is_priced &= price is not None
    if price is not None:
        usd = price.usd(
            input_tokens=called.input_tokens,
            output_tokens=called.output_tokens,
            cached_tokens=called.repeated_tokens if price.cached < price.input else 0,
        )
        sums.usd += share * usd
