"""EpisodeView: an episode laid out to be read on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dikast.protocols import label_of, labels_for, statements_of
from dikast.records import (
    Acceptance,
    Attempt,
    Check,
    CheckPick,
    CheckStatus,
    Episode,
    Grading,
    InnerCall,
    Look,
    Passage,
    Question,
    SeatPrediction,
    Turn,
    Verdict,
)
from dikast.report.assessment_view import standings, view_assessments
from dikast.report.notable_episodes import NotableEpisode, probability_of

EpisodeResult = Literal[
    "right", "wrong", "unknown", "split", "tie", "contradictory", "abstained", "open", "graded", "unparsed"
]


@dataclass(frozen=True)
class StepView:
    """One step of a solution or of a response: its text, its label in words, and why it has that label."""

    label: str
    text: str
    why: str


@dataclass(frozen=True)
class AnswerView:
    """One choice, as it was shown: its label, its text, whether it is right, and the judge's probability of it.

    `standing` is its score or its place in a ranking; such a verdict has no probabilities that say more.
    `steps` are the steps or links of its reasoning, where credit was given for these.
    """

    label: str
    text: str
    is_right: bool
    is_chosen: bool
    p: float | None
    standing: str = ""
    steps: tuple[StepView, ...] = ()


@dataclass(frozen=True)
class SpeechPiece:
    """A piece of a speech: plain text, whose status is None, or a quote with the status of its check.

    `check` is the number, in the turn's `checks`, of the one that is about these words: of a quote, or of a claim.
    """

    text: str
    status: CheckStatus | Literal["unchecked"] | None = None
    check: int | None = None


@dataclass(frozen=True)
class TurnView:
    """One turn: who spoke for which answer, the pieces of the speech, what else was checked, what its agent called.

    `claims` are findings about other words than quotes; `checks` are all checks of the turn, undecided ones too.
    """

    seat: str
    kind: str
    round: int
    side: str | None
    is_for_right: bool | None
    pieces: tuple[SpeechPiece, ...]
    thinking: str
    claims: tuple[Check, ...]
    notes: tuple[str, ...]
    inner: tuple[InnerCall, ...]
    checks: tuple[Check, ...]
    turn: Turn


@dataclass(frozen=True)
class LookView:
    """One look of the judge: its moment in words, and its probability of each answer by label.

    `says` is what the look comes to, where it gives no probabilities of all answers: a tie, scores or a ranking.
    `certainty` is from 1 to 100, where the judge was asked for it.
    """

    moment: str
    probabilities: tuple[tuple[str, float], ...]
    text: str
    reason: str | None
    inner: tuple[InnerCall, ...] = ()
    says: str = ""
    certainty: float | None = None
    who: str = "Judge"
    look: Look | None = None


@dataclass(frozen=True)
class PassageView:
    """One passage: its turns and the judge's looks, in the order in which they came."""

    title: str
    events: tuple[TurnView | LookView, ...]


@dataclass(frozen=True)
class EpisodeView:
    """An episode to be read. `looks` are those from which the verdict was made, `p` the probability of the choice.

    `steps` are those of a worked solution that was graded, `attempts` what solvers answered.
    """

    notable: NotableEpisode
    question: str
    result: EpisodeResult
    verdict: str
    p: float | None
    agents: tuple[tuple[str, str], ...]
    answers: tuple[AnswerView, ...]
    passages: tuple[PassageView, ...]
    looks: tuple[LookView, ...]
    steps: tuple[StepView, ...]
    attempts: tuple[Attempt, ...]
    n_turns: int


def view_episode(episode: Episode, notable: NotableEpisode) -> EpisodeView:
    """The view of an episode."""
    verdict = episode.verdict
    return EpisodeView(
        notable=notable,
        question=episode.question.text,
        result=result_of(episode),
        verdict=_verdict_text(episode),
        p=None if standings(verdict) else probability_of(verdict.choice, verdict.probabilities),
        agents=tuple(episode.agents.items()),
        answers=tuple(_answers(episode)),
        passages=tuple(_passages(episode)),
        looks=(*_verdict_looks(episode), *_acceptance_looks(episode), *_assessment_looks(episode)),
        steps=tuple(_steps(episode)),
        attempts=verdict.attempts,
        n_turns=len(episode.transcript.turns),
    )


def result_of(episode: Episode) -> EpisodeResult:
    """How the episode ended; `open` where no right answer is known."""
    verdict, gold = episode.verdict, episode.question.gold
    if verdict.status == "unparsed":
        return "unparsed"
    if verdict.grading is not None:
        return "graded"
    if verdict.majority is not None:
        return verdict.majority.status
    if verdict.acceptance is not None:
        return _result_of_acceptance(verdict.acceptance, verdict.attempts[0])
    if verdict.choice is None:
        return _result_without_choice(episode)
    if gold is None:
        # Where people call a tie, any choice is wrong.
        return "wrong" if episode.question.gold_tie else "open"
    if verdict.choice == gold:
        return "right"
    return "wrong"


