"""Files that people have: other names for the columns, empty rows, choices that look the same, pairs of responses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from dikast.errors import BadInput
from dikast.questions import QuestionSource, choice_cautions, load_questions
from dikast.records import Question


def load(folder: Path, text: str, name: str = "q.csv", **options: Any) -> list[Question]:
    (folder / name).write_text(text, encoding="utf-8")
    return load_questions(QuestionSource(file=name, **options), base=folder, seed=0)


def of_rows(folder: Path, *rows: dict[str, Any], **options: Any) -> list[Question]:
    return load(folder, "\n".join(map(json.dumps, rows)), "q.jsonl", **options)


def test_columns_have_the_names_that_the_file_gives_them(tmp_path: Path) -> None:
    text = "No,Prompt,Right,Wrong 1,Wrong 2,Level\n7,6 × 7?,42,48,,easy\n"
    columns = {
        "id": "No", "question": "Prompt", "choices": ("Right", "Wrong 1", "Wrong 2"), "answer": "Right",
        "metadata.level": "Level",
    }  # fmt: skip
    (question,) = load(tmp_path, text, columns=columns)
    assert (question.id, question.text, question.choices, question.gold) == ("7", "6 × 7?", ("42", "48"), 0)
    assert question.metadata == {"level": "easy"}
    (same,) = of_rows(
        tmp_path,
        {"No": 7, "Prompt": "6 × 7?", "Right": "42", "Wrong 1": "48", "Wrong 2": None, "Level": "easy"},
        columns=columns,
    )
    assert same == question


def test_a_column_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"q.csv:2: `columns` names 'Promt'.*did you mean 'Prompt'"):
        load(tmp_path, "Prompt\nx?\n", columns={"question": "Promt"})
    with pytest.raises(ValidationError, match="did you mean 'question'"):
        QuestionSource(file="q.csv", columns={"qestion": "Prompt"})
    with pytest.raises(ValidationError, match="columns is an option of file"):
        QuestionSource(library="demo", columns={"question": "Prompt"})


def test_empty_rows_are_skipped(tmp_path: Path) -> None:
    assert [q.text for q in load(tmp_path, "question,source\na?,\n,\n  ,\n\nb?,x\n,,\n")] == ["a?", "b?"]
    assert [q.text for q in of_rows(tmp_path, {"question": "a?"}, {}, {"question": None, "source": None})] == ["a?"]


@pytest.mark.parametrize("other", ["42 ", " 42", "42\n", "42\u00a0", "42\u200b", "\u202e42", "4\u00ad2"])
def test_choices_that_look_the_same_are_refused(tmp_path: Path, other: str) -> None:
    with pytest.raises(BadInput, match=r"q.jsonl:1, choices: two choices look the same"):
        of_rows(tmp_path, {"question": "?", "choices": ["42", other], "answer": 0})


@pytest.mark.parametrize("blank", ["", " ", "\u200b"])
def test_a_choice_without_text_is_refused(tmp_path: Path, blank: str) -> None:
    with pytest.raises(BadInput, match=r"q.jsonl:1, choices\[1\]: a choice without text"):
        of_rows(tmp_path, {"question": "?", "choices": ["42", blank], "answer": 0})
    with pytest.raises(BadInput, match=r"q.csv:2, choices\[1\]: a choice without text"):
        load(tmp_path, "question,choices,answer\n?,42||43,42\n")


def test_one_letter_in_two_forms_is_one_letter(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="two choices look the same"):
        of_rows(tmp_path, {"question": "?", "choices": ["caf\u00e9", "cafe\u0301"], "answer": 0})
    with pytest.raises(BadInput, match="is taken by"):
        of_rows(tmp_path, {"id": "\u00e9", "question": "?"}, {"id": "e\u0301", "question": "!"})
    with pytest.raises(BadInput, match="is taken by"):
        of_rows(tmp_path, {"id": "42", "question": "?"}, {"id": "42 ", "question": "!"})


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (("A) water", "B) oil"), "letters of their own"),
        (("(a) water", "(b) oil"), "letters of their own"),
        (("B. water", "A. oil"), "letters of their own"),
        (("water", "oil", "all of the above"), "speaks of the others"),
        (("water", "None of these"), "speaks of the others"),
        (("water", "oil", "Both A and B"), "speaks of the others"),
        (("Wasser", "keine der genannten"), "speaks of the others"),
        (("water", "oil"), None),
        (("A) water", "oil"), None),
        (("a cat", "a dog"), None),
        (("all of it", "none"), None),
    ],
)
def test_choices_that_name_letters_or_one_another_are_warned_of(choices: tuple[str, ...], words: str | None) -> None:
    cautions = choice_cautions([Question(id="q", text="?", choices=choices)])
    assert [words in caution for caution in cautions if words] == ([True] if words else [])
    assert bool(cautions) == (words is not None)


def test_pairs_are_questions_whose_chosen_response_is_right(tmp_path: Path) -> None:
    pairs = [{"prompt": f"{i}?", "chosen": "good", "rejected": "bad", "score_chosen": 9} for i in range(10)]
    questions = of_rows(tmp_path, *pairs)
    assert all(question.choices[question.gold or 0] == "good" for question in questions)
    # The chosen one comes first in the file: here it is first and last equally often.
    assert sum(question.gold or 0 for question in questions) == 5


def test_pairs_of_conversations_share_their_beginning(tmp_path: Path) -> None:
    ask = {"role": "user", "content": "6 × 7?"}
    messages = {
        "chosen": [ask, {"role": "assistant", "content": "42"}],
        "rejected": [ask, {"role": "assistant", "content": "48"}],
    }
    text = {"chosen": "\n\nHuman: 6 × 7?\n\nAssistant: 42", "rejected": "\n\nHuman: 6 × 7?\n\nAssistant: 48"}
    first, second = of_rows(tmp_path, messages, text)
    assert (first.text, set(first.choices)) == ("6 × 7?", {"42", "48"})
    assert (second.text, set(second.choices)) == ("Human: 6 × 7?", {"42", "48"})
    with pytest.raises(BadInput, match="no prompt is in this row"):
        of_rows(tmp_path, {"chosen": "a", "rejected": "b"})


def test_pairs_may_have_other_names_too(tmp_path: Path) -> None:
    columns = {"prompt": "instruction", "chosen": "preferred", "rejected": "other"}
    (question,) = load(tmp_path, "instruction,preferred,other\n6 × 7?,42,48\n", columns=columns)
    assert question.choices[question.gold or 0] == "42"
