"""An episode as text to read: everything that was said in it, with private thinking marked as such."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from dikast.cli.assessment_text import (
    STRENGTH_WORDS,
    assessment_lines,
    candidate_lines,
    checklist_lines,
    claim_lines,
    credit_lines,
    requirement_lines,
    rule_lines,
)
from dikast.cli.attempt_text import attempt_lines
from dikast.cli.delegation_text import delegation_lines
from dikast.cli.grading_text import grading_lines
from dikast.cli.inner_lines import inner_lines
from dikast.cli.peer_text import peer_lines
from dikast.cli.quote_lines import on_one_line, quoted_lines
from dikast.protocols import labels_for, statements_of
from dikast.records import Check, CheckPick, Episode, Look, Origin, Passage, Question, SeatPrediction, Turn, Verdict
from dikast.sanitize import sanitize

_CHECKED_THINGS = {"quotes": "quote", "steps": "claim", "answers": "answer", "solution": "claim"}
"""What each checker checks, in the singular."""
_ORIGINS = {"imported": "imported from", "judged": "judged again from"}


def as_text(episode: Episode, *, with_inner: bool = False) -> str:
    """The whole episode. It holds nothing that a terminal would act on.

    What agents called inside their turns is a line for each call, or, `with_inner`, printed with all that was kept.
    """
    return sanitize("\n".join(_lines(episode, with_inner)))


def _lines(episode: Episode, with_inner: bool) -> Iterator[str]:
    """The heading, the question, what was said, the verdict, and what it all took."""
    question = episode.question
    yield on_one_line(f"{episode.id} · {episode.protocol_name} · seed {episode.seed}")
    if episode.origin is not None:
        yield _origin(episode.origin)
    agents = ", ".join(f"{seat}: {name}" for seat, name in episode.agents.items())
    yield on_one_line(f"agents: {agents}")
    yield ""
    yield from _question(episode)
    yield from _passage(episode, question, with_inner)
    if episode.rerun is not None:
        yield "\n=== run again, with the answers in the reverse order ==="
        yield from _passage(episode.rerun, question, with_inner)
    yield "\n--- verdict ---"
    yield from _verdict(episode, with_inner)
    usage = episode.usage
    repeats = ""
    if usage.repeats:
        repeats = f" and {usage.repeats} repeated"
    yield f"{usage.calls} calls{repeats}, {usage.input_tokens:,} input and {usage.output_tokens:,} output tokens"


def _origin(origin: Origin) -> str:
    """Where the transcript was taken from, if it was not made in this episode."""
    text = f"{_ORIGINS[origin.kind]} {origin.source}: {origin.episode}"
    if origin.after_round is not None:
        text += f", up to round {origin.after_round}"
    return on_one_line(text)


def _question(episode: Episode) -> Iterator[str]:
    """The question and its answers, under the labels that the judge saw them by."""
    question = episode.question
    yield from quoted_lines(question.text)
    for label, choice in zip(labels_for(episode.order), episode.order, strict=True):
        marks = []
        if choice == question.gold:
            marks.append("right")
        if choice == episode.argues:
            marks.append("argued")
        line = f"  {label}  {on_one_line(question.choices[choice])}"
        if marks:
            line += f"  ({', '.join(marks)})"
        yield line
    if question.source is not None:
        yield f"  (with a source of {len(question.source):,} characters)"


def _passage(passage: Passage, question: Question, with_inner: bool) -> Iterator[str]:
    """The choices of sides, then the turns and the judge's looks in the order in which they came."""
    for seat, look in passage.chosen.items():
        yield from _look(look, question, f"{seat} chooses", with_inner)
    # Turns don't record which answer they argue for: seats do.
    sides = {seat.name: seat.argues for seat in passage.transcript.seats}
    for event in passage.events():
        if isinstance(event, Look):
            yield from _look(event, question, "judge, so far", with_inner)
            continue
        if isinstance(event, SeatPrediction):
            yield from _look(event.look, question, f"{event.seat} predicts of {event.of}", with_inner)
            continue
        if isinstance(event, CheckPick):
            yield from _pick(event)
            continue
        checks = [check for check in passage.checks if check.about == event.key]
        side = sides[event.seat]
        yield from _turn(event, checks, side, question)
        yield from delegation_lines(event.delegated)
        yield from inner_lines(event.inner, in_full=with_inner)


def _turn(turn: Turn, checks: list[Check], side: int | None, question: Question) -> Iterator[str]:
    """One turn with the checks of its claims; `side` is the index of the answer that its speaker argues for."""
    answer = ""
    if side is not None:
        answer = f", for “{on_one_line(question.choices[side])}”"
    yield f"\n--- round {turn.round} · {on_one_line(turn.seat)}{answer} · {on_one_line(turn.heading)} ---"
    for line in turn.thinking.splitlines():
        yield f"  [private] {line}"
    if turn.text:
        yield from quoted_lines(turn.text)
    else:
        yield turn.why_no_text
    if turn.cut:
        yield "(cut off at its limit of tokens)" if turn.ending == "cut_off" else "(cut at the word limit)"
    if turn.picked is not None:
        yield f"(draft {turn.picked + 1} of {len(turn.candidates)} was taken)"
    for note in turn.notes:
        yield f"({on_one_line(note)})"
    for check in checks:
        shown = f", shown as {check.shown_status}" if check.shown_status != check.status else ""
        yield f"  {_CHECKED_THINGS[check.checker]} {check.status}{shown}: “{on_one_line(check.claim)}”"


