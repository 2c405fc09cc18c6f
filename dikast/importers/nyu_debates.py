"""The NYU debates (Michael et al. 2023, arXiv 2311.08702): people and GPT-4 argue about stories, people judge.

Rounds there count the judge's turns too: 0 is the judge before anything was said, 1 the first speeches, 2 the judge,
and so on. Here a round is speeches and what the judge said after them. The reward of the judge is
`constant + baseCoefficient · log_logBase(p) − perTurnPenalty · num_continues`, p being its last belief in the right
answer and num_continues how often it went on: one less than its looks.

Debates that broke off have no final judgement, and so no verdict here; those that the paper leaves out are in cells of
their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import JsonValue, StrictBool, model_validator

from dikast.errors import BadInput
from dikast.importers.recording import (
    JUDGE,
    P_TOLERANCE,
    RecordedBelief,
    RecordedJudge,
    RecordedQuote,
    Recording,
    Speaker,
    Utterance,
)
from dikast.importers.recording_builder import recording_of
from dikast.input_files import Document, into
from dikast.questions import (
    DatasetRow,
    NyuDebateRow,
    NyuStoryRow,
    QuestionSource,
    nyu_adapter,
    nyu_questions,
    nyu_stories_file,
    read_nyu_stories,
    read_rows,
)
from dikast.records import Question, Quote

TokenSpan = tuple[int, int]


class _Part(DatasetRow):
    """A part of a row, in which null is the same as nothing."""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        fields = cls.model_fields
        return {
            key: value
            for key, value in data.items()
            if value is not None or key not in fields or fields[key].is_required()
        }


class SpeechSegment(_Part):
    """A piece of a speech: plain text, or a quote with its span over the story's tokens."""

    text: str = ""
    quote: str | None = None
    span: TokenSpan | None = None


class DebateTurn(_Part):
    """A judge's turn with its belief, or a speech in pieces."""

    round: int
    type: str
    speaker: str
    arguing_for: int | None = None
    segments: tuple[SpeechSegment, ...] = ()
    dist: tuple[float, ...] | None = None
    text: str = ""


class SecondJudge(_Part):
    """The beliefs in the right answer of somebody who judged the finished debate: step by step, or at its end."""

    mode: str = "stepped"
    p_correct: tuple[float | None, ...] = ()


class Debate(NyuDebateRow):
    """One row of the debates, whole."""

    debater: str
    protocol: str
    turns: tuple[DebateTurn, ...]
    offline_judgments: dict[str, SecondJudge] | None = None
    included_in_paper: StrictBool = True
    final_judgement: tuple[float, ...] | None = None
    num_continues: int | None = None
    judge_reward: float | None = None
    ended_by: str | None = None
    scoring: dict[str, JsonValue] | None = None

    @property
    def broke_off(self) -> bool:
        """Whether the row says that its judge gave no final judgement."""
        return "final_judgement" in self.model_fields_set and self.final_judgement is None

    @property
    def team(self) -> str:
        """What tables call its debaters."""
        return f"debaters={self.debater}" + ("" if self.included_in_paper else " in-paper=no")


def read_nyu(paths: Sequence[Path], stories: Path | None = None) -> Iterator[Recording]:
    """The debates of these files, quotes with their spans in the story. Raises BadInput at what can't be used.

    Without `stories`, the one file beside the first that is called `…stories….jsonl` is taken.
    """
    documents = [document for path in paths for document in read_rows(path)]
    if not documents:
        raise BadInput("there are no debates in it", str(paths[0]))
    source = QuestionSource(dataset="nyu", path=str(paths[0]), stories=None if stories is None else str(stories))
    told = read_nyu_stories(nyu_stories_file(source, Path()))
    questions = _questions(documents, source)
    for document in documents:
        debate = into(Debate, document)
        yield _Row(debate, document, questions[debate.id], told[debate.article_id]).recording()


def _questions(documents: Iterable[Document], source: QuestionSource) -> dict[str, Question]:
    """The question of each debate: one and the same for all debates on it."""
    make = nyu_adapter(source, Path(), 0)
    found: dict[str, Question] = {}
    for number, document in enumerate(nyu_questions(documents), start=1):
        question = make(document, number)
        if question is not None:
            found |= dict.fromkeys(document.data["debates"], question)
    return found


