"""A Document made into a record: a fault is reported with its place, what is wrong, and what would be right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

from dikast.errors import BadInput, FieldError
from dikast.input_files import into, read_yaml
from tests.input_files.files import write_file


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
    turns: int | Literal["all", "none"] = "all"
    acts: Annotated[tuple[Talk, ...], Field(min_length=1)] | None = None

    @field_validator("tags")
    @classmethod
    def _no_empty_tag(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        for i, tag in enumerate(tags):
            if not tag:
                raise FieldError("a tag may not be empty", i)
        return tags


def message_for(folder: Path, text: str) -> str:
    """The message about a file with this text, without the folder."""
    path = write_file(folder, text)
    with pytest.raises(BadInput) as raised:
        into(Play, read_yaml(path))
    return str(raised.value).removeprefix(f"{folder}/")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("name: x\nruonds: 2\n", "play.yaml:2, ruonds: unknown key 'ruonds': did you mean 'rounds'?", id="misspelt key"),
        pytest.param("name: x\nqqqq: 1\n", "unknown key 'qqqq': known: acts, mode, moves, name, roles, rounds, tags, turns", id="key like no other"),
        pytest.param("name: x\nyes: 1\n", "play.yaml:", id="key that YAML reads as true"),
        pytest.param("rounds: 2\n", "play.yaml:1: the key 'name' is missing", id="missing key"),
        pytest.param("name: x\n\n# why\nrounds: many\n", "play.yaml:4, rounds: Input should be a valid integer", id="wrong type"),
        pytest.param("name: {a: 1}\n", "play.yaml:1, name: Input should be a valid string", id="mapping for a text"),
        pytest.param("name: x\nmode: fats\n", "play.yaml:2, mode: Input should be 'fast' or 'slow', got 'fats'", id="wrong literal"),
        pytest.param("name: x\nmoves:\n- speak: a\n- speak: b\n  wrods: 3\n", "play.yaml:5, moves[1].wrods: unknown key 'wrods': did", id="in a union"),
        pytest.param("name: x\nmoves: [{ask: a, except_lats: true}]\n", "moves[0].except_lats: unknown key 'except_lats': did you mean 'e", id="in its second alternative"),
        pytest.param("name: x\nmoves:\n- {ask: a, words: 3}\n", "play.yaml:3, moves[0].words: the key 'words' does not go with the", id="key of another alternative"),
        pytest.param("name: x\nroles:\n  a: {speak: x, word: 3}\n", "play.yaml:3, roles.a.word: unknown key 'word': did you mean 'words'?", id="in a mapping"),
        pytest.param("name: x\ntags:\n- a\n- ''\n", "play.yaml:4, tags[1]: a tag may not be empty", id="found by a validator"),
        pytest.param("- name: x\n", "play.yaml:1: a mapping of keys to values is needed here, got", id="a list"),
        pytest.param("name: x\nturns: some\n", "play.yaml:2, turns: Input should be a valid integer, or 'all' or 'none', got 'some'", id="none of several kinds of value"),
        pytest.param("name: x\nacts:\n- {speak: a, words: many}\n", "play.yaml:3, acts[0].words: Input should be a valid integer", id="a fault within a list that may not be empty"),
        pytest.param("name: x\nacts: []\n", "play.yaml:2, acts: Tuple should have at least 1 item", id="an empty list"),
        pytest.param("just text\n", "play.yaml:1: a mapping of keys to values is needed here, got", id="a text"),
    ],
)  # fmt: skip
def test_a_message_has_the_place_the_fault_and_the_way_out(tmp_path: Path, text: str, message: str) -> None:
    assert message in message_for(tmp_path, text)


def test_of_several_faults_a_misspelt_key_is_reported(tmp_path: Path) -> None:
    assert "'nmae'" in message_for(tmp_path, "nmae: x\nrounds: many\n")


def test_a_long_value_is_shortened_in_the_message(tmp_path: Path) -> None:
    assert len(message_for(tmp_path, f"name: x\nmode: {'f' * 5000}\n")) < 300


def test_an_alias_can_be_used_like_the_value_it_stands_for(tmp_path: Path) -> None:
    path = write_file(tmp_path, "name: x\nroles:\n  a: &a {speak: s}\n  b: *a\n  c: {<<: *a, words: 3}\n")
    assert into(Play, read_yaml(path)).roles["c"] == Talk(speak="s", words=3)
