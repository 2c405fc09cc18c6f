"""dikast grade: worked solutions from a file, judged by the verifier alone or by an agent, and kept in a run folder."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.fake_provider import provider

EXAMPLES = Path(__file__).parents[2] / "examples"
ROW = {
    "id": "eggs",
    "problem": "A box holds 12 eggs. How many eggs are in 3 boxes, less 4?",
    "steps": ["3 boxes hold 3 * 12 = 36 eggs.", "36 - 4 = 31 eggs are left."],
    "reference": "32",
    "answer": "31",
    "labels": ["correct", "incorrect"],
}


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Two solutions: one with a wrong sum in its second step, and one without any sum."""
    return write_rows(
        tmp_path / "rows.jsonl", ROW, {**ROW, "id": "words", "steps": ["Let us begin.", "So it is 32."], "answer": "32"}
    )


def write_rows(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def judge(folder: Path, reply: str) -> str:
    """A judge that solves the problem, then labels the steps by this reply."""
    script = {
        "replies": [{"purpose": "solve", "text": "Answer: 32"}, {"purpose": "label", "text": reply}, {"text": "?"}]
    }
    (folder / "judge.yaml").write_text(json.dumps(script))
    return f"scripted:{folder / 'judge.yaml'}"


ALL_CORRECT = json.dumps({"steps": [{"step": k, "label": "correct", "p_correct": 0.8} for k in (1, 2)]})


def test_in_a_pipe_a_solution_is_one_line(dikast: Dikast) -> None:
    out = dikast("grade", EXAMPLES / "solutions.jsonl", "--judge", "none").out
    (line,) = (line for line in out.splitlines() if line.startswith("physics-2"))
    assert "2 NC         1200 · 2.5 = 3200 does not hold (left: 3000, right: 3200)  " in line


def test_the_verifier_alone_needs_no_model(dikast: Dikast, rows: Path) -> None:
    ended = dikast("grade", rows, "--judge", "none", "--json")
    assert ended.code == 0
    first, second = (json.loads(line) for line in ended.out.splitlines())
    assert (first["id"], first["first_error"], first["is_answer_right"]) == ("eggs", 1, False)
    assert [step["label"] for step in first["steps"]] == ["unknown", "incorrect"]
    assert first["steps"][1]["checks"][0]["evidence"] == {"left": "32", "right": "31"}
    assert (second["first_error"], second["is_answer_right"]) == (None, True)


def test_a_refuted_claim_overrules_the_judge(dikast: Dikast, rows: Path, tmp_path: Path) -> None:
    ended = dikast("grade", rows, "--judge", judge(tmp_path, ALL_CORRECT))
    assert ended.code == 0
    assert "eggs      ✓✗     2 NC" in ended.out
    assert "1 label overruled by a check" in ended.out
    assert "runs/grade-rows" in ended.out
    shown = dikast("transcript", "runs/grade-rows", "eggs").out
    assert "✗ step 2: incorrect, NC, p = 0.00, decided by verifier, the judge had said correct" in shown


def test_error_types_are_scored_by_the_codes_of_the_recorded_rubric(dikast: Dikast, tmp_path: Path) -> None:
    own = "name: own\ndescription: One kind.\nerrors: [{code: X, name: Slip, also: [sloppy sum], covers: all}]\n"
    (tmp_path / "own.yaml").write_text(own)
    row = {**ROW, "steps": ["So it is 31."], "labels": ["incorrect"], "types": ["sloppy sum"]}
    reply = json.dumps({"steps": [{"step": 1, "label": "incorrect", "p_correct": 0.1, "error": "X"}]})
    rows = write_rows(tmp_path / "rows.jsonl", row)
    ended = dikast("grade", rows, "--judge", judge(tmp_path, reply), "--rubric", "own.yaml", "--out", "run")
    assert ended.code == 0, ended.err
    (tmp_path / "own.yaml").unlink()
    (cell,) = json.loads(dikast("score", "run", "--json").out)["cells"]
    assert cell["summary"]["figures"]["type_accuracy"]["value"] == 1
    assert cell["summary"]["confusion"] == {"X": {"X": 1}, "right": {"X": 0}}


@pytest.mark.parametrize(
    "protocol", ["process-direct", "process-stepwise", "process-questioned", "process-debate", "process-panel"]
)
def test_every_protocol_runs_with_one_model_in_every_seat(
    dikast: Dikast, rows: Path, tmp_path: Path, protocol: str
) -> None:
    ended = dikast("grade", rows, "--judge", judge(tmp_path, ALL_CORRECT), "--protocol", protocol, "--json")
    assert ended.code == 0
    assert [json.loads(line)["first_error"] for line in ended.out.splitlines()] == [1, None]


def test_options_reach_the_protocol(dikast: Dikast, rows: Path, tmp_path: Path) -> None:
    options = ["--grounding", "none", "--rubric", "parc", "--reference", "answer", "--set", "solves=1", "--limit", "1"]
    ended = dikast("grade", rows, "--judge", judge(tmp_path, ALL_CORRECT), *options, "--json")
    (row,) = (json.loads(line) for line in ended.out.splitlines())
    assert (row["grounding"], row["rubric"], row["first_error"]) == ("none", "parc", None)


def test_the_same_command_again_prints_the_same(dikast: Dikast, rows: Path, tmp_path: Path) -> None:
    agent = judge(tmp_path, ALL_CORRECT)
    first = dikast("grade", rows, "--judge", agent, "--json", "--out", "run")
    again = dikast("grade", rows, "--judge", agent, "--json", "--out", "run")
    assert again.out == first.out
    assert again.code == 0


def test_a_graded_run_can_be_scored(dikast: Dikast, rows: Path) -> None:
    dikast("grade", rows, "--judge", "none", "--out", "run")
    scored = json.loads(dikast("score", "run", "--json", "--unknown-as", "correct").out)
    (cell,) = scored["cells"]
    assert cell["summary"]["steps"] == 4
    assert cell["summary"]["figures"]["error_recall"]["value"] == 0.5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "--judge: say who judges: --judge MODEL, or --judge none"),
        (["--judge", "none", "--protocol", "process-direct"], "'process-direct' needs a judge"),
        (["--judge", "none", "--protocol", "debate"], "'debate' decides between answers"),
        (["--judge", "none", "--protocol", "process-verifer"], "did you mean 'process-verifier'?"),
        (["--judge", "none", "--rubric", "projuge"], "did you mean 'projudge'?"),
        (["--judge", "none", "--format", "procesbench"], "did you mean 'processbench'?"),
        (["--judge", "none", "--set", "grounding"], "write it as name=value"),
        (["--judge", "none", "--set", "quorom=2"], "did you mean 'quorum'?"),
        (["--judge", "none", "--reference", "answer"], "has nothing that the option 'reference' could change"),
        (["--judge", "nobody/here"], "unknown model"),
    ],
)  # fmt: skip
def test_bad_options_are_refused_before_any_call(
    dikast: Dikast, rows: Path, arguments: list[str], message: str
) -> None:
    ended = dikast("grade", rows, *arguments)
    assert ended.code == 2
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no question is left"),
        ("{}\n", "not a worked solution in any format known"),
        ('{"id": "a", "problem": "?", "steps": "x"}\n', "rows.jsonl:1, steps"),
        ('{"id": "a", "problem": "?", "steps": ["x"], "labels": []}\n', "1 steps need as many labels, got 0"),
        ('{"id": "a", "problem": "?", "steps": ["x"]}\n{"id": "a", "problem": "?", "steps": ["x"]}\n', "taken by"),
        ("not JSON\n", "rows.jsonl:1"),
    ],
)
def test_a_bad_row_is_named_by_its_line(dikast: Dikast, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "rows.jsonl").write_text(text)
    ended = dikast("grade", "rows.jsonl", "--judge", "none")
    assert ended.code == 2
    assert message in ended.err


