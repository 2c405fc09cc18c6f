"""Finds an attribute of a module by its import path, `pkg.mod:attr`, or by the module's file, `./mod.py:attr`."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from dikast.errors import BadInput, nearest

FILE_SUFFIX = ".py"
# How import paths of what ships begin.
OWN_CODE = "dikast."


def find_attribute(target: str, base: Path) -> object:
    """The attribute that `pkg.mod:attr` or `folder/mod.py:attr` names.

    The module is searched in sys.path, then in the folder `base`; a file is relative to `base`. Raises BadInput if
    there is no such module, file or attribute, or if importing the module fails.
    """
    module_name, _, path = target.rpartition(":")
    attribute: object
    if module_name.endswith(FILE_SUFFIX):
        attribute = _import_file(base / module_name)
    else:
        attribute = _import_module(module_name, base)
    for name in path.split("."):
        if name not in dir(attribute):
            public_names = [known for known in dir(attribute) if not known.startswith("_")]
            raise BadInput(f"{module_name} has no {path!r}: {nearest(name, public_names)}")
        attribute = getattr(attribute, name)
    return attribute


def module_from(file: Path) -> ModuleType | None:
    """The module that was imported from a file, whose path is resolved; None where it was not."""
    loaded = (module for module in list(sys.modules.values()) if getattr(module, "__file__", None) == str(file))
    return next(loaded, None)


def _import_module(name: str, base: Path) -> ModuleType:
    """Import a module. Raises BadInput, which says whether it is missing or failed."""
    # Last, so that a user's file never hides an installed package; what ships needs none of the user's files.
    if str(base) not in sys.path and not name.startswith(OWN_CODE):
        sys.path.append(str(base))
    # The import system caches folder listings: a file written since would not be found.
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if _is_in_path(error.name, name):
            raise BadInput(f"no module {error.name!r}, neither installed nor under {base}") from None
        raise BadInput(f"importing {name} failed: {error}") from error
    # A user's module may raise anything while it is imported.
    except Exception as error:
        raise BadInput(f"importing {name} failed: {type(error).__name__}: {error}") from error


def _import_file(path: Path) -> ModuleType:
    """Import the module in a file, with the modules beside it in its reach. Raises BadInput."""
    file = path.resolve()
    if not file.is_file():
        raise BadInput(f"no file {path}")
    loaded = module_from(file)
    if loaded is not None:
        return loaded
    if str(file.parent) not in sys.path:
        sys.path.append(str(file.parent))
    importlib.invalidate_caches()
    if _spec_origin(file.stem) == str(file):
        return _import_module(file.stem, file.parent)
    # Another module has the name of this file: it gets one that no other has.
    name = f"{file.stem}_{hashlib.sha256(str(file).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise BadInput(f"{path} can't be imported")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise BadInput(f"importing {path} failed: {type(error).__name__}: {error}") from error
    return module


def _spec_origin(name: str) -> str | None:
    """The file that a module of this name is imported from; None if there is none."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    return None if spec is None else spec.origin


def _is_in_path(missing: str | None, name: str) -> bool:
    """Whether the missing module is the named one or a package around it, not one that the module imports itself."""
    return missing is not None and f"{name}.".startswith(f"{missing}.")
