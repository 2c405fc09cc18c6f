"""Turn and Transcript: what was said, in which seat, and what each seat may see of it."""

from __future__ import annotations

import operator
from typing import Annotated, Literal

from pydantic import AliasChoices, Field

from dikast.records.delegated_answer import DelegatedAnswer
from dikast.records.ending import Ending, is_none
from dikast.records.fault import Fault
from dikast.records.html_text import escaped, folded, paragraph
from dikast.records.inner_call import InnerCall
from dikast.records.record import Record
from dikast.records.usage import Usage

SeatKind = Literal[
    "debater", "consultant", "judge", "solver", "critic", "reader",
    "predictor", "adversary", "helper",
]  # fmt: skip
Sight = Literal[
    "question", "choices", "source", "solution", "reference", "reference_solution", "corrupted_reference",
    "transcript", "checks", "caption", "persona", "inner", "predictions",
]  # fmt: skip
TurnKind = Literal[
    "speech", "question", "answer", "solution", "premises", "labels", "accusation", "reading",
    "split", "estimate", "pick",
    "concession", "examination", "delegation", "critique",
]  # fmt: skip
Stance = Literal["sound", "flawed"]
ClaimDirection = Literal["too low", "too high"]
Aim = Literal["helpful", "sneaky"]
# A judge's own work on the way to its verdict. Other seats must not see it, or they could argue to please the judge.
# A reader's work is for the machine alone, which decides what of it counts.
PRIVATE_KINDS: frozenset[TurnKind] = frozenset({"solution", "premises", "labels", "reading"})


class Quote(Record):
    """A passage that the speaker marked as quoted.

    - `text`: the quoted words.
    - `start`, `end`: their position in the text of the turn: characters `[start, end)`.
    """

    text: str
    start: int
    end: int


class Seat(Record):
    """One seat of an episode. The agent in it is named by `Episode.agents`; the protocol says what it sees and argues.

    - `name`: unique in the episode.
    - `role`: the part in the protocol that it plays; several seats can have the same role.
    - `kind`: what such a role does.
    - `sees`: what it is shown.
    - `argues`: the index of the choice it argues for; None if it argues for none.
    - `stands`: what a critic claims about a solution.
    - `hears`: the seats whose turns it is shown; None for all of them.
    - `sees_images`: whether it is shown the images of a question that it sees.
    - `aim`: whether a prover is to be right, or wrong and convincing.
    """

    name: str
    role: str
    kind: SeatKind
    sees: tuple[Sight, ...] = ()
    argues: int | None = None
    stands: Stance | None = None
    hears: tuple[str, ...] | None = None
    sees_images: bool = Field(default=True, exclude_if=bool)
    aim: Aim | None = Field(default=None, exclude_if=is_none)

    def may_see(self, turn: Turn) -> bool:
        """Whether the seat is shown the turn: always its own, and those it hears if it sees the transcript."""
        if turn.seat == self.name:
            return True
        if turn.kind in PRIVATE_KINDS or "transcript" not in self.sees:
            return False
        # None is all seats; an empty tuple would be none of them.
        return self.hears is None or turn.seat in self.hears


