"""dikast ask: one question, run through one protocol."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.records import Episode
from tests.cli.conftest import Dikast
from tests.experiments.conftest import SCRIPT
from tests.experiments.fake_provider import provider

ASK = ["ask", "How many eggs?", "--choice", "17", "--choice", "18"]


@pytest.fixture
def script(tmp_path: Path) -> str:
    """An agent with fixed replies."""
    (tmp_path / "script.yaml").write_text(SCRIPT)
    return "scripted:script.yaml"


def test_what_was_said_and_decided_is_printed(dikast: Dikast, script: str) -> None:
    ended = dikast(*ASK, "--protocol", "debate", "--debater", script, "--judge", script, "--set", "rounds=1")
    assert (ended.code, ended.err) == (0, "")
    for text in (
        "How many eggs?",
        "alice, for “17”",
        "bob, for “18”",
        "decided: “17” with probability 1.000",
        "3 calls",
    ):
        assert text in ended.out


def test_json_is_the_whole_episode(dikast: Dikast, script: str) -> None:
    ended = dikast(*ASK, "--protocol", "direct", "--judge", script, "--swap", "--json", "--seed", "3")
    episode = Episode.model_validate_json(ended.out)
    assert (episode.swap, episode.seed, episode.verdict.choice) == ("both", 3, None)


def test_the_two_orders_of_a_swap_are_named(dikast: Dikast, script: str) -> None:
    out = dikast(*ASK, "--protocol", "direct", "--judge", script, "--swap").out
    assert "judge: A=1.000" in out
    assert "judge, with the answers in the reverse order: A=1.000" in out
    assert "decided: no answer is ahead: the judge named another one in each order" in out


def test_an_agent_may_be_a_mapping_with_options(dikast: Dikast, script: str) -> None:
    ended = dikast(*ASK, "--protocol", "direct", "--agent", f"judge={{model: '{script}', temperature: 1}}")
    assert (ended.code, "unknown key 'temperature'" in ended.err) == (2, True)
    assert dikast(*ASK, "--protocol", "direct", "--agent", f"judge={{model: '{script}'}}").code == 0


def test_a_source_is_read_from_a_file(dikast: Dikast, script: str, tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_text("The hen laid seventeen eggs.")
    out = dikast(*ASK, "--protocol", "direct-with-source", "--judge", script, "--source", "source.txt", "--json").out
    assert Episode.model_validate_json(out).question.source == "The hen laid seventeen eggs."


def test_the_failure_of_an_agent_is_one_line(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "none.yaml").write_text("replies: [{role: nobody, text: x}]\n")
    ended = dikast(*ASK, "--protocol", "direct", "--judge", "scripted:none.yaml")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("dikast: judge: scripted:none.yaml?sha256=")
    assert "Traceback" not in ended.err


def test_ctrl_c_is_exit_code_130_and_prints_nothing(dikast: Dikast) -> None:
    ended = dikast(*ASK, "--protocol", "direct", "--judge", "tests.experiments.agents:interrupts")
    assert ended == (130, "", "")


def test_models_may_have_options_and_a_server(dikast: Dikast) -> None:
    with provider(takes_s=0.0, reply="Answer: B") as server:
        command = (*ASK, "--protocol", "direct", "--json")
        flag = dikast(*command, "--judge", "endpoint/m", "--api-base", server.base)
        mapping = f"{{model: endpoint/m, api_base: '{server.base}', temperature: 0}}"
        mapped = dikast(*command, "--judge", mapping)
    for ended in (flag, mapped):
        assert Episode.model_validate_json(ended.out).verdict.choice == 1


OPEN = ["ask", "What is 5 * 7?", "--solver", "scripted:open.yaml"]


@pytest.fixture
def solving(tmp_path: Path) -> None:
    """An agent that answers 36, and a judge that accepts whatever there is."""
    solved = {"role": "solver", "text": "5 * 7 = 36\nAnswer: 36"}
    replies = [solved, {"role": "judge", "text": "Answer: A"}, {"text": "It is wrong: 5 * 7 = 35."}]
    (tmp_path / "open.yaml").write_text(json.dumps({"replies": replies}))


@pytest.mark.usefixtures("solving")
@pytest.mark.parametrize(
    ("references", "known"),
    [
        ((), "whether the answer is right is not known"),
        (("--reference", "35"), "the answer is wrong"),
        (("--reference", "35", "--reference", "36"), "the answer is right"),
    ],
)
def test_an_open_question_can_be_debated(dikast: Dikast, references: tuple[str, ...], known: str) -> None:
    others = ("--judge", "scripted:open.yaml", "--agent", "critic=scripted:open.yaml", "--protocol", "answer-debate")
    ended = dikast(*OPEN, *others, *references)
    assert ended.code == 0, ended.err
    assert "It is wrong: 5 * 7 = 35." in ended.out
    assert "accepted with probability 1.000" in ended.out
    assert known in ended.out


@pytest.mark.usefixtures("solving")
def test_an_open_question_can_be_solved(dikast: Dikast) -> None:
    unknown = dikast(*OPEN, "--protocol", "solver")
    assert (unknown.code, "decided: unknown: “36”" in unknown.out) == (0, True)
    assert "decided: wrong: “36”" in dikast(*OPEN, "--protocol", "solver", "--reference", "35").out
    both = dikast(*OPEN, "--protocol", "accept-answer", "--judge", "scripted:open.yaml", "--choice", "35")
    assert (both.code, "--choice: accept-answer is for open questions" in both.err) == (2, True)


def test_a_protocol_between_answers_wants_them_and_no_reference(dikast: Dikast, script: str) -> None:
    ended = dikast("ask", "How many eggs?", "--judge", script)
    assert ended.code == 2
    assert "--choice: debate decides between answers: name each by --choice" in ended.err
    assert "--protocol answer-debate" in ended.err
    ended = dikast(*ASK, "--protocol", "direct", "--judge", script, "--reference", "17")
    assert (ended.code, "--reference: direct compares no answer" in ended.err) == (2, True)
