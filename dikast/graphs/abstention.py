"""Abstention: a verdict is no choice if the judge is less certain than the protocol demands."""

from __future__ import annotations

from dikast.protocols import Protocol
from dikast.records import Verdict


def with_abstention(verdict: Verdict, protocol: Protocol) -> Verdict:
    """The verdict; where the mean certainty of its replies is below `abstain_below`, one that abstains.

    It keeps its looks, its assessments and their scores, and says why it names no choice.
    """
    below = protocol.abstain_below
    certainty = verdict.certainty
    if below is None or certainty is None:
        return verdict
    if verdict.status != "decided" or certainty >= below:
        return verdict
    changes = {
        "choice": None,
        "probabilities": None,
        "tie": False,
        "strength": None,
        "abstained": True,
        "reason": f"the judge abstains: its certainty of {certainty:g} is below {below}",
    }
    return verdict.model_copy(update=changes)
