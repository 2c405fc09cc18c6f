"""What peers are paid for their answers and predictions, as lines of a transcript."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.quote_lines import on_one_line
from dikast.protocols import label_of
from dikast.records import Look


def peer_lines(look: Look) -> Iterator[str]:
    """A line for each peer: its answer by label, and its two scores."""
    for score in look.peer_scores:
        answer = "nothing that could be read" if score.choice is None else label_of(score.choice, look.order)
        parts = [("information", score.information), ("prediction", score.prediction), ("total", score.total)]
        told = ", ".join(f"{name} {value:+.3f}" for name, value in parts if value is not None)
        yield f"  {on_one_line(score.seat)}: {answer} ({told or 'no score'})"
