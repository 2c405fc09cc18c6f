"""The verdict that scores of candidates make."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import Assessment, CandidateScore, Verdict

ROUNDING = 1e-9
"""Scores that are made of others are rounded: 1.0 leads 0.7 by a little more than 0.3."""


def scored_verdict(scores: Sequence[CandidateScore], assessments: Sequence[Assessment], margin: float = 0) -> Verdict:
    """The verdict of these scores, one for each candidate in the question's order.

    The candidates whose score is within the margin of the best share the first place: if that is all of them, the
    verdict is a tie. A single candidate is scored and compared with none, so it is no choice.
    """
    n_candidates = len(scores)
    ranked = sorted(scores, key=lambda one: -one.score)
    verdict = Verdict(
        status="decided",
        route="scores",
        assessments=tuple(assessments),
        scores=tuple(scores),
        ranking=tuple(one.candidate for one in ranked),
    )
    if n_candidates == 1:
        return verdict
    best = [one.candidate for one in scores if ranked[0].score - one.score <= margin + ROUNDING]
    changes = {
        "choice": best[0] if len(best) == 1 else None,
        "probabilities": tuple(1 / len(best) if candidate in best else 0.0 for candidate in range(n_candidates)),
        "tie": len(best) == n_candidates,
    }
    return verdict.model_copy(update=changes)
