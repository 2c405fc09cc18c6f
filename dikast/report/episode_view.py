"""Story: an episode laid out to be read on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dikast.protocols import label_of, labels_for
from dikast.records import Check, CheckStatus, Episode, Look, Passage, Question, Turn
from dikast.report.notable_episodes import NotableEpisode

LONGEST_TEXT = 6_000

Fate = Literal["right", "wrong", "tie", "open", "unparsed"]


@dataclass(frozen=True)
class AnswerView:
    """One choice, as it was shown: its label, its text, whether it is right, and what the judge gave it in the end."""

    label: str
    text: str
    is_right: bool
    is_chosen: bool
    p: float | None


@dataclass(frozen=True)
class SpeechPiece:
    """A piece of a speech: plain, or a quote and what became of it."""

    text: str
    status: CheckStatus | Literal["unchecked"] | None = None


@dataclass(frozen=True)
class TurnView:
    """One turn: who spoke for which answer, the pieces of what was said, and what else was checked of it."""

    who: str
    kind: str
    round: int
    side: str | None
    is_for_right: bool | None
    pieces: tuple[SpeechPiece, ...]
    thinking: str
    claims: tuple[Check, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class LookView:
    """One look of the judge: when, and its probability of each answer by label."""

    when: str
    shares: tuple[tuple[str, float], ...]
    text: str
    reason: str | None


@dataclass(frozen=True)
class PassageView:
    """One passage: its turns, each followed by what the judge then believed."""

    title: str
    events: tuple[TurnView | LookView, ...]


@dataclass(frozen=True)
class EpisodeView:
    """An episode to be read."""

    surprise: NotableEpisode
    question: str
    fate: Fate
    verdict: str
    p: float | None
    agents: tuple[tuple[str, str], ...]
    answers: tuple[AnswerView, ...]
    parts: tuple[PassageView, ...]
    looks: tuple[LookView, ...]
    n_turns: int


def view_episode(episode: Episode, surprise: NotableEpisode) -> EpisodeView:
    """The episode as a story."""
    question, verdict = episode.question, episode.verdict
    ps = verdict.probabilities
    passages = [
        ("", episode),
        *(
            [("Again, with the answers in the reverse order: A and B exchanged", episode.rerun)]
            if episode.rerun
            else []
        ),
    ]
    return EpisodeView(
        surprise=surprise,
        question=_short(question.text),
        fate=_fate(episode),
        verdict=_verdict(episode),
        p=ps[verdict.choice] if ps and verdict.choice is not None else None,
        agents=tuple(episode.agents.items()),
        answers=tuple(_answers(episode)),
        parts=tuple(PassageView(title, tuple(_events(passage, question))) for title, passage in passages),
        looks=tuple(
            _seen(look, "verdict" if look.order == episode.order else "verdict with A and B exchanged")
            for look in verdict.looks
        ),
        n_turns=len(episode.transcript.turns),
    )


def _fate(episode: Episode) -> Fate:
    verdict, gold = episode.verdict, episode.question.gold
    if verdict.status == "unparsed":
        return "unparsed"
    if verdict.choice is None:
        return "tie"
    return "open" if gold is None else "right" if verdict.choice == gold else "wrong"


def _verdict(episode: Episode) -> str:
    verdict = episode.verdict
    if verdict.status == "unparsed":
        return f"no verdict could be read: {verdict.reason}"
    if verdict.choice is None:
        return "no answer is ahead of the others"
    return _short(episode.question.choices[verdict.choice])


def _answers(episode: Episode) -> Iterator[AnswerView]:
    question, verdict = episode.question, episode.verdict
    for label, choice in zip(labels_for(episode.order), episode.order, strict=True):
        p = verdict.probabilities[choice] if verdict.probabilities else None
        yield AnswerView(label, _short(question.choices[choice]), choice == question.gold, choice == verdict.choice, p)


def _events(passage: Passage, question: Question) -> Iterator[TurnView | LookView]:
    """Turns in their order, the judge's looks after the last turn of their round."""
    is_begun = False
    sides = {seat.name: seat.argues for seat in passage.transcript.seats}
    for event in passage.events():
        if isinstance(event, Look):
            start = "before the first speeches" if is_begun else "before anything was said"
            yield _seen(event, f"after round {event.round}" if event.round else start)
        else:
            is_begun = True
            checks = [check for check in passage.checks if check.about == event.key]
            yield _said(event, checks, sides.get(event.seat), passage, question)


def _said(turn: Turn, checks: Sequence[Check], side: int | None, passage: Passage, question: Question) -> TurnView:
    notes = [*turn.notes, *(["cut at the word limit"] if turn.cut else [])]
    if turn.picked is not None:
        notes.append(f"draft {turn.picked + 1} of {len(turn.candidates)} was taken")
    return TurnView(
        who=turn.seat,
        kind=turn.kind,
        round=turn.round,
        side=None if side is None else label_of(side, passage.order),
        is_for_right=None if side is None or question.gold is None else side == question.gold,
        pieces=tuple(_pieces(turn, checks)),
        thinking=_short(turn.thinking),
        claims=tuple(check for check in checks if check.checker != "quotes" and check.status != "unknown"),
        notes=tuple(notes),
    )


def _pieces(turn: Turn, checks: Sequence[Check]) -> Iterator[SpeechPiece]:
    """The text, with its quotes cut out of it and marked with what was found of each."""
    if not turn.text:
        yield SpeechPiece("(nothing that could be read)")
    found = {check.claim: check.status for check in checks if check.checker == "quotes"}
    text, at = turn.text[:LONGEST_TEXT], 0
    for quote in sorted(turn.quotes, key=lambda quote: quote.start):
        if at <= quote.start < quote.end <= len(text):
            yield SpeechPiece(text[at : quote.start])
            yield SpeechPiece(text[quote.start : quote.end], found.get(quote.text, "unchecked"))
            at = quote.end
    yield SpeechPiece(_short(turn.text)[at:])


def _seen(look: Look, when: str) -> LookView:
    labels = zip(labels_for(look.order), look.order, strict=True)
    shares = tuple((label, look.probabilities[choice]) for label, choice in labels) if look.probabilities else ()
    return LookView(when, shares, _short(look.text), look.reason)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}… ({len(text):,} characters in all)"
