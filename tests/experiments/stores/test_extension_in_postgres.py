"""A run whose records are in a real PostgreSQL is extended: from its folder, a copy of it, and another machine's."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.experiments import Run, RunFolder, run_experiment
from dikast.experiments.matrix import Matrix
from tests.experiments.conftest import Prepared, rows

SCRIPT = "scripted:script.yaml"
SAYS_A = "tests.experiments.agents:says_a"
REASONED = {"use": "direct", "reasoning": True, "as": "more"}
SAMPLED = {"use": "direct", "samples": 2, "route": "samples", "as": "more"}


def texts(folder: RunFolder) -> dict[str, str]:
    """Each record as it is kept, by its id."""
    return {episode.id: episode.model_dump_json() for episode in folder.episodes()}


def verdicts(folder: RunFolder) -> dict[str, Any]:
    """By the id of each record, how its choices were shown, and what was chosen."""
    return {episode.id: (episode.order, episode.verdict.choice) for episode in folder.episodes()}


def n_calls(run: Run[Matrix]) -> int:
    return run.stack.meter.calls


@pytest.mark.parametrize(
    ("n", "changes", "calls"),
    [
        (5, {}, 3),
        (2, {"protocols": ["direct", REASONED]}, 2),
        (2, {"agents": {"judge": [SCRIPT, SAYS_A]}}, 2),
        (2, {"repeats": 3}, 4),
        (4, {"repeats": 2, "agents": {"judge": [SCRIPT, SAYS_A]}}, 4 * 2 * 2 - 2),
    ],
)
async def test_an_extension_makes_the_calls_of_its_own_cells_alone(
    database: str, prepared: Prepared, n: int, changes: dict[str, Any], calls: int
) -> None:
    before = texts(await run_experiment(prepared(2, store=database)))
    extended = prepared(n, store=database, **changes)
    folder = await run_experiment(extended)
    assert (n_calls(extended), extended.stack.meter.replayed) == (calls, 0)
    after = texts(folder)
    assert before.items() <= after.items(), "the records that were there are untouched"
    assert len(after) == len(extended.matrix)
    again = prepared(n, store=database, **changes)
    await run_experiment(again)
    assert n_calls(again) == 0
    assert again.placement is not None
    assert again.placement.notice is None, "the same command again extends nothing"
    assert texts(RunFolder.open(folder.path, trusts_store=True)) == after


async def test_an_extended_run_holds_the_same_in_a_database_as_in_a_folder(database: str, prepared: Prepared) -> None:
    more = {"protocols": ["direct", REASONED], "agents": {"judge": [SCRIPT, SAYS_A]}}
    for n, changes in ((2, {}), (5, {}), (5, more)):
        in_database = await run_experiment(prepared(n, out="database", store=database, **changes))
        in_folder = await run_experiment(prepared(n, out="file", **changes))
        assert verdicts(in_database) == verdicts(in_folder)
        assert [o.agents for o in in_database.outcomes()] == [o.agents for o in in_folder.outcomes()]


async def test_a_copy_of_the_folder_extends_the_run_further(database: str, prepared: Prepared) -> None:
    await run_experiment(prepared(2, store=database))
    here = (await run_experiment(prepared(4, store=database))).path
    shutil.copytree(here, here.with_name("copy"))
    copied = prepared(6, store=database, out="copy")
    await run_experiment(copied)
    assert n_calls(copied) == 2
    assert len(prepared(4, store=database).folder.finished()) == 6, "both folders have the same records"


async def test_another_machine_that_adds_the_same_finds_it_done(database: str, prepared: Prepared) -> None:
    for machine in ("here", "there"):
        await run_experiment(prepared(2, store=database, out=f"{machine}/run"))
    await run_experiment(prepared(4, store=database, out="here/run"))
    same = prepared(4, store=database, out="there/run")
    await run_experiment(same)
    assert n_calls(same) == 0
    assert len(same.folder.finished()) == 4
    # Another extension than that of the first machine, of the same run.
    other = prepared(4, store=database, out="there/run", repeats=2)
    await run_experiment(other)
    assert n_calls(other) == 4


WEEKS = [*rows(2), {**rows(1)[0], "id": "2", "question": "How many in week 2?"}]


@pytest.mark.parametrize(
    ("here", "there", "difference"),
    [
        ({"questions": rows(3)}, {"questions": WEEKS}, "'direct/2' with another question"),
        ({"protocols": ["direct", REASONED]}, {"protocols": ["direct", SAMPLED]}, "'more/0' with another protocol"),
        (
            {"agents": {"judge": [SCRIPT, {"model": "tests.experiments.options:Judge", "temper": 1}]}},
            {"agents": {"judge": [SCRIPT, {"model": "tests.experiments.options:Judge", "temper": 2}]}},
            "'direct/0/judge=tests.experiments.options:Judge' with other agents",
        ),
    ],
)
async def test_what_another_machine_added_is_not_taken_for_something_else(
    database: str, prepared: Prepared, here: dict[str, Any], there: dict[str, Any], difference: str
) -> None:
    for machine in ("here", "there"):
        await run_experiment(prepared(2, store=database, out=f"{machine}/run"))
    first = await run_experiment(prepared(2, store=database, out="here/run", **here))
    kept = texts(first)
    run = prepared(2, store=database, out="there/run", **there)
    description = run.folder.description()
    with pytest.raises(BadInput, match=f"another folder has extended this run by {difference}; give what you add"):
        await run_experiment(run)
    assert run.folder.description() == description, "the run is as it was"
    assert texts(first) == kept
