"""An agent that is code: a change of its source is told, and it is asked anew with --fresh alone."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dikast.agents import code_files
from dikast.errors import BadInput, DikastError
from dikast.experiments import Run, load_experiment, prepare, run_experiment
from dikast.experiments.executors.processes import ProcessesExecutor
from dikast.experiments.matrix import Matrix
from tests.experiments.conftest import rows, write

JUDGE = """
from author_words import words

async def judge(request):
    return words
"""
SCRIPT = "scripted:script.yaml"
Author = Callable[..., Run[Matrix]]


def source(folder: Path, judge: str = JUDGE, words: str = "Answer: A") -> None:
    """Writes the author's two modules, and has them imported anew, as a new process would."""
    for name, text in (("author_judge", judge), ("author_words", f"words = {words!r}\n")):
        file = folder / f"{name}.py"
        file.write_text(text)
        # Python takes a cache for that of a file of the same length that was written in the same second.
        Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)
        sys.modules.pop(name, None)
    importlib.invalidate_caches()


@pytest.fixture
def author(tmp_path: Path) -> Iterator[Author]:
    """Prepares three questions, debated, with the author's judge."""
    path = list(sys.path)
    source(tmp_path)

    def make(*, fresh: bool = False, **changes: Any) -> Run[Matrix]:
        agents = {"judge": "author_judge:judge", "debater": SCRIPT}
        file = write(tmp_path, rows(3), **{"protocols": ["debate"], "agents": agents, **changes})
        return replace(prepare(*load_experiment(file), tmp_path / "run"), is_fresh=fresh)

    yield make
    sys.path[:] = path
    for name in ("author_judge", "author_words"):
        sys.modules.pop(name, None)


def choices(run: Run[Matrix]) -> list[int | None]:
    """What was decided for each question, in the order of the answers as shown: 0 for A."""
    decided: list[int | None] = []
    for outcome in run.folder.outcomes():
        assert outcome.status == "decided", outcome.error
        decided.append(outcome.views[0].order.index(outcome.choice or 0))
    return decided


@pytest.mark.parametrize("changed", ["author_judge.py", "author_words.py"])
async def test_changed_code_is_refused_with_both_ways_on(tmp_path: Path, author: Author, changed: str) -> None:
    await run_experiment(author())
    if changed == "author_judge.py":
        source(tmp_path, judge=JUDGE.replace("return words", "return 'Answer: B'"))
    else:
        source(tmp_path, words="Answer: B")
    refused = author()
    with pytest.raises(
        BadInput, match="Say --fresh to ask it anew here, or give the changed agent another name"
    ) as error:
        await run_experiment(refused)
    assert f"author_judge:judge ({changed}: " in str(error.value)
    assert (refused.stack.meter.calls, choices(refused)) == (0, [0, 0, 0])


async def test_a_refusal_of_changed_code_extends_nothing(tmp_path: Path, author: Author) -> None:
    await run_experiment(author())
    before = (tmp_path / "run/experiment.yaml").read_bytes()
    source(tmp_path, words="Answer: B")
    with pytest.raises(BadInput, match="--fresh"):
        await run_experiment(author(repeats=2))
    assert (tmp_path / "run/experiment.yaml").read_bytes() == before
    both = author(repeats=2, fresh=True)
    await run_experiment(both)
    assert choices(both) == [1] * 6


async def test_fresh_asks_the_changed_agent_alone(tmp_path: Path, author: Author) -> None:
    await run_experiment(author())
    source(tmp_path, words="Answer: B")
    fresh = author(fresh=True)
    await run_experiment(fresh)
    # Its verdicts alone: the debaters said the same.
    assert (fresh.stack.meter.calls, choices(fresh)) == (3, [1, 1, 1])
    again = author()
    await run_experiment(again)
    assert (again.stack.meter.calls, again.stack.meter.replayed) == (0, 0)
    # With the code that answered first, its first answers are as good as new ones.
    source(tmp_path)
    with pytest.raises(BadInput, match="--fresh"):
        await run_experiment(author())
    back = author(fresh=True)
    await run_experiment(back)
    assert (back.stack.meter.calls, choices(back)) == (0, [0, 0, 0])


async def test_fresh_without_a_change_makes_no_call(author: Author) -> None:
    await run_experiment(author())
    run = author(fresh=True)
    await run_experiment(run)
    assert run.stack.meter.calls == 0


