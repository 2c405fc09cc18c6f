"""RunNames: what ids and tables call the protocols and agents of a run, so that an extended run keeps its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self, TypeVar

from dikast.records import Record

T = TypeVar("T")
Labelled = Mapping[str, Sequence[tuple[str, T]]]
"""For each role or kind the agents given for it, with their labels."""


class RunNames(Record):
    """The names in a run.

    - `protocols`: the labels of the experiment's protocols, in its order.
    - `agents`: by role or kind, the labels of the agents given for it, in the experiment's order.
    - `varied`: the roles and kinds that have several agents, which tables name.
    - `unnamed`: by role, the agent that ids leave out, because it was the only one when the run was begun.
    - `names_first_repeat`: whether ids have the number of the first repeat; they always have those of later ones.
    - `batches`: how many questions the run took up at its begin and with each extension.
    """

    protocols: tuple[str, ...]
    agents: dict[str, tuple[str, ...]]
    varied: tuple[str, ...]
    unnamed: dict[str, str]
    names_first_repeat: bool
    batches: tuple[int, ...] = ()

    @classmethod
    def of_new(cls, protocols: Sequence[str], agents: Labelled[T], repeats: int, n_questions: int = 0) -> Self:
        """The names of a run that is begun now."""
        labels = {role: tuple(label for label, _ in given) for role, given in agents.items()}
        return cls(
            protocols=tuple(protocols),
            agents=labels,
            varied=tuple(role for role, names in labels.items() if len(names) > 1),
            unnamed={role: names[0] for role, names in labels.items() if len(names) == 1},
            names_first_repeat=repeats > 1,
            batches=(n_questions,),
        )

    def label_protocols(self, protocols: Mapping[str, T]) -> dict[str, T]:
        """The experiment's protocols under these labels."""
        return dict(zip(self.protocols, protocols.values(), strict=True))

    def label_agents(self, agents: Labelled[T]) -> dict[str, list[tuple[str, T]]]:
        """The experiment's agents under these labels, the roles in the order that labels of teams have."""
        labelled: dict[str, list[tuple[str, T]]] = {}
        for role, labels in self.agents.items():
            given = [agent for _, agent in agents[role]]
            labelled[role] = list(zip(labels, given, strict=True))
        return labelled

    def in_id(self, varied: Mapping[str, str]) -> dict[str, str]:
        """The agents of a team, by role, that the ids of its episodes name."""
        return {role: label for role, label in varied.items() if self.unnamed.get(role) != label}
