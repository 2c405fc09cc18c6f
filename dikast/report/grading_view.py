"""GradingView: a graded solution laid out to be read, with what people decided about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dikast.records import PROBLEM, Check, CheckStatus, Decider, Episode, GradeState, Label, Override, StepLabel
from dikast.report.premise_graph import LABEL_SIGNS, draw_premises
from dikast.rubrics import Rubric

if TYPE_CHECKING:
    from markupsafe import Markup

    from dikast.graphs import Regrading

DECIDERS: dict[Decider, str] = {
    "judge": "by the judge",
    "verifier": "by a machine check",
    "both": "by the judge and a machine check",
    "contested": "contested between the judge and a machine check",
    "person": "by a person",
}
STRENGTHS = {"proof": "by proof", "rounded": "after rounding", "numeric": "at sampled points"}
STATES: dict[GradeState, str] = {
    "error not located": "The final answer is wrong, and every step is labelled as right: the error is not located.",
    "right by a wrong way": "The final answer is right, and a step is labelled as wrong.",
}
LONGEST_STEP = 20_000


@dataclass(frozen=True)
class StepPiece:
    """A piece of a step: plain text, whose status is None, or a claim with the number and status of its check."""

    text: str
    status: CheckStatus | None = None
    number: int = 0


@dataclass(frozen=True)
class EvidenceView:
    """What a machine found about one claim: how it read it, the witness, and how strong the finding is."""

    number: int
    claim: str
    status: CheckStatus
    strength: str
    reading: str
    witness: str
    source: str


@dataclass(frozen=True)
class GradedStep:
    """One step. `was` is the label before a person's decision, `share` what a person gave of its points."""

    step: int
    pieces: tuple[StepPiece, ...]
    label: str
    sign: str
    kind: str
    kind_help: str
    decided: str
    was: str
    probability: float | None
    explanation: str
    fix: str
    reason: str
    rests_on: str
    evidence: tuple[EvidenceView, ...]
    share: float | None
    decision: Override | None
    part: str


@dataclass(frozen=True)
class CriterionView:
    """One criterion: its value, its points where there are any, its level in words, and those to pick from."""

    name: str
    measure: str
    value: float | None
    points: float | None
    maximum: float | None
    level: str
    levels: tuple[tuple[float, str], ...]
    decision: Override | None


@dataclass(frozen=True)
class GradingView:
    """A graded solution as a page shows it."""

    id: str
    question_id: str
    pupil: str
    problem: str
    images: tuple[str, ...]
    remote_images: tuple[str, ...]
    choices: tuple[str, ...]
    answer: str
    references: tuple[str, ...]
    reference_solution: str
    is_answer_right: bool | None
    answer_evidence: EvidenceView | None
    answer_decision: Override | None
    steps: tuple[GradedStep, ...]
    criteria: tuple[CriterionView, ...]
    regrading: Regrading
    whole_decision: Override | None
    state: str
    graph: Markup | None
    kinds: tuple[tuple[str, str], ...]
    agents: tuple[tuple[str, str], ...]

    @property
    def is_changed(self) -> bool:
        """Whether a person decided anything about it."""
        return bool(self.regrading.decisions)

    @property
    def first_error(self) -> GradedStep | None:
        """The first step that is wrong."""
        first = self.regrading.grading.first_error
        return next((step for step in self.steps if step.step == first), None)


def pupil_of(episode: Episode) -> str:
    """Whose solution it is: its author, or the solution itself where no author is named."""
    solution = episode.question.solution
    return (solution.author if solution else None) or episode.question.id


def view_grading(episode: Episode, regrading: Regrading) -> GradingView:
    """The graded solution of an episode, laid out to be read."""
    question, grading = episode.question, regrading.grading
    solution = question.solution
    texts = solution.steps if solution else ()
    parts = {step: part.name for part in (solution.parts if solution else ()) for step in part.steps}
    by_place = {(place.about, place.step, place.name): override for place, override in regrading.decisions.items()}
    of_criteria = {name: override for (about, _, name), override in by_place.items() if about == "criterion"}
    befores = {label.step: label for label in regrading.before.steps}
    gold = () if question.gold is None else (question.choices[question.gold],)
    return GradingView(
        id=episode.id,
        question_id=question.id,
        pupil=pupil_of(episode),
        problem=question.text,
        images=tuple(image for image in question.images if image.startswith("data:image/")),
        remote_images=tuple(image for image in question.images if not image.startswith("data:image/")),
        choices=question.choices,
        answer=(solution.answer if solution else None) or "",
        references=gold or question.references,
        reference_solution=question.reference_solution or "",
        is_answer_right=grading.is_answer_right,
        answer_evidence=None if grading.answer is None else _evidence(grading.answer, 0),
        answer_decision=by_place.get(("answer", None, "")),
        steps=tuple(
            _step(
                label,
                befores[label.step],
                text,
                regrading.rubric,
                by_place.get(("step", label.step, "")),
                parts.get(label.step, ""),
            )
            for label, text in zip(grading.steps, texts, strict=False)
        ),
        criteria=tuple(_criteria(regrading, of_criteria)),
        regrading=regrading,
        whole_decision=by_place.get(("whole", None, "")),
        state=STATES[grading.state] if grading.state else "",
        graph=draw_premises(grading.steps) if grading.steps else None,
        kinds=tuple((kind.code, kind.name) for kind in regrading.rubric.errors),
        agents=tuple(episode.agents.items()),
    )


