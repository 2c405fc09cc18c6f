"""docs/viewer.md says what the viewer has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dikast.report import KINDS
from dikast.viewer.pages import TEMPLATES
from tests.cli.conftest import Dikast, dikast

__all__ = ["dikast"]

PAGE = Path(__file__).parents[1] / "docs" / "viewer.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_options_exist(dikast: Dikast) -> None:
    shown = dikast("view", "--help").out
    options = set(re.findall(r"--[a-z-]+", " ".join(re.findall(r"`(dikast view[^`]*|--[a-z]+)`", TEXT))))
    assert options >= {"--runs", "--tag", "--trust", "--open"}
    assert all(option in shown for option in options)


def test_kinds_are_those_of_the_report() -> None:
    assert all(kind in " ".join(TEXT.split()) for kind in KINDS)


@pytest.mark.parametrize("key", re.findall(r"`(.)`", TEXT.partition("## Keys")[2].partition("## Large")[0]))
def test_keys_exist(key: str) -> None:
    """Each key moves through items, or opens something that a template marks with it."""
    templates = " ".join(file.read_text(encoding="utf-8") for file in TEMPLATES.glob("*.j2"))
    is_layout = f'": "{key}"' in templates
    assert key in "jk" or f'data-key="{key}"' in templates or is_layout


def test_pictures_exist() -> None:
    for picture in re.findall(r"\]\((images/[^)]+)\)", TEXT):
        assert (PAGE.parent / picture).is_file()
