"""docs/labels.md: its options are those of the command, and its example of an exported line is one."""

from __future__ import annotations

import re
from pathlib import Path

from dikast.cli.export_command import ExportOption
from dikast.cli.label_tables import SHARES
from dikast.experiments import PeopleLabel
from tests.cli.conftest import Dikast, dikast

__all__ = ["dikast"]

PAGE = (Path(__file__).parents[1] / "docs" / "labels.md").read_text(encoding="utf-8")


def test_options_exist(dikast: Dikast) -> None:
    shown = dikast("label", "--help").out
    named = set(re.findall(r"^\| `(--[a-z]+)", PAGE, re.MULTILINE))
    assert named >= {"--sample", "--order", "--raters"}
    assert all(option in shown for option in named)


def test_the_numbers_are_those_of_the_table() -> None:
    assert re.findall(r"^\| `([a-z ]+)` \|", PAGE, re.MULTILINE)[-len(SHARES) :] == [*SHARES]


def test_its_example_is_an_exported_line() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    label = PeopleLabel.model_validate_json(example)
    assert (label.weight, label.answers[0].person) == (3.2, "anna")
    assert "--format sample" in PAGE
    assert ExportOption.sample
