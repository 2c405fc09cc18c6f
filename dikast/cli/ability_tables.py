"""What judges know, as tables: agreement with people by it, and what it says of the references."""

from __future__ import annotations

from rich.console import Console

from dikast.cli.cell_table import share
from dikast.cli.tables import print_table
from dikast.metrics import Agreement
from dikast.report import Findings
from dikast.sanitize import sanitize

MOST_SUSPECTS_SHOWN = 5


def print_abilities(console: Console, findings: Findings) -> None:
    """Prints κ by the judge's own ability, and the audit of the references; nothing where judges gave no answers."""
    rows = []
    for finding in findings.abilities:
        split = finding.split
        row = (finding.cell, finding.known_by, *_kappa(split.could), *_kappa(split.could_not), f"{split.n_unknown:,}")
        rows.append(row)
    if rows:
        headings = ("cell", "known by", "could: n", "κ", "interval", "could not: n", "κ", "interval", "not known")
        title = "Agreement with the right answers, by whether the judge could answer the question itself"
        print_table(console, title, headings, rows, names=2)
    _print_audit(console, findings)


def _kappa(agreement: Agreement | None) -> tuple[str, str, str]:
    """How many verdicts, Cohen's κ, and its interval."""
    if agreement is None:
        return "0", "–", "–"
    kappa = agreement.kappa
    interval = "–"
    if kappa.low is not None and kappa.high is not None:
        interval = f"{kappa.low:z.2f} to {kappa.high:z.2f}"
    return f"{agreement.n:,}", share(kappa.value), interval


def _print_audit(console: Console, findings: Findings) -> None:
    audit = findings.reference_audit
    if audit is None:
        return
    headings = ("questions", "most agree", "most contradict", "undecided", "no majority", "suspect")
    counts = (audit.questions, audit.verified, audit.refuted, audit.undecided, audit.no_majority, audit.n_suspect)
    print_table(console, "References against judges' own answers", headings, [[f"{n:,}" for n in counts]], names=0)
    for row in audit.suspects[:MOST_SUSPECTS_SHOWN]:
        reasons = []
        if row.of_majority == "refuted":
            reasons.append(f"{row.agreed} of {row.answers} own answers are {row.majority!r}")
        if row.of_solution == "refuted":
            reasons.append("the reference solution has another answer")
        console.print(f"- suspect: {sanitize(row.question)}: {sanitize('; '.join(reasons))}", soft_wrap=True)
    n_hidden = audit.n_suspect - MOST_SUSPECTS_SHOWN
    if n_hidden > 0:
        console.print(f"… and {n_hidden:,} more; --json has more of them")
    if audit.n_suspect:
        console.print()
