"""What the measure of our style counts, on small sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.source_counts import read_module, read_package
from benchmarks.style import circles, figures, find, past_doors, stems_twice, types_twice


@pytest.mark.parametrize(
    ("source", "n_branches"),
    [
        ("def f(): pass", [1]),
        ("def f():\n if a: pass\n elif b: pass\n else: pass", [3]),
        ("async def f():\n async for a in b: pass\n while c: pass", [3]),
        ("def f():\n try: pass\n except A: pass\n except B: pass\n finally: pass", [3]),
        ("def f():\n match a:\n  case 1: pass\n  case _: pass", [3]),
        ("def f(): return a if b else c", [2]),
        ("def f(): return a and b and c or d", [4]),
        ("def f(): return [a for a in b if c if d]", [4]),
        ("def f():\n with a: assert b\n return lambda: c", [1]),
        ("def f():\n def g():\n  if a: pass\n return g", [2, 2]),
        ("class C:\n def m(self): pass", [1]),
        ("if a: pass", []),
    ],
)
def test_branches(source: str, n_branches: list[int]) -> None:
    assert [function.n_branches for function in read_module(source).functions] == n_branches


@pytest.mark.parametrize(
    ("source", "n_lines"),
    [
        ("def f(): pass", [1]),
        ("@cached\ndef f():\n    '''Says.'''\n\n    return 1\n\n\n", [4]),
        ("def f():\n    def g():\n        pass\n", [3, 2]),
        ("f = lambda: 1", []),
    ],
)
def test_function_lines(source: str, n_lines: list[int]) -> None:
    assert [function.n_lines for function in read_module(source).functions] == n_lines


@pytest.mark.parametrize(
    ("source", "field", "expected"),
    [
        ("# a\n  # b\na = 1  # c\n'''\n# d\n'''", "n_comment_lines", 2),
        ("a = 1  # type: ignore[x]\nb = 2  # pyright: ignore\n'type: ignore'", "n_ignores", 2),
        ("a and b and c or (d if e else f)", "n_connectives", 3),
        ("def f(): 'Says.'\ndef g(): pass\ndef _h(): pass", "documented", (True, False)),
        (
            "class A:\n 'Says.'\n def m(self): pass\n def _n(self): pass\nclass _B:\n def m(self): pass",
            "documented",
            (True, False),
        ),
        (
            "if a:\n def f(): 'Says.'\n@overload\ndef g(): ...\ndef h():\n 'Says.'\n def inner(): pass",
            "documented",
            (True, True),
        ),
        ("class A:\n class B: pass\nclass _C: pass\nif a:\n class D: pass", "classes", ("A", "D")),
        (
            "Row = tuple[int]\nKey: TypeAlias = str\nT = TypeVar('T')\nMAX = 1\nrow = 2\n_Row = 3",
            "aliases",
            ("Row", "Key"),
        ),
        ("re.compile(a); re.sub(b, c, d)\nre.escape(a)\npattern.match(b)\nmore.re.match(c)", "re_lines", (1,)),
        ("a = b if c else d\ne = (b\n if c else d)", "long_conditionals", (2,)),
        ("a and b and c\n", "long_booleans", ()),
        ("a and b and c and d\n", "long_booleans", (1,)),
        ("a and not (b or c) and d\n", "long_booleans", (1,)),
        ("f(a and b, c and d)\n", "long_booleans", ()),
        ("f(a and g(b and c))\n", "long_booleans", ()),
    ],
)
def test_a_module(source: str, field: str, expected: object) -> None:
    assert getattr(read_module(source), field) == expected


@pytest.mark.parametrize(
    ("source", "is_package", "full"),
    [
        ("import a.b", False, "a.b"),
        ("from a.b import c", False, "a.b.c"),
        ("from . import c", False, "p.room.c"),
        ("from .b import c", False, "p.room.b.c"),
        ("from ..b import c", False, "p.b.c"),
        ("from .b import c", True, "p.room.module.b.c"),
        ("from ..b import c", True, "p.room.b.c"),
    ],
)
def test_an_import(source: str, is_package: bool, full: str) -> None:
    read = read_module(source, "p.room.module", is_package=is_package)
    assert [name.full for name in read.imports] == [full]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A package with two rooms and two modules beside them."""
    sources = {
        "__init__": "",
        "errors": "class Fault: pass",
        "low/__init__": "from p.low.line import Line\nfrom p.low.word import word",
        "low/word": "def word(): pass",
        "low/line": "from p.errors import Fault\nclass Line: pass",
        "low/tree": "from p.low.line import Line\nNode = Line | None",
        "high/__init__": "",
        "high/line": "from p.low import Line, tree\nfrom p.low.tree import Node\nfrom p.high.page import Page",
        "high/page": "from p.low import word\ndef f():\n from p.high.line import Node\nclass Page: pass\nclass Node: pass",
    }
    for name, source in sources.items():
        path = tmp_path / "p" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return tmp_path / "p"


def test_a_package(directory: Path) -> None:
    package = read_package(directory)
    assert past_doors(package) == [("p.low.tree", "p.high.line"), ("p.low.tree.Node", "p.high.line")]
    assert circles(package) == [["p.high.line", "p.high.page"]]
    assert stems_twice(package.modules) == {"line": ["p.high.line", "p.low.line"]}
    assert types_twice(package.modules) == {"Node": ["p.high.page", "p.low.tree"]}
    assert {room: len(part.modules) for room, part in package.rooms().items()} == {
        "": 1,
        "errors": 1,
        "high": 3,
        "low": 4,
    }


def test_rooms_left_out(directory: Path) -> None:
    package = read_package(directory).without(["low", "high.page"])
    assert {module.name for module in package.modules} == {"p", "p.errors", "p.high", "p.high.line"}
    assert figures(package)["n_past_doors"] == 2
    assert figures(package.without(["high", "errors", ""]))["branches_per_line"] == 0


def test_a_package_that_is_not_there_is_none(directory: Path) -> None:
    assert find(str(directory)) == directory
    assert find("json") is not None
    assert find("no_such_package") is find(str(directory / "none")) is None
