"""docs/grading.md: what it names can be given, and its example is a solution with parts."""

from __future__ import annotations

import json
import re
from pathlib import Path

from dikast.cli.export_command import ExportOption
from dikast.questions.solutions import read_solutions

PAGE = (Path(__file__).parents[1] / "docs" / "grading.md").read_text(encoding="utf-8")


def test_formats_that_it_names_exist() -> None:
    named = set(re.findall(r"--format (\w+)", PAGE))
    assert named == {"grades", "overrides", "marks"} <= {option.value for option in ExportOption}


def test_its_example_is_a_solution_with_parts(tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "solutions.jsonl"
    file.write_text(json.dumps(json.loads(example)) + "\n")
    (question,) = read_solutions(file)
    assert question.solution is not None
    assert [part.points for part in question.solution.parts] == [2, 4]
