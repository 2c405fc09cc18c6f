"""docs/questions.md: its examples are those of the command, its audit is what is found, its experiment runs."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from dikast.input_files import into, parse_yaml
from dikast.metrics import blind_tells
from dikast.protocols import load_protocol
from dikast.questions import GENERATED_KINDS, QuestionSource, generated_questions
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "questions.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<code>dikast (generate .*?)</code>.*?```\n(.*?)```", PAGE, re.DOTALL))
AUDIT = dict(re.findall(r"^\| `(\w+)` \| (\d\.\d{3} .*) \|$", PAGE, re.MULTILINE))
[EXPERIMENT] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_every_kind_is_described_audited_and_shown() -> None:
    described = re.findall(r"^\| `(\w+)` \|(?:[^|]+\|){3}$", PAGE, re.MULTILINE)
    assert sorted(described) == sorted(AUDIT) == sorted(GENERATED_KINDS)
    assert list(EXAMPLES) == [f"generate {kind} --n 1" for kind in GENERATED_KINDS]


@pytest.mark.parametrize("command", EXAMPLES)
def test_an_example_is_what_the_command_prints(dikast: Dikast, command: str) -> None:
    assert dikast(*command.split()) == (0, EXAMPLES[command], "")


@pytest.mark.parametrize("kind", [kind for kind in GENERATED_KINDS if kind != "figures"])
def test_the_audit_is_what_is_found(kind: str) -> None:
    found = blind_tells(generated_questions(kind))
    assert found is not None
    cells = [f"{e.value:.3f} ({e.low:.2f}–{e.high:.2f})" for e in (tell.accuracy for tell in found.tells)]
    assert AUDIT[kind] == " | ".join(cells)


def test_the_picture_is_that_of_the_question() -> None:
    [question] = generated_questions("figures", 1)
    picture = base64.b64decode(question.images[0].partition(",")[2])
    assert (DOCS / "images" / "generated-figure.png").read_bytes() == picture


def test_the_experiment_runs_with_other_agents(dikast: Dikast, tmp_path: Path) -> None:
    experiment = parse_yaml(EXPERIMENT, "page.yaml")
    assert into(QuestionSource, experiment.at("questions")) == QuestionSource(generated="contracts", limit=200, seed=7)
    for protocol in experiment.data["protocols"]:
        load_protocol(protocol)
    (tmp_path / "page.yaml").write_text(EXPERIMENT, encoding="utf-8")
    planted = "dikast.evaluation.planted"
    settings = (f"agents.debater={planted}:artful", f"agents.judge={planted}:first_judge", "questions.limit=4")
    ended = dikast("run", "page.yaml", "--plain", *(part for setting in settings for part in ("--set", setting)))
    assert ended.code == 0, ended.err
    assert "debate" in ended.out
