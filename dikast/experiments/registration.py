"""Registration: what an experiment is going to compare, frozen in a file with a hash before it is run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, JsonValue

from dikast.errors import BadInput, nearest
from dikast.experiments.matrix import Matrix
from dikast.experiments.prepare_run import Run
from dikast.input_files import Document, into, read_text
from dikast.metrics import Hypothesis
from dikast.records import Record

# What may change after registration: it says how a run is done, and not what it finds.
FREE = frozenset({"limits", "journal", "durability", "description"})
LONGEST_VALUE = 80


class RegistrationContent(Record):
    """What is frozen.

    - `hypotheses`: the comparisons, with their directions and numbers of questions.
    - `experiment`: the whole experiment as it is resolved: its questions, agents, seed, repeats, stopping rule (`stop`)
      and exclusions (`include`, `exclude`, `skip_bad`).
    - `ingredients`: hashes of the questions and protocols, and the names of the agents.
    - `finished`: how many episodes of it were finished already when it was registered.
    """

    version: Literal[1] = 1
    hypotheses: tuple[Hypothesis, ...] = Field(min_length=1)
    experiment: dict[str, JsonValue]
    ingredients: dict[str, dict[str, str]]
    finished: int = 0

    @property
    def hash(self) -> str:
        """The SHA-256 of all of it, in hexadecimal digits. The same content has the same hash on every machine."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Registration(Record):
    """The file: the content and its hash."""

    hash: str
    content: RegistrationContent

    @classmethod
    def of(cls, run: Run[Matrix], document: Document) -> Self:
        """The registration of a prepared experiment.

        Raises BadInput where it has no hypothesis, or one about a cell that it does not have.
        """
        if run.placement is None or not run.matrix.experiment.hypotheses:
            way_out = "list what is to be compared: `hypotheses: [{compare: [debate, consultancy], direction: greater, "
            raise BadInput(f"there is nothing to register; {way_out}questions: 200}}]`", document.name)
        _check_cells(run.matrix, document)
        content = RegistrationContent(
            hypotheses=run.matrix.experiment.hypotheses,
            experiment=run.placement.asked.plain,
            ingredients={
                kind: dict(hashes) for kind, hashes in run.placement.asked.ingredients(run.placement.names).items()
            },
            finished=len(run.folder.finished()) if run.folder.is_begun else 0,
        )
        return cls(hash=content.hash, content=content)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The registration in a file. Raises BadInput where it is none, or where it was changed after it was hashed."""
        try:
            data = json.loads(read_text(path))
        except ValueError as error:
            raise BadInput(f"not JSON: {error}", str(path)) from None
        registration = into(cls, Document(data, str(path)))
        if registration.hash != registration.content.hash:
            message = f"this was changed after it was registered: its content has the hash {registration.content.hash}"
            raise BadInput(message, str(path))
        return registration

    def write(self, path: Path) -> None:
        """Writes the file. Raises BadInput where another registration is there, or it can't be written."""
        if path.exists():
            if Registration.read(path).hash == self.hash:
                return
            raise BadInput("another registration is there; it stays as it is: choose another --out", str(path))
        try:
            path.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise BadInput(f"the registration can't be written: {error.strerror}", str(path)) from None

    def changes(self, description: Mapping[str, Any]) -> list[str]:
        """What of a run, by its folder's description, is otherwise than it was registered; a line for each."""
        experiment, ingredients = description.get("experiment", {}), description.get("ingredients", {})
        before, now = self.content.experiment, dict(experiment)
        changes = [
            f"{key}: {_short(before.get(key))} → {_short(now.get(key))}"
            for key in {**before, **now}
            if key not in FREE and before.get(key) != now.get(key)
        ]
        for kind, hashes in self.content.ingredients.items():
            found = ingredients.get(kind, {})
            changed = [name for name, value in hashes.items() if found.get(name) != value]
            changes += [f"{kind}: {name} is another one" for name in changed]
        return changes


def _check_cells(matrix: Matrix, document: Document) -> None:
    """Raises BadInput for a hypothesis about a cell that is not run, or that could be several."""
    names = [f"{cell.label} ({cell.team.label})" if cell.team.label else cell.label for cell in matrix.cells]
    for i, hypothesis in enumerate(matrix.experiment.hypotheses):
        where = document.where(("hypotheses", i, "compare"))
        for name in hypothesis.compare:
            fitting = [full for full, cell in zip(names, matrix.cells, strict=True) if name in (full, cell.label)]
            if not fitting:
                raise BadInput(f"no cell here is called {name!r}: {nearest(name, names)}", where)
            if len(fitting) > 1:
                raise BadInput(f"{name!r} could be any of {', '.join(map(repr, fitting))}", where)


def _short(value: object) -> str:
    """A value in one line that can be read."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
