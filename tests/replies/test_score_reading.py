"""Scores in replies: announced, set apart, out of the highest, or alone."""

from __future__ import annotations

import pytest

from dikast.replies import Unreadable, read_scores

TEN = tuple(str(score) for score in range(1, 11))
WORDS = ("Very Poor", "Poor", "Below Average", "Average", "Good")
HALVES = ("0", "0.5", "1")


@pytest.mark.parametrize(
    ("names", "text", "score"),
    [
        (TEN, "7", "7"),
        (TEN, "Score: 7", "7"),
        (TEN, "**Score:** 10", "10"),
        (TEN, "Rating: [[3]]", "3"),
        (TEN, "It has three faults and two merits.\nAnswer: 5", "5"),
        (TEN, "I give it 8 out of 10.", "8"),
        (TEN, "Score: 7/10", "7"),
        (TEN, "The overall score is 6.", "6"),
        (TEN, "9\nIt has all that was asked for.", "9"),
        (TEN, "Score: 7.0", "7"),
        (TEN, "Score (1-10): 7", "7"),
        (TEN, "Score (out of 10): 7", "7"),
        (TEN, "Score - 7", "7"),
        (TEN, "| Score | 7 |", "7"),
        (TEN, "<score>7</score>", "7"),
        (TEN, '{"reasons": "It has 3 faults.", "score": 7}', "7"),
        (TEN, '{"score": "7"}', "7"),
        (TEN, "评分：7", "7"),
        (TEN, "Bewertung: 7", "7"),
        (TEN, "Оценка: 7", "7"),
        (TEN, "I'd say 7/10.", "7"),
        (TEN, "Debater A says that it is a 10/10.\nScore: 7", "7"),
        (TEN, "If it were correct, it would get a score of 10.\nScore: 7", "7"),
        (TEN, "Score: 7\nMaximum score: 10", "7"),
        (WORDS, "very poor", "Very Poor"),
        (WORDS, "Rating: Below Average", "Below Average"),
        (WORDS, "Answer: Poor. It is very poor in style.", "Poor"),
        (("no", "yes"), "Answer: yes", "yes"),
        (HALVES, "Score: 0.5", "0.5"),
        (HALVES, "0,5", "0.5"),
    ],
)
def test_a_score_is_read(names: tuple[str, ...], text: str, score: str) -> None:
    assert read_scores(text, names) == (names.index(score),)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "It is good.",
            "Score: 11",
            "Score: 7.5",
            "Score: 7/100",
            "Score: 3\nScore: 4",
            "7 8",
            "-7",
            "Score: 7 8",
        ),
        *("Score: 7-8", "Score: 7 – 8", "Score: 7 or 8", "Score: 7 to 8", "Score: 7%", "Score: 7?", "Score: 7:30"),
        *("Score: 7 + 2 = 9", "Maximum score: 10", "Previous score: 7", "Not a 10/10.", "The score is not 7."),
        *("Debater A wants a score of 10.", "If it were correct, score: 10.", "Perhaps, score: 7"),
        *("Score: 7\n\nWait, 8.", "Score: 7. Actually, 8.", "Score: 7\n\nI change my mind: I was wrong."),
    ],
)
def test_what_is_no_score_of_the_scale_is_unread(text: str) -> None:
    assert isinstance(read_scores(text, TEN), Unreadable)


@pytest.mark.parametrize("text", ["7 4\nThe first is better.", "Scores: 7 4", "Scores: [7, 4]", "7, 4"])
def test_a_line_of_scores_has_one_for_each(text: str) -> None:
    assert read_scores(text, TEN, 2) == (6, 3)


@pytest.mark.parametrize("text", ["7", "7 4 3", "Scores: 7", "Scores: 7 4 3", "7 11"])
def test_a_line_with_more_or_fewer_scores_is_unread(text: str) -> None:
    assert isinstance(read_scores(text, TEN, 2), Unreadable)
