"""OutcomeCritique: the faults that critics found in an answer, counted."""

from __future__ import annotations

from typing import NamedTuple

from dikast.records.episode import Episode
from dikast.records.fault import Fault


class OutcomeCritique(NamedTuple):
    """The faults that critics found in the answer of an episode.

    - `major`, `minor`: those about words that stand in the answer, without a claim that a machine refuted.
    - `unfounded`: those about words that do not stand in the answer.
    - `refuted`: those about words of the answer that make a claim which a machine refuted.
    """

    major: int
    minor: int
    unfounded: int
    refuted: int


def outcome_critique(episode: Episode) -> OutcomeCritique | None:
    """The faults of an episode; None where no critic was asked for any."""
    turns = [turn for turn in episode.transcript.turns if turn.kind == "critique" and turn.status == "said"]
    if not turns:
        return None
    refuted_claims = {(check.about, check.claim) for check in episode.checks if check.status == "refuted"}
    counts = {"major": 0, "minor": 0, "unfounded": 0, "refuted": 0}
    for turn in turns:
        claims = [claim for about, claim in refuted_claims if about == turn.key]
        for fault in turn.faults:
            counts[_kind(fault, claims)] += 1
    return OutcomeCritique(**counts)


def _kind(fault: Fault, refuted_claims: list[str]) -> str:
    if fault.span is None:
        return "unfounded"
    if any(claim in fault.wrong for claim in refuted_claims):
        return "refuted"
    return fault.severity
