"""docs/verifier.md and the README say what the verifier does: their tables are made from it, and their calls are made."""

from __future__ import annotations

import ast
import asyncio
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import dikast
from benchmarks import verifier_tables
from benchmarks.verifier_tables import PAGE, TABLES, markdown, parts
from dikast.records import Check

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_as_it_is_made(name: str) -> None:
    _, written, _ = parts(PAGE.read_text(encoding="utf-8"), name)
    assert written == TABLES[name](), "run: python benchmarks/verifier_tables.py --write"


def test_no_table_is_left_over() -> None:
    assert PAGE.read_text(encoding="utf-8").count("<!-- table: ") == len(TABLES)


def test_a_cell_has_no_bar() -> None:
    assert markdown(("a", "b"), [("|x|", "")]) == "| a | b |\n| --- | --- |\n| \\|x\\| |  |\n"


def test_a_missing_table_is_named() -> None:
    with pytest.raises(ValueError, match="no table 'units'"):
        parts("# Page\n", "units")


def calls(page: Path) -> Iterator[tuple[ast.Call, str]]:
    """The documented calls of checks, each with the comment behind it."""
    for line in page.read_text(encoding="utf-8").splitlines():
        called, _, comment = line.strip().removeprefix("await ").partition("  # ")
        if called.startswith(("check_", "dikast.check_")) and comment:
            expression = ast.parse(called, mode="eval").body
            assert isinstance(expression, ast.Call)
            yield expression, comment


def made(call: ast.Call) -> list[Check]:
    """What the call gives; its arguments are literals."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
    options = {keyword.arg or "": ast.literal_eval(keyword.value) for keyword in call.keywords}
    found = getattr(dikast.verify, name)(*map(ast.literal_eval, call.args), **options)
    found = asyncio.run(found) if inspect.iscoroutine(found) else found
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("page", ["README.md", "docs/verifier.md"])
def test_a_documented_call_comes_out_as_documented(page: str) -> None:
    documented = list(calls(ROOT / page))
    assert len(documented) >= 3
    for call, comment in documented:
        statuses = {check.status for check in made(call)}
        assert statuses == {comment.replace(":", ",").partition(",")[0]}, ast.unparse(call)


def test_the_command_writes_and_compares(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- table: policies -->\nold\n<!-- end -->\nafter\n")
    monkeypatch.setattr(verifier_tables, "PAGE", page)
    monkeypatch.setattr(verifier_tables, "TABLES", {"policies": lambda: "new\n"})
    assert (verifier_tables.main([]), capsys.readouterr().out) == (1, "policies\n")
    assert verifier_tables.main(["--write"]) == 0
    assert page.read_text() == "before\n<!-- table: policies -->\nnew\n<!-- end -->\nafter\n"
    assert verifier_tables.main([]) == 0
