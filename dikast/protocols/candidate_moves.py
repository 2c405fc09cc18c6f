"""The moves by which a judge rates or ranks candidates: responses to one task, which are the question's choices."""

from __future__ import annotations

import operator
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, JsonValue, model_validator

from dikast.protocols.panel import PanelMove, PanelRule

CertaintyFloor = Annotated[int, Field(ge=2, le=100)]
First = Literal["observe", "answer", "both"]


def check_first(first: First | None, reasoning: bool) -> None:
    """Raises ValueError for `first` in a move whose judge writes no reasons."""
    if first is not None and not reasoning:
        raise ValueError("`first` is what the judge's reasons begin with: write `reasoning: true` too")


class RateMove(PanelMove):
    """A judge scores every candidate on the scale of a rubric. The best score is the verdict.

    Where the role has a `count`, the seats are a panel: each scores by itself, and a candidate's score is the mean, or
    what `panel` makes of the scores.

    - `each`: `alone`, one call for each candidate, which shows it without the others; `together`, all in one reply.
    - `rubric`: the name of a rubric for responses, or the whole of it.
    - `route`: how a score is obtained. `said`: as the judge says it. `logprobs`: the mean over the probabilities of the
      scores, Σ s·p(s), scaled to those that the backend gave (Self-J, arXiv 2409.00935). `samples`: the mean of
      `samples` replies.
    - `margin`: by how much a score must lead for its candidate to be better; else the verdict is a tie (JudgeLM, arXiv
      2310.17631). On the rubric's scale.
    - `reasoning`: whether the judge writes its reasons before a score that stands alone. Criteria always have a comment
      before the score.
    - `certainty`: whether the judge also says how sure it is of each score, from 1 to 100 (arXiv 2406.11657).
    - `abstain_below`: the mean certainty below which the verdict is no choice.
    - `first`: what the judge's reasons begin with, as in a `decide` move.
    - `checklist`: `made`, the judge first lists what responses to this task are to be checked for, before it is shown
      one, by one call more; it then says yes or no to each item, after those of the rubric (Judge Anything, arXiv
      2503.17489).
    - `pinned`: whether the reference is shown as another response that has the best score (JudgeLM, arXiv 2310.17631).
    """

    key = "rate"
    kinds = ("judge",)
    purpose = "assess"
    takes_single = True

    rate: str
    each: Literal["alone", "together"] = "alone"
    rubric: str | dict[str, JsonValue] = "response-quality"
    route: Literal["said", "logprobs", "samples"] = "said"
    samples: Annotated[int, Field(ge=2, le=1000)] = 5
    margin: Annotated[FiniteFloat, Field(ge=0)] = 0
    reasoning: bool = False
    # What is left out is not written, so that runs of before these options are the same runs.
    certainty: Annotated[bool, Field(exclude_if=operator.not_)] = False
    abstain_below: Annotated[CertaintyFloor | None, Field(exclude_if=lambda below: below is None)] = None
    first: Annotated[First | None, Field(exclude_if=lambda first: first is None)] = None
    pinned: Annotated[bool, Field(exclude_if=operator.not_)] = False
    checklist: Annotated[Literal["made"] | None, Field(exclude_if=operator.not_)] = None

    @property
    def shows_all(self) -> bool:
        """Whether a call shows all candidates."""
        return self.each == "together"

    @model_validator(mode="after")
    def _what_is_of_one_score_fits(self) -> Self:
        if self.route == "logprobs" and self.shows_all:
            raise ValueError("`route: logprobs` needs one score in a reply: rate `each: alone`")
        if self.route == "logprobs" and self.checklist is not None:
            raise ValueError("`route: logprobs` needs a score alone in a reply: leave `checklist` out")
        check_first(self.first, self.reasoning)
        if self.pinned and self.shows_all:
            raise ValueError("with a `pinned` reference the reply is one score: rate `each: alone`")
        if self.certainty and self.shows_all:
            raise ValueError("a `certainty` is of one score: rate `each: alone`")
        if self.abstain_below is not None and not self.certainty:
            raise ValueError("`abstain_below` needs the judge's certainty: write `certainty: true` too")
        return self

    @model_validator(mode="after")
    def _scores_have_no_probability(self) -> Self:
        _check_doubt(self)
        return self


class RankMove(PanelMove):
    """A judge puts the candidates in order. The first is the verdict.

    - `by`: `list`, one reply with the whole order; `pairs`, a comparison of every two, shown in both orders.
    - `points`: how comparisons, or the lists of several judges, become one order. `bradley-terry`: by the strengths
      under which they are likeliest (Bradley and Terry 1952). `borda`: by how many others a candidate beats, a tie as
      half.
    - `ties`: whether a comparison may end in a tie.
    - `rubric`: what the candidates are judged by.
    - `reasoning`: whether the judge writes its reasons before the order or the verdict on two.
    - `first`: what the judge's reasons begin with, as in a `decide` move.
    """

    key = "rank"
    kinds = ("judge",)
    purpose = "rank"

    rank: str
    by: Literal["list", "pairs"] = "list"
    points: Literal["bradley-terry", "borda"] = "borda"
    ties: bool = True
    rubric: str | dict[str, JsonValue] = "response-quality"
    reasoning: bool = False
    first: Annotated[First | None, Field(exclude_if=lambda first: first is None)] = None

    @model_validator(mode="after")
    def _reasons_begin_with_something(self) -> Self:
        check_first(self.first, self.reasoning)
        return self

    @property
    def shows_all(self) -> bool:
        """Whether a call shows all candidates."""
        return self.by == "list"

    @model_validator(mode="after")
    def _orders_have_no_probability(self) -> Self:
        _check_doubt(self)
        if self.panel is not None and self.panel.by not in RANK_RULES:
            raise ValueError(f"orders have no {self.panel.by}: a panel that ranks is `by` {', '.join(RANK_RULES)}")
        return self


RANK_RULES: tuple[PanelRule, ...] = ("vote", "mean", "weighted", "unanimous")


def _check_doubt(move: PanelMove) -> None:
    """Raises ValueError if a verdict without probabilities is to be in doubt by them."""
    if move.escalate is not None and move.escalate.p_below is not None:
        raise ValueError(f"`{move.key}` gives no probabilities: leave `p_below` out")
