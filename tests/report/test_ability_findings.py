"""κ with people by whether the judge could answer itself, and what its own answers say of the references."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import write
from tests.report.knowing_judges import N_QUESTIONS, WRONG_REFERENCE, pairs

JUDGES = "tests.report.knowing_judges"
TITLE = "Agreement with the right answers, by whether the judge could answer the question itself"


def ran(dikast: Dikast, folder: Path, *protocols: object, judge: str = "half", **changes: Any) -> None:
    """A run of these protocols by one of the planted judges."""
    agents = {"judge": f"{JUDGES}:{judge}", "debater": f"{JUDGES}:speak"}
    rows = changes.pop("rows", pairs())
    used = {seat: agent for seat, agent in agents.items() if seat == "judge" or "debate" in str(protocols)}
    path = write(folder, rows, protocols=[*protocols], agents=used, order="given", **changes)
    ended = dikast("run", path)
    assert ended.code == 0, ended.err


def by_cell(dikast: Dikast) -> dict[str, dict[str, Any]]:
    data = json.loads(dikast("report", "runs/play", "--json").out)
    return {finding["cell"]: finding for finding in data.get("abilities", [])}


@pytest.fixture
def judged(dikast: Dikast, tmp_path: Path) -> Path:
    """A judge that knows half of the answers: without help, after its own answer, and with a reference."""
    own = {"use": "judge-pairwise", "reference": "self", "as": "own"}
    told = {"use": "judge-pairwise", "reference": "answer", "as": "told"}
    ran(dikast, tmp_path, "judge-pairwise", own, told)
    return tmp_path


def test_a_reference_helps_where_the_judge_could_not_answer(dikast: Dikast, judged: Path) -> None:
    findings = by_cell(dikast)
    assert {name: finding["known_by"] for name, finding in findings.items()} == dict.fromkeys(
        ["judge-pairwise", "own", "told"], "own answers"
    )
    for name, kappa in (("judge-pairwise", 0.0), ("own", 0.0), ("told", 1.0)):
        split = findings[name]["split"]
        # The wrong reference is no reason to think that the judge could not answer, except for a machine.
        assert (split["could"]["n"], split["could_not"]["n"], split["n_unknown"]) == (11, 13, 0)
        assert split["could"]["kappa"]["value"] == pytest.approx(1.0)
        if name == "told":
            assert split["could_not"]["kappa"]["value"] == pytest.approx(kappa)
        else:
            assert split["could_not"]["kappa"]["value"] < 0.3


def test_the_table_and_the_page_have_it(dikast: Dikast, judged: Path) -> None:
    ended = dikast("report", "runs/play", "--html", "page.html")
    lines = ended.out.split(f"{TITLE}\n")[1].splitlines()
    assert lines[0].split() == [
        "cell", "known", "by", "could:", "n", "κ", "interval", "could", "not:", "n", "κ", "interval", "not", "known",
    ]  # fmt: skip
    assert lines[3].split()[:5] == ["told", "own", "answers", "11", "1.000"]
    page = Path("page.html").read_text()
    assert '<section id="ability">' in page
    assert "could not" in page


def test_a_reference_that_most_solvers_contradict_is_named(dikast: Dikast, judged: Path) -> None:
    audit = json.loads(dikast("report", "runs/play", "--json").out)["reference_audit"]
    # It knows half of the answers: what it contradicts is wrong once, and right in the other half.
    assert (audit["questions"], audit["verified"], audit["refuted"]) == (N_QUESTIONS, 11, 13)
    suspects = {row["question"]: row["majority"] for row in audit["suspects"]}
    assert suspects[str(WRONG_REFERENCE)] == str(2 * WRONG_REFERENCE)
    out = dikast("report", "runs/play").out
    assert "References against judges' own answers" in out
    assert "… and 8 more" in out


def test_a_judge_that_was_asked_alone_shows_what_a_debate_adds(dikast: Dikast, tmp_path: Path) -> None:
    ran(dikast, tmp_path, "direct", "debate", judge="persuaded")
    (finding,) = by_cell(dikast).values()
    assert (finding["cell"], finding["known_by"]) == ("debate", "direct")
    assert finding["split"]["could_not"]["kappa"]["value"] == pytest.approx(1.0)
    # Half of its guesses are right.
    assert (finding["split"]["could"]["n"], finding["split"]["could_not"]["n"]) == (18, 6)


@pytest.mark.parametrize(
    ("protocols", "rows"),
    [
        (["judge-pairwise"], pairs()),
        # Which response is better is another question than what the answer is.
        (["direct", "judge-pairwise"], pairs()),
        ([{"use": "judge-pairwise", "reference": "self"}], [{**row, "references": []} for row in pairs()]),
    ],
)
def test_where_nothing_is_known_nothing_is_said(
    dikast: Dikast, tmp_path: Path, protocols: list[object], rows: list[dict[str, Any]]
) -> None:
    ran(dikast, tmp_path, *protocols, rows=rows)
    data = json.loads(dikast("report", "runs/play", "--json").out)
    assert "abilities" not in data
    assert "reference_audit" not in data
    out = dikast("report", "runs/play", "--html", "page.html").out
    assert TITLE not in out
    assert 'id="ability"' not in Path("page.html").read_text()
