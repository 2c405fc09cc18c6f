"""Who may import whom, what no module may use, and what an import may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import pytest

PACKAGE = Path(__file__).parents[1] / "dikast"
MODULES = sorted(PACKAGE.rglob("*.py"))

# docs/architecture.md: records imports none of the others; these rooms only records, and not one another; graphs those.
# dikast.envelope, .errors, .framing, .input_files, .language, .masking, .own_prompts, .replies, .sanitize and .tracing stand beside the rooms: every room but records may import them.
LOWER = {"agents", "verify", "protocols", "rubrics", "questions"}
BESIDE = {
    "envelope", "errors", "framing", "input_files", "language", "lazy_imports", "masking", "own_prompts", "replies", "sanitize",
    "tracing",
}  # fmt: skip
MAY_IMPORT: dict[str, set[str]] = {
    "masking": set(),
    "envelope": set(),
    "errors": {"masking"},
    "framing": set(),
    "lazy_imports": set(),
    "sanitize": set(),
    "input_files": {"errors"},
    "language": {"errors"},
    "own_prompts": {"envelope", "errors"},
    "tracing": {"errors", "masking"},
    "replies": {"language", "lazy_imports"},
    "records": {"sanitize"},
    **{room: {"records", *BESIDE} for room in LOWER},
    "probes": {"records", *BESIDE, "questions"},
    "graphs": {"records", *BESIDE, *LOWER},
    "experiments": {"records", *BESIDE, *LOWER, "graphs", "metrics", "probes"},
    "importers": {"records", *BESIDE, *LOWER, "graphs", "experiments"},
    "evaluation": {"records", *BESIDE, *LOWER, "graphs", "experiments", "metrics"},
    "metrics": {"records", "lazy_imports"},
    "python_run": {"experiments", "input_files"},
    "gates": {"records", *BESIDE, "metrics"},
}
# Rooms within a room, and what of it they may import beside themselves.
WITHIN: dict[str, set[str]] = {
    "verify.syntax": set(),
    "verify.text": {"syntax", "decision"},
    "verify.equality": {"syntax", "decision", "policy", "witness"},
    "experiments.limits": set(),
    "experiments.stores": set(),
    "experiments.journals": {"stores", "limits"},
    "experiments.exports": {"labelling", "stores"},
    "experiments.labelling": {"people", "stores"},
    "experiments.people": {"journals", "stores"},
}
HEAVY = {
    "aiohttp", "datasets", "opentelemetry.trace", "psycopg", "ray", "langchain_core", "langgraph", "litellm", "matplotlib", "networkx", "numpy", "openai",
    "pandas", "pyarrow", "rich.progress", "scipy", "sympy", "torch", "xllamacpp",
}  # fmt: skip
DANGEROUS_CALLS = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "parse_latex"}
DANGEROUS_MODULES = {"pickle", "cPickle", "dill", "shelve", "marshal", "cloudpickle", "joblib"}


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def dotted(module: Path) -> str:
    """The name that a module is imported by."""
    return ".".join(("dikast", *module.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


NAMES = {dotted(module) for module in MODULES}


def is_exported(source: str, name: str) -> bool:
    """Whether a package's front door has this name: `dikast.language.tokens` is a function there, and a module too."""
    return name in getattr(import_module(source), "__all__", ())


class Source(NamedTuple):
    """What a module's source has, wherever in it: its imports, and names that are called, looked up, and assigned."""

    imports: tuple[ast.Import | ast.ImportFrom, ...]
    called: frozenset[str]
    attributes: frozenset[str]
    assigned: frozenset[str]


@cache
def source_of(module: Path) -> Source:
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    targets = [target for n in nodes if isinstance(n, ast.Assign) for target in n.targets]
    return Source(
        tuple(n for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)),
        frozenset(n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)),
        frozenset(n.attr for n in nodes if isinstance(n, ast.Attribute)),
        frozenset(target.id for target in targets if isinstance(target, ast.Name)),
    )


