"""SeatDraft: the fields of a seat's page as they were filled in, and the answer that they make."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from pydantic import ValidationError

from dikast.experiments import AnswerRefused, PersonAnswer, PersonTask, filled_in
from dikast.records import Record
from dikast.replies import clean_text

PER_CENT = 100


class SeatDraft(Record):
    """What a person has filled in so far, as texts: it may be no answer yet.

    - `beliefs`: per cent for each label, in the task's order.
    - `fields`: what was typed in each field of a form.
    - `seconds`: how long the page was before the person, without pauses, as the page counted it.
    """

    label: str = ""
    error_type: str = ""
    beliefs: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    text: str = ""
    seconds: float = 0.0

    @property
    def mark(self) -> str:
        """What tells this draft from one that was changed meanwhile; the time counts for nothing."""
        return blake2b(self.model_dump_json(exclude={"seconds"}).encode(errors="replace"), digest_size=8).hexdigest()

    @classmethod
    def of_form(cls, task: PersonTask, form: Mapping[str, str]) -> SeatDraft:
        """The fields of a form that was sent."""
        beliefs = tuple(form.get(f"belief_{i}", "").strip() for i in range(len(task.labels)))
        return cls(
            label=form.get("label", ""),
            error_type=form.get("error_type", ""),
            beliefs=beliefs,
            fields=tuple(_text(form, f"field_{i}") for i in range(len(task.fields))),
            text=_text(form, "text"),
            seconds=_seconds(form.get("seconds", "")),
        )

    @classmethod
    def of_json(cls, text: str) -> SeatDraft:
        """A draft as it was kept; an empty one for none."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return cls()

    def answer(self, person: str, task: PersonTask, longest_s: float, *, asks_beliefs: bool) -> PersonAnswer:
        """The answer that the fields make. Raises AnswerRefused for what is no number.

        `longest_s` is how long ago the person opened the task: they can't have had it before them for longer. A page
        that counts nothing, without scripts, is taken to have been before them since then.
        """
        beliefs: tuple[float, ...] = ()
        if task.answer == "choice" and asks_beliefs:
            beliefs = tuple(_probability(belief) for belief in self.beliefs)
        text = self.text.strip()
        if task.fields:
            fields = [*self.fields, *[""] * len(task.fields)]
            text = filled_in(task.fields, fields[: len(task.fields)])
        return PersonAnswer(
            person=person,
            text=text,
            label=self.label or None,
            error_type=self.error_type or None,
            beliefs=beliefs,
            seconds=min(self.seconds, longest_s) if self.seconds else longest_s,
        )


@dataclass(frozen=True)
class StatedBelief:
    """One label with what was said of it, for a page."""

    label: str
    option: str
    per_cent: str


def stated_beliefs(task: PersonTask, draft: SeatDraft) -> list[StatedBelief]:
    """The labels of a task, with the per cents of the draft."""
    beliefs = [*draft.beliefs, *[""] * len(task.labels)]
    options = [*task.options, *[""] * len(task.labels)]
    return [StatedBelief(label, options[i], beliefs[i]) for i, label in enumerate(task.labels)]


def _text(form: Mapping[str, str], name: str) -> str:
    """A field's text. Browsers send every line break as two characters."""
    return clean_text(form.get(name, "").replace("\r\n", "\n"))


def _probability(per_cent: str) -> float:
    """The probability that a person typed in per cent. Raises AnswerRefused."""
    if not per_cent:
        raise AnswerRefused("say how likely each answer is")
    try:
        number = float(per_cent.replace(",", ".").removesuffix("%"))
    except ValueError:
        number = math.nan
    if not 0 <= number <= PER_CENT:
        raise AnswerRefused(f"{per_cent[:20]!r} is no number of per cent from 0 to 100")
    return number / PER_CENT


def _seconds(text: str) -> float:
    """The seconds that a page counted; 0 where it counted none."""
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds < math.inf else 0.0