def _result_of_acceptance(acceptance: Acceptance, attempt: Attempt) -> EpisodeResult:
    """Whether the judge was right to accept or to reject the answer; unknown where the machine can't tell."""
    if attempt.status not in ("right", "wrong"):
        return "unknown"
    if acceptance.accepted is None:
        return "tie"
    return "right" if acceptance.accepted == (attempt.status == "right") else "wrong"


def _result_without_choice(episode: Episode) -> EpisodeResult:
    """How an episode ended in which no answer is ahead of the others."""
    verdict = episode.verdict
    if verdict.abstained:
        return "abstained"
    if verdict.tie:
        return "right" if episode.question.gold_tie else "tie"
    # A response that is judged by itself is compared with none.
    if len(episode.question.choices) == 1:
        return "open"
    return "contradictory" if _is_no_tie(verdict) else "tie"


def _is_no_tie(verdict: Verdict) -> bool:
    """Whether the judge contradicts itself and could have called a tie, so that the two must be told apart."""
    may_call_ties = any(look.logp_tie is not None for look in verdict.looks)
    return may_call_ties and verdict.is_contradictory


def _verdict_text(episode: Episode) -> str:
    """The verdict in words: the answer, or why there is none."""
    verdict = episode.verdict
    if verdict.status == "unparsed":
        return f"no verdict could be read: {verdict.reason}"
    if verdict.grading is not None:
        return _grading_text(verdict.grading)
    if verdict.majority is not None:
        return verdict.majority.in_words(len(verdict.attempts))
    if verdict.acceptance is not None:
        return verdict.acceptance.in_words(verdict.attempts[0].status)
    if verdict.choice is None and len(episode.question.choices) == 1:
        return "the response is judged by itself"
    if verdict.choice is None:
        return _undecided_text(episode)
    return episode.question.choices[verdict.choice]


def _undecided_text(episode: Episode) -> str:
    """Why no answer is ahead of the others."""
    verdict = episode.verdict
    if verdict.abstained:
        return str(verdict.reason)
    if verdict.tie:
        return "a tie, as people say too" if episode.question.gold_tie else "a tie: none is better"
    if _is_no_tie(verdict):
        return "no answer is ahead: the judge named another one in each order"
    return "no answer is ahead of the others"


def _grading_text(grading: Grading) -> str:
    """Where the first error is, and what the check of the final answer found."""
    text = "No step is labelled as wrong"
    if grading.first_error is not None:
        text = f"The first error is in step {grading.first_error + 1}"
    if grading.answer is not None:
        found = ": ".join(filter(None, (grading.answer.status, grading.answer.evidence_text)))
        text += f"; the final answer {grading.answer.claim!r} is {found}"
    return text


def _steps(episode: Episode) -> Iterator[StepView]:
    """The steps of the solution with their labels, if one was graded."""
    solution, grading = episode.question.solution, episode.verdict.grading
    if solution is None or grading is None:
        return
    for label, text in zip(grading.steps, solution.steps, strict=True):
        yield StepView(
            label=label.label or "unparsed",
            text=text,
            why=label.explanation or label.reason or "",
        )


def _answers(episode: Episode) -> Iterator[AnswerView]:
    """The choices, in the order in which they were shown."""
    question, verdict = episode.question, episode.verdict
    standing = standings(verdict)
    for label, choice in zip(labels_for(episode.order), episode.order, strict=True):
        yield AnswerView(
            label=label,
            text=question.choices[choice],
            is_right=choice == question.gold,
            is_chosen=choice == verdict.choice,
            p=probability_of(choice, verdict.probabilities),
            standing=standing.get(choice, ""),
            steps=tuple(_credited_steps(verdict, choice)),
        )


def _credited_steps(verdict: Verdict, choice: int) -> Iterator[StepView]:
    """The steps or links that a candidate was given credit for, by each seat in turn."""
    labels = {True: "holds", False: "does not hold", None: "unparsed"}
    for finding in verdict.credit:
        if finding.candidate == choice:
            for part in finding.parts:
                yield StepView(label=labels[part.holds], text=part.name, why=part.note)


def _passages(episode: Episode) -> Iterator[PassageView]:
    """The episode itself, and its second passage where it was run in both orders."""
    yield PassageView("", tuple(_events(episode, episode.question)))
    if episode.rerun:
        title = "Again, with the answers in the reverse order: A and B exchanged"
        yield PassageView(title, tuple(_events(episode.rerun, episode.question)))


def _events(passage: Passage, question: Question) -> Iterator[TurnView | LookView]:
    """Turns in their order, the judge's looks after the last turn of their round."""
    sides = {seat.name: seat.argues for seat in passage.transcript.seats}
    # Round 0 may have turns too: a look in it comes either before them or after them.
    moment_before_rounds = "before anything was said"
    for event in passage.events():
        if isinstance(event, Look):
            moment = f"after round {event.round}" if event.round else moment_before_rounds
            yield _view_look(event, moment)
        elif isinstance(event, SeatPrediction):
            view = _view_look(event.look, f"of what the {event.of} will say")
            yield replace(view, who=f"Prediction by {event.seat}")
        elif isinstance(event, CheckPick):
            yield _view_pick(event)
        else:
            moment_before_rounds = "before the first speeches"
            yield _view_turn(event, sides.get(event.seat), passage, question)