def test_control_characters_in_a_solution_do_not_reach_the_terminal(dikast: Dikast, tmp_path: Path) -> None:
    path = write_rows(
        tmp_path / "rows.jsonl", {**ROW, "id": "a\x1b[31mb", "steps": ["\x1b]0;x\x07 2 + 2 = 5 \u202e"], "labels": None}
    )
    ended = dikast("grade", path, "--judge", "none")
    assert ended.code == 0
    assert "\x1b" not in ended.out + dikast("transcript", "runs/grade-rows", "a").out


def test_the_verifier_contradicts_no_mark_of_the_shipped_solutions(dikast: Dikast) -> None:
    """Every refuted step is marked wrong, and every answer that was checked is as it is marked."""
    ended = dikast("grade", EXAMPLES / "solutions.jsonl", "--judge", "none", "--json", "--out", "run")
    marked = {row["id"]: row for row in map(json.loads, (EXAMPLES / "solutions.jsonl").read_text().splitlines())}
    graded = [json.loads(line) for line in ended.out.splitlines()]
    assert len(graded) == 16
    for row in graded:
        gold = marked[row["id"]]
        for step in row["steps"]:
            assert step["label"] != "incorrect" or gold["labels"][step["step"]] in ("incorrect", "inherited")
        assert row["is_answer_right"] in (None, gold["answer_is_right"])