class Turn(Record):
    """One utterance.

    - `tick`: when it was made. Turns of the same tick were made without sight of one another; a turn may rest on all
      turns of earlier ticks.
    - `round`: the round of the protocol, counted from 1; 0 is before the first.
    - `seat`: the seat that spoke.
    - `kind`: a speech, a judge's question, an answer, and so on.
    - `move`: the id of the move of the protocol that asked for it, such as `0.2`.
    - `text`: the public text.
    - `thinking`: private text, which no request ever contains.
    - `quotes`: the passages marked as quoted.
    - `argues`: the index of the choice that it argues for.
    - `choice`: the choice that an answer gives.
    - `answer`: the final answer that it states to a question without choices; of a choice that a judge accepts or
      rejects, its text.
    - `status`: `unparsed` if no utterance could be read from the reply.
    - `cut`: the text exceeded the word limit and was cut, or the reply ended at its limit of tokens (see `ending`).
    - `candidates`: the drafts of best-of-N, or several solutions of the same problem.
    - `picked`: the index of the candidate that was taken.
    - `agreed`: how many of several solutions end in the same answer as the one taken, that one included.
    - `about_steps`: the steps of a solution, counted from 0, that a question asks about or an accusation names.
    - `notes`: what else happened while the turn was made, such as a reply that could not be read.
    - `model`: the model that answered, as its backend names it.
    - `usage`: what the calls of this turn cost.
    - `ending`: why the reply has no text, or not all of it, where the backend or the text says so.
    - `inner`: what the seat's agent called on the way: tools, models, other agents. Only seats that see `inner` are
      shown it.
    - `claims`: the subclaims that a claim is split into.
    - `estimates`: how probable each of these is if all before it hold.
    - `claim`: the index of the subclaim that is picked; None where nothing is doubted.
    - `direction`: what the picker says of its estimate: `too low` or `too high`.
    - `concedes`: whether a debater gives up its answer, where it was asked.
    - `examines`: of a question in cross-examination, the key of the speech that the copy it is put to had just made.
    - `faults`: what a critic finds wrong with certain words of an answer.
    - `copy_at`: of the reply to it, the same: an earlier copy of the seat made this turn, and had seen nothing later.
    - `delegated`: the questions of a judge that this turn answers, with what copies of the helper asked further.
    """

    # Records of schema 1 call these two fields `step` and `role`. Those words now mean only a step of a worked
    # solution and a part in a protocol, but old runs must still open.
    tick: Annotated[int, Field(validation_alias=AliasChoices("tick", "step"))]
    round: int
    seat: Annotated[str, Field(validation_alias=AliasChoices("seat", "role"))]
    kind: TurnKind
    move: str
    text: str
    thinking: str = ""
    quotes: tuple[Quote, ...] = ()
    argues: int | None = None
    choice: int | None = None
    status: Literal["said", "unparsed"] = "said"
    cut: bool = False
    candidates: tuple[str, ...] = ()
    picked: int | None = None
    agreed: int | None = None
    about_steps: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    model: str = ""
    usage: Usage = Field(default_factory=Usage)
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    answer: str | None = Field(default=None, exclude_if=is_none)
    inner: tuple[InnerCall, ...] = Field(default=(), exclude_if=operator.not_)
    claims: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)
    estimates: tuple[float, ...] = Field(default=(), exclude_if=operator.not_)
    claim: int | None = Field(default=None, exclude_if=is_none)
    direction: ClaimDirection | None = Field(default=None, exclude_if=is_none)
    concedes: bool | None = Field(default=None, exclude_if=is_none)
    examines: str | None = Field(default=None, exclude_if=is_none)
    copy_at: str | None = Field(default=None, exclude_if=is_none)
    delegated: tuple[DelegatedAnswer, ...] = Field(default=(), exclude_if=operator.not_)
    faults: tuple[Fault, ...] = Field(default=(), exclude_if=operator.not_)

    @property
    def key(self) -> str:
        """`TICK/SEAT`, unique in a transcript. A Check names the turn it is about by this key."""
        return f"{self.tick}/{self.seat}"

    @property
    def why_no_text(self) -> str:
        """What is shown in place of a text that is empty."""
        return "(nothing that could be read)" if self.concedes is None else "(without a reason)"

    def as_html(self) -> str:
        """Who spoke when, and what, as a piece of HTML; private thinking is folded."""
        thought = folded("private thinking", [paragraph(self.thinking)]) if self.thinking else ""
        head = f"<div><strong>{escaped(self.seat)}</strong> · {escaped(self.heading)} · round {self.round}</div>"
        return f"{head}{paragraph(self.text or self.why_no_text)}{thought}"

    @property
    def heading(self) -> str:
        """What the turn is called for a reader: its kind, or what that leaves open."""
        if self.concedes is not None:
            return "gives up its answer" if self.concedes else "keeps to its answer"
        if self.copy_at is not None:
            return "reply of an earlier copy"
        if self.examines is not None:
            return f"question to an earlier copy of {self.examines.partition('/')[2]}"
        return self.kind

    @property
    def block(self) -> str:
        """The id of the outermost move it belongs to: a block of rounds, or a move outside of rounds."""
        return self.move.partition(".")[0]

    @property
    def makes_round(self) -> bool:
        """Whether rounds are counted by turns of this kind: questions and a judge's own work make no round."""
        return self.kind in ("speech", "answer", "split")

    def public(self, *, with_inner: bool = False) -> Turn:
        """The turn without its private parts: thinking, drafts, notes, delegation and, unless asked for, its calls."""
        inner = self.inner if with_inner else ()
        private_parts = (self.thinking, self.candidates, self.notes, self.delegated, len(self.inner) - len(inner))
        # Most turns have none of them, and this test costs less than a copy.
        if not any(private_parts):
            return self
        return self.model_copy(update={"thinking": "", "candidates": (), "notes": (), "inner": inner, "delegated": ()})


class Transcript(Record):
    """The turns of an episode in order, and its seats.

    - `turns`: ordered by tick.
    - `seats`: every seat at the table, also those that never spoke.
    """

    turns: tuple[Turn, ...] = ()
    seats: tuple[Seat, ...] = ()

    def seat(self, name: str) -> Seat:
        """The seat of that name. Raises KeyError, which lists the existing seats, if there is none."""
        by_name = {seat.name: seat for seat in self.seats}
        if name in by_name:
            return by_name[name]
        names = ", ".join(by_name)
        raise KeyError(f"no seat {name!r}; seats: {names}")

    def seen_by(self, seat: str, before_tick: int | None = None) -> Transcript:
        """The part of the transcript that a seat may see, of all turns or only of those before a tick.

        This is the one place that decides which turns a seat may see. A seat never sees thinking or drafts, and the
        calls that agents made on the way only if it sees `inner`. It sees its own turns. If it sees the transcript, it
        also sees the turns of the seats it hears, except the work that a judge does for itself: its solution, its
        premises, its labels so far. `str()` of the result is a text to read.
        """
        viewer = self.seat(seat)
        visible: list[Turn] = []
        for turn in self.turns:
            # Turns of the same tick are too late as well: they were made at the same time.
            is_too_late = before_tick is not None and turn.tick >= before_tick
            if not is_too_late and viewer.may_see(turn):
                visible.append(turn.public(with_inner="inner" in viewer.sees))
        return Transcript(turns=tuple(visible), seats=self.seats)

    def __str__(self) -> str:
        """The turns as a text to read: the round and the seat in one line, the words below it."""
        paragraphs = [f"[round {turn.round}] {turn.seat}:\n{turn.text}" for turn in self.turns]
        return "\n\n".join(paragraphs)
