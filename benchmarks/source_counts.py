"""What is counted in the source files of a package: each function, class and import, and each line of a kind.

Files are all `*.py` under a directory; nothing is imported.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeGuard

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.ClassDef)
BRANCH_EACH = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.match_case)
PATTERN_CALLS = {"compile", "match", "search", "fullmatch", "findall", "finditer", "split", "sub"}
IGNORE = re.compile(r"\b(type|pyright): ?ignore\b")
MAX_TERMS = 3


class Function(NamedTuple):
    """A function, a method or a function within another, and what it has of lines and branches."""

    name: str
    place: str
    n_lines: int
    n_branches: int


class Import(NamedTuple):
    """One imported name: `from module import name`, or `import module` with an empty name."""

    module: str
    name: str

    @property
    def full(self) -> str:
        """The name with its module."""
        return f"{self.module}.{self.name}" if self.name else self.module


@dataclass(frozen=True)
class Module:
    """What is counted in one file; the lines of things are their first lines."""

    name: str
    path: str
    n_lines: int
    n_comment_lines: int
    n_ignores: int
    n_connectives: int
    documented: tuple[bool, ...]
    functions: tuple[Function, ...]
    classes: tuple[str, ...]
    aliases: tuple[str, ...]
    re_lines: tuple[int, ...]
    long_conditionals: tuple[int, ...]
    long_booleans: tuple[int, ...]
    imports: tuple[Import, ...]

    @property
    def room(self) -> str:
        """What lies directly in the package and holds the module; empty for the package itself."""
        return self.name.partition(".")[2].partition(".")[0]


@dataclass(frozen=True)
class Package:
    """The modules that are counted, and all there are: by its name, whether one is a package."""

    modules: tuple[Module, ...]
    known: dict[str, bool]

    def rooms(self) -> dict[str, Package]:
        """Each room as a package of its own."""
        parts = defaultdict(list)
        for module in self.modules:
            parts[module.room].append(module)
        return {room: Package(tuple(modules), self.known) for room, modules in parts.items()}

    def without(self, rooms: Sequence[str]) -> Package:
        """The package less some rooms, or rooms within rooms (`verify.syntax`); they can still be imported."""
        leading = tuple(f"{room}." for room in rooms)
        kept = (module for module in self.modules if not f"{module.name.partition('.')[2]}.".startswith(leading))
        return Package(tuple(kept), self.known)


def read_package(directory: Path) -> Package:
    """Every `*.py` under a directory, counted."""
    modules, known = [], {}
    for path in sorted(directory.rglob("*.py")):
        parts = (directory.name, *path.relative_to(directory).with_suffix("").parts)
        is_package = path.name == "__init__.py"
        name = ".".join(parts[:-1] if is_package else parts)
        known[name] = is_package
        modules.append(read_module(path.read_text(encoding="utf-8"), name, str(path), is_package=is_package))
    return Package(tuple(modules), known)


def read_module(source: str, name: str = "package.module", path: str = "", *, is_package: bool = False) -> Module:
    """One file, counted. Lines are all lines: blank ones, comments and docstrings too."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    return Module(
        name=name,
        path=path,
        n_lines=len(source.splitlines()),
        n_comment_lines=sum(not token.line[: token.start[1]].strip() for token in comments),
        n_ignores=sum(bool(IGNORE.search(token.string)) for token in comments),
        n_connectives=sum(isinstance(node, ast.BoolOp | ast.IfExp) for node in nodes),
        documented=tuple(bool(ast.get_docstring(scope)) for scope in public_definitions(tree)),
        functions=tuple(functions(nodes, path)),
        classes=tuple(class_names(tree)),
        aliases=tuple(alias_names(tree)),
        re_lines=tuple(sorted({node.lineno for node in nodes if is_pattern_call(node)})),
        long_conditionals=tuple(long_conditionals(nodes)),
        long_booleans=tuple(long_booleans(tree)),
        imports=tuple(imports(nodes, name if is_package else name.rpartition(".")[0])),
    )


def functions(nodes: Iterable[ast.AST], path: str) -> Iterator[Function]:
    """Every `def`, methods and functions within functions too; lambdas are none.

    Its lines are those from `def` to its last, docstring and blank lines included, decorators not. The lines and
    branches of a function within another count for both.
    """
    for node in nodes:
        if isinstance(node, FUNCTIONS):
            n_lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Function(node.name, f"{path}:{node.lineno}", n_lines, branches(node))


def branches(function: ast.AST) -> int:
    """The ways through a function, as in McCabe's cyclomatic complexity.

    One for the way in, and one more for each `if`, `elif`, `for`, `while`, `except`, `case` and conditional expression,
    each `for` and `if` of a comprehension, and each term of an `and` or `or` after its first. Nothing else adds any:
    `else`, `finally`, `with`, `try`, `match`, `assert`, `return`, lambdas.
    """
    return 1 + sum(branches_at(node) for node in ast.walk(function))


def branches_at(node: ast.AST) -> int:
    """What one node adds to the branches."""
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return int(isinstance(node, BRANCH_EACH))


def within(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope, classes and functions in it too, but not what is inside these."""
    for child in ast.iter_child_nodes(scope):
        yield child
        if not isinstance(child, SCOPES):
            yield from within(child)


def public_definitions(scope: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Classes and functions of a module, and those of its public classes, whose names begin with no underscore.

    One under an `if` or `try` counts; overloads, modules and what is inside a function don't.
    """
    for node in within(scope):
        if not isinstance(node, SCOPES) or node.name.startswith("_"):
            continue
        if any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from public_definitions(node)


def class_names(tree: ast.Module) -> Iterator[str]:
    """The public classes at the level of the module, under an `if` or `try` too."""
    for node in within(tree):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def alias_names(tree: ast.Module) -> Iterator[str]:
    """Aliases and type variables: names with a value in a module that begin with a capital and aren't all capitals."""
    for node in within(tree):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name) and target.id[0].isupper() and not target.id.isupper():
                yield target.id


def is_pattern_call(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether it is `re.compile(…)`, or another function of `re` that takes a pattern; not a compiled one's method."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    owner = node.func.value
    return isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in PATTERN_CALLS


def long_conditionals(nodes: Iterable[ast.AST]) -> Iterator[int]:
    """The lines of the conditional expressions that go over a line's end."""
    for node in nodes:
        if isinstance(node, ast.IfExp) and node.end_lineno != node.lineno:
            yield node.lineno


def long_booleans(tree: ast.Module) -> Iterator[int]:
    """The lines of the `and`s and `or`s with more than three terms; one inside another adds its own terms to it."""
    parts: set[ast.AST] = set()
    # Outer nodes come before inner ones, so that an inner one is known as a part when its turn comes.
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp) and node not in parts:
            inner = boolean_terms(node)
            parts.update(part for part in inner if isinstance(part, ast.BoolOp))
            if sum(not isinstance(part, ast.BoolOp) for part in inner) > MAX_TERMS:
                yield node.lineno


def boolean_terms(node: ast.expr) -> list[ast.expr]:
    """A boolean's terms, and the `and`s and `or`s that they are joined by; looks through `not`."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return boolean_terms(node.operand)
    if isinstance(node, ast.BoolOp):
        return [node, *(term for value in node.values for term in boolean_terms(value))]
    return [node]


def imports(nodes: Iterable[ast.AST], package: str) -> Iterator[Import]:
    """Every import, inside functions and for type checkers too; relative ones are resolved from the package."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: 1 - node.level or None] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            yield from (Import(module, alias.name) for alias in node.names)