def _pick(pick: CheckPick) -> Iterator[str]:
    """Which claims a seat has checked, with what it had left."""
    why = f" ({on_one_line(pick.reason)})" if pick.reason else ""
    picked = f"{len(pick.picked)} of {len(pick.claims)} claims picked, {pick.left} checks left"
    yield on_one_line(f"{pick.seat}: {picked}{why}")
    for i in pick.picked:
        yield f"  picked: “{on_one_line(pick.claims[i])}”"


def _look(look: Look, question: Question, who: str, with_inner: bool) -> Iterator[str]:
    """One query of a judge, or of a debater who chooses a side: its probabilities, and its reply."""
    shown = []
    order = look.order or tuple(range(len(question.choices)))
    for label, choice in zip(labels_for(order), order, strict=True):
        if look.probabilities:
            shown.append(f"{label}={look.probabilities[choice]:.3f}")
        else:
            shown.append(label)
    if look.logp_tie is not None:
        shown.append(f"tie={exp(look.logp_tie):.3f}")
    line = f"{on_one_line(who)}: {' '.join(shown)}"
    # The route is how the probabilities were read, such as from log-probabilities or from samples.
    if look.route:
        line += f" by {look.route}"
    if look.reason:
        line += f" ({on_one_line(look.reason)})"
    yield line
    yield from quoted_lines(look.text)
    yield from inner_lines(look.inner, in_full=with_inner)


def _verdict(episode: Episode, with_inner: bool) -> Iterator[str]:
    """The grading of a solution or the choice of an answer; first the one that it replaces, if it was in doubt."""
    doubted = episode.verdict.doubted
    if doubted is not None:
        yield from _parts(doubted, episode, with_inner)
        yield "(in doubt, so that another judge decided instead)\n"
    yield from _parts(episode.verdict, episode, with_inner)


def _parts(verdict: Verdict, episode: Episode, with_inner: bool) -> Iterator[str]:
    """A verdict, with the judge's looks that it was made from."""
    question = episode.question
    if verdict.grading is not None and question.solution is not None:
        yield from grading_lines(verdict.grading, question.solution.steps)
    for look in verdict.looks:
        yield from _look(look, question, f"judge{_order_words(look, episode)}", with_inner)
        for seat, vote in look.votes.items():
            yield from _look(vote, question, seat, with_inner)
        yield from peer_lines(look)
    yield from _acceptance(verdict, question, with_inner)
    for assessment in verdict.assessments:
        yield from assessment_lines(assessment)
        yield from inner_lines(assessment.inner, in_full=with_inner)
    yield from attempt_lines(verdict)
    yield from rule_lines(verdict)
    yield from claim_lines(verdict)
    yield from requirement_lines(verdict)
    yield from credit_lines(verdict)
    yield from checklist_lines(verdict)
    if verdict.scores or verdict.ranking:
        yield from candidate_lines(verdict, question)
    yield from _end(verdict, question)
    if verdict.failed:
        yield on_one_line(f"judges that could not be read: {', '.join(verdict.failed)}")


def _acceptance(verdict: Verdict, question: Question, with_inner: bool) -> Iterator[str]:
    """The judge's looks at an answer that was given in the episode, and what each of their labels says."""
    if verdict.acceptance is None:
        return
    statements = statements_of(verdict.acceptance)
    for look in verdict.acceptance.looks:
        named = ", ".join(
            f"{label}: {statements[i]}" for label, i in zip(labels_for(look.order), look.order, strict=True)
        )
        yield from _look(look, question, f"judge ({named})", with_inner)
        for seat, vote in look.votes.items():
            yield from _look(vote, question, seat, with_inner)


def _end(verdict: Verdict, question: Question) -> Iterator[str]:
    """What is decided in the end; nothing for a grading, whose labels say it."""
    if verdict.majority is not None:
        yield on_one_line(f"decided: {verdict.majority.in_words(len(verdict.attempts))}")
    elif verdict.acceptance is not None and verdict.status == "decided":
        yield on_one_line(f"decided: {verdict.acceptance.in_words(verdict.attempts[0].status)}")
    elif verdict.grading is None:
        yield _decision(verdict, question)


def _order_words(look: Look, episode: Episode) -> str:
    """In which order the judge was shown the answers, where it is not the episode's own."""
    # Of some imported verdicts the order is not known.
    if not look.order or look.order == episode.order:
        return ""
    if look.order == episode.order[::-1]:
        return ", with the answers in the reverse order"
    numbers = ", ".join(str(choice + 1) for choice in look.order)
    return f", with the answers in the order {numbers}"


def _decision(verdict: Verdict, question: Question) -> str:
    """The answer that was chosen, its probability, and whether it is the right one."""
    if verdict.status == "unparsed":
        return on_one_line(f"unparsed: {verdict.reason}")
    if verdict.choice is None and len(question.choices) == 1:
        return "decided: the response is scored by itself"
    if verdict.choice is None:
        return _undecided(verdict, question)
    p = "?"
    if verdict.probabilities:
        p = f"{verdict.probabilities[verdict.choice]:.3f}"
    text = f"decided: “{on_one_line(question.choices[verdict.choice])}” with probability {p}"
    if verdict.strength:
        text += f", {STRENGTH_WORDS[verdict.strength]}"
    if question.gold is None:
        return text
    if verdict.choice == question.gold:
        return f"{text}, right"
    return f"{text}, wrong"


def _undecided(verdict: Verdict, question: Question) -> str:
    """Why no answer is ahead of the others."""
    if verdict.tie:
        people = ", as people do" if question.gold_tie else ""
        return f"decided: a tie, none is better{people}"
    if verdict.is_contradictory:
        return "decided: no answer is ahead: the judge named another one in each order"
    return "decided: no answer is ahead of the others"
