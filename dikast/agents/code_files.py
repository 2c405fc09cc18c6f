"""The files of an agent that is code, with a hash of each: whether an author has changed it since it answered."""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from types import ModuleType

from pydantic import JsonValue

from dikast.agents.factory import ENTRY_POINTS, is_import_path

OWN_PACKAGE = __name__.partition(".")[0]
PACKAGE_FOLDERS = frozenset({"site-packages", "dist-packages"})


def code_files(spec: str | Mapping[str, JsonValue], base: Path) -> dict[str, str]:
    """The hash of each file of an opened agent's code, by its name; empty for an agent that is no code.

    These are its module's file and those of modules beside it that it imports, directly or through others; of a
    fallback and an environment too. Of code in an installed package they are files of that package alone; agents that
    ship have none. Of a command that starts an MCP server, they are the files that it names.
    """
    options = {"model": spec} if isinstance(spec, str) else dict(spec)
    hashes: dict[str, str] = {}
    module = _module_of(str(options.get("model", "")).strip(), base)
    # Agents that ship are as old as the version of Dikast, which a run folder names.
    if module is not None and module.__name__.partition(".")[0] != OWN_PACKAGE:
        hashes = _hashes(module)
    for option in ("fallback", "environment"):
        other = options.get(option)
        if isinstance(other, str | dict):
            hashes |= code_files(other, base)
    return hashes | _files_of_command(options.get("mcp"), base)


def _files_of_command(mcp: JsonValue, base: Path) -> dict[str, str]:
    """The hash of each file in the folder `base` that the command of an MCP server names."""
    command = mcp.get("command") if isinstance(mcp, dict) else None
    listed = command.split() if isinstance(command, str) else command
    words = [word for word in listed if isinstance(word, str)] if isinstance(listed, list) else []
    # A program of the machine is no code of the author's.
    return {word: _hash(base / word) for word in words if not Path(word).is_absolute() and (base / word).is_file()}


def _module_of(name: str, base: Path) -> ModuleType | None:
    """The imported module of an agent of this name; None for an agent that is no code."""
    plugin = next(iter(metadata.entry_points(group=ENTRY_POINTS, name=name)), None)
    target = plugin.value if plugin is not None else name
    module_name, _, attribute = target.rpartition(":")
    if attribute and module_name.endswith(".py"):
        return _module_at((base / module_name).resolve())
    if is_import_path(target):
        return sys.modules.get(module_name)
    return None


def _module_at(file: Path) -> ModuleType | None:
    """The module that was imported from a file."""
    for module in list(sys.modules.values()):
        found = _file_of(module)
        if found is not None and found.resolve() == file:
            return module
    return None


def _hashes(module: ModuleType) -> dict[str, str]:
    """The hash of the module's file and of those beside it that it imports, by their names from the topmost folder."""
    file = _file_of(module)
    if file is None:
        return {}
    name = _module_name(module)
    root = file.parents[name.count(".") + (file.name == "__init__.py")]
    hashes = {}
    for found in sorted(_own_files(name, file, root)):
        hashes[found.relative_to(root).as_posix()] = _hash(found)
    return hashes


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def _module_name(module: ModuleType) -> str:
    """The name under which others beside it would import it: a file that was opened by its path may have another."""
    file = _file_of(module)
    if file is not None and module.__name__.rpartition(".")[2] not in (file.stem, file.parent.name):
        return file.stem
    return module.__name__


def _own_files(name: str, file: Path, root: Path) -> set[Path]:
    """The module's file and, through its imports, those of all modules under the folder `root`."""
    files: set[Path] = set()
    waiting = [(name, file)]
    while waiting:
        module_name, module_file = waiting.pop()
        if module_file in files:
            continue
        files.add(module_file)
        for imported in _imported_by(module_name, module_file):
            found = _file_under(root, imported)
            # What lies beside an installed package is not its author's.
            is_other_package = imported.partition(".")[0] != name.partition(".")[0]
            if found is None or (root.name in PACKAGE_FOLDERS and is_other_package):
                continue
            waiting.append((imported, found))
    return files


def _imported_by(name: str, file: Path) -> Iterator[str]:
    """The full names of all that a module's source imports, wherever in it: of modules, and of what is in them."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # Each dot after the first leads one package further up.
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join(filter(None, [*parents, node.module]))
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def _file_under(root: Path, name: str) -> Path | None:
    """The file of a module under a folder; None if there is none."""
    path = root.joinpath(*name.split("."))
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.is_file():
            return file
    return None


def _file_of(module: ModuleType) -> Path | None:
    """The file with the module's source; None for one without."""
    name = getattr(module, "__file__", None)
    if not isinstance(name, str) or not name.endswith(".py"):
        return None
    file = Path(name)
    return file if file.is_file() else None
