"""AskedRun: what an experiment file asks for, read and opened, before it is known which folder it goes into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dikast.agents import Agent
from dikast.experiments.experiment import Experiment
from dikast.experiments.opened_agents import is_opened
from dikast.experiments.run_names import Labelled, RunNames
from dikast.experiments.stores import Ingredients, QuestionMark, fingerprint, question_set_hash
from dikast.masking import mask_settings
from dikast.protocols import Protocol
from dikast.records import Question


@dataclass(frozen=True)
class AskedRun:
    """An experiment with its questions, protocols and agents, by the labels that they have in a new run."""

    experiment: Experiment
    questions: Sequence[Question]
    protocols: Mapping[str, Protocol]
    agents: Labelled[Agent]

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The experiment as plain values, as a run folder describes it: without passwords, which can be anywhere."""
        plain: dict[str, Any] = mask_settings(self.experiment.model_dump(mode="json", exclude_none=True))
        return plain

    @property
    def is_opened(self) -> bool:
        """Whether the names of all agents are known."""
        return all(is_opened(agent) for agents in self.agents.values() for _, agent in agents)

    @cached_property
    def marks(self) -> dict[str, QuestionMark]:
        """The mark of every question, by its id."""
        return {question.id: QuestionMark.of(question) for question in self.questions}

    @cached_property
    def question_hash(self) -> str:
        """The hash of all questions."""
        return question_set_hash(self.questions)

    @cached_property
    def new_names(self) -> RunNames:
        """The names in a run that is begun with this experiment."""
        return RunNames.of_new(list(self.protocols), self.agents, self.experiment.repeats, len(self.questions))

    @cached_property
    def protocol_hashes(self) -> list[str]:
        """The hash of each protocol as it is run, in the experiment's order."""
        return [fingerprint(protocol.model_dump_json()) for protocol in self.protocols.values()]

    def ingredients(self, names: RunNames) -> Ingredients:
        """What the run is made from, its protocols by these names."""
        agent_names = {}
        for role, agents in self.agents.items():
            # The name of an agent whose code is not imported is unknown: it is compared with no other.
            if all(is_opened(agent) for _, agent in agents):
                agent_names[f"agent of {role}"] = " | ".join(agent.name for _, agent in agents)
        return {
            "question set": {"all": self.question_hash},
            "protocol files": dict(zip(names.protocols, self.protocol_hashes, strict=True)),
            "agent names": agent_names,
        }
