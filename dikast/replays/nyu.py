"""The NYU debates (Michael et al. 2023, arXiv 2311.08702): people and GPT-4 argue about stories, people judge.

Rounds there count the judge's turns too: 0 is the judge before anything was said, 1 the first speeches, 2 the judge,
and so on. Here a round is the speeches and what the judge said of them. The reward of the judge is
`constant + baseCoefficient · log_logBase(p) − perTurnPenalty · num_continues`, p being its last belief in the right
answer and num_continues how often it went on: one less than its looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field, JsonValue, StrictBool

from dikast.errors import BadInput
from dikast.questions import files
from dikast.questions.item import DatasetRow
from dikast.questions.nyu import DebateRow, StoryRow, maker, questions_asked, read_stories, stories_file
from dikast.questions.source import QuestionSource
from dikast.reading import Document, into
from dikast.records import Question, Quote
from dikast.replays.making import recording_of
from dikast.replays.recording import JUDGE, Judging, Passed, Recording, Speaker, Stance, Utterance

Span = tuple[int, int]


class Segment(DatasetRow):
    """A piece of a speech: plain text, or a quote with its span over the story's tokens."""

    text: str = ""
    quote: str | None = None
    span: Span | None = None


class DebateTurn(DatasetRow):
    """A judge's turn with its belief, or a speech in pieces."""

    round: int
    type: Literal["judge", "sim", "seq"]
    speaker: str
    arguing_for: int | None = None
    segments: tuple[Segment, ...] = ()
    dist: tuple[float, ...] = ()
    text: str = ""


class SecondJudge(DatasetRow):
    """The beliefs in the right answer of somebody who judged the finished debate, step by step."""

    p_correct: tuple[float, ...]


class Debate(DebateRow):
    """One row of the debates, whole."""

    debater: str
    protocol: str
    turns: tuple[DebateTurn, ...]
    offline_judgments: dict[str, SecondJudge] = Field(default_factory=dict)
    included_in_paper: StrictBool = True
    num_continues: int | None = None
    judge_reward: float | None = None
    ended_by: str | None = None
    scoring: dict[str, JsonValue] | None = None


def read_nyu(paths: Sequence[Path], stories: Path | None = None) -> Iterator[Recording]:
    """The debates of these files, quotes with their spans in the story. Raises BadInput at what can't be used.

    Without `stories`, the one file beside the first that is called `…stories….jsonl` is taken.
    """
    documents = [document for path in paths for document in files.read(path)]
    if not documents:
        raise BadInput("there are no debates in it", str(paths[0]))
    source = QuestionSource(dataset="nyu", path=str(paths[0]), stories=None if stories is None else str(stories))
    told = read_stories(stories_file(source, Path()))
    questions = _questions(documents, source)
    for document in documents:
        debate = into(Debate, document)
        yield _Row(debate, document, questions[debate.id], told[debate.article_id]).recording()


def _questions(documents: Iterable[Document], source: QuestionSource) -> dict[str, Question]:
    """The question of each debate: one and the same for all debates on it."""
    make = maker(source, Path(), 0)
    found: dict[str, Question] = {}
    for number, document in enumerate(questions_asked(documents), start=1):
        question = make(document, number)
        if question is not None:
            found |= dict.fromkeys(document.data["debates"], question)
    return found


class _Row:
    """One debate on the way to a recording."""

    def __init__(self, debate: Debate, document: Document, question: Question, story: StoryRow) -> None:
        self.debate, self.document, self.question, self.story = debate, document, question, story
        # Another debate on the question may have shown the answers in the other order.
        self.order = tuple(question.choices.index(answer.strip()) for answer in debate.answers)

    def recording(self) -> Recording:
        debate = self.debate
        kept = ("included_in_paper", "num_continues", "judge_reward", "ended_by", "scoring")
        recorded = {key: value for key in kept if (value := getattr(debate, key)) is not None}
        return recording_of(
            self.document,
            id=debate.id,
            protocol=debate.protocol,
            team=f"debaters={debate.debater}",
            question=self.question,
            order=self.order,
            speakers=self._speakers(),
            utterances=tuple(self._utterances()),
            judgings=(self._judging(), *self._second_judgings()),
            recorded=recorded,
        )

    def _speakers(self) -> tuple[Speaker, ...]:
        found: dict[str, Speaker] = {}
        for i, turn in enumerate(self.debate.turns):
            if turn.type == "judge" or turn.speaker in found:
                continue
            if turn.arguing_for is None or not 0 <= turn.arguing_for < len(self.order):
                where = self.document.where(["turns", i, "arguing_for"])
                raise BadInput(f"the index of an answer is needed, got {turn.arguing_for}", where)
            agent = "person" if self.debate.debater == "human" else self.debate.debater
            found[turn.speaker] = Speaker(name=turn.speaker, agent=agent, argues=self.order[turn.arguing_for])
        return tuple(found[name] for name in sorted(found))

    def _utterances(self) -> Iterator[Utterance]:
        last = max((turn.round for turn in self.debate.turns if turn.type == "judge"), default=0)
        for i, turn in enumerate(self.debate.turns):
            if turn.type != "judge":
                text, quotes = self._spoken(turn, i)
                yield Utterance(
                    round=(turn.round + 1) // 2, speaker=turn.speaker, text=text, quotes=quotes,
                    together=turn.type == "sim",
                )  # fmt: skip
            elif turn.text.strip() and turn.round < last:
                yield Utterance(round=turn.round // 2, speaker=JUDGE, text=turn.text)

    def _spoken(self, turn: DebateTurn, number: int) -> tuple[str, tuple[Passed | Quote, ...]]:
        """The speech with its quotes in quotation marks, and where they stand."""
        text, quotes = "", []
        for k, segment in enumerate(turn.segments):
            if segment.quote is None:
                text += segment.text
                continue
            begin, end = segment.span or (0, 0)
            if not 0 <= begin < end <= len(self.story.tokens):
                where = self.document.where(["turns", number, "segments", k, "span"])
                raise BadInput(f"no span of the story's {len(self.story.tokens)} tokens: {[begin, end]}", where)
            start = len(text) + 1
            text += f"“{segment.quote}”"
            span = self.story.span(begin, end)
            quotes.append(Passed(text=segment.quote, start=start, end=len(text) - 1, span=span))
        return text, tuple(quotes)

    def _judging(self) -> Judging:
        looks = [turn for turn in self.debate.turns if turn.type == "judge"]
        beliefs = [self._belief(turn.round // 2, turn.dist, turn.text if turn is looks[-1] else "") for turn in looks]
        return Judging(agent="person judging", beliefs=tuple(beliefs))

    def _belief(self, round_: int, shown: Sequence[float], text: str = "") -> Stance:
        if len(shown) != len(self.order):
            raise BadInput(
                f"a judge's belief needs {len(self.order)} probabilities, got {list(shown)}", self.document.where()
            )
        ps = tuple(shown[self.order.index(choice)] for choice in range(len(self.order)))
        parts = {"round": round_, "probabilities": ps, "text": text}
        return into(Stance, Document(parts, self.document.where()))

    def _second_judgings(self) -> Iterator[Judging]:
        right = self.debate.correct_index
        for name, second in self.debate.offline_judgments.items():
            beliefs = [
                self._belief(k, [p if i == right else 1 - p for i in range(2)]) for k, p in enumerate(second.p_correct)
            ]
            yield Judging(agent=f"person judging, {name}", beliefs=tuple(beliefs), name=name)
