"""Recording: a debate that was held elsewhere, in the shape all imports share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from dikast.records import Question, Quote, Record

P_TOLERANCE = 1e-6
JUDGE = "judge"

Probabilities = tuple[Annotated[float, Field(ge=0, le=1)], ...]


class RecordedQuote(Quote):
    """A quote with the span of the source, in characters, that the record says it was taken from."""

    span: tuple[int, int]


class Utterance(Record):
    """Something said. `together`: without sight of the other speeches of its round that are `together`."""

    round: Annotated[int, Field(ge=0)]
    speaker: str
    text: str
    quotes: tuple[RecordedQuote | Quote, ...] = ()
    together: bool = False


class Speaker(Record):
    """Somebody who argues for a choice of the question, by its index."""

    name: str
    agent: str
    argues: Annotated[int, Field(ge=0)]


class RecordedBelief(Record):
    """What a judge held after a round, 0 being before the first: a probability for each choice."""

    round: Annotated[int, Field(ge=0)]
    probabilities: Probabilities
    text: str = ""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if abs(sum(self.probabilities) - 1) > P_TOLERANCE:
            raise ValueError(f"probabilities must add up to 1, got {sum(self.probabilities):g}")
        return self


class BareChoice(RecordedBelief):
    """A choice alone, all on one: how sure the judge was is not known."""


class RecordedJudge(Record):
    """One judge's beliefs, the last of them its verdict, if it came to one: the debate may have broken off before.

    `name` tells a second judge from the first, who has none.
    """

    agent: str
    beliefs: tuple[RecordedBelief, ...]
    came_to_verdict: bool = True
    name: str = ""

    @model_validator(mode="after")
    def _believed(self) -> Self:
        if self.came_to_verdict and not self.beliefs:
            raise ValueError("a judge's verdict is the last of its beliefs, and there are none")
        return self

    def id_in(self, recording: str) -> str:
        """What the episode of this judge is called, in a recording of that id."""
        return f"{recording}/{self.name}" if self.name else recording


class Recording(Record):
    """One debate or consultancy as it was held. `order` is that in which the choices were shown.

    `protocol` and `team` are what tables call its cell; `judgings` begins with the judge who sat in the debate;
    `recorded` is what its source says besides. `file` and `place` say where it stands, and are no part of what it
    holds: the same recording elsewhere is the same. Raises ValidationError where its parts don't fit one another.
    """

    id: Annotated[str, Field(min_length=1)]
    protocol: Annotated[str, Field(min_length=1)]
    team: str = ""
    question: Question
    order: tuple[int, ...]
    speakers: tuple[Speaker, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    judgings: Annotated[tuple[RecordedJudge, ...], Field(min_length=1)]
    recorded: dict[str, JsonValue] = Field(default_factory=dict)
    file: str = Field(default="", exclude=True)
    place: str = Field(default="", exclude=True)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        n = len(self.question.choices)
        names = [speaker.name for speaker in self.speakers]
        if n < 2 or sorted(self.order) != list(range(n)):
            raise ValueError(
                f"a recording needs a question with two choices or more, and each once in its order, got {n}"
            )
        if len(set(names)) < len(names) or JUDGE in names:
            raise ValueError(f"speakers need names of their own, and only the judge is called {JUDGE!r}, got {names}")
        for speaker in self.speakers:
            if speaker.argues >= n:
                raise ValueError(f"{speaker.name} argues for choice {speaker.argues}, numbered from 0, of {n}")
        for utterance in self.utterances:
            if utterance.speaker not in (*names, JUDGE):
                raise ValueError(f"{utterance.speaker!r} speaks, and is none of the speakers {names}, nor {JUDGE!r}")
        for belief in (belief for judging in self.judgings for belief in judging.beliefs):
            if len(belief.probabilities) != n:
                raise ValueError(f"a belief has {len(belief.probabilities)} probabilities, for {n} choices")
        _check_order("turns", self.utterances)
        for judging in self.judgings:
            _check_order("beliefs", judging.beliefs)
        return self


def _check_order(what: str, parts: Sequence[Utterance | RecordedBelief]) -> None:
    """Raises ValueError where they don't follow one another."""
    rounds = [part.round for part in parts]
    if rounds != sorted(rounds):
        raise ValueError(f"{what} must be in the order of their rounds, got rounds {rounds}")
