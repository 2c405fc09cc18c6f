"""Origin: where an episode comes from that was not run from its question."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from dikast.records.record import Record


class Origin(Record):
    """Where a transcript was taken from.

    `imported`: a debate recorded elsewhere, `source` being its file and `episode` its id there. `judged`: a transcript
    of the run folder `source`, shown to another judge, up to `after_round` where that is set. Episodes of the same
    `episode` share a transcript, so that their judges can be compared. `recorded` is what the source says besides,
    such as the judge's reward.
    """

    kind: Literal["imported", "judged"]
    source: str
    episode: str
    after_round: int | None = None
    recorded: dict[str, JsonValue] = Field(default_factory=dict)
