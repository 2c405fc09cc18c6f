"""How good judges of responses are: against people or an answer key, in both orders, and by category.

Accuracy counts what can't be read as not right, as JudgeBench does (Tan et al. 2024, arXiv 2410.12784); the share of
what can be read stands beside it. Where a published script counts by another rule, `published` has its figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from pydantic import Field

from dikast.metrics.accuracy import wilson_estimate
from dikast.metrics.annotator_agreement import AnnotatorAgreement, annotator_agreement
from dikast.metrics.bootstrap import RESAMPLES, weighted_sums
from dikast.metrics.cell import Ints
from dikast.metrics.estimate import Estimate
from dikast.metrics.judge_correction import CorrectedRate, JudgedRates, corrected_rate
from dikast.metrics.judge_leniency import leniency
from dikast.metrics.judged_items import CONTRADICTORY, TIE, JudgedItem, judged_item
from dikast.metrics.krippendorff import Scale
from dikast.metrics.macro_scores import macro_scores
from dikast.metrics.published_rules import PublishedFigures, published_figures
from dikast.metrics.rater_agreement import agreement
from dikast.records import Episode, Record


class JudgmentCounts(Record):
    """What a judge said of items whose right answer is known, one outcome each: `right` to `unparsed` add up to `n`.

    - `right`: it prefers the right candidate, or says tie where that is right.
    - `wrong`: it prefers another candidate.
    - `tie`: it prefers none, although one is better, or its replies cancel out.
    - `contradictory`: those of `tie` whose replies cancel out.
    - `unparsed`: none of its replies can be read.
    - `accuracy`: right / n.
    - `consistency`: the share of items with several games in which all can be read and say the same.
    - `both_right`: the share of items with several games in which all are right.

    Shares are from 0 to 1; None where there is nothing to take a share of.
    """

    n: int
    right: int
    wrong: int
    tie: int
    contradictory: int
    unparsed: int
    accuracy: float | None
    consistency: float | None
    both_right: float | None


class JudgmentSummary(JudgmentCounts):
    """One judge on one set of judged responses.

    - `run`: the name of its run, where a report is of several.
    - `judge`, `agents`: the agent that judged; the label of the other agents, if any.
    - `protocol`, `dataset`, `task`: what it judged, and how.
    - `unlabelled`: items whose right answer is not known; they are no part of `n`.
    - `games`, `unread`: the replies to items of `n`, and those of them that can't be read.
    - `accuracy_of_read`: right / (n - unparsed).
    - `accuracy_without_ties`: right / n over the items that have a better candidate.
    - `precision`, `recall`, `f1`: macro averages over the classes of right answers (see `macro_scores`).
    - `kappa`, `pi`: Cohen's and Scott's, with the right answers, over the verdicts that can be read.
    - `p_c`, `p_plus`: leniency of judges that say right or wrong (Thakur et al. 2024, arXiv 2406.12624).
    - `pearson`: the correlation of scores; `distance`: the mean normalised Levenshtein distance of rankings, 0 for
      equal ones (Chen et al. 2024, arXiv 2402.04788).
    - `intervals`: 95 % intervals by name, over the texts asked: several pairs of one text are not independent.
    - `annotators`: how far the people agree who gave the right answers.
    - `published`: the figures by the data set's own rule.
    - `by`: the counts of each category.
    - `corrected`: of judges that say right or wrong, where the truth of some items is not known: the share of right
      responses, corrected for the judge's errors. Every text has the same weight.
    """

    run: str = ""
    judge: str
    agents: str = ""
    protocol: str
    dataset: str
    task: str
    unlabelled: int
    games: int
    unread: int
    accuracy_of_read: float | None
    accuracy_without_ties: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    kappa: float | None
    pi: float | None
    p_c: float | None = None
    p_plus: float | None = None
    pearson: float | None = None
    distance: float | None = None
    intervals: dict[str, tuple[float, float]] = Field(default_factory=dict)
    annotators: AnnotatorAgreement | None = None
    published: PublishedFigures | None = None
    by: dict[str, JudgmentCounts] = Field(default_factory=dict)
    corrected: CorrectedRate | None = Field(default=None, exclude_if=lambda rate: rate is None)


def summarise_judgments(episodes: Iterable[Episode], *, resamples: int = RESAMPLES) -> list[JudgmentSummary]:
    """A summary for each judge with each protocol, in the order of their names.

    Episodes on other questions than those of sets of judged responses are left out.
    """
    groups: defaultdict[tuple[str, str, str, str], list[JudgedItem]] = defaultdict(list)
    for episode in episodes:
        item = judged_item(episode)
        if item is not None:
            groups[item.protocol, item.judge, item.others, item.dataset].append(item)
    return [_summary(groups[key], resamples) for key in sorted(groups)]


def judgment_counts(items: Sequence[JudgedItem]) -> JudgmentCounts:
    """The counts of items whose right answer is known."""
    n = len(items)
    n_right = sum(item.said == item.gold for item in items)
    n_unparsed = sum(item.said is None for item in items)
    n_none = sum(item.said in (TIE, CONTRADICTORY) and item.said != item.gold for item in items)
    paired = [item for item in items if len(item.games) > 1]
    return JudgmentCounts(
        n=n,
        right=n_right,
        wrong=n - n_right - n_unparsed - n_none,
        tie=n_none,
        contradictory=sum(item.said == CONTRADICTORY for item in items),
        unparsed=n_unparsed,
        accuracy=_share(n_right, n),
        consistency=_share(sum(map(_is_consistent, paired)), len(paired)),
        both_right=_share(sum(map(_is_right_throughout, paired)), len(paired)),
    )


def _summary(items: Sequence[JudgedItem], resamples: int) -> JudgmentSummary:
    """The summary of one judge's items; there is at least one."""
    # Sorted, so that the order of the records changes nothing.
    items = sorted(items, key=lambda item: (item.asked, item.category, str(item.gold), str(item.said)))
    known = [item for item in items if item.gold is not None]
    counts = judgment_counts(known)
    gold = [item.gold for item in known if item.gold is not None]
    macro = macro_scores([item.said for item in known], gold)
    read = [item for item in known if item.said is not None]
    decisive = [item for item in known if item.gold != TIE]
    first = items[0]
    figures = _agreement_figures(first.task, read, resamples)
    accuracy = _accuracy(known)
    return JudgmentSummary(
        **counts.model_dump(),
        judge=first.judge,
        agents=first.others,
        protocol=first.protocol,
        dataset=first.dataset,
        task=first.task,
        unlabelled=len(items) - len(known),
        games=sum(len(item.games) for item in known),
        unread=sum(item.games.count(None) for item in known),
        accuracy_of_read=_share(counts.right, len(read)),
        accuracy_without_ties=_share(sum(item.said == item.gold for item in decisive), len(decisive)),
        precision=macro.precision,
        recall=macro.recall,
        f1=macro.f1,
        **{name: estimate.value for name, estimate in figures.items()},
        distance=_mean([item.distance for item in known if item.distance is not None]),
        intervals=_intervals({"accuracy": accuracy, **figures}),
        annotators=_annotators(items),
        published=published_figures(items),
        by=_by_category(known),
        corrected=_corrected(items) if first.task == "one" else None,
    )


