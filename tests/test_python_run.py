"""dikast.run: an experiment given as a mapping, from a script and from a running event loop."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pydantic import JsonValue

import dikast
from dikast import BadInput

EXPERIMENT: dict[str, JsonValue] = {
    "name": "first",
    "questions": {"library": "demo", "limit": 2},
    "protocols": ["direct", {"use": "debate", "rounds": 1}],
    "agents": {"debater": "dikast.evaluation.planted:honest", "judge": "dikast.evaluation.planted:evidence_judge"},
}


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_script_gets_the_folder_and_sees_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    run = dikast.run(EXPERIMENT)
    assert run.path == Path("runs/first")
    assert len([*dikast.load_episodes(run)]) == 4
    assert capsys.readouterr().err.splitlines()[-1].startswith("4 of 4 episodes, 8 calls")


def test_the_same_call_makes_no_call_again(capsys: pytest.CaptureFixture[str]) -> None:
    dikast.run(EXPERIMENT, out="here", progress=False)
    assert capsys.readouterr().err == ""
    run = dikast.run(EXPERIMENT, out="here")
    assert len([*run.outcomes()]) == 4
    assert "4 of 4 episodes, 0 calls" in capsys.readouterr().err


def test_it_runs_where_an_event_loop_runs_already() -> None:
    async def cell() -> int:
        return len([*dikast.run(EXPERIMENT, progress=False).outcomes()])

    assert asyncio.run(cell()) == 4


def test_a_misspelt_key_is_named_before_any_call() -> None:
    with pytest.raises(BadInput, match=r"experiment, protocol: unknown key 'protocol': did you mean 'protocols'"):
        dikast.run({**EXPERIMENT, "protocol": "debate"})
    assert not Path("runs").exists()
