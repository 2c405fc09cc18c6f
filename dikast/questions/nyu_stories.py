"""The questions of the NYU debates (Michael et al. 2023, arXiv 2311.08702): two answers each, about QuALITY stories.

The file of debates has `article_id`, `story_title`, `question`, `answers` and `correct_index` in each row, beside the
debate itself. The file of stories has `article_id`, `title` and `tokens`, over which the debates' quotes have their
spans; joined by single spaces, they are the source. A question debated several times is one question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions import files
from dikast.questions.row_adapter import DatasetRow, RowAdapter, known, question_of
from dikast.questions.source import QuestionSource
from dikast.records import Question


class NyuDebateRow(DatasetRow):
    """What a row of the debates says of its question; `debates` are the ids of all debates on it."""

    id: str
    article_id: str
    story_title: str | None = None
    question: str
    answers: tuple[str, ...]
    correct_index: int
    debates: tuple[str, ...] = ()


# The Penn Treebank's names for brackets.
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


def _written(token: str) -> str:
    return _BRACKETS.get(token, token)


class NyuStoryRow(DatasetRow):
    """One story, as its tokens."""

    article_id: str
    tokens: tuple[str, ...]

    @property
    def text(self) -> str:
        """The tokens, joined by single spaces, with brackets as brackets."""
        return " ".join(map(_written, self.tokens))

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Where the tokens `[begin, end)` stand in the text, in characters."""
        lengths = [len(_written(token)) + 1 for token in self.tokens[:end]]
        return sum(lengths[:begin]), sum(lengths) - 1


def nyu_questions(rows: Iterable[Document]) -> Iterator[Document]:
    """One row for each question on the same story with the same answers, in either order: its first, with `debates`.

    Raises BadInput where two debates disagree on the right answer.
    """
    first: dict[Any, tuple[Document, NyuDebateRow, list[str]]] = {}
    for document in rows:
        row = into(NyuDebateRow, document)
        right = _right_answer(row, document)
        key = (row.article_id, row.question.strip(), frozenset(answer.strip() for answer in row.answers))
        _, earlier, debates = first.setdefault(key, (document, row, []))
        debates.append(row.id)
        if _right_answer(earlier, document) != right:
            raise BadInput(f"{row.id} and {earlier.id} disagree on the right answer", document.where(["correct_index"]))
    for document, row, debates in first.values():
        yield Document(row.model_dump(mode="json") | {"debates": debates}, document.name, line=document.line)


def _right_answer(row: NyuDebateRow, document: Document) -> str:
    if not 0 <= row.correct_index < len(row.answers):
        message = f"an index from 0 to {len(row.answers) - 1} is needed, got {row.correct_index}"
        raise BadInput(message, document.where(["correct_index"]))
    return row.answers[row.correct_index].strip()


def nyu_adapter(source: QuestionSource, base: Path, seed: int) -> RowAdapter:
    """What makes a question of a row that `questions_asked` gave, with the story for its source."""
    stories = read_nyu_stories(nyu_stories_file(source, base))

    def make(document: Document, number: int) -> Question:
        row = into(NyuDebateRow, document)
        if row.article_id not in stories:
            raise BadInput(f"the stories hold no article {row.article_id!r}", document.where(["article_id"]))
        metadata = known(
            dataset="nyu",
            row=number,
            article_id=row.article_id,
            title=row.story_title,
            debates=list(row.debates),
        )
        parts = {
            "id": f"nyu-{row.debates[0]}",
            "text": row.question.strip(),
            "choices": [answer.strip() for answer in row.answers],
            "gold": row.correct_index,
            "source": stories[row.article_id].text,
        }
        return question_of(document, parts | {"metadata": metadata})

    return make


def nyu_stories_file(source: QuestionSource, base: Path) -> Path:
    """The file named, or the only one beside the debates that is called `…stories….jsonl`."""
    if source.stories is not None:
        return base / source.stories
    if source.path is None:
        raise BadInput("the dataset nyu is not on the hub: give the path of its file of debates")
    path = base / source.path
    folder = path if path.is_dir() else path.parent
    found = sorted(folder.glob("*stories*.jsonl"))
    if len(found) != 1:
        among = "there are several" if found else "there is none"
        raise BadInput(
            f"name the file of the stories' tokens (`--stories FILE`, in an experiment `stories:`): {among} called "
            "…stories….jsonl beside the debates",
            str(folder),
        )
    return found[0]


def read_nyu_stories(path: Path) -> dict[str, NyuStoryRow]:
    """The stories of a file by their article. Raises BadInput where two of one article differ."""
    stories: dict[str, NyuStoryRow] = {}
    for document in files.read_rows(path):
        row = into(NyuStoryRow, document)
        if stories.setdefault(row.article_id, row) != row:
            message = f"another story of article {row.article_id!r} stands above"
            raise BadInput(message, document.where(["article_id"]))
    return stories
