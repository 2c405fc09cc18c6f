"""Validators are built at first use: here each is, so that a field that can't be validated is found before a user does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

PACKAGE = Path(__file__).parents[2] / "dikast"
FIRST_USES = """
from concurrent.futures import ThreadPoolExecutor
from dikast.records import Usage
with ThreadPoolExecutor(16) as threads:
    made = list(threads.map(lambda n: Usage(calls=n), range(200)))
print(sum(usage.calls for usage in made))
"""


def subclasses(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for subclass in model.__subclasses__():
        yield subclass
        yield from subclasses(subclass)


def test_every_model_of_ours_can_be_built() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name not in ("__main__.py",):
            import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    own = [model for model in subclasses(BaseModel) if model.__module__.startswith("dikast.")]
    assert len(own) > 200
    for model in own:
        model.model_rebuild(raise_errors=True)
        assert model.__pydantic_complete__, model


def test_many_threads_may_use_a_model_for_the_first_time() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_USES], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(sum(range(200)))
