"""`dikast register`: hypotheses frozen before the run; and what a report then says of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, write

HYPOTHESIS: dict[str, Any] = {"compare": ["good", "bad"], "direction": "greater", "questions": 12}
PROTOCOLS = [{"use": "direct-with-source", "as": "good"}, {"use": "direct", "as": "bad"}]
SCRIPT = """\
replies:
  - {purpose: decide, contains: "SOURCE-IS-SHOWN", text: "Answer: A"}
  - {purpose: decide, text: "Answer: B"}
"""


def experiment(folder: Path, *, n: int = 12, **changes: Any) -> Path:
    """A judge that is right where it sees the source, and wrong where it does not."""
    questions = [{**row, "source": "SOURCE-IS-SHOWN"} for row in rows(n)]
    whole = {"protocols": PROTOCOLS, "hypotheses": [HYPOTHESIS], "order": "given", **changes}
    path = write(folder, questions, **whole)
    (folder / "script.yaml").write_text(SCRIPT)
    return path


def registered(dikast: Dikast, path: Path) -> tuple[Path, str]:
    """The registration of an experiment, and its hash as it was printed."""
    ended = dikast("register", path)
    assert (ended.code, ended.err) == (0, "")
    return Path("play.registration.json"), ended.out.partition("sha256: ")[2].strip()


def test_a_registered_comparison_is_confirmed_and_its_hash_is_in_the_report(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path)
    file, digest = registered(dikast, path)
    assert len(digest) == 64
    assert not Path("runs").exists(), "nothing is run"
    dikast("run", path, "--plain")
    out = dikast("report", "runs/play", "--registration", file, "--html", "page.html").out
    assert f"Registered before the run, sha256 {digest}" in out
    (line,) = [line for line in out.splitlines() if line.startswith("good > bad")]
    assert line.split()[-1] == "confirmed"
    assert "12 of 12" in line
    assert "changed since" not in out
    assert "All other figures are exploratory" in out
    assert "The first less the second" not in out, "the only comparison is the registered one"
    html = Path("page.html").read_text()
    assert digest in html
    assert "<td>confirmed</td>" in html


def test_what_was_not_registered_is_exploratory(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path)
    file, _ = registered(dikast, path)
    dikast("run", path, "--plain")
    experiment(tmp_path, protocols=[*PROTOCOLS, {"use": "direct", "reasoning": True, "as": "third"}])
    dikast("run", path, "--plain")
    out = dikast("report", "runs/play", "--registration", file).out
    exploratory = out[out.index("Exploratory, not registered") :]
    rows_shown = [line.split()[:2] for line in exploratory.splitlines()[2:4]]
    assert rows_shown == [["good", "third"], ["bad", "third"]]
    assert "- changed since: protocols:" in out


def test_with_fewer_questions_it_is_undecided(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path, n=5)
    file, _ = registered(dikast, path)
    dikast("run", path, "--plain")
    out = dikast("report", "runs/play", "--registration", file).out
    assert "undecided" in out
    assert "- good > bad in credit: 5 of 12 questions are decided by both" in out


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"seed": 7}, "- changed since: seed: 0 → 7"), ({"exclude": [{"question": "3"}]}, "- changed since: exclude: []")],
)
def test_what_is_changed_after_registration_is_told(
    dikast: Dikast, tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    file, _ = registered(dikast, experiment(tmp_path))
    dikast("run", experiment(tmp_path, **changes), "--plain")
    assert told in dikast("report", "runs/play", "--registration", file).out


def test_other_limits_are_no_change(dikast: Dikast, tmp_path: Path) -> None:
    file, _ = registered(dikast, experiment(tmp_path))
    dikast("run", experiment(tmp_path, limits={"in_flight": 2}), "--plain")
    assert "changed since" not in dikast("report", "runs/play", "--registration", file).out


def test_the_same_experiment_has_the_same_hash_and_another_has_another(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path)
    _, first = registered(dikast, path)
    assert registered(dikast, path)[1] == first
    experiment(tmp_path, hypotheses=[{**HYPOTHESIS, "questions": 10}])
    ended = dikast("register", path)
    assert ended.code == 2
    assert "another registration is there" in ended.err
    assert first not in dikast("register", path, "--out", "other.json").out


def test_a_registration_that_was_edited_is_refused(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path)
    file, _ = registered(dikast, path)
    dikast("run", path, "--plain")
    content = json.loads(file.read_text())
    content["content"]["hypotheses"][0]["direction"] = "less"
    file.write_text(json.dumps(content))
    ended = dikast("report", "runs/play", "--registration", file)
    assert ended.code == 2
    assert "changed after it was registered" in ended.err


def test_a_registration_after_the_run_says_so(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path)
    dikast("run", path, "--plain")
    assert "24 episodes of it are finished already" in dikast("register", path).err
    out = dikast("report", "runs/play", "--registration", "play.registration.json").out
    assert "- 24 episodes were finished before it was registered" in out


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hypotheses": []}, "there is nothing to register"),
        (
            {"hypotheses": [{**HYPOTHESIS, "compare": ["god", "bad"]}]},
            "no cell here is called 'god': did you mean 'good'",
        ),
        ({"hypotheses": [{**HYPOTHESIS, "directon": "less"}]}, "did you mean 'direction'"),
        (
            {
                "agents": {
                    "judge": ["scripted:script.yaml", {"model": "scripted:script.yaml", "handicap": {"words": 9}}]
                }
            },
            "'good' could be any of",
        ),
    ],
)
def test_a_hypothesis_about_nothing_is_bad_input(
    dikast: Dikast, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    ended = dikast("register", experiment(tmp_path, **changes))
    assert ended.code == 2
    assert message in ended.err


@pytest.mark.parametrize("content", ["", "no json", "{}", '{"hash": "x", "content": 3}'])
def test_a_file_that_is_no_registration_is_bad_input(dikast: Dikast, tmp_path: Path, content: str) -> None:
    dikast("run", experiment(tmp_path, n=1), "--plain")
    Path("other.json").write_text(content)
    ended = dikast("report", "runs/play", "--registration", "other.json")
    assert ended.code == 2
    assert "Traceback" not in ended.err
