"""Question: what is asked."""

from __future__ import annotations

from typing import Self

from pydantic import Field, JsonValue, field_validator, model_validator

from dikast.records.record import Record
from dikast.records.solution import Solution

IMAGE_SCHEMES = ("data:", "http://", "https://")


class Question(Record):
    """What is asked, with its answer choices and, where known, the right one.

    `gold` is the 0-based index of the right choice; None where nobody knows. `source` is the text an answer can be
    found in, hidden from every role whose `sees` does not list it. `images` are URLs: `data:image/png;base64,…` or
    `https://…`. `references` are right answers in free form, for questions without choices. `solution` is a worked
    answer put to judgement, `reference_solution` one that is known to be right.

    Raises pydantic's ValidationError where gold is out of range, choices repeat, or an image is no URL.
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

    @field_validator("images")
    @classmethod
    def _images_are_urls(cls, images: tuple[str, ...]) -> tuple[str, ...]:
        for image in images:
            if not image.startswith(IMAGE_SCHEMES):
                raise ValueError(f"an image must be a data: or http(s): URL, got {image[:60]!r}")
        return images

    @model_validator(mode="after")
    def _choices_hold_together(self) -> Self:
        if len(self.choices) == 1:
            raise ValueError("choices must be none or at least two, got one")
        if len(set(self.choices)) != len(self.choices):
            raise ValueError(f"choices must differ from one another, got {list(self.choices)!r}")
        if self.gold is not None and not 0 <= self.gold < len(self.choices):
            raise ValueError(f"gold must be the index of one of the {len(self.choices)} choices, got {self.gold}")
        return self
