"""docs/probes.md has a row for every probe and every mitigation, in the words of the tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from dikast.experiments import MITIGATION_NAMES, ProbePlan
from dikast.probes import probe_names, probe_table
from dikast.protocols import MITIGATIONS

PAGE = (Path(__file__).parents[1] / "docs" / "probes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", probe_names())
def test_every_probe_has_its_row(name: str) -> None:
    probe = probe_table()[name]
    of = ", ".join(probe.subjects)
    assert f"| `{name}` | {probe.changes} | {of} | {probe.needs} | {probe.gold} | {probe.source} |" in PAGE


@pytest.mark.parametrize("name", MITIGATIONS)
def test_every_mitigation_has_its_row(name: str) -> None:
    row = MITIGATIONS[name]
    assert f"| `{name}` | {row.does} | {row.applies_to} | {row.calls} |" in PAGE


def test_no_row_is_of_something_that_is_not_there() -> None:
    named = set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE))
    assert named == {*probe_names(), *MITIGATION_NAMES}


def test_the_mapping_that_is_shown_is_valid() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert ProbePlan.model_validate(yaml.safe_load(block)["probe"]).repeats == 2
