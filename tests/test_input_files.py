"""Files a person wrote: whatever is wrong with one, the message says where, what, and what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, field_validator

from dikast.errors import BadInput, FieldError
from dikast.input_files import (
    Document,
    dotted,
    into,
    parse_jsonl_line,
    parse_yaml,
    read_csv,
    read_jsonl,
    read_text,
    read_yaml,
)


class Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Talk(Closed):
    speak: str
    words: int | None = None


class Ask(Closed):
    ask: str
    except_last: bool = False


class Play(Closed):
    name: str
    rounds: int = 1
    mode: Literal["fast", "slow"] = "fast"
    moves: tuple[Talk | Ask, ...] = ()
    roles: dict[str, Talk] = {}
    tags: tuple[str, ...] = ()

    @field_validator("tags")
    @classmethod
    def _no_empty_tag(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        for i, tag in enumerate(tags):
            if not tag:
                raise FieldError("a tag may not be empty", i)
        return tags


def written(folder: Path, text: str | bytes, name: str = "play.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fault_of(path: Path) -> str:
    with pytest.raises(BadInput) as raised:
        into(Play, read_yaml(path))
    return str(raised.value).removeprefix(f"{path.parent}/")


# --- places and nearest keys


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: x\nruonds: 2\n", "play.yaml:2, ruonds: unknown key 'ruonds': did you mean 'rounds'?"),
        ("name: x\n\n# why\nrounds: many\n", "play.yaml:4, rounds: Input should be a valid integer"),
        ("name: x\nmode: fats\n", "play.yaml:2, mode: Input should be 'fast' or 'slow', got 'fats'"),
        ("rounds: 2\n", "play.yaml:1: the key 'name' is missing"),
        (
            "name: x\nmoves:\n- speak: a\n- speak: b\n  wrods: 3\n",
            "play.yaml:5, moves[1].wrods: unknown key 'wrods': did",
        ),
        (
            "name: x\nmoves: [{ask: a, except_lats: true}]\n",
            "moves[0].except_lats: unknown key 'except_lats': did you mean 'e",
        ),
        (
            "name: x\nroles:\n  a: {speak: x, word: 3}\n",
            "play.yaml:3, roles.a.word: unknown key 'word': did you mean 'words'?",
        ),
        ("name: x\ntags:\n- a\n- ''\n", "play.yaml:4, tags[1]: a tag may not be empty"),
        ("- name: x\n", "play.yaml:1: a mapping of keys to values is needed here, got"),
        ("just text\n", "play.yaml:1: a mapping of keys to values is needed here, got"),
        ("name: x\nqqqq: 1\n", "unknown key 'qqqq': known: mode, moves, name, roles, rounds, tags"),
        ("name: {a: 1}\n", "play.yaml:1, name: Input should be a valid string"),
        ("name: x\nyes: 1\n", "play.yaml:"),
        (
            "name: x\nmoves:\n- {ask: a, words: 3}\n",
            "play.yaml:3, moves[0].words: the key 'words' does not go with the",
        ),
    ],
)
def test_the_place_the_fault_and_the_way_out(tmp_path: Path, text: str, told: str) -> None:
    assert told in fault_of(written(tmp_path, text))


def test_of_several_faults_the_misspelt_key_is_told_first(tmp_path: Path) -> None:
    assert "'nmae'" in fault_of(written(tmp_path, "nmae: x\nrounds: many\n"))


def test_a_long_value_is_shortened(tmp_path: Path) -> None:
    told = fault_of(written(tmp_path, f"name: x\nmode: {'f' * 5000}\n"))
    assert len(told) < 300


def test_a_part_of_a_document_knows_its_lines() -> None:
    whole = parse_yaml("a: 1\nb:\n  - c: 1\n  - d: 2\n", "x.yaml")
    part = whole.at("b", 1)
    assert (part.data, part.where(), part.where(["d"])) == ({"d": 2}, "x.yaml:4", "x.yaml:4, d")
    assert dotted(["b", 1, "d"]) == "b[1].d"


def test_a_value_that_comes_from_elsewhere_says_from_where() -> None:
    document = Document(
        {"a": {"b": 1}}, "x.yaml", {(): 1, ("a",): 1, ("a", "b"): 2}, settings={("a", "b"): "--set a.b=1"}
    )
    assert document.where(["a", "b"]) == "--set a.b=1, a.b"
    assert document.at("a").where(["b"]) == "--set a.b=1, b"
    assert document.where(["a"]) == "x.yaml:1, a"


# --- what is no YAML, or is too much of it


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: [\n", "play.yaml:2: not YAML"),
        ("name: x\n\tb: 1\n", "play.yaml:2: not YAML"),
        ("name: x\nname: y\n", "play.yaml:2: the key 'name' occurs twice here"),
        ("name: x\nroles:\n  a: {speak: x}\n  a: {speak: y}\n", "play.yaml:4: the key 'a' occurs twice here"),
        ("name: x\n---\nname: y\n", "play.yaml:2: not YAML"),
        ("name: !!python/object/apply:os.system [true]\n", "play.yaml:1: not YAML"),
        ("name: !!python/name:os.system\n", "play.yaml:1: not YAML"),
        ("name: *nobody\n", "play.yaml:1: not YAML"),
        ("? [a, b]\n: 1\n", "play.yaml:1: not YAML"),
        ("name: 2026-13-45\n", "play.yaml: not YAML"),
        (f"name: {'9' * 5000}\n", "play.yaml: not YAML"),
        ("name: 'a\x00b'\n", "play.yaml: not YAML"),
        ("", "play.yaml: the file is empty"),
        ("# nothing but a word\n", "play.yaml: the file is empty"),
        ("[" * 3000 + "]" * 3000, "play.yaml: nested too deeply"),
        ("[" * 60 + "]" * 60, "play.yaml:1: nested too deeply"),
        ("a: &a [*a]\n", "play.yaml:1: nested too deeply"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, text: str, told: str) -> None:
    assert told in fault_of(written(tmp_path, text))


def test_an_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    levels = ["a0: &a0 [" + ",".join("x" * 9) + "]"]
    levels += [f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 9) + "]" for i in range(1, 10)]  # 9^10 values if laid out
    assert "too many values" in fault_of(written(tmp_path, "\n".join(levels)))


def test_an_alias_is_as_good_as_its_value(tmp_path: Path) -> None:
    path = written(tmp_path, "name: x\nroles:\n  a: &a {speak: s}\n  b: *a\n  c: {<<: *a, words: 3}\n")
    assert into(Play, read_yaml(path)).roles["c"] == Talk(speak="s", words=3)


# --- files of all kinds


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    assert into(Play, read_yaml(written(tmp_path, b"\xef\xbb\xbfname: x\n"))).name == "x"
    row = next(read_jsonl(written(tmp_path, b'\xef\xbb\xbf{"a": 1}\n', "r.jsonl")))
    assert row.data == {"a": 1}
    assert next(read_csv(written(tmp_path, b"\xef\xbb\xbfid,q\n1,x\n", "r.csv"))).data == {"id": "1", "q": "x"}


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"name: \xff\n", "not UTF-8 text: byte 6"), ("name: x".encode("utf-16"), "not UTF-8 text: byte 0")],
)
def test_what_is_not_utf8(tmp_path: Path, data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_text(written(tmp_path, data))


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.yaml: no such file"):
        read_text(tmp_path / "none.yaml")
    with pytest.raises(BadInput, match="this is a folder, but a file is needed"):
        read_text(tmp_path)
    with pytest.raises(BadInput, match="a part of its path is a file"):
        read_text(written(tmp_path, "x") / "x")
    with pytest.raises(BadInput, match=r"can't be read: .*too long"):
        read_text(tmp_path / ("x" * 300))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"a": 1', "r.jsonl:3: not JSON"),
        ("[1]", "r.jsonl:3: each line must be a JSON object"),
        ('{"a": 1, "a": 2}', "r.jsonl:3: not JSON: the key 'a' occurs twice here"),
        ('{"a": {"b": 1, "b": 1}}', "r.jsonl:3: not JSON: the key 'b' occurs twice here"),
        ("[" * 100_000, "r.jsonl:3: nested too deeply"),
        ("9" * 5000, "r.jsonl:3: not JSON"),
        ('{"a": ["\\uD83D"]}', "r.jsonl:3: not JSON: '\\ud83d' is half a character"),
    ],
)
def test_a_bad_line_of_jsonl(tmp_path: Path, line: str, told: str) -> None:
    path = written(tmp_path, '{"a": 0}\n\n' + line + "\n", "r.jsonl")
    with pytest.raises(BadInput) as raised:
        list(read_jsonl(path))
    assert told in str(raised.value)


def test_an_escaped_emoji_is_a_whole_character() -> None:
    assert parse_jsonl_line('{"a": "\\uD83D\\uDE00"}', "r.jsonl", 1).data == {"a": "😀"}


def test_jsonl_lines_are_numbered_as_an_editor_numbers_them(tmp_path: Path) -> None:
    path = written(tmp_path, '{"a": "x\u2028y"}\r\n\r\n{"a": "\x85"}\r\n', "r.jsonl")
    assert [(row.line, row.data["a"]) for row in read_jsonl(path)] == [(1, "x\u2028y"), (3, "\x85")]


def test_csv_rows_and_their_lines(tmp_path: Path) -> None:
    path = written(tmp_path, 'id,q\n1,"two\nlines"\n\n2,x\n', "r.csv")
    assert [(row.data["q"], row.line) for row in read_csv(path)] == [("two\nlines", 3), ("x", 5)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,q\n1\n", "r.csv:2: this row doesn't have the 2 columns of the header"),
        ("id,q\n1,2,3\n", "r.csv:2: this row doesn't have the 2 columns of the header"),
        ('id,q\n1,"x\n', "not CSV"),
        pytest.param(
            f"id,q\n1,{140_000 * 'x'}\n", "than 131,072 characters: put such rows into a .jsonl file", id="long"
        ),
        ("id,q,id\n1,2,3\n", "r.csv:1: the column 'id' occurs twice here"),
    ],
)
def test_bad_csv(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInput) as raised:
        list(read_csv(written(tmp_path, text, "r.csv")))
    assert told in str(raised.value)


def test_an_empty_csv_has_no_rows(tmp_path: Path) -> None:
    assert list(read_csv(written(tmp_path, "", "r.csv"))) == []
    assert list(read_csv(written(tmp_path, "id,q\n", "r.csv"))) == []
