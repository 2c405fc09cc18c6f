"""Probed questions: every question as it is, again, and with each change, as further questions of the same set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from pydantic import ValidationError

from dikast.probes.length_control import LENGTH_CONTROL, cut_to_shortest
from dikast.probes.probe import Probe, ProbeChange, ProbeMark, Subject, Unfit
from dikast.probes.probe_table import REPEAT
from dikast.records import Question, Record

CLEAN = "clean"
MARK_KEY = "probe"
_SEPARATOR = "~"
QuestionMitigation = Literal["length-control"]


class NotProbed(Record):
    """A probe, or a mitigation, that can't be applied to a question, and why."""

    probe: str
    question: str
    reason: str


@dataclass(frozen=True)
class ProbedQuestions:
    """The questions to ask, each with its mark in its metadata, and what could not be applied to which of them."""

    questions: list[Question] = field(default_factory=list)
    unfit: list[NotProbed] = field(default_factory=list)


def mark_of(question: Question) -> ProbeMark | None:
    """What a probed question says of itself; None for a question that is not probed."""
    mark = question.metadata.get(MARK_KEY)
    if not isinstance(mark, dict):
        return None
    try:
        return ProbeMark.model_validate(mark)
    except ValidationError:
        return None


def probe_questions(
    questions: Sequence[Question],
    probes: Sequence[Probe],
    *,
    subject: Subject,
    seed: int,
    repeats: int,
    mitigation: QuestionMitigation | None = None,
    sees_references: bool = True,
) -> ProbedQuestions:
    """Each question clean, repeated this often, and changed by every probe; all mitigated, if that is asked for.

    The same arguments give the same questions. `subject` is what the protocols judge. A probe that can't be applied is
    in `unfit`, once for each question.
    """
    probed = ProbedQuestions()
    for question in questions:
        cut = cut_to_shortest(question) if mitigation == LENGTH_CONTROL else question
        if isinstance(cut, Unfit):
            # Without the clean question there is nothing to compare the others with.
            probed.unfit.append(NotProbed(probe=LENGTH_CONTROL, question=question.id, reason=cut.reason))
            continue
        changed = _clean_and_repeated(question, repeats)
        for probe in probes:
            changes = _changes(probe, question, subject, seed, sees_references=sees_references)
            if isinstance(changes, Unfit):
                probed.unfit.append(NotProbed(probe=probe.name, question=question.id, reason=changes.reason))
            else:
                changed += [(probe.name, change) for change in changes]
        for name, change in changed:
            _add(probed, question, name, change, mitigation)
    return probed


def _clean_and_repeated(question: Question, repeats: int) -> list[tuple[str, ProbeChange]]:
    repeated = [(REPEAT, ProbeChange(question, str(number))) for number in range(1, repeats + 1)]
    return [(CLEAN, ProbeChange(question)), *repeated]


def _changes(
    probe: Probe, question: Question, subject: Subject, seed: int, *, sees_references: bool
) -> tuple[ProbeChange, ...] | Unfit:
    """The changed questions of one probe."""
    if subject not in probe.subjects:
        return Unfit(f"it is for {' and '.join(probe.subjects)}, and here a judge judges {subject}")
    if probe.is_of_references and not sees_references:
        return Unfit("no judge here sees the reference: add `--mitigate reference`")
    # A change to what is not judged would change nothing: a solution counts only where one is judged.
    if subject != "solutions":
        question = question.model_copy(update={"solution": None})
    # All probes of a question draw from the same numbers, so that they are for the same wrong candidate.
    return probe.change(question, Random(f"{seed}/probe/{question.id}"))


def _add(
    probed: ProbedQuestions,
    original: Question,
    name: str,
    change: ProbeChange,
    mitigation: QuestionMitigation | None,
) -> None:
    """Adds a changed question under an id of its own, with its mark; mitigated, if that is asked for."""
    question: Question | Unfit = change.question
    if mitigation == LENGTH_CONTROL:
        question = cut_to_shortest(change.question)
    if isinstance(question, Unfit):
        label = f"{name} with {mitigation}"
        probed.unfit.append(NotProbed(probe=label, question=original.id, reason=question.reason))
        return
    mark = ProbeMark(
        name=name,
        of=original.id,
        variant=change.variant,
        cue=change.cue,
        order=change.order,
        mitigation=mitigation or "",
    )
    metadata = {**original.metadata, MARK_KEY: mark.model_dump(mode="json")}
    parts = list(_id_parts(original, mark))
    changed = question.model_copy(update={"id": _SEPARATOR.join(parts), "metadata": metadata})
    probed.questions.append(changed)


def _id_parts(original: Question, mark: ProbeMark) -> Iterator[str]:
    """The id of a clean question is the one that it had; others say what was changed."""
    yield original.id
    if mark.name != CLEAN:
        yield mark.name
    if mark.variant:
        yield mark.variant
    if mark.mitigation:
        yield mark.mitigation
