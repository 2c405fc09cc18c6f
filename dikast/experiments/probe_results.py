"""Probe results: the verdicts of a run on probed questions, as metrics take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dikast.experiments.probing import mitigation_of
from dikast.experiments.stores import RunFolder
from dikast.metrics import ProbeVerdict
from dikast.probes import ACCEPTS, CLEAN, REJECTS, ProbeMark, mark_of, probe_table
from dikast.records import Episode, Grading, Outcome, Question


def probe_verdicts(folder: RunFolder, questions: Iterable[Question]) -> Iterator[ProbeVerdict]:
    """What was said of these probed questions, by id; one verdict for each episode, failed ones too."""
    marked = {question.id: question for question in questions}
    accepted = {episode.id: _solution_verdict(episode) for episode in folder.episodes() if episode.verdict.grading}
    for outcome in folder.outcomes():
        question = marked.get(outcome.question)
        mark = mark_of(question) if question is not None else None
        if question is None or mark is None:
            continue
        verdict = _choice_verdict(outcome, mark)
        yield verdict.model_copy(update=accepted.get(outcome.id, {}))


def _choice_verdict(outcome: Outcome, mark: ProbeMark) -> ProbeVerdict:
    """The verdict on a question with choices; of any other, what it has in common with that."""
    protocol, mitigation = mitigation_of(outcome.protocol)
    return ProbeVerdict(
        protocol=protocol,
        agents=outcome.agents,
        mitigation=mitigation or mark.mitigation,
        probe=mark.name,
        variant=mark.variant,
        seeks="" if mark.name == CLEAN else probe_table()[mark.name].seeks,
        question=mark.of,
        repeat=outcome.repeat,
        status=outcome.status,
        said=_said(outcome, mark),
        cue=mark.cue,
        credit=outcome.credit,
        score=_score(outcome, mark),
    )


def _said(outcome: Outcome, mark: ProbeMark) -> int | None:
    """The choice by its index in the unchanged question."""
    if outcome.status != "decided":
        return None
    if outcome.tie:
        return ProbeVerdict.TIE
    if outcome.choice is None:
        return ProbeVerdict.SEVERAL
    return mark.order[outcome.choice] if mark.order else outcome.choice


def _score(outcome: Outcome, mark: ProbeMark) -> float | None:
    """The probability of the candidate that the cue is for."""
    if outcome.probabilities is None or mark.cue is None or mark.order:
        return None
    return outcome.probabilities[mark.cue]


def _solution_verdict(episode: Episode) -> dict[str, object]:
    """What a verdict on a solution says in place of a choice: whether every step is accepted, and the score."""
    grading = episode.verdict.grading
    if grading is None or episode.verdict.status != "decided":
        return {}
    said = _accepts(grading)
    marking = episode.question.solution.marking if episode.question.solution else None
    credit = None
    if said is not None and marking is not None and marking.is_located:
        credit = float((said == ACCEPTS) == (marking.first_error is None))
    return {"said": said, "credit": credit, "score": grading.score}


def _accepts(grading: Grading) -> int | None:
    """Whether no step is labelled as wrong; None where a step that may be wrong was left without a label."""
    if grading.first_error is not None:
        return REJECTS
    return None if grading.n_unparsed else ACCEPTS
