"""The questions of the NYU debates (Michael et al. 2023, arXiv 2311.08702): two answers each, about QuALITY stories.

The file of debates has `article_id`, `story_title`, `question`, `answers` and `correct_index` in each row, beside the
debate itself. The file of stories has `article_id`, `title` and `tokens`; the spans of the debates' quotes count these
tokens. Joined by single spaces, the tokens are the source. A question with several debates is one question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import BadRows, Document, into
from dikast.questions import row_files
from dikast.questions.question_source import QuestionSource
from dikast.questions.row_adapter import DatasetRow, RowAdapter, build_question, drop_empty
from dikast.records import Question

# The Penn Treebank's names for brackets.
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
# One question: the story, the text, and the answers in either order.
_QuestionKey = tuple[str, str, frozenset[str]]


class NyuDebateRow(DatasetRow):
    """What a row of the debates says about its question. `debates` are the ids of all debates about it."""

    id: str
    article_id: str
    story_title: str | None = None
    question: str
    answers: tuple[str, ...]
    correct_index: int
    debates: tuple[str, ...] = ()


class NyuStoryRow(DatasetRow):
    """One story, as its tokens."""

    article_id: str
    tokens: tuple[str, ...]

    @property
    def text(self) -> str:
        """The tokens, joined by single spaces, with brackets as brackets."""
        return " ".join(map(_token_text, self.tokens))

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Where the tokens `[begin, end)` are in the text, in characters."""
        lengths = [len(_token_text(token)) + 1 for token in self.tokens[:end]]
        return sum(lengths[:begin]), sum(lengths) - 1


def _token_text(token: str) -> str:
    """The token as people write it."""
    return _BRACKETS.get(token, token)


def nyu_questions(rows: Iterable[Document], bad: BadRows | None = None) -> Iterator[Document]:
    """One row for each question: the row of its first debate, with the ids of all its `debates`.

    Debates are about the same question if the story, the text and the answers, in either order, are the same.
    Raises BadInput if two of them disagree on the right answer, unless `bad` takes the row.
    """
    bad = bad or BadRows()
    questions: dict[_QuestionKey, tuple[Document, NyuDebateRow, list[str]]] = {}
    for document in rows:
        try:
            _add_debate(document, questions)
        except BadInput as error:
            bad.add(error)
    for document, row, debates in questions.values():
        yield Document(row.model_dump(mode="json") | {"debates": debates}, document.name, line=document.line)


def _add_debate(document: Document, questions: dict[_QuestionKey, tuple[Document, NyuDebateRow, list[str]]]) -> None:
    """Adds a debate to those of its question. Raises BadInput for a row that can't be used."""
    row = into(NyuDebateRow, document)
    right = _right_answer(row, document)
    _, first, debates = questions.setdefault(_question_key(row), (document, row, []))
    if _right_answer(first, document) != right:
        message = f"{row.id} and {first.id} disagree on the right answer"
        raise BadInput(message, document.where(["correct_index"]))
    debates.append(row.id)


def _question_key(row: NyuDebateRow) -> _QuestionKey:
    """What two debates about the same question have in common."""
    return row.article_id, row.question.strip(), frozenset(answer.strip() for answer in row.answers)


def _right_answer(row: NyuDebateRow, document: Document) -> str:
    """The text of the right answer. Raises BadInput if no answer has its index."""
    if not 0 <= row.correct_index < len(row.answers):
        message = f"an index from 0 to {len(row.answers) - 1} is needed, got {row.correct_index}"
        raise BadInput(message, document.where(["correct_index"]))
    return row.answers[row.correct_index].strip()


def nyu_adapter(source: QuestionSource, base: Path, seed: int) -> RowAdapter:
    """The adapter of the rows that `nyu_questions` gives. The story is the question's source."""
    stories = read_nyu_stories(nyu_stories_file(source, base))

    def adapt(document: Document, number: int) -> Question:
        row = into(NyuDebateRow, document)
        if row.article_id not in stories:
            raise BadInput(f"the stories hold no article {row.article_id!r}", document.where(["article_id"]))
        metadata = drop_empty(
            dataset="nyu",
            row=number,
            article_id=row.article_id,
            title=row.story_title,
            debates=list(row.debates),
        )
        fields = {
            "id": f"nyu-{row.debates[0]}",
            "text": row.question.strip(),
            "choices": [answer.strip() for answer in row.answers],
            "gold": row.correct_index,
            "source": stories[row.article_id].text,
            "metadata": metadata,
        }
        return build_question(document, fields)

    return adapt


def nyu_stories_file(source: QuestionSource, base: Path) -> Path:
    """The file of stories that the source names, or the only one beside the debates that is called `…stories….jsonl`.

    Raises BadInput if there is none beside them, or several.
    """
    if source.stories is not None:
        return base / source.stories
    if source.path is None:
        raise BadInput("the dataset nyu is not on the hub: give the path of its file of debates")
    path = base / source.path
    folder = path if path.is_dir() else path.parent
    candidates = sorted(folder.glob("*stories*.jsonl"))
    if len(candidates) == 1:
        return candidates[0]
    number = "several are" if candidates else "none is"
    raise BadInput(
        "name the file of the stories' tokens (`--stories FILE`, in an experiment `stories:`): "
        f"{number} called …stories….jsonl beside the debates",
        str(folder),
    )


def read_nyu_stories(path: Path) -> dict[str, NyuStoryRow]:
    """The stories of a file by their article. Raises BadInput if two stories of one article differ."""
    stories: dict[str, NyuStoryRow] = {}
    for document in row_files.read_rows(path):
        row = into(NyuStoryRow, document)
        if stories.setdefault(row.article_id, row) != row:
            message = f"an earlier row has another story of article {row.article_id!r}"
            raise BadInput(message, document.where(["article_id"]))
    return stories
