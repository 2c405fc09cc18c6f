"""Our own row format: what may be written, what it means, and which message a mistake gets."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, load_questions
from dikast.questions.image import MAX_IMAGE_BYTES
from dikast.records import Question

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")


def load(folder: Path, name: str, text: str, **options: Any) -> list[Question]:
    (folder / name).write_text(text, encoding="utf-8")
    return load_questions(QuestionSource(file=name, **options), base=folder, seed=0)


def load_rows(folder: Path, *rows: dict[str, Any]) -> list[Question]:
    return load(folder, "q.jsonl", "\n".join(json.dumps(row) for row in rows))


def error_message(folder: Path, name: str, text: str) -> str:
    with pytest.raises(BadInput) as caught:
        load(folder, name, text)
    return str(caught.value).removeprefix(f"{folder}/")


def test_a_row_becomes_a_question(tmp_path: Path) -> None:
    [question] = load_rows(
        tmp_path,
        {
            "id": "sum",
            "question": "What is 8 + 9?",
            "choices": ["17", "18"],
            "answer": "17",
            "source": "A table of sums.",
            "references": ["seventeen"],
            "reference_solution": "8 + 9 = 17.",
            "images": ["https://example.org/sum.png"],
            "metadata": {"subject": "arithmetic", "level": 1},
        },
    )
    assert question == Question(
        id="sum",
        text="What is 8 + 9?",
        choices=("17", "18"),
        gold=0,
        source="A table of sums.",
        references=("seventeen",),
        reference_solution="8 + 9 = 17.",
        images=("https://example.org/sum.png",),
        metadata={"subject": "arithmetic", "level": 1},
    )


def test_the_id_of_a_row_without_one_is_its_number(tmp_path: Path) -> None:
    text = '{"question": "a?"}\n\n{"question": "b?", "id": 7}\n{"question": "c?"}\n'
    assert [question.id for question in load(tmp_path, "q.jsonl", text)] == ["1", "7", "3"]


def test_without_choices_the_answer_is_a_reference(tmp_path: Path) -> None:
    [question] = load_rows(tmp_path, {"question": "8 + 9?", "answer": "17", "references": ["seventeen"]})
    assert (question.choices, question.gold, question.references) == ((), None, ("17", "seventeen"))


def test_choices_without_an_answer_make_a_question_without_gold(tmp_path: Path) -> None:
    [question] = load_rows(tmp_path, {"question": "8 + 9?", "choices": ["17", "18"]})
    assert question.gold is None


def test_a_json_file_is_a_list_of_rows(tmp_path: Path) -> None:
    text = '[{"question": "a?"}, {"question": "b?", "chioces": []}]'
    assert error_message(tmp_path, "q.json", text).startswith("q.json, row 2, chioces: unknown key 'chioces'")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('{"question": "a?", "chioces": ["x", "y"]}', "chioces: unknown key 'chioces': did you mean 'choices'?"),
        ('{"choices": ["x", "y"]}', "the key 'question' is missing"),
        ('{"question": ""}', "question: a text must not be empty, got ''"),
        ('{"question": "a?", "choices": ["x", "y"], "answer": 2}', "answer: an index from 0 to 1 is needed"),
        ('{"question": "a?", "choices": ["B", "A"], "answer": "A"}', "answer: 'A' could be"),
        ('{"question": "a?", "choices": ["x", "y"], "answer": true}', "answer: Input should be a valid integer"),
        ('{"question": "a?", "choices": ["x", 3]}', "choices[1]: Input should be a valid string, got 3"),
        ('{"question": "a?", "choices": ["x", "x"]}', "choices must differ from one another"),
        ('{"question": "a?", "choices": ["x"], "answer": 0}', "a single choice is judged by itself"),
        ('{"question": "a?", "answer": 1}', "answer: an index needs choices"),
        ('{"question": "a?", "images": ["no.png"]}', "images[0]: no such image: 'no.png'"),
        ('{"question": "a?", "id": "first"}', "id: the id 'first' is taken by"),
        ('["question"]', "each line must be a JSON object"),
        ('{"question": ', "not JSON"),
        ('{"question": ' + "1" * 5000 + "}", "not JSON"),
    ],
)
def test_a_mistake_is_named_with_its_file_line_and_key(tmp_path: Path, row: str, expected: str) -> None:
    message = error_message(tmp_path, "q.jsonl", f'{{"id": "first", "question": "fine?"}}\n\n{row}')
    assert message.startswith("q.jsonl:3")
    assert expected in message


@pytest.mark.parametrize(
    "text",
    [
        'question,choices,answer\n8 + 9?,"[""17"", ""18""]",17\n',
        "question,choices,answer\n8 + 9?,17 | 18,A\n",
        "question,choice_a,choice_b,answer\n8 + 9?,17,18,0\n",
        "question,A,B,C,answer\n8 + 9?,17,18,,A\n",
    ],
)
def test_choices_in_csv_are_json_a_text_with_bars_or_columns(tmp_path: Path, text: str) -> None:
    [question] = load(tmp_path, "q.csv", text)
    assert (question.choices, question.gold) == (("17", "18"), 0)


def test_lists_and_metadata_in_csv_and_tabs_in_tsv(tmp_path: Path) -> None:
    text = 'id,question,references,metadata,metadata.subject,source\nx,a?,b|c,"{""level"": 2}",sums,\n'
    [question] = load(tmp_path, "q.csv", text)
    assert question.references == ("b", "c")
    assert question.metadata == {"level": 2, "subject": "sums"}
    assert question.source is None
    [tabbed] = load(tmp_path, "q.tsv", "question\tA\tB\na, b?\tx\ty\n")
    assert tabbed.text == "a, b?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("question,A,C\na?,x,y\n", "q.csv:2: the choices must fill the columns from A on, got A, C"),
        ("question,A,choice_a\na?,x,y\n", "q.csv:2: the choices must fill the columns from A on"),
        ("question,choices,A\na?,x|y,z\n", "q.csv:2, choices: the choices are in one column together"),
        ('question,choices\na?,"[1, 2"\n', "q.csv:2, choices: not JSON"),
        ("qestion,A,B\na?,x,y\n", "q.csv:2, qestion: unknown key 'qestion': did you mean 'question'?"),
        ("question,A,B,answer\na?,x,y,C\n", "q.csv:2, answer: 'C' is no choice"),
        ("question,A,B,answer\na?,x,y," + "1" * 5000 + "\n", "q.csv:2, answer: '111"),
        ("question,metadata\na?,[]\n", "q.csv:2, metadata: a mapping of keys to values is needed here"),
        ("question,metadata,metadata.x\na?,[],1\n", "q.csv:2, metadata: a mapping of keys to values is needed here"),
        ("question,A,B\na?,x\n", "q.csv:2: this row doesn't have the 3 columns of the header"),
    ],
)
def test_a_mistake_in_csv_is_named_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    assert error_message(tmp_path, "q.csv", text).startswith(expected)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("one.png", PNG, "png"),
        ("one.jpg", b"\xff\xd8\xff\xe0" + bytes(16), "jpeg"),
        ("one.gif", b"GIF89a" + bytes(16), "gif"),
        ("misnamed.png", b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(8), "webp"),
    ],
)
def test_an_image_file_becomes_a_data_url_of_its_real_type(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / name).write_bytes(content)
    [question] = load_rows(tmp_path, {"question": "What is shown?", "images": [f"pictures/{name}"]})
    head, data = question.images[0].split(",")
    assert head == f"data:image/{kind};base64"
    assert base64.b64decode(data) == content


def test_a_file_that_is_no_image_too_large_or_outside_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    (tmp_path / "outside.png").write_bytes(PNG)
    (folder / "words.png").write_text("not an image")
    (folder / "large.png").write_bytes(PNG + bytes(MAX_IMAGE_BYTES))
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    for name, expected in {
        "../outside.png": "must be in the question file's folder",
        str(tmp_path / "outside.png"): "must be in the question file's folder",
        "link.png": "must be in the question file's folder",
        "words.png": "is no PNG, JPEG, GIF or WebP image",
        "large.png": "is larger than 10 MiB",
        "ftp://example.org/x.png": "no such image",
    }.items():
        with pytest.raises(BadInput, match=expected):
            load_rows(folder, {"question": "What is shown?", "images": [name]})
