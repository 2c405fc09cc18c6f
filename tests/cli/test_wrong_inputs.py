"""Wrong inputs of a first hour: each says what is wrong, where, and what to do, in one line, with exit code 2."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dikast.cli.going_on import run_arguments
from tests.cli.conftest import Dikast

FILES = {
    "first.yaml": "name: first\nquestions: {library: demo, limit: 1}\nprotocols: [direct]\n"
    "agents: {judge: 'dikast.evaluation.planted:first_judge'}\n",
    "questions.csv": 'question,choices,answer\n"Q?","yes|no","yes"\n',
    "text.yaml": "name: x\nquestions: {library: demo}\nprotocols: direct\nagents: {judge: human}\n",
    "role.yaml": "name: r\nroles: {judge: {kind: juge, sees: [question]}}\nmoves: [{decide: judge}]\n",
    "speaker.yaml": "name: r\nroles: {judge: {kind: judge, sees: [question, choices]}}\nmoves: [{speak: [judge]}]\n",
    "steps.jsonl": '{"id": "x", "problem": "P", "steps": "1 + 1 = 2", "answer": "2"}\n',
    "named.csv": "Prompt,A,B\nQ?,yes,no\n",
    "misspelt.jsonl": '{"questoin": "Q?", "choices": ["a", "b"]}\n',
    "blank.jsonl": '{"question": "", "choices": ["a", "b"], "answer": "a"}\n',
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with these files, which is the current one."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("run questions.csv", "questions.csv: an experiment is a YAML file, which names rows such as these: `questions: {file: questions.csv}`"),
        ("run text.yaml", "text.yaml:3, protocols: Input should be a list, got 'direct'"),
        ("run first.yaml --set protocols=[direct", "--set protocols=[direct: not YAML: a bracket is missing; put the whole setting in quotes"),
        ("run first.yaml --set swap=booth", "--set swap=booth, swap: Input should be 'none' or 'both', got 'booth': did you mean 'both'?"),
        ("check role.yaml", "got 'juge': did you mean 'judge'?"),
        ("check speaker.yaml", "`speak` is for a debater or a consultant or an adversary, but 'judge' is a judge"),
        ("check blank.jsonl", "blank.jsonl:1, question: a text must not be empty, got ''"),
        ('run first.yaml --set questions={"file":"named.csv"}', "named.csv:2: there is no `question`; if it has another name here, map it: columns: {question: Prompt, …}"),
        ('run first.yaml --set questions={"file":"misspelt.jsonl"}', "misspelt.jsonl:1, questoin: unknown key 'questoin': did you mean 'question'?"),
        ("run first.yaml --set agents.judge.temperature=0", "unknown key 'temperature': there are no options to set here"),
        ("protocols debatte", "no protocol 'debatte': did you mean 'debate'?"),
        ("rubrics mark", "no rubric 'mark': did you mean 'marks'?"),
        ("grade steps.jsonl --judge none", "steps.jsonl:1, steps: Input should be a list, got '1 + 1 = 2'"),
        ("grade first.yaml --judge none", "first.yaml:1: not JSON: Expecting value: line 1 column 1 (char 0); in a JSONL file each line is one JSON object"),
        ("report first.yaml", "first.yaml: this is a file, and a run is a folder, such as runs/NAME"),
        ("judge runs/first --judge human", "runs/first: there is no such folder: a run is a folder, such as runs/NAME"),
    ],
)  # fmt: skip
def test_it_says_what_where_and_what_to_do(dikast: Dikast, folder: Path, arguments: str, message: str) -> None:
    ended = dikast(*arguments.split())
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("dikast: ")
    assert message in ended.err
    assert ended.err.count("\n") == 1


@pytest.fixture
def run(dikast: Dikast, folder: Path) -> Path:
    """A run of one question without worked solutions."""
    assert dikast("run", "first.yaml").code == 0
    return folder / "runs" / "first"


def test_a_run_of_another_kind_is_not_exported_as_an_empty_file(dikast: Dikast, run: Path) -> None:
    before = sorted(path.name for path in run.iterdir())
    for kind, fault in {"grades": "no solution was judged", "marks": "has people's labels"}.items():
        ended = dikast("export", "runs/first", "--format", kind)
        assert (ended.code, ended.out) == (2, "")
        assert fault in ended.err
    assert sorted(path.name for path in run.iterdir()) == before


@pytest.mark.parametrize("options", [[], ["--site", "site"]], ids=["served", "as files"])
def test_pages_without_their_extra_name_the_command(
    dikast: Dikast, run: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)
    ended = dikast("view", "runs/first", *options)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == 'dikast: the pages of runs need an extra: pip install "dikast[viewer]"\n'


def test_a_wrong_folder_names_the_right_one(dikast: Dikast, run: Path) -> None:
    assert dikast("show", "runs/frist").err == "dikast: runs/frist: there is no such folder: did you mean 'first'?\n"
    assert dikast("show", "runs").err == "dikast: runs: this folder is no run itself, but holds runs: runs/first\n"


def test_another_judge_that_can_t_go_the_route_is_told_before_any_call(dikast: Dikast, run: Path) -> None:
    ended = dikast("judge", "runs/first", "--judge", "dikast.evaluation.planted:coin_judge", "--set", "route=logprobs")
    assert ended.code == 2
    assert "--judge: dikast.evaluation.planted:coin_judge can't judge by `route: logprobs`" in ended.err


def test_a_path_that_the_locale_can_t_spell_is_kept_as_it_was_typed() -> None:
    """With `LANG=C` and Python's UTF-8 mode off, an umlaut in an argument is two halves of characters."""
    assert run_arguments(Path("/x/\udcc3\udc9cbung.yaml"), ["seed=1"], None) == (
        "run",
        "/x/Übung.yaml",
        "--set",
        "seed=1",
    )
    assert "\udcff" not in "".join(run_arguments(Path("/x/\udcff.yaml"), [], None))
