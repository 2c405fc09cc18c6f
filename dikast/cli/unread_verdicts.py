"""Verdicts that could not be read: how many, the form that was wanted, and an example of what came. On stderr."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

import typer

from dikast.cli.quote_lines import on_one_line
from dikast.experiments import RunFolder
from dikast.protocols import Protocol, VerifyMove, VoteMove, wanted_form
from dikast.records import Assessment, Episode, Labelling, Look, Outcome, OutcomeSum
from dikast.sanitize import sanitize, sanitize_json

MOST_CELLS_SHOWN = 3
# Characters of a reply that are shown: its beginning, and its end, where an answer should be.
HEAD, TAIL = 200, 100

_CellName = tuple[str, str]


@dataclass
class UnreadTally:
    """How many verdicts of a cell there are, and how many of them could not be read.

    `examples` has for each reason the first episode with it. A failed episode has no verdict.
    """

    n: int = 0
    n_unread: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        """Counts one more outcome."""
        if outcome.status == "failed":
            return
        self.n += 1
        if outcome.is_unread:
            self.n_unread += 1
            reason = outcome.error or ""
            self.reasons[reason] += 1
            self.examples.setdefault(reason, outcome.id)

    @property
    def are_most_unread(self) -> bool:
        """Whether more than half of the verdicts could not be read."""
        return 2 * self.n_unread > self.n

    @property
    def example(self) -> str:
        """The id of an episode whose verdict could not be read, for the most frequent reason."""
        reason, _ = self.reasons.most_common(1)[0]
        return self.examples[reason]


@dataclass(frozen=True)
class UnreadReply:
    """A reply that could not be read, and why."""

    text: str
    reason: str


class UnreadVerdicts:
    """How many verdicts of a run could not be read, by cell.

    Of a graded solution the labels count: it is unread if more than half of its steps have none.
    """

    def __init__(self) -> None:
        self.cells: dict[_CellName, UnreadTally] = {}

    @classmethod
    def of(cls, folder: RunFolder) -> Self:
        """Those of all episodes that a folder holds."""
        unread = cls()
        for outcome in folder.summed_outcomes():
            if isinstance(outcome, OutcomeSum):
                unread.add_sum(outcome)
            else:
                unread.add(outcome)
        return unread

    def add(self, outcome: Outcome) -> None:
        """Counts one more outcome."""
        self._cell(outcome.protocol, outcome.agents).add(outcome)

    def add_sum(self, total: OutcomeSum) -> None:
        """Counts the outcomes that it sums up: all could be read."""
        self._cell(total.protocol, total.agents).n += total.n

    def _cell(self, protocol: str, agents: str) -> UnreadTally:
        cell = self.cells.get((protocol, agents))
        if cell is None:
            cell = self.cells[protocol, agents] = UnreadTally()
        return cell

    @property
    def are_most(self) -> bool:
        """Whether more than half of all verdicts could not be read."""
        return 2 * sum(cell.n_unread for cell in self.cells.values()) > sum(cell.n for cell in self.cells.values())


def show_unread_verdicts(folder: RunFolder, verdicts: UnreadVerdicts) -> None:
    """Shows each cell of a run in which more than half of the verdicts could not be read."""
    unread = {name: cell for name, cell in verdicts.cells.items() if cell.are_most_unread}
    for name, cell in list(unread.items())[:MOST_CELLS_SHOWN]:
        _show_cell(folder, name, cell)
    n_hidden = len(unread) - MOST_CELLS_SHOWN
    if n_hidden > 0:
        _show(f"… and {n_hidden:,} more cells with few verdicts that could be read")


def show_unread_episode(episode: Episode) -> None:
    """Shows the form that was wanted of an episode's verdict, and what came instead."""
    for line in _lines(episode):
        _show(line)


def _show_cell(folder: RunFolder, name: _CellName, cell: UnreadTally) -> None:
    label = " · ".join(filter(None, name))
    _show(f"{on_one_line(label)}: {cell.n_unread:,} of {cell.n:,} verdicts could not be read")
    episode = folder.episode(cell.example)
    if not isinstance(episode, Episode):
        return
    show_unread_episode(episode)
    command = f"dikast transcript {shlex.quote(str(folder.path))} {shlex.quote(episode.id)}"
    _show(f"  the whole of it: {command}")


def _lines(episode: Episode) -> Iterator[str]:
    """The form that was wanted, what came, and why it could not be read."""
    protocol = Protocol.model_validate(episode.protocol)
    reply = next(_unread_replies(episode, protocol), None)
    if reply is None:
        # No reply was asked for, as where nobody spoke, or where the debate was held elsewhere.
        yield f"  why: {on_one_line(episode.verdict.reason or 'there was no verdict')}"
        return
    yield f"  wanted: {wanted_form(protocol, len(episode.order))}"
    yield f"  what came: {_as_string(reply.text)}"
    yield f"  why: {on_one_line(reply.reason)}"


def _unread_replies(episode: Episode, protocol: Protocol) -> Iterator[UnreadReply]:
    """The replies of a verdict that could not be read: labels of steps, answers of voters, or looks of judges."""
    if episode.verdict.grading is not None:
        yield from _unread_labels(episode.verdict.grading.labellings)
    elif isinstance(protocol.moves[-1], VoteMove | VerifyMove):
        yield from _unread_answers(episode)
    else:
        yield from _unread_looks(episode.verdict.judge_looks)
        yield from _unread_assessments(episode.verdict.assessments)


def _unread_labels(labellings: Iterable[Labelling]) -> Iterator[UnreadReply]:
    """The replies in which the label of a step could not be read."""
    for labelling in labellings:
        reasons = [label.reason for label in labelling.steps if label.label is None]
        if reasons:
            yield UnreadReply(labelling.text or labelling.thinking, labelling.reason or reasons[0] or "")


def _unread_assessments(assessments: Iterable[Assessment]) -> Iterator[UnreadReply]:
    """The scores, orders and comparisons of responses that could not be read."""
    for assessment in assessments:
        if assessment.status == "unparsed":
            yield UnreadReply(assessment.text or assessment.thinking, assessment.reason or "")


def _unread_answers(episode: Episode) -> Iterator[UnreadReply]:
    """The answers that could not be read, before they were counted."""
    for passage in episode.passages:
        for turn in passage.transcript.turns:
            if turn.kind == "answer" and turn.status == "unparsed":
                yield UnreadReply(turn.text or turn.thinking, "; ".join(turn.notes))


def _unread_looks(looks: Iterable[Look]) -> Iterator[UnreadReply]:
    """The looks that could not be read; those of a jury's members in place of the jury's own, which has no text."""
    for look in looks:
        if look.votes:
            yield from _unread_looks(look.votes.values())
        elif look.status == "unparsed":
            yield UnreadReply(look.text or look.thinking, look.reason or "")


def _as_string(text: str) -> str:
    """The text on one line, shortened in its middle, in quotation marks, its control characters escaped as in JSON."""
    if len(text) > HEAD + TAIL:
        n_left_out = len(text) - HEAD - TAIL
        text = f"{text[:HEAD]} … ({n_left_out:,} characters) … {text[-TAIL:]}"
    return sanitize_json(json.dumps(text, ensure_ascii=False))


def _show(line: str) -> None:
    typer.echo(sanitize(line), err=True)