def _corrected(items: Sequence[JudgedItem]) -> CorrectedRate | None:
    """The share of right responses, corrected by those whose truth is known. What can't be read is half a pass."""
    saids = [0.5 if item.said is None or item.said < 0 else float(item.said == 0) for item in items]
    truths = [np.nan if item.gold is None else float(item.gold == 0) for item in items]
    rates = JudgedRates.of(np.array(saids), np.array(truths))
    return corrected_rate(replace(rates, item=_clusters(items)))


def _by_category(items: Sequence[JudgedItem]) -> dict[str, JudgmentCounts]:
    """The counts of each category; none where the data set has no field for it."""
    groups: defaultdict[str, list[JudgedItem]] = defaultdict(list)
    for item in items:
        if item.category:
            groups[item.category].append(item)
    return {category: judgment_counts(groups[category]) for category in sorted(groups)}


def _agreement_figures(task: str, read: Sequence[JudgedItem], resamples: int) -> dict[str, Estimate]:
    """Agreement with the right answers beyond chance, and what only some tasks have."""
    if not read:
        return {"kappa": Estimate(value=None), "pi": Estimate(value=None)}
    said = np.array([item.said for item in read], dtype=float)
    gold = np.array([item.gold for item in read], dtype=float)
    cluster = _clusters(read)
    scale: Scale = "interval" if task == "score" else "nominal"
    found = agreement(said, gold, scale=scale, cluster=cluster, resamples=resamples)
    figures = {"kappa": found.kappa, "pi": found.pi}
    if found.correlations is not None:
        figures["pearson"] = found.correlations.pearson
    if task == "one":
        # The first of the two choices is that the response is correct.
        lenient = leniency(said == 0, gold == 0, cluster=cluster, resamples=resamples)
        figures |= {"p_c": lenient.p_c, "p_plus": lenient.p_plus}
    return figures


def _accuracy(items: Sequence[JudgedItem]) -> Estimate:
    """The accuracy with Wilson's interval, for as many trials as equally weighted texts would be."""
    if not items:
        return Estimate(value=None)
    hits = np.array([item.said == item.gold for item in items], dtype=float)
    return wilson_estimate(weighted_sums(hits, _clusters(items), by_cluster=False), len(items))


def _clusters(items: Sequence[JudgedItem]) -> Ints:
    """A number for each item, the same for those of the same text."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(item.asked, len(numbers)) for item in items], dtype=np.int64)


def _annotators(items: Sequence[JudgedItem]) -> AnnotatorAgreement | None:
    """How far the annotators agree, over the items that have any."""
    voted = [item for item in items if item.votes]
    if not voted:
        return None
    return annotator_agreement([item.votes for item in voted])


def _intervals(estimates: dict[str, Estimate]) -> dict[str, tuple[float, float]]:
    """The intervals of the estimates that have one."""
    return {
        name: (estimate.low, estimate.high)
        for name, estimate in estimates.items()
        if estimate.low is not None and estimate.high is not None
    }


def _is_consistent(item: JudgedItem) -> bool:
    """Whether all games can be read and say the same."""
    return None not in item.games and len(set(item.games)) == 1


def _is_right_throughout(item: JudgedItem) -> bool:
    """Whether all games are right."""
    return all(game == item.gold for game in item.games)


def _share(count: int, n: int) -> float | None:
    return count / n if n else None


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
