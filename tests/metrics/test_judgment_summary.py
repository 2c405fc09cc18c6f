"""The figures of judges of responses: planted judges have the figures that they must have."""

from __future__ import annotations

import pytest

from dikast.metrics import JudgmentSummary, summarise_judgments
from dikast.metrics.annotator_agreement import annotator_agreement
from dikast.metrics.macro_scores import macro_scores
from dikast.records import Episode, Look, Question, Usage, Verdict
from dikast.records.transcript import Transcript

TIE = -1
Said = int | None


def look(said: Said, order: tuple[int, ...]) -> Look:
    """A reply for a candidate, for a tie (-1), or one that can't be read (None)."""
    if said is None:
        return Look(round=0, order=order, status="unparsed", reason="nothing")
    shares = (0.5, 0.5) if said == TIE else tuple(float(choice == said) for choice in range(2))
    return Look(round=0, order=order, status="decided", route="label", probabilities=shares)


def episode(number: int, gold: Said, *games: Said, verdict: Verdict, category: str = "all", text: str = "") -> Episode:
    """A judgement of two candidates, with the games in one order and then the other."""
    metadata: dict[str, object] = {"dataset": "judgebench", "responses": "pair", "category": category}
    question = Question.model_validate(
        {
            "id": f"q{number}",
            "text": text or f"question {number}",
            "choices": ("one", "other"),
            "gold": None if gold == TIE else gold,
            "gold_tie": gold == TIE,
            "metadata": metadata,
        }
    )
    looks = tuple(look(said, order) for said, order in zip(games, ((0, 1), (1, 0)), strict=False))
    return Episode(
        id=f"e{number}",
        question=question,
        protocol={"name": "pairs"},
        agents={"judge": "planted"},
        seed=0,
        order=(0, 1),
        transcript=Transcript(),
        verdict=verdict.model_copy(update={"looks": looks}),
        usage=Usage(),
    )


FIRST, SECOND = (Verdict(status="decided", choice=choice) for choice in (0, 1))
A_TIE = Verdict(status="decided", tie=True)
CONTRADICTION = Verdict(status="decided")
UNREAD = Verdict(status="unparsed", reason="nothing")


def summary(*episodes: Episode) -> JudgmentSummary:
    [found] = summarise_judgments(episodes, resamples=100)
    return found


@pytest.mark.parametrize(
    ("gold", "games", "verdict", "outcome"),
    [
        (0, (0, 0), FIRST, "right"),
        (1, (0, 0), FIRST, "wrong"),
        (0, (TIE, TIE), A_TIE, "tie"),
        (0, (0, 1), CONTRADICTION, "contradictory"),
        (0, (None, None), UNREAD, "unparsed"),
        # Where the right answer is a tie, a tie is right, and contradictory orders are none.
        (TIE, (TIE, TIE), A_TIE, "right"),
        (TIE, (0, 1), CONTRADICTION, "contradictory"),
        (TIE, (0, 0), FIRST, "wrong"),
    ],
)
def test_every_verdict_has_one_outcome(gold: Said, games: tuple[Said, ...], verdict: Verdict, outcome: str) -> None:
    found = summary(episode(0, gold, *games, verdict=verdict))
    counts = {name: getattr(found, name) for name in ("right", "wrong", "tie", "contradictory", "unparsed")}
    expected = dict.fromkeys(counts, 0) | {outcome: 1}
    if outcome == "contradictory":
        expected["tie"] = 1
    assert counts == expected
    assert (found.n, found.accuracy) == (1, float(outcome == "right"))


def test_a_constant_judge_is_half_right_and_never_consistent() -> None:
    # It says "the first one" in either order.
    found = summary(*(episode(i, i % 2, 0, 1, verdict=CONTRADICTION) for i in range(10)))
    assert (found.accuracy, found.tie, found.consistency, found.both_right) == (0, 10, 0, 0)
    single = summary(*(episode(i, i % 2, 0, verdict=FIRST) for i in range(10)))
    assert (single.accuracy, single.kappa, single.consistency, single.both_right) == (0.5, 0, None, None)


def test_a_judge_that_is_always_right() -> None:
    found = summary(*(episode(i, i % 2, i % 2, i % 2, verdict=(FIRST, SECOND)[i % 2]) for i in range(10)))
    assert (found.accuracy, found.precision, found.recall, found.f1) == (1, 1, 1, 1)
    assert (found.kappa, found.pi, found.consistency, found.both_right) == (1, 1, 1, 1)


