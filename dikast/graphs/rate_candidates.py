"""A judge rates candidates: one call for each, or one for all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from dikast.agents import Choices, Form, Reply
from dikast.errors import EpisodeFailed, PermanentError
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.assessing_node import assessing_node
from dikast.graphs.checklist_maker import make_checklist
from dikast.graphs.failed_assessment import failed_assessment
from dikast.graphs.member_verdicts import MemberVerdicts, panel_score
from dikast.graphs.node_context import GraphNode, NodeContext
from dikast.graphs.response_rubric_lookup import rating_terms, rubric_of
from dikast.graphs.scored_verdict import scored_verdict
from dikast.protocols import (
    RateMove,
    RatingTerms,
    StatedRating,
    Unreadable,
    names_of,
    rating_form,
    read_certainty,
    read_ratings,
    render_prompt,
    split_thinking,
)
from dikast.records import Assessment, CandidateScore, CriterionScore, ScoreRoute, Seat, Verdict
from dikast.rubrics import ResponseRubric


@dataclass(frozen=True)
class RatingCall:
    """One call: the seat and moment, and the candidates that it shows, in their order."""

    call: AgentCall
    shown: tuple[int, ...]


def rate(move: RateMove, move_id: str) -> GraphNode:
    """Every seat of the role rates every candidate."""
    rubric = rubric_of(move.model_dump_json())
    terms = replace(rating_terms(rubric), certainty=move.certainty, reasons=move.first is not None)
    rater = CandidateRater(move, move_id, rubric, terms)

    def verdict_of(assessments: Sequence[Assessment], n_candidates: int) -> Verdict:
        return rated_verdict(move, assessments, n_candidates)

    return assessing_node(move, rater.ratings, verdict_of)


@dataclass(frozen=True)
class CandidateRater:
    """How a `rate` move is carried out; `made` are the items of a checklist that was made for the question."""

    move: RateMove
    move_id: str
    rubric: ResponseRubric
    terms: RatingTerms
    made: tuple[str, ...] = ()

    async def ratings(self, context: NodeContext, seats: Sequence[Seat], first: int = 0) -> list[Assessment]:
        """What these seats say, the first of them numbered `first`; before it the checklist, if one is to be made.

        All are asked about the same items, those of the first seat.
        """
        if self.move.checklist is None:
            return await self._ratings(context, seats, first)
        made = await make_checklist(context, seats[0], self.move_id, self.rubric)
        if not made.items:
            return [made]
        return [made, *await self._with_items(made.items)._ratings(context, seats, first)]

    def _with_items(self, items: Sequence[str]) -> CandidateRater:
        """The rater by the same rubric with these items, after those that it has."""
        n_items = len(self.rubric.checklist) + len(items)
        return replace(self, made=tuple(items), terms=replace(self.terms, n_items=n_items))

    async def _ratings(self, context: NodeContext, seats: Sequence[Seat], first: int) -> list[Assessment]:
        """The ratings by these seats."""
        rated = self.rated
        if self.move.panel is not None and self.move.panel.quorum is not None:
            rated = self._rated_or_failed
        return await together(rated(context, call) for call in self.calls(context, seats, first))

    def calls(self, context: NodeContext, seats: Sequence[Seat], first: int = 0) -> list[RatingCall]:
        """One call for each seat, each group of candidates that are shown together, and each sample."""
        orders = context.episode.verdict_orders or (context.prompts.order,)
        groups: Sequence[tuple[int, ...]] = orders
        if not self.move.shows_all:
            groups = [(candidate,) for candidate in context.prompts.order]
        n_samples = self.move.samples if self.move.route == "samples" else 1
        calls: list[RatingCall] = []
        for number, seat in enumerate(seats, first):
            for shown in groups:
                call = AgentCall(seat, context.now("assess", self.move_id), self._form(shown), order=shown)
                for sample in range(n_samples):
                    numbered = replace(call, sample=number * n_samples + sample)
                    calls.append(RatingCall(numbered, shown))
        return calls

    def _form(self, shown: tuple[int, ...]) -> Form:
        """A score of the scale where one is wanted alone, else JSON, or a line of several scores."""
        if self.terms.is_one_score and len(shown) == 1:
            return Choices(self.terms.names, self.move.reasoning or self.move.certainty)
        return rating_form(self.terms, names_of(self.move, len(shown)))

    async def rated(self, context: NodeContext, one: RatingCall) -> Assessment:
        """What the judge gives the candidates that are shown. Raises EpisodeFailed where the agent gives no reply."""
        names = names_of(self.move, len(one.shown))

        def read(reply: Reply) -> tuple[StatedRating, ...] | Unreadable:
            text = split_thinking(reply.text)[0]
            if self.move.certainty:
                certainty = read_certainty(text)
                if isinstance(certainty, Unreadable):
                    return certainty
                text = certainty[1]
            return read_ratings(text, self.terms, names)

        extra = {
            "scores": self.terms.names,
            "keys": [] if self.terms.is_one_score else self.terms.keys(),
            # The protocol's own rubric does not have the items that were made.
            "criteria": render_prompt("criteria", rubric=self.rubric, made=self.made),
        }
        messages = context.prompts.messages(one.call.seat, one.call.at, context.history, one.shown, extra)
        answered = await ask(context, one.call, read, messages)
        scores = self._scores(one, answered)
        certainty = read_certainty(answered.public) if self.move.certainty and scores else None
        return Assessment(
            kind="rating",
            seat=one.call.seat.name,
            move=self.move_id,
            sample=one.call.sample,
            shown=one.shown,
            status="decided" if scores else "unparsed",
            scores=scores,
            text=answered.public,
            thinking=answered.thinking,
            reason=None if scores else answered.fault,
            model=answered.reply.model,
            usage=answered.usage,
            inner=answered.inner,
            ending=answered.ending,
            certainty=certainty[0] if isinstance(certainty, tuple) else None,
        )

    async def _rated_or_failed(self, context: NodeContext, one: RatingCall) -> Assessment:
        """The same, or an assessment that can't be read where the agent gives no reply."""
        try:
            return await self.rated(context, one)
        except EpisodeFailed as failed:
            return failed_assessment("rating", one.call, self.move_id, one.shown, failed)

    def _scores(self, one: RatingCall, answered: Answered[tuple[StatedRating, ...]]) -> tuple[CandidateScore, ...]:
        """The scores of the candidates shown; none where the reply could not be read."""
        # A reply without the certainty that was asked for is not one to take probabilities from.
        if self.move.certainty and answered.readable is None:
            return ()
        if self.move.route == "logprobs":
            return (self._expected_score(one, answered),)
        stated = answered.readable or ()
        return tuple(self._score(candidate, rating) for candidate, rating in zip(one.shown, stated, strict=False))

    def _score(self, candidate: int, rating: StatedRating) -> CandidateScore:
        """The score of one candidate, as the rubric makes it from what the judge gave."""
        score = self._score_of(rating)
        return CandidateScore(
            candidate=candidate,
            score=score,
            value=self.rubric.scale.value(score),
            criteria=rating.criteria,
            checklist=rating.checklist,
            comment=rating.comment,
        )

    def _score_of(self, rating: StatedRating) -> float:
        """The score on the rubric's scale."""
        if rating.place is not None:
            return self.terms.scores[rating.place]
        if self.terms.counts_items:
            scale = self.rubric.scale
            return scale.low + fmean(tick is True for tick in rating.checklist) * (scale.top - scale.low)
        return total_of(rating.criteria, self.rubric)

    def _expected_score(self, one: RatingCall, answered: Answered[tuple[StatedRating, ...]]) -> CandidateScore:
        """The mean over the probabilities of the scores. A score that the backend did not list has probability 0."""
        logprobs = answered.reply.choice_logprobs
        if not logprobs:
            model = answered.reply.model or one.call.seat.name
            fault = f"`route: logprobs` needs token log-probabilities, and {model!r} gave none"
            raise EpisodeFailed(one.call.seat.name, PermanentError(fault))
        weights = {name: math.exp(logprobs.get(name, -math.inf)) for name in self.terms.names}
        total = math.fsum(weights.values())
        p_scores = {name: weight / total for name, weight in weights.items() if weight > 0}
        by_name = dict(zip(self.terms.names, self.terms.scores, strict=True))
        score = math.fsum(by_name[name] * p for name, p in p_scores.items())
        route: ScoreRoute = "logprobs"
        return CandidateScore(
            candidate=one.shown[0],
            score=score,
            value=self.rubric.scale.value(score),
            route=route,
            p_scores=p_scores,
        )


