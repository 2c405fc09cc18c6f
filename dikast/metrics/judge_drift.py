"""The same judge on the same recorded set at two dates: which verdicts changed, and did it become better or worse?

Verdicts are paired, so that the questions' difficulty plays no part (McNemar 1947; the test is that of `permutation`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, get_args

import numpy as np
from pydantic import Field

from dikast.metrics.accuracy import wilson_estimate
from dikast.metrics.bootstrap import RESAMPLES, mean, weighted_sums
from dikast.metrics.estimate import Estimate
from dikast.metrics.permutation import permutation_test
from dikast.records import Record

ChangeKind = Literal[
    "same", "right to wrong", "wrong to right", "otherwise", "no longer read", "read now", "never read"
]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


class DatedVerdict(NamedTuple):
    """What a judge said at one date, None if it can't be read, and how right that is, from 0 to 1, if that is known."""

    said: str | None
    credit: float | None


class VerdictPair(NamedTuple):
    """Two verdicts on the same thing, earlier and later. `group` is what figures are broken down by."""

    question: str
    before: DatedVerdict
    after: DatedVerdict
    group: str = ""

    @property
    def kind(self) -> ChangeKind:
        """How the verdict changed; by credit where the right answer is known."""
        before, after = self.before, self.after
        if before.said is None or after.said is None:
            return _read_kind(before, after)
        if before.said == after.said:
            return "same"
        if before.credit is None or after.credit is None or before.credit == after.credit:
            return "otherwise"
        return "wrong to right" if after.credit > before.credit else "right to wrong"


class DriftCounts(Record):
    """What changed over some pairs. Shares are from 0 to 1, and every question has the same weight.

    - `pairs`: verdicts at both dates; `kinds`: how many changed in which way. `otherwise` is from one wrong answer to
      another, or where the right one is not known.
    - `changed`: the share that differs, of the pairs that can both be read.
    - `difference`: the later accuracy minus the earlier one, question by question; `p_value` is that of the paired
      permutation test, None where no right answer is known.
    """

    pairs: int
    questions: int
    kinds: dict[ChangeKind, int]
    changed: Estimate
    difference: Estimate
    p_value: float | None


class VerdictDrift(DriftCounts):
    """The drift of one cell.

    `floor` is the share of verdicts that differ between repeats at one date: what changes by itself. `unpaired` counts
    the verdicts that only one of the dates has. `by` has the counts of each group.
    """

    protocol: str
    agents: str
    floor: Estimate
    unpaired: int
    by: dict[str, DriftCounts] = Field(default_factory=dict)


def verdict_drift(
    pairs: Sequence[VerdictPair],
    repeats: Sequence[VerdictPair] = (),
    *,
    protocol: str = "",
    agents: str = "",
    unpaired: int = 0,
    resamples: int = RESAMPLES,
) -> VerdictDrift:
    """The drift over these pairs; `repeats` are pairs of verdicts of the same date."""
    groups: defaultdict[str, list[VerdictPair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.group].append(pair)
    by = {name: drift_counts(groups[name], resamples=resamples) for name in sorted(groups) if len(groups) > 1}
    return VerdictDrift(
        **dict(drift_counts(pairs, resamples=resamples)),
        protocol=protocol,
        agents=agents,
        floor=_changed(repeats),
        unpaired=unpaired,
        by=by,
    )


def drift_counts(pairs: Sequence[VerdictPair], *, resamples: int = RESAMPLES) -> DriftCounts:
    """What changed over these pairs."""
    kinds = Counter(pair.kind for pair in pairs)
    difference, p_value = _difference(pairs, resamples)
    return DriftCounts(
        pairs=len(pairs),
        questions=len({pair.question for pair in pairs}),
        kinds={kind: kinds[kind] for kind in CHANGE_KINDS},
        changed=_changed(pairs),
        difference=difference,
        p_value=p_value,
    )


def _read_kind(before: DatedVerdict, after: DatedVerdict) -> ChangeKind:
    """The kind where at least one of the two can't be read."""
    if before.said is not None:
        return "no longer read"
    return "never read" if after.said is None else "read now"


def _changed(pairs: Iterable[VerdictPair]) -> Estimate:
    """The share of pairs, both read, that differ."""
    read = [pair for pair in pairs if pair.before.said is not None and pair.after.said is not None]
    if not read:
        return Estimate(value=None)
    differs = np.array([float(pair.before.said != pair.after.said) for pair in read])
    return wilson_estimate(weighted_sums(differs, _clusters(read)), len(read))


def _difference(pairs: Iterable[VerdictPair], resamples: int) -> tuple[Estimate, float | None]:
    """The later credit minus the earlier one, and its p-value."""
    known: list[VerdictPair] = []
    gains: list[float] = []
    for pair in pairs:
        if pair.before.credit is not None and pair.after.credit is not None:
            known.append(pair)
            gains.append(pair.after.credit - pair.before.credit)
    if not known:
        return Estimate(value=None), None
    sums = weighted_sums(np.array(gains), _clusters(known))
    # Sorted, so that the order of the records changes nothing.
    by_question = np.sort(sums[:, 0] / sums[:, 1])
    difference = mean(by_question, np.arange(len(by_question)), resamples=resamples)
    return difference.model_copy(update={"n": len(known)}), permutation_test(by_question)[0]


def _clusters(pairs: Sequence[VerdictPair]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    codes: dict[str, int] = {}
    return np.array([codes.setdefault(pair.question, len(codes)) for pair in pairs], dtype=np.int64)
