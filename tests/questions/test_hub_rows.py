"""Data sets read by the `datasets` library, from local folders laid out as on the hub."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, hub_rows, load_questions
from dikast.records import Question

datasets: Any = pytest.importorskip("datasets", reason="the hub extra is not installed")


def write(path: Path, rows: list[dict[str, Any]], **features: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = datasets.Dataset.from_list(rows)
    for name, feature in features.items():
        table = table.cast_column(name, feature)
    table.to_parquet(str(path))


def declare(folder: Path, **files: dict[str, str]) -> None:
    """Writes a README whose head declares the splits of each configuration and their files."""
    configs = [
        {"config_name": name, "data_files": [{"split": split, "path": path} for split, path in splits.items()]}
        for name, splits in files.items()
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(f"---\nconfigs: {json.dumps(configs)}\n---\n", encoding="utf-8")


def load(folder: Path, dataset: str, **options: Any) -> list[Question]:
    return load_questions(QuestionSource(dataset=dataset, path=str(folder), **options), base=folder, seed=0)


@pytest.fixture
def gsm8k(tmp_path: Path) -> Path:
    folder = tmp_path / "gsm8k"
    declare(folder, main={"train": "main/train-*", "test": "main/test-*"}, socratic={"test": "socratic/test-*"})
    for name in ("main/train", "main/test", "socratic/test"):
        write(folder / f"{name}-00000-of-00001.parquet", [{"question": f"{name}?", "answer": "#### 18"}])
    return folder


def test_the_usual_configuration_and_split_are_read_or_those_asked_for(gsm8k: Path) -> None:
    assert [question.text for question in load(gsm8k, "gsm8k")] == ["main/test?"]
    assert [question.text for question in load(gsm8k, "gsm8k", split="train")] == ["main/train?"]
    assert [question.text for question in load(gsm8k, "gsm8k", config="socratic")] == ["socratic/test?"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"config": "mian"}, "unknown config 'mian': did you mean 'main'?"),
        ({"split": "tests"}, r"Bad split: tests. Available splits: \['train', 'test'\]"),
    ],
)
def test_an_unknown_configuration_or_split_is_reported(gsm8k: Path, options: dict[str, str], expected: str) -> None:
    with pytest.raises(BadInput, match=expected):
        load(gsm8k, "gsm8k", **options)


def test_without_a_usual_configuration_one_must_be_named(gsm8k: Path) -> None:
    with pytest.raises(BadInput, match="say which config: main, socratic"):
        load(gsm8k, "boolq", split="test")


def test_mmlu_with_its_class_labels(tmp_path: Path) -> None:
    rows = [{"question": "Even?", "subject": "sums", "choices": ["1", "2", "3", "5"], "answer": 1}]
    label = datasets.ClassLabel(names=["A", "B", "C", "D"])
    write(tmp_path / "all" / "test-00000-of-00001.parquet", rows, answer=label)
    declare(tmp_path, all={"test": "all/test-*"})
    [question] = load(tmp_path, "mmlu")
    assert (question.choices, question.gold) == (("1", "2", "3", "5"), 1)
    assert question.metadata["subject"] == "sums"


def test_quality_without_a_readme(tmp_path: Path) -> None:
    row = {"article": "Blue.", "question": "Which?", "options": ["a", "b", "c", "d"], "answer": 3, "hard": True}
    write(tmp_path / "data" / "validation-00000-of-00001.parquet", [row, {**row, "hard": False}])
    assert [question.id for question in load(tmp_path, "quality", hard=True)] == ["quality-1"]


def test_truthfulqa_with_its_structured_column(tmp_path: Path) -> None:
    row = {"question": "Is 2 odd?", "mc1_targets": {"choices": ["No", "Yes", "At times"], "labels": [1, 0, 0]}}
    write(tmp_path / "multiple_choice" / "validation-00000-of-00001.parquet", [row])
    write(tmp_path / "generation" / "validation-00000-of-00001.parquet", [{"question": "Is 2 odd?"}])
    declare(
        tmp_path,
        generation={"validation": "generation/validation-*"},
        multiple_choice={"validation": "multiple_choice/validation-*"},
    )
    [question] = load(tmp_path, "truthfulqa", choices=2)
    assert question.gold is not None
    assert question.choices[question.gold] == "No"


def test_prontoqa_in_its_one_json_file(tmp_path: Path) -> None:
    row = {"id": "ProntoQA_1", "context": "Max is red.", "question": "Is Max red?", "options": [], "answer": "A"}
    (tmp_path / "ProntoQA_dev_gpt-4.json").write_text(json.dumps([row]), encoding="utf-8")
    [question] = load(tmp_path, "prontoqa")
    assert question.id == "ProntoQA_1"
    [document] = hub_rows.read_folder(tmp_path, None, None, "validation")
    assert document.data == row


def test_gpqa_with_a_csv_file_for_each_configuration(tmp_path: Path) -> None:
    head = "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,Record ID\n"
    (tmp_path / "gpqa_diamond.csv").write_text(head + "Even?,2,1,3,5,rec1\n", encoding="utf-8")
    (tmp_path / "gpqa_main.csv").write_text(head + "Even?,2,1,3,5,rec2\n", encoding="utf-8")
    declare(tmp_path, gpqa_diamond={"train": "gpqa_diamond.csv"}, gpqa_main={"train": "gpqa_main.csv"})
    assert [question.id for question in load(tmp_path, "gpqa")] == ["rec1"]
    assert [question.id for question in load(tmp_path, "gpqa", config="gpqa_main")] == ["rec2"]


def test_our_own_rows_can_be_in_one_parquet_file(tmp_path: Path) -> None:
    rows = [{"id": str(i), "question": "Even?", "choices": ["1", "2"], "answer": "B"} for i in range(3)]
    write(tmp_path / "rows.parquet", rows)
    questions = load_questions(QuestionSource(file="rows.parquet"), base=tmp_path, seed=0)
    assert [(question.id, question.gold) for question in questions] == [("0", 1), ("1", 1), ("2", 1)]
    write(tmp_path / "bad.parquet", [{"question": "Even?", "choices": ["1", "2"], "answer": "E"}])
    with pytest.raises(BadInput, match=r"bad.parquet, row 1, answer: 'E' is no choice"):
        load_questions(QuestionSource(file="bad.parquet"), base=tmp_path, seed=0)
    (tmp_path / "broken.parquet").write_bytes(b"not parquet")
    with pytest.raises(BadInput, match=r"broken.parquet"):
        load_questions(QuestionSource(file="broken.parquet"), base=tmp_path, seed=0)


def test_a_hub_out_of_reach_is_reported(tmp_path: Path) -> None:
    """In a process of its own, since `datasets` reads only at import that it must not use the network."""
    program = (
        "from pathlib import Path\n"
        "from dikast.errors import BadInput\n"
        "from dikast.questions import QuestionSource, load_questions\n"
        "try:\n"
        "    load_questions(QuestionSource(dataset='mmlu'), base=Path(), seed=0)\n"
        "except BadInput as error:\n"
        "    print(error)\n"
    )
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("cais/mmlu: "), done.stderr
