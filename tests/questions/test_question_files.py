"""Where the rows of a data set are in a local file or folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, load_questions, row_files
from dikast.questions.question_source import DATASET_OPTIONS
from dikast.questions.registry import DATASETS

ROW = {"question": "Is water wet?", "passage": "Water is wet.", "answer": True}


def write(path: Path, question: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**ROW, "question": question}), encoding="utf-8")


def question_texts(folder: Path, split: str | None = None, config: str | None = None) -> list[str]:
    source = QuestionSource(dataset="boolq", path=".", split=split, config=config)
    return [question.text for question in load_questions(source, base=folder, seed=0)]


@pytest.mark.parametrize(
    "name",
    [
        "validation.jsonl",
        "data/validation-00000-of-00001.jsonl",
        "boolq_validation.json",
        "dev.jsonl",
        "boolq.val.jsonl",
    ],
)
def test_a_split_is_read_from_the_files_with_its_name(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "this one")
    if name.endswith(".json"):
        (tmp_path / name).write_text(json.dumps([{**ROW, "question": "this one"}]), encoding="utf-8")
    write(tmp_path / "train.jsonl", "not this")
    write(tmp_path / "invalidation.jsonl", "nor this")
    (tmp_path / "README.md").write_text("validation")
    assert question_texts(tmp_path) == ["this one"]


def test_a_split_in_several_files_is_read_in_their_order(tmp_path: Path) -> None:
    write(tmp_path / "data" / "test-00001-of-00002.jsonl", "second")
    write(tmp_path / "data" / "test-00000-of-00002.jsonl", "first")
    assert question_texts(tmp_path, split="test") == ["first", "second"]


def test_a_configuration_is_a_folder_or_a_file(tmp_path: Path) -> None:
    write(tmp_path / "plain" / "validation.jsonl", "in its folder")
    write(tmp_path / "other.jsonl", "in its file")
    write(tmp_path / "another.jsonl", "in another")
    assert question_texts(tmp_path, config="plain") == ["in its folder"]
    assert question_texts(tmp_path, config="other") == ["in its file"]


@pytest.mark.parametrize("name", ["rows.parquet", "."])
def test_parquet_and_the_hub_need_the_extra(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)  # as if it were not installed
    (tmp_path / "rows.parquet").touch()
    for source in (QuestionSource(dataset="boolq", path=name), QuestionSource(dataset="boolq")):
        with pytest.raises(BadInput, match=r"pip install 'dikast\[hub\]'"):
            load_questions(source, base=tmp_path, seed=0)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("none.jsonl", None, "no such file"),
        ("none.parquet", None, "no such file"),
        ("rows.json", "[1, 2]", "a list of objects is needed"),
        ("rows.json", "{", "not JSON"),
        ("rows.jsonl", "\n\n", "no question is left to ask"),
        ("rows.csv", "question,answer,passage\n", "no question is left to ask"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path, name: str, content: str | None, expected: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=expected):
        load_questions(QuestionSource(dataset="boolq", path=name), base=tmp_path, seed=0)


def test_a_file_with_an_unknown_suffix_is_read_as_jsonl(tmp_path: Path) -> None:
    write(tmp_path / "rows.dev", "this one")
    assert [document.data["question"] for document in row_files.read_rows(tmp_path / "rows.dev")] == ["this one"]


def test_the_table_of_options_has_the_data_sets_of_the_registry() -> None:
    assert DATASETS.keys() == DATASET_OPTIONS.keys()
