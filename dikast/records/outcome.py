"""Outcome: one episode as a narrow row, from which all tables are made."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, Self

from pydantic import Field

from dikast.records.attempt import credit_of
from dikast.records.ending import Ending, is_none
from dikast.records.episode import Episode, Failure, Passage
from dikast.records.grading import GradeState, Grading
from dikast.records.outcome_acceptance import OutcomeAcceptance, outcome_acceptance
from dikast.records.outcome_attempts import OutcomeAttempts, outcome_attempts
from dikast.records.outcome_critique import OutcomeCritique, outcome_critique
from dikast.records.outcome_descent import OutcomeDescent, outcome_descent
from dikast.records.outcome_market import OutcomeMarket, outcome_market
from dikast.records.outcome_responses import OutcomeResponses, outcome_responses
from dikast.records.record import Record
from dikast.records.transcript import SeatKind
from dikast.records.usage import Usage
from dikast.records.verdict import Look, most_probable

Draw = Literal["called", "contradictory", "even"]


# Named tuples are lists in JSON, without the names of fields, which keeps a row narrow.
class OutcomeLook(NamedTuple):
    """A Look without its texts and its usage. Its fields mean the same as those of a Look."""

    round: int
    order: tuple[int, ...]
    probabilities: tuple[float, ...] | None

    @property
    def favourites(self) -> tuple[int, ...]:
        """The most probable choices, as in a Look."""
        return most_probable(self.probabilities)


class Seated(NamedTuple):
    """A seat and the agent in it.

    `argues` has one entry for each passage of the episode, one or two: the choice that the seat argued for in it.
    """

    seat: str
    kind: SeatKind
    agent: str
    argues: tuple[int | None, ...]


class OutcomeGrade(NamedTuple):
    """The grading of a worked solution without its labels: its state, its steps, and how many have no label."""

    state: GradeState | None
    n_steps: int
    n_unparsed: int


class Outcome(Record):
    """The result of one episode.

    - `id`: the id of the episode.
    - `protocol`, `agents`: the labels of its cell in the experiment.
    - `question`: the id of the question.
    - `repeat`: which repetition of this question in this cell it is, counted from 0.
    - `argues`: the choice that the protocol assigned to a consultant.
    - `gold`: the right choice, if it is known.
    - `gold_tie`, `tie`: whether people, and the verdict, say that no choice is better.
    - `status`: `unparsed` if the verdict could not be read, `failed` if an agent gave no reply.
    - `choice`: the choice of the verdict.
    - `p_gold`: the probability that the verdict gives to the right choice.
    - `credit`: 1 for the right choice, 0 for a wrong one, 1/k if k choices share the first place and the right one is
      among them; None without a verdict or without a gold answer. A verdict that calls a tie has 1 where people call
      one too, and else 0: it says that no choice is better.
    - `brier`: half the sum over the choices of (probability - truth)². Brier (1950) does not halve the sum; halved,
      it is (1 - probability of the right choice)² for two choices, and 1 at worst for any number of them.
    - `probabilities`: those of the verdict, in the question's own order of choices.
    - `views`: the looks that the verdict was made from, one for each order in which the choices were shown.
    - `beliefs`: the looks before the verdict.
    - `seats`: who sat where and argued for what.
    - `chosen`: the choice that an open role picked for itself; None if there is no such role, or if its pick changed
      when the order of the choices was reversed.
    - `refuted`: the choices for which something was said that a check refuted.
    - `transcript`: the id of the episode that made the transcript; several judges may have judged the same one.
    - `route`: how the verdict's probabilities were obtained.
    - `usage`: what the calls of the episode cost.
    - `seconds`: how long the episode took, by the clock.
    - `error`: why it failed or is unparsed.
    - `team`: what `agents` was made from (see `team_label`); None in rows that were written before it was recorded
      (see `experiments.CellTeams`).
    - `ending`: why there is no verdict, as in a Verdict.
    - `grade`: what a grading of a worked solution comes to; None for a verdict between answers.
    - `certainty`, `abstained`: as in a Verdict. One that abstained has no credit.
    - `attempts`: what the attempts of solvers come to; None for any other verdict. The credit is then the share of
      right ones among those that are proved right or wrong.
    - `responses`: what the verdict says of responses beside its choice: scores, order, criteria; None where it says no
      more, and in rows that were written before it was recorded.
    - `acceptance`: what a judge says of an answer that was given in the episode. The credit is then 1 if it accepts a
      right answer or rejects a wrong one, and 1/2 if it finds both equally probable; `p_gold` and `brier` are of what
      is true of the answer.
    - `market`: what was predicted of the verdict, one for each passage; empty where nothing was.
    - `critique`: the faults that critics listed; None where none was asked for any.
    - `descent`: what came of the claims that an answer was split into; None where it was not.
    """

    id: str
    protocol: str
    agents: str
    question: str
    repeat: int = 0
    argues: int | None = None
    gold: int | None = None
    status: Literal["decided", "unparsed", "failed"]
    choice: int | None = None
    p_gold: float | None = None
    credit: float | None = None
    brier: float | None = None
    probabilities: tuple[float, ...] | None = None
    views: tuple[OutcomeLook, ...] = ()
    beliefs: tuple[OutcomeLook, ...] = ()
    seats: tuple[Seated, ...] = ()
    chosen: int | None = None
    refuted: tuple[int, ...] = ()
    transcript: str = ""
    route: str | None = None
    usage: Usage = Field(default_factory=Usage)
    seconds: float = 0.0
    error: str | None = None
    team: dict[str, str] | None = None
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    grade: OutcomeGrade | None = Field(default=None, exclude_if=is_none)
    gold_tie: bool = Field(default=False, exclude_if=operator.not_)
    tie: bool = Field(default=False, exclude_if=operator.not_)
    certainty: float | None = Field(default=None, exclude_if=is_none)
    abstained: bool = Field(default=False, exclude_if=operator.not_)
    attempts: OutcomeAttempts | None = Field(default=None, exclude_if=is_none)
    responses: OutcomeResponses | None = Field(default=None, exclude_if=is_none)
    acceptance: OutcomeAcceptance | None = Field(default=None, exclude_if=is_none)
    market: tuple[OutcomeMarket, ...] = Field(default=(), exclude_if=operator.not_)
    descent: OutcomeDescent | None = Field(default=None, exclude_if=is_none)
    critique: OutcomeCritique | None = Field(default=None, exclude_if=is_none)

    @property
    def draw(self) -> Draw | None:
        """How the choices came to share the first place; None where one is ahead, or where there is no verdict.

        `called`: the verdict is that none is better. `contradictory`: looks in different orders name different choices.
        `even`: by equal probabilities, votes or scores.
        """
        # A grading of steps, and the score of a single candidate, have no choices that could share anything.
        if self.choice is not None or self.probabilities is None:
            return None
        if self.tie:
            return "called"
        orders = {view.order for view in self.views}
        named = {view.favourites for view in self.views if view.probabilities is not None}
        return "contradictory" if len(orders) > 1 and len(named) > 1 else "even"

    @property
    def is_unread(self) -> bool:
        """Whether the verdict could not be read; of a graded solution, whether more than half of its labels could not.

        A failed episode has no verdict.
        """
        if self.grade is not None and 2 * self.grade.n_unparsed > self.grade.n_steps:
            return True
        return self.status == "unparsed"

    @classmethod
    def of(
        cls,
        episode: Episode,
        *,
        protocol: str,
        agents: str,
        team: Mapping[str, str] | None = None,
        repeat: int = 0,
        seconds: float = 0.0,
    ) -> Self:
        """The outcome of a finished episode.

        `protocol` and `agents` are the labels of its cell, `seconds` is how long it took by the clock.
        """
        verdict = episode.verdict
        gold = episode.question.gold
        passages = episode.passages
        p_gold, credit, brier = _scores(*_believed(episode))
        looks = [look for passage in passages for look in passage.looks]
        return cls(
            id=episode.id,
            protocol=protocol,
            agents=agents,
            question=episode.question.id,
            repeat=repeat,
            argues=episode.argues,
            gold=gold,
            status=verdict.status,
            choice=verdict.choice,
            p_gold=p_gold,
            credit=_credit(episode, credit),
            brier=brier,
            probabilities=verdict.probabilities,
            views=_shortened(verdict.looks),
            beliefs=_shortened(looks),
            seats=_seats(episode),
            chosen=_chosen(passages),
            refuted=_refuted(passages),
            transcript=_transcript_id(episode),
            route=verdict.route,
            usage=episode.usage,
            seconds=seconds,
            error=verdict.reason,
            ending=verdict.ending,
            grade=_grade(verdict.grading),
            gold_tie=episode.question.gold_tie,
            tie=verdict.tie,
            certainty=verdict.certainty,
            abstained=verdict.abstained,
            attempts=outcome_attempts(verdict),
            responses=outcome_responses(verdict),
            acceptance=outcome_acceptance(episode),
            market=outcome_market(episode),
            descent=outcome_descent(verdict),
            critique=outcome_critique(episode),
            # Validation copies it into a dict of the outcome's own.
            team=team,
        )

    @classmethod
    def of_failure(
        cls,
        failure: Failure,
        *,
        agents: str,
        team: Mapping[str, str] | None = None,
        repeat: int,
        argues: int | None,
        seconds: float,
    ) -> Self:
        """The outcome of an episode that could not be finished.

        Its usage is empty, because a Failure does not record what the calls before it cost.
        """
        return cls(
            id=failure.id,
            protocol=failure.protocol_name,
            agents=agents,
            question=failure.question_id,
            repeat=repeat,
            argues=argues,
            status="failed",
            seconds=seconds,
            error=f"{failure.seat}: {failure.error}: {failure.message}",
            team=team,
        )


def team_label(team: Mapping[str, str]) -> str:
    """What tables call the agents of a cell: `debater=x judge=y`, from the agent's label of each role.

    A team holds the roles whose agents vary. Under the empty role is a label of several roles in one, as imported
    debates have it; it is shown unchanged.
    """
    shown = (f"{role}={agent}" if role else agent for role, agent in team.items())
    return " ".join(filter(None, shown))


def _scores(
    probabilities: tuple[float, ...] | None, gold: int | None
) -> tuple[float | None, float | None, float | None]:
    """The probability of the right choice, the credit, and the Brier score, as Outcome defines them.

    All three are None without a verdict or without a gold answer.
    """
    if probabilities is None or gold is None:
        return None, None, None
    top = max(probabilities)
    # Equal means exactly equal, as in `Look.favourite`.
    credit = 0.0
    if probabilities[gold] == top:
        credit = 1 / probabilities.count(top)
    # The truth is 1 for the right choice and 0 for the others: `i == gold` as a number.
    squares = sum((p - (i == gold)) ** 2 for i, p in enumerate(probabilities))
    return probabilities[gold], credit, squares / 2


def _believed(episode: Episode) -> tuple[tuple[float, ...] | None, int | None]:
    """The verdict's probabilities, and which of them is that of the truth; None for what is not known.

    An answer that was given in the episode is right (0) or wrong (1).
    """
    verdict = episode.verdict
    if verdict.acceptance is None:
        return verdict.probabilities, episode.question.gold
    p_right = verdict.acceptance.p_right
    if p_right is None:
        return None, None
    truths = {"right": 0, "wrong": 1}
    return (p_right, 1 - p_right), truths.get(verdict.attempts[0].status)


def _credit(episode: Episode, of_choices: float | None) -> float | None:
    """The credit of the verdict; `of_choices` is that of its probabilities, which know of no ties."""
    if episode.verdict.abstained:
        return None
    if episode.verdict.acceptance is not None:
        return of_choices
    if episode.verdict.attempts:
        return credit_of(episode.verdict.attempts)
    is_decided = episode.verdict.status == "decided"
    if episode.question.gold_tie and is_decided:
        return float(episode.verdict.tie)
    if of_choices is not None and episode.verdict.tie:
        return 0.0
    return of_choices


def _shortened(looks: Iterable[Look]) -> tuple[OutcomeLook, ...]:
    """The looks without their texts and usage, which would make up most of a row."""
    return tuple(OutcomeLook(look.round, look.order, look.probabilities) for look in looks)


def _grade(grading: Grading | None) -> OutcomeGrade | None:
    """What a grading comes to; None without one."""
    if grading is None:
        return None
    return OutcomeGrade(grading.state, len(grading.steps), grading.n_unparsed)


def _seats(episode: Episode) -> tuple[Seated, ...]:
    """Every seat, with what it argued for in each passage."""
    # With the order reversed, a seat that argues for what is shown first argues for another choice.
    sides_by_passage: list[dict[str, int | None]] = []
    for passage in episode.passages:
        sides = {seat.name: seat.argues for seat in passage.transcript.seats}
        sides_by_passage.append(sides)

    seated: list[Seated] = []
    for seat in episode.transcript.seats:
        agent = episode.agents.get(seat.name, "")
        argues = tuple(sides.get(seat.name) for sides in sides_by_passage)
        seated.append(Seated(seat.name, seat.kind, agent, argues))
    return tuple(seated)


def _chosen(passages: Sequence[Passage]) -> int | None:
    """The choice that the open roles picked, if all of them picked the same one in every passage."""
    picks: set[int | None] = set()
    for passage in passages:
        for look in passage.chosen.values():
            picks.add(look.favourite)
    # A look without a favourite picks None, which differs from every choice.
    if len(picks) == 1:
        return picks.pop()
    return None


def _refuted(passages: Sequence[Passage]) -> tuple[int, ...]:
    """The choices argued for in turns that contain a refuted claim, in ascending order."""
    choices: set[int] = set()
    for passage in passages:
        # Keys of turns are unique in one passage only, so that each passage needs a set of its own.
        refuted_keys = {check.about for check in passage.checks if check.status == "refuted"}
        for turn in passage.transcript.turns:
            if turn.argues is not None and turn.key in refuted_keys:
                choices.add(turn.argues)
    return tuple(sorted(choices))


def _transcript_id(episode: Episode) -> str:
    """The id of the episode that made the transcript."""
    if episode.origin is None:
        return episode.id
    return episode.origin.episode
