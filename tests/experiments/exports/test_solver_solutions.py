"""What solvers wrote, as worked solutions: made from episodes, written, read again and graded."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from dikast.experiments import RunFolder, export_run, run_experiment, solutions_of
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.questions import QuestionSource, load_questions
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast
from tests.experiments.conftest import Prepared

QUESTIONS = [
    {"id": "eggs", "question": "3 boxes hold 12 eggs each. How many eggs are there?", "references": ["36"]},
    {"id": "prime", "question": "Which is a prime?", "choices": ["8", "7"], "answer": 1},
]


@pytest.fixture
def folder(prepared: Prepared) -> RunFolder:
    """Solvers answered an open question and one with choices; one of three gave no answer to the first."""
    protocols = [{"use": "solver-samples", "count": 3}]
    agents = {"solver": "tests.experiments.agents:solves"}
    # In this order the second choice, which the solver names, is a wrong one.
    changes = {"protocols": protocols, "agents": agents, "seed": 0}
    return asyncio.run(run_experiment(prepared(questions=QUESTIONS, **changes)))


def test_each_attempt_that_could_be_read_is_a_solution(folder: RunFolder) -> None:
    solutions = list(solutions_of(folder.episodes()))
    assert [question.id.split("/", 1)[1] for question in solutions] == [
        "eggs/solver-1", "eggs/solver-2", "prime/solver-1", "prime/solver-2", "prime/solver-3",
    ]  # fmt: skip
    first = solutions[0]
    assert first.solution is not None
    assert first.solution.steps == ("3 * 12 = 38.", "38 - 2 = 36.", "Answer: 36")
    assert (first.solution.answer, first.solution.author) == ("36", "tests.experiments.agents:solves")
    assert first.metadata["solver"] == {
        "question": "eggs", "episode": "solver-samples/eggs", "seat": "solver-1", "attempt": "right",
    }  # fmt: skip


def test_choices_are_in_the_order_that_the_solver_was_shown(folder: RunFolder) -> None:
    """Its words name a label of that order."""
    for question in solutions_of(folder.episodes()):
        if question.choices:
            assert question.solution is not None
            assert question.solution.steps == ("Answer: B",)
            assert question.solution.answer == question.choices[1]
            assert question.gold == question.choices.index("7")


def test_the_file_is_read_as_the_same_questions(folder: RunFolder, tmp_path: Path) -> None:
    path, n = export_run(folder, "solutions", tmp_path / "solutions.jsonl")
    source = QuestionSource(dataset="solutions", path=str(path))
    assert load_questions(source, base=tmp_path, seed=0) == list(solutions_of(folder.episodes()))
    assert n == 5


def test_the_verifier_grades_them(folder: RunFolder) -> None:
    first = next(iter(solutions_of(folder.episodes())))
    episode = asyncio.run(run_episode(load_protocol("process-verifier"), first, agents={}))
    grading = episode.verdict.grading
    assert grading is not None
    assert (grading.first_error, grading.is_answer_right, grading.state) == (0, True, "right by a wrong way")


def test_a_run_folder_is_graded_as_a_file_is(folder: RunFolder, dikast: Dikast) -> None:
    ended = dikast("grade", folder.path, "--judge", "none", "--out", "graded")
    assert ended.code == 0, ended.err
    assert "reached in a wrong way: " in ended.out
    assert "of 2 right answers to 1 question" in ended.out
    exported = dikast("export", folder.path, "--format", "solutions").out
    assert exported == f"{folder.path / 'solutions.jsonl'}: 5 solutions\n"


def test_a_run_without_solvers_has_no_solutions(prepared: Prepared, dikast: Dikast) -> None:
    folder = asyncio.run(run_experiment(prepared(1)))
    ended = dikast("grade", folder.path, "--judge", "none")
    assert ended.code == 2
    assert "no solver answered in this run" in ended.err
    assert not (folder.path / "solutions.jsonl").exists()


def test_a_judge_grades_them_step_by_step(folder: RunFolder, dikast: Dikast, tmp_path: Path) -> None:
    """Bound by what the machine refutes: the judge calls every step right, and the wrong sum is wrong all the same."""
    labels = json.dumps({str(step): "correct" for step in (1, 2, 3)})
    (tmp_path / "judge.yaml").write_text(json.dumps({"replies": [{"text": labels}]}))
    command = ("--judge", "scripted:judge.yaml", "--protocol", "process-direct", "--out", "judged", "--json")
    ended = dikast("grade", folder.path, *command)
    gradings = {row["id"]: row for row in map(json.loads, ended.out.splitlines())}
    assert gradings["solver-samples/eggs/solver-1"]["first_error"] == 0
    assert gradings["solver-samples/eggs/solver-2"]["first_error"] is None
    assert gradings["solver-samples/eggs/solver-2"]["steps"][0]["label"] == "correct"