def total_of(criteria: Sequence[CriterionScore], rubric: ResponseRubric) -> float:
    """The score that the rubric makes of those by criterion: the lowest, or the mean by the weights of those scored."""
    weights = {criterion.name: criterion.weight for criterion in rubric.criteria}
    scored = [(one.score, weights[one.name]) for one in criteria if one.score is not None]
    if rubric.score == "lowest":
        return min(score for score, _ in scored)
    total = math.fsum(weight for _, weight in scored)
    return math.fsum(score * weight for score, weight in scored) / total


def mean_score(scores: Sequence[CandidateScore], rubric: ResponseRubric, route: ScoreRoute) -> CandidateScore:
    """One score from several of the same candidate: their mean, by criterion too."""
    if len(scores) == 1:
        return scores[0]
    score = fmean(one.score for one in scores)
    criteria: list[CriterionScore] = []
    for criterion in rubric.criteria:
        given = [c.score for one in scores for c in one.criteria if c.name == criterion.name and c.score is not None]
        criteria.append(CriterionScore(name=criterion.name, score=fmean(given) if given else None))
    return CandidateScore(
        candidate=scores[0].candidate,
        score=score,
        value=rubric.scale.value(score),
        route=route,
        criteria=tuple(criteria),
    )


def rated_verdict(move: RateMove, assessments: Sequence[Assessment], n_candidates: int) -> Verdict:
    """The verdict that these ratings make.

    A candidate's score is the mean of all that could be read of it, or what the move's panel makes of its judges'
    scores; where there is none, the verdict is unparsed.
    """
    if move.panel is None:
        return _pooled_verdict(move, assessments, n_candidates)

    def own(replies: Sequence[Assessment]) -> Verdict:
        return _pooled_verdict(move, replies, n_candidates)

    members = MemberVerdicts.of(move.panel, assessments, own)

    def pooled(replies: Sequence[Assessment]) -> Verdict:
        if move.panel is None or move.panel.by not in ("median", "weighted"):
            return own(replies)
        return scored_verdict(_panel_scores(move, members, n_candidates), replies, move.margin)

    return members.verdict(pooled)


