"""Findings: all that a report shows, as numbers; the terminal, the page and JSON are made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from typing import TYPE_CHECKING

from dikast.errors import BadInput, nearest
from dikast.experiments import CellTeams, RunFolder
from dikast.metrics import Agreement, Caution, Comparison, Cycle, DebaterStats, Rating, Ratings, Recovery, Weigh
from dikast.records import Outcome, Record, team_label
from dikast.report.cell_findings import CellFindings, find_in_cell
from dikast.report.cost import Cost, CostCounter, total
from dikast.report.grouping import KEYS, labels, read_keys
from dikast.report.notable_episodes import NotableEpisode, NotableEpisodes, NotableKind
from dikast.report.pgr_table import find_recoveries
from dikast.report.run_description import RunDescription, describe_run

if TYPE_CHECKING:
    from dikast.metrics import Cell

LEAST_RESAMPLES, MOST_RESAMPLES = 500, 10_000
DRAWS = 5_000_000
"""About how many questions are drawn in all for one interval."""
MOST_COMPARED = 8
MOST_AGREEMENTS = 40


class Findings(Record):
    """All that a report shows of one or several runs.

    `weigh` says what weighs the same in a mean, `resamples` how often the bootstrap drew. `counted` is how many
    episodes there are of each surprising kind; `surprises` are some of them. `agreements_left_out` is how many pairs of
    cells, with judges to be compared, come after those that `agreements` has room for.
    """

    runs: tuple[RunDescription, ...]
    by: tuple[str, ...]
    weigh: Weigh
    resamples: int
    cells: tuple[CellFindings, ...]
    comparisons: tuple[Comparison, ...]
    recoveries: tuple[Recovery, ...]
    agreements: dict[str, Agreement]
    agreements_left_out: int
    arguers: tuple[DebaterStats, ...]
    ratings: Ratings | None
    elo: tuple[Rating, ...]
    cycles: tuple[Cycle, ...]
    cautions: tuple[Caution, ...]
    counted: dict[NotableKind, int]
    surprises: tuple[NotableEpisode, ...]
    cost: Cost
    questions: int

    def cell(self, name: str) -> CellFindings:
        """The cell of that name."""
        return next(cell for cell in self.cells if cell.name == name)


@dataclass
class _Notes:
    """What is taken down of every episode while the columns are filled; `teams` are those of each run by its name.

    `besides_judge` has for each cell, by its protocol and agents, what tells its agents, the judge left out.
    """

    teams: Mapping[str, CellTeams]
    surprises: NotableEpisodes = field(default_factory=NotableEpisodes)
    tills: dict[tuple[str, str], CostCounter] = field(default_factory=dict)
    besides_judge: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def till(self, protocol: str, agents: str) -> CostCounter:
        """The till of a cell."""
        if (protocol, agents) not in self.tills:
            self.tills[protocol, agents] = CostCounter()
        return self.tills[protocol, agents]

    def take(self, outcomes: Iterable[tuple[str, Outcome]], keys: Sequence[str]) -> Iterator[Outcome]:
        """The outcomes, each under the labels of its cell."""
        for run, outcome in outcomes:
            protocol, agents = labels(keys, run, outcome)
            self.surprises.add(run, outcome)
            self.till(protocol, agents).add(outcome)
            if (protocol, agents) not in self.besides_judge:
                self.besides_judge[protocol, agents] = _besides_judge(keys, outcome, self.teams[run].of(outcome))
            is_same = (protocol, agents) == (outcome.protocol, outcome.agents)
            yield outcome if is_same else outcome.model_copy(update={"protocol": protocol, "agents": agents})


def build_findings(
    folders: Sequence[RunFolder],
    *,
    by: str | None = None,
    compare: tuple[str, str] | None = None,
    weigh: Weigh = "questions",
) -> Findings:
    """What the records of these run folders say; each record is read once, and none is kept.

    `by` are keys to group by, such as `protocol,judge`; `compare` names two cells to be compared, instead of all with
    all. Raises BadInput for keys and cells there are none of, and for folders without episodes.
    """
    from dikast.metrics import cautions, debaters
    from dikast.metrics import cells as columns

    keys = read_keys(by, len(folders))
    names = named(folders)
    notes = _Notes({name: CellTeams(folder) for name, folder in names.items()})
    told = ((name, outcome) for name, folder in names.items() for outcome in folder.outcomes())
    found = _ordered(columns(notes.take(told, keys)), folders)
    if not found:
        raise BadInput("there are no episodes in it yet", ", ".join(str(folder.path) for folder in folders))
    pairs = [_pair(found, compare)] if compare else []
    questions = len({question for cell in found for question in cell.questions})
    resamples = min(MOST_RESAMPLES, max(LEAST_RESAMPLES, DRAWS // questions))
    comparisons, recoveries = _comparisons(found, pairs, resamples), find_recoveries(found, names, resamples)
    agreements, left_out = _agreements(found, notes.besides_judge, resamples)
    ratings, order, rounds = _ratings(found)
    runs = tuple(describe_run(folder).model_copy(update={"name": name}) for name, folder in names.items())
    doubts = cautions(found, comparisons=comparisons, agreements=agreements, recoveries=recoveries)
    return Findings(
        runs=runs,
        by=keys,
        weigh=weigh,
        resamples=resamples,
        cells=tuple(
            find_in_cell(cell, notes.tills[cell.protocol, cell.agents].cost(), weigh, resamples) for cell in found
        ),
        comparisons=tuple(comparisons),
        recoveries=tuple(recoveries),
        agreements=agreements,
        agreements_left_out=left_out,
        arguers=tuple(debaters(found, resamples=resamples)),
        ratings=ratings,
        elo=tuple(order),
        cycles=tuple(rounds),
        cautions=(*_other_questions(runs), *doubts),
        counted=notes.surprises.counts(),
        surprises=tuple(notes.surprises.chosen()),
        cost=total(till.cost() for till in notes.tills.values()),
        questions=questions,
    )


def named(folders: Sequence[RunFolder]) -> dict[str, RunFolder]:
    """Each run by its folder's name, numbered where two are called alike. Raises BadInput for one given twice."""
    paths = [folder.path.resolve() for folder in folders]
    if twice := next((path for path in paths if paths.count(path) > 1), None):
        raise BadInput("this run is given twice: its episodes would count double", str(twice))
    found: dict[str, RunFolder] = {}
    for folder in folders:
        name = folder.path.resolve().name
        numbered = (f"{name}-{i}" for i in range(2, 2 + len(folders)))
        found[name if name not in found else next(n for n in numbered if n not in found)] = folder
    return found


