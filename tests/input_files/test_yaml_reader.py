"""YAML files: what is not YAML, or too much of it, is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.input_files import read_yaml
from tests.input_files.files import write_file


def message_for(folder: Path, text: str) -> str:
    """The message about a file with this text, without the folder."""
    path = write_file(folder, text)
    with pytest.raises(BadInput) as raised:
        read_yaml(path)
    return str(raised.value).removeprefix(f"{folder}/")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("name: [\n", "play.yaml:2: not YAML", id="open list"),
        pytest.param("name: x\n\tb: 1\n", "play.yaml:2: not YAML", id="tab"),
        pytest.param("name: x\nname: y\n", "play.yaml:2: the key 'name' occurs twice here", id="repeated key"),
        pytest.param("name: x\nroles:\n  a: {speak: x}\n  a: {speak: y}\n", "play.yaml:4: the key 'a' occurs twice here", id="repeated inner key"),
        pytest.param("name: x\n---\nname: y\n", "play.yaml:2: not YAML", id="two documents"),
        pytest.param("name: !!python/object/apply:os.system [true]\n", "play.yaml:1: not YAML", id="call of code"),
        pytest.param("name: !!python/name:os.system\n", "play.yaml:1: not YAML", id="name of code"),
        pytest.param("name: *nobody\n", "play.yaml:1: not YAML", id="unknown alias"),
        pytest.param("? [a, b]\n: 1\n", "play.yaml:1: not YAML", id="list as a key"),
        pytest.param("name: 2026-13-45\n", "play.yaml: not YAML", id="impossible date"),
        pytest.param(f"name: {'9' * 5000}\n", "play.yaml:1: not YAML: a number of 5,000 digits", id="endless number"),
        pytest.param("name: 'a\x00b'\n", "play.yaml: not YAML", id="null character"),
        pytest.param("", "play.yaml: the file is empty", id="empty"),
        pytest.param("# nothing but a word\n", "play.yaml: the file is empty", id="only a comment"),
        pytest.param("[" * 3000 + "]" * 3000, "play.yaml: nested too deeply", id="deeper than Python's stack"),
        pytest.param("[" * 60 + "]" * 60, "play.yaml:1: nested too deeply", id="deeper than the limit"),
        pytest.param("a: &a [*a]\n", "play.yaml:1: nested too deeply", id="a value that contains itself"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where_and_why(tmp_path: Path, text: str, message: str) -> None:
    assert message in message_for(tmp_path, text)


def test_a_few_lines_of_aliases_for_billions_of_values_are_refused_at_once(tmp_path: Path) -> None:
    levels = ["a0: &a0 [" + ",".join("x" * 9) + "]"]
    levels += [f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 9) + "]" for i in range(1, 10)]  # 9^10 values if laid out
    assert "too many values" in message_for(tmp_path, "\n".join(levels))


def test_a_key_stands_over_the_one_that_it_is_merged_with_and_both_have_lines(tmp_path: Path) -> None:
    document = read_yaml(write_file(tmp_path, "usual: &usual {a: 1, b: 2}\nmine:\n  <<: *usual\n  b: 3\n"))
    assert document.data["mine"] == {"a": 1, "b": 3}
    assert document.lines["mine", "b"] == 4
