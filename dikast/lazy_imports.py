"""A room's front door that imports a name from its module when the name is first used.

A room whose modules need heavy libraries (numpy, langgraph, matplotlib) lists its names here, so that importing the
room costs next to nothing. The type checker reads the same names under `TYPE_CHECKING`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module


def lazy_imports(
    package: str, names: Mapping[str, Iterable[str]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` for a package. `names` maps each of its modules to the names it holds."""
    module_of = {name: module for module, held in names.items() for name in held}

    def get(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{module_of[name]}"), name)

    return get, lambda: sorted(module_of)
