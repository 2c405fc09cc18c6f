"""OutcomeAcceptance: what a judge says of an answer that was given in the episode, without its looks."""

from __future__ import annotations

from typing import NamedTuple

from dikast.records.attempt import AttemptStatus
from dikast.records.episode import Episode
from dikast.records.transcript import Aim


class OutcomeAcceptance(NamedTuple):
    """An acceptance without its looks.

    - `answer`: what a machine found of the answer.
    - `p_right`: the probability that the judge gives to the answer being right; None without a verdict.
    - `critiques`: how many speeches critics made, and `refuted` how many of these have a claim or a quote that a
      machine refuted.
    - `aim`: what the prover that answered was to do; None for one without an aim.
    """

    answer: AttemptStatus
    p_right: float | None
    critiques: int
    refuted: int
    aim: Aim | None = None


def outcome_acceptance(episode: Episode) -> OutcomeAcceptance | None:
    """What a judge says of an answer that was given in the episode, and what became of the critiques; else None."""
    verdict = episode.verdict
    if verdict.acceptance is None:
        return None
    critics = {seat.name for seat in episode.transcript.seats if seat.kind == "critic"}
    speeches = [turn.key for turn in episode.transcript.turns if turn.kind == "speech" and turn.seat in critics]
    refuted_keys = {check.about for check in episode.checks if check.status == "refuted"}
    return OutcomeAcceptance(
        answer=verdict.attempts[0].status,
        p_right=verdict.acceptance.p_right,
        critiques=len(speeches),
        refuted=sum(key in refuted_keys for key in speeches),
        aim=next((seat.aim for seat in episode.transcript.seats if seat.aim is not None), None),
    )
