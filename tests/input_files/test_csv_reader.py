"""CSV files: rows of text, each with the line on which it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.input_files import read_csv
from tests.input_files.files import write_file


def test_a_row_has_the_line_on_which_it_ends(tmp_path: Path) -> None:
    path = write_file(tmp_path, 'id,q\n1,"two\nlines"\n\n2,x\n', "r.csv")
    assert [(row.data["q"], row.line) for row in read_csv(path)] == [("two\nlines", 3), ("x", 5)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("id,q\n1\n", "r.csv:2: this row doesn't have the 2 columns of the header", id="too few fields"),
        pytest.param("id,q\n1,2,3\n", "r.csv:2: this row doesn't have the 2 columns of the header", id="too many fields"),
        pytest.param('id,q\n1,"x\n', "not CSV", id="open quotation mark"),
        pytest.param(f"id,q\n1,{140_000 * 'x'}\n", "than 131,072 characters: put such rows into a .jsonl file", id="long field"),
        pytest.param("id;q\n1;2\n", "r.csv:1: its columns are parted by ';', where ',' is needed", id="semicolons"),
        pytest.param("id\tq\n1\t2\n", r"its columns are parted by '\t', where ',' is needed", id="tabs"),
        pytest.param(",q\n0,x\n", "r.csv:2: column 1 has a value here and no name in the header", id="no name"),
        pytest.param("id,q,id\n1,2,3\n", "r.csv:1: the column 'id' occurs twice here", id="repeated column"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadInput) as raised:
        list(read_csv(write_file(tmp_path, text, "r.csv")))
    assert message in str(raised.value)


def test_blank_lines_and_columns_are_left_out(tmp_path: Path) -> None:
    path = write_file(tmp_path, "\n\nid,q,, \n1,x,,\n2,y, ,\n", "r.csv")
    assert [(row.data, row.line) for row in read_csv(path)] == [({"id": "1", "q": "x"}, 4), ({"id": "2", "q": "y"}, 5)]


def test_a_file_without_rows_has_no_rows(tmp_path: Path) -> None:
    assert list(read_csv(write_file(tmp_path, "", "r.csv"))) == []
    assert list(read_csv(write_file(tmp_path, "id,q\n", "r.csv"))) == []
