"""Template probes: those that put a text to one candidate, or to the question. They are rows of `templates.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from dikast.input_files import Document, into, read_yaml
from dikast.probes.candidates import CuedSide, beginning, candidate_text, cue_for, with_candidate, with_empty_solution
from dikast.probes.probe import Probe, ProbeChange, Sought, Subject, Unfit
from dikast.records import Question, Record

_ROWS = Path(__file__).parent / "templates.yaml"


class TemplateRow(Record):
    """One row of the file: what is changed, for which candidate, and the template of each variant."""

    name: str
    changes: str
    source: str
    cue: CuedSide
    templates: dict[str, str]
    target: Literal["question", "candidate"] = "candidate"
    subjects: tuple[Subject, ...] = ("answers", "responses", "solutions")
    gold: str = "As it is."
    seeks: Sought = "resists"
    replaces: bool = False

    @property
    def needs(self) -> str:
        """What a question must have, in words."""
        if self.cue == "right":
            return "a right answer that is known, or a solution"
        return "a right answer that is known, or a solution that people marked as wrong"


@dataclass(frozen=True)
class TemplateChange:
    """Makes the changed questions of one row."""

    row: TemplateRow

    def __call__(self, question: Question, rng: Random) -> tuple[ProbeChange, ...] | Unfit:
        cue = cue_for(question, self.row.cue, rng)
        if isinstance(cue, Unfit):
            return cue
        changes = []
        for variant, template in self.row.templates.items():
            changed = self._changed(question, cue, template)
            if isinstance(changed, Unfit):
                return changed
            changes.append(ProbeChange(changed, variant, cue))
        return tuple(changes)

    def _changed(self, question: Question, cue: int, template: str) -> Question | Unfit:
        candidate = candidate_text(question, cue)
        is_about_question = self.row.target == "question"
        text = template.format(
            text=question.text if is_about_question else candidate,
            question=question.text,
            beginning=beginning(candidate),
        )
        if is_about_question:
            return question.model_copy(update={"text": text})
        if self.row.replaces and question.solution is not None:
            return with_empty_solution(question, text)
        return with_candidate(question, cue, text)


def template_probes() -> list[Probe]:
    """The probes of the file, in its order."""
    document = read_yaml(_ROWS)
    probes = []
    for data in document.data:
        row = into(TemplateRow, Document(data, document.name))
        probe = Probe(
            name=row.name,
            changes=row.changes,
            subjects=row.subjects,
            needs=row.needs,
            gold=row.gold,
            source=row.source,
            seeks=row.seeks,
            change=TemplateChange(row),
        )
        probes.append(probe)
    return probes
