"""Plain outcomes summed up by the database: what a summary says of them is the same as from every row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.experiments.stores.run_folder import start_folder
from dikast.experiments.stores.sqlite import LATER_COLUMNS
from dikast.metrics import SummaryTally, summarise
from dikast.records import Episode, Failure, Outcome, OutcomeSum, Usage
from tests.experiments.records import decided, failure, writing
from tests.experiments.stores.small_run import HASHES

Row = tuple[Outcome, Episode | Failure]


def plain(id: str, question: str = "q", **changes: Any) -> Row:
    """The row of an episode that chose an answer."""
    outcome, episode = decided(id)
    spent = Usage(calls=2, input_tokens=100, output_tokens=7, cost_usd=0.25, seconds=1.5)
    return outcome.model_copy(update={"question": question, "usage": spent, **changes}), episode


async def kept(path: Path, *rows: Row) -> RunFolder:
    folder = start_folder(path, {"name": "play"}, HASHES)
    async with writing(folder.store) as writer:
        for row in rows:
            await writer.put(*row)
    return folder


def summaries(folder: RunFolder) -> list[Any]:
    """As `dikast show` makes them."""
    tally = SummaryTally()
    for outcome in folder.summed_outcomes():
        if isinstance(outcome, OutcomeSum):
            tally.add_sum(outcome)
        else:
            tally.add(outcome)
    return tally.cells()


async def test_plain_outcomes_of_a_cell_and_a_question_are_one_sum(tmp_path: Path) -> None:
    folder = await kept(tmp_path / "run", plain("a"), plain("b", credit=0.0, brier=0.5), plain("c", question="other"))
    (first, second) = folder.summed_outcomes()
    assert isinstance(first, OutcomeSum)
    assert (first.id, first.n, first.credit, first.brier, first.seconds) == ("a", 2, 1.0, 0.5, 1.0)
    assert first.usage._asdict() == {**dict.fromkeys(Usage.model_fields, 0), "calls": 4, "input_tokens": 200,
                                     "output_tokens": 14, "cost_usd": 0.5, "seconds": 3.0}  # fmt: skip
    assert isinstance(second, OutcomeSum)
    assert (second.id, second.question, second.n) == ("c", "other", 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "unparsed", "choice": None},
        {"choice": None},
        {"argues": 1},
        {"abstained": True},
        {"ending": "refused"},
    ],
    ids=lambda changes: next(iter(changes)),
)
async def test_what_a_summary_looks_closer_at_stays_a_row(tmp_path: Path, changes: dict[str, Any]) -> None:
    folder = await kept(tmp_path / "run", plain("a"), plain("b", **changes), plain("c"))
    found = list(folder.summed_outcomes())
    assert [(type(one), one.id) for one in found] == [(OutcomeSum, "a"), (Outcome, "b")]


async def test_the_summary_is_that_of_all_rows(tmp_path: Path) -> None:
    rows = [plain(f"m{i}", question=f"q{i % 3}", credit=i % 2, brier=i / 8) for i in range(8)]
    # The first cell by id has no plain row, and must stay the first.
    rows += [
        plain("a", agents="judge=z", status="unparsed", choice=None),
        plain("z", agents="judge=b", gold=None, credit=None, brier=None),
    ]
    folder = await kept(tmp_path / "run", *rows, failure("n"))
    assert summaries(folder) == summarise(folder.outcomes())


async def test_a_row_that_is_replaced_counts_once(tmp_path: Path) -> None:
    folder = await kept(tmp_path / "run", failure("a"), plain("b"))
    await kept(folder.path, plain("a"), plain("b", status="unparsed", choice=None))
    assert [(type(one), one.id) for one in folder.summed_outcomes()] == [(OutcomeSum, "a"), (Outcome, "b")]
    assert summaries(folder) == summarise(folder.outcomes())


def forget_sums(folder: RunFolder) -> None:
    """The file as it was made before there were sums."""
    with closing(sqlite3.connect(folder.path / "episodes.sqlite")) as database, database:
        for name in LATER_COLUMNS:
            database.execute(f"alter table outcomes drop column {name}")


async def test_a_file_of_before_is_read_row_by_row_and_can_go_on(tmp_path: Path) -> None:
    folder = await kept(tmp_path / "run", plain("a"), plain("b"))
    forget_sums(folder)
    assert [type(one) for one in folder.summed_outcomes()] == [Outcome, Outcome]
    await kept(folder.path, plain("c"), plain("d"))
    assert [(type(one), one.id) for one in folder.summed_outcomes()] == [
        (Outcome, "a"),
        (Outcome, "b"),
        (OutcomeSum, "c"),
    ]
    assert summaries(folder) == summarise(folder.outcomes())


@pytest.mark.parametrize(
    "change",
    ["calls = 9e999", "calls = null, credit = 9e999", "brier = -9e999, credit = 9e999", "question = x'00'", "seconds = 9e999",
     "calls = 9223372036854775807"],
)  # fmt: skip
async def test_sums_that_are_no_numbers_are_one_line(tmp_path: Path, change: str) -> None:
    folder = await kept(tmp_path / "run", plain("a"), plain("b"))
    with closing(sqlite3.connect(folder.path / "episodes.sqlite")) as database, database:
        database.execute(f"update outcomes set {change}")
    with pytest.raises(BadInput, match="the records can't be read"):
        list(folder.summed_outcomes())
