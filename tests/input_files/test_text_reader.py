"""The text of a file, or the reason why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.input_files import read_csv, read_jsonl, read_text, read_yaml
from tests.input_files.files import write_file


def test_a_byte_order_mark_is_skipped_in_all_formats(tmp_path: Path) -> None:
    assert read_yaml(write_file(tmp_path, b"\xef\xbb\xbfname: x\n")).data == {"name": "x"}
    row = next(read_jsonl(write_file(tmp_path, b'\xef\xbb\xbf{"a": 1}\n', "r.jsonl")))
    assert row.data == {"a": 1}
    assert next(read_csv(write_file(tmp_path, b"\xef\xbb\xbfid,q\n1,x\n", "r.csv"))).data == {"id": "1", "q": "x"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"name: \xff\n", "not UTF-8 text: byte 6", id="Latin-1"),
        pytest.param("name: x".encode("utf-16"), "not UTF-8 text: byte 0", id="UTF-16"),
    ],
)
def test_another_encoding_is_refused_with_its_first_bad_byte(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_text(write_file(tmp_path, content))


def test_a_path_without_a_file_says_why(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.yaml: no such file"):
        read_text(tmp_path / "none.yaml")
    with pytest.raises(BadInput, match="this is a folder, but a file is needed"):
        read_text(tmp_path)
    with pytest.raises(BadInput, match="a part of its path is a file"):
        read_text(write_file(tmp_path, "x") / "x")
    with pytest.raises(BadInput, match=r"can't be read: .*too long"):
        read_text(tmp_path / ("x" * 300))
