"""Origin: where the transcript of an episode comes from, if the episode did not make it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from dikast.records.record import Record


class Origin(Record):
    """Where a transcript was taken from.

    - `kind`: `imported` for a debate recorded elsewhere, `judged` for the transcript of an earlier run that another
      judge reads.
    - `source`: the file that was imported, or the run folder.
    - `episode`: the id of the transcript in that source. Episodes with the same one share a transcript, so that
      their judges can be compared.
    - `after_round`: the judge read the transcript up to this round only; None if it read all of it.
    - `recorded`: what else the source says, such as the reward that the judge was paid.
    """

    kind: Literal["imported", "judged"]
    source: str
    episode: str
    after_round: int | None = None
    recorded: dict[str, JsonValue] = Field(default_factory=dict)