def imports_of(module: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Every `from source import names` of the package's own, in functions and for the type checker too."""
    found = [node for node in source_of(module).imports if isinstance(node, ast.ImportFrom) and node.module]
    return [
        (node.module or "", tuple(alias.name for alias in node.names))
        for node in found
        if node.module and node.module.split(".")[0] == "dikast"
    ]


def imported(module: Path) -> set[str]:
    """The full names that a module imports, relative ones resolved."""
    names: set[str] = set()
    for node in source_of(module).imports:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        else:
            assert node.level == 0, f"{module}: imports are absolute here"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def faulty(faults: Callable[[Path], object]) -> dict[str, object]:
    """What a rule finds in the modules, by their names. One test looks at all: there are a thousand of them."""
    found = {dotted(module): faults(module) for module in MODULES}
    return {name: value for name, value in found.items() if value}


def test_a_module_imports_only_rooms_that_it_may() -> None:
    def rooms_it_may_not(module: Path) -> set[str]:
        room = room_of(module)
        allowed = MAY_IMPORT.get(room)
        if allowed is None:  # cli, report, viewer and the package itself stand on top
            return set()
        rooms = {name.split(".")[1] for name in imported(module) if name.startswith("dikast.")}
        return rooms - {room} - allowed

    assert faulty(rooms_it_may_not) == {}


def is_past_a_door(source: str, names: tuple[str, ...]) -> bool:
    """Whether an import from another room goes past its front door."""
    if source.count(".") > 1:
        return True
    return any(f"{source}.{name}" in NAMES and not is_exported(source, name) for name in names)


def test_other_rooms_are_entered_by_their_front_door() -> None:
    """From outside of `dikast.graphs` one imports from `dikast.graphs`, never from a module in it."""

    def past(module: Path) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (source, names)
            for source, names in imports_of(module)
            if source.startswith("dikast.") and source.split(".")[1] != room_of(module)
            if is_past_a_door(source, names)
        ]

    assert faulty(past) == {}


def test_rooms_within_experiments_are_entered_by_their_front_door() -> None:
    inner = {f"dikast.experiments.{path.name}" for path in (PACKAGE / "experiments").iterdir() if path.is_dir()}

    def past(module: Path) -> list[str]:
        return [
            source
            for source, _ in imports_of(module)
            for room in inner
            if source.startswith(f"{room}.") and not dotted(module).startswith(room)
        ]

    assert faulty(past) == {}


def test_no_modules_import_one_another_in_a_circle() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for module in MODULES:
        for source, names in imports_of(module):
            graph.add_edges_from(
                (dotted(module), inner if (inner := f"{source}.{name}") in NAMES else source) for name in names
            )
    circles = [sorted(found) for found in nx.strongly_connected_components(graph) if len(found) > 1]
    assert circles == []


def test_only_front_doors_list_what_they_offer() -> None:
    """`__all__` in another module hides imports that nothing uses."""
    assert faulty(lambda module: "__all__" in source_of(module).assigned and module.name != "__init__.py") == {}


# Names that a front door imports at once, although they are those of modules too: Python finds what was bound last.
BOUND_AT_ONCE = {".graphs": {"compile", "sharpen_constitution"}}


@pytest.mark.parametrize(
    "room",
    [
        "",
        ".experiments",
        ".experiments.people",
        ".gates",
        ".graphs",
        ".importers",
        ".metrics",
        ".questions",
        ".replies",
        ".report",
    ],
)
def test_a_lazy_front_door_offers_what_the_type_checker_sees(room: str) -> None:
    package = import_module(f"dikast{room}")
    path = PACKAGE.parent / package.__name__.replace(".", "/") / "__init__.py"
    checked = {name for source, names in imports_of(path) if source != "dikast.lazy_imports" for name in names}
    assert set(package.__all__) == set(dir(package)) == {name for name in checked if hasattr(package, name)}
    # Once such a module is imported, Python finds it in place of what it holds.
    modules = {module.stem for module in path.parent.glob("*.py")}
    assert modules.intersection(package.__all__) == BOUND_AT_ONCE.get(room, set())


