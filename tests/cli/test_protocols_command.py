"""dikast protocols: the list of protocols, and one protocol in full."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml

from dikast.protocols import load_protocol, protocol_names
from dikast.protocols.protocol import Family
from tests.cli.conftest import Dikast


def test_the_list_has_one_line_for_each_protocol_under_its_family(dikast: Dikast) -> None:
    lines = dikast("protocols").out.splitlines()
    listed: dict[str, list[str]] = {}
    for line in lines:
        if line.startswith("  "):
            assert len(line.split()) > 4
            listed[next(reversed(listed))].append(line.split()[0])
        else:
            listed[line.removesuffix(":")] = []
    assert list(listed) == sorted(get_args(Family), key=list(listed).index), "every family has a protocol"
    assert sorted(name for names in listed.values() for name in names) == sorted(protocol_names())
    assert all(load_protocol(name).family == family for family, names in listed.items() for name in names)


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


def test_a_name_alone_shows_it(dikast: Dikast) -> None:
    assert dikast("protocols", "debate").out == dikast("protocols", "show", "debate").out
    assert dikast("rubrics", "projudge").out == dikast("rubrics", "show", "projudge").out
