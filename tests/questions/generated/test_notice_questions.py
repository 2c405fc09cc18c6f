"""Questions about short notices, answered again by who finds which of two answers the notice says."""

from __future__ import annotations

from tests.questions.generated.conftest import first_questions, first_twins, wrongly_solved


def solve(text: str, answers: tuple[str, str], source: str) -> str:
    said = [answer for answer in answers if answer in source]
    assert len(said) == 1
    return said[0]


def test_the_notice_says_one_of_the_answers_and_never_the_other() -> None:
    assert [*wrongly_solved("notices", solve)] == []


def test_notices_are_short_enough_for_a_very_small_model() -> None:
    assert max(len((question.source or "").split()) for question in first_questions("notices")) < 70


def test_twins_differ_in_one_sentence() -> None:
    for twins in first_twins("notices"):
        first, second = (source.split(". ") for source in twins.sources)
        assert sum(one != other for one, other in zip(first, second, strict=True)) == 1