@pytest.mark.parametrize("small", WITHIN)
def test_a_room_within_a_room_imports_only_what_it_may(small: str) -> None:
    room, name = small.split(".")
    modules = sorted((PACKAGE / room / name).rglob("*.py"))
    assert modules
    for module in modules:
        used = {part.split(".")[2] for part in imported(module) if part.startswith(f"dikast.{room}.")}
        assert used - {name} <= WITHIN[small], module


def test_every_room_has_its_rule() -> None:
    rooms = {room_of(module) for module in MODULES}
    assert rooms - set(MAY_IMPORT) <= {"cli", "report", "viewer", "__init__", "__main__"}


def test_no_room_below_imports_one_on_top() -> None:
    for module in MODULES:
        if room_of(module) in MAY_IMPORT:
            assert not any(
                name.startswith(("dikast.cli", "dikast.report", "dikast.viewer")) for name in imported(module)
            )


def test_no_module_takes_text_for_code() -> None:
    unsafe_yaml = {"unsafe_load", "full_load", "UnsafeLoader", "FullLoader", "Loader"}
    not_attributes = unsafe_yaml | DANGEROUS_CALLS - {"compile"}  # re.compile and StateGraph.compile read no code

    def dangers(module: Path) -> frozenset[str]:
        source, names = source_of(module), imported(module)
        # `compile` is also our own word: graphs.compile makes a graph of a protocol.
        is_own = module == PACKAGE / "graphs" / "compile.py" or "dikast.graphs.compile.compile" in names
        return (
            source.called & DANGEROUS_CALLS - ({"compile"} if is_own else set())
            | source.attributes & not_attributes
            | {name.split(".")[0] for name in names} & DANGEROUS_MODULES
            | {name.rpartition(".")[2] for name in names} & DANGEROUS_CALLS - {"compile"}
        )

    assert faulty(dangers) == {}


def loaded_by(program: str) -> set[str]:
    """The heavy modules that a program has imported by its end."""
    tail = f"\nimport sys; sys.stderr.write(' '.join(sorted({HEAVY!r} & set(sys.modules))))"
    ended = subprocess.run(
        [sys.executable, "-c", program + tail], capture_output=True, text=True, timeout=60, check=True
    )
    return set(ended.stderr.split())


@pytest.mark.parametrize(
    "program",
    [
        "import dikast",
        "import dikast.records",
        "import dikast.metrics",
        "import dikast.cli",
        "import sys, dikast.cli\nsys.argv = ['dikast', '--help']\ntry: dikast.cli.main()\nexcept SystemExit: pass",
        "import sys, dikast.cli\nsys.argv = ['dikast', 'run', '-h']\ntry: dikast.cli.main()\nexcept SystemExit: pass",
    ],
)
def test_what_a_person_waits_for_imports_nothing_heavy(program: str) -> None:
    assert loaded_by(program) == set()


def test_listing_protocols_needs_no_model_library() -> None:
    assert not loaded_by("import dikast; dikast.load_protocol('debate')") & {"litellm", "aiohttp", "sympy", "numpy"}


def test_importing_agents_and_graphs_needs_no_model_library() -> None:
    assert not loaded_by("import dikast.graphs, dikast.experiments") & {
        "litellm", "aiohttp", "sympy", "xllamacpp", "datasets", "torch", "scipy", "matplotlib",
    }  # fmt: skip


def test_reading_a_run_takes_nothing_of_what_it_took_to_run_it() -> None:
    program = "import dikast, dikast.cli.summary_tables, dikast.cli.episode_text\ntry: dikast.load_episodes('none')\nexcept dikast.BadInput: pass"
    assert loaded_by(program) - {"rich.progress"} == set()
