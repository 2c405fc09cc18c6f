"""Transcripts of other systems, in JSONL: one debate a line.

{"id", "question", "choices": […], "answer"?: index, letter or text, "source"?, "metadata"?,
 "protocol"?: what tables call it, "team"?: likewise for who debated,
 "speakers": {NAME: {"argues": index, letter or text, "agent"?}},
 "turns": [{"round": from 1, "speaker": NAME or "judge", "text", "together"?: true or false}],
 "judge"?: its agent, "beliefs"?: [{"round", "probabilities": […], "text"?}],
 "verdict": {"probabilities": […]} or {"choice": index, letter or text}, with "text"?,
 "second_judges"?: {NAME: {"agent"?, "beliefs"?, "verdict"}}, "recorded"?: {…}}

Speeches of a round that say `together` were made without sight of one another: that is so unless they say otherwise.
Passages between <quote> and </quote> are compared with the source, where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictInt, StrictStr

from dikast.errors import BadInput
from dikast.importers.recording import JUDGE, BareChoice, RecordedBelief, RecordedJudge, Recording, Speaker, Utterance
from dikast.importers.recording_builder import recording_of
from dikast.input_files import Document, into
from dikast.protocols import Speech, read_speech
from dikast.questions import build_question, read_rows, resolve_choice

Choice = StrictInt | StrictStr


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SpeakerLine(_Line):
    """Who argues for what."""

    argues: Choice
    agent: str = "unknown"


class TurnLine(_Line):
    """One speech, or one question of the judge."""

    round: StrictInt = Field(ge=0)
    speaker: str
    text: str
    together: bool = True


class VerdictLine(_Line):
    """What a judge ended with: probabilities, or a bare choice."""

    probabilities: tuple[float, ...] | None = None
    choice: Choice | None = None
    text: str = ""


class JudgeLine(_Line):
    """A second judge."""

    agent: str = "unknown"
    beliefs: tuple[RecordedBelief, ...] = ()
    verdict: VerdictLine


class TranscriptLine(_Line):
    """One debate, as another system writes it."""

    id: str = Field(min_length=1, coerce_numbers_to_str=True)
    question: str = Field(min_length=1)
    choices: tuple[str, ...]
    answer: Choice | None = None
    source: str | None = None
    metadata: dict[str, JsonValue] = {}
    protocol: str = "debate"
    team: str = ""
    speakers: dict[str, SpeakerLine] = {}
    turns: tuple[TurnLine, ...] = ()
    judge: str = "unknown"
    beliefs: tuple[RecordedBelief, ...] = ()
    verdict: VerdictLine
    second_judges: dict[str, JudgeLine] = {}
    recorded: dict[str, JsonValue] = {}


def read_recordings(paths: Sequence[Path]) -> Iterator[Recording]:
    """The debates of these files. Raises BadInput at the line and key that can't be used."""
    for path in paths:
        for document in read_rows(path):
            yield _recording(into(TranscriptLine, document), document)


def _recording(line: TranscriptLine, document: Document) -> Recording:
    def meant(choice: Choice, *path: str) -> int:
        return resolve_choice(choice, line.choices, document.where(path))

    gold = None if line.answer is None else meant(line.answer, "answer")
    question = {"id": _question_id(line), "text": line.question, "choices": line.choices, "gold": gold}
    own = RecordedJudge(agent=line.judge, beliefs=_beliefs(line, line, document, "verdict"))
    seconds = [
        RecordedJudge(
            agent=judge.agent,
            name=name,
            beliefs=_beliefs(judge, line, document, "second_judges", name, "verdict"),
        )
        for name, judge in line.second_judges.items()
    ]
    return recording_of(
        document,
        id=line.id,
        protocol=line.protocol,
        team=line.team,
        question=build_question(document, {**question, "source": line.source, "metadata": line.metadata}),
        order=tuple(range(len(line.choices))),
        speakers=tuple(
            Speaker(name=name, agent=said.agent, argues=meant(said.argues, "speakers", name, "argues"))
            for name, said in line.speakers.items()
        ),
        utterances=tuple(_utterance(turn, document.where(["turns", i])) for i, turn in enumerate(line.turns)),
        judgings=(own, *seconds),
        recorded=line.recorded,
    )


def _question_id(line: TranscriptLine) -> str:
    """The same for every debate on the same question, so that they can be compared on it."""
    from hashlib import sha256

    same = "\n".join((line.question.strip(), *line.choices))
    return sha256(same.encode()).hexdigest()[:12]


def _utterance(turn: TurnLine, where: str) -> Utterance:
    speech = read_speech(turn.text, None)
    if not isinstance(speech, Speech):
        raise BadInput("a turn needs a text that others heard", where)
    return Utterance(
        round=turn.round,
        speaker=turn.speaker,
        text=speech.text,
        quotes=speech.quotes,
        together=turn.together and turn.speaker != JUDGE,
    )


def _beliefs(
    judge: TranscriptLine | JudgeLine, line: TranscriptLine, document: Document, *path: str
) -> tuple[RecordedBelief, ...]:
    """What a judge held on the way, and its verdict after all that was said."""
    rounds = [*(turn.round for turn in line.turns), *(belief.round for belief in judge.beliefs)]
    return (*judge.beliefs, _last(judge.verdict, max(rounds, default=0), line, document, *path))


def _last(verdict: VerdictLine, round_: int, line: TranscriptLine, document: Document, *path: str) -> RecordedBelief:
    """The belief a judge ended with; a bare choice is all on one."""
    if (verdict.probabilities is None) == (verdict.choice is None):
        raise BadInput("give either probabilities or a choice", document.where(path))
    if verdict.choice is not None:
        chosen = resolve_choice(verdict.choice, line.choices, document.where((*path, "choice")))
        ps: tuple[float, ...] = tuple(float(i == chosen) for i in range(len(line.choices)))
    else:
        ps = verdict.probabilities or ()
    kind = RecordedBelief if verdict.choice is None else BareChoice
    return into(kind, Document({"round": round_, "probabilities": ps, "text": verdict.text}, document.where(path)))
