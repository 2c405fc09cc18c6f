"""What solvers answered, as lines of a transcript."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.quote_lines import on_one_line
from dikast.records import Verdict


def attempt_lines(verdict: Verdict) -> Iterator[str]:
    """Each attempt: its seat, its answer, and what a machine found of it."""
    for attempt in verdict.attempts:
        answer = "" if attempt.answer is None else f": “{on_one_line(attempt.answer)}”"
        details = ", ".join(filter(None, (attempt.strength, attempt.reason)))
        about = f" ({on_one_line(details)})" if details else ""
        yield f"{on_one_line(attempt.seat)} is {attempt.status}{about}{answer}"
