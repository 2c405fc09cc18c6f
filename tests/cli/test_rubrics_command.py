"""dikast rubrics: the list of rubrics, and one rubric in full."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dikast.rubrics import load_rubric, rubric_names
from tests.cli.conftest import Dikast


def test_the_list_has_one_line_for_each_rubric(dikast: Dikast) -> None:
    lines = dikast("rubrics").out.splitlines()
    assert [line.split()[0] for line in lines] == rubric_names()
    assert all(len(line.split()) > 4 for line in lines)


@pytest.mark.parametrize("name", rubric_names())
def test_what_show_prints_is_the_same_rubric(dikast: Dikast, name: str, tmp_path: Path) -> None:
    shown = dikast("rubrics", "show", name)
    (tmp_path / "mine.yaml").write_text(shown.out, encoding="utf-8")
    assert load_rubric(tmp_path / "mine.yaml") == load_rubric(name)
    assert dikast("rubrics", "show", "mine.yaml") == shown
    assert yaml.safe_load(shown.out)["name"] == name


@pytest.mark.parametrize("name", rubric_names())
def test_the_tables_have_every_kind_of_error(dikast: Dikast, name: str) -> None:
    ended = dikast("rubrics", "show", name, "--table")
    assert (ended.code, ended.err) == (0, "")
    assert f"{name}: " in ended.out
    assert all(kind.code in ended.out.split() for kind in load_rubric(name).errors)


def test_control_characters_in_a_rubric_do_not_reach_the_terminal(dikast: Dikast, tmp_path: Path) -> None:
    text = 'name: x\ndescription: "\\e[2J[red]d[/red]"\nerrors: [{code: A, name: "\\e[31mB", covers: c}]\n'
    (tmp_path / "mine.yaml").write_text(text)
    for flags in ((), ("--table",)):
        out = dikast("rubrics", "show", "mine.yaml", *flags).out
        assert "\x1b" not in out
        assert "[red]d[/red]" in out, "it is no markup"


def test_an_unknown_rubric_is_bad_input(dikast: Dikast) -> None:
    ended = dikast("rubrics", "show", "projuge")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean 'projudge'?" in ended.err
    assert dikast("rubrics", "show", "none.yaml").code == 2
    assert dikast("rubrics", "show").code == 2
