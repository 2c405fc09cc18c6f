"""Recording: a debate that was held elsewhere, in the form that all importers share.

The names of the fields must stay: a run folder knows by a hash of the recordings' JSON whether it holds the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from dikast.records import Question, Quote, Record

P_TOLERANCE = 1e-6  # for probabilities that were written down with few digits
JUDGE = "judge"

Probabilities = tuple[Annotated[float, Field(ge=0, le=1)], ...]


class RecordedQuote(Quote):
    """A quote with its origin: `span` are the characters `[start, end)` of the source that it was taken from."""

    span: tuple[int, int]


class Utterance(Record):
    """Something that was said.

    - `round`: 1 for the first speeches; 0 for what the judge said before them.
    - `speaker`: the name of a speaker, or `judge`.
    - `text`: what was said.
    - `quotes`: the passages in it that are marked as quoted.
    - `together`: it was said without sight of the other utterances of its round that are `together`.
    """

    round: Annotated[int, Field(ge=0)]
    speaker: str
    text: str
    quotes: tuple[RecordedQuote | Quote, ...] = ()
    together: bool = False


class Speaker(Record):
    """A debater or a consultant: its name, what agent it was, and the index of the choice it argued for."""

    name: str
    agent: str
    argues: Annotated[int, Field(ge=0)]


class RecordedBelief(Record):
    """What a judge believed after a round (0: before the first): a probability for each choice, and its words."""

    round: Annotated[int, Field(ge=0)]
    probabilities: Probabilities
    text: str = ""

    @model_validator(mode="after")
    def _sum_is_one(self) -> Self:
        """Raises ValueError for probabilities that don't add up to 1, except for rounding."""
        total = sum(self.probabilities)
        if abs(total - 1) > P_TOLERANCE:
            raise ValueError(f"probabilities must add up to 1, got {total:g}")
        return self


class BareChoice(RecordedBelief):
    """A belief where only the choice is known, not how sure the judge was: that choice has probability 1."""


class RecordedJudge(Record):
    """One judge of a debate.

    - `agent`: what agent it was.
    - `beliefs`: its beliefs in the order of the rounds. The last one is its verdict, if it came to one.
    - `came_to_verdict`: false if the debate broke off before.
    - `name`: empty for the judge who took part in the debate; a second judge, who only read it, has a name.
    """

    agent: str
    beliefs: tuple[RecordedBelief, ...]
    came_to_verdict: bool = True
    name: str = ""

    @model_validator(mode="after")
    def _verdict_has_a_belief(self) -> Self:
        """Raises ValueError for a judge that came to a verdict without any belief."""
        if self.came_to_verdict and not self.beliefs:
            raise ValueError("a judge's verdict is the last of its beliefs, and there are none")
        return self

    def id_in(self, recording: str) -> str:
        """The id of this judge's episode, for a recording of that id."""
        if self.name:
            return f"{recording}/{self.name}"
        return recording


class Recording(Record):
    """One debate or consultancy, as it was held.

    - `id`: unique among the recordings that are imported together.
    - `protocol`, `team`: the labels of its cell in tables: the protocol, and who debated.
    - `question`: what was asked.
    - `order`: indices of the question's choices in the order in which they were shown.
    - `speakers`: who argued for what.
    - `utterances`: what was said, in the order of the rounds.
    - `judgings`: the judge who took part in the debate, then the second judges.
    - `recorded`: what else the source says.
    - `file`, `location`: the file it was read from, and the place in it. They are not part of the JSON, so that the
      same recording in another file is the same.

    Raises pydantic's ValidationError if the fields contradict each other.
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
    location: str = Field(default="", exclude=True)

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        """Raises ValueError if the order, the speakers, the turns and the beliefs don't fit the question."""
        n_choices = len(self.question.choices)
        if n_choices < 2 or sorted(self.order) != list(range(n_choices)):
            raise ValueError(
                f"a recording needs a question with two choices or more, and each once in its order, got {n_choices}"
            )
        self._check_speakers(n_choices)
        self._check_beliefs(n_choices)
        _check_order("turns", self.utterances)
        for judge in self.judgings:
            _check_order("beliefs", judge.beliefs)
        return self

    def _check_speakers(self, n_choices: int) -> None:
        """Raises ValueError for a name that is not unique, an unknown speaker, or a choice that does not exist."""
        names = [speaker.name for speaker in self.speakers]
        # The judge's name is taken too.
        if len({*names, JUDGE}) <= len(names):
            raise ValueError(f"speakers must have different names, and only the judge is called {JUDGE!r}, got {names}")
        # Its lower bound is checked by the field itself.
        for speaker in self.speakers:
            if speaker.argues >= n_choices:
                raise ValueError(f"{speaker.name} argues for choice {speaker.argues}, numbered from 0, of {n_choices}")
        for utterance in self.utterances:
            name = utterance.speaker
            if name not in (*names, JUDGE):
                raise ValueError(f"{name!r} speaks, but is not one of the speakers {names} or {JUDGE!r}")

    def _check_beliefs(self, n_choices: int) -> None:
        """Raises ValueError for a belief that does not have one probability for each choice."""
        for judge in self.judgings:
            for belief in judge.beliefs:
                n_probabilities = len(belief.probabilities)
                if n_probabilities != n_choices:
                    raise ValueError(f"a belief has {n_probabilities} probabilities, for {n_choices} choices")


def _check_order(key: str, entries: Sequence[Utterance | RecordedBelief]) -> None:
    """Raises ValueError if a later entry has an earlier round."""
    # Several entries of one round are fine.
    rounds = [entry.round for entry in entries]
    if rounds != sorted(rounds):
        raise ValueError(f"{key} must be in the order of their rounds, got rounds {rounds}")
