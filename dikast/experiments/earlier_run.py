"""EarlierRun: what the run in a folder is made from, as its description says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dikast.errors import BadInput
from dikast.experiments.agent_labels import AgentSpec, labels_of, spec_list
from dikast.experiments.experiment import Experiment
from dikast.experiments.run_names import RunNames
from dikast.experiments.stores import (
    EXTENDED,
    RESOLVED,
    QuestionMark,
    fingerprint,
    identity,
    read_description,
    read_marks,
)
from dikast.input_files import read_text
from dikast.masking import mask_settings


@dataclass(frozen=True)
class EarlierRun:
    """A run that was begun in a folder with an experiment of the same kind of file."""

    path: Path
    description: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> EarlierRun | None:
        """The run in the folder; None where what it is made from is not an experiment, or can't be read as one."""
        try:
            # Masked too: it may be from before descriptions were.
            description = mask_settings(read_description(path))
            Experiment.model_validate(description["experiment"])
            earlier = cls(path, description)
            _ = (earlier.names, earlier.agent_names, earlier.protocol_hashes, earlier.question_hash)
        except (BadInput, ValidationError, KeyError, ValueError, TypeError, AttributeError):
            return None
        return earlier

    @property
    def plain(self) -> dict[str, Any]:
        """The experiment as plain values."""
        experiment: dict[str, Any] = self.description["experiment"]
        return experiment

    @property
    def extended(self) -> dict[str, Any]:
        """What the description of an extended run says beside; empty where it was not extended."""
        extended: dict[str, Any] = self.description.get(EXTENDED, {})
        return extended

    @cached_property
    def names(self) -> RunNames:
        """The names in the run."""
        if "names" in self.extended:
            return RunNames.model_validate(self.extended["names"])
        agents = {}
        for role, specs in self.agents.items():
            agents[role] = [(label, None) for label in labels_of(specs)]
        return RunNames.of_new(list(self.protocol_hashes), agents, self.plain.get("repeats", 1))

    @cached_property
    def agents(self) -> dict[str, list[AgentSpec]]:
        """The agents of each role or kind."""
        return {role: spec_list(specs) for role, specs in self.plain.get("agents", {}).items()}

    @cached_property
    def agent_names(self) -> dict[str, list[str]]:
        """The names of these agents."""
        names = {}
        for role in self.agents:
            names[role] = str(self.description["ingredients"]["agent names"][f"agent of {role}"]).split(" | ")
            if len(names[role]) != len(self.agents[role]):
                raise ValueError(f"the names of {role} are not those of its agents")
        return names

    @cached_property
    def protocol_hashes(self) -> dict[str, str]:
        """The hash of each protocol, by its label, in the experiment's order."""
        hashes: dict[str, str] = self.description["ingredients"]["protocol files"]
        return hashes

    @property
    def question_hash(self) -> str:
        """The hash of all questions."""
        return str(self.description["ingredients"]["question set"]["all"])

    @cached_property
    def marks(self) -> list[QuestionMark] | None:
        """The marks of its questions, in the order in which it took them up; None where they were not kept."""
        number = sum(self.names.batches) if "names" in self.extended else None
        return read_marks(self.path, number)

    @property
    def spent_as(self) -> str:
        """The name under which the journal counts what the run took."""
        kept = self.extended.get("spent_as")
        if kept:
            return str(kept)
        return fingerprint(repr((identity(self.plain), self.description["ingredients"])))

    @property
    def begun_as(self) -> str:
        """A hash of the run that stays the same when it is extended."""
        return begun_as(self.path)


def begun_as(path: Path) -> str:
    """A hash of the run in a folder, whatever it is made from, that stays the same when the run is extended."""
    kept = read_description(path).get(EXTENDED, {}).get("begun_as")
    return str(kept or fingerprint(read_text(path / RESOLVED)))
