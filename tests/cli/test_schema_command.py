"""`dikast schema`: an editor that goes by it takes every file that Dikast takes, and marks what Dikast refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from dikast.cli.file_kinds import FILE_KINDS
from tests.cli.conftest import Dikast

HOUSE = Path(__file__).parents[2]
FILES = {
    "experiment": [*HOUSE.glob("examples/*.yaml")],
    "protocol": [*HOUSE.glob("dikast/protocols/library/*.yaml"), HOUSE / "examples/cross-examination.yaml"],
    "rubric": [*HOUSE.glob("dikast/rubrics/library/*.yaml")],
    "response-rubric": [*HOUSE.glob("dikast/rubrics/responses/*.yaml")],
    "constitution": [*HOUSE.glob("dikast/rubrics/constitutions/*.yaml")],
    "rows": [HOUSE / "examples/open-questions.jsonl", *HOUSE.glob("dikast/questions/library/*.jsonl")],
    "solutions": [HOUSE / "examples/solutions.jsonl"],
}


def validator(dikast: Dikast, kind: str) -> jsonschema.Draft202012Validator:
    ended = dikast("schema", kind)
    assert (ended.code, ended.err) == (0, "")
    schema = json.loads(ended.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def documents(path: Path) -> list[Any]:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    data = yaml.safe_load(path.read_text("utf-8"))
    return [] if "moves" in data and path.parent.name == "examples" else [data]


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_every_file_that_ships_fits_its_schema(dikast: Dikast, kind: str) -> None:
    checked = validator(dikast, kind)
    assert FILES[kind]
    for path in FILES[kind]:
        for document in documents(path):
            faults = [
                f"{path.name}, {fault.json_path}: {fault.message[:200]}" for fault in checked.iter_errors(document)
            ]
            assert not faults


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("experiment", {"name": "x", "questions": {"library": "demo"}, "protocls": ["direct"]}),
        ("experiment", {"name": "x", "questions": {"limit": "many"}, "protocols": ["direct"]}),
        ("protocol", {"name": "x", "roles": {"judge": {"kind": "jugde", "sees": []}}, "moves": [{"decide": "judge"}]}),
        ("rows", {"qestion": "What?"}),
        ("solutions", {"problem": "1+1", "stpes": ["2"]}),
    ],
)
def test_a_misspelt_key_or_value_is_marked(dikast: Dikast, kind: str, document: object) -> None:
    assert not validator(dikast, kind).is_valid(document)