def _view_pick(pick: CheckPick) -> LookView:
    """Which claims a seat had checked, as a look without probabilities."""
    picked = "; ".join(f"“{pick.claims[i]}”" for i in pick.picked) or "no claim"
    moment = f"of {len(pick.claims)} claims, with {pick.left} checks left"
    return LookView(moment, (), pick.text, pick.reason, pick.inner, picked, who=f"Picked by {pick.seat}")


def _view_turn(turn: Turn, side: int | None, passage: Passage, question: Question) -> TurnView:
    """The view of a turn, by a seat that argues for the choice `side`, or for none."""
    checks = tuple(check for check in passage.checks if check.about == turn.key)
    # Quotes are shown in the speech itself, and an unknown claim is no finding.
    claims = (check for check in checks if check.checker != "quotes" and check.status != "unknown")
    label = None
    is_for_right = None
    if side is not None:
        label = label_of(side, passage.order)
        is_for_right = _is_gold(side, question)
    return TurnView(
        seat=turn.seat,
        kind=turn.heading,
        round=turn.round,
        side=label,
        is_for_right=is_for_right,
        pieces=tuple(_pieces(turn, checks)),
        thinking=turn.thinking,
        claims=tuple(claims),
        notes=tuple(_notes(turn)),
        inner=turn.inner,
        checks=checks,
        turn=turn,
    )


def _notes(turn: Turn) -> Iterator[str]:
    """What a reader should know about how the turn came about."""
    yield from turn.notes
    if turn.cut:
        yield "cut off at its limit of tokens" if turn.ending == "cut_off" else "cut at the word limit"
    if turn.picked is not None:
        yield f"draft {turn.picked + 1} of {len(turn.candidates)} was taken"


def _is_gold(choice: int, question: Question) -> bool | None:
    """Whether this is the right choice; None where that is not known."""
    if question.gold is None:
        return None
    return choice == question.gold


def _pieces(turn: Turn, checks: Sequence[Check]) -> Iterator[SpeechPiece]:
    """The text, with each quote and each checked claim as a piece of its own. A quote has the status of its check."""
    if not turn.text:
        yield SpeechPiece(turn.why_no_text)
    end = 0
    for start, stop, status, number in sorted(_marked_spans(turn, checks), key=lambda span: span[:2]):
        # A quote or a claim may overlap the one before it.
        if end <= start < stop <= len(turn.text):
            yield SpeechPiece(turn.text[end:start])
            yield SpeechPiece(turn.text[start:stop], status, number)
            end = stop
    yield SpeechPiece(turn.text[end:])


def _marked_spans(
    turn: Turn, checks: Sequence[Check]
) -> Iterator[tuple[int, int, CheckStatus | Literal["unchecked"] | None, int | None]]:
    """Where quotes and checked claims are in a turn's text, the status of a quote, and the number of the check."""
    numbers = {(check.checker == "quotes", check.claim): number for number, check in enumerate(checks)}
    for quote in turn.quotes:
        number = numbers.get((True, quote.text))
        yield quote.start, quote.end, "unchecked" if number is None else checks[number].status, number
    for (is_quote, claim), number in numbers.items():
        start = -1 if is_quote or not claim else turn.text.find(claim)
        if start >= 0:
            yield start, start + len(claim), None, number


def _verdict_looks(episode: Episode) -> Iterator[LookView]:
    """The looks from which the verdict was made: one per order of the answers."""
    for look in episode.verdict.looks:
        moment = "verdict"
        # Of some imported verdicts the order is not known.
        if look.order and look.order != episode.order:
            moment = "verdict with A and B exchanged"
        yield _view_look(look, moment)


def _acceptance_looks(episode: Episode) -> Iterator[LookView]:
    """The looks at an answer that was given in the episode: what was said of it, with its probability."""
    acceptance = episode.verdict.acceptance
    if acceptance is None:
        return
    for look in acceptance.looks:
        view = _view_look(look, "verdict")
        named = zip((statements_of(acceptance)[i] for i in look.order), view.probabilities, strict=False)
        yield replace(view, probabilities=tuple((statement, p) for statement, (_, p) in named))


def _view_look(look: Look, moment: str) -> LookView:
    """The view of a look; without probabilities where it could not be read."""
    probabilities: list[tuple[str, float]] = []
    if look.probabilities:
        for label, choice in zip(labels_for(look.order), look.order, strict=True):
            probabilities.append((label, look.probabilities[choice]))
    says = "a tie" if look.status == "decided" and look.favourite is None and look.logp_tie is not None else ""
    return LookView(moment, tuple(probabilities), look.text, look.reason, look.inner, says, look.certainty, look=look)


def _assessment_looks(episode: Episode) -> Iterator[LookView]:
    """What the judge said of candidates, as looks without probabilities."""
    for view in view_assessments(episode.verdict, episode.order):
        yield LookView(view.title, (), view.text, view.reason, (), view.says, view.certainty)
