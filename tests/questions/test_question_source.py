"""The `questions:` mapping of an experiment: what may be written, and which message a mistake gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.input_files import into, parse_yaml
from dikast.questions import QuestionSource


@pytest.mark.parametrize(
    "text",
    [
        "{file: questions.jsonl, limit: 100}",
        "{dataset: gsm8k, path: test.jsonl, solutions: solutions.jsonl, wrong: model}",
        "{dataset: quality, choices: 2, hard: true, shuffle: true}",
        "{dataset: mmlu, hub: someone/mmlu, config: law, split: dev, balance: true}",
        "{library: demo}",
        "{generated: contracts, limit: 200, seed: 7}",
    ],
)
def test_a_valid_mapping_reads_back_as_itself(text: str) -> None:
    source = into(QuestionSource, parse_yaml(text, "x.yaml"))
    assert QuestionSource.model_validate(source.model_dump()) == source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{flie: q.jsonl}", "flie: unknown key 'flie': did you mean 'file'?"),
        ("{dataset: gsmk8}", "dataset: unknown dataset, got 'gsmk8': did you mean 'gsm8k'?"),
        ("{library: demos}", "library: unknown library of questions, got 'demos': did you mean 'demo'?"),
        ("{limit: 3}", "exactly one of file, dataset, library and generated must be given, got none"),
        ("{file: q.jsonl, library: demo}", "must be given, got ['file', 'library']"),
        (
            "{generated: contract}",
            "generated: unknown kind of generated questions, got 'contract': did you mean 'contracts'?",
        ),
        ("{library: demo, seed: 7}", "seed is an option of generated; the experiment has a seed of its own"),
        ("{generated: code, path: q.jsonl}", "path is an option of a dataset, and none is named"),
        ("{generated: code, seed: -1}", "seed: Input should be greater than or equal to 0, got -1"),
        ("{file: q.jsonl, path: q.jsonl}", "path is an option of a dataset, and none is named"),
        ("{dataset: mmlu, solutions: s.jsonl}", "solutions is an option of dataset: gsm8k"),
        ("{dataset: gsm8k, hard: true}", "hard is an option of dataset: quality"),
        ("{dataset: mmlu, path: m.jsonl, hub: a/b}", "path and hub both say where the dataset is"),
        ("{file: q.jsonl, limit: 0}", "limit: Input should be greater than or equal to 1, got 0"),
        ("{file: q.jsonl, limit: true}", "limit: Input should be a valid integer, got True"),
        ("{file: q.jsonl, choices: 1}", "choices: Input should be greater than or equal to 2, got 1"),
        ("{file: q.jsonl, shuffle: 'yes'}", "shuffle: Input should be a valid boolean, got 'yes'"),
        ("{dataset: gsm8k, wrong: models}", "wrong: Input should be 'model', 'corrupted' or 'model-or-corrupted'"),
    ],
)
def test_a_mistake_is_reported_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(BadInput) as caught:
        into(QuestionSource, parse_yaml(f"# a remark\n{text}", "x.yaml"))
    assert str(caught.value).startswith("x.yaml:2")
    assert expected in str(caught.value)


def test_the_library_file_exists() -> None:
    assert QuestionSource(library="demo").library_file.is_file()
    assert isinstance(QuestionSource(library="demo").library_file, Path)
