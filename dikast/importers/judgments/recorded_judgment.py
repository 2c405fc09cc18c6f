"""RecordedJudgment: what one judge said of one question's candidates, in the form that all readers share.

The names of the fields must stay: a run folder knows by a hash of the judgements' JSON whether it holds the same ones.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from dikast.questions import TIE, Winner
from dikast.records import Question, Record


class RecordedGame(Record):
    """One reply of the judge.

    - `order`: indices of the question's choices in the order in which they were shown; empty if that is not known.
    - `winner`: the choice that the judge prefers, in the question's own order, or a tie; None if it can't be read.
    - `text`: the reply.
    - `reason`: why it can't be read.
    """

    order: tuple[int, ...] = ()
    winner: Winner = None
    text: str = ""
    reason: str | None = None

    @classmethod
    def shown(cls, order: tuple[int, ...], position: Winner, *, text: str = "", reason: str | None = None) -> Self:
        """The reply of a judge that prefers what was shown at `position`, 0 being the first."""
        winner: Winner = order[position] if isinstance(position, int) else position
        return cls(
            order=order,
            winner=winner,
            text=text,
            reason=reason if winner is None else None,
        )


class RecordedJudgment(Record):
    """All replies of one judge about one question.

    - `judge`: what agent it was.
    - `protocol`: the label of its cell in tables: the data set, and the kind of prompt where the file names it.
    - `question`: what was judged; its choices are the candidates.
    - `games`: the replies, in the order of the file. Most judges saw two candidates in both orders.
    - `recorded`: what else the file says, such as scores.
    - `file`, `location`: where it was read. They are not part of the JSON.

    Raises pydantic's ValidationError if a reply names a candidate that does not exist.
    """

    judge: Annotated[str, Field(min_length=1)]
    protocol: Annotated[str, Field(min_length=1)]
    question: Question
    games: Annotated[tuple[RecordedGame, ...], Field(min_length=1)]
    recorded: dict[str, JsonValue] = Field(default_factory=dict)
    file: str = Field(default="", exclude=True)
    location: str = Field(default="", exclude=True)

    @property
    def id(self) -> str:
        """The id of its episode: unique among the judgements that are imported together."""
        return f"{self.question.id}/{self.judge}"

    @model_validator(mode="after")
    def _games_fit(self) -> Self:
        """Raises ValueError for an order or a winner that does not fit the candidates."""
        n_choices = len(self.question.choices)
        for game in self.games:
            if game.order and sorted(game.order) != list(range(n_choices)):
                raise ValueError(f"an order has each of {n_choices} candidates once, got {list(game.order)}")
            if game.winner not in (None, TIE, *range(n_choices)):
                raise ValueError(f"the judge prefers candidate {game.winner}, numbered from 0, of {n_choices}")
        return self
