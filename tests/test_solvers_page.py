"""docs/solvers.md: its protocol loads, its commands print what it says, and its figures are those of the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from dikast.metrics import wilson
from dikast.protocols import Protocol, VerifyMove, load_protocol
from dikast.records import AttemptStatus
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "solvers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
PROTOCOLS = [text for language, text in BLOCKS if language == "yaml"]
SEARCHED, GRADED = [text.splitlines() for language, text in BLOCKS if not language]


@pytest.mark.parametrize("text", PROTOCOLS)
def test_the_protocols_of_the_page_are_some(text: str) -> None:
    protocol = Protocol.model_validate(yaml.safe_load(text))
    assert not protocol.needs_choices


@pytest.mark.parametrize("name", re.findall(r"^\| `(solver[\w-]*)` \|", PAGE, re.MULTILINE))
def test_the_protocols_that_it_names_come_with_dikast(name: str) -> None:
    assert isinstance(load_protocol(name).moves[-1], VerifyMove)


def test_the_page_explains_every_status() -> None:
    table = PAGE.partition("| status of an attempt | |")[2].partition("\n\n")[0]
    assert [status for status in get_args(AttemptStatus) if f"`{status}`" not in table] == []


def test_the_interval_is_wilsons() -> None:
    low, high = wilson(0.70, 100)
    assert f"0.70 ({low:.3f}–{high:.3f})" in PAGE


def test_the_example_prints_the_share_of_wrong_ways(dikast: Dikast) -> None:
    assert dikast("run", ROOT / "examples" / "solver.yaml", "--plain").code == 0
    printed = dikast("grade", "runs/solver", "--judge", "none").out
    assert [line for line in GRADED if line not in printed] == []


def test_the_example_of_a_search_prints_what_the_page_says(dikast: Dikast) -> None:
    printed = dikast("run", ROOT / "examples" / "solver-search.yaml", "--plain").out
    assert [line for line in SEARCHED if line not in printed] == []
