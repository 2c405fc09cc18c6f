"""A grading with what people decided after the run: their labels, levels and points in place of those before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dikast.errors import BadInput
from dikast.graphs.error_propagation import inherit
from dikast.graphs.rubric_lookup import RubricLookup
from dikast.graphs.solution_grading import applicable_rubric
from dikast.protocols import Protocol
from dikast.records import Decisions, Episode, Grading, Label, Override, OverridePlace, StepLabel
from dikast.rubrics import Rubric, SolutionPoints, load_rubric, rubric_names, score, solution_points, wrong_roots

# A label that is right in itself; only such a one can have become `inherited`.
_UNCARRIED: frozenset[Label | None] = frozenset({"correct", "neutral", "unknown"})


@dataclass(frozen=True)
class Regrading:
    """A graded solution as it stands: by the run, and by what people decided since.

    - `before`: the grading of the record.
    - `grading`: the same with people's decisions; it is `before` itself where there are none.
    - `points`: its points.
    - `decisions`: the decisions about this episode, by place.
    - `rubric`: the rubric it was graded by.
    """

    before: Grading
    grading: Grading
    points: SolutionPoints
    decisions: Decisions
    rubric: Rubric


def regrade(episode: Episode, decisions: Decisions | None = None) -> Regrading:
    """The grading of an episode with the decisions that are about it, scored again. No model is called.

    Errors follow the premises again: where a person calls a step right, what was wrong only because of it is right
    too. A person's own labels stay. Raises ValueError for an episode without a grading.
    """
    before = episode.verdict.grading
    if before is None:
        raise ValueError(f"episode {episode.id!r} grades no solution")
    rubric = _rubric_of(episode, before)
    own = {place: override for place, override in (decisions or {}).items() if place.episode == episode.id}
    grading = _regraded(episode, before, rubric, own) if own else before
    parts = episode.question.solution.parts if episode.question.solution else ()
    values = {place: override.value for place, override in own.items() if override.value is not None}
    points = solution_points(
        rubric,
        parts,
        grading,
        {place.name: value for place, value in values.items() if place.about == "part"},
        values.get(OverridePlace(episode=episode.id, about="whole")),
    )
    return Regrading(before, grading, points, own, rubric)


def _rubric_of(episode: Episode, grading: Grading) -> Rubric:
    """The rubric in the record; where it has none that can be read, the library's of the same name, else the default.

    A record may come from somewhere else: what it names is never looked for among the files of this machine.
    """
    try:
        return RubricLookup.of(_protocol(json.dumps(episode.protocol))).rubric
    except (ValueError, BadInput):
        name = grading.rubric
        return load_rubric(name) if name in rubric_names() else load_rubric()


@lru_cache(maxsize=64)
def _protocol(text: str) -> Protocol:
    """The protocol of a record. Raises ValueError for anything else, and for a rubric that is not written out in it."""
    protocol = Protocol.model_validate_json(text)
    rubric = protocol.grade.rubric if protocol.grade else None
    if isinstance(rubric, str) and rubric not in rubric_names():
        raise ValueError("the rubric is in a file of its own")
    return protocol


def _regraded(episode: Episode, before: Grading, rubric: Rubric, decisions: Decisions) -> Grading:
    """The grading after these decisions, one or more."""
    by_step = {place.step: override for place, override in decisions.items() if place.step is not None}
    labels = _carried(before.steps, [_decided(label, by_step.get(label.step)) for label in before.steps])
    first_error = next((label.step for label in labels if label.is_wrong), None)
    is_answer_right = before.is_answer_right
    used = applicable_rubric(rubric, episode.question)
    answer = decisions.get(OverridePlace(episode=episode.id, about="answer"))
    if answer is not None and answer.value is not None:
        is_answer_right = answer.value > 0
        used = rubric
    total, criteria = score(used, labels, is_answer_right, _levels(used, before, decisions))
    return before.model_copy(
        update={
            "steps": tuple(labels),
            "first_error": first_error,
            "is_answer_right": is_answer_right,
            "is_lucky": is_answer_right and first_error is not None,
            "score": total,
            "criteria": criteria,
        }
    )


def _decided(label: StepLabel, decision: Override | None) -> StepLabel:
    """The label as a person decided it. A decision that names no label leaves it, and may give points."""
    if decision is None:
        return label
    changes: dict[str, object] = {"credit": decision.value}
    if decision.label is not None:
        is_same = decision.label == label.label
        changes |= {
            "label": decision.label,
            "error_type": decision.error_type,
            "decided_by": "person",
            "p_correct": None,
            "judged": label.judged or (None if label.decided_by == "verifier" else label.label),
            "explanation": decision.comment or (label.explanation if is_same else ""),
            "fix": label.fix if is_same else "",
            "reason": f"{decision.by} decided so",
        }
    return label.model_copy(update=changes)


def _carried(before: Sequence[StepLabel], labels: Sequence[StepLabel]) -> list[StepLabel]:
    """The labels with errors carried along their premises anew. What a person decided about a step stays."""
    freed: list[StepLabel] = []
    for label in labels:
        was_carried = label.label == "inherited" and label.decided_by != "person"
        if was_carried and wrong_roots(before, label.step) and not wrong_roots(labels, label.step):
            freed.append(_freed(label))
        else:
            freed.append(label)
    try:
        carried = inherit(freed)
    except ValueError:
        # Premises that make a circle come from a record that is not ours.
        carried = freed
    decided = {label.step: label for label in labels if label.decided_by == "person"}
    return [decided.get(label.step, label) for label in carried]


def _freed(label: StepLabel) -> StepLabel:
    """The label of a step whose only fault was what it rests on, now that this is right."""
    own: Label = "correct"
    if label.judged in _UNCARRIED and label.judged is not None:
        own = label.judged
    elif label.decided_by == "verifier":
        # A machine that found nothing else wrong in it has not shown that it is right.
        own = "unknown"
    return label.model_copy(
        update={"label": own, "error_type": None, "judged": None, "reason": "what it rests on was decided to be right"}
    )


def _levels(rubric: Rubric, before: Grading, decisions: Decisions) -> dict[str, float]:
    """The levels of the criteria that are picked: by a person, else those of the grading."""
    picked = {place.name: override.value for place, override in decisions.items() if place.about == "criterion"}
    levels: dict[str, float] = {}
    for criterion in rubric.criteria:
        value = picked.get(criterion.name)
        # A rubric that was changed since may have no such level any more.
        if value not in criterion.level_values:
            value = before.criteria.get(criterion.name)
        if value is not None and value in criterion.level_values:
            levels[criterion.name] = value
    return levels
