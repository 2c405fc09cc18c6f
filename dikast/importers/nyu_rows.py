"""The rows of the NYU debates' own JSONL files (Michael et al. 2023, arXiv 2311.08702)."""

from __future__ import annotations

from pydantic import JsonValue, StrictBool, model_validator

from dikast.questions import DatasetRow, NyuDebateRow

TokenSpan = tuple[int, int]


class _PartOfRow(DatasetRow):
    """A part of a row, in which a null means the same as a missing key."""

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, data: object) -> object:
        """The values without the nulls of optional fields, so that these get their defaults."""
        # Pydantic itself reports what is no mapping.
        if not isinstance(data, dict):
            return data
        values = dict(data)
        for name, field in cls.model_fields.items():
            # The null of a required field stays, so that the error is about a null and not a missing key.
            if field.is_required():
                continue
            if values.get(name, field) is None:
                del values[name]
        return values


class SpeechSegment(_PartOfRow):
    """A piece of a speech: plain text, or a quote and its span `[start, end)` in the tokens of the story."""

    text: str = ""
    quote: str | None = None
    span: TokenSpan | None = None


class DebateTurn(_PartOfRow):
    """A speech in segments, or a turn of the judge with `dist`, its belief in each answer."""

    round: int
    type: str
    speaker: str
    arguing_for: int | None = None
    segments: tuple[SpeechSegment, ...] = ()
    dist: tuple[float, ...] | None = None
    text: str = ""


class SecondJudge(_PartOfRow):
    """Somebody who judged the finished debate: the belief in the right answer after each round, or at the end only."""

    mode: str = "stepped"
    p_correct: tuple[float | None, ...] = ()


class Debate(NyuDebateRow):
    """One row: a whole debate."""

    debater: str
    protocol: str
    turns: tuple[DebateTurn, ...]
    offline_judgments: dict[str, SecondJudge] | None = None
    included_in_paper: StrictBool = True
    final_judgement: tuple[float, ...] | None = None
    num_continues: int | None = None
    judge_reward: float | None = None
    ended_by: str | None = None
    scoring: dict[str, JsonValue] | None = None

    @property
    def broke_off(self) -> bool:
        """Whether the row says that there is no final judgement. A row without the key says nothing about it."""
        return "final_judgement" in self.model_fields_set and self.final_judgement is None

    @property
    def team(self) -> str:
        """The label of its debaters in tables. Debates that the paper leaves out get a cell of their own."""
        if self.included_in_paper:
            return f"debaters={self.debater}"
        return f"debaters={self.debater} in-paper=no"