def test_what_cant_be_read_is_a_miss_and_no_tie() -> None:
    found = summary(
        episode(0, TIE, None, verdict=UNREAD),
        episode(1, TIE, TIE, verdict=A_TIE),
        episode(2, 0, 0, verdict=FIRST),
        episode(3, 1, None, verdict=UNREAD),
    )
    assert (found.accuracy, found.accuracy_of_read, found.accuracy_without_ties) == (0.5, 1, 0.5)
    assert (found.unparsed, found.unread, found.games) == (2, 2, 4)


def test_items_whose_right_answer_is_unknown_are_counted_apart() -> None:
    found = summary(episode(0, None, 0, verdict=FIRST), episode(1, 0, 0, verdict=FIRST))
    assert (found.n, found.unlabelled, found.right) == (1, 1, 1)


def test_categories_have_counts_of_their_own() -> None:
    found = summary(episode(0, 0, 0, verdict=FIRST, category="math"), episode(1, 1, 0, verdict=FIRST, category="law"))
    assert {name: (counts.n, counts.right) for name, counts in found.by.items()} == {"law": (1, 0), "math": (1, 1)}


def test_pairs_of_the_same_text_are_not_taken_for_independent() -> None:
    apart = summary(*(episode(i, i % 2, 0, verdict=FIRST) for i in range(20)))
    together = summary(*(episode(i, i % 2, 0, verdict=FIRST, text=f"text {i // 10}") for i in range(20)))
    assert apart.accuracy == together.accuracy == 0.5
    widths = [high - low for low, high in (found.intervals["accuracy"] for found in (apart, together))]
    assert widths[0] < widths[1]


def test_other_questions_are_left_out() -> None:
    plain = episode(0, 0, 0, verdict=FIRST)
    question = plain.question.model_copy(update={"metadata": {}})
    assert summarise_judgments([plain.model_copy(update={"question": question})]) == []


def test_the_order_of_the_records_changes_nothing() -> None:
    episodes = [episode(i, i % 2, i % 3 % 2, verdict=(FIRST, SECOND)[i % 3 % 2]) for i in range(12)]
    assert summary(*episodes) == summary(*reversed(episodes))


@pytest.mark.parametrize(
    ("said", "gold", "expected"),
    [
        # Two classes: precision 2/3 and 1, recall 1 and 1/2.
        ([0, 0, 0, 1], [0, 0, 1, 1], (5 / 6, 0.75, (0.8 + 2 / 3) / 2)),
        # The class 1 is never predicted, and None is no prediction of any.
        ([0, None], [0, 1], (0.5, 0.5, 0.5)),
        # A prediction of a class that nothing is: a miss.
        ([0, -1], [0, 0], (1, 0.5, 2 / 3)),
    ],
)
def test_macro_averages(said: list[int | None], gold: list[int], expected: tuple[float, float, float]) -> None:
    found = macro_scores(said, gold)
    assert (found.precision, found.recall, found.f1) == pytest.approx(expected)


def test_macro_averages_of_nothing_are_none() -> None:
    assert macro_scores([], []).f1 is None


def test_annotators_that_judged_different_numbers_of_items_have_no_agreement() -> None:
    assert annotator_agreement([(1, 2, 1), (1, 1)]) is None
    assert annotator_agreement([(1,), (2,)]) is None
    found = annotator_agreement([(1, 1), (2, 2), (1, 2)])
    assert found is not None
    assert (found.n, list(found.kappa)) == (3, ["1 and 2"])
    assert found.unanimous == pytest.approx(2 / 3)


def said_to_be(number: int, gold: int | None, verdict: Verdict) -> Episode:
    """A response that is right (0), wrong (1), or that people did not look at, and what the judge says of it."""
    judged = episode(number, 0, verdict=verdict)
    metadata = judged.question.metadata | {"responses": "one"}
    return judged.model_copy(
        update={"question": judged.question.model_copy(update={"gold": gold, "metadata": metadata})}
    )


def test_the_share_of_right_responses_is_corrected_where_people_looked_at_a_part() -> None:
    looked_at = [said_to_be(i, 0 if i < 10 else 1, FIRST if i < 15 else SECOND) for i in range(20)]
    others = [said_to_be(100 + i, None, FIRST if i < 75 else SECOND) for i in range(100)]
    found = summary(*looked_at, *others).corrected
    assert found is not None
    assert (found.labelled, found.unlabelled) == (20, 100)
    assert found.said.value == pytest.approx(0.75)
    assert (found.sensitivity.value, found.specificity.value) == (1, 0.5)
    assert found.rogan_gladen.value == pytest.approx(0.5)
    assert found.ppi.value == pytest.approx(0.5)


def test_pairs_have_no_share_of_right_responses_and_nothing_is_corrected_where_all_is_known() -> None:
    assert summary(*(said_to_be(i, i % 2, FIRST) for i in range(9))).corrected is None
    assert summary(*(episode(i, 0, 0, 0, verdict=FIRST) for i in range(9))).corrected is None
