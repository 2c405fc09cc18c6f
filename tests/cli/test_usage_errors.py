"""A misspelt command, option or value: the message names the nearest one that there is."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Dikast


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["runn", "x"], "Did you mean 'run'?"),
        (["protocols", "shw", "debate"], "Did you mean 'show'?"),
        (["protocols", "show", "debte"], "did you mean 'debate'?"),
        (["run", "x", "--limt", "3"], "--limit"),
        (["grade", "x", "--grounding", "shwn"], "Did you mean 'shown'?"),
        (["rate", "scripted:x", "--as", "juge"], "Did you mean 'judge'?"),
        (["schema", "experimnt"], "Did you mean 'experiment'?"),
        (["run", "x", "--executor", "locl"], "Did you mean 'local'?"),
        (["import", "jsnl", "x"], "Did you mean 'jsonl'?"),
    ],
)
def test_the_nearest_word_is_named(dikast: Dikast, arguments: list[str], hint: str) -> None:
    ended = dikast(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert hint in " ".join(ended.err.split())
    assert "Value error" not in ended.err


def test_a_value_like_no_other_is_shown_all_of_them(dikast: Dikast) -> None:
    ended = dikast("grade", "x", "--grounding", "%%")
    said = " ".join(ended.err.split())
    assert "'%%' is not one of 'none', 'shown', 'binding'." in said
    assert "Did you mean" not in said


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (["import", "transcripts.json"], "known: nyu, jsonl, judgments"),
        (["verify", "3"], "known: answers, steps"),
    ],
)
def test_all_commands_of_a_small_group_are_named(dikast: Dikast, arguments: list[str], known: str) -> None:
    ended = dikast(*arguments)
    assert ended.code == 2
    assert f"No such command {arguments[1]!r}: {known}" in " ".join(ended.err.split())


def test_the_help_lists_the_commands_of_a_large_group(dikast: Dikast) -> None:
    ended = dikast("%%")
    assert ended.code == 2
    assert "known:" not in ended.err
    assert "Try 'dikast -h' for help." in " ".join(ended.err.split())
