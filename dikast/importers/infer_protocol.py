"""The protocol that a recording followed, read off its turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dikast.importers.recording import JUDGE, Recording, Utterance
from dikast.protocols import Protocol

_SPEAKER_SEES = ("question", "choices", "source", "transcript")
_JUDGE_SEES = ("question", "choices", "transcript", "checks")


@dataclass(frozen=True)
class InferredProtocol:
    """A protocol, and for each round the place of its moves in it."""

    protocol: Protocol
    blocks: dict[int, int]

    def place(self, utterance: Utterance) -> str:
        """The place of the move that called for this."""
        if utterance.round not in self.blocks:
            return "0"
        return f"{self.blocks[utterance.round]}.{2 if utterance.speaker == JUDGE else 0}"


def infer_protocol(recording: Recording) -> InferredProtocol:
    """Speeches at once or in sequence, with the judge's questions between them, as many rounds as there were.

    Every round is speeches, then quotes checked, then what the judge asked; what the judge said before the first
    round stands before them.
    """
    speeches = [u for u in recording.utterances if u.speaker != JUDGE]
    asked = {u.round for u in recording.utterances if u.speaker == JUDGE}
    moves: list[dict[str, object]] = [{"ask": JUDGE}] if 0 in asked else []
    blocks: dict[int, int] = {}
    by_round = [(n, list(said)) for n, said in groupby(speeches, key=lambda u: u.round)]
    runs = [(names, list(rounds)) for names, rounds in groupby(by_round, key=lambda one: _speaking(one[1]))]
    for (together, names), rounds in runs:
        numbers = [n for n, _ in rounds]
        blocks |= dict.fromkeys(numbers, len(moves))
        speak = {"speak": names, "order": "simultaneous" if together else "sequential"}
        ask = {"ask": JUDGE, "except_last": rounds is runs[-1][1] and numbers[-1] not in asked}
        moves.append({"rounds": len(numbers), "each": [speak, {"check": "quotes"}, ask]})
    moves.append({"decide": JUDGE, "route": "probabilities"})
    described = {
        "name": recording.protocol,
        "description": "As it was recorded.",
        "roles": _roles(recording),
        "moves": moves,
    }
    return InferredProtocol(Protocol.model_validate(described), blocks)


def _speaking(said: Sequence[Utterance]) -> tuple[bool, tuple[str, ...]]:
    return all(u.together for u in said), tuple(dict.fromkeys(u.speaker for u in said))


def _roles(recording: Recording) -> dict[str, object]:
    spoke = {u.speaker for u in recording.utterances}
    speakers = [speaker for speaker in recording.speakers if speaker.name in spoke]
    alone = len(speakers) == 1
    roles: dict[str, object] = {
        speaker.name: {
            "kind": "consultant" if alone else "debater",
            "argues": "assigned" if alone else recording.order.index(speaker.argues),
            "sees": _SPEAKER_SEES,
        }
        for speaker in speakers
    }
    return {**roles, JUDGE: {"kind": "judge", "sees": _JUDGE_SEES}}
