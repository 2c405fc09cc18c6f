"""Most verdicts unparsed: exit code 1, the form that was wanted, and an example of what came."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast
from tests.cli.test_grade_command import ALL_CORRECT, ROW, judge, write_rows
from tests.experiments.conftest import rows, seated, write

LABEL_FORM = "Reply with this one line and nothing else, with one of the labels A, B: Answer: <label>"
NO_LINE = "no line `Answer: <label>` in the reply"


def script(path: Path, unread: set[int], text: str = "I'd say the first.") -> str:
    """A judge that gives this text for these questions (by their number), and `Answer: A` for the others."""
    replies = [{"contains": f"on day {number}?", "text": text} for number in sorted(unread)]
    path.write_text(json.dumps({"replies": [*replies, {"purpose": "decide", "text": "Answer: A"}, {"text": "So."}]}))
    return f"scripted:{path}"


@pytest.mark.parametrize(("n_unread", "code"), [(0, 0), (2, 0), (3, 1), (4, 1)])
def test_the_exit_code_is_1_beyond_half(dikast: Dikast, tmp_path: Path, n_unread: int, code: int) -> None:
    agent = script(tmp_path / "judge.yaml", set(range(n_unread)))
    ended = dikast("run", write(tmp_path, rows(4), agents={"judge": agent}))
    assert ended.code == code
    assert ("verdicts could not be read" in ended.err) is (code == 1)
    # The same again, when nothing is called any more.
    assert dikast("run", tmp_path / "play.yaml").code == code


def test_the_form_and_an_example_are_shown(dikast: Dikast, tmp_path: Path) -> None:
    agent = script(tmp_path / "judge.yaml", {0, 1, 2}, text="\x1b[31mThe first\nof \u202e them.")
    ended = dikast("run", write(tmp_path, rows(3), agents={"judge": agent}), "--plain")
    lines = ended.err.splitlines()
    at = lines.index("direct: 3 of 3 verdicts could not be read")
    assert lines[at + 1 :] == [
        f"  wanted: {LABEL_FORM}",
        r'  what came: "\u001b[31mThe first\nof \u202e them."',
        f"  why: {NO_LINE}",
        "  the whole of it: dikast transcript runs/play direct/0",
    ]
    assert dikast("transcript", "runs/play", "direct/0").code == 0


@pytest.mark.parametrize("command", [["show", "runs/play"], ["report", "runs/play"], ["show", "runs/play", "--json"]])
def test_what_reads_a_run_says_it_too(dikast: Dikast, tmp_path: Path, command: list[str]) -> None:
    agent = script(tmp_path / "judge.yaml", {0, 1})
    dikast("run", write(tmp_path, rows(2), agents={"judge": agent}))
    ended = dikast(*command)
    assert ended.code == 0
    assert "direct: 2 of 2 verdicts could not be read\n" in ended.err
    assert f"  wanted: {LABEL_FORM}\n" in ended.err
    if "--json" in command:
        json.loads(ended.out)


def test_a_long_reply_is_shortened_in_its_middle(dikast: Dikast, tmp_path: Path) -> None:
    agent = script(tmp_path / "judge.yaml", {0}, text="x" * 5_000 + " the first")
    err = dikast("run", write(tmp_path, rows(1), agents={"judge": agent})).err
    (line,) = (line for line in err.splitlines() if "what came" in line)
    assert len(line) < 400
    assert "x … (4,710 characters) … x" in line
    assert line.endswith(' the first"')


@pytest.mark.parametrize(
    ("protocol", "reply", "wanted", "why"),
    [
        (
            {"use": "direct", "route": "probabilities"},
            {"text": "0.7"},
            "Reply with one JSON object and nothing else: for each of the labels A, B the probability",
            "the reply is not a JSON object",
        ),
        (
            {"use": "direct", "reasoning": True},
            {"text": "B or A"},
            "Give your reasons in a few sentences. Then end with this line",
            NO_LINE,
        ),
        ({"use": "self-consistency"}, {"text": "So."}, "Give your reasons", NO_LINE),
        ("direct", {"text": "", "thinking": "Is it A?"}, LABEL_FORM, "the reply holds private thinking and nothing else"),
        ("direct", {"text": "I'm sorry, but I can't help with that."}, LABEL_FORM, "the model refused"),
    ],
)  # fmt: skip
def test_every_kind_of_verdict_has_its_form(
    dikast: Dikast, tmp_path: Path, protocol: Any, reply: dict[str, str], wanted: str, why: str
) -> None:
    (tmp_path / "judge.yaml").write_text(json.dumps({"replies": [reply]}))
    agents = dict.fromkeys(("judge", "solver"), f"scripted:{tmp_path / 'judge.yaml'}")
    if protocol == {"use": "self-consistency"}:
        agents.pop("judge")
    else:
        agents.pop("solver")
    ended = dikast("run", write(tmp_path, rows(1), protocols=[protocol], agents=agents))
    assert ended.code == 1, ended.err
    assert f"  wanted: {wanted}" in ended.err
    assert why in ended.err.partition("  why: ")[2]
    came = ended.err.partition("  what came: ")[2].splitlines()[0]
    assert came == json.dumps(reply["text"] or reply["thinking"])


def test_one_broken_cell_is_named_though_most_verdicts_could_be_read(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "judge.yaml").write_text(json.dumps({"replies": [{"purpose": "decide", "text": "Answer: A"}]}))
    protocols = ["direct", {"use": "direct", "as": "stated", "route": "probabilities"}]
    ended = dikast(
        "run", write(tmp_path, rows(2), protocols=protocols, agents={"judge": f"scripted:{tmp_path}/judge.yaml"})
    )
    assert ended.code == 0
    assert "stated: 2 of 2 verdicts could not be read" in ended.err
    assert "direct: " not in ended.err


def test_a_failed_episode_is_no_unread_verdict(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "judge.yaml").write_text(json.dumps({"replies": [{"contains": "on day 0?", "text": "Answer: A"}]}))
    ended = dikast("run", write(tmp_path, rows(3), agents={"judge": f"scripted:{tmp_path / 'judge.yaml'}"}))
    assert ended.code == 1
    assert "could not be read" not in ended.err


def test_another_judge_that_cannot_be_read(dikast: Dikast, tmp_path: Path) -> None:
    dikast("run", write(tmp_path, rows(2), protocols=["debate"], agents=seated("judge", "debater")))
    ended = dikast("judge", "runs/play", "--judge", script(tmp_path / "judge.yaml", {0, 1}), "--out", "again")
    assert ended.code == 1
    assert "dikast transcript again debate/0" in ended.err


# Worked solutions: the labels count.

FIRST_ONLY = json.dumps({"steps": [{"step": 1, "label": "correct", "p_correct": 0.8}]})
WORDS = {**ROW, "steps": ["Let us begin.", "That leaves them."]}
THREE = {**ROW, "steps": ["Let us begin.", "That is it.", "That leaves them."]}


@pytest.mark.parametrize(
    ("row", "reply", "code"),
    [
        (WORDS, ALL_CORRECT, 0),
        (WORDS, "All is well.", 1),
        (WORDS, FIRST_ONLY, 0),  # half of the labels
        (THREE, FIRST_ONLY, 1),  # more than half of them are missing
    ],
)
def test_a_solution_is_unread_if_most_of_its_labels_are(
    dikast: Dikast, tmp_path: Path, row: dict[str, Any], reply: str, code: int
) -> None:
    path = write_rows(tmp_path / "rows.jsonl", {**row, "labels": None})
    ended = dikast("grade", path, "--judge", judge(tmp_path, reply), "--out", "run")
    assert ended.code == code
    assert ("wanted: one JSON object with a label for each step" in ended.err) is (code == 1)
    assert (f"what came: {json.dumps(reply)}" in ended.err) is (code == 1)


def test_the_verifier_alone_has_nothing_to_read(dikast: Dikast, tmp_path: Path) -> None:
    ended = dikast("grade", write_rows(tmp_path / "rows.jsonl", {**WORDS, "labels": None}), "--judge", "none")
    assert (ended.code, "could not be read" in ended.err) == (0, False)


def test_a_single_question_whose_verdict_cannot_be_read(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "judge.yaml").write_text(json.dumps({"replies": [{"text": "The water."}, {"text": "Well."}]}))
    choices = ["--choice", "north", "--choice", "south"]
    ended = dikast("ask", "Where?", *choices, "--protocol", "direct", "--judge", f"scripted:{tmp_path / 'judge.yaml'}")
    assert ended.code == 1
    assert f"the verdict could not be read\n  wanted: {LABEL_FORM}\n  what came: " in ended.err
