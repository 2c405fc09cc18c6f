"""An attribute of a module by its path, `pkg.mod:attr`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

from dikast.errors import BadInput, nearest


def find_attribute(target: str, base: Path) -> object:
    """What `pkg.mod:attr` names, the module imported from sys.path or else from the folder `base`.

    Raises BadInput where there is no such module or attribute, or where importing the module fails.
    """
    module_name, _, path = target.partition(":")
    found: object = _imported(module_name, base)
    for name in path.split("."):
        if name not in dir(found):
            known = [word for word in dir(found) if not word.startswith("_")]
            raise BadInput(f"{module_name} has no {path!r}: {nearest(name, known)}")
        found = getattr(found, name)
    return found


def _imported(name: str, base: Path) -> ModuleType:
    if str(base) not in sys.path:  # last, so that a user's file can't stand before an installed package
        sys.path.append(str(base))
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise BadInput(f"no module {error.name!r}, neither installed nor under {base}") from None
        raise BadInput(f"importing {name} failed: {error}") from error
    except Exception as error:
        raise BadInput(f"importing {name} failed: {type(error).__name__}: {error}") from error
