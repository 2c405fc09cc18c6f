"""Checkpoints in PostgreSQL, where the records are there too; and none that a stranger's file could misuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from dikast.errors import BadInput
from dikast.experiments.people import open_checkpoints
from dikast.experiments.stores import CHECKPOINTS
from dikast.experiments.stores.run_folder import RunFolder
from tests.experiments.people.test_waiting_runs import answer_all, going_on, prepared, threads, until
from tests.postgres import Server


async def test_episodes_wait_in_postgresql_where_the_records_are(tmp_path: Path, postgres_server: Server) -> None:
    url = postgres_server.database("people")
    seen: list[int] = []
    run = prepared(tmp_path, 1, store=url)
    async with going_on(run) as (desk, task, _):
        await until(lambda: desk.queue("human"))
        await answer_all(desk, task, "human")
        seen.append(len(await threads(run)))
    assert seen == [0]
    assert not (tmp_path / "run" / CHECKPOINTS).exists()
    (outcome,) = run.folder.outcomes()
    assert outcome.status == "decided"


def test_a_link_in_place_of_the_checkpoints_is_refused(tmp_path: Path) -> None:
    prepared(tmp_path, 1)
    (tmp_path / "run" / CHECKPOINTS).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="is a link"):
        RunFolder.open(tmp_path / "run")
    with pytest.raises(BadInput, match="is a link"):
        prepared(tmp_path, 1)


async def test_no_foreign_type_is_made_of_what_a_checkpoint_holds(tmp_path: Path) -> None:
    run = prepared(tmp_path, 1)
    careless = JsonPlusSerializer(allowed_msgpack_modules=True)
    packed = careless.dumps_typed(run.experiment.limits)
    async with open_checkpoints(tmp_path, run.folder.store) as saver:
        loaded = saver.serde.loads_typed(packed)
    assert type(loaded) is not type(run.experiment.limits)
