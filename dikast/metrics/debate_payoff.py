"""Will debate pay? Whether the debater tells right from wrong better than the judge, and the judge checks speeches.

Elasky, Nakasako and Goyal 2026 (arXiv 2605.27483): debate helped weak judges where the critic's own verdicts were
better than the judge's and the judge took speeches for claims to verify, and not where it took them for testimony. Both
are measured here from episodes without a debate, and from them the gain that a debate should bring.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, Statistic, bootstrap
from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.records import Record

Payoff = Literal["yes", "no", "open"]


@dataclass(frozen=True)
class PayoffTable:
    """The judge's accuracy on each question, (n,) from 0 to 1, in several situations, and the debater's.

    - `alone`: the judge alone; `debater`: the debater alone, asked for its own verdict.
    - `told_right`, `told_wrong`: the judge after one agent alone spoke for what is right, or wrong; NaN where none did.
    - `debate`: the judge after the debate.
    """

    alone: Floats
    debater: Floats
    told_right: Floats
    told_wrong: Floats
    debate: Floats


class DebatePayoff(Record):
    """What a debate should bring its judge, and what it brought, on the same questions, each weighing the same.

    - `judge_alone`, `debater_alone`: the accuracy of each without the other. `advantage`: the second minus the first.
    - `goes_over_to_right`, `goes_over_to_wrong`: where one agent alone spoke for the opposite of what the judge says
      alone, how often the judge went over, by whether that was right.
    - `verification`: the first minus the second. 1: the judge follows what is right, and only that. 0: it can't tell
      them apart, whether it follows both or none.
    - `predicted`: the gain over the judge alone, if the debater speaks for its own verdict: the share of questions that
      only the debater gets right, times `goes_over_to_right`, less the share that only the judge gets right, times
      `goes_over_to_wrong`.
    - `measured`: the gain of the debate over the judge alone.
    - `predicted_over_consultancy`, `measured_over_consultancy`: the same over one agent that speaks for either side.
    - `will_pay`, `did_pay`: whether the interval of `predicted`, and of `measured`, is above 0; `no` where it is not
      above it anywhere.
    """

    cell: str
    questions: int
    judge_alone: Estimate
    debater_alone: Estimate
    advantage: Estimate
    goes_over_to_right: Estimate
    goes_over_to_wrong: Estimate
    verification: Estimate
    predicted: Estimate
    measured: Estimate
    predicted_over_consultancy: Estimate
    measured_over_consultancy: Estimate
    will_pay: Payoff
    did_pay: Payoff


# The columns of the sums. `_WRONG` and `_RIGHT` count questions that the judge alone gets wrong, or right, where it was
# told the opposite; `_OVER_TO_…` those of them where it went over.
_N, _ALONE, _DEBATER, _DEBATE, _CONSULTANCY, _DEBATER_ONLY, _JUDGE_ONLY = range(7)
_WRONG, _OVER_TO_RIGHT, _RIGHT, _OVER_TO_WRONG = range(7, 11)
_COLUMNS = 11


def measure_payoff(cell: str, table: PayoffTable, *, resamples: int = RESAMPLES, seed: int = 0) -> DebatePayoff:
    """The payoff of the debate in this cell.

    Gains have the paired bootstrap's intervals over questions, shares Wilson's, and `verification` that of Newcombe
    1998 (Statistics in Medicine 17, method 10), since the judge alone gets other questions wrong than right.
    """
    sums = _sums(table)

    def estimate(statistic: Statistic) -> Estimate:
        return bootstrap(sums, statistic, n=len(sums), resamples=resamples, seed=seed)

    to_right, to_wrong = _share(sums, _OVER_TO_RIGHT, _WRONG), _share(sums, _OVER_TO_WRONG, _RIGHT)
    predicted, measured = estimate(_predicted), estimate(_mean_lead(_DEBATE, _ALONE))
    return DebatePayoff(
        cell=cell,
        questions=len(sums),
        judge_alone=_share(sums, _ALONE, _N),
        debater_alone=_share(sums, _DEBATER, _N),
        advantage=estimate(_mean_lead(_DEBATER, _ALONE)),
        goes_over_to_right=to_right,
        goes_over_to_wrong=to_wrong,
        verification=_difference(to_right, to_wrong),
        predicted=predicted,
        measured=measured,
        predicted_over_consultancy=estimate(
            lambda totals: _predicted(totals) + _mean_lead(_ALONE, _CONSULTANCY)(totals)
        ),
        measured_over_consultancy=estimate(_mean_lead(_DEBATE, _CONSULTANCY)),
        will_pay=payoff_of(predicted),
        did_pay=payoff_of(measured),
    )


def payoff_of(gain: Estimate) -> Payoff:
    """Whether there is a gain, by its interval."""
    if gain.low is None or gain.high is None:
        return "open"
    if gain.low > 0:
        return "yes"
    return "no" if gain.high <= 0 else "open"


def _sums(table: PayoffTable) -> Floats:
    """A row for each question."""
    n = len(table.alone)
    is_told_right, is_told_wrong = ~np.isnan(table.told_right), ~np.isnan(table.told_wrong)
    told_right, told_wrong = np.nan_to_num(table.told_right), np.nan_to_num(table.told_wrong)
    sums = np.zeros((n, _COLUMNS))
    sums[:, _N] = 1
    sums[:, _ALONE], sums[:, _DEBATER], sums[:, _DEBATE] = table.alone, table.debater, table.debate
    sums[:, _DEBATER_ONLY] = (1 - table.alone) * table.debater
    sums[:, _JUDGE_ONLY] = table.alone * (1 - table.debater)
    sums[:, _WRONG] = is_told_right * (1 - table.alone)
    sums[:, _OVER_TO_RIGHT] = sums[:, _WRONG] * told_right
    sums[:, _RIGHT] = is_told_wrong * table.alone
    sums[:, _OVER_TO_WRONG] = sums[:, _RIGHT] * (1 - told_wrong)
    sums[:, _CONSULTANCY] = (told_right + told_wrong) / np.maximum(1, is_told_right + is_told_wrong.astype(float))
    return sums


def _share(sums: Floats, part: int, whole: int) -> Estimate:
    """The share of the questions in one column that are in another one, too."""
    n = float(sums[:, whole].sum())
    if n <= 0:
        return Estimate(value=None)
    # Rounding can put a share slightly outside 0 to 1.
    value = min(1.0, max(0.0, float(sums[:, part].sum()) / n))
    low, high = wilson(value, n)
    return Estimate(value=value, low=low, high=high, n=round(n), clusters=round(n), method="wilson")


def _difference(first: Estimate, second: Estimate) -> Estimate:
    """The first share minus the second, of other questions."""
    if first.value is None or second.value is None:
        return Estimate(value=None)
    value = first.value - second.value
    below = math.hypot(first.value - (first.low or 0), (second.high or 0) - second.value)
    above = math.hypot((first.high or 0) - first.value, second.value - (second.low or 0))
    n = first.n + second.n
    return Estimate(value=value, low=value - below, high=value + above, n=n, clusters=n, method="newcombe")


def _mean_lead(first: int, second: int) -> Statistic:
    return lambda totals: (totals[:, first] - totals[:, second]) / totals[:, _N]


def _predicted(totals: Floats) -> Floats:
    gained = _times_rate(totals[:, _DEBATER_ONLY], totals[:, _OVER_TO_RIGHT], totals[:, _WRONG])
    lost = _times_rate(totals[:, _JUDGE_ONLY], totals[:, _OVER_TO_WRONG], totals[:, _RIGHT])
    predicted: Floats = (gained - lost) / totals[:, _N]
    return predicted


def _times_rate(count: Floats, part: Floats, whole: Floats) -> Floats:
    """The count times part / whole. Of nothing it is nothing, even where the rate is not known."""
    product: Floats = np.where(count == 0, 0.0, count * part / whole)
    return product
