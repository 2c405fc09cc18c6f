"""The protocol that a recorded debate followed, inferred from its utterances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from dikast.importers.recording import JUDGE, Recording, Utterance
from dikast.protocols import Protocol

_SPEAKER_SEES = ("question", "choices", "source", "transcript")
_JUDGE_SEES = ("question", "choices", "transcript", "checks")
# The positions of two moves in each round: speeches, a check of their quotes, the judge's question.
_SPEAK, _ASK = 0, 2


@dataclass(frozen=True)
class InferredProtocol:
    """A protocol, and which of its moves each round of the recording belongs to.

    `blocks` maps the number of a round to the index of its block of rounds among the moves.
    """

    protocol: Protocol
    blocks: dict[int, int]

    def move_id(self, utterance: Utterance) -> str:
        """The id of the move that asked for the utterance."""
        if utterance.round not in self.blocks:
            # Only what the judge asks before the first round is outside of rounds: it is the first move.
            return "0"
        inner = _ASK if utterance.speaker == JUDGE else _SPEAK
        return f"{self.blocks[utterance.round]}.{inner}"


@dataclass
class _Block:
    """Consecutive rounds in which the same speakers spoke in the same way."""

    speakers: tuple[str, ...]
    is_simultaneous: bool
    rounds: list[int]


def infer_protocol(recording: Recording) -> InferredProtocol:
    """A protocol with as many rounds as there were, each of speeches, a check of their quotes and a judge's question.

    What the judge asked before the first round comes before all rounds.
    """
    speeches: list[Utterance] = []
    asked_rounds: set[int] = set()
    for utterance in recording.utterances:
        if utterance.speaker == JUDGE:
            asked_rounds.add(utterance.round)
        else:
            speeches.append(utterance)

    moves: list[dict[str, object]] = []
    if 0 in asked_rounds:
        moves.append({"ask": JUDGE})

    blocks = _blocks(speeches)
    block_of_round: dict[int, int] = {}
    for block in blocks:
        block_of_round |= dict.fromkeys(block.rounds, len(moves))
        # After the last speeches a judge usually gives its verdict instead of asking.
        ends_without_question = block is blocks[-1] and block.rounds[-1] not in asked_rounds
        moves.append(_rounds_move(block, ends_without_question))
    # A recorded judge stated its probabilities: it had no token log-probabilities.
    moves.append({"decide": JUDGE, "route": "probabilities"})

    data = {
        "name": recording.protocol,
        "description": "As it was recorded.",
        "roles": _roles(recording),
        "moves": moves,
    }
    return InferredProtocol(Protocol.model_validate(data), block_of_round)


def _blocks(speeches: Iterable[Utterance]) -> list[_Block]:
    """The rounds of these speeches, in as few blocks as possible."""
    blocks: list[_Block] = []
    previous_shape: tuple[tuple[str, ...], bool] | None = None
    for number, group in groupby(speeches, key=lambda speech: speech.round):
        round_speeches = list(group)
        # In the order they spoke: a set would lose it.
        speakers = tuple(dict.fromkeys(speech.speaker for speech in round_speeches))
        # One speaker who saw another's speech makes the round sequential.
        is_simultaneous = all(speech.together for speech in round_speeches)
        shape = (speakers, is_simultaneous)
        if shape != previous_shape:
            blocks.append(_Block(speakers, is_simultaneous, []))
        blocks[-1].rounds.append(number)
        previous_shape = shape
    return blocks


def _rounds_move(block: _Block, ends_without_question: bool) -> dict[str, object]:
    """The move of a protocol that repeats the rounds of the block."""
    speak = {
        "speak": block.speakers,
        "order": "simultaneous" if block.is_simultaneous else "sequential",
    }
    ask = {
        "ask": JUDGE,
        "except_last": ends_without_question,
    }
    return {
        "rounds": len(block.rounds),
        "each": [speak, {"check": "quotes"}, ask],
    }


def _roles(recording: Recording) -> dict[str, object]:
    """The roles of those who spoke, and of the judge. One speaker alone is a consultant, and its side was assigned."""
    names = {utterance.speaker for utterance in recording.utterances}
    # A debate can break off before one of its speakers spoke, and a role without a move is an error in a protocol.
    speakers = [speaker for speaker in recording.speakers if speaker.name in names]
    is_consultancy = len(speakers) == 1
    roles: dict[str, object] = {}
    for speaker in speakers:
        role: dict[str, object] = {
            "kind": "consultant",
            "argues": "assigned",
            "sees": _SPEAKER_SEES,
        }
        if not is_consultancy:
            # A debater argues for a position in the order that was shown, whatever choice was there.
            role |= {"kind": "debater", "argues": recording.order.index(speaker.argues)}
        roles[speaker.name] = role
    roles[JUDGE] = {"kind": "judge", "sees": _JUDGE_SEES}
    return roles
