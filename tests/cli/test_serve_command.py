"""`dikast serve`: what keeps it from starting is said at once, and what it left is shown by `dikast show`."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from dikast.experiments import load_experiment, prepare, run_experiment
from dikast.experiments.people import PersonTask, TaskStore
from dikast.experiments.stores import PEOPLE_FILE
from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, write


@pytest.mark.parametrize(
    ("changes", "options", "message"),
    [
        ({"agents": {"judge": "scripted:script.yaml"}}, [], "no seat is a person's: give `human` as an agent"),
        ({"agents": {"judge": "human:"}}, [], "a person is `human` or `human:NAME`"),
        ({"people": {"rater": 2}}, [], "unknown key 'rater': did you mean 'raters'"),
        ({"people": {"practice": {"file": "none.jsonl"}}}, [], "none.jsonl"),
        ({}, ["--host", "0.0.0.0"], "other machines could reach the app"),
    ],
)
def test_what_can_not_be_served_is_said(
    tmp_path: Path, dikast: Dikast, changes: dict[str, object], options: list[str], message: str
) -> None:
    path = write(tmp_path, rows(1), **{"agents": {"judge": "human"}, **changes})
    ended = dikast("serve", path, *options)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_a_port_that_is_taken_is_said(tmp_path: Path, dikast: Dikast) -> None:
    path = write(tmp_path, rows(1), agents={"judge": "human"})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = dikast("serve", path, "--port", str(taken.getsockname()[1]))
    assert ended.code == 2
    assert "choose another --port" in ended.err


def test_a_second_start_on_one_folder_prints_no_links(tmp_path: Path, dikast: Dikast) -> None:
    """Its links would open nothing that the first one's do not, and end with it at once."""
    path = write(tmp_path, rows(1), agents={"judge": "human"})
    run = prepare(*load_experiment(path), tmp_path / "run", serves_people=True)
    with run.folder.locked():
        ended = dikast("serve", path, "--out", tmp_path / "run")
    assert (ended.code, ended.out) == (2, "")
    assert "this run is going on already" in ended.err
    assert "/seat/" not in ended.err
    assert "/people" not in ended.err


async def test_show_says_how_many_episodes_wait(tmp_path: Path, dikast: Dikast) -> None:
    run = prepare(*load_experiment(write(tmp_path, rows(2))), tmp_path / "run")
    await run_experiment(run)
    store = TaskStore(tmp_path / "run" / PEOPLE_FILE)
    store.open()
    for episode in ("direct/2", "direct/3"):
        store.post(
            PersonTask(
                id=episode,
                agent="human",
                episode=episode,
                seat="judge",
                kind="judge",
                purpose="decide",
                messages=(),
                answer="text",
            )
        )
    store.close()
    write(tmp_path, rows(4))
    assert "wait" not in dikast("show", tmp_path / "run").out
    (tmp_path / "run" / "plan.json").write_text('{"episodes": 4}')
    assert "2 of 4 episodes; the same command goes on; 2 of 4 episodes wait for answers of people" in (
        dikast("show", tmp_path / "run").out
    )
