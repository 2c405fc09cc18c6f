"""Two judges of the same questions, found in run folders, to calibrate a cascade of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dikast.errors import BadInput, nearest
from dikast.experiments import RunFolder
from dikast.metrics import CascadeCalibration, JudgedQuestion
from dikast.records import Episode, Outcome

JudgedByKey = dict[str, JudgedQuestion]
"""What a judge said, by the question, its repeat and what was argued."""


def find_cascade(
    runs: Sequence[RunFolder], *, small: str | None = None, strong: str | None = None, within: float = 0.0
) -> CascadeCalibration:
    """The calibration of a cascade of two judges whose episodes are in these runs.

    A judge is named by its label, `PROTOCOL AGENTS`, or any part of it that no other label has. Where the runs have two
    of them, none needs to be named: the cheaper one is asked first. Raises BadInput for names that fit none or several,
    and where the two judged nothing in common.
    """
    from dikast.metrics import calibrate_cascade

    judges = judged_by_label(runs)
    first, second = _chosen(judges, small, strong)
    try:
        return calibrate_cascade(judges[first], judges[second], names=(first, second), within=within)
    except ValueError as error:
        raise BadInput(f"{first!r} and {second!r}: {error}") from None


def judged_by_label(runs: Sequence[RunFolder]) -> dict[str, JudgedByKey]:
    """What each judge said, by its label. Questions without a right answer are left out."""
    judges: dict[str, JudgedByKey] = {}
    for run in runs:
        for outcome, episode in _finished(run):
            if outcome.gold is None and not outcome.gold_tie:
                continue
            label = f"{outcome.protocol} {outcome.agents}".strip()
            key = f"{outcome.question}/{outcome.repeat}/{outcome.argues}"
            judges.setdefault(label, {})[key] = _judged(outcome, episode)
    return judges


def _finished(run: RunFolder) -> Iterator[tuple[Outcome, Episode]]:
    """The finished episodes with their narrow rows: both come by id, and failed episodes have a row alone."""
    outcomes = (outcome for outcome in run.outcomes() if outcome.status != "failed")
    return zip(outcomes, run.episodes(), strict=False)


def _judged(outcome: Outcome, episode: Episode) -> JudgedQuestion:
    """What was said of one question. What was said before the verdict costs the same with every judge."""
    usage = episode.verdict.usage_of_parts()
    certainty = episode.verdict.p_said
    if certainty is None and episode.verdict.tie:
        # A tie of scores says something, and gives it no probability.
        certainty = 0.0
    return JudgedQuestion(
        question=outcome.question,
        certainty=certainty,
        credit=outcome.credit or 0.0,
        calls=usage.calls + usage.repeats,
        cost_usd=None if usage.unpriced else usage.cost_usd,
    )


def _chosen(judges: Mapping[str, JudgedByKey], small: str | None, strong: str | None) -> tuple[str, str]:
    """The labels of the small and the strong judge."""
    if not judges:
        raise BadInput("no judged question with a right answer is here")
    first = None if small is None else _label(small, judges)
    second = None if strong is None else _label(strong, judges)
    others = [label for label in judges if label not in (first, second)]
    n_missing = (first is None) + (second is None)
    if len(others) != n_missing and n_missing:
        raise BadInput(f"name two judges by `--small` and `--strong`; here are {', '.join(map(repr, judges))}")
    if first is None and second is None:
        first, second = sorted(others, key=lambda label: _price(judges[label]))
    first, second = first or others[0], second or others[0]
    if first == second:
        raise BadInput(f"a cascade needs two judges, and both names are {first!r}")
    return first, second


def _label(name: str, judges: Mapping[str, JudgedByKey]) -> str:
    """The label of that name, or the only one that contains it."""
    if name in judges:
        return name
    like = [label for label in judges if name in label]
    if len(like) == 1:
        return like[0]
    if like:
        raise BadInput(f"{name!r} may be {' or '.join(map(repr, like))}: write more of it")
    raise BadInput(f"no judge {name!r} is here: {nearest(name, judges)}")


def _price(judged: JudgedByKey) -> tuple[float, float, float]:
    """What sorts judges: by cost, else by calls, else by how often they are right."""
    rows = list(judged.values())
    cost = sum(one.cost_usd or 0.0 for one in rows) / len(rows)
    calls = sum(one.calls for one in rows) / len(rows)
    right = sum(one.credit for one in rows) / len(rows)
    return cost, calls, right
