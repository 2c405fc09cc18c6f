"""Measures how a package's code reads: lengths, branches, docstrings, names, and imports past a front door.

    python benchmarks/style.py [PACKAGE ...] [--without ROOM] [--rooms] [--files] [--functions] [--places KIND] [--json]

A package is a directory or the name of an installed package (dikast where none is given); each is a column of the
table; one that is not installed is listed as absent. The lists below the table are of the first package.
Files are all `*.py` under the directory; nothing is imported. A room is what lies directly in the package.
Each figure is defined where it is counted, and at `figures`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from signal import SIG_DFL, SIGPIPE, signal
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.source_counts import Function, Import, Module, Package, read_package  # noqa: E402

SHARED_STEMS = {"__init__", "library"}
LINES_A_BRANCH = 4  # what the style asks for: a branch every four lines

ROWS = {
    "files": "{n_files:,}",
    "lines": "{n_lines:,}",
    "module median / max lines": "{module_median:.0f} / {module_max:,}",
    "functions": "{n_functions:,}",
    "function median / 90th / max lines": "{function_median:.0f} / {function_90th} / {function_max}",
    "public docstrings": "{docstrings_percent:.0f} %",
    "`type: ignore` per 1,000 lines": "{ignores_per_1000:.1f}",
    "branches per function line": "{branches_per_line:.2f}",
    "`and`/`or`/conditional expressions per 100 lines": "{connectives_per_100:.1f}",
    "comment-only lines": "{comments_percent:.1f} %",
    "type names defined twice or more": "{n_types_twice}",
    "  class names alone": "{n_classes_twice}",
    "module stems defined twice or more": "{n_stems_twice}",
    "`re.` call lines": "{n_re_lines}",
    "conditional expressions over one line": "{n_long_conditionals}",
    "booleans of more than three terms": "{n_long_booleans}",
    "names imported past a front door": "{n_past_doors}",
    "circles between modules": "{n_circles}",
}
ROOM_COLUMNS = {
    "lines": "{n_lines:,}", "module": "{module_median:.0f} / {module_max}",
    "function": "{function_median:.0f} / {function_90th} / {function_max}", "docs %": "{docstrings_percent:.0f}",
    "branches": "{branches_per_line:.2f}", "and/or/if": "{connectives_per_100:.1f}",
    "comments %": "{comments_percent:.1f}", "types twice": "{n_types_twice}", "re.": "{n_re_lines}",
    "long if": "{n_long_conditionals}", "long and/or": "{n_long_booleans}", "past doors": "{n_past_doors}",
}  # fmt: skip


def figures(package: Package) -> dict[str, float]:
    """The figures of the table; all of a package without modules or functions are zero.

    A length's 90th is the one at nine tenths of the sorted ones. `branches_per_line` is the sum of the functions'
    branches over the sum of their lines. The others per line are over all lines. `connectives` are runs of `and`, runs
    of `or`, and conditional expressions: `a and b and c` is one. A comment-only line has nothing before its `#`.
    `ignores` are comments with `type: ignore` or `pyright: ignore`.
    """
    modules = package.modules

    def total(of: Callable[[Module], int]) -> int:
        return sum(map(of, modules))

    made = [function for module in modules for function in module.functions]
    lengths = sorted(function.n_lines for function in made) or [0]
    sizes = [module.n_lines for module in modules] or [0]
    n_lines = max(1, sum(sizes))
    n_public = max(1, total(lambda module: len(module.documented)))
    return {
        "n_files": len(modules),
        "n_lines": sum(sizes),
        "module_median": median(sizes),
        "module_max": max(sizes),
        "n_functions": len(made),
        "function_median": median(lengths),
        "function_90th": lengths[int(0.9 * len(lengths))],
        "function_max": lengths[-1],
        "docstrings_percent": 100 * total(lambda module: sum(module.documented)) / n_public,
        "ignores_per_1000": 1000 * total(lambda module: module.n_ignores) / n_lines,
        "branches_per_line": sum(function.n_branches for function in made) / max(1, sum(lengths)),
        "connectives_per_100": 100 * total(lambda module: module.n_connectives) / n_lines,
        "comments_percent": 100 * total(lambda module: module.n_comment_lines) / n_lines,
        "n_types_twice": len(types_twice(modules)),
        "n_classes_twice": len(twice((name, module.name) for module in modules for name in module.classes)),
        "n_stems_twice": len(stems_twice(modules)),
        "n_re_lines": total(lambda module: len(module.re_lines)),
        "n_long_conditionals": total(lambda module: len(module.long_conditionals)),
        "n_long_booleans": total(lambda module: len(module.long_booleans)),
        "n_past_doors": len(past_doors(package)),
        "n_circles": len(circles(package)),
    }


def types_twice(modules: Iterable[Module]) -> dict[str, list[str]]:
    """The public classes and aliases that two definitions or more have the name of, with the modules of these."""
    return twice((name, module.name) for module in modules for name in (*module.classes, *module.aliases))


def stems_twice(modules: Iterable[Module]) -> dict[str, list[str]]:
    """The names of files that two or more have, `__init__` and `library` aside, with the modules."""
    named = ((Path(module.path).stem, module.name) for module in modules)
    return twice((stem, name) for stem, name in named if stem not in SHARED_STEMS)


def by_name(named: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The names, sorted, each with its places."""
    places = defaultdict(list)
    for name, place in named:
        places[name].append(place)
    return dict(sorted(places.items()))


