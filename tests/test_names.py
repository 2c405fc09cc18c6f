"""One name, one thing: a type's name occurs once in the package, and so does a module's."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "dikast"
MODULES = sorted(PACKAGE.rglob("*.py"))
SHARED_STEMS = {"__init__", "library"}  # `library` lies beside the YAML files it reads, in two rooms


def types_in(module: Path) -> Iterator[str]:
    """The public classes of a module, and its public names in CamelCase: type aliases."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        yield from (name for name in names if name[0].isupper() and not name.isupper())


def test_a_type_has_a_name_of_its_own() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        for name in types_in(module):
            if not name.startswith("_"):
                homes[name].append(str(module.relative_to(PACKAGE)))
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_a_module_has_a_name_of_its_own() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        if module.stem not in SHARED_STEMS:
            homes[module.stem].append(str(module.relative_to(PACKAGE)))
    assert {stem: where for stem, where in homes.items() if len(where) > 1} == {}
