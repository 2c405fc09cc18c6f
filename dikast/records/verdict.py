"""Look and Verdict: what a judge thought of the choices, and what it decided."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Literal

from pydantic import Field

from dikast.records.assessment import Assessment, CandidateScore
from dikast.records.attempt import Attempt, AttemptStatus, MajorityAnswer
from dikast.records.claim_finding import ClaimFinding
from dikast.records.claim_tree import ClaimTree
from dikast.records.credit_finding import CreditFinding
from dikast.records.ending import Ending, is_none
from dikast.records.grading import Grading, Labelling
from dikast.records.html_text import aside, badge, bar, escaped, folded, paragraph, sheet, table
from dikast.records.inner_call import InnerCall
from dikast.records.peer_score import PeerScore
from dikast.records.question import Question
from dikast.records.record import Record
from dikast.records.requirement_finding import RequirementFinding
from dikast.records.rule_finding import RuleFinding
from dikast.records.text_likelihood import TextLikelihood
from dikast.records.usage import Usage

Route = Literal[
    "logprobs", "probabilities", "samples", "label", "votes", "scores", "ranking", "verifier", "likelihood",
    "surprise", "undisputed", "concession",
]  # fmt: skip
VerdictStatus = Literal["decided", "unparsed"]
Strength = Literal["slight", "strong"]


def _is_empty(votes: Mapping[str, object]) -> bool:
    """Whether a single judge looked: records of one are written as they were before there were juries."""
    return not votes


def most_probable(probabilities: Sequence[float] | None) -> tuple[int, ...]:
    """The indices of the highest of these probabilities: several that are exactly equal, none where there are none."""
    if probabilities is None:
        return ()
    top = max(probabilities)
    return tuple(choice for choice, p in enumerate(probabilities) if p == top)


def choice_table(
    choices: Sequence[str], probabilities: Sequence[float] | None, gold: int | None = None, chosen: int | None = None
) -> str:
    """The choices with their probabilities, which one is right and which was chosen, as a piece of HTML.

    Without their texts, they go by their numbers.
    """
    n_choices = max(len(choices), len(probabilities or ()))
    rows = []
    for number in range(n_choices):
        text = escaped(choices[number]) if choices else f"choice {number + 1}"
        marks = [word for word, index in (("right", gold), ("chosen", chosen)) if index == number]
        share = "" if probabilities is None else bar(probabilities[number])
        rows.append((text, share, ", ".join(marks)))
    return table(("answer", "probability", ""), rows) if rows else ""


class Look(Record):
    """One query of the judge: what it thought of the choices, shown in one order.

    - `round`: the last round that the judge had seen.
    - `order`: indices of the question's choices in the order they were shown: `order[0]` had the label A.
    - `status`: `unparsed` if the reply could not be read.
    - `route`: how the probabilities were obtained: from token log-probabilities, stated by the judge, as shares of
      several samples, from a bare label, as shares of votes, from the likelihoods of the choices' texts, by a
      machine that proved one choice right, or by what is more common than peers predicted; by `concession` where all
      debaters but those for one choice gave theirs up. A verdict is `undisputed` where nobody doubted what was claimed.
    - `probabilities`: one for each choice, in the question's own order (not in `order`); None if unparsed. They sum to
      1: where the judge may call a tie, the probability of one is divided equally among the choices.
    - `logp`: the natural logarithms of what the judge gave each choice, before a tie's probability is divided. They
      keep what rounds to 0 or 1 as a probability.
    - `logp_tie`: that of a tie, where the judge may call one.
    - `strength`: how much better the favourite is, where the format asks for it.
    - `format_kept`: whether the reply had the format that was asked for; None where the move names none.
    - `p_labels`: the probability that the backend gave to all labels together, before they were scaled to sum to 1.
    - `text`: the judge's reply.
    - `thinking`: its private thinking, which no other agent sees.
    - `reason`: why the reply could not be read.
    - `model`: the model that answered, as its backend names it.
    - `usage`: what the calls of this look cost.
    - `ending`: why the reply has no text, or not all of it, where the backend or the text says so.
    - `inner`: what the judge's agent called on the way: tools, models, other agents.
    - `votes`: where several judges decide together, the look of each seat that the shares were counted from.
    - `certainty`: how sure the judge says it is, from 1 to 100, where it is asked; of several judges, the mean.
    - `likelihoods`: by the route `likelihood`, how likely the model finds each choice as its reply, in the question's
      own order.
    - `peer_scores`: where peers decide without a judge, what each is paid for its answer and its prediction.
    """

    round: int
    order: tuple[int, ...]
    status: VerdictStatus
    route: Route | None = None
    probabilities: tuple[float, ...] | None = None
    logp: tuple[float, ...] | None = None
    p_labels: float | None = None
    text: str = ""
    thinking: str = ""
    reason: str | None = None
    model: str = ""
    usage: Usage = Field(default_factory=Usage)
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    inner: tuple[InnerCall, ...] = Field(default=(), exclude_if=operator.not_)
    votes: dict[str, Look] = Field(default_factory=dict, exclude_if=_is_empty)
    logp_tie: float | None = Field(default=None, exclude_if=is_none)
    strength: Strength | None = Field(default=None, exclude_if=is_none)
    format_kept: bool | None = Field(default=None, exclude_if=is_none)
    likelihoods: tuple[TextLikelihood, ...] = Field(default=(), exclude_if=operator.not_)
    certainty: float | None = Field(default=None, exclude_if=is_none)
    peer_scores: tuple[PeerScore, ...] = Field(default=(), exclude_if=operator.not_)

    def as_html(self, choices: Sequence[str] = ()) -> str:
        """What the judge was shown first, how it decided and what it wrote, as a piece of HTML, folded."""
        first = f", shown first: {self.order[0] + 1}" if self.order else ""
        title = f"the judge after round {self.round}{first}, by {self.route or self.status}"
        parts = [
            choice_table(choices, self.probabilities),
            paragraph(self.text) if self.text else "",
            aside(self.reason),
        ]
        return folded(title, parts)

    @property
    def is_tie(self) -> bool:
        """Whether the judge calls a tie: it finds one more probable than that any single choice is the best."""
        if self.logp is None or self.logp_tie is None:
            return False
        return self.logp_tie > max(self.logp)

    @property
    def favourites(self) -> tuple[int, ...]:
        """The indices of the most probable choices: several if they share the first place, none if it is unparsed."""
        return most_probable(self.probabilities)

    @property
    def favourite(self) -> int | None:
        """The index of the most probable choice; None if the look is unparsed, or if two choices share the first place.

        Equal means exactly equal: a tie of votes or samples is exact, and nothing else should count as one.
        """
        if len(self.favourites) != 1:
            return None
        return self.favourites[0]


class Acceptance(Record):
    """Whether a judge accepts an answer that was given in the episode.

    - `accepted`: whether it holds the answer right; None where it finds both equally probable, and without a verdict.
    - `p_right`: the probability that it gives to the answer being right; None without a verdict.
    - `looks`: the looks that it was made from. Their choice 0 is that the answer is right, their choice 1 that it is
      wrong; or that the leaf holds, or does not.
    - `tree`: where the answer was split into claims, these, and what was said of them.
    - `p_leaf`: the probability that the judge gives to the leaf; None where it decided none.
    """

    accepted: bool | None = None
    p_right: float | None = None
    looks: tuple[Look, ...] = ()
    tree: ClaimTree | None = Field(default=None, exclude_if=is_none)
    p_leaf: float | None = Field(default=None, exclude_if=is_none)

    def in_words(self, status: AttemptStatus) -> str:
        """What was decided of an answer of this status, such as `accepted with probability 0.800; the answer is right`.

        The probability is that of what the judge says.
        """
        said = "neither accepted nor rejected"
        if self.p_right is not None and self.accepted is not None:
            p_said = self.p_right if self.accepted else 1 - self.p_right
            said = f"{'accepted' if self.accepted else 'rejected'} with probability {p_said:.3f}"
        if self.tree is not None:
            said = f"{self._leaf_in_words()}, so it is {said}"
        if status == "unknown":
            return f"{said}; whether the answer is right is not known"
        return f"{said}; the answer is {status}"

    def _leaf_in_words(self) -> str:
        """What became of the claims that the answer was split into."""
        if self.p_leaf is None:
            return "nobody disputed a claim"
        return f"the leaf holds with probability {self.p_leaf:.3f}"


class Verdict(Record):
    """What the judge decided about the question's choices.

    - `status`: `unparsed` if the reply could not be read.
    - `choice`: the most probable choice; None if unparsed, if a single one was scored, or if two or more share the
      first place. They do where the looks in both orders contradict each other, or votes are even. Such a verdict is
      decided, and counts as 1/k right where k choices share the first place.
    - `tie`: whether the verdict says that no choice is better. It is apart from looks that contradict each other, which
      say different things.
    - `probabilities`: one for each choice, in the question's own order; they sum to 1. A bare label gives 1 to one
      choice.
    - `route`: how the probabilities were obtained, as in a Look; by `scores` and by a `ranking`, the best candidates
      share them equally.
    - `looks`: the looks it was made from: one for each order in which the choices were shown.
    - `grading`: what a protocol that labels steps ends with, instead of a choice.
    - `reason`: why it is unparsed.
    - `ending`: why the judge's reply says nothing, as in a Look, or that nobody spoke before it.
    - `assessments`, `scores`, `ranking`: where candidates are rated or ranked, the judge's replies, what each candidate
      was given, and the candidates from best to worst.
    - `cycles`: candidates in a circle: each was found better than the next, and the last better than the first.
    - `decided_by`: the criterion that decided, where criteria are asked one after the other.
    - `strength`: how much better the choice is, where the format asks for it: `strong` if every look says so.
    - `failed`: of several judges, the seats whose reply could not be read, or that gave none.
    - `doubted`: the verdict that was in doubt, where another judge decided instead.
    - `rules`, `claims`, `requirements`: what was found of each of them, where responses are judged by these.
    - `credit`: what each response was given for its reasoning, where this is judged.
    - `abstained`: whether the judge was less certain than the protocol demands. Such a verdict is decided and names no
      choice; it has no credit, so that accuracy is that of the verdicts that were given.
    - `attempts`: where a machine compared answers with the right ones, each seat's answer and what was found of it.
    - `majority`: the answer that most of these seats gave; None if none of them could be read.
    - `acceptance`: where a judge accepts or rejects an answer that was given in the episode, what it says of it. What a
      machine finds of the same answer is in `attempts`.
    """

    status: VerdictStatus
    choice: int | None = None
    probabilities: tuple[float, ...] | None = None
    route: Route | None = None
    looks: tuple[Look, ...] = ()
    grading: Grading | None = None
    reason: str | None = None
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    tie: bool = Field(default=False, exclude_if=operator.not_)
    strength: Strength | None = Field(default=None, exclude_if=is_none)
    assessments: tuple[Assessment, ...] = Field(default=(), exclude_if=operator.not_)
    scores: tuple[CandidateScore, ...] = Field(default=(), exclude_if=operator.not_)
    ranking: tuple[int, ...] = Field(default=(), exclude_if=operator.not_)
    cycles: tuple[tuple[int, ...], ...] = Field(default=(), exclude_if=operator.not_)
    decided_by: str | None = Field(default=None, exclude_if=is_none)
    failed: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)
    doubted: Verdict | None = Field(default=None, exclude_if=is_none)
    rules: tuple[RuleFinding, ...] = Field(default=(), exclude_if=operator.not_)
    claims: tuple[ClaimFinding, ...] = Field(default=(), exclude_if=operator.not_)
    requirements: tuple[RequirementFinding, ...] = Field(default=(), exclude_if=operator.not_)
    credit: tuple[CreditFinding, ...] = Field(default=(), exclude_if=operator.not_)
    abstained: bool = Field(default=False, exclude_if=operator.not_)
    attempts: tuple[Attempt, ...] = Field(default=(), exclude_if=operator.not_)
    majority: MajorityAnswer | None = Field(default=None, exclude_if=is_none)
    acceptance: Acceptance | None = Field(default=None, exclude_if=is_none)

    def _repr_html_(self) -> str:
        """The verdict as a notebook shows it: its choices go by their numbers, for it does not know their texts."""
        return sheet([self.as_html()])

    def as_html(self, question: Question | None = None) -> str:
        """What was decided, between which choices and by which looks, as a piece of HTML."""
        choices = () if question is None else question.choices
        gold = None if question is None else question.gold
        shown = choice_table(choices, self.probabilities, gold, self.choice)
        looks = [look.as_html(choices) for look in self.judge_looks]
        grading = "" if self.grading is None else self.grading.as_html()
        return "".join((self._headline(gold), shown, grading, aside(self.reason), *looks))

    def _headline(self, gold: int | None) -> str:
        """The verdict in a few words, coloured by whether it is right where that is known."""
        words = f"choice {self.choice + 1}" if self.choice is not None else "no choice"
        if self.tie:
            words = "a tie"
        elif self.abstained:
            words = "the judge abstained"
        elif self.grading is not None:
            words = "graded"
        if self.status == "unparsed":
            return f"<div>Verdict: {badge('unparsed', 'bad')}</div>"
        kind = "open"
        if gold is not None and self.choice is not None:
            kind = "good" if self.choice == gold else "bad"
            words += ", right" if kind == "good" else ", wrong"
        return f"<div>Verdict: {badge(words, kind)}</div>"

    @property
    def certainty(self) -> float | None:
        """How sure the judge says it is, from 1 to 100: the mean of all its replies; None where it was not asked."""
        parts: list[Look | Assessment] = [*self.looks, *self.assessments]
        stated = [part.certainty for part in parts if part.certainty is not None]
        return fmean(stated) if stated else None

    @property
    def judge_looks(self) -> tuple[Look, ...]:
        """The looks that it was made from: at the choices, or at an answer that was given in the episode."""
        return self.looks if self.acceptance is None else self.acceptance.looks

    @property
    def is_contradictory(self) -> bool:
        """Whether looks at the choices in different orders name different ones as the best, or one of them a tie."""
        said = {look.favourites for look in self.looks if look.status == "decided"}
        return len(said) > 1

    @property
    def p_said(self) -> float | None:
        """The probability of what the verdict says: of its choice, or the mean one of a tie; else None."""
        if self.choice is not None and self.probabilities is not None:
            return self.probabilities[self.choice]
        if not self.tie or not self.looks:
            return None
        return fmean(0.0 if look.logp_tie is None else math.exp(look.logp_tie) for look in self.looks)

    def usage_of_parts(self) -> Usage:
        """What the looks, labellings and assessments that the verdict was made from cost, with a doubted verdict's."""
        parts: list[Look | Labelling | Assessment] = [*self.judge_looks, *self.assessments]
        if self.grading is not None:
            parts += self.grading.labellings
        usages = [part.usage for part in parts]
        if self.doubted is not None:
            usages.append(self.doubted.usage_of_parts())
        return Usage.total(usages)
