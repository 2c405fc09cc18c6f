"""The NYU debates (Michael et al. 2023, arXiv 2311.08702): people and GPT-4 argue about stories, people judge.

Their rounds count the judge's turns too: 0 is the judge before anything was said, 1 the first speeches, 2 the judge,
and so on. Here a round is speeches and what the judge said after them. The reward of the judge is
`constant + baseCoefficient · log_logBase(p) − perTurnPenalty · num_continues`, where p is its last belief in the right
answer, and num_continues is how often it went on: one less than its looks.

A debate that broke off has no final judgement, and so no verdict here. Debates that the paper leaves out are in cells
of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.importers.nyu_rows import Debate, DebateTurn, SecondJudge, SpeechSegment
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
from dikast.importers.recording_builder import build_recording
from dikast.input_files import BadRows, Document, into
from dikast.questions import (
    NyuStoryRow,
    QuestionSource,
    nyu_adapter,
    nyu_questions,
    nyu_stories_file,
    read_nyu_stories,
    read_rows,
)
from dikast.records import Question, Quote

# What a row says besides: it is kept with the episode.
_RECORDED_KEYS = ("included_in_paper", "num_continues", "judge_reward", "ended_by", "scoring")


def read_nyu(paths: Sequence[Path], stories: Path | None = None, bad: BadRows | None = None) -> Iterator[Recording]:
    """The debates in these files, quotes with their spans in the story.

    Raises BadInput at a row that can't be used, unless `bad` takes it.

    Without `stories`, it takes the one file beside the first that is called `…stories….jsonl`.
    """
    bad = bad or BadRows()
    documents = [document for path in paths for document in read_rows(path, bad)]
    if not documents:
        raise BadInput("there are no debates in it", str(paths[0]))
    stories_path = None if stories is None else str(stories)
    source = QuestionSource(
        dataset="nyu",
        path=str(paths[0]),
        stories=stories_path,
    )
    story_of = read_nyu_stories(nyu_stories_file(source, Path()))
    question_of = _questions(documents, source, bad)
    for document in documents:
        # Otherwise the row was a bad one as a question already.
        if document.data.get("id") not in question_of:
            continue
        try:
            debate = into(Debate, document)
            converter = _DebateConverter(debate, document, question_of[debate.id], story_of[debate.article_id])
            recording = converter.recording()
        except BadInput as error:
            bad.add(error)
            continue
        yield recording


def _questions(documents: Iterable[Document], source: QuestionSource, bad: BadRows) -> dict[str, Question]:
    """By id of the debate, its question. All debates on one question share it."""
    adapt = nyu_adapter(source, Path(), 0)
    questions: dict[str, Question] = {}
    for number, document in enumerate(nyu_questions(documents, bad), start=1):
        try:
            question = adapt(document, number)
        except BadInput as error:
            bad.add(error)
            continue
        if question is not None:
            questions |= dict.fromkeys(document.data["debates"], question)
    return questions


class _DebateConverter:
    """Makes a recording of one debate.

    `outside` has the spans that are outside the story. `order` has the indices of the question's choices in the order
    of the debate's answers, `rounds` our round of each turn. `verdict_turn` is the index of the turn in which the judge
    gave its verdict, if it gave one.
    """

    def __init__(self, debate: Debate, document: Document, question: Question, story: NyuStoryRow) -> None:
        self.debate = debate
        self.document = document
        self.question = question
        self.story = story
        # All debates on a question share it, but each may have shown the answers in the other order.
        self.order = tuple(question.choices.index(answer.strip()) for answer in debate.answers)
        self.rounds = _round_numbers(debate.turns)
        # If the debate broke off, the judge's last turn is one like the others.
        self.verdict_turn: int | None = None
        self.outside: list[str] = []
        if not debate.broke_off:
            self.verdict_turn = _last_judge_turn(debate.turns)

    def recording(self) -> Recording:
        """The debate as a recording. Raises BadInput at what can't be used."""
        debate = self.debate
        utterances = tuple(self._utterances())
        recorded: dict[str, JsonValue] = {}
        if self.outside:
            recorded["spans_outside"] = [*self.outside]
        for key in _RECORDED_KEYS:
            value = getattr(debate, key)
            if value is not None:
                recorded[key] = value
        return build_recording(
            self.document,
            id=debate.id,
            protocol=debate.protocol,
            team=debate.team,
            question=self.question,
            order=self.order,
            speakers=self._speakers(),
            utterances=utterances,
            judgings=(self._judge(), *self._second_judges()),
            recorded=recorded,
        )

    def _speakers(self) -> tuple[Speaker, ...]:
        """Who argued for what, by name. Raises BadInput if a turn doesn't say, or if a speaker changed sides."""
        agent = "person" if self.debate.debater == "human" else self.debate.debater
        speakers: dict[str, Speaker] = {}
        for i, turn in enumerate(self.debate.turns):
            # The judge argues for nothing.
            if turn.type == JUDGE:
                continue
            where = self.document.where(["turns", i, "arguing_for"])
            argues = self._argued_choice(turn, where)
            speaker = Speaker(
                name=turn.speaker,
                agent=agent,
                argues=argues,
            )
            if speakers.setdefault(turn.speaker, speaker) != speaker:
                raise BadInput(f"{turn.speaker!r} argued for another answer before", where)
        # By name, because which of the speakers begins differs from debate to debate.
        return tuple(speakers[name] for name in sorted(speakers))

    def _argued_choice(self, turn: DebateTurn, where: str) -> int:
        """The index of the question's choice that a speech argues for. Raises BadInput if the turn doesn't say."""
        position = turn.arguing_for
        if position is None or not 0 <= position < len(self.order):
            raise BadInput(f"the index of an answer is needed, got {position}", where)
        return self.order[position]

    def _utterances(self) -> Iterator[Utterance]:
        """The speeches, and what the judge said.

        What it said with its verdict is not an utterance, since the debate was over: it is the text of its last belief.
        """
        for i, turn in enumerate(self.debate.turns):
            round_number = self.rounds[i]
            if turn.type != JUDGE:
                text, quotes = self._speech(turn, i)
                # "sim" for simultaneous, "seq" for sequential.
                together = turn.type == "sim"
                yield Utterance(
                    round=round_number,
                    speaker=turn.speaker,
                    text=text,
                    quotes=quotes,
                    together=together,
                )
            elif turn.text.strip() and i != self.verdict_turn:
                yield Utterance(
                    round=round_number,
                    speaker=JUDGE,
                    text=turn.text,
                )

    def _speech(self, turn: DebateTurn, number: int) -> tuple[str, tuple[Quote, ...]]:
        """The text of a speech, and its quotes.

        The row does not put quotation marks around a quote: here they are added. The positions of the quotes in the
        text do not include them.
        """
        text = ""
        quotes: list[Quote] = []
        for i, segment in enumerate(turn.segments):
            if segment.quote is None:
                text += segment.text
                continue
            # The quote begins after the quotation mark that is added here.
            start = len(text) + len("“")
            text += f"“{segment.quote}”"
            where = self.document.where(["turns", number, "segments", i, "span"])
            quotes.append(self._quote(segment.quote, segment, start, where))
        return text, tuple(quotes)

    def _quote(self, text: str, segment: SpeechSegment, start: int, where: str) -> Quote:
        """The quote that begins at `start` of the speech, with its span in the story if the segment has a valid one."""
        end = start + len(text)
        if segment.span is None:
            return Quote(
                text=text,
                start=start,
                end=end,
            )
        first, last = segment.span
        n_tokens = len(self.story.tokens)
        # The published file has such a span. The quote itself is still one that the story may have.
        if not 0 <= first < last <= n_tokens:
            self.outside.append(f"{where}: {list(segment.span)} is no span of the story's {n_tokens} tokens")
            return Quote(text=text, start=start, end=end)
        return RecordedQuote(
            text=text,
            start=start,
            end=end,
            span=self.story.span(first, last),
        )

    def _judge(self) -> RecordedJudge:
        """The judge who took part in the debate. Raises BadInput if it has no verdict although nothing broke off."""
        if self.verdict_turn is None and not self.debate.broke_off:
            raise BadInput("there is no judge's belief in it", self.document.where(["turns"]))
        beliefs: list[RecordedBelief] = []
        for i, turn in enumerate(self.debate.turns):
            if turn.type != JUDGE:
                continue
            path = ("turns", i, "dist")
            dist = turn.dist
            # What the judge says in any other turn is an utterance.
            text = ""
            if i == self.verdict_turn:
                dist = self._final_dist(turn, self.document.where(path))
                text = turn.text
            # It may ask something without a belief.
            if dist:
                belief = self._belief(self.rounds[i], dist, *path, text=text)
                beliefs.append(belief)
        return RecordedJudge(
            agent="person judging",
            beliefs=tuple(beliefs),
            came_to_verdict=not self.debate.broke_off,
        )

    def _final_dist(self, turn: DebateTurn, where: str) -> tuple[float, ...]:
        """The judge's belief in its last turn, for each answer in the order of the debate.

        A row states it in the turn, or as its final judgement, or in both. Raises BadInput if it is in neither, or if
        the two differ.
        """
        final = self.debate.final_judgement
        if not turn.dist:
            if not final:
                raise BadInput("the judge's last turn needs its belief", where)
            return final
        if final is not None and not _are_equal(turn.dist, final):
            message = f"the judge's last turn says {list(turn.dist)}, and this {list(final)}"
            raise BadInput(message, self.document.where(["final_judgement"]))
        return turn.dist

    def _second_judges(self) -> Iterator[RecordedJudge]:
        """The judges who read the finished debate."""
        judges = self.debate.offline_judgments or {}
        for name, judge in judges.items():
            beliefs = tuple(self._second_beliefs(name, judge))
            # Some were asked and never gave a belief.
            if beliefs:
                yield RecordedJudge(
                    agent=f"person judging, {name}",
                    beliefs=beliefs,
                    name=name,
                )

    def _second_beliefs(self, name: str, judge: SecondJudge) -> Iterator[RecordedBelief]:
        """The beliefs of a second judge, after the rounds for which it gave one.

        The row has only the probability of the right answer, and these debates have two answers.
        """
        p_by_round = list(enumerate(judge.p_correct))
        if judge.mode != "stepped":
            # Somebody who read the whole debate at once has one belief, at its end.
            last_round = max(self.rounds, default=0)
            p_by_round = [(last_round, p) for p in judge.p_correct[-1:]]
        right = self.debate.correct_index
        for round_number, p in p_by_round:
            # Some gave no belief after some of the rounds.
            if p is not None:
                dist = [p if i == right else 1 - p for i in range(2)]
                yield self._belief(round_number, dist, "offline_judgments", name, "p_correct")

    def _belief(self, round_number: int, dist: Sequence[float], *path: str | int, text: str = "") -> RecordedBelief:
        """A belief whose probabilities are in the order of the question's choices.

        `dist` is in the order of the debate's answers, `path` is where the row has it. Raises BadInput if it does not
        have one probability for each answer, or if they don't add up to 1.
        """
        where = self.document.where(path)
        if len(dist) != len(self.order):
            raise BadInput(f"a judge's belief needs {len(self.order)} probabilities, got {list(dist)}", where)
        probabilities = tuple(dist[self.order.index(choice)] for choice in range(len(self.order)))
        data = {
            "round": round_number,
            "probabilities": probabilities,
            "text": text,
        }
        return into(RecordedBelief, Document(data, where))


def _are_equal(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether two lists of probabilities are the same, except for the rounding of their last digits."""
    if len(first) != len(second):
        return False
    return all(abs(p - q) <= P_TOLERANCE for p, q in zip(first, second, strict=True))


def _last_judge_turn(turns: Sequence[DebateTurn]) -> int | None:
    """The index of the judge's last turn; None if there is none."""
    last: int | None = None
    for i, turn in enumerate(turns):
        if turn.type == JUDGE:
            last = i
    return last


def _round_numbers(turns: Sequence[DebateTurn]) -> list[int]:
    """Our round of each turn: how many of their rounds had speeches so far.

    So a judge's turn belongs to the round of the speeches before it, and to round 0 if there are none.
    """
    speech_rounds: set[int] = set()
    numbers: list[int] = []
    for turn in turns:
        if turn.type != JUDGE:
            speech_rounds.add(turn.round)
        numbers.append(len(speech_rounds))
    return numbers
