"""Planted tells are found, and where there are none, none are."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.metrics import BlindTells, blind_tells
from dikast.metrics.answer_features import FEATURE_KINDS, feature_table
from dikast.metrics.answer_tells import ALL_TOGETHER, fit_conditional_logit
from dikast.records import Question

WORDS = "river stone garden letter window silver morning paper bridge market candle forest".split()


def sentence(rng: random.Random, n_words: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(n_words))


def question(number: int, right: str, *wrong: str, gold: int) -> Question:
    choices = [*wrong]
    choices.insert(gold, right)
    return Question(id=f"q{number:04}", text="?", choices=tuple(choices), gold=gold)


def planted(n: int, seed: int, tell: str | None, n_wrong: int = 1) -> list[Question]:
    """Questions whose right answers have this tell in 80 of 100."""
    rng = random.Random(seed)
    questions = []
    for i in range(n):
        tells = rng.random() < 0.8
        texts = [sentence(rng, rng.randint(3, 8)) for _ in range(1 + n_wrong)]
        gold = rng.randint(0, n_wrong)
        if tell == "length" and tells:
            texts.sort(key=len, reverse=True)
        if tell == "style" and tells:
            texts[0] = f"It may perhaps be so; {texts[0]}."
        if tell == "digits":
            texts = [str(number) for number in rng.sample(range(11, 99), len(texts))]
            texts[0] = f"{texts[0]}0" if tells else texts[0]
        if tell == "position" and tells:
            gold = n_wrong
        questions.append(question(i, *texts, gold=gold))
    return questions


def above(found: BlindTells | None) -> set[str]:
    assert found is not None
    return {tell.features for tell in found.above_chance}


@pytest.mark.parametrize("tell", FEATURE_KINDS)
@pytest.mark.parametrize("n_wrong", [1, 3])
def test_a_planted_tell_is_found_by_its_features_and_by_all(tell: str, n_wrong: int) -> None:
    found = blind_tells(planted(200, 1, tell, n_wrong))
    assert {tell, ALL_TOGETHER} <= above(found)
    assert found is not None
    assert found.chance == pytest.approx(1 / (1 + n_wrong))


def test_where_there_is_none_none_is_found_in_95_of_100_sets() -> None:
    false_alarms = sum(bool(above(blind_tells(planted(80, seed, None)))) for seed in range(60))
    assert false_alarms <= 6


def test_the_position_can_be_left_out() -> None:
    found = blind_tells(planted(200, 1, "position"), with_position=False)
    assert found is not None
    assert "position" not in {tell.features for tell in found.tells}
    assert above(found) == set()


def test_few_questions_say_nothing_and_those_without_an_answer_are_left_out() -> None:
    questions = planted(60, 1, "length")
    assert blind_tells(questions[:39]) is None
    unknown = [question.model_copy(update={"gold": None}) for question in questions[:30]]
    assert blind_tells([*unknown, *questions[30:]]) is None
    assert blind_tells([]) is None


def test_the_order_of_the_questions_changes_nothing() -> None:
    questions = planted(80, 2, "style")
    assert blind_tells(questions) == blind_tells(questions[::-1])


def test_answers_that_look_alike_are_at_chance() -> None:
    found = blind_tells([question(i, "part", "trap", gold=i % 2) for i in range(50)], with_position=False)
    assert found is not None
    assert all(tell.accuracy.value == 0.5 for tell in found.tells)


def test_questions_may_have_different_numbers_of_answers() -> None:
    table, present = feature_table([("a", "bb"), ("a", "bb", "cccc")], "length")
    assert table.shape == (2, 3, 3)
    assert present.tolist() == [[1, 1, 0], [1, 1, 1]]
    assert np.allclose(table.sum(axis=1), 0)
    found = blind_tells(
        [*planted(40, 1, "length"), *(q.model_copy(update={"id": f"x{q.id}"}) for q in planted(40, 2, "length", 3))]
    )
    assert found is not None
    assert found.chance == pytest.approx((0.5 + 0.25) / 2)


def test_the_weights_are_those_of_the_likelihoods_maximum() -> None:
    """Of one feature that is 1 higher for the right answer in 3 of 4 questions: log 3, a little less for the ridge."""
    table = np.array([[[0.5], [-0.5]]] * 400)
    gold = np.array([0, 0, 0, 1] * 100)
    assert fit_conditional_logit(table, np.ones((400, 2)), gold) == pytest.approx([np.log(3)], rel=0.03)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), min_size=40, max_size=45))
def test_any_texts_have_tells_that_are_shares(texts: list[tuple[str, str]]) -> None:
    questions = [
        Question.model_validate({"id": str(i), "text": "?", "choices": (f"{a} one", f"{b} two"), "gold": i % 2})
        for i, (a, b) in enumerate(texts)
    ]
    found = blind_tells(questions)
    assert found is not None
    for tell in found.tells:
        assert tell.accuracy.value is not None
        assert 0 <= tell.accuracy.value <= 1
