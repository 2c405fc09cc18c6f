"""Ticket: one planned episode as it is sent to a worker, which has the experiment, but no questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from dikast.errors import BadInput
from dikast.experiments.matrix import MatrixEpisode, Team
from dikast.protocols import Protocol
from dikast.records import Question, Record


class EpisodeSpec(Record):
    """All that tells an episode from the others of its experiment. `team` is the team's label."""

    id: str
    label: str
    team: str
    question: Question
    repeat: int
    argues: int | None
    order: tuple[int, ...]
    seed: int

    @classmethod
    def of(cls, planned: MatrixEpisode) -> Self:
        """The ticket of an episode."""
        return cls(
            id=planned.id,
            label=planned.label,
            team=planned.team.label,
            question=planned.question,
            repeat=planned.repeat,
            argues=planned.argues,
            order=planned.order,
            seed=planned.seed,
        )

    def planned(self, protocols: Mapping[str, Protocol], teams: Mapping[str, Mapping[str, Team]]) -> MatrixEpisode:
        """The episode, with this process's protocol and agents. Raises BadInput where it has none by these names."""
        try:
            protocol, team = protocols[self.label], teams[self.label][self.team]
        except KeyError as missing:
            raise BadInput(f"this worker's files know no {missing}: they differ from the driver's", self.id) from None
        return MatrixEpisode(
            self.id, self.label, protocol, team, self.question, self.repeat, self.argues, self.order, self.seed
        )
