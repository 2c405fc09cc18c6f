"""The move by which a judge decides between choices."""

from __future__ import annotations

import operator
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from dikast.protocols.candidate_moves import CertaintyFloor, First, check_first
from dikast.protocols.move_model import Positive
from dikast.protocols.panel import PanelMove
from dikast.protocols.verdict_formats import FormatName

DecideRoute = Literal["auto", "logprobs", "probabilities", "samples", "label", "likelihood"]
Normalise = Literal["token", "sum", "empty"]
Games = Literal["log-odds", "counter"]
SelfCheck = Literal["detect", "reflect"]


def _is_none(value: object) -> bool:
    return value is None


class DecideMove(PanelMove):
    """The judge gives its verdict.

    Where the role has a `count`, its seats are a jury: each gives its own verdict, unseen by the others, and has one
    vote, which it divides among answers that it finds equally probable. The shares of the votes are the probabilities.

    - `route`: how its probabilities are obtained.
        - `auto`: one call; token log-probabilities of the labels if the backend gives them, else the label alone.
        - `logprobs`: token log-probabilities; a backend without them is an error.
        - `probabilities`: the judge states a probability for each label.
        - `samples`: the shares of the labels in `samples` calls.
        - `label`: the label alone (Kenton et al. 2024).
        - `likelihood`: how likely each choice's text is as the judge's reply, where its backend can score a given text
          (ChEF, arXiv 2311.02692). The judge writes nothing and names no label, so its role need not see the choices;
          if it does not, nothing depends on their order, and one call is enough for all orders.
    - `normalise`: what of a likelihood counts: per `token`, the mean log-probability; `sum`, that of the whole text,
      which favours short ones; `empty`, the sum less that of the same text after an empty message, which takes out how
      common it is (Brown et al. 2020, arXiv 2005.14165).
    - `samples`: how many calls the route `samples` makes.
    - `reasoning`: whether the judge writes its reasons before the verdict.
    - `ties`: whether the judge may say that no candidate is better.
    - `format`: how the verdict is written (see `verdict_formats.FORMATS`); `strength` says how much better it is.
    - `orders`: in which orders the candidates are shown, whatever the episode's `swap`: `rotations`, each in every
      place once; `all`; or this many rotations, drawn from the seed. Nothing said before may depend on the order.
    - `games`: how looks in several orders become one verdict. By `log-odds` they are averaged; by `counter`, each
      counts 1 for the candidate that it names (JudgeBench, arXiv 2410.12784), and a draw is a tie.
    - `rubric`: what responses are judged by: the name of a rubric for responses, or the whole of it.
    - `verifier`: a machine first compares the final answer of every response with the references of the question. Where
      it proves one right and all others wrong, that is the verdict, and no judge is called.
    - `panel`, `escalate`: how several judges decide together, and who decides where they are in doubt.
    - `self_check`: how the judge checks itself, by one call more. By `detect`, it first names what could sway it; by
      `reflect`, it looks at its verdict once more (arXiv 2504.09946).
    - `certainty`: whether the judge also says how sure it is, from 1 to 100 in five bands (arXiv 2406.11657).
    - `abstain_below`: the certainty below which the verdict is no choice.
    - `first`: what the judge's reasons begin with: `observe`, a description of what it was shown; `answer`, its own
      answer; `both` (MLLM-as-a-Judge, arXiv 2402.04788). It needs `reasoning: true`.
    """

    key = "decide"
    kinds = ("judge",)
    purpose = "decide"

    decide: str
    route: DecideRoute = "auto"
    samples: Annotated[int, Field(ge=2, le=1000)] = 5
    reasoning: bool = False
    # What is left out is not written, so that runs of before these options are the same runs.
    ties: Annotated[bool, Field(exclude_if=operator.not_)] = False
    format: Annotated[FormatName, Field(exclude_if=lambda name: name == "answer")] = "answer"
    orders: Annotated[Literal["rotations", "all"] | Positive | None, Field(exclude_if=_is_none)] = None
    games: Annotated[Games, Field(exclude_if=lambda games: games == "log-odds")] = "log-odds"
    rubric: Annotated[str | dict[str, JsonValue] | None, Field(exclude_if=_is_none)] = None
    verifier: Annotated[bool, Field(exclude_if=operator.not_)] = False
    self_check: Annotated[SelfCheck | None, Field(exclude_if=_is_none)] = None
    normalise: Annotated[Normalise, Field(exclude_if=lambda normalise: normalise == "token")] = "token"
    certainty: Annotated[bool, Field(exclude_if=operator.not_)] = False
    abstain_below: Annotated[CertaintyFloor | None, Field(exclude_if=_is_none)] = None
    first: Annotated[First | None, Field(exclude_if=_is_none)] = None

    @model_validator(mode="after")
    def _likelihoods_need_no_words(self) -> Self:
        if self.route != "likelihood":
            if self.normalise != "token":
                raise ValueError("`normalise` is of likelihoods: write `route: likelihood`")
            return self
        words = {"reasoning": self.reasoning, "ties": self.ties, "format": self.format != "answer"}
        for name, is_set in words.items():
            if is_set:
                raise ValueError(f"by `route: likelihood` the judge writes nothing: leave `{name}` out")
        return self

    @model_validator(mode="after")
    def _reasons_begin_with_something(self) -> Self:
        check_first(self.first, self.reasoning)
        return self

    @model_validator(mode="after")
    def _certainty_is_said(self) -> Self:
        if self.abstain_below is not None and not self.certainty:
            raise ValueError("`abstain_below` needs the judge's certainty: write `certainty: true` too")
        if self.certainty and self.route in ("probabilities", "samples", "likelihood"):
            raise ValueError(f"`route: {self.route}` says how sure the judge is by itself: leave `certainty` out")
        return self

    @model_validator(mode="after")
    def _format_fits_the_route(self) -> Self:
        if self.route == "probabilities" and self.format != "answer":
            raise ValueError("`route: probabilities` asks for numbers, so there is no `format` of a name")
        if self.route == "logprobs" and self.format == "strength":
            raise ValueError("a `strength` is written in several tokens: `route: logprobs` reads a single one")
        if self.route == "samples" and self.self_check is not None:
            raise ValueError("`self_check` is about one verdict, and `route: samples` takes several: leave one out")
        return self
