"""The table that says whether debate pays: what the judge and the debater are like alone, and the gain from both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.cli.cell_table import share
from dikast.cli.tables import interval, print_table
from dikast.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from dikast.metrics import DebatePayoff, Estimate
    from dikast.report import Findings

_WORDS = {"yes": "yes", "no": "no", "open": "can't tell"}


def print_payoffs(console: Console, findings: Findings) -> None:
    """Prints whether debate pays, for each debate that has what it takes, and what the others lack."""
    if findings.payoffs:
        rows = [tuple(_cells(payoff)) for payoff in findings.payoffs]
        title = "Will debate pay? Its gain over the judge alone, as predicted without a debate and as measured"
        print_table(console, title, _HEADINGS, rows)
    for needs, cells in findings.debates_by_need.items():
        pays = "pays" if len(cells) == 1 else "pay"
        line = f"Whether {', '.join(cells)} {pays} can't be said: that needs {' and '.join(needs)}\n"
        console.print(sanitize(line), soft_wrap=True)


def _cells(payoff: DebatePayoff) -> Iterator[str]:
    yield payoff.cell
    for figure in _figures(payoff):
        yield share(figure.value)
        yield interval(figure)
    yield _WORDS[payoff.will_pay]
    yield _WORDS[payoff.did_pay]


def _figures(payoff: DebatePayoff) -> tuple[Estimate, ...]:
    return payoff.advantage, payoff.verification, payoff.predicted, payoff.measured


# Headings of a table must differ: each further interval has one space more.
_HEADINGS = (
    *("cell", "debater − judge", "interval", "verification", "interval ", "predicted", "interval  "),
    *("measured", "interval   ", "should pay", "did pay"),
)
