"""Question: what is asked."""

from __future__ import annotations

import operator
from typing import Self

from pydantic import Field, FiniteFloat, JsonValue, field_validator, model_validator

from dikast.records.record import Record
from dikast.records.solution import Solution

IMAGE_SCHEMES = ("data:", "http://", "https://")


class Question(Record):
    """What is asked, with its answer choices and, where it is known, the right one.

    - `id`: unique within a set of questions.
    - `text`: the question itself.
    - `choices`: the possible answers, all different. A single one is a response to be judged by itself.
    - `gold`: the index of the right choice, counted from 0; None if it is not known.
    - `gold_tie`: whether people say that no choice is better than another; then there is no `gold`.
    - `gold_scores`: the scores that people gave the choices, in their order; empty where there are none.
    - `source`: the text in which the answer can be found. Only roles whose `sees` lists it get to see it.
    - `images`: URLs, `data:image/png;base64,…` or `https://…`.
    - `references`: right answers in free form, for a question without choices.
    - `reference_solution`: a worked answer that is known to be right.
    - `solution`: a worked answer that is to be judged.
    - `metadata`: what else the data set says, such as a subject or a level.

    Raises pydantic's ValidationError if gold is out of range, choices repeat, or an image is not a URL.
    """

    id: str = Field(min_length=1)
    text: str
    choices: tuple[str, ...] = ()
    gold: int | None = None
    source: str | None = None
    images: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    reference_solution: str | None = None
    solution: Solution | None = None
    metadata: dict[str, JsonValue] = Field(default_factory=dict)
    # Left out where they say nothing, so that what was written before there were any stays the same.
    gold_tie: bool = Field(default=False, exclude_if=operator.not_)
    gold_scores: tuple[FiniteFloat, ...] = Field(default=(), exclude_if=operator.not_)

    @field_validator("images")
    @classmethod
    def _images_are_urls(cls, images: tuple[str, ...]) -> tuple[str, ...]:
        for image in images:
            if not image.startswith(IMAGE_SCHEMES):
                # A path on this machine would mean nothing to a hosted model, and could leak a private file.
                raise ValueError(f"an image must be a data: or http(s): URL, got {image[:60]!r}")
        return images

    @model_validator(mode="after")
    def _choices_are_consistent(self) -> Self:
        n_choices = len(self.choices)
        if len(set(self.choices)) != n_choices:
            raise ValueError(f"choices must differ from one another, got {list(self.choices)!r}")
        if self.gold_scores and len(self.gold_scores) != n_choices:
            raise ValueError(f"gold_scores must have one score for each of the {n_choices} choices")
        if self.gold is None:
            return self
        if n_choices == 1:
            raise ValueError("a single choice is judged by itself: leave `gold` out, or give at least two choices")
        if self.gold_tie:
            raise ValueError("a question with gold_tie has no gold: no choice is better")
        # Python would take a negative index as one from the end.
        if not 0 <= self.gold < n_choices:
            raise ValueError(f"gold must be the index of one of the {n_choices} choices, got {self.gold}")
        return self