def _panel_scores(move: RateMove, members: MemberVerdicts, n_candidates: int) -> list[CandidateScore]:
    """The score of each candidate by the panel's rule."""
    rubric = rubric_of(move.model_dump_json())
    scores: list[CandidateScore] = []
    for candidate in range(n_candidates):
        by_seat = {seat: verdict.scores[candidate] for seat, verdict in members.readable.items()}
        score = panel_score(members.panel, by_seat)
        value = rubric.scale.value(score)
        scores.append(CandidateScore(candidate=candidate, score=score, value=value, route=move.route))
    return scores


def _pooled_verdict(move: RateMove, assessments: Sequence[Assessment], n_candidates: int) -> Verdict:
    """The verdict by the mean of all scores that could be read."""
    rubric = rubric_of(move.model_dump_json())
    route: ScoreRoute = move.route
    scores: list[CandidateScore] = []
    for candidate in range(n_candidates):
        given = [one for assessment in assessments for one in assessment.scores if one.candidate == candidate]
        if not given:
            return _unparsed(candidate, assessments)
        scores.append(mean_score(given, rubric, route))
    return scored_verdict(scores, assessments, move.margin)


def _unparsed(candidate: int, assessments: Sequence[Assessment]) -> Verdict:
    """The verdict where a candidate has no score that could be read, or no checklist that it could be judged by."""
    # Where no checklist could be read, no judge was asked about any candidate.
    unread = next((one for one in assessments if candidate in one.shown), assessments[0])
    what = "checklist" if unread.kind == "checklist" else f"score of candidate {candidate + 1}"
    reason = f"no {what} could be read: {unread.reason}"
    return Verdict(status="unparsed", assessments=tuple(assessments), reason=reason, ending=unread.ending)
