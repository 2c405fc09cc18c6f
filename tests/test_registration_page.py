"""docs/registration.md: its experiment can be registered, and its table has every key."""

from __future__ import annotations

import re
from pathlib import Path

from dikast.metrics import Hypothesis
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast

PAGE = (Path(__file__).parents[1] / "docs" / "registration.md").read_text(encoding="utf-8")


def test_the_table_has_every_key_of_a_hypothesis() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(Hypothesis.model_fields)


def test_the_example_can_be_registered(dikast: Dikast) -> None:
    (experiment,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    more = "questions: {library: demo}\nagents: {debater: human, consultant: human, judge: human}\n"
    Path("does-debate-help.yaml").write_text(experiment + more)
    ended = dikast("register", "does-debate-help.yaml")
    assert (ended.code, ended.err) == (0, "")
    assert "- debate > consultancy in credit, on 200 questions" in ended.out
    assert Path("does-debate-help.registration.json").is_file()
