"""Finds an attribute of a module by its import path, `pkg.mod:attr`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from dikast.errors import BadInput, nearest


def find_attribute(target: str, base: Path) -> object:
    """The attribute that `pkg.mod:attr` names. The module is searched in sys.path, then in the folder `base`.

    Raises BadInput if there is no such module or attribute, or if importing the module fails.
    """
    module_name, _, path = target.partition(":")
    attribute: object = _import_module(module_name, base)
    for name in path.split("."):
        if name not in dir(attribute):
            public_names = [known for known in dir(attribute) if not known.startswith("_")]
            raise BadInput(f"{module_name} has no {path!r}: {nearest(name, public_names)}")
        attribute = getattr(attribute, name)
    return attribute


def _import_module(name: str, base: Path) -> ModuleType:
    """Import a module. Raises BadInput, which says whether it is missing or failed."""
    # Last, so that a user's file never hides an installed package.
    if str(base) not in sys.path:
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


def _is_in_path(missing: str | None, name: str) -> bool:
    """Whether the missing module is the named one or a package around it, not one that the module imports itself."""
    return missing is not None and f"{name}.".startswith(f"{missing}.")
