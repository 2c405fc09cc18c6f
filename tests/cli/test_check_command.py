"""`dikast check`: what a file holds, and its faults, without anything that a run would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Dikast

EXAMPLES = Path(__file__).parents[2] / "examples"
LIBRARY = Path(__file__).parents[2] / "dikast"


@pytest.mark.parametrize(
    ("path", "contents"),
    [
        (EXAMPLES / "no-model.yaml", "an experiment: 48 questions, 4 cells, 240 episodes"),
        (EXAMPLES / "cross-examination.yaml", "a protocol"),
        (EXAMPLES / "open-questions.jsonl", "24 questions"),
        (EXAMPLES / "solutions.jsonl", "16 worked solutions"),
        (LIBRARY / "rubrics/library/marks.yaml", "a rubric for worked solutions"),
        (LIBRARY / "rubrics/responses/likert-5.yaml", "a rubric for responses"),
        (LIBRARY / "rubrics/constitutions/safe-and-honest.yaml", "a constitution"),
    ],
)
def test_it_says_what_a_file_holds(dikast: Dikast, path: Path, contents: str) -> None:
    assert dikast("check", str(path)) == (0, f"{path}: {contents}\n", "")


def test_nothing_is_made_and_nothing_imported(dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.py").write_text("raise RuntimeError('imported')\n")
    (tmp_path / "mine.yaml").write_text(
        "name: mine\nquestions: {library: demo, limit: 1}\nprotocols: [direct]\nagents: {judge: './own.py:judge'}\n"
    )
    monkeypatch.chdir(tmp_path)
    ended = dikast("check", "mine.yaml")
    assert (ended.code, ended.out) == (0, "mine.yaml: an experiment: 1 question, 1 cell, 1 episode\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.yaml", "own.py"]


def test_every_file_is_checked_and_every_bad_row_named(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.yaml").write_text("name: x\nquestions: {library: demo}\nprotocls: [direct]\n")
    rows = ['{"question": "1+1?", "choices": ["2", "3"], "answer": "A"}', '{"qestion": "?"}', "not json"]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows))
    (tmp_path / "good.jsonl").write_text(rows[0])
    monkeypatch.chdir(tmp_path)
    ended = dikast("check", "bad.yaml", "rows.jsonl", "good.jsonl", "absent.csv")
    assert (ended.code, ended.out) == (2, "good.jsonl: 1 question\n")
    assert "bad.yaml:3, protocls: unknown key 'protocls': did you mean 'protocols'?" in ended.err
    assert "rows.jsonl:2, qestion: unknown key 'qestion': did you mean 'question'?" in ended.err
    assert "rows.jsonl:3" in ended.err
    assert "absent.csv: there is no such file" in ended.err


def test_an_empty_file_is_a_fault(dikast: Dikast, tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    ended = dikast("check", str(path))
    assert (ended.code, ended.out) == (2, "")
    assert "no question is left to ask: there are no rows in it" in ended.err


def test_solutions_given_as_questions_name_the_way(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        f"name: s\nquestions: {{file: {EXAMPLES / 'solutions.jsonl'}}}\nprotocols: [process-direct]\n"
        "agents: {judge: local/smollm2}\n"
    )
    ended = dikast("check", str(tmp_path / "s.yaml"))
    assert ended.code == 2
    assert "`dikast grade solutions.jsonl`" in ended.err
    assert "dataset: solutions" in ended.err


def experiment_of(judges: str, route: str = "likelihood") -> str:
    return (
        "name: x\nquestions: {library: demo, limit: 1}\n"
        f"protocols: [{{use: direct, route: {route}}}]\nagents: {{judge: {judges}}}\n"
    )


@pytest.mark.parametrize(
    ("judges", "route", "fault"),
    [
        (
            "dikast.evaluation.planted:evidence_judge",
            "likelihood",
            "x.yaml:4, agents.judge: dikast.evaluation.planted:evidence_judge can't judge by `route: likelihood`, as "
            "'direct' asks: a program can't say how likely a text is as its reply. Take local/MODEL",
        ),
        (
            "['dikast.evaluation.planted:evidence_judge', 'dikast.evaluation.planted:coin_judge']",
            "logprobs",
            "x.yaml:4, agents.judge[1]: dikast.evaluation.planted:coin_judge can't judge by `route: logprobs`",
        ),
        (
            "'dikast.evaluation.planted:evidense_judge'",
            "auto",
            "x.yaml:4, agents.judge: dikast.evaluation.planted has no 'evidense_judge': did you mean 'evidence_judge'?",
        ),
    ],
)
def test_a_judge_that_can_t_do_what_the_protocol_asks_is_a_fault(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judges: str, route: str, fault: str
) -> None:
    (tmp_path / "x.yaml").write_text(experiment_of(judges, route))
    monkeypatch.chdir(tmp_path)
    for command in (["check"], ["run", "--estimate"], ["run"]):
        ended = dikast(command[0], "x.yaml", *command[1:])
        assert (ended.code, ended.out) == (2, "")
        assert fault in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["x.yaml"]


def test_what_code_must_give_is_said_where_it_is_not_imported(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.py").write_text("async def judge(request) -> str:\n    return 'Answer: A'\n")
    (tmp_path / "x.yaml").write_text(experiment_of("./own.py:judge"))
    monkeypatch.chdir(tmp_path)
    ended = dikast("check", "x.yaml")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[1:] == [
        "x.yaml:4, agents.judge: ./own.py:judge is code, which only a run imports; by `route: likelihood` its replies must "
        "have `likelihoods`"
    ]
    assert "it returns a text alone; a `dikast.Reply` can have `likelihoods`" in dikast("run", "x.yaml").err
