"""Turn and Transcript: what was said, by whom, and what each seat may see of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, Field

from dikast.records.record import Record
from dikast.records.usage import Usage

SeatKind = Literal["debater", "consultant", "judge", "solver", "critic"]
Sight = Literal[
    "question", "choices", "source", "solution", "reference", "reference_solution", "corrupted_reference",
    "transcript", "checks",
]  # fmt: skip
TurnKind = Literal["speech", "question", "answer", "solution", "premises", "labels", "accusation"]
Stance = Literal["sound", "flawed"]
# A judge's own work on the way to its verdict: nobody else's business.
OWN_WORK: frozenset[TurnKind] = frozenset({"solution", "premises", "labels"})


class Quote(Record):
    """A passage the speaker marked as quoted: its text, and where it stands in the turn's text, `[start, end)`."""

    text: str
    start: int
    end: int


class Seat(Record):
    """One seat of an episode: who sits there is an agent's affair, what it sees and argues is the protocol's.

    `argues` is the index of the choice it argues for, None for a seat that argues for none; `stands` is what a critic
    holds of a solution. `hears` names the seats whose turns it is shown, None for all.
    """

    name: str
    role: str
    kind: SeatKind
    sees: tuple[Sight, ...] = ()
    argues: int | None = None
    stands: Stance | None = None
    hears: tuple[str, ...] | None = None


class Turn(Record):
    """One utterance.

    `text` is public, `thinking` private: no request ever carries it. Turns of the same `tick` were made without
    sight of one another; a turn may rest on all turns of earlier ticks. `move` is the place in the protocol's moves
    that called for it. `cut` says that the text ran over the word limit and was cut. `choice` is the answer given,
    for an answer; `status` is `unparsed` where no utterance could be read from the reply. `candidates` are the
    drafts of best-of-N, or several solutions, `picked` the one taken, `notes` what else happened on the way. `agreed`
    is how many of several solutions end in the same answer as the one taken. `about_steps` are the 0-based steps of a
    solution that a question is about or an accusation names.
    """

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
    usage: Usage = Usage()

    @property
    def key(self) -> str:
        """`TICK/SEAT`: unique in a transcript; how a Check says what it is about."""
        return f"{self.tick}/{self.seat}"

    @property
    def block(self) -> str:
        """The move of the protocol that it stands in: a block of rounds, or a move outside of them."""
        return self.move.partition(".")[0]

    @property
    def makes_round(self) -> bool:
        """Whether it is one of those that rounds are made of."""
        return self.kind in ("speech", "answer")


class Transcript(Record):
    """The ordered turns, and who may see what of them."""

    turns: tuple[Turn, ...] = ()
    seats: tuple[Seat, ...] = ()

    def seat(self, name: str) -> Seat:
        """The seat of that name; KeyError names the seats there are."""
        for seat in self.seats:
            if seat.name == name:
                return seat
        raise KeyError(f"no seat {name!r}; seats: {', '.join(s.name for s in self.seats)}")

    def seen_by(self, seat: str, before_tick: int | None = None) -> Transcript:
        """What the seat may see, of all turns or of those before a tick; str() of it is a reading text.

        This is the one place where sight is decided: nobody's thinking and nobody's drafts, no turns at all for a
        seat that does not see the transcript, only the turns of those it hears, and its own; and a judge's own work
        (its solution, its premises, its labels so far) for nobody else.
        """
        viewer = self.seat(seat)
        turns = (t for t in self.turns if before_tick is None or t.tick < before_tick)
        shown = tuple(
            _public(t) for t in turns if t.seat == seat or (_hears(viewer, t.seat) and t.kind not in OWN_WORK)
        )
        return Transcript(turns=shown, seats=self.seats)

    def __str__(self) -> str:
        return "\n\n".join(f"[round {t.round}] {t.seat}:\n{t.text}" for t in self.turns)


def _hears(seat: Seat, speaker: str) -> bool:
    return "transcript" in seat.sees and (seat.hears is None or speaker in seat.hears)


def _public(turn: Turn) -> Turn:
    if not (turn.thinking or turn.candidates or turn.notes):
        return turn
    return turn.model_copy(update={"thinking": "", "candidates": (), "notes": ()})
