"""A package `__init__` that imports a name from its module only when the name is first used.

A package whose modules need heavy libraries (numpy, langgraph, matplotlib) lists its names here, so that importing the
package costs next to nothing. The type checker reads the same names under `TYPE_CHECKING`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module


def lazy_imports(
    package: str, names: Mapping[str, Iterable[str]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` for a package (PEP 562). `names` maps each of its modules to the names in it."""
    module_of: dict[str, str] = {}
    for module, names_in_module in names.items():
        module_of |= dict.fromkeys(names_in_module, module)

    def get(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f"{package}.{module_of[name]}")
        return getattr(module, name)

    def list_names() -> list[str]:
        return sorted(import_module(package).__all__)

    return get, list_names
