"""The summary of a run, on outcomes small enough to work out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import cells, judge_accuracy, sides, summarise, wilson
from dikast.metrics.cell_warnings import is_unread
from dikast.records import Outcome, OutcomeGrade, OutcomeLook, Usage


def outcome(question: str = "1", **fields: Any) -> Outcome:
    given = {"id": f"p/{question}", "protocol": "p", "agents": "", "question": question, "status": "decided"}
    return Outcome(**{**given, **fields})


def right(question: str = "1", **fields: Any) -> Outcome:
    return outcome(question, **{"gold": 0, "choice": 0, "credit": 1.0, "brier": 0.0, **fields})


def wrong(question: str = "1", **fields: Any) -> Outcome:
    return outcome(question, **{"gold": 0, "choice": 1, "credit": 0.0, "brier": 1.0, **fields})


def tied(question: str = "1", **fields: Any) -> Outcome:
    return outcome(
        question, **{"gold": 0, "choice": None, "probabilities": (0.5, 0.5), "credit": 0.5, "brier": 0.25, **fields}
    )


def unparsed(question: str = "1", **fields: Any) -> Outcome:
    return outcome(question, **{"gold": 0, "status": "unparsed", **fields})


def failed(question: str = "1", **fields: Any) -> Outcome:
    return outcome(question, **{"status": "failed", "error": "judge: PermanentError: no", **fields})


def test_without_outcomes_there_are_no_summaries() -> None:
    assert summarise([]) == []
    assert sides([]) == []


def test_a_cell_worked_by_hand() -> None:
    rows = [right("1"), wrong("2"), tied("3"), right("4", brier=0.01), unparsed("5"), failed("6")]
    (cell,) = summarise(rows)
    assert (cell.questions, cell.episodes, cell.ties, cell.unparsed, cell.failed) == (6, 6, 1, 1, 1)
    assert cell.accuracy == pytest.approx((1 + 0 + 0.5 + 1) / 4)
    assert (cell.accuracy_low, cell.accuracy_high) == wilson(2.5 / 4, 4)
    assert cell.brier == pytest.approx((0 + 1 + 0.25 + 0.01) / 4)


class TestDraws:
    """A tie that the judge calls is not one that its contradictory replies make."""

    FIRST, SECOND = (1.0, 0.0), (0.0, 1.0)
    EVEN = (0.5, 0.5)

    def drawn(self, *said: tuple[float, float], tie: bool = False) -> Outcome:
        """A draw of one judge whose looks said this, each with the choices in another order."""
        views = tuple(OutcomeLook(1, ((0, 1), (1, 0))[i], p) for i, p in enumerate(said))
        return outcome("1", choice=None, probabilities=self.EVEN, views=views, tie=tie)

    def test_each_kind_is_counted(self) -> None:
        rows = [
            self.drawn(self.EVEN, self.EVEN, tie=True),
            self.drawn(self.FIRST, self.SECOND),
            self.drawn(self.FIRST, self.EVEN),
            self.drawn(self.EVEN),
            right("2"),
        ]
        assert [row.draw for row in rows] == ["called", "contradictory", "contradictory", "even", None]
        (cell,) = summarise(rows)
        assert (cell.ties, cell.draws) == (4, {"called": 1, "contradictory": 2, "even": 1})
        found = judge_accuracy(cells(rows)[0])
        assert (found.ties, found.draws) == (4, cell.draws)

    def test_where_none_was_called_they_are_written_as_before(self) -> None:
        (cell,) = summarise([self.drawn(self.FIRST, self.SECOND)])
        assert "draws" not in cell.model_dump()
        assert cell.ties == 1


def test_each_question_weighs_the_same_however_often_it_was_asked() -> None:
    rows = [right("1"), right("1"), right("1"), wrong("2")]
    (cell,) = summarise(rows)
    assert cell.accuracy == pytest.approx(0.5)  # not 3/4
    assert (cell.accuracy_low, cell.accuracy_high) == wilson(0.5, 2)  # over two questions, not four episodes
    assert cell.brier == pytest.approx(0.5)


def test_unparsed_and_failed_are_counted_and_are_part_of_no_mean() -> None:
    (cell,) = summarise([unparsed("1"), failed("2")])
    assert (cell.unparsed, cell.failed, cell.episodes) == (1, 1, 2)
    assert (cell.accuracy, cell.accuracy_low, cell.accuracy_high, cell.brier) == (None, None, None, None)
    (mixed,) = summarise([right("1"), unparsed("1"), failed("1")])
    assert mixed.accuracy == 1.0


def test_without_gold_there_is_no_accuracy() -> None:
    (cell,) = summarise([outcome("1", choice=1)])
    assert (cell.accuracy, cell.episodes, cell.ties) == (None, 1, 0)


def test_cells_are_protocols_with_agents_in_the_order_they_come() -> None:
    rows = [
        right("1", protocol="b"),
        right("1", agents="judge=x"),
        wrong("1", agents="judge=y"),
        right("2", protocol="b"),
    ]
    found = [(cell.protocol, cell.agents, cell.accuracy) for cell in summarise(rows)]
    assert found == [("b", "", 1.0), ("p", "judge=x", 1.0), ("p", "judge=y", 0.0)]


def test_usage_and_time() -> None:
    rows = [
        right("1", usage=Usage(calls=3, input_tokens=5, cost_usd=0.25), seconds=1.0),
        failed("2", usage=Usage(), seconds=2.0),
        right("3", usage=Usage(calls=4, repeats=1, output_tokens=2, cost_usd=0.5), seconds=6.0),
    ]
    (cell,) = summarise(rows)
    assert (cell.usage.calls, cell.usage.repeats, cell.usage.tokens, cell.usage.cost_usd) == (7, 1, 7, 0.75)
    assert cell.seconds_per_episode == pytest.approx(3.0)


def test_sides_worked_by_hand() -> None:
    rows = [
        right("1", argues=0),  # argued right, agreed
        wrong("2", argues=0),  # argued right, not agreed
        tied("3", argues=0),  # a shared first place is no agreement
        wrong("1", argues=1),  # argued wrong, agreed
        right("2", argues=1),  # argued wrong, not agreed
        unparsed("3", argues=1),
        failed("4", argues=0),
        right("5", protocol="direct"),  # assigned no side
    ]
    (side,) = sides(rows)
    assert (side.protocol, side.argued_right, side.argued_wrong) == ("p", 3, 2)
    assert side.agreed_when_right == pytest.approx(1 / 3)
    assert side.agreed_when_wrong == pytest.approx(1 / 2)


def test_a_side_that_was_never_argued_has_no_share() -> None:
    (side,) = sides([right("1", argues=0)])
    assert (side.agreed_when_right, side.agreed_when_wrong, side.argued_wrong) == (1.0, None, 0)


@st.composite
def runs(draw: st.DrawFn) -> list[Outcome]:
    kinds = st.sampled_from([right, wrong, tied, unparsed, failed])
    rows = st.tuples(kinds, st.sampled_from("abc"), st.sampled_from(["p", "q"]), st.sampled_from([None, 0, 1]))
    found = draw(st.lists(rows, max_size=12))
    return [make(question, protocol=protocol, argues=argues) for make, question, protocol, argues in found]


@settings(max_examples=60)
@given(runs(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(rows: list[Outcome], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    before = {(cell.protocol, cell.agents): cell for cell in summarise(rows)}
    after = {(cell.protocol, cell.agents): cell for cell in summarise(shuffled)}
    assert before.keys() == after.keys()
    for key, cell in before.items():
        assert cell.accuracy == pytest.approx(after[key].accuracy)
    assert {s.protocol: s for s in sides(rows)} == {s.protocol: s for s in sides(shuffled)}


@settings(max_examples=60)
@given(runs())
def test_counts_in_are_counts_out(rows: list[Outcome]) -> None:
    cells = summarise(rows)
    assert sum(cell.episodes for cell in cells) == len(rows)
    for cell in cells:
        mine = [row for row in rows if row.protocol == cell.protocol]
        assert cell.unparsed + cell.failed + sum(row.status == "decided" for row in mine) == cell.episodes


def test_a_grading_of_steps_is_no_tie() -> None:
    graded = Outcome(id="1", protocol="p", agents="", question="1", status="decided")
    (found,) = summarise([graded])
    assert found.ties == 0
    assert judge_accuracy(cells([graded])[0]).ties == 0


@pytest.mark.parametrize(("n_unparsed", "n_unread"), [(0, 0), (1, 0), (2, 0), (3, 1), (4, 1)])
def test_a_grading_is_unread_everywhere_if_more_than_half_of_its_labels_are(n_unparsed: int, n_unread: int) -> None:
    """In the summary, in the accuracy of a cell and its warnings, and where a run names what it could not read."""
    status = "unparsed" if n_unparsed == 4 else "decided"
    graded = outcome(status=status, grade=OutcomeGrade(state=None, n_steps=4, n_unparsed=n_unparsed))
    (cell,) = cells([graded])
    assert graded.is_unread == bool(n_unread)
    assert summarise([graded])[0].unparsed == n_unread
    assert judge_accuracy(cell).unparsed == n_unread
    assert is_unread(cell).sum() == n_unread
