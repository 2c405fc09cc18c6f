"""docs/judges.md names what there is, and its rubric is a valid one."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from dikast.protocols import FORMATS, load_protocol, protocol_names
from dikast.rubrics import ResponseRubric, response_rubric_names

PAGE = (Path(__file__).parents[1] / "docs" / "judges.md").read_text(encoding="utf-8")


def test_every_format_is_in_the_table_with_its_line() -> None:
    for name, row in FORMATS.items():
        line = row.written(row.names(2, False)[0])
        assert f"| `{name}` | `{line}` |" in PAGE


def test_every_rubric_for_responses_is_in_the_table() -> None:
    assert {name for name in response_rubric_names() if f"| `{name}` |" in PAGE} == set(response_rubric_names())


def test_the_rubric_that_is_shown_is_valid() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    rubrics = [yaml.safe_load(block) for block in blocks if "asks:" in block]
    assert [ResponseRubric.model_validate(rubric).name for rubric in rubrics] == ["support"]


def test_every_protocol_that_judges_responses_is_explained() -> None:
    names = [name for name in protocol_names() if load_protocol(name).about == "responses"]
    assert [name for name in names if f"`{name}`" not in PAGE] == []
