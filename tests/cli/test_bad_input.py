"""Bad input is one line on stderr and exit code 2; nothing has been started then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, seated, write


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    """The file of an experiment with 4 direct answers and 8 consultancies."""
    return write(tmp_path, rows(4), protocols=["direct", "consultancy"], agents=seated("judge", "consultant"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "none.yaml"], "dikast: none.yaml: no such file"),
        (["run", "."], "dikast: .: this is a folder, but a file is needed"),
        (["run", "empty.yaml"], "dikast: empty.yaml: the file is empty"),
        (["run", "play.yaml", "--set", "seed"], "dikast: --set seed: write it as key=value"),
        (["run", "play.yaml", "--set", "agents.judge=local/"], "dikast: --set agents.judge=local/, agents.judge: "),
        (["run", "play.yaml", "--out", "play.yaml"], "dikast: play.yaml: not a run folder, and not empty"),
        (["run", "play.yaml", "--out", "/proc/none"], "dikast: /proc/none: no run can be kept here"),
        (["run", "play.yaml", "--out", "x" * 300], "xxx: File name too long"),
        (["show", "x" * 300], "File name too long"),
        (["show", "."], "dikast: .: no run is in this folder"),
        (["show", "none"], "dikast: none: there is no such folder"),
        (["transcript", "none"], "dikast: none: there is no such folder"),
        (["protocols", "show", "debat"], "dikast: no protocol 'debat': did you mean 'debate'?"),
        (["protocols", "show", "none.yaml"], "dikast: none.yaml: no such file"),
        (["protocols", "show", "debate", "--set", "ruonds=2"], "unknown key 'ruonds': did you mean 'rounds'"),
        (["ask", "?", "--choice", "a", "--choice", "b"], "dikast: no agent for 'alice': give one for alice or debater"),
        (["ask", "?", "--choice", "a", "--judge", "human", "--protocol", "direct"], "at least two, got one"),
        (["ask", "?", "--choice", "a", "--choice", "b", "--agent", "carol=human"], "protocol 'debate' has no carol"),
        (["ask", "?", "--choice", "a", "--choice", "b", "--agent", "carol"], "dikast: --agent carol: write it as name=value"),
        (["ask", "?", "--choice", "a", "--choice", "b", "--source", "none.txt"], "dikast: none.txt: no such file"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_on_stderr_and_exit_code_2(
    dikast: Dikast, experiment: Path, arguments: list[str], message: str
) -> None:
    (experiment.parent / "empty.yaml").write_text("")
    ended = dikast(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert ended.err.count("\n") == 1
    assert not (experiment.parent / "runs").exists()


def test_control_characters_of_a_file_in_a_message_do_nothing(dikast: Dikast, experiment: Path) -> None:
    experiment.write_text('"\\e[31mname": play\n')
    ended = dikast("run", experiment)
    assert (ended.code, "?[31mname" in ended.err, "\x1b" in ended.err) == (2, True, False)


def test_a_right_answer_that_is_no_choice_is_named_with_its_line(dikast: Dikast, tmp_path: Path) -> None:
    ended = dikast("run", write(tmp_path, [{**rows(1)[0], "answer": 5}]))
    assert ended.code == 2
    assert "questions.jsonl:1, answer: an index from 0 to 1 is needed, 0 being the first, got 5" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [["run"], ["run", "x.yaml", "--bad"], ["run", "x.yaml", "--limit", "0"], ["nothing"], ["show"], ["ask"], []],
)
def test_wrong_use_of_the_command_line_is_exit_code_2_too(dikast: Dikast, arguments: list[str]) -> None:
    ended = dikast(*arguments)
    assert ended.code == 2
    assert "Usage: dikast" in ended.out + ended.err
    assert "Traceback" not in ended.err


def test_an_experiment_must_be_a_mapping(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text("- direct\n- debate\n")
    ended = dikast("run", "list.yaml")
    assert ended.code == 2
    assert "a mapping of keys to values is needed here, got ['direct', 'debate']" in ended.err
