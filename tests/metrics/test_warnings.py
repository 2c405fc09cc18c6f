"""Cautions: each appears where it should, with its reason, and none where all is well."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import Caution, Cell, Comparison, agreement, best_constant, cautions, compare, judge_accuracy, pgr
from dikast.metrics.cell_warnings import bounds
from dikast.records import Outcome, OutcomeLook
from tests.metrics.rows import cell, debate, right, row, runs, wrong


def kinds(*cells: Cell) -> set[str]:
    return {caution.kind for caution in cautions(cells)}


def many(n: int, rights: int, **fields: object) -> list[Outcome]:
    """Episodes of n questions, with the right answer and the order alternating so that no place is favoured."""
    made = []
    for i in range(n):
        gold = i % 2
        p = 0.8 if i < rights else 0.2
        probabilities = (p, 1 - p) if gold == 0 else (1 - p, p)
        order = (0, 1) if i // 2 % 2 else (1, 0)
        made.append(row(str(i), probabilities, gold=gold, views=(OutcomeLook(1, order, probabilities),)))
    return [o.model_copy(update=fields) for o in made]


def test_all_is_well() -> None:
    assert cautions([cell(*many(100, 76, seats=debate()))]) == []
    assert cautions([]) == []


def test_a_judge_that_also_argues() -> None:
    (found,) = cautions([cell(*many(100, 76, seats=debate(judge="ben")))])
    assert (found.kind, found.where) == ("judge-argues", "p")
    assert found.reason.startswith("ben both argues and judges")


def test_below_a_judge_that_reads_nothing() -> None:
    rows = [right(str(i), gold=0) for i in range(30)] + [
        row(f"w{i}", (0.2, 0.8), gold=0, views=(OutcomeLook(1, (1, 0), (0.2, 0.8)),)) for i in range(30)
    ]
    found = cell(*rows)
    assert best_constant(found) == 1.0  # the first choice is always right
    reasons = {c.kind: c.reason for c in cautions([found])}
    assert reasons["below-constant"].startswith("right in 50.0% of its episodes, where a judge that")


def test_the_best_constant_may_name_a_place() -> None:
    in_place = [row(str(i), gold=i % 2, views=(OutcomeLook(1, (i % 2, 1 - i % 2), (0.9, 0.1)),)) for i in range(4)]
    assert best_constant(cell(*in_place)) == 1.0  # right is whatever is shown first
    assert best_constant(cell(row("1", None))) is None


@settings(max_examples=50)
@given(rows=runs())
def test_the_best_constant_is_no_worse_than_any_constant(rows: list[Outcome]) -> None:
    best = best_constant(cell(*rows))
    golds = [outcome.gold for outcome in rows if outcome.credit is not None]
    assert (best is None) == (not golds)
    assert best is None or max(golds.count(choice) / len(golds) for choice in set(golds)) <= best <= 1


def test_a_judge_that_never_decides_is_as_good_as_one_that_reads_nothing() -> None:
    # Sixty thirds of a credit are a little less than twenty, as computers add them.
    even = (1 / 3, 1 / 3, 1 / 3)
    turns = [(0, 1, 2), (1, 2, 0), (2, 0, 1)]
    rows = [row(str(i), even, gold=i % 3, views=(OutcomeLook(1, turns[i // 3 % 3], even),)) for i in range(60)]
    assert cautions([cell(*rows)]) == []


def test_few_questions() -> None:
    (found,) = cautions([cell(*many(20, 16))])
    assert found == Caution(
        kind="few-questions", where="p", reason="only 20 questions: an accuracy of 80% may as well be 58% or 92%"
    )


def test_unread_verdicts_widen_everything() -> None:
    rows = [*many(80, 60), *(row(f"u{i}", None) for i in range(20))]
    assert bounds(cell(*rows)) == (0.6, 0.8)
    (found,) = cautions([cell(*rows)])
    assert found.kind == "unparsed"
    assert found.reason == (
        "20 of 100 verdicts could not be read: had they been, accuracy would lie anywhere from 60.0% to 80.0%"
    )


def test_verdicts_without_a_right_answer_are_read_too() -> None:
    goldless = [row(str(i), gold=None) for i in range(90)]
    assert "unparsed" not in kinds(cell(*goldless, row("u", None, gold=None)))
    reasons = {
        c.kind: c.reason for c in cautions([cell(*goldless, *(row(f"u{i}", None, gold=None) for i in range(10)))])
    }
    assert reasons["unparsed"] == "10 of 100 verdicts could not be read"
    # Of 16 with a right answer 8 were right and 4 could not be read; what has none bears on no accuracy.
    asked = [*many(12, 8), *(row(f"u{i}", None) for i in range(4)), *(row(f"v{i}", None, gold=None) for i in range(9))]
    assert bounds(cell(*asked)) == (0.5, 0.75)


@settings(max_examples=40)
@given(runs(), st.lists(st.booleans(), max_size=6))
def test_bounds_hold_whatever_the_unread_verdicts_were(rows: list[Outcome], were_right: list[bool]) -> None:
    unread = [row(f"u{i}", None) for i in range(len(were_right))]
    read = [right(f"u{i}") if is_right else wrong(f"u{i}") for i, is_right in enumerate(were_right)]
    low, high = bounds(cell(*rows, *unread, row("no right answer", None, gold=None)))
    accuracy = judge_accuracy(cell(*rows, *read), weigh="episodes").accuracy.value
    assert accuracy is not None
    assert low - 1e-12 <= accuracy <= high + 1e-12


def test_failures() -> None:
    assert kinds(cell(*many(60, 50), *(row(f"f{i}", None, status="failed") for i in range(9)))) == {"failed"}


def test_a_favourite_place() -> None:
    rows = [row(str(i), gold=i % 2, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)),)) for i in range(60)]
    assert "position" in kinds(cell(*rows))
    both = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.4, 0.6)))
    assert "position" not in kinds(cell(*(o.model_copy(update={"views": both}) for o in rows)))


@pytest.mark.parametrize("is_swapped", [True, False])
@pytest.mark.parametrize(("position", "verb"), [(0, "favour"), (1, "pass over")])
def test_a_favourite_place_among_three(is_swapped: bool, position: int, verb: str) -> None:
    rows = []
    for i in range(60):
        order = ((0, 1, 2), (1, 2, 0), (2, 0, 1))[i // 3 % 3]
        orders = (order, order[::-1]) if is_swapped else (order,)
        p = [tuple(0.8 if choice == shown[position] else 0.1 for choice in range(3)) for shown in orders]
        views = tuple(OutcomeLook(1, shown, one) for shown, one in zip(orders, p, strict=True))
        rows.append(row(str(i), p[0], gold=i % 3, views=views))
    (reason,) = (c.reason for c in cautions([cell(*rows)]) if c.kind == "position")
    assert reason.startswith(f"looks {verb} what is shown first, by ")
    assert reason.endswith("of more than two choices `swap: both` averages a part of that out")


def test_certain_and_wrong() -> None:
    rows = [*many(60, 50), row("x", (0.0, 1.0)), row("y", (1.0, 0.0))]
    (found,) = cautions([cell(*rows)])
    assert found.kind == "hard-labels"
    assert found.reason.startswith("1 verdict ")


def test_a_difference_that_may_be_chance_says_what_would_show_it() -> None:
    one, other = cell(*many(100, 76, protocol="debate")), cell(*many(100, 70, protocol="direct"))
    comparison = compare(one, other)
    assert not cautions([], comparisons=[comparison.model_copy(update={"p_adjusted": 0.01})])
    (found,) = cautions([], comparisons=[comparison.model_copy(update={"p_adjusted": 0.2})])
    assert (found.kind, found.where) == ("underpowered", "debate against direct")
    assert found.reason.startswith("a difference of +0.060 on 100 questions may be chance (p = 0.2)")
    assert comparison.detectable is not None
    needed = round(100 * (comparison.detectable / 0.06) ** 2)
    assert found.reason.endswith(f"about {needed:,}")


def test_what_would_show_a_difference_counts_the_other_comparisons_and_is_more_than_there_was() -> None:
    one, other = cell(*many(100, 76, protocol="debate")), cell(*many(100, 70, protocol="direct"))
    alone = compare(one, other).model_copy(update={"p_adjusted": 0.2})
    among = alone.model_copy(update={"correction": "holm", "comparisons": 10})

    def needed(comparison: Comparison) -> int:
        (found,) = cautions([], comparisons=[comparison])
        return int(found.reason.rsplit(" ", 1)[1].replace(",", ""))

    # The quantile of 1 - 0.05/20 is 2.807, where that of 1 - 0.05/2 is 1.960; that of 80 % is 0.842.
    assert needed(among) / needed(alone) == pytest.approx(((2.807 + 0.842) / (1.960 + 0.842)) ** 2, rel=0.01)
    # Five of five for the same side are chance once in sixteen, however large the differences are.
    few = [
        cell(*(row(str(i), ps[i < 3], protocol=protocol) for i in range(5)))
        for protocol, ps in (("a", ((0.5, 0.5), (0.9, 0.1))), ("b", ((0.2, 0.8), (0.2, 0.8))))
    ]
    (found,) = cautions([], comparisons=[compare(*few)])
    assert found.reason == "a difference of +0.800 on 5 questions may be chance (p = 0.062)"


def test_unread_verdicts_that_may_make_the_difference() -> None:
    one = cell(*many(100, 90, protocol="debate"))
    other = cell(*many(80, 70, protocol="direct"), *(row(str(i), None, protocol="direct") for i in range(80, 110)))
    comparison = compare(one, other).model_copy(update={"p_adjusted": 0.001})
    assert "undecided" in {c.kind for c in cautions([one, other], comparisons=[comparison])}
    whole = cell(*many(100, 60, protocol="direct"))
    clear = compare(one, whole).model_copy(update={"p_adjusted": 0.001})
    assert cautions([one, whole], comparisons=[clear]) == []


def test_unread_verdicts_on_other_questions_make_no_difference() -> None:
    one = cell(*many(100, 75, protocol="debate"))
    elsewhere = [right(f"more {i}", protocol="direct") for i in range(99)]
    half = [*many(100, 50, protocol="direct"), *elsewhere]
    other = cell(*half, row("more", None, protocol="direct"))
    assert bounds(other)[1] == bounds(one)[0]  # over all that either was asked, they could be alike
    comparison = compare(one, other)
    assert comparison.difference.value == 0.25
    assert "undecided" not in {c.kind for c in cautions([one, other], comparisons=[comparison])}
    # Asked again on the 50 it got wrong, each of which could then be half right.
    again = cell(*half, *(row(str(i), None, protocol="direct") for i in range(50, 100)))
    assert "undecided" in {c.kind for c in cautions([one, again], comparisons=[compare(one, again)])}


def test_agreement_that_habits_explain() -> None:
    nodding = agreement([1] * 95 + [0] * 5, [1] * 90 + [0] * 5 + [1] * 5)
    (found,) = cautions([], agreements={"judge and people": nodding})
    assert (found.kind, found.where) == ("chance-agreement", "judge and people")
    assert "90% agree, but kappa is -0.05" in found.reason
    (blank,) = cautions([], agreements={"x": agreement([1, 1], [1, 1])})
    assert "only one thing was ever said" in blank.reason
    assert cautions([], agreements={"x": agreement([1, 0] * 9, [1, 0] * 9), "y": agreement([1, 0], [0, 1])}) == []


def test_a_share_of_no_gap() -> None:
    weak, strong = cell(right("1"), wrong("2")), cell(wrong("1"), right("2"))
    (found,) = cautions([], recoveries=[pgr(weak, weak, strong)])
    assert (found.kind, found.where) == ("no-gap", "p")


@settings(max_examples=30)
@given(runs())
def test_the_order_of_episodes_warns_of_nothing_new(rows: list[Outcome]) -> None:
    assert cautions([cell(*rows[::-1])]) == pytest.approx(cautions([cell(*rows)])) or kinds(cell(*rows[::-1])) == kinds(
        cell(*rows)
    )


def test_verdicts_of_which_none_could_be_read() -> None:
    (found,) = cautions([cell(row("1", None), row("2", None))])
    assert (found.kind, found.reason) == ("unparsed", "none of 2 verdicts could be read")


def test_episodes_of_which_all_failed() -> None:
    (found,) = cautions([cell(row("1", None, status="failed"))])
    assert (found.kind, found.reason) == ("failed", "the only episode failed")


def test_two_looks_alike_are_no_preference_for_a_place() -> None:
    alike = [row(str(i), (0.9, 0.1), gold=i % 2) for i in range(12)]
    assert "position" not in kinds(cell(*alike[:2]))
    assert "position" in kinds(cell(*alike))


def test_a_judge_that_is_right_where_the_answer_is_always_first_is_not_said_to_favour_it() -> None:
    at_first = [right(str(i)) for i in range(30)]
    assert "position" not in kinds(cell(*at_first[:29])), "of a few questions it may be chance"
    (reason,) = (c.reason for c in cautions([cell(*at_first)]) if c.kind == "position")
    assert reason.startswith("the right answer stands first in every look, or in none")
    assert "position" not in kinds(cell(*at_first, row("elsewhere", (0.2, 0.8), gold=1)))


def test_one_question_is_one_question() -> None:
    reasons = {c.kind: c.reason for c in cautions([cell(right("1"))])}
    assert reasons["few-questions"].startswith("only 1 question: ")


def test_an_unread_verdict_does_not_undo_a_swap() -> None:
    both = (OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.4, 0.6)))
    unread = (OutcomeLook(1, (0, 1), None), OutcomeLook(1, (1, 0), (0.4, 0.6)))
    rows = [row(str(i), (0.7, 0.3), views=both) for i in range(40)] + [row("unread", None, views=unread)]
    assert "position" not in kinds(cell(*rows))