async def test_a_fresh_start_that_is_cut_off_goes_on_without_the_option(
    tmp_path: Path, author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    await run_experiment(author())
    source(tmp_path, words="Answer: B")
    with monkeypatch.context() as patched:
        patched.setattr("dikast.experiments.run.keep_plan", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await run_experiment(author(fresh=True))
    run = author()
    await run_experiment(run)
    assert (run.stack.meter.calls, choices(run)) == (3, [1, 1, 1])


async def test_code_that_has_answered_nothing_may_be_mended(tmp_path: Path, author: Author) -> None:
    source(tmp_path, judge="async def judge(request):\n    raise ValueError('not yet')\n")
    await run_experiment(author())
    source(tmp_path)
    run = author()
    await run_experiment(run)
    assert choices(run) == [0, 0, 0]


async def test_another_agents_answers_are_no_matter(tmp_path: Path, author: Author) -> None:
    """A second judge's code changes nothing of the first one's; a new name is a new agent."""
    await run_experiment(author())
    source(tmp_path, judge=f"{JUDGE}\nasync def mended(request):\n    return 'Answer: B'\n")
    agents = {"judge": ["author_judge:judge", "author_judge:mended"], "debater": SCRIPT}
    with pytest.raises(BadInput, match="author_judge:judge"):
        await run_experiment(author(agents=agents))


async def test_runs_that_share_a_journal_share_no_answers_of_other_code(tmp_path: Path, author: Author) -> None:
    await run_experiment(author(journal="shared.sqlite"))
    source(tmp_path, words="Answer: B")
    (tmp_path / "run").rename(tmp_path / "old")
    run = author(journal="shared.sqlite")
    await run_experiment(run)
    assert (run.stack.meter.calls, choices(run)) == (3, [1, 1, 1]), "the debaters' speeches are shared"


async def test_workers_keep_the_answers_of_changed_code_apart(tmp_path: Path, author: Author) -> None:
    await run_experiment(author())
    source(tmp_path, words="Answer: B")
    run = author(fresh=True)
    await run_experiment(run, executor=ProcessesExecutor(1))
    assert (run.stack.meter.calls, choices(run)) == (3, [1, 1, 1])


def test_a_damaged_file_of_versions_is_named(tmp_path: Path, author: Author) -> None:
    run = author()
    (run.folder.path / "code.json").write_text("{")
    with pytest.raises(DikastError, match=r"code\.json: this does not say which code answered"):
        asyncio.run(run_experiment(run))


def test_the_modules_of_a_package_are_found_by_its_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    package = {
        "__init__": "",
        "judge": "import json\nfrom . import words\nfrom .deep.more import n\nasync def ask(request): return words.a\n",
        "words": "a = 'Answer: A'",
        "deep/__init__": "",
        "deep/more": "from ..last import n",
        "last": "n = 1",
        "unused": "",
    }
    for name, text in package.items():
        file = tmp_path / "author_package" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    importlib.import_module("author_package.judge")
    files = code_files("author_package.judge:ask", tmp_path)
    expected = {"__init__", "judge", "words", "deep/more", "last"}
    assert set(files) == {f"author_package/{name}.py" for name in expected}


@pytest.mark.parametrize(
    ("spec", "files"),
    [
        (SCRIPT, set()),
        ("openai/gpt-4o", set()),
        ("author_judge:judge", {"author_judge.py", "author_words.py"}),
        ({"model": SCRIPT, "fallback": "author_judge:judge"}, {"author_judge.py", "author_words.py"}),
        ({"model": SCRIPT, "environment": "author_judge:judge"}, {"author_judge.py", "author_words.py"}),
        ({"model": SCRIPT, "mcp": {"command": ["python", "author_words.py", "/etc/hosts"]}}, {"author_words.py"}),
        ("author_judge.py:judge", {"author_judge.py", "author_words.py"}),
    ],
)
def test_the_files_of_an_agent_are_its_own_and_those_beside_it(
    tmp_path: Path, author: Author, spec: Any, files: set[str]
) -> None:
    author()
    assert set(code_files(spec, tmp_path)) == files


def test_what_ships_beside_an_agent_is_none_of_its_files() -> None:
    """In a checkout of Dikast its package lies beside the agent's; its version is in the run folder already."""
    importlib.import_module("tests.experiments.agents")
    assert set(code_files("tests.experiments.agents:says_a", Path())) == {"tests/experiments/agents.py"}


def test_a_changed_import_is_seen_by_the_same_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("author_one", "author_two"):
        (tmp_path / f"{name}.py").write_text("")
    (tmp_path / "author_asked.py").write_text("import author_one\n")
    importlib.import_module("author_asked")
    assert set(code_files("author_asked:ask", tmp_path)) == {"author_asked.py", "author_one.py"}
    (tmp_path / "author_asked.py").write_text("import author_two\n")
    assert set(code_files("author_asked:ask", tmp_path)) == {"author_asked.py", "author_two.py"}
