"""Filters: include, exclude and --only choose the cells that are run, and none is run twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.experiments import Run, load_experiment, prepare, run_experiment
from tests.experiments.conftest import rows, seated, write
from tests.experiments.test_run import Watched, seat

JUDGES = ["scripted:script.yaml", "tests.experiments.agents:says_a"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def planned(folder: Path, only: dict[str, list[str]] | None = None, out: str = "run", **changes: Any) -> Run:
    agents = {**seated("debater", "consultant"), "judge": JUDGES}
    path = write(folder, rows(3), protocols=["direct", "debate", "consultancy"], agents=agents, **changes)
    return prepare(*load_experiment(path), folder / out, only=only)


def ids(run: Run) -> set[str]:
    """The ids of the run's episodes, which are the same however they are listed."""
    ids = list(run.matrix.ids())
    assert ids == [episode.id for episode in run.matrix]
    assert len(ids) == len(run.matrix) == len(set(ids))
    assert {planned.id for lane in run.matrix.lanes().values() for planned in lane} == set(ids)
    return set(ids)


def test_without_filters_all_episodes_are_run(folder: Path) -> None:
    assert len(ids(planned(folder))) == 2 * (3 + 3 + 6)


@pytest.mark.parametrize(
    ("only", "is_left"),
    [
        ({"protocol": ["debate"]}, lambda id: id.startswith("debate/")),
        ({"protocol": ["debate", "direct"]}, lambda id: not id.startswith("consultancy/")),
        ({"question": ["1"]}, lambda id: id.split("/")[1] == "1"),
        ({"judge": [JUDGES[0]]}, lambda id: JUDGES[0] in id),
        ({"judge": [JUDGES[0]], "protocol": ["direct"]}, lambda id: id.startswith("direct/") and JUDGES[0] in id),
        ({"debater": ["scripted:script.yaml"]}, lambda id: True),
    ],
)
def test_only_narrows_the_matrix(folder: Path, only: dict[str, list[str]], is_left: Any) -> None:
    everything = ids(planned(folder))
    assert ids(planned(folder, only)) == {id for id in everything if is_left(id)}


def test_include_and_exclude_narrow_the_matrix(folder: Path) -> None:
    everything = ids(planned(folder))
    included = ids(planned(folder, include=[{"protocol": "direct"}, {"protocol": "debate", "judge": JUDGES[1]}]))
    assert included == {
        id for id in everything if id.startswith("direct/") or (id.startswith("debate/") and JUDGES[1] in id)
    }
    excluded = ids(planned(folder, exclude=[{"protocol": ["direct", "debate"], "judge": JUDGES[0]}, {"question": 2}]))
    assert excluded == {
        id for id in everything
        if not (not id.startswith("consultancy/") and JUDGES[0] in id) and id.split("/")[1] != "2"
    }  # fmt: skip


def test_excluding_an_agent_leaves_protocols_without_its_role(folder: Path) -> None:
    left = ids(planned(folder, exclude=[{"debater": "scripted:script.yaml"}]))
    assert {id.split("/")[0] for id in left} == {"direct", "consultancy"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exclude": [{"protocl": "debate"}]}, "play.yaml:14, exclude: 'protocl' is no axis of this matrix: did you mean 'protocol'?"),
        ({"exclude": [{"protocol": "debat"}]}, "exclude: no protocol here is 'debat': did you mean 'debate'?"),
        ({"include": [{"judge": "nobody"}]}, "include: no judge here is 'nobody': known: "),
        ({"include": [{}]}, "include[0]: "),
        ({"exclude": [{"protocol": []}]}, "exclude[0].protocol: "),
        ({"exclude": [{"protocol": ["debate", "direct", "consultancy"]}]}, "exclude: no episode is left to run"),
        ({"limits": {"models": {"scripted:scrip.yaml": {"in_flight": 1}}}}, "limits.models.scripted:scrip.yaml: no agent here has the model 'scripted:scrip.yaml': did you mean 'scripted:script.yaml'?"),
        ({"limits": {"models": {"scripted:script.yaml": {"request_per_minute": 1}}}}, "unknown key 'request_per_minute': did you mean 'requests_per_minute'?"),
        ({"limits": {"usd": 0}}, "limits.usd: "),
        ({"limits": {"at_limit": "explode"}}, "limits.at_limit: "),
        ({"stop": {"compare": ["debate", "debat"], "width": 0.1}}, "stop.compare: no protocol here is called 'debat': did you mean 'debate'?"),
        ({"stop": {"compare": ["debate", "debate"], "width": 0.1}}, "two protocols are compared, got 'debate' twice"),
        ({"stop": {"compare": ["debate", "direct"], "width": 5}}, "stop.width: "),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_its_place_in_the_file(folder: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as raised:
        planned(folder, **changes)
    assert message in str(raised.value)
    assert not (folder / "run").exists()


async def test_no_cell_is_ever_run_twice(folder: Path) -> None:
    watched = Watched()
    for only in ({"protocol": ["debate"]}, {"protocol": ["debate", "direct"]}, {"question": ["1"]}, None, None):
        run = planned(folder, only)
        seat(run, watched)
        finished = run.folder.finished()
        n, left = len(watched.asked), {id for id in run.matrix.ids() if id not in finished}
        await run_experiment(run)
        assert bool(left) == (len(watched.asked) > n)
    assert len(list(run.folder.outcomes())) == 24


async def test_filters_may_change_between_two_starts(folder: Path) -> None:
    run = planned(folder, exclude=[{"protocol": "debate"}])
    await run_experiment(run)
    whole = planned(folder)
    assert len(run.folder.finished()) == 18
    await run_experiment(whole)
    assert len(run.folder.finished()) == 24
