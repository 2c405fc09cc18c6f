"""Verdicts on candidates in a transcript: ties, orders that contradict each other, scores and rankings."""

from __future__ import annotations

import pytest

from dikast.cli.episode_text import as_text
from tests.graphs import test_checking_claims, test_checking_rules
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


async def test_a_rule_is_shown_with_its_preconditions_and_their_routes() -> None:
    judge = test_checking_rules.RuleJudge({test_checking_rules.INSULT: 0.95})
    lines = as_text(await test_checking_rules.judged(judge)).splitlines()
    assert "rule insult, (1), judge: violated" in lines
    probabilities = "(0.950 with the response, 0.600 without)"
    assert f"  holds by difference {probabilities}: “{test_checking_rules.INSULT}”" in lines
    assert f"judge answers about no response: “{test_checking_rules.INSULT}”" in lines
    assert "decided: the response is scored by itself" in lines


async def test_a_claim_is_shown_with_what_was_found_of_it() -> None:
    lines = as_text(await test_checking_claims.judged(test_checking_claims.ClaimJudge())).splitlines()
    assert "claim of (1), judge: unsupported (0.100): “A fox ate the eggs.”" in lines
    assert "splitter splits 1" in lines
