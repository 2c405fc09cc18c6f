"""Which protocols belong together, whose judge is held out, and what is shown: by the example, in small."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from dikast.experiments import (
    RejudgeTerms,
    RunFolder,
    load_experiment,
    prepare,
    prepare_rejudge,
    run_experiment,
)
from dikast.report import Findings, build_findings, plot_hacking, plot_overoptimisation, write_page
from dikast.report.figures import hacking_figure, overoptimisation_figure

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[RunFolder]:
    """The example on a few questions, and another judge of its transcripts."""
    folder = tmp_path_factory.mktemp("hacked")
    experiment, document = load_experiment(EXAMPLES / "judge-hacking.yaml", ("questions.limit=6",))
    few = experiment.model_copy(update={"protocols": (*experiment.protocols[::2],)})
    asyncio.run(run_experiment(prepare(few, document, folder / "run")))
    terms = RejudgeTerms(judge="programs:sober_judge")
    held_out = prepare_rejudge(RunFolder.open(folder / "run"), terms, folder / "held-out", base=EXAMPLES)
    asyncio.run(run_experiment(held_out))
    return [RunFolder.open(folder / "run"), RunFolder.open(folder / "held-out")]


@pytest.fixture(scope="module")
def findings(runs: list[RunFolder]) -> Findings:
    return build_findings(runs)


def test_protocols_that_differ_in_their_drafts_alone_are_one_curve(findings: Findings) -> None:
    curves = {(finding.protocol, finding.judge, finding.is_held_out) for finding in findings.hacking}
    assert curves == {
        ("checked", "programs:dazzled_judge", False),
        ("unchecked", "programs:dazzled_judge", False),
        ("checked", "programs:sober_judge", True),
        ("unchecked", "programs:sober_judge", True),
    }
    for finding in findings.hacking:
        assert [point.n for point in finding.points] == [1, 4]
        assert finding.scored_by == "judge"
        assert finding.points[0].best_arguer == "programs:shiny_consultant"
        assert finding.points[0].deceived.clusters == 6


def test_the_page_and_matplotlib_show_them(findings: Findings, runs: list[RunFolder], tmp_path: Path) -> None:
    figure = hacking_figure(findings)
    assert figure is not None
    assert [name for _, name in figure.ticks] == ["1", "4"]
    both = overoptimisation_figure(findings)
    assert both is not None
    assert len(both.curves) == 8
    write_page(findings, runs, tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text()
    assert 'id="figure-hacking"' in html
    assert ", held out" in html
    assert plot_hacking(findings).get_title() == "Exploitability"
    assert plot_overoptimisation(findings).get_title() == "Belief and truth"


def test_without_a_number_of_drafts_that_varies_there_is_nothing(example: RunFolder) -> None:
    findings = build_findings([example])
    assert findings.hacking == ()
    assert "hacking" not in findings.model_dump()
