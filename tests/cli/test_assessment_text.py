"""Verdicts on candidates in a transcript: ties, orders that contradict each other, scores and rankings."""

from __future__ import annotations

import pytest

from dikast.cli.episode_text import as_text
from tests.graphs.test_judging_candidates import GREETINGS, PAIR, PAIRWISE, SCORES, always, judged, likes


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        ("Answer: C", "decided: a tie, none is better"),
        ("Answer: A", "decided: no answer is ahead: the judge named another one in each order"),
        ("They are alike.", "unparsed: "),
    ],
)
async def test_a_tie_is_told_from_a_contradiction(reply: str, line: str) -> None:
    assert line in as_text(await judged(always(reply), PAIR, PAIRWISE))


async def test_scores_are_listed_from_best_to_worst() -> None:
    lines = as_text(await judged(likes(SCORES), GREETINGS, {"rate": "judge"})).splitlines()
    start = lines.index("candidates, from best to worst:")
    assert lines[start + 1 : start + 4] == [
        "  1. (3) “Hello, and welcome.”  9",
        "  2. (1) “Hello!”  7",
        "  3. (2) “Go away.”  2",
    ]
    assert "judge rates 3" in lines


async def test_a_circle_is_shown() -> None:
    beats = {("Hello!", "Go away."), ("Go away.", "Hello, and welcome."), ("Hello, and welcome.", "Hello!")}
    episode = await judged(
        lambda request: "Answer: A" if request.question.choices in beats else "Answer: B",
        GREETINGS,
        {"rank": "judge", "by": "pairs"},
    )
    assert "  in a circle: 1 > 2 > 3 > 1" in as_text(episode).splitlines()
    assert "judge compares 2, 1" in as_text(episode).splitlines()


async def test_a_strength_is_said_in_words() -> None:
    def judge(request: object) -> str:
        return "[[A>>B]]"

    text = as_text(await judged(judge, PAIR, {"decide": "judge", "format": "strength"}))
    assert "with probability 1.000, much better, right" in text
