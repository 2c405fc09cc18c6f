"""What is printed, drawn and exported of judges that accept or reject answers."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.report import to_frame
from tests.cli.conftest import Dikast

REPLIES = {
    "replies": [
        {"role": "critic", "text": "Work it out again.\n2 + 2 = 5"},
        {"role": "judge", "contains": "<b>", "text": "Answer: B"},
        {"role": "judge", "contains": "never judged", "text": "I would rather not."},
        {"role": "judge", "text": "Answer: A"},
        {"contains": "half", "text": "Answer: 5"},
        {"contains": "<b>", "text": "It is <b>9</b>, I think.\nAnswer: 9"},
        {"text": "2 + 2 = 4.\nAnswer: 4"},
    ]
}
QUESTIONS = [
    {"id": "sum", "question": "What is 2 + 2?", "references": ["4"]},
    {"id": "half", "question": "What is half of 8?", "references": ["4"]},
    {"id": "markup", "question": "What is <b>4 + 4</b>?", "references": ["8"]},
    {"id": "silent", "question": "What is 3 + 1, which is never judged?", "references": ["4"]},
]
EXPERIMENT = {
    "name": "oversee",
    "questions": {"file": "questions.jsonl"},
    "protocols": ["critique"],
    "agents": dict.fromkeys(("solver", "critic", "judge"), "scripted:replies.yaml"),
}


def write(folder: Path, experiment: Mapping[str, object], questions: Sequence[Mapping[str, object]]) -> None:
    (folder / "replies.yaml").write_text(json.dumps(REPLIES))
    (folder / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in questions))
    (folder / "oversee.yaml").write_text(json.dumps(experiment))


@pytest.fixture
def run(dikast: Dikast, tmp_path: Path) -> str:
    """The output of a run: a right answer accepted, a wrong one accepted, one rejected, one without a verdict."""
    write(tmp_path, EXPERIMENT, QUESTIONS)
    ended = dikast("run", "oversee.yaml", "--plain")
    assert ended.code == 0, ended.err
    return ended.out


def row_of(text: str) -> list[str]:
    """The row under the headings of the table."""
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if "wrong rejected" in line)
    return [cell.strip() for cell in lines[at + 1].split("  ") if cell.strip()]


def test_a_run_prints_accuracy_by_whether_the_answer_was_right(run: str) -> None:
    protocol, solver, on_right, on_wrong, recovered, refuted = row_of(run)
    assert protocol == "critique"
    assert [text[:5] for text in (solver, on_right, on_wrong)] == ["0.333", "1.000", "0.500"]
    assert (recovered, refuted) == ("0.500", "4 of 4 (100%)")
    assert "Judge accuracy" in run
    assert "dikast score" not in run, "no worked solution was judged"


def test_show_and_report_print_the_same_and_have_it_as_json(run: str, dikast: Dikast) -> None:
    for command in ("show", "report"):
        assert row_of(dikast(command, "runs/oversee").out) == row_of(run)
        (cell,) = json.loads(dikast(command, "runs/oversee", "--json").out)["cells"]
        assert cell["acceptance"]["on_wrong"]["value"] == 0.5


def test_the_page_has_the_table_and_the_looks_and_escapes_the_answer(run: str, dikast: Dikast, tmp_path: Path) -> None:
    assert dikast("report", "runs/oversee", "--html", "page.html").code == 0
    page = (tmp_path / "page.html").read_text()
    assert "Answers accepted or rejected" in page
    assert "How far a judge's acceptance can be believed" in page
    assert "<b>9</b>" not in page


def test_a_transcript_says_what_each_label_means_and_how_it_came_out(run: str, dikast: Dikast) -> None:
    text = dikast("transcript", "runs/oversee", "critique/half").out
    assert "judge (A: The answer is right., B: The answer is wrong.): A=1.000 B=0.000 by label" in text
    assert "solver is wrong" in text
    assert "decided: accepted with probability 1.000; the answer is wrong" in text
    assert "claim refuted: “2 + 2 = 5”" in text
    assert "unparsed: " in dikast("transcript", "runs/oversee", "critique/silent").out


def test_a_frame_and_exports_have_its_credit(run: str, dikast: Dikast, tmp_path: Path) -> None:
    folder = RunFolder.open(tmp_path / "runs" / "oversee")
    frame = to_frame(folder.path).set_index("question")
    assert frame.loc["half", "credit"] == 0
    assert frame.loc["markup", "credit"] == 1
    assert frame.loc["half", ["answer", "p_right", "critiques", "critiques_refuted"]].tolist() == ["wrong", 1, 1, 1]
    assert dikast("export", "runs/oversee", "--format", "inspect").code == 0
    log = zipfile.ZipFile(tmp_path / "runs" / "oversee" / "inspect.eval")
    sample = json.loads(log.read("samples/critique/half_epoch_1.json"))
    assert sample["target"] == "4"
    assert "accepted" in sample["scores"]["judge"]["answer"]
    assert sample["output"]["completion"] == "Answer: A"


def test_an_estimate_counts_its_calls(dikast: Dikast, tmp_path: Path) -> None:
    write(tmp_path, {**EXPERIMENT, "swap": "both"}, QUESTIONS[:1])
    ended = dikast("run", "oversee.yaml", "--estimate")
    assert ended.code == 0, ended.err
    assert " 4 " in ended.out


def test_verdicts_that_cant_be_read_are_said_with_the_wanted_form(dikast: Dikast, tmp_path: Path) -> None:
    write(tmp_path, EXPERIMENT, QUESTIONS[3:])
    ended = dikast("run", "oversee.yaml", "--plain")
    assert ended.code == 1
    assert "with one of the labels A, B" in ended.err
    assert "I would rather not." in ended.err


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"id": "q", "question": "What?"}, "question 'q' has no references"),
        ({"id": "q", "question": "What?", "choices": ["a", "b"]}, "question 'q' has no references"),
    ],
)
def test_questions_that_do_not_fit_are_refused_with_their_place(
    dikast: Dikast, tmp_path: Path, question: dict[str, object], message: str
) -> None:
    write(tmp_path, EXPERIMENT, [question])
    ended = dikast("run", "oversee.yaml")
    assert ended.code == 2
    assert "oversee.yaml" in ended.err
    assert message in ended.err


def test_an_answer_given_in_the_episode_is_not_probed(dikast: Dikast, tmp_path: Path) -> None:
    write(tmp_path, EXPERIMENT, QUESTIONS[:1])
    ended = dikast("probe", "oversee.yaml", "--probe", "all")
    assert ended.code == 2
    assert "critique judges an answer that is given in the episode" in ended.err
