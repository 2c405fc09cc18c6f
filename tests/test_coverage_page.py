"""docs/coverage.md names only what there is."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from dikast.cli import build_app
from dikast.probes import probe_names
from dikast.protocols import protocol_names

ROWS = re.findall(
    r"^\|(?! part)(?!---)(.*)\|$",
    (Path(__file__).parents[1] / "docs" / "coverage.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
NAMED = sorted({named for row in ROWS for named in re.findall(r"(code|protocol|probe|command) `([^`]+)`", row)})


def test_every_row_says_what_offers_it_or_that_nothing_does() -> None:
    for row in ROWS:
        offered = row.split("|")[2]
        assert "not offered" in offered or re.search(r"(code|protocol|probe|command) `", offered), row


@pytest.mark.parametrize(("kind", "name"), NAMED)
def test_what_is_named_exists(kind: str, name: str) -> None:
    match kind:
        case "code":
            module, _, attribute = name.rpartition(".")
            assert hasattr(import_module(module), attribute)
        case "protocol":
            assert name in protocol_names()
        case "probe":
            assert name in probe_names()
        case _:
            groups = [group.name for group in build_app().registered_groups]
            assert name in [*(command.name for command in build_app().registered_commands), *groups]
