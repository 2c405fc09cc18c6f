"""to_frame: the episodes of run folders as a tidy pandas table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.records import Outcome
from dikast.report.findings import named

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "run", "id", "protocol", "agents", "question", "repeat", "argues", "gold", "status", "choice", "p_choice",
    "p_gold", "credit", "brier", "chosen", "route", "first_belief", "refuted", "calls", "repeats", "input_tokens",
    "output_tokens", "cost_usd", "unpriced", "seconds", "error",
)  # fmt: skip


def to_frame(*folders: str | Path) -> pd.DataFrame:
    """One row an episode, failed ones too, of these run folders, by folder and id; runs are called as in a report.

    `p_gold` and `p_choice` are the verdict's probabilities of the right answer and of the one chosen, `first_belief`
    that of the right answer at the judge's first look. What there is none of is missing. Needs pandas (the extra
    `frame`). Raises BadInput where it is not installed, a folder holds no run, or is given twice.
    """
    try:
        import pandas as pd
    except ImportError:
        raise BadInput("a data frame needs pandas: pip install 'dikast[frame]'") from None
    runs = named([RunFolder.open(Path(folder)) for folder in folders])
    rows = [_row(run, outcome) for run, folder in runs.items() for outcome in folder.outcomes()]
    frame = pd.DataFrame.from_records(rows, columns=COLUMNS)
    # Named, since a column of nothing but gaps has no type of its own, and no mean.
    kinds = dict.fromkeys(("argues", "gold", "choice", "chosen"), "Int64")
    kinds |= dict.fromkeys(("p_choice", "p_gold", "credit", "brier", "first_belief"), "float64")
    return frame.astype({**kinds, **dict.fromkeys(("protocol", "agents", "status", "run"), "category")})


def _row(run: str, o: Outcome) -> tuple[object, ...]:
    u = o.usage
    p_choice = None if o.choice is None or o.probabilities is None else o.probabilities[o.choice]
    first = next((belief.probabilities for belief in o.beliefs if belief.probabilities), None)
    first_belief = None if first is None or o.gold is None else first[o.gold]
    return (
        run, o.id, o.protocol, o.agents, o.question, o.repeat, o.argues, o.gold, o.status, o.choice, p_choice,
        o.p_gold, o.credit, o.brier, o.chosen, o.route, first_belief, len(o.refuted), u.calls, u.repeats,
        u.input_tokens, u.output_tokens, u.cost_usd, u.unpriced, o.seconds, o.error,
    )  # fmt: skip