def test_the_shipped_experiment_can_be_run_without_a_model(dikast: Dikast, tmp_path: Path) -> None:
    agent = judge(tmp_path, ALL_CORRECT)
    ended = dikast("run", EXAMPLES / "grade-solutions.yaml", "--set", f"agents.judge={agent}", "--out", "run")
    assert ended.code == 0, ended.err
    cells = json.loads(dikast("score", "run", "--json").out)["cells"]
    assert {cell["protocol"] for cell in cells} == {
        "process-verifier",
        "direct",
        "direct-grounded",
        "solve-first",
        "panel",
    }
    assert next(cell for cell in cells if cell["protocol"] == "panel")["voting"]["voters"] == 3


@pytest.mark.parametrize(
    "name", ["processbench_gsm8k", "mrben_physics", "parc_perl", "prmbench", "bigbench_mistake_arithmetic"]
)
def test_files_of_public_data_sets_are_graded_unchanged(dikast: Dikast, shared_data: Path, name: str) -> None:
    ended = dikast("grade", shared_data / "process" / f"{name}.jsonl", "--judge", "none", "--limit", "5", "--json")
    assert ended.code == 0
    assert len(ended.out.splitlines()) == 5


def test_bad_rows_are_left_out_and_named_at_the_end(dikast: Dikast, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    good = {"problem": "2 + 3?", "steps": ["2 + 3 = 5"]}
    file.write_text("\n".join([json.dumps(good), "no", json.dumps({"problem": 1}), json.dumps(good)]), encoding="utf-8")
    refused = dikast("grade", file, "--judge", "none")
    assert (refused.code, "many.jsonl:2" in refused.err) == (2, True)
    ended = dikast("grade", file, "--judge", "none", "--skip-bad", "--json")
    assert (ended.code, len(ended.out.splitlines())) == (0, 2)
    assert "left out: 2 rows that could not be used" in ended.err
    assert "many.jsonl:2: not JSON" in ended.err
    assert "many.jsonl:3" in ended.err
    scored = dikast("score", "runs/grade-many", "--labels", file, "--skip-bad")
    assert scored.code == 2


def test_the_summary_of_gradings_has_no_empty_columns(dikast: Dikast, rows: Path) -> None:
    dikast("grade", rows, "--judge", "none")
    shown = dikast("show", "runs/grade-rows").out
    title, headings, numbers, *_ = shown.splitlines()
    assert title == "What was judged"
    assert headings.split() == ["protocol", "questions", "unparsed", "episodes", "calls", "tokens", "time/episode"]
    assert numbers.split()[:4] == ["process-verifier", "2", "0", "2"]
    assert shown.endswith("how well worked solutions were judged: dikast score runs/grade-rows\n")


def test_a_judge_may_have_options_and_a_server(dikast: Dikast, rows: Path) -> None:
    with provider(takes_s=0.0, reply=ALL_CORRECT) as server:
        command = ("grade", rows, "--protocol", "process-direct", "--json")
        flag = dikast(*command, "--judge", "endpoint/m", "--api-base", server.base, "--out", "runs/flag")
        mapping = f"{{model: endpoint/m, api_base: '{server.base}', temperature: 0}}"
        mapped = dikast(*command, "--judge", mapping, "--out", "runs/mapping")
    for ended in (flag, mapped):
        assert ended.code == 0, ended.err
        first = json.loads(ended.out.splitlines()[0])
        assert first["steps"][0]["label"] == "correct"


def test_the_server_of_one_model_is_not_that_of_another(dikast: Dikast, rows: Path, tmp_path: Path) -> None:
    with provider(takes_s=0.0, reply="Answer: 32") as server:
        solver = ("--solver", "endpoint/m", "--api-base", server.base)
        ended = dikast("grade", rows, "--judge", judge(tmp_path, ALL_CORRECT), *solver, "--json")
    assert ended.code == 0, ended.err
    refused = dikast("grade", rows, "--judge", "none", "--api-base", "http://x/v1")
    assert (refused.code, "--api-base: " in refused.err) == (2, True)
