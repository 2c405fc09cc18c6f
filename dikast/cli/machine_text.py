"""What the verifier found where it graded without a judge, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.tables import counted
from dikast.metrics import Estimate, MachineFindings, UnknownAs


def machine_lines(found: MachineFindings, unknown_as: UnknownAs) -> Iterator[str]:
    """How often it was right in what it refuted, how much of what is wrong it refuted, and the final answers."""
    yield "the verifier alone, which refutes what it can and calls nothing right by itself:"
    yield f"  precision: {_share(found.precision, 'step')} that it refuted, wrong by people's marks"
    yield f"  coverage: {_share(found.coverage, 'step')} that people mark as wrong, refuted"
    if found.n_answers:
        decided = f"of {found.answers.n:,} that it decided among {found.n_answers:,} with a mark"
        yield f"  final answers: {_interval(found.answers)} {decided}, as people say"
    if unknown_as == "apart":
        yield "  below, a step that it left unknown is a miss: --unknown-as correct reads it as no error found"


def _share(estimate: Estimate, noun: str) -> str:
    """`0.750 (0.30–0.95) of 4 steps`."""
    return f"{_interval(estimate)} of {counted(estimate.n, noun)}"


def _interval(estimate: Estimate) -> str:
    """`0.750 (0.30–0.95)`, or a dash where there is nothing to count."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    return f"{estimate.value:.3f} ({estimate.low:.2f}–{estimate.high:.2f})"
