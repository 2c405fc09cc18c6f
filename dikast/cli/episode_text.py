"""An episode as a text to read: all that was said, what was private marked as such."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.grading_table import lines
from dikast.cli.quote_lines import in_line, said
from dikast.protocols import labels_for
from dikast.records import Check, Episode, Look, Origin, Passage, Question, Turn
from dikast.sanitize import sanitize

_CHECKED = {"quotes": "quote", "steps": "claim", "answers": "answer", "solution": "claim"}


def as_text(episode: Episode) -> str:
    """The whole episode, with nothing in it that a terminal would act on."""
    return sanitize("\n".join(_lines(episode)))


def _lines(episode: Episode) -> Iterator[str]:
    question = episode.question
    yield in_line(f"{episode.id} · {episode.protocol_name} · seed {episode.seed}")
    if episode.origin is not None:
        yield _origin(episode.origin)
    yield in_line("agents: " + ", ".join(f"{seat}: {name}" for seat, name in episode.agents.items()))
    yield ""
    yield from said(question.text)
    for label, choice in zip(labels_for(episode.order), episode.order, strict=True):
        marks = [*(["right"] if choice == question.gold else []), *(["argued"] if choice == episode.argues else [])]
        yield f"  {label}  {in_line(question.choices[choice])}" + (f"  ({', '.join(marks)})" if marks else "")
    if question.source is not None:
        yield f"  (with a source of {len(question.source):,} characters)"
    yield from _passage(episode, question)
    if episode.rerun is not None:
        yield "\n=== run again, with the answers in the reverse order ==="
        yield from _passage(episode.rerun, question)
    yield "\n--- verdict ---"
    grading, solution = episode.verdict.grading, question.solution
    if grading is not None and solution is not None:
        yield from lines(grading, solution.steps)
    for look in episode.verdict.looks:
        told = "" if look.order == episode.order else ", with the answers in the reverse order"
        yield from _look(look, question, f"judge{told}")
    if grading is None:
        yield _verdict(episode)
    usage = episode.usage
    repeats = f" and {usage.repeats} repeated" if usage.repeats else ""
    yield f"{usage.calls} calls{repeats}, {usage.input_tokens:,} input and {usage.output_tokens:,} output tokens"


def _origin(origin: Origin) -> str:
    """Where the transcript was taken from."""
    up_to = "" if origin.after_round is None else f", up to round {origin.after_round}"
    told = {"imported": "imported from", "judged": "judged again from"}[origin.kind]
    return in_line(f"{told} {origin.source}: {origin.episode}{up_to}")


def _passage(passage: Passage, question: Question) -> Iterator[str]:
    for role, look in passage.chosen.items():
        yield from _look(look, question, f"{role} chooses")
    sides = {seat.name: seat.argues for seat in passage.transcript.seats}
    for event in passage.events():
        if isinstance(event, Look):
            yield from _look(event, question, "judge, so far")
        else:
            checks = [check for check in passage.checks if check.about == event.key]
            yield from _turn(event, checks, sides[event.seat], question)


def _turn(turn: Turn, checks: list[Check], side: int | None, question: Question) -> Iterator[str]:
    about = f", for “{in_line(question.choices[side])}”" if side is not None else ""
    yield f"\n--- round {turn.round} · {in_line(turn.seat)}{about} · {turn.kind} ---"
    if turn.thinking:
        yield from (f"  [private] {line}" for line in turn.thinking.splitlines())
    yield from said(turn.text) if turn.text else ["(nothing that could be read)"]
    if turn.cut:
        yield "(cut at the word limit)"
    if turn.picked is not None:
        yield f"(draft {turn.picked + 1} of {len(turn.candidates)} was taken)"
    yield from (f"({in_line(note)})" for note in turn.notes)
    yield from (f"  {_CHECKED[check.checker]} {check.status}: “{in_line(check.claim)}”" for check in checks)


def _look(look: Look, question: Question, who: str) -> Iterator[str]:
    shown = " ".join(
        f"{label}={look.probabilities[choice]:.3f}" if look.probabilities else label
        for label, choice in zip(labels_for(look.order), look.order, strict=True)
    )
    route = f" by {look.route}" if look.route else ""
    yield f"{in_line(who)}: {shown}{route}{f' ({in_line(look.reason)})' if look.reason else ''}"
    yield from said(look.text)


def _verdict(episode: Episode) -> str:
    verdict, question = episode.verdict, episode.question
    if verdict.status == "unparsed":
        return in_line(f"unparsed: {verdict.reason}")
    if verdict.choice is None:
        return "decided: no answer is ahead of the others"
    right = "" if question.gold is None else ", right" if verdict.choice == question.gold else ", wrong"
    p = f"{verdict.probabilities[verdict.choice]:.3f}" if verdict.probabilities else "?"
    return f"decided: “{in_line(question.choices[verdict.choice])}” with probability {p}{right}"