class _Row:
    """One debate on the way to a recording."""

    def __init__(self, debate: Debate, document: Document, question: Question, story: NyuStoryRow) -> None:
        self.debate, self.document, self.question, self.story = debate, document, question, story
        # Another debate on the question may have shown the answers in the other order.
        self.order = tuple(question.choices.index(answer.strip()) for answer in debate.answers)
        self.rounds = list(_rounds(debate.turns))

    def recording(self) -> Recording:
        debate = self.debate
        kept = ("included_in_paper", "num_continues", "judge_reward", "ended_by", "scoring")
        recorded = {key: value for key in kept if (value := getattr(debate, key)) is not None}
        return recording_of(
            self.document,
            id=debate.id,
            protocol=debate.protocol,
            team=debate.team,
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
            if turn.type == JUDGE:
                continue
            where = self.document.where(["turns", i, "arguing_for"])
            if turn.arguing_for is None or not 0 <= turn.arguing_for < len(self.order):
                raise BadInput(f"the index of an answer is needed, got {turn.arguing_for}", where)
            if turn.speaker in found and found[turn.speaker].argues != self.order[turn.arguing_for]:
                raise BadInput(f"{turn.speaker!r} argued for another answer before", where)
            agent = "person" if self.debate.debater == "human" else self.debate.debater
            found[turn.speaker] = Speaker(name=turn.speaker, agent=agent, argues=self.order[turn.arguing_for])
        return tuple(found[name] for name in sorted(found))

    def _utterances(self) -> Iterator[Utterance]:
        last = max((i for i, turn in enumerate(self.debate.turns) if turn.type == JUDGE), default=-1)
        for i, (turn, round_) in enumerate(zip(self.debate.turns, self.rounds, strict=True)):
            if turn.type != JUDGE:
                text, quotes = self._spoken(turn, i)
                together = turn.type == "sim"
                yield Utterance(round=round_, speaker=turn.speaker, text=text, quotes=quotes, together=together)
            elif turn.text.strip() and (i < last or self.debate.broke_off):
                yield Utterance(round=round_, speaker=JUDGE, text=turn.text)

    def _spoken(self, turn: DebateTurn, number: int) -> tuple[str, tuple[RecordedQuote | Quote, ...]]:
        """The speech with its quotes in quotation marks, and where they stand."""
        text, quotes = "", []
        for k, segment in enumerate(turn.segments):
            if segment.quote is None:
                text += segment.text
                continue
            start = len(text) + 1
            text += f"“{segment.quote}”"
            where = self.document.where(["turns", number, "segments", k, "span"])
            quotes.append(self._quote(segment.quote, segment.span, start, where))
        return text, tuple(quotes)

    def _quote(self, text: str, span: TokenSpan | None, start: int, where: str) -> Quote:
        end = start + len(text)
        if span is None:
            return Quote(text=text, start=start, end=end)
        if not 0 <= span[0] < span[1] <= len(self.story.tokens):
            raise BadInput(f"no span of the story's {len(self.story.tokens)} tokens: {list(span)}", where)
        return RecordedQuote(text=text, start=start, end=end, span=self.story.span(*span))

    def _judging(self) -> RecordedJudge:
        looks = [i for i, turn in enumerate(self.debate.turns) if turn.type == JUDGE]
        last = None if self.debate.broke_off else self._last_word(looks)
        held = [(i, dist) for i in looks if (dist := self._final(i) if i == last else self.debate.turns[i].dist)]
        beliefs = [
            self._belief(
                self.rounds[i], dist, "turns", i, "dist", text=self.debate.turns[i].text if i == last else ""
            )
            for i, dist in held
        ]  # fmt: skip
        return RecordedJudge(agent="person judging", beliefs=tuple(beliefs), came_to_verdict=not self.debate.broke_off)

    def _last_word(self, looks: Sequence[int]) -> int:
        """The number of the turn in which the judge gave its verdict."""
        if not looks:
            raise BadInput("there is no judge's belief in it", self.document.where(["turns"]))
        return looks[-1]

    def _final(self, number: int) -> Sequence[float]:
        """What the judge held in its last turn, which the row says once more beside the turns."""
        held, final = self.debate.turns[number].dist, self.debate.final_judgement
        if not (held or final):
            raise BadInput("the judge's last turn needs its belief", self.document.where(["turns", number, "dist"]))
        if held and final is not None and not _are_equal(held, final):
            message = f"the judge's last turn says {list(held)}, and this {list(final)}"
            raise BadInput(message, self.document.where(["final_judgement"]))
        return held or final or ()

    def _belief(self, round_: int, shown: Sequence[float], *path: str | int, text: str = "") -> RecordedBelief:
        where = self.document.where(path)
        if len(shown) != len(self.order):
            raise BadInput(f"a judge's belief needs {len(self.order)} probabilities, got {list(shown)}", where)
        ps = tuple(shown[self.order.index(choice)] for choice in range(len(self.order)))
        return into(RecordedBelief, Document({"round": round_, "probabilities": ps, "text": text}, where))

    def _second_judgings(self) -> Iterator[RecordedJudge]:
        right = self.debate.correct_index
        for name, second in (self.debate.offline_judgments or {}).items():
            # Somebody who read the whole at once has one belief, at its end.
            steps = (
                enumerate(second.p_correct)
                if second.mode == "stepped"
                else [(max(self.rounds, default=0), p) for p in second.p_correct[-1:]]
            )
            shown = [(n, [p if i == right else 1 - p for i in range(2)]) for n, p in steps if p is not None]
            if shown:
                path = ("offline_judgments", name, "p_correct")
                beliefs = tuple(self._belief(n, dist, *path) for n, dist in shown)
                yield RecordedJudge(agent=f"person judging, {name}", beliefs=beliefs, name=name)


def _are_equal(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(p - q) <= P_TOLERANCE for p, q in zip(one, other, strict=True))


def _rounds(turns: Sequence[DebateTurn]) -> Iterator[int]:
    """Our round of each turn: that of its speeches, or of those before it."""
    seen: set[int] = set()
    for turn in turns:
        if turn.type != JUDGE:
            seen.add(turn.round)
        yield len(seen)
