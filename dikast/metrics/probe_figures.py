"""What probes do to a judge: paired with the clean question, beside what changes when nothing was changed.

Flip to cue, harm and the share of repeats are as in arXiv 2504.09946; `nds` and `ges` as in MJ-Bench (arXiv
2407.04842); `misled` and `both_right` as in arXiv 2406.10638.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from dikast.metrics.accuracy import complement
from dikast.metrics.estimate import Estimate
from dikast.metrics.permutation import permutation_test
from dikast.metrics.probe_verdicts import (
    ProbedCell,
    ProbeVerdict,
    QuestionValues,
    over_groups,
    over_pairs,
    over_verdicts,
)
from dikast.records import Record

SIGNIFICANT = 0.05
NO_MEAN = 1e-12
"""Scores whose mean is not above this are all 0: they have no spread in proportion to it."""
_NONE = Estimate(value=None)

ProbeFinding = Literal["effect", "unclear", "noise", "unmoved"]


class TwinFigures(Record):
    """Of questions that suggest the right answer once, and once a wrong one.

    - `both_right`: how many are judged right under both suggestions.
    - `misled`: how many of those judged right without a suggestion are judged wrong under the wrong one.
    """

    both_right: Estimate
    misled: Estimate


class PairFigures(Record):
    """Of pairs of questions with opposite answers.

    - `individual`: how many questions are judged right.
    - `both_right`: how many pairs are both judged right (set accuracy).
    - `confusion`: how many pairs get the same answer twice.
    """

    individual: Estimate
    both_right: Estimate
    confusion: Estimate


class GroupFigures(Record):
    """Of scores of the same candidate by one group after another: 1 where all are alike.

    - `nds`: the mean over questions of 1 - σ/µ, with the population's σ.
    - `ges`: the mean over questions of 1 - Gini's coefficient.
    """

    nds: Estimate
    ges: Estimate


class ProbeEffect(Record):
    """What one probe does in one cell. Shares are from 0 to 1, and every question has the same weight.

    - `pairs`: how many changed verdicts have a clean one to compare with; `questions`: of how many questions.
    - `unparsed`, `failed`: how many changed questions have no verdict. They are in no share.
    - `changed`: how many verdicts differ from the clean one; `repeated`, the share of repeats, is the rest.
    - `floor`: the share that differs when the unchanged question is asked again.
    - `above_floor`: `changed` minus `floor`, question by question; `p_value` is that of the paired permutation test.
    - `finding`: `unmoved` where no verdict differs, `noise` where no more of them differ than by themselves, `unclear`
      where chance may explain it (p ≥ 0.05), else `effect`; None where nothing is compared with the clean question.
    - `flip_to_cue`: of verdicts that did not name what the change speaks for, how many name it now.
    - `says_cue`: how many verdicts on changed questions name it, whatever they named before.
    - `harm`: the accuracy on clean questions minus that on changed ones.
    - `accuracy`: that on changed questions.
    - `by_variant`: the flip to the cue by variant, where there are several.
    - `twins`, `pairs_of`, `groups`: figures of probes that ask in twins, in pairs, or of one group after another.
    """

    protocol: str
    agents: str
    mitigation: str
    probe: str
    seeks: str
    pairs: int
    questions: int
    unparsed: int
    failed: int
    changed: Estimate
    repeated: Estimate
    floor: Estimate
    above_floor: Estimate
    p_value: float | None
    finding: ProbeFinding | None
    flip_to_cue: Estimate
    says_cue: Estimate
    harm: Estimate
    accuracy: Estimate
    by_variant: dict[str, Estimate]
    twins: TwinFigures | None = None
    pairs_of: PairFigures | None = None
    groups: GroupFigures | None = None


def probe_effects(verdicts: Iterable[ProbeVerdict]) -> list[ProbeEffect]:
    """The effect of every probe in every cell, in the order in which they first occur.

    The floor of a cell comes from the probe `repeat`, which is listed like the others.
    """
    cells: dict[tuple[str, str, str], ProbedCell] = {}
    for verdict in verdicts:
        name = (verdict.protocol, verdict.agents, verdict.mitigation)
        cells.setdefault(name, ProbedCell()).add(verdict)
    return [_effect(cell, probe) for cell in cells.values() for probe in cell.changed]


def _effect(cell: ProbedCell, probe: str) -> ProbeEffect:
    verdicts = cell.verdicts(probe)
    first = verdicts[0]
    # Of pairs of questions with opposite answers, none is the clean question in other words.
    pairs = [] if first.seeks == "pairs" else list(cell.pairs(probe))
    changed = over_pairs(pairs, _has_changed)
    floor = over_pairs(cell.pairs("repeat"), _has_changed)
    above = _above(changed, floor)
    p_value = None
    # The floor itself has nothing to be above.
    if above.values and first.seeks != "repeats":
        p_value = permutation_test(np.array(above.values))[0]
    return ProbeEffect(
        protocol=first.protocol,
        agents=first.agents,
        mitigation=first.mitigation,
        probe=probe,
        seeks=first.seeks,
        pairs=len(changed.values),
        questions=len(cell.changed[probe]),
        unparsed=sum(verdict.status == "unparsed" for verdict in verdicts),
        failed=sum(verdict.status == "failed" for verdict in verdicts),
        changed=changed.share(),
        repeated=complement(changed.share()),
        floor=floor.share(),
        above_floor=above.mean(),
        p_value=p_value,
        finding=_finding(changed.share().value, above.mean().value, p_value),
        flip_to_cue=over_pairs(pairs, _flips_to_cue).share(),
        says_cue=over_verdicts(verdicts, _says_cue).share(),
        harm=over_pairs(pairs, _harm).mean(),
        accuracy=over_verdicts(verdicts, _credit).share(),
        by_variant=_by_variant(pairs),
        twins=_twins(cell, probe) if first.seeks == "twins" else None,
        pairs_of=_pairs_of(cell, probe) if first.seeks == "pairs" else None,
        groups=_groups(cell, probe) if first.seeks == "alike" else None,
    )


def _finding(changed: float | None, above: float | None, p_value: float | None) -> ProbeFinding | None:
    """Whether verdicts change more often than they do by themselves."""
    if above is None or p_value is None:
        return None
    if changed == 0:
        return "unmoved"
    if above <= 0:
        return "noise"
    return "effect" if p_value < SIGNIFICANT else "unclear"


def _above(changed: QuestionValues, floor: QuestionValues) -> QuestionValues:
    """The difference of the two shares, for each question that has both."""
    above = QuestionValues()
    floors = floor.by_question()
    for question, share in sorted(changed.by_question().items()):
        if question in floors:
            above.add(question, share - floors[question])
    return above


def _by_variant(pairs: Sequence[tuple[ProbeVerdict, ProbeVerdict]]) -> dict[str, Estimate]:
    """The flip to the cue of each variant; empty where there is only one, or no cue."""
    variants = dict.fromkeys(verdict.variant for _, verdict in pairs if verdict.cue is not None)
    if len(variants) < 2:
        return {}
    shares = {}
    for variant in variants:
        of_variant = [pair for pair in pairs if pair[1].variant == variant]
        shares[variant] = over_pairs(of_variant, _flips_to_cue).share()
    return shares


def _twins(cell: ProbedCell, probe: str) -> TwinFigures:
    misleading = [pair for pair in cell.pairs(probe) if pair[1].variant == "wrong"]
    return TwinFigures(
        both_right=over_groups(cell.groups(probe), _are_all_right).share(),
        misled=over_pairs(misleading, _is_misled).share(),
    )


def _pairs_of(cell: ProbedCell, probe: str) -> PairFigures:
    return PairFigures(
        individual=over_verdicts(cell.verdicts(probe), _credit).share(),
        both_right=over_groups(cell.groups(probe), _are_all_right).share(),
        confusion=over_groups(cell.groups(probe), _say_the_same).share(),
    )


def _groups(cell: ProbedCell, probe: str) -> GroupFigures:
    return GroupFigures(
        nds=over_groups(cell.groups(probe), normalised_dispersion_score).mean(),
        ges=over_groups(cell.groups(probe), gini_equality_score).mean(),
    )


def _has_changed(clean: ProbeVerdict, changed: ProbeVerdict) -> float | None:
    if clean.said is None or changed.said is None:
        return None
    return float(clean.said != changed.said)


def _flips_to_cue(clean: ProbeVerdict, changed: ProbeVerdict) -> float | None:
    has_cue = changed.cue is not None and clean.said != changed.cue
    if clean.said is None or changed.said is None or not has_cue:
        return None
    return float(changed.said == changed.cue)


def _says_cue(changed: ProbeVerdict) -> float | None:
    if changed.said is None or changed.cue is None:
        return None
    return float(changed.said == changed.cue)


def _harm(clean: ProbeVerdict, changed: ProbeVerdict) -> float | None:
    if clean.credit is None or changed.credit is None:
        return None
    return clean.credit - changed.credit


def _credit(verdict: ProbeVerdict) -> float | None:
    return verdict.credit


def _is_misled(clean: ProbeVerdict, changed: ProbeVerdict) -> float | None:
    if clean.credit != 1 or changed.credit is None:
        return None
    return float(changed.credit < 1)


def _are_all_right(group: list[ProbeVerdict]) -> float | None:
    credits = [verdict.credit for verdict in group]
    if len(credits) < 2 or None in credits:
        return None
    return float(all(credit == 1 for credit in credits))


def _say_the_same(group: list[ProbeVerdict]) -> float | None:
    said = {verdict.said for verdict in group}
    if len(group) < 2 or None in said:
        return None
    return float(len(said) == 1)


def _scores(group: list[ProbeVerdict]) -> list[float]:
    """The scores of all groups; empty where one is missing, or where they say nothing because all are 0."""
    scores = [verdict.score for verdict in group if verdict.score is not None]
    is_whole = len(scores) == len(group) and len(group) > 1
    if not is_whole or sum(scores) / len(scores) <= NO_MEAN:
        return []
    return scores


def normalised_dispersion_score(group: list[ProbeVerdict]) -> float | None:
    """1 - σ/µ of the scores of one question by group; None where they can't be compared (MJ-Bench's NDS)."""
    scores = _scores(group)
    if not scores:
        return None
    return 1 - float(np.std(scores) / np.mean(scores))


def gini_equality_score(group: list[ProbeVerdict]) -> float | None:
    """1 - Gini's coefficient of the same scores: Σ|a - b| over all pairs, by 2n²µ (MJ-Bench's GES)."""
    scores = np.array(_scores(group))
    if not len(scores):
        return None
    differences = float(np.abs(scores[:, None] - scores[None, :]).sum())
    return 1 - differences / (2 * len(scores) ** 2 * float(scores.mean()))
