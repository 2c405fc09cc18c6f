"""to_frame: the episodes of run folders as a tidy pandas table."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.records import Outcome
from dikast.report.findings import runs_by_name
from dikast.report.notable_episodes import first_belief, probability_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "run", "id", "protocol", "agents", "question", "repeat", "argues", "gold", "status", "choice", "p_choice",
    "p_gold", "credit", "brier", "chosen", "route", "first_belief", "refuted", "calls", "repeats", "input_tokens",
    "output_tokens", "cost_usd", "unpriced", "seconds", "error", "gold_tie", "tie",
    "attempts", "right", "wrong", "unknown", "unparsed", "majority",
    "answer", "p_right", "critiques", "critiques_refuted", "depth", "p_leaf",
)  # fmt: skip
# Named, since a column of missing values only has no type of its own, and no mean.
_TYPES = {
    **dict.fromkeys(("argues", "gold", "choice", "chosen"), "Int64"),
    **dict.fromkeys(("attempts", "right", "wrong", "unknown", "unparsed"), "Int64"),
    **dict.fromkeys(("critiques", "critiques_refuted", "depth"), "Int64"),
    **dict.fromkeys(("p_right", "p_leaf"), "float64"),
    **dict.fromkeys(("p_choice", "p_gold", "credit", "brier", "first_belief"), "float64"),
    **dict.fromkeys(("protocol", "agents", "status", "run"), "category"),
}


def to_frame(*folders: str | PathLike[str]) -> pd.DataFrame:
    """One row per episode of these run folders, failed ones too, sorted by folder and id; runs are named as in a
    report.

    `p_gold` and `p_choice` are the verdict's probabilities of the right answer and of the one chosen, `first_belief`
    that of the right answer at the judge's first look. `gold_tie` and `tie` are whether people, and the verdict, say
    that no choice is better. `attempts` are the answers of solvers that were compared with the right ones, how many of
    them are `right`, `wrong`, `unknown` or `unparsed`, and what their `majority` is. Where a judge accepts or rejects
    an answer, `answer` is what a machine finds of it and `p_right` what the judge believes of it, after so many
    `critiques`; `depth` and `p_leaf` are of the claims that it was split into. What an episode does not have is
    missing. Needs pandas (the extra `frame`).

    Raises BadInput where pandas is not installed, a folder holds no run, or a folder is given twice.
    """
    try:
        import pandas as pd
    except ImportError:
        raise BadInput("a data frame needs pandas: pip install 'dikast[frame]'") from None
    runs = runs_by_name([RunFolder.open(Path(folder)) for folder in folders])
    rows = [_row(run, outcome) for run, folder in runs.items() for outcome in folder.outcomes()]
    return pd.DataFrame.from_records(rows, columns=COLUMNS).astype(_TYPES)


def _row(run: str, o: Outcome) -> tuple[object, ...]:
    """The values of an episode, in the order of the columns."""
    u = o.usage
    p_choice = probability_of(o.choice, o.probabilities)
    p_first = probability_of(o.gold, first_belief(o))
    made = (None,) * 6 if o.attempts is None else o.attempts[:6]
    accepted = (None,) * 4 if o.acceptance is None else o.acceptance[:4]
    leaf = (None,) * 2 if o.descent is None else (o.descent.depth, o.descent.p_leaf)
    return (
        run, o.id, o.protocol, o.agents, o.question, o.repeat, o.argues, o.gold, o.status, o.choice, p_choice,
        o.p_gold, o.credit, o.brier, o.chosen, o.route, p_first, len(o.refuted), u.calls, u.repeats,
        u.input_tokens, u.output_tokens, u.cost_usd, u.unpriced, o.seconds, o.error, o.gold_tie, o.tie,
        *made, *accepted, *leaf,
    )  # fmt: skip
