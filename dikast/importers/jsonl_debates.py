"""Debates of other systems, in JSONL: one debate a line.

{"id", "question", "choices": […], "answer"?: index, letter or text, "source"?, "metadata"?,
 "protocol"?: its label in tables, "team"?: the label of those who debated,
 "speakers": {NAME: {"argues": index, letter or text, "agent"?}},
 "turns": [{"round": from 1, "speaker": NAME or "judge", "text", "together"?: true or false}],
 "judge"?: its agent, "beliefs"?: [{"round", "probabilities": […], "text"?}],
 "verdict": {"probabilities": […]} or {"choice": index, letter or text}, with "text"?,
 "second_judges"?: {NAME: {"agent"?, "beliefs"?, "verdict"}}, "recorded"?: {…}}

Keys with `?` can be left out. Speeches of a round that are `together` were made without sight of one another; all are,
unless they say otherwise. Passages between <quote> and </quote> are compared with the source, if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictInt, StrictStr

from dikast.errors import BadInput
from dikast.importers.recording import JUDGE, BareChoice, RecordedBelief, RecordedJudge, Recording, Speaker, Utterance
from dikast.importers.recording_builder import build_recording
from dikast.input_files import BadRows, Document, into
from dikast.protocols import Speech, read_speech
from dikast.questions import build_question, read_rows, resolve_choice
from dikast.records import Question

# An index, a letter or the text. Strict, or pydantic would take "1" for the index 1.
Choice = StrictInt | StrictStr


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SpeakerLine(_Line):
    """The choice that a speaker argues for, and what agent it is."""

    argues: Choice
    agent: str = "unknown"


class TurnLine(_Line):
    """One speech, or one question of the judge."""

    round: StrictInt = Field(ge=0)
    speaker: str
    text: str
    together: bool = True


class VerdictLine(_Line):
    """What a judge decided: probabilities, or only a choice."""

    probabilities: tuple[float, ...] | None = None
    choice: Choice | None = None
    text: str = ""


class JudgeLine(_Line):
    """A second judge, who read the debate."""

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


def read_recordings(paths: Sequence[Path], bad: BadRows | None = None) -> Iterator[Recording]:
    """The debates in these files. Raises BadInput at what can't be used, unless `bad` takes the row."""
    bad = bad or BadRows()
    for path in paths:
        for document in read_rows(path, bad):
            try:
                recording = _recording(into(TranscriptLine, document), document)
            except BadInput as error:
                bad.add(error)
                continue
            yield recording


def _recording(line: TranscriptLine, document: Document) -> Recording:
    """The debate of one line as a recording. Raises BadInput at the key that can't be used."""
    first_judge = RecordedJudge(agent=line.judge, beliefs=_beliefs(line, line, document, "verdict"))
    second_judges = [
        RecordedJudge(
            agent=judge.agent,
            name=name,
            beliefs=_beliefs(judge, line, document, "second_judges", name, "verdict"),
        )
        for name, judge in line.second_judges.items()
    ]
    utterances = [_utterance(turn, document.where(["turns", i])) for i, turn in enumerate(line.turns)]
    return build_recording(
        document,
        id=line.id,
        protocol=line.protocol,
        team=line.team,
        question=_question(line, document),
        # The choices of a line are in the order in which they were shown.
        order=tuple(range(len(line.choices))),
        speakers=_speakers(line, document),
        utterances=tuple(utterances),
        judgings=(first_judge, *second_judges),
        recorded=line.recorded,
    )


def _question(line: TranscriptLine, document: Document) -> Question:
    """The question, with its gold answer if the line has one. Raises BadInput for an answer that is no choice."""
    gold: int | None = None
    if line.answer is not None:
        gold = resolve_choice(line.answer, line.choices, document.where(["answer"]))
    fields = {
        "id": _question_id(line),
        "text": line.question,
        "choices": line.choices,
        "gold": gold,
        "source": line.source,
        "metadata": line.metadata,
    }
    return build_question(document, fields)


def _question_id(line: TranscriptLine) -> str:
    """The same id for every debate on the same question, so that they can be compared on it."""
    from hashlib import sha256

    text = "\n".join((line.question.strip(), *line.choices))
    return sha256(text.encode()).hexdigest()[:12]


def _speakers(line: TranscriptLine, document: Document) -> tuple[Speaker, ...]:
    """The speakers in the order of the line. Raises BadInput if one argues for something that is no choice."""
    speakers: list[Speaker] = []
    for name, speaker in line.speakers.items():
        argues = resolve_choice(speaker.argues, line.choices, document.where(["speakers", name, "argues"]))
        speakers.append(
            Speaker(
                name=name,
                agent=speaker.agent,
                argues=argues,
            )
        )
    return tuple(speakers)


def _utterance(turn: TurnLine, where: str) -> Utterance:
    """The turn as an utterance. Raises BadInput, at `where`, for a turn without a text."""
    # Read like the reply of a debater: its thinking is dropped, and its quotes are found.
    speech = read_speech(turn.text, None)
    if not isinstance(speech, Speech):
        raise BadInput("a turn needs a text that others heard", where)
    return Utterance(
        round=turn.round,
        speaker=turn.speaker,
        text=speech.text,
        quotes=speech.quotes,
        # The judge's question is asked when the speeches of its round have been made.
        together=turn.together and turn.speaker != JUDGE,
    )


def _beliefs(
    judge: TranscriptLine | JudgeLine, line: TranscriptLine, document: Document, *path: str
) -> tuple[RecordedBelief, ...]:
    """What a judge believed on the way, and its verdict, which comes after all turns. `path` leads to the verdict."""
    turn_rounds = [turn.round for turn in line.turns]
    belief_rounds = [belief.round for belief in judge.beliefs]
    last_round = max(turn_rounds + belief_rounds, default=0)
    return (*judge.beliefs, _verdict_belief(judge.verdict, last_round, line, document, *path))


def _verdict_belief(
    verdict: VerdictLine, last_round: int, line: TranscriptLine, document: Document, *path: str
) -> RecordedBelief:
    """The belief that a judge ended with. If it is only a choice, that choice has probability 1."""
    where = document.where(path)
    # Both are missing, or both are there.
    if (verdict.probabilities is None) == (verdict.choice is None):
        raise BadInput("give either probabilities or a choice", where)
    kind = RecordedBelief
    probabilities = verdict.probabilities or ()
    if verdict.choice is not None:
        kind = BareChoice
        chosen = resolve_choice(verdict.choice, line.choices, document.where((*path, "choice")))
        probabilities = tuple(float(i == chosen) for i in range(len(line.choices)))
    data = {
        "round": last_round,
        "probabilities": probabilities,
        "text": verdict.text,
    }
    return into(kind, Document(data, where))
