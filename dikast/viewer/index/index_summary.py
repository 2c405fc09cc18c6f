"""IndexSummary: what a run adds up to. It is kept in the index, since a page can't wait until it is counted."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pydantic import Field

from dikast.metrics import wilson
from dikast.records import Record
from dikast.report import KINDS
from dikast.viewer.index.indexed_row import kind_bit

MOST_VALUES = 100
SUMMARY = "summary"


class CellCounts(Record):
    """One cell: its episodes by result and by notable kind, and its accuracy over questions.

    The accuracy has Wilson's 95 % interval, as `dikast show` has it.
    """

    protocol: str
    agents: str
    results: dict[str, int]
    kinds: dict[str, int]
    usd: float
    tokens: int
    seconds: float
    questions: int
    accuracy: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def name(self) -> str:
        """The cell as the report calls it."""
        return f"{self.protocol} ({self.agents})" if self.agents else self.protocol

    @property
    def episodes(self) -> int:
        """All episodes of the cell."""
        return sum(self.results.values())


class IndexSummary(Record):
    """What a run adds up to.

    `reasons` are those why there is no verdict. `metadata` has the keys of the questions' metadata with their values;
    of a key with more than a hundred, none.
    """

    cells: tuple[CellCounts, ...] = ()
    questions: int = 0
    reasons: dict[str, int] = Field(default_factory=dict)
    metadata: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def episodes(self) -> int:
        """All episodes, failed ones too."""
        return sum(cell.episodes for cell in self.cells)

    @property
    def usd(self) -> float:
        """What all calls whose price is known took, in US dollars."""
        return sum(cell.usd for cell in self.cells)

    @property
    def results(self) -> dict[str, int]:
        """How many episodes have each result."""
        return _added(cell.results for cell in self.cells)

    @property
    def kinds(self) -> dict[str, int]:
        """How many episodes are of each notable kind, in the order of the report."""
        counts = _added(cell.kinds for cell in self.cells)
        return {kind: counts[kind] for kind in KINDS if kind in counts}


def _added(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for of_cell in counts:
        total.update(of_cell)
    return dict(total)


def read_summary(database: sqlite3.Connection) -> IndexSummary:
    """The summary that was last kept."""
    row = database.execute("select content from kept where name = ?", (SUMMARY,)).fetchone()
    return IndexSummary() if row is None else IndexSummary.model_validate_json(row[0])


def keep_summary(database: sqlite3.Connection) -> None:
    """Counts what is in the index, and keeps it there."""
    content = _count(database).model_dump_json()
    database.execute("insert or replace into kept values (?, ?)", (SUMMARY, content))


def _count(database: sqlite3.Connection) -> IndexSummary:
    (n_questions,) = database.execute("select count(distinct question) from episodes").fetchone()
    reasons = database.execute(
        "select reason, count(*) from episodes where reason != '' group by reason order by 2 desc limit ?",
        (MOST_VALUES,),
    )
    return IndexSummary(
        cells=tuple(_cells(database)), questions=n_questions, reasons=dict(reasons), metadata=_metadata(database)
    )


def _cells(database: sqlite3.Connection) -> Iterator[CellCounts]:
    """Each cell of the run, by protocol and agents."""
    results: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    query = "select protocol, agents, result, count(*) from episodes group by protocol, agents, result"
    for protocol, agents, result, n in database.execute(query):
        results[protocol, agents][result] = n
    sums = ", ".join(f"sum(kinds & {kind_bit(kind)} != 0)" for kind in KINDS)
    query = (
        "select protocol, agents, count(distinct question), sum(usd), sum(tokens), avg(seconds), "
        f"{sums} from episodes group by protocol, agents"
    )
    accuracies = _accuracies(database)
    for protocol, agents, questions, usd, tokens, seconds, *counts in database.execute(query):
        accuracy, low, high = accuracies.get((protocol, agents), (None, None, None))
        yield CellCounts(
            protocol=protocol,
            agents=agents,
            results=results[protocol, agents],
            kinds={kind: n for kind, n in zip(KINDS, counts, strict=True) if n},
            usd=usd,
            tokens=tokens,
            seconds=seconds,
            questions=questions,
            accuracy=accuracy,
            low=low,
            high=high,
        )


def _accuracies(database: sqlite3.Connection) -> dict[tuple[str, str], tuple[float, float, float]]:
    """The mean credit of each cell over its questions, which weigh the same, with its interval."""
    by_question = (
        "select protocol, agents, avg(credit) as mean from episodes where credit is not null "
        "group by protocol, agents, question"
    )
    rows = database.execute(
        f"select protocol, agents, avg(mean), count(*) from ({by_question}) group by protocol, agents"
    )
    accuracies: dict[tuple[str, str], tuple[float, float, float]] = {}
    for protocol, agents, mean, n in rows:
        # Rounding can put a mean slightly outside 0 to 1.
        share = min(1.0, max(0.0, mean))
        accuracies[protocol, agents] = (share, *wilson(share, n))
    return accuracies


def _metadata(database: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The metadata keys with their values."""
    values: dict[str, tuple[str, ...]] = {}
    for (key,) in database.execute("select distinct key from metadata limit ?", (MOST_VALUES,)).fetchall():
        query = "select distinct value from metadata where key = ? limit ?"
        distinct = tuple(value for (value,) in database.execute(query, (key, MOST_VALUES + 1)))
        values[key] = distinct if len(distinct) <= MOST_VALUES else ()
    return values
