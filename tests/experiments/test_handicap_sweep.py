"""Handicaps in an experiment: a list makes an agent of each value, and everything around agents stays as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dikast.agents import HandicappedAgent, Reply, Request
from dikast.errors import BadInput
from dikast.experiments import CellTeams, RunFolder, load_experiment, prepare, run_experiment
from dikast.experiments.handicap_sweep import with_swept_agents
from tests.experiments.conftest import Prepared, rows, write

READER = {"model": "tests.experiments.test_handicap_sweep:reads_out"}


async def reads_out(request: Request) -> Reply:
    """A debater who says what it was shown of the source."""
    return Reply(text=f"I was shown: {request.question.source}")


def test_a_list_of_values_is_as_many_agents() -> None:
    swept = with_swept_agents({"debater": {**READER, "handicap": {"knows": [0, 1], "words": 60}}, "judge": "human"})
    assert swept == {
        "debater": [
            {**READER, "handicap": {"knows": 0, "words": 60}},
            {**READER, "handicap": {"knows": 1, "words": 60}},
        ],
        "judge": "human",
    }


def test_several_lists_make_every_combination_among_other_agents() -> None:
    swept = with_swept_agents({"debater": ["human", {"model": "m", "handicap": {"knows": [0, 1], "words": [5, 9]}}]})
    assert isinstance(swept, dict)
    handicaps = [agent["handicap"] for agent in swept["debater"][1:]]
    assert handicaps == [
        {"knows": 0, "words": 5},
        {"knows": 0, "words": 9},
        {"knows": 1, "words": 5},
        {"knows": 1, "words": 9},
    ]


@pytest.mark.parametrize("agents", [None, [], {"debater": 3}, {"debater": {"model": "m", "handicap": 3}}])
def test_what_is_no_sweep_stays_as_it_is(agents: object) -> None:
    assert with_swept_agents(agents) == agents


def test_a_list_without_a_value_is_bad_input(tmp_path: Path) -> None:
    path = write(tmp_path, rows(1), agents={"judge": {"model": "human", "handicap": {"words": []}}})
    with pytest.raises(BadInput, match="'words' has a list without a value"):
        load_experiment(path)


def test_tables_call_the_agents_by_their_handicaps_and_limits_count_them_by_their_model(prepared: Prepared) -> None:
    agents = {"judge": {"model": "scripted:script.yaml", "handicap": {"context": [10, 20]}}}
    run = prepared(agents=agents, limits={"models": {"scripted:script.yaml": {"in_flight": 1}}})
    assert [cell.team.label for cell in run.matrix.cells] == [
        "judge=scripted:script.yaml+context=10",
        "judge=scripted:script.yaml+context=20",
    ]
    first, second = run.agents
    assert re.fullmatch(r"scripted:script\.yaml\?sha256=\w+\+context=10", first.name)
    assert isinstance(first.agent, HandicappedAgent)
    assert run.stack.limiters.keys() == {"scripted:script.yaml"}
    assert first.name != second.name, "so the journal keeps their calls apart"


def test_an_agent_without_handicap_has_the_name_and_label_it_always_had(prepared: Prepared) -> None:
    run = prepared(agents={"judge": ["scripted:script.yaml", "human"]})
    assert [cell.team.label for cell in run.matrix.cells] == ["judge=scripted:script.yaml", "judge=human"]
    assert "+" not in run.agents[0].name


async def test_the_facts_of_each_seat_are_in_the_records_and_the_same_after_a_second_run(tmp_path: Path) -> None:
    source = "\n".join(f"Fact number {i}." for i in range(30))
    questions = [{**row, "source": source} for row in rows(2)]
    agents = {"debater": {**READER, "handicap": {"knows": [0.2, 0.8]}}, "judge": "scripted:script.yaml"}
    path = write(tmp_path, questions, protocols=[{"use": "debate", "rounds": 2}], agents=agents)
    spoken = []
    for name in ("one", "two"):
        await run_experiment(prepare(*load_experiment(path), tmp_path / name))
        folder = RunFolder.open(tmp_path / name)
        episodes = sorted(folder.episodes(), key=lambda episode: episode.id)
        spoken.append([[turn.text for turn in episode.transcript.turns] for episode in episodes])
    assert spoken[0] == spoken[1]
    for alice_1, bob_1, alice_2, bob_2 in spoken[0]:
        assert (alice_1, bob_1) == (alice_2, bob_2), "what a seat knows stays the same from round to round"
        assert alice_1 != bob_1
    weak, strong = (episode for episode in episodes if episode.question.id == "0")
    assert "+knows=0.2" in weak.agents["alice"]
    shown = [episode.transcript.turns[0].text.count("Fact") for episode in (weak, strong)]
    assert shown[0] < 12 < 18 < shown[1]
    teams = CellTeams(folder)
    assert {teams.of(outcome)["debater"][-4:] for outcome in folder.outcomes()} == {"=0.2", "=0.8"}
