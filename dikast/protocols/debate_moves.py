"""The moves of those who argue, and of those who ask them: speeches, questions, and the choice of a side."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from dikast.protocols.move_model import MoveModel, Positive
from dikast.protocols.process_moves import Names
from dikast.records import Record


def number_as(key: str, model: type[Record]) -> BeforeValidator:
    """Lets a user write a number for a mapping with only this key: `best_of: 3` for `best_of: {n: 3}`."""
    return BeforeValidator(
        lambda value: {key: value} if isinstance(value, int) else value, json_schema_input_type=model | int | None
    )


class BestOf(Record):
    """The speaker writes several drafts of its turn, and a scorer takes the best.

    - `n`: how many drafts.
    - `scorer`: with `listwise`, one call shows all drafts and asks for the most persuasive (Kenton et al. 2024). With
      `pointwise`, each draft has a call of its own, which asks for a score from 0 to 100. The draft with the highest
      score is taken, the earlier one of equals (after Khan et al. 2024).
    - `by`: the role that scores; by default the speaker itself.
    """

    n: Annotated[int, Field(ge=2, le=26)]
    scorer: Literal["listwise", "pointwise"] = "listwise"
    by: str | None = None


class Refine(Record):
    """A draft is criticised, and the speaker rewrites it.

    - `times`: how often.
    - `by`: the role that criticises; by default the speaker itself.
    """

    times: Positive
    by: str | None = None


class SpeakMove(MoveModel):
    """Each of these roles makes a speech.

    - `order`: `simultaneous`, no speaker sees a speech of the same move; `sequential`, each sees the speeches before
      its own.
    - `words`: the limit of a speech. A longer one is cut at the end of a sentence.
    - `thinking`: whether the speaker may think in private first.
    - `best_of`, `refine`: how drafts of the speech are selected and improved.
    """

    key = "speak"
    kinds = ("debater", "consultant", "solver", "critic", "adversary")
    purpose = "speak"
    turn_kind = "speech"
    may_repeat = True

    speak: Names
    order: Literal["simultaneous", "sequential"] = "simultaneous"
    words: Positive | None = None
    thinking: bool = False
    best_of: Annotated[BestOf, number_as("n", BestOf)] | None = None
    refine: Annotated[Refine, number_as("times", Refine)] | None = None

    @property
    def helpers(self) -> tuple[str, ...]:
        """The roles that score or criticise drafts; none if the speaker does it itself."""
        roles: list[str | None] = []
        if self.best_of:
            roles.append(self.best_of.by)
        if self.refine:
            roles.append(self.refine.by)
        # Without a role, the speaker works on its drafts itself.
        return tuple(filter(None, roles))


class AskMove(MoveModel):
    """A role asks the speakers a question; where it has several seats, each asks one.

    - `except_last`: there is no question after the last round, since no one would answer it.
    - `doubtful`: the question is about this many steps of a worked solution: those that the role was least sure of
      when it last labelled them.
    - `words`: the limit of the question.
    """

    key = "ask"
    kinds = ("judge", "critic")
    purpose = "ask"
    turn_kind = "question"
    may_repeat = True

    ask: str
    except_last: bool = False
    doubtful: Positive | None = None
    words: Positive | None = None

    @property
    def is_about_solution(self) -> bool:
        """Whether it asks about steps. Any other question is about what was said."""
        return self.doubtful is not None


class ChooseMove(MoveModel):
    """A role with `argues: chosen` picks the answer that it will argue for: its own answer to the question.

    - `reasoning`: whether it writes its reasons before the answer.
    """

    key = "choose"
    kinds = ("debater", "consultant")
    purpose = "choose"

    choose: str
    reasoning: bool = False
