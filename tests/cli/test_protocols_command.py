"""dikast protocols: the list of protocols, and one protocol in full."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dikast.protocols import protocol_names
from tests.cli.conftest import Dikast


def test_the_list_has_one_line_for_each_protocol(dikast: Dikast) -> None:
    lines = dikast("protocols").out.splitlines()
    assert [line.split()[0] for line in lines] == list(protocol_names())
    assert all(len(line.split()) > 4 for line in lines)


@pytest.mark.parametrize("name", protocol_names())
def test_what_show_prints_is_the_same_protocol(dikast: Dikast, name: str, tmp_path: Path) -> None:
    shown = dikast("protocols", "show", name)
    (tmp_path / "mine.yaml").write_text(shown.out)
    assert dikast("protocols", "show", "mine.yaml") == shown
    assert yaml.safe_load(shown.out)["name"] == name


def test_what_show_prints_has_the_options_of_the_command(dikast: Dikast) -> None:
    shown = yaml.safe_load(dikast("protocols", "show", "debate", "--set", "rounds=5", "--set", "words=20").out)
    assert shown["moves"][0]["rounds"] == 5
    assert shown["moves"][0]["each"][0]["words"] == 20


@pytest.mark.parametrize("name", protocol_names())
def test_every_protocol_can_be_drawn_as_a_mermaid_diagram(dikast: Dikast, name: str) -> None:
    drawn = dikast("protocols", "show", name, "--mermaid")
    assert (drawn.code, "graph TD" in drawn.out, "__end__" in drawn.out) == (0, True, True)
