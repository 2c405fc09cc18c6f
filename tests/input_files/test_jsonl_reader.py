"""JSONL files: one object a line, each with its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.input_files import parse_jsonl_line, read_jsonl
from tests.input_files.files import write_file


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param('{"a": 1', "r.jsonl:3: not JSON", id="cut off"),
        pytest.param("[1]", "r.jsonl:3: each line must be a JSON object", id="a list"),
        pytest.param('[{"a": 1},', "if the file is one list, `jq -c '.[]' FILE` writes an object a line", id="a list over lines"),
        pytest.param('{"a": 1, "a": 2}', "r.jsonl:3: not JSON: the key 'a' occurs twice here", id="repeated key"),
        pytest.param('{"a": {"b": 1, "b": 1}}', "r.jsonl:3: not JSON: the key 'b' occurs twice here", id="repeated inner key"),
        pytest.param("[" * 100_000, "r.jsonl:3: nested too deeply", id="deeper than Python's stack"),
        pytest.param("9" * 5000, "r.jsonl:3: not JSON", id="endless number"),
        pytest.param('{"a": ["\\uD83D"]}', "r.jsonl:3: not JSON: '\\ud83d' is half a character", id="half an emoji"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    path = write_file(tmp_path, '{"a": 0}\n\n' + line + "\n", "r.jsonl")
    with pytest.raises(BadInput) as raised:
        list(read_jsonl(path))
    assert message in str(raised.value)


def test_an_emoji_that_is_escaped_in_two_halves_is_one_character() -> None:
    assert parse_jsonl_line('{"a": "\\uD83D\\uDE00"}', "r.jsonl", 1).data == {"a": "😀"}


def test_lines_are_numbered_as_an_editor_numbers_them(tmp_path: Path) -> None:
    path = write_file(tmp_path, '{"a": "x\u2028y"}\r\n\r\n{"a": "\x85"}\r\n', "r.jsonl")
    assert [(row.line, row.data["a"]) for row in read_jsonl(path)] == [(1, "x\u2028y"), (3, "\x85")]
