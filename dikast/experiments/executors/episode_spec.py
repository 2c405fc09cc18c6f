"""EpisodeSpec: one planned episode as it is sent to a worker, which has the experiment, but no questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from dikast.errors import BadInput
from dikast.experiments.matrix import MatrixEpisode, Team
from dikast.protocols import Protocol
from dikast.records import Question, Record


class EpisodeSpec(Record):
    """All that distinguishes an episode from the others of its experiment.

    `label` is the label of its protocol, `team` that of its team.
    """

    id: str
    label: str
    team: str
    question: Question
    repeat: int
    argues: int | None
    order: tuple[int, ...]
    seed: int

    @classmethod
    def of(cls, episode: MatrixEpisode) -> Self:
        """The spec of an episode."""
        return cls(
            id=episode.id,
            label=episode.label,
            team=episode.team.label,
            question=episode.question,
            repeat=episode.repeat,
            argues=episode.argues,
            order=episode.order,
            seed=episode.seed,
        )

    def episode(self, protocols: Mapping[str, Protocol], teams: Mapping[str, Mapping[str, Team]]) -> MatrixEpisode:
        """The episode, with this process's protocol and agents, by their labels. Raises BadInput where it has none."""
        try:
            protocol = protocols[self.label]
            team = teams[self.label][self.team]
        except KeyError as missing:
            raise BadInput(f"this worker's files have no {missing}: they differ from the driver's", self.id) from None
        return MatrixEpisode(
            id=self.id,
            label=self.label,
            protocol=protocol,
            team=team,
            question=self.question,
            repeat=self.repeat,
            argues=self.argues,
            order=self.order,
            seed=self.seed,
        )