def twice(named: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The names that come twice or more, with their places."""
    return {name: places for name, places in by_name(named).items() if len(places) > 1}


def target(name: Import, known: dict[str, bool]) -> str:
    """The module that an import reads: the name itself where that is a module."""
    return name.full if name.full in known else name.module


def past_doors(package: Package) -> list[tuple[str, str]]:
    """The pairs of a name and a module that imports it from inside another room of the package.

    A room's front door is its `__init__`: `from package.room import name` is by the door, unless the name is a module
    and not also one of the names that the door imports.
    """
    offered = {(module.name, name.name) for module in package.modules for name in module.imports}
    found = set()
    for module in package.modules:
        for name in module.imports:
            door = ".".join(name.module.split(".")[:2])
            is_elsewhere = door != ".".join(module.name.split(".")[:2])
            is_by_door = target(name, package.known) == door or (name.module == door and (door, name.name) in offered)
            if package.known.get(door) and is_elsewhere and not is_by_door:
                found.add((name.full, module.name))
    return sorted(found)


def circles(package: Package) -> list[list[str]]:
    """The sets of two modules or more of which each imports every other, by way of others or not.

    That a module's own packages are imported before it is left aside.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for module in package.modules:
        graph.add_edges_from((module.name, target(name, package.known)) for name in module.imports)
    return sorted(sorted(circle) for circle in nx.strongly_connected_components(graph) if len(circle) > 1)


def find(name: str) -> Path | None:
    """The directory of a package, given as one or by its name; None where there is none."""
    # A directory first: in a checkout, `dikast` is the one at hand and not the one that is installed.
    if Path(name).is_dir():
        return Path(name).resolve()
    if not name.isidentifier():
        return None
    spec = importlib.util.find_spec(name)
    directories = spec and spec.submodule_search_locations
    return Path(directories[0]) if directories else None


def table(names: Iterable[str], columns: Sequence[dict[str, float]]) -> Iterator[str]:
    """The lines of a Markdown table with a column for each package."""
    yield f"| | {' | '.join(Path(name).name for name in names)} |"
    yield f"|---|{'---:|' * len(columns)}"
    for label, form in ROWS.items():
        yield f"| {label} | {' | '.join(form.format_map(column) for column in columns)} |"


def room_table(package: Package) -> Iterator[str]:
    """The lines of a Markdown table with a row for each room."""
    yield f"| room | {' | '.join(ROOM_COLUMNS)} |"
    yield f"|---|{'---:|' * len(ROOM_COLUMNS)}"
    for room, part in package.rooms().items():
        counted = figures(part)
        yield f"| {room or '(package)'} | {' | '.join(form.format_map(counted) for form in ROOM_COLUMNS.values())} |"


def densest(parts: Iterable[Function], top: int) -> Iterator[str]:
    """The lines of a table of the functions, or of the files as one each, with most branches over one in four lines."""
    yield f"{'over':>7}{'branches':>10}{'lines':>7}{'a line':>8}  what"
    over = sorted(((part.n_branches - part.n_lines / LINES_A_BRANCH, part) for part in parts), reverse=True)
    for excess, part in over[:top]:
        each = f"{part.n_branches / part.n_lines:.2f}"
        yield f"{excess:>7.1f}{part.n_branches:>10}{part.n_lines:>7}{each:>8}  {part.place} {part.name}".rstrip()


def as_one(module: Module) -> Function:
    """All functions of a module added up."""
    n_lines = sum(function.n_lines for function in module.functions)
    return Function("", module.path, n_lines, sum(function.n_branches for function in module.functions))


def joined(found: dict[str, list[str]]) -> list[str]:
    """A line for each name, with its places."""
    return [f"{name}: {', '.join(places)}" for name, places in found.items()]


def lines_of(package: Package, of: Callable[[Module], Iterable[int]]) -> list[str]:
    """A place for each counted line."""
    return [f"{module.path}:{line}" for module in package.modules for line in of(module)]


def doors(package: Package) -> list[str]:
    """The names imported past a door, the most imported first, each with its importers."""
    importers = by_name(past_doors(package))
    return joined(dict(sorted(importers.items(), key=lambda item: -len(item[1]))))


PLACES: dict[str, Callable[[Package], list[str]]] = {
    "types": lambda package: joined(types_twice(package.modules)),
    "stems": lambda package: joined(stems_twice(package.modules)),
    "re": lambda package: lines_of(package, lambda module: module.re_lines),
    "conditionals": lambda package: lines_of(package, lambda module: module.long_conditionals),
    "booleans": lambda package: lines_of(package, lambda module: module.long_booleans),
    "doors": doors,
    "circles": lambda package: [" ".join(circle) for circle in circles(package)],
}


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", default=["dikast"], metavar="PACKAGE")
    parser.add_argument("--without", action="append", default=[], metavar="ROOM", help="leave it out; may be repeated")
    parser.add_argument("--rooms", action="store_true", help="a row for each room")
    parser.add_argument("--files", action="store_true", help="the files with most branches over one in four lines")
    parser.add_argument("--functions", action="store_true", help="such functions")
    parser.add_argument("--top", type=int, default=30, metavar="N", help="how many files and functions (%(default)s)")
    parser.add_argument(
        "--places", action="append", default=[], choices=PLACES, help="where these are; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="the figures, unrounded, with those of each room")
    return parser.parse_args()


def lists(package: Package, arguments: argparse.Namespace) -> Iterator[Iterable[str]]:
    """What is printed below the table."""
    if arguments.rooms:
        yield room_table(package)
    if arguments.files:
        yield densest((as_one(module) for module in package.modules if module.functions), arguments.top)
    if arguments.functions:
        yield densest((function for module in package.modules for function in module.functions), arguments.top)
    yield from ([f"{kind}:", *PLACES[kind](package)] for kind in arguments.places)


def main() -> None:
    """Prints the table, and the lists asked for."""
    arguments = options()
    paths = {name: find(name) for name in arguments.packages}
    packages = {name: read_package(path).without(arguments.without) for name, path in paths.items() if path}
    if arguments.json:
        columns: dict[str, object] = dict.fromkeys(paths)
        for name, package in packages.items():
            columns[name] = figures(package) | {
                "rooms": {room: figures(part) for room, part in package.rooms().items()}
            }
        print(json.dumps(columns, indent=2))
        return
    print(*table(packages, [figures(package) for package in packages.values()]), sep="\n")
    print(*(f"{name}: absent, neither a directory nor installed" for name in paths if name not in packages), sep="\n")
    for package in list(packages.values())[:1]:
        for rows in lists(package, arguments):
            print("", *rows, sep="\n")


if __name__ == "__main__":
    signal(SIGPIPE, SIG_DFL)  # `| head` ends it quietly
    main()
