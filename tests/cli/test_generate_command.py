"""dikast generate: questions of our own as a file or to read, and what is said where they can't be made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.questions import GENERATED_KINDS, QuestionSource, generated_questions, load_questions
from tests.cli.conftest import Dikast


@pytest.mark.parametrize("kind", GENERATED_KINDS)
def test_the_file_has_the_questions_that_an_experiment_asks_by_name(dikast: Dikast, tmp_path: Path, kind: str) -> None:
    ended = dikast("generate", kind, "--n", "9", "--seed", "4", "--out", "made.jsonl")
    assert ended == (0, "9 questions: made.jsonl\n", "")
    from_file = load_questions(QuestionSource(file="made.jsonl"), base=tmp_path, seed=0)
    assert from_file == load_questions(QuestionSource(generated=kind, limit=9, seed=4), base=tmp_path, seed=0)
    assert dikast("check", "made.jsonl").code == 0


def test_without_a_file_they_are_printed_with_a_star_at_the_right_answer(dikast: Dikast) -> None:
    ended = dikast("generate", "proofs", "--n", "2", "--seed", "3")
    assert (ended.code, ended.err) == (0, "")
    for question in generated_questions("proofs", 2, seed=3):
        assert question.gold is not None
        assert f"{question.id}: {question.text}" in ended.out
        assert f"  * {question.choices[question.gold]}\n" in ended.out
        assert f"    {question.choices[1 - question.gold]}\n" in ended.out
        assert "  | Claim. " in ended.out


def test_what_can_not_be_made_is_told_in_one_line(dikast: Dikast) -> None:
    unknown = dikast("generate", "contract")
    assert unknown.code == 2
    assert unknown.err == "dikast: KIND: no questions of the kind 'contract' can be made: did you mean 'contracts'?\n"
    nowhere = dikast("generate", "code", "--n", "1", "--out", "nowhere/made.jsonl")
    assert (nowhere.code, nowhere.err.count("\n")) == (2, 1)
    assert "nowhere/made.jsonl" in nowhere.err
    assert dikast("generate", "code", "--n", "0").code == 2
    assert dikast("generate", "code", "--seed", "-1").code == 2


def test_tells_reads_an_experiment_that_names_them(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "blind.yaml").write_text(
        "name: blind\nquestions: {generated: tables}\nprotocols: [direct]\nagents: {judge: human}\n", encoding="utf-8"
    )
    ended = dikast("tells", "blind.yaml", "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert found["questions"] == 200
    assert not any(tell["is_above_chance"] for tell in found["tells"])
