"""How findings are shown: by noise as their opposite, after a delay, to some roles only, or with their strength."""

from __future__ import annotations

from collections.abc import Mapping

from dikast.graphs.episode_context import derived_seed
from dikast.graphs.node_context import NodeContext
from dikast.protocols import CheckMove
from dikast.records import Check, CheckDisplay, CheckStatus

_OPPOSITE: Mapping[CheckStatus, CheckStatus] = {"verified": "refuted", "refuted": "verified", "unknown": "unknown"}


def displayed(finding: Check, move: CheckMove, key: str, context: NodeContext) -> Check:
    """The finding as this move shows it, unchanged where it shows it as it is.

    What the machine found stays in the record. `key` names the finding in the episode: with the seed, it decides
    whether noise turns it round.
    """
    if not any((move.noise, move.delay, move.shown_to, move.strength)):
        return finding
    status = finding.status
    if is_turned_round(move.noise, context.episode.seed, context.episode.question.id, key):
        status = _OPPOSITE[status]
    strength = None
    if move.strength and status == "verified":
        # A finding that noise turned round must not be known by lacking what others have.
        strength = finding.strength or "proof"
    display = CheckDisplay(
        status=status,
        after_round=context.history.last_round + move.delay if move.delay else 0,
        to=move.shown_to,
        strength=strength,
    )
    return finding.model_copy(update={"display": display})


def is_turned_round(noise: float, *parts: object) -> bool:
    """Whether a finding is shown as its opposite: with this probability, by a draw that depends on the parts alone."""
    return derived_seed("noise", *parts) / 2**31 < noise
