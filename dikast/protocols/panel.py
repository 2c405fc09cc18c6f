"""Panel and Escalation: several judges who decide together, and a judge who decides where others are in doubt."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from dikast.errors import nearest
from dikast.protocols.move_model import MoveModel
from dikast.protocols.process_moves import AnyNames
from dikast.records import Record

PanelRule = Literal["vote", "mean", "median", "weighted", "unanimous"]
JudgeWeight = Annotated[float, Field(gt=0, le=1_000_000)]


def _is_none(value: object) -> bool:
    return value is None


class Panel(Record):
    """How several judges become one verdict. None of them sees another's reply to the same move.

    - `by`: what is made of their verdicts.
        - `vote`: each has one vote, which it divides among the candidates that it finds equally good.
        - `weighted`: a vote, or in `rate` a score, counts by the judge's weight.
        - `mean`, `median`: of their probabilities in `decide`, of their scores in `rate`. The medians of probabilities
          are scaled to sum to 1. In `rank`, a `mean` counts all their comparisons together.
        - `unanimous`: what all of them say; where they differ, or one can't be read, the verdict has no choice.
    - `also`: further roles whose seats are in the panel, beside the role that the move names.
    - `weights`: the weights of roles or seats; any other judge has the weight 1.
    - `quorum`: how many judges must have given a verdict that can be read; with fewer, the panel's is unparsed. With a
      quorum, an agent that gives no reply is a judge that failed. Without one, it ends the episode.
    """

    by: PanelRule
    also: Annotated[AnyNames, Field(exclude_if=lambda names: not names)] = ()
    weights: dict[str, JudgeWeight] = Field(default_factory=dict, exclude_if=lambda weights: not weights)
    quorum: Annotated[int | None, Field(ge=1, exclude_if=_is_none)] = None

    @model_validator(mode="after")
    def _weights_weigh(self) -> Self:
        if bool(self.weights) != (self.by == "weighted"):
            raise ValueError("`by: weighted` and `weights` belong together: `weights: {ROLE: 2}`")
        if self.by == "unanimous" and self.quorum is not None:
            raise ValueError("`by: unanimous` needs every judge: leave `quorum` out")
        return self

    def weight(self, seat: str) -> float:
        """The weight of a seat: its own, else that of its role, else 1."""
        return self.weights.get(seat, self.weights.get(role_of(seat), 1.0))


def role_of(seat: str) -> str:
    """The role of one of several seats, which are named `judge-1`, `judge-2` and so on."""
    role, _, number = seat.rpartition("-")
    return role if number.isdigit() else seat


class Escalation(Record):
    """Another role decides where the verdict has no choice, can't be read, or is too uncertain.

    - `to`: the role that then decides instead, alone and without sight of the verdict in doubt.
    - `p_below`: a verdict is too uncertain if what it says has a lower probability. None: probabilities don't matter.
    """

    to: str
    p_below: Annotated[float | None, Field(gt=0, le=1)] = None


def _as_panel(value: Any) -> Any:
    """Lets a user write `panel: mean` for `panel: {by: mean}`."""
    return {"by": value} if isinstance(value, str) else value


def _as_escalation(value: Any) -> Any:
    """Lets a user write `escalate: chief` for `escalate: {to: chief}`."""
    return {"to": value} if isinstance(value, str) else value


class PanelMove(MoveModel):
    """A move that ends in a verdict, which several judges may give together.

    - `panel`: how; by default as the kind of move says.
    - `escalate`: who decides instead where the verdict is in doubt.
    """

    # What is left out is not written, so that runs of before these options are the same runs.
    panel: Annotated[
        Panel | None,
        BeforeValidator(_as_panel, json_schema_input_type=Panel | PanelRule | None),
        Field(exclude_if=_is_none),
    ] = None
    escalate: Annotated[
        Escalation | None,
        BeforeValidator(_as_escalation, json_schema_input_type=Escalation | str | None),
        Field(exclude_if=_is_none),
    ] = None

    @property
    def judges(self) -> tuple[str, ...]:
        """The roles that give the verdict, without the one that decides where it is in doubt."""
        role: str = getattr(self, self.key)
        return (role, *self.panel.also) if self.panel else (role,)

    @property
    def actors(self) -> tuple[str, ...]:
        """The roles that make this move."""
        return (*self.judges, self.escalate.to) if self.escalate else self.judges

    @model_validator(mode="after")
    def _every_judge_once(self) -> Self:
        for i, name in enumerate(self.actors):
            if name in self.actors[:i]:
                raise ValueError(f"{name!r} is named twice in one move: several seats of a role are its `count`")
        weights = self.panel.weights if self.panel else {}
        for name in weights:
            if name not in self.judges and role_of(name) not in self.judges:
                raise ValueError(f"`weights` names {name!r}, which is not in the panel: {nearest(name, self.judges)}")
        return self
