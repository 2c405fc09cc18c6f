"""The files of an agent that is code, with a hash of each: whether an author has changed it since it answered."""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from pydantic import JsonValue

from dikast.agents.factory import is_import_path
from dikast.agents.import_path import module_from
from dikast.agents.plug_ins import plug_in

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
    files = {word: base / word for word in words if not Path(word).is_absolute()}
    return {word: _hash(file.read_bytes()) for word, file in files.items() if file.is_file()}


def _module_of(name: str, base: Path) -> ModuleType | None:
    """The imported module of an agent of this name; None for an agent that is no code."""
    target = plug_in(name) or name
    module_name, _, attribute = target.rpartition(":")
    if attribute and module_name.endswith(".py"):
        return module_from((base / module_name).resolve())
    if is_import_path(target):
        return sys.modules.get(module_name)
    return None


def _hashes(module: ModuleType) -> dict[str, str]:
    """The hash of the module's file and of those beside it that it imports, by their names from the topmost folder."""
    file = _file_of(module)
    if file is None:
        return {}
    name = _module_name(module)
    root = file.parents[name.count(".") + (file.name == "__init__.py")]
    sources = _own_sources(name, file, root)
    return {found.relative_to(root).as_posix(): _hash(sources[found]) for found in sorted(sources)}


def _hash(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()[:16]


def _module_name(module: ModuleType) -> str:
    """The name under which others beside it would import it: a file that was opened by its path may have another."""
    file = _file_of(module)
    if file is not None and module.__name__.rpartition(".")[2] not in (file.stem, file.parent.name):
        return file.stem
    return module.__name__


def _own_sources(name: str, file: Path, root: Path) -> dict[Path, bytes]:
    """The sources of the module's file and, through its imports, of all modules under the folder `root`."""
    sources: dict[Path, bytes] = {}
    waiting = [(name, file)]
    known = {name}
    while waiting:
        module_name, module_file = waiting.pop()
        if module_file in sources:
            continue
        sources[module_file] = module_file.read_bytes()
        package = module_name if module_file.name == "__init__.py" else module_name.rpartition(".")[0]
        for imported in _imports(package, sources[module_file]) - known:
            known.add(imported)
            found = _file_under(root, imported)
            if found is not None and _is_its_authors(imported.partition(".")[0], name.partition(".")[0], root):
                waiting.append((imported, found))
    return sources


def _is_its_authors(package: str, own: str, root: Path) -> bool:
    """Whether a package under the folder `root` is by the author of the package `own`, which lies there too."""
    if package == OWN_PACKAGE:
        # As with agents that ship: a run folder names the version of Dikast.
        return False
    # What lies beside an installed package is somebody else's.
    return package == own or root.name not in PACKAGE_FOLDERS


# A run opens each of its agents, and many of them import the same modules.
@lru_cache(maxsize=4096)
def _imports(package: str, source: bytes) -> frozenset[str]:
    """The full names of all that a module of this package imports, of modules and of what is in them."""
    try:
        return frozenset(_imported_by(package, ast.parse(source)))
    except (SyntaxError, ValueError):
        return frozenset()


def _imported_by(package: str, tree: ast.Module) -> Iterator[str]:
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
