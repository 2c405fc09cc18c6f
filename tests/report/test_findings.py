"""The findings of run folders: numbers worked out by hand, groups, pairs, several runs at once."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from typing import TypedDict

import pytest

from benchmarks.report import run_example
from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.report import build_findings
from dikast.report.axis import format_p_value
from tests.report.conftest import Debates, in_own_thread, line


def test_numbers_worked_out_by_hand(debates: Debates) -> None:
    findings = build_findings([debates(line(1, 0.8), line(2, 0.6), line(3, 0.1), line(4, 0.5))])
    (cell,) = findings.cells
    assert cell.accuracy.accuracy.value == pytest.approx((1 + 1 + 0 + 0.5) / 4)
    assert cell.scores.brier.value == pytest.approx((0.04 + 0.16 + 0.81 + 0.25) / 4)
    assert (findings.questions, findings.cost.episodes, cell.accuracy.ties) == (4, 4, 1)
    assert findings.counted == {"confident and wrong": 1}
    assert [(s.id, s.run) for s in findings.surprises] == [("d3", "old")]


def test_each_of_several_runs_has_its_own_cells(debates: Debates) -> None:
    old, new = debates(line(1, 0.8), line(2, 0.8)), debates(line(1, 0.2), line(2, 0.9), name="new")
    findings = build_findings([old, new], compare=("old", "new"))
    assert [cell.name for cell in findings.cells] == ["debate (old)", "debate (new)"]
    assert [run.name for run in findings.runs] == ["old", "new"]
    (comparison,) = findings.comparisons
    assert (comparison.difference.value, comparison.comparisons) == (0.5, 1)


def test_runs_of_the_same_name_are_numbered(debates: Debates, tmp_path: Path) -> None:
    run = debates(line(1, 0.8))
    other = Path(copytree(run.path, tmp_path / "again" / "old"))
    assert [run.name for run in build_findings([run, RunFolder.open(other)]).runs] == ["old", "old-2"]


def test_a_run_given_twice_is_refused(debates: Debates) -> None:
    run = debates(line(1, 0.8))
    with pytest.raises(BadInput, match="given twice"):
        build_findings([run, RunFolder.open(run.path / ".." / "old")], by="protocol")


def test_episodes_are_grouped_by_the_keys(debates: Debates) -> None:
    run = debates(line(1, 0.8), line(2, 0.2, judge="k"), line(3, 0.9, judge="k", team="t"))
    assert [(c.name, c.accuracy.episodes) for c in build_findings([run], by="judge").cells] == [("j", 1), ("k", 2)]
    assert {c.name for c in build_findings([run], by="protocol,judge").cells} == {"debate (j)", "debate (k)"}
    assert [c.name for c in build_findings([run], by="agents,protocol").cells] == ["debate", "debate (t)"]


class FindingsArguments(TypedDict, total=False):
    by: str
    compare: tuple[str, str]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"by": "jugde"}, "nothing to group by called 'jugde': did you mean 'judge'?"),
        ({"by": " , "}, "name what to group by: "),
        ({"compare": ("debate", "x")}, "no cell 'x'"),
    ],
)
def test_unknown_keys_and_cells_are_refused(debates: Debates, arguments: FindingsArguments, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        build_findings([debates(line(1, 0.8))], **arguments)


def test_a_name_that_several_cells_have_is_refused(debates: Debates) -> None:
    run = debates(line(1, 0.8, team="x"), line(2, 0.8, team="y"))
    with pytest.raises(BadInput, match="'debate' could be any of 'debate \\(x\\)', 'debate \\(y\\)'"):
        build_findings([run], compare=("debate", "x"))


def test_a_run_without_episodes_is_refused(debates: Debates) -> None:
    run = debates(line(1, 0.8))
    import sqlite3

    with sqlite3.connect(run.path / "episodes.sqlite") as database:
        database.execute("delete from outcomes")
    with pytest.raises(BadInput, match="there are no episodes in it yet"):
        build_findings([RunFolder.open(run.path)])


def test_the_example_has_every_kind_of_finding(example: RunFolder) -> None:
    findings = build_findings([example])
    assert [cell.protocol for cell in findings.cells] == ["direct", "direct-with-source", "consultancy", "debate"]
    assert {r.protocol for r in findings.recoveries} == {"consultancy", "debate"}
    debate = findings.cell("debate")
    assert debate.trajectory
    assert debate.calibration
    assert findings.ratings is not None
    assert len(findings.ratings.players) == 4
    assert findings.cost.usage.calls == sum(cell.cost.usage.calls for cell in findings.cells)
    assert findings.cost.usage.cost_usd > 0
    assert len(findings.comparisons) == 6


def test_second_judges_are_compared_with_the_judges_of_the_debates(nyu: RunFolder) -> None:
    findings = build_findings([nyu], weigh="episodes")
    human = findings.cell("debate (debaters=human)").accuracy.accuracy
    assert human.value == pytest.approx(23 / 29)
    assert human.n == 29
    agreement = findings.agreements["debate (debaters=human) and debate (debaters=human judge=second)"]
    assert agreement.n == 17
    assert {caution.kind for caution in findings.cautions} >= {"few-questions"}


def test_judges_of_two_runs_are_compared(debates: Debates) -> None:
    old = debates(*(line(n, 0.8) for n in range(6)))
    new = debates(*(line(n, 0.8 if n % 3 else 0.3, judge="k") for n in range(6)), name="new")
    (agreement,) = build_findings([old, new]).agreements.values()
    assert agreement.n == 6
    assert agreement.percent.value == pytest.approx(4 / 6)


def test_pairs_of_judges_beyond_the_limit_are_counted(debates: Debates) -> None:
    """Ten judges are 45 pairs: 40 are compared, and 5 counted as left out."""
    lines = (line(n, 0.8, id=f"{j}-{n}", judge=f"j{j}", team=f"judge=j{j}") for n in range(2) for j in range(10))
    findings = build_findings([debates(*lines)])
    assert (len(findings.agreements), findings.agreements_left_out) == (40, 5)


def test_judges_of_one_run_are_compared_however_it_is_grouped(debates: Debates) -> None:
    rows = [
        line(n, 0.8, id=f"{judge}{n}", judge=judge, team=f"debaters=x judge={judge}")
        for n in range(6)
        for judge in ("the first", "the second")
    ]
    run = debates(*rows, name="my run")
    for by in (None, "protocol,judge", "protocol,agents,run"):
        assert [agreement.n for agreement in build_findings([run], by=by).agreements.values()] == [6]


def test_many_cells_are_not_compared_all_with_all(debates: Debates) -> None:
    findings = build_findings([debates(*(line(n, 0.8, protocol=f"p{n}") for n in range(9)))])
    assert (len(findings.cells), findings.comparisons) == (9, ())


def direct_line(number: int, p_right: float, protocol: str, judge: str) -> dict[str, object]:
    """One who answers a question alone."""
    where = {"id": f"{protocol}{number}{judge}", "protocol": protocol, "judge": judge, "team": f"judge={judge}"}
    return line(number, p_right, speakers={}, turns=[], **where)


def debate_line(number: int, p_right: float) -> dict[str, object]:
    """The consultancy of agent `a` before judge `j`."""
    speakers, turns = {"pro": {"argues": 0, "agent": "a"}}, [{"round": 1, "speaker": "pro", "text": "So."}]
    return line(number, p_right, protocol="consultancy", speakers=speakers, turns=turns, team="judge=j")


def test_the_ceiling_is_the_arguing_agent_where_it_was_asked_alone(debates: Debates) -> None:
    # The judge alone is right once in four, with the agent three times, and the agent always.
    weak = [direct_line(i, p, "direct", "j") for i, p in enumerate((0.9, 0.2, 0.2, 0.2))]
    strong = [direct_line(i, 0.9, "direct", "a") for i in range(4)]
    (recovery,) = build_findings(
        [debates(*weak, *strong, *(debate_line(i, 0.1 if i == 3 else 0.9) for i in range(4)))]
    ).recoveries
    assert (recovery.floor.value, recovery.reached.value, recovery.ceiling.value) == (0.25, 0.75, 1.0)
    assert recovery.recovered.value == pytest.approx(2 / 3)
    assert (recovery.weak, recovery.strong) == ("direct (judge=j)", "direct (judge=a)")


def test_else_the_ceiling_is_the_judge_with_the_source(debates: Debates) -> None:
    weak = [direct_line(i, 0.2, "direct", "j") for i in range(2)]
    with_source = [direct_line(i, 0.9, "direct-with-source", "j") for i in range(2)]
    (recovery,) = build_findings([debates(*weak, *with_source, debate_line(0, 0.9), debate_line(1, 0.2))]).recoveries
    assert (recovery.recovered.value, recovery.strong) == (0.5, "direct-with-source (judge=j)")
    # Without either end there is no gap to speak of.
    assert build_findings([debates(*weak, debate_line(0, 0.9), name="half")]).recoveries == ()


@pytest.mark.parametrize(("p", "shown"), [(None, "–"), (1.0, "1.000"), (0.0005, "0.001"), (1e-4, "<0.001")])
def test_a_p_value_is_never_shown_as_zero(p: float | None, shown: str) -> None:
    assert format_p_value(p) == shown


def test_runs_with_different_question_sets_get_a_warning(tmp_path: Path) -> None:
    def run(name: str, *changes: str) -> RunFolder:
        return in_own_thread(lambda: run_example(tmp_path / name, *changes))

    runs = [
        run("four", "questions.limit=4"),
        run("again", "questions.limit=4", "seed=1"),
        run("five", "questions.limit=5"),
    ]
    assert "other-questions" not in {caution.kind for caution in build_findings(runs[:2]).cautions}
    first = build_findings(runs[1:]).cautions[0]
    assert (first.kind, first.where) == ("other-questions", "again and five")
