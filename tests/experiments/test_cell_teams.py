"""Which agent had which role in a cell is recorded, and is worked out for the rows of old runs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dikast.experiments import CellTeams, RejudgeTerms, RunFolder, prepare_rejudge, run_experiment, team_of_label
from dikast.experiments.cell_teams import teams_by_label
from dikast.records import team_label
from tests.experiments.conftest import Prepared

SCRIPT, SAYS_A = "scripted:script.yaml", "tests.experiments.agents:says_a"
AGENTS = {"debater": [SCRIPT, SCRIPT], "judge": [SCRIPT, SAYS_A]}


async def run_of_two_protocols(prepared: Prepared) -> RunFolder:
    return await run_experiment(prepared(1, protocols=["direct", "debate"], agents=AGENTS))


def without_teams(folder: RunFolder) -> RunFolder:
    """The run as it was kept before rows had their team."""
    with closing(sqlite3.connect(folder.path / "episodes.sqlite")) as database, database:
        for id, text in database.execute("select id, outcome from outcomes").fetchall():
            row = json.loads(text)
            del row["team"]
            database.execute("update outcomes set outcome = ? where id = ?", (json.dumps(row), id))
    return folder


async def test_rows_keep_their_team_and_the_label_is_made_of_it(prepared: Prepared) -> None:
    folder = await run_of_two_protocols(prepared)
    teams = {outcome.agents: outcome.team for outcome in folder.outcomes()}
    assert teams[f"judge={SAYS_A}"] == {"judge": SAYS_A}
    assert teams[f"debater={SCRIPT}#2 judge={SCRIPT}"] == {"debater": f"{SCRIPT}#2", "judge": SCRIPT}
    assert all(team is not None and team_label(team) == label for label, team in teams.items())


async def test_the_team_of_an_old_row_is_worked_out_from_the_experiment(prepared: Prepared) -> None:
    folder = await run_of_two_protocols(prepared)
    recorded = {outcome.id: outcome.team for outcome in folder.outcomes()}
    old = without_teams(folder)
    assert {outcome.team for outcome in old.outcomes()} == {None}
    teams = CellTeams(old)
    assert {outcome.id: teams.of(outcome) for outcome in old.outcomes()} == recorded


@pytest.mark.parametrize("is_old", [False, True])
async def test_a_second_judge_takes_the_place_of_the_first_in_the_label(
    prepared: Prepared, tmp_path: Path, is_old: bool
) -> None:
    folder = await run_of_two_protocols(prepared)
    terms = RejudgeTerms(judge=SAYS_A)
    rejudged = prepare_rejudge(without_teams(folder) if is_old else folder, terms, tmp_path / "again", tmp_path)
    assert {planned.id: team_label(planned.shown_agents) for planned in rejudged.matrix} == {
        f"{protocol}/0/{debater.replace(' ', ',')}judge={judge}": f"{debater}judge={SAYS_A}"
        for protocol, debaters in (("direct", [""]), ("debate", [f"debater={SCRIPT}#{i} " for i in (1, 2)]))
        for debater in debaters
        for judge in (SCRIPT, SAYS_A)
    }


@pytest.mark.parametrize(
    ("label", "team"),
    [
        ("", {}),  # a protocol that has no role with a choice of agents
        ("alice=x", {"alice": "x"}),  # a protocol without a judge
        ("alice=x judge=b c", {"alice": "x", "judge": "b c"}),  # a name may hold spaces
        ("alice=y judge=b judge=c", {"alice": "y", "judge": "b judge=c"}),  # and look like another role
    ],
)
def test_every_label_that_an_experiment_can_have_has_its_team(label: str, team: dict[str, str]) -> None:
    agents = {"alice": ["x", "y"], "bob": "z", "judge": ["b c", "b judge=c"]}
    assert teams_by_label(agents)[label] == team


@pytest.mark.parametrize(
    ("label", "team"),
    [
        ("", {"": ""}),  # an import that names no agent
        ("debaters=human in-paper=no", {"": "debaters=human in-paper=no"}),  # the judge who was there is not named
        ("debaters=human judge=second", {"": "debaters=human", "judge": "second"}),
        ("judge=second", {"judge": "second"}),
        ("debaters=x judge=the first", {"": "debaters=x", "judge": "the first"}),  # named by its agent
        ("debaters=x judge=another", {"": "debaters=x judge=another"}),  # no judge of this episode
        ("prejudge=second", {"": "prejudge=second"}),  # the end of a longer name
    ],
)
def test_a_bare_label_gives_its_judge_and_the_text_before_it(label: str, team: dict[str, str]) -> None:
    known_team = team_of_label(label, ["second", "the first"])
    assert known_team == team
    assert team_label(known_team) == label
