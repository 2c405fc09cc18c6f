"""dikast ask and dikast protocols: one question now, and what there is to ask by."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dikast.protocols.library import protocol_names
from dikast.records import Episode
from tests.cli.conftest import Dikast
from tests.experiments.conftest import SCRIPT

ASK = ["ask", "How many eggs?", "--choice", "17", "--choice", "18"]


@pytest.fixture
def script(tmp_path: Path) -> str:
    (tmp_path / "script.yaml").write_text(SCRIPT)
    return "scripted:script.yaml"


def test_help_lists_every_command(dikast: Dikast) -> None:
    for flag in ("--help", "-h"):
        ended = dikast(flag)
        assert ended.code == 0
        for command in ("run", "show", "transcript", "ask", "protocols", "rubrics"):
            assert f"\n  {command} " in ended.out
        commands = ended.out.partition("Commands:")[2]
        assert "..." not in commands, "no line is cut off"


@pytest.mark.parametrize("command", ["run", "show", "transcript", "ask", "protocols", "rubrics"])
def test_every_command_explains_itself(dikast: Dikast, command: str) -> None:
    ended = dikast(command, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"Usage: dikast {command}" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80


def test_the_version(dikast: Dikast) -> None:
    from importlib import metadata

    assert dikast("--version") == (0, f"dikast {metadata.version('dikast')}\n", "")


def test_a_question_asked_now(dikast: Dikast, script: str) -> None:
    ended = dikast(*ASK, "--protocol", "debate", "--debater", script, "--judge", script, "--set", "rounds=1")
    assert (ended.code, ended.err) == (0, "")
    for piece in (
        "How many eggs?",
        "alice, for “17”",
        "bob, for “18”",
        "decided: “17” with probability 1.000",
        "3 calls",
    ):
        assert piece in ended.out


def test_a_question_asked_now_as_json(dikast: Dikast, script: str) -> None:
    ended = dikast(*ASK, "--protocol", "direct", "--judge", script, "--swap", "--json", "--seed", "3")
    episode = Episode.model_validate_json(ended.out)
    assert (episode.swap, episode.seed, episode.verdict.choice) == ("both", 3, None)


def test_both_orders_are_told_apart(dikast: Dikast, script: str) -> None:
    out = dikast(*ASK, "--protocol", "direct", "--judge", script, "--swap").out
    assert "judge: A=1.000" in out
    assert "judge, with the answers in the reverse order: A=1.000" in out
    assert "decided: no answer is ahead of the others" in out


def test_an_agent_may_be_a_mapping_with_options(dikast: Dikast, script: str) -> None:
    ended = dikast(*ASK, "--protocol", "direct", "--agent", f"judge={{model: '{script}', temperature: 1}}")
    assert (ended.code, "unknown key 'temperature'" in ended.err) == (2, True)
    assert dikast(*ASK, "--protocol", "direct", "--agent", f"judge={{model: '{script}'}}").code == 0


def test_a_source_is_read_from_a_file(dikast: Dikast, script: str, tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_text("The hen laid seventeen eggs.")
    out = dikast(*ASK, "--protocol", "direct-with-source", "--judge", script, "--source", "source.txt", "--json").out
    assert Episode.model_validate_json(out).question.source == "The hen laid seventeen eggs."


def test_where_the_agent_fails_the_reason_is_one_line(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "none.yaml").write_text("replies: [{role: nobody, text: x}]\n")
    ended = dikast(*ASK, "--protocol", "direct", "--judge", "scripted:none.yaml")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("dikast: judge: scripted:none.yaml?sha256=")
    assert "Traceback" not in ended.err


def test_ctrl_c_is_exit_code_130_without_a_word(dikast: Dikast) -> None:
    ended = dikast(*ASK, "--protocol", "direct", "--judge", "tests.experiments.agents:interrupts")
    assert ended == (130, "", "")


def test_protocols_are_listed_each_with_a_line(dikast: Dikast) -> None:
    lines = dikast("protocols").out.splitlines()
    assert [line.split()[0] for line in lines] == list(protocol_names())
    assert all(len(line.split()) > 4 for line in lines)


@pytest.mark.parametrize("name", protocol_names())
def test_what_is_shown_of_a_protocol_is_a_protocol(dikast: Dikast, name: str, tmp_path: Path) -> None:
    shown = dikast("protocols", "show", name)
    (tmp_path / "mine.yaml").write_text(shown.out)
    assert dikast("protocols", "show", "mine.yaml") == shown
    assert yaml.safe_load(shown.out)["name"] == name


def test_options_are_in_place_in_what_is_shown(dikast: Dikast) -> None:
    shown = yaml.safe_load(dikast("protocols", "show", "debate", "--set", "rounds=5", "--set", "words=20").out)
    assert shown["moves"][0]["rounds"] == 5
    assert shown["moves"][0]["each"][0]["words"] == 20


@pytest.mark.parametrize("name", protocol_names())
def test_any_protocol_can_be_drawn(dikast: Dikast, name: str) -> None:
    drawn = dikast("protocols", "show", name, "--mermaid")
    assert (drawn.code, "graph TD" in drawn.out, "__end__" in drawn.out) == (0, True, True)
