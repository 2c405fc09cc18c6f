"""`--scaling`: where capability comes from, who plays whom by which name, and what is drawn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.experiments import RunFolder, load_experiment, prepare, run_experiment
from dikast.report import Findings, build_findings, plot_nested, plot_scaling, write_page
from dikast.report.capability_source import CapabilitySource
from dikast.report.figures import nested_figure, scaling_figure

EXAMPLE = Path(__file__).parents[2] / "examples" / "scaling.yaml"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    path = tmp_path_factory.mktemp("scaled") / "run"
    asyncio.run(run_experiment(prepare(*load_experiment(EXAMPLE, ("questions.limit=8",)), path)))
    return RunFolder.open(path)


@pytest.fixture(scope="module")
def findings(played: RunFolder) -> Findings:
    return build_findings([played], scaling="capability")


def test_agents_have_the_labels_of_tables_and_the_numbers_of_the_experiment_file(findings: Findings) -> None:
    assert findings.scaling is not None
    scaling = findings.scaling.scaling
    assert scaling.n_games == 8 * 25, "in every debate one side argues for the wrong answer"
    assert [point.agent for point in scaling.deception.points] == [
        f"programs:quoting_debater+knows={knows:g}" for knows in (0.05, 0.15, 0.3, 0.6, 1)
    ]
    assert [point.capability for point in scaling.oversight.points] == [1000, 1100, 1200, 1300, 1400]
    assert scaling.unknown == ()
    assert scaling.nested is not None
    assert (scaling.nested.start, scaling.nested.gap) == (1000, 400)


def test_by_a_handicap_those_without_it_are_in_no_curve(played: RunFolder) -> None:
    finding = build_findings([played], scaling="capability=knows").scaling
    assert finding is not None
    assert [point.capability for point in finding.scaling.deception.points] == [0.05, 0.15, 0.3, 0.6, 1]
    assert finding.scaling.oversight.points == ()
    assert len(finding.scaling.unknown) == 5
    assert finding.scaling.nested is None


def test_a_file_has_a_number_for_each_agent_and_the_first_source_that_knows_one_counts(
    played: RunFolder, tmp_path: Path
) -> None:
    numbers = tmp_path / "numbers.yaml"
    numbers.write_text("".join(f"programs:counting_judge+context={n}: {n / 100}\n" for n in (60, 80, 95, 110, 200)))
    finding = build_findings([played], scaling=f"capability=knows,{numbers}").scaling
    assert finding is not None
    assert [point.capability for point in finding.scaling.oversight.points] == [0.6, 0.8, 0.95, 1.1, 2]
    assert [point.capability for point in finding.scaling.deception.points] == [0.05, 0.15, 0.3, 0.6, 1]


def test_the_page_and_matplotlib_show_both_figures(findings: Findings, played: RunFolder, tmp_path: Path) -> None:
    figure = scaling_figure(findings)
    assert figure is not None
    assert figure.legend() == ("oversight, measured", "oversight, fitted", "deception, measured", "deception, fitted")
    nested = nested_figure(findings)
    assert nested is not None
    assert len(nested.curves[0].points) == 8
    write_page(findings, [played], tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text()
    assert 'id="figure-scaling"' in html
    assert 'href="#scaling"' in html
    assert plot_scaling(findings).get_ylabel() == "Elo"
    assert plot_nested(findings).get_xlabel() == "steps"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("knows", "got 'knows': write `capability`"),
        ("capability=know", "'know' is no handicap and no file: did you mean 'knows'"),
        ("capability=nothing.yaml", "no such file"),
        ("capability=noise", "no agent has a number by noise; the agents are programs:"),
    ],
)
def test_a_capability_that_no_agent_has_is_bad_input(played: RunFolder, text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        build_findings([played], scaling=text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "no mapping of agents"),
        ("[1, 2]", "no mapping of agents"),
        ("gpt: high", "of 'gpt' is a number, got 'high'"),
    ],
)
def test_a_file_that_is_no_table_of_numbers_is_bad_input(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "numbers.yaml"
    path.write_text(content)
    with pytest.raises(BadInput, match=message):
        CapabilitySource.read(f"capability={path}")


def test_where_nobody_argued_for_a_falsehood_there_is_nothing_to_scale(tmp_path: Path) -> None:
    changes = ('protocols=["direct"]', "questions.limit=1")
    asyncio.run(run_experiment(prepare(*load_experiment(EXAMPLE, changes), tmp_path / "run")))
    with pytest.raises(BadInput, match="nobody argued for a wrong answer"):
        build_findings([RunFolder.open(tmp_path / "run")], scaling="capability")
