"""What people's labels of a sample of steps say, as tables for people or JSON."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from rich.console import Console

from dikast.cli.tables import counted, interval, or_dash, plain_console, print_table
from dikast.experiments import JudgeEstimate, LabelEstimates
from dikast.metrics import Estimate
from dikast.sanitize import sanitize, sanitize_json

ORDERS = {"uncertain": "uncertain ones first", "random": "in a random order"}
SHARES = ("wrong", "agreement", "found", "passed", "balanced")


def print_label_estimates(estimates: LabelEstimates, *, as_json: bool = False) -> None:
    """Prints how many steps are labelled, and what that says of all steps and of each judge."""
    if as_json:
        typer.echo(sanitize_json(estimates.model_dump_json(indent=2)))
        return
    print_labels(plain_console(), estimates)


def print_labels(console: Console, estimates: LabelEstimates, run: str = "") -> None:
    """Prints the estimates of one run, under its name where there are several."""
    title = f"Steps that people labelled, {run}" if run else "Steps that people labelled"
    console.print(sanitize(title), style="bold", soft_wrap=True)
    for line in label_lines(estimates):
        console.print(line, soft_wrap=True)
    console.print()
    judges = estimates.judges
    if not any(judge.counted for judge in judges):
        return
    has_agents = any(judge.agents for judge in judges)
    names = ["protocol", "agents"] if has_agents else ["protocol"]
    # Headings must differ, so that each further interval has one more space.
    shares = [heading for i, name in enumerate(SHARES) for heading in (name, f"interval{' ' * i}")]
    rows = [_row(judge, has_agents=has_agents) for judge in judges]
    title = "Of all steps of this run, weighted by each step's chance to be labelled, with 95 % intervals"
    print_table(console, title, [*names, "counted", "of steps", "called wrong", *shares], rows, names=len(names))


def label_lines(estimates: LabelEstimates) -> Iterator[str]:
    """How many steps were labelled, how they were chosen, and which count."""
    how = f"{ORDERS[estimates.terms.order]}, seed {estimates.terms.seed}"
    yield f"{estimates.labelled:,} of {counted(estimates.steps, 'step')} labelled, {how}"
    n_waiting = estimates.labelled - estimates.counted
    if n_waiting > 0:
        yield f"{n_waiting:,} of these count once the steps before them in the order are labelled"
    if not estimates.counted:
        yield "no estimate yet: the first step of the order has no label"
    alpha = estimates.alpha
    if alpha is not None and alpha.value is not None:
        yield f"agreement of raters: Krippendorff's alpha {alpha.value:.2f} ({interval(alpha)}), {alpha.n} ratings"
    if estimates.undecided.value:
        share = f"{or_dash(estimates.undecided.value, '.3f')} ({interval(estimates.undecided, '.3f')})"
        yield f"people can't tell of {share} of all steps, which are in no other number"


def _row(judge: JudgeEstimate, *, has_agents: bool) -> list[str]:
    """The cells of one judge."""
    names = [judge.protocol, judge.agents] if has_agents else [judge.protocol]
    cells = [f"{judge.counted:,}", f"{judge.steps:,}", f"{judge.called_wrong:.3f}"]
    for name in SHARES:
        share: Estimate = getattr(judge, name)
        cells += [or_dash(share.value, ".3f"), interval(share, ".3f")]
    return [*names, *cells]
