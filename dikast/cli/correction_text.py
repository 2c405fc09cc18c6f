"""A rate with its corrections, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.tables import or_dash
from dikast.metrics import CorrectedRate, Estimate


def correction_lines(rate: CorrectedRate, *, of: str, items: str) -> Iterator[str]:
    """The judge's own rate `of` something, its corrected ones, and what each of them assumes of the labelled items."""
    yield f"{of}, by the judge alone: {_shown(rate.said)}"
    yield f"  corrected for its errors (PPI++, weight {rate.weight:.2f}): {_shown(rate.ppi_tuned)}"
    yield f"  the same with weight 1 (PPI): {_shown(rate.ppi)}; by labels alone: {_shown(rate.labelled_only)}"
    if rate.rogan_gladen.value is not None:
        rates = f"passes {_shown(rate.sensitivity)} of what is right, fails {_shown(rate.specificity)} of what is wrong"
        yield f"  Rogan–Gladen: {_shown(rate.rogan_gladen)}; the judge {rates}"
    labels = f"{rate.labelled:,} labelled {items}, {rate.unlabelled:,} others"
    assumed = "PPI takes the labelled ones for a random sample, Rogan–Gladen only the judge's errors in them"
    yield f"  from {labels}: {assumed}"
    if not rate.proved:
        return
    yield (
        f"  {rate.proved:,} more are proved wrong by the verifier: free labels, but no random sample, since only what "
        "is wrong is proved; so they are counted as they are, and only the rest is corrected"
    )
    if rate.contradicted:
        yield f"  {rate.contradicted:,} of these are labelled as right: see `dikast score --audit`"


def _shown(estimate: Estimate) -> str:
    value = or_dash(estimate.value, ".3f")
    if estimate.low is None or estimate.high is None:
        return value
    return f"{value} ({estimate.low:.3f}–{estimate.high:.3f})"
