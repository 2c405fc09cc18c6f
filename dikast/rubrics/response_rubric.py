"""ResponseRubric: what a judge of responses judges by, in YAML: criteria, items to tick off, and a scale."""

from __future__ import annotations

import operator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from dikast.errors import BadInput, nearest
from dikast.input_files import into, read_yaml
from dikast.own_prompts import PromptName, check_prompts
from dikast.records import Record

RESPONSE_LIBRARY = Path(__file__).parent / "responses"
DEFAULT_FOR_RESPONSES = "response-quality"
MAX_SCORES = 101


class RatingScale(Record):
    """The scores that a judge may give.

    - `low`, `high`, `step`: the numbers from `low` to `high`, `step` apart.
    - `words`: instead of numbers, words from worst to best; they stand for numbers from `low` to `high` at equal
      distances. Where only words are given, these are 1, 2, 3…

    Raises ValueError if the scale does not rise, or has fewer than two scores or more than MAX_SCORES.
    """

    low: FiniteFloat = 1
    high: FiniteFloat | None = None
    step: Annotated[FiniteFloat, Field(gt=0)] = 1
    words: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = ()

    @property
    def top(self) -> float:
        """The highest score."""
        if self.high is not None:
            return self.high
        return self.low + len(self.words) - 1 if self.words else 10.0

    @property
    def scores(self) -> tuple[float, ...]:
        """Every score, ascending."""
        n = len(self.words) or round((self.top - self.low) / self.step) + 1
        distance = (self.top - self.low) / (n - 1)
        return tuple(self.low + i * distance for i in range(n))

    @property
    def names(self) -> tuple[str, ...]:
        """Every score as the judge writes it, ascending."""
        return self.words or tuple(f"{score:.10g}" for score in self.scores)

    def value(self, score: float) -> float:
        """A score from 0 (the lowest) to 1 (the highest)."""
        return (score - self.low) / (self.top - self.low)

    @model_validator(mode="after")
    def _has_scores(self) -> Self:
        if self.top <= self.low:
            raise ValueError(f"a scale must rise, got {self.low:g} to {self.top:g}")
        n = len(self.words) or (self.top - self.low) / self.step + 1
        if not 2 <= n <= MAX_SCORES:
            raise ValueError(f"a scale has from 2 to {MAX_SCORES} scores, got {n:g}")
        if not float(n).is_integer():
            raise ValueError(f"steps of {self.step:g} do not lead from {self.low:g} to {self.top:g}")
        if len({word.casefold() for word in self.words}) < len(self.words):
            raise ValueError("the words of a scale must differ")
        return self


class ResponseCriterion(Record):
    """One thing that responses are judged by.

    - `name`: unique in the rubric.
    - `asks`: what the judge is to look at, as a question or a sentence.
    - `weight`: its weight in the mean.
    - `levels`: what a score means, by the score as the scale writes it.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    asks: Annotated[str, Field(min_length=1)]
    weight: Annotated[FiniteFloat, Field(gt=0)] = 1
    levels: dict[str, str] = Field(default_factory=dict)


class ResponseRubric(Record):
    """What a judge of responses judges by.

    - `name`, `description`, `source`: what it is called, what it is for, and where it was published.
    - `asks`: what makes a response better, in a sentence or two.
    - `language`: the language in which the judge comments.
    - `scale`: the scores that it may give.
    - `criteria`: what it scores one by one, each with a comment before the score; none: it gives one score alone.
    - `checklist`: what it ticks off for each response, with yes or no, before it scores.
    - `score`: how the score of a response is made: the weighted `mean` of the criteria that were scored, the `lowest`
      of them, the `overall` score that the judge gives itself, or by the `checklist`: the share of its items that the
      response fulfils, from the lowest score of the scale to the highest.
    - `prompts`: templates of one's own for what the judge is sent, by name, as a protocol can have them (see
      `dikast.own_prompts.SAMPLES`). A protocol's own template of the same name is taken instead.

    Raises pydantic's ValidationError for a scale, criteria or templates that can't be used.
    """

    name: Annotated[str, Field(min_length=1)]
    description: str
    source: str = ""
    asks: Annotated[str, Field(min_length=1)]
    language: str = "English"
    scale: RatingScale = RatingScale(low=1, high=10)
    criteria: tuple[ResponseCriterion, ...] = ()
    checklist: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    score: Literal["mean", "lowest", "overall", "checklist"] = "overall"
    # Left out where there are none, as in records from before there were any.
    prompts: Annotated[dict[PromptName, str], Field(exclude_if=operator.not_)] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        names = [criterion.name.casefold() for criterion in self.criteria]
        if len(set(names)) < len(names):
            raise ValueError("the criteria must have different names")
        if self.score in ("mean", "lowest") and not self.criteria:
            raise ValueError(f"`score: {self.score}` needs `criteria`")
        for criterion in self.criteria:
            for level in criterion.levels:
                if level not in self.scale.names:
                    known = ", ".join(self.scale.names)
                    raise ValueError(f"the level {level!r} of {criterion.name!r} is not on the scale ({known})")
        return self

    @model_validator(mode="after")
    def _prompts_can_be_used(self) -> Self:
        """Raises FieldError for a template that can't be filled in."""
        check_prompts(self.prompts)
        return self


def response_rubric_names() -> list[str]:
    """The names of the rubrics for responses that come with Dikast, the default first."""
    names = sorted(path.stem for path in RESPONSE_LIBRARY.glob("*.yaml"))
    names.remove(DEFAULT_FOR_RESPONSES)
    return [DEFAULT_FOR_RESPONSES, *names]


def load_response_rubric(name: str | Path = DEFAULT_FOR_RESPONSES, *, base: Path | None = None) -> ResponseRubric:
    """A rubric for responses of the library by its name, or one in a file by its path (relative to `base`).

    Raises BadInput for an unknown name, with the nearest known one, and for a faulty file, with the place.
    """
    if Path(name).suffix in (".yaml", ".yml"):
        return into(ResponseRubric, read_yaml((base or Path()) / name))
    return _library_rubric(str(name))


@lru_cache(maxsize=64)
def _library_rubric(name: str) -> ResponseRubric:
    path = RESPONSE_LIBRARY / f"{name}.yaml"
    if not path.is_file():
        known = response_rubric_names()
        raise BadInput(f"no rubric for responses {name!r}: {nearest(name, known)} (a file of your own ends in .yaml)")
    return into(ResponseRubric, read_yaml(path))