def _step(
    label: StepLabel, before: StepLabel, text: str, rubric: Rubric, decision: Override | None, part: str
) -> GradedStep:
    kind = rubric.error(label.error_type) if label.error_type else None
    checks = [_evidence(check, number) for number, check in enumerate(label.checks, 1)]
    reason = "" if label.decided_by == "person" else (label.reason or "")
    was = ""
    if (label.label, label.error_type) != (before.label, before.error_type):
        was = _label_text(before)
    return GradedStep(
        step=label.step,
        pieces=tuple(_pieces(text[:LONGEST_STEP], checks)),
        label=_label_word(label.label),
        sign=LABEL_SIGNS[label.label],
        kind=kind.name if kind else (label.error_type or ""),
        kind_help=kind.covers if kind else "",
        decided=_decided_words(label, decision),
        was=was,
        probability=label.p_correct,
        explanation=label.explanation,
        fix=label.fix,
        reason=reason,
        # An inherited error says so already.
        rests_on="" if reason.startswith("rests on") else _rests_on(label),
        evidence=tuple(checks),
        share=label.credit,
        decision=decision,
        part=part,
    )


def _decided_words(label: StepLabel, decision: Override | None) -> str:
    """Who decided the label, and what the judge had said where that was something else."""
    if label.decided_by == "person":
        return f"by {decision.by}" if decision else DECIDERS["person"]
    decided = DECIDERS[label.decided_by]
    if label.label == "inherited" and label.decided_by == "judge" and label.judged:
        decided = "by what it rests on"
    return f"{decided}; the judge had said {label.judged}" if label.judged else decided


def _label_word(label: Label | None) -> str:
    return label or "unparsed"


def _label_text(label: StepLabel) -> str:
    """A label with its kind of error and who decided it, in a line."""
    kind = f", {label.error_type}" if label.error_type else ""
    return f"{_label_word(label.label)}{kind}, {DECIDERS[label.decided_by]}"


def _rests_on(label: StepLabel) -> str:
    """What the step rests on, in words; empty where no one said."""
    if label.premises is None:
        return ""
    steps = [str(premise + 1) for premise in sorted(label.premises) if premise != PROBLEM]
    named = ["the problem"] if PROBLEM in label.premises else []
    if steps:
        named.append(f"step{'s' if len(steps) > 1 else ''} {', '.join(steps)}")
    return " and ".join(named) or "nothing before it"


def _evidence(check: Check, number: int) -> EvidenceView:
    """One finding in words."""
    strength = STRENGTHS.get(check.strength or "", "")
    if not strength and check.reason:
        strength = f"({check.reason})"
    return EvidenceView(
        number=number,
        claim=check.claim,
        status=check.status,
        strength=strength,
        reading=check.reading if check.reading and check.reading != check.claim else "",
        witness=check.evidence_text,
        source=f"{check.checker}: {check.method}",
    )


def _pieces(text: str, checks: list[EvidenceView]) -> Iterator[StepPiece]:
    """The text with each claim that stands in it marked; where claims overlap, the first one is."""
    spans: list[tuple[int, int, EvidenceView]] = []
    for check in checks:
        start = text.find(check.claim) if check.claim else -1
        end = start + len(check.claim)
        overlaps = any(start < other_end and other_start < end for other_start, other_end, _ in spans)
        if start >= 0 and not overlaps:
            spans.append((start, end, check))
    position = 0
    for start, end, check in sorted(spans, key=lambda span: span[0]):
        if start > position:
            yield StepPiece(text[position:start])
        yield StepPiece(text[start:end], check.status, check.number)
        position = end
    if position < len(text):
        yield StepPiece(text[position:])


def _criteria(regrading: Regrading, decisions: Mapping[str, Override]) -> Iterator[CriterionView]:
    """The criteria that count, in the rubric's order."""
    for criterion in regrading.rubric.criteria:
        if criterion.name not in regrading.grading.criteria:
            continue
        value = regrading.grading.criteria[criterion.name]
        points, maximum = regrading.points.criteria.get(criterion.name, (None, None))
        levels = tuple((level.value, level.description) for level in criterion.levels)
        yield CriterionView(
            name=criterion.name,
            measure=criterion.measure,
            value=value,
            points=points,
            maximum=maximum,
            level=dict(levels).get(value, "") if value is not None else "",
            levels=levels,
            decision=decisions.get(criterion.name),
        )