def _other_questions(runs: Sequence[RunDescription]) -> list[Caution]:
    """Runs that did not ask the same: a question is known by its id, whatever it says."""
    asked = {run.question_set for run in runs if run.question_set}
    reason = "their question sets differ; questions of the same id are taken for the same one"
    where = " and ".join(run.name for run in runs if run.question_set)
    return [Caution(kind="other-questions", where=where, reason=reason)] if len(asked) > 1 else []


def _ordered(cells: list[Cell], folders: Sequence[RunFolder]) -> list[Cell]:
    """The cells in the order in which the experiments list their protocols."""
    order = {label: i for i, label in reversed([*enumerate(label for f in folders for label in f.labels())])}
    return sorted(cells, key=lambda cell: order.get(cell.protocol, len(order)))


def _pair(cells: Sequence[Cell], names: tuple[str, str]) -> tuple[Cell, Cell]:
    return _named(cells, names[0]), _named(cells, names[1])


def _named(cells: Sequence[Cell], name: str) -> Cell:
    """The cell of that name, or the only one of that protocol."""
    whole = [cell for cell in cells if cell.name == name]
    alike = whole or [cell for cell in cells if name in (cell.protocol, cell.agents)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise BadInput(f"{name!r} could be any of {', '.join(repr(c.name) for c in alike)}", "--compare")
    raise BadInput(f"no cell {name!r}: {nearest(name, [cell.name for cell in cells])}", "--compare")


def _comparisons(cells: Sequence[Cell], pairs: Sequence[tuple[Cell, Cell]], resamples: int) -> list[Comparison]:
    """The pairs asked for, or all with all where they are few enough to be read."""
    from dikast.metrics import compare, compare_all

    if pairs:
        return [compare(a, b, resamples=resamples) for a, b in pairs]
    if not 2 <= len(cells) <= MOST_COMPARED:
        return []
    return [c for c in compare_all(cells, resamples=resamples) if c.difference.n]


def _agreements(
    cells: Sequence[Cell], besides_judge: Mapping[tuple[str, str], list[str]], resamples: int
) -> tuple[dict[str, Agreement], int]:
    """How far judges agree in cells that differ in who judged alone, as many as can be read, and how many pairs of
    such cells are left.
    """
    from dikast.metrics import between

    def differ_in_judge(a: Cell, b: Cell) -> bool:
        if a.protocol != b.protocol or a.agents == b.agents:
            return False
        return besides_judge[a.protocol, a.agents] == besides_judge[b.protocol, b.agents]

    pairs = ((a, b) for a, b in combinations(cells, 2) if differ_in_judge(a, b))
    found = ((f"{a.name} and {b.name}", between(a, b, resamples=resamples)) for a, b in pairs)
    shown = dict(islice(((name, one) for name, one in found if one.n > 1), MOST_AGREEMENTS))
    return shown, sum(1 for _ in pairs)


def _besides_judge(keys: Sequence[str], outcome: Outcome, team: Mapping[str, str]) -> list[str]:
    """What the label of an episode's cell says of its agents, the judge and the run left out."""
    others = {role: agent for role, agent in team.items() if role != "judge"}
    parts = []
    for key in keys:
        if key == "agents":
            parts.append(team_label(others))
        elif key not in ("protocol", "judge", "run"):
            parts.append(KEYS[key]("", outcome))
    return parts


def _ratings(cells: Sequence[Cell]) -> tuple[Ratings | None, list[Rating], list[Cycle]]:
    """How well agents persuade, each as two players, by two methods, and who beats whom in a circle."""
    from dikast.metrics import bradley_terry, cycles, elo, games

    played = games(cells, split=True)
    if not played or len({player for game in played for player in (game.first, game.second)}) < 2:
        return None, [], []
    return bradley_terry(played), elo(played), cycles(games(cells))
