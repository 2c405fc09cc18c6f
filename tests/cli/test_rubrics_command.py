"""dikast rubrics: what there is to judge by."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dikast.rubrics import load_rubric, rubric_names
from tests.cli.conftest import Dikast


def test_rubrics_are_listed_each_with_a_line(dikast: Dikast) -> None:
    lines = dikast("rubrics").out.splitlines()
    assert [line.split()[0] for line in lines] == rubric_names()
    assert all(len(line.split()) > 4 for line in lines)


@pytest.mark.parametrize("name", rubric_names())
def test_what_is_shown_of_a_rubric_is_the_rubric(dikast: Dikast, name: str, tmp_path: Path) -> None:
    shown = dikast("rubrics", "show", name)
    (tmp_path / "mine.yaml").write_text(shown.out, encoding="utf-8")
    assert load_rubric(tmp_path / "mine.yaml") == load_rubric(name)
    assert dikast("rubrics", "show", "mine.yaml") == shown
    assert yaml.safe_load(shown.out)["name"] == name


@pytest.mark.parametrize("name", rubric_names())
def test_as_tables(dikast: Dikast, name: str) -> None:
    ended = dikast("rubrics", "show", name, "--table")
    assert (ended.code, ended.err) == (0, "")
    assert f"{name}: " in ended.out
    assert all(kind.code in ended.out.split() for kind in load_rubric(name).errors)


def test_a_rubric_cannot_move_the_cursor(dikast: Dikast, tmp_path: Path) -> None:
    text = 'name: x\ndescription: "\\e[2J[red]d[/red]"\nerrors: [{code: A, name: "\\e[31mB", covers: c}]\n'
    (tmp_path / "mine.yaml").write_text(text)
    for flags in ((), ("--table",)):
        out = dikast("rubrics", "show", "mine.yaml", *flags).out
        assert "\x1b" not in out
        assert "[red]d[/red]" in out, "it is no mark-up"


def test_an_unknown_rubric(dikast: Dikast) -> None:
    ended = dikast("rubrics", "show", "projuge")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean 'projudge'?" in ended.err
    assert dikast("rubrics", "show", "none.yaml").code == 2
    assert dikast("rubrics", "show").code == 2
