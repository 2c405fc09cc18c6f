"""Which episodes are put before a reader, and in which order."""

from __future__ import annotations

import random
from typing import Any

import pytest

from dikast.records import Outcome, OutcomeLook
from dikast.report.notable_episodes import CONFIDENT, OF_EACH_QUESTION, NotableEpisodes


def outcome(p_right: float = 0.9, **changes: Any) -> Outcome:
    """An episode on two answers, the first right, with this probability of it."""
    parts: dict[str, Any] = {
        "id": "e", "protocol": "debate", "agents": "", "question": "q", "gold": 0, "status": "decided",
        "choice": 0 if p_right > 0.5 else 1, "p_gold": p_right, "probabilities": (p_right, 1 - p_right),
    }  # fmt: skip
    return Outcome(**{**parts, **changes})


def kinds(one: Outcome) -> tuple[str, ...]:
    surprises = NotableEpisodes()
    surprises.add("run", one)
    found = surprises.chosen()
    return found[0].kinds if found else ()


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (outcome(0.9), ()),
        (outcome(0.1), ("confident and wrong",)),
        (outcome(1 - CONFIDENT + 0.01), ()),
        (outcome(0.1, gold=None), ()),
        (outcome(0.5, choice=None), ()),
        (outcome(0.9, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.2, 0.8)))), ("flipped under swap",)),
        (outcome(0.9, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.6, 0.4)))), ()),
        (outcome(0.9, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.5, 0.5)))), ()),
        (outcome(0.9, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), None))), ()),
        (outcome(0.9, refuted=(0,)), ("refuted evidence believed",)),
        (outcome(0.9, refuted=(1,)), ()),
        (outcome(0.9, refuted=(0, 1)), ()),
        (outcome(0.3, beliefs=(OutcomeLook(0, (0, 1), (0.8, 0.2)),)), ("talked out of it",)),
        (outcome(0.3, beliefs=(OutcomeLook(0, (0, 1), (0.4, 0.6)),)), ()),
        (outcome(0.9, beliefs=(OutcomeLook(0, (0, 1), (0.8, 0.2)),)), ()),
        (outcome(status="unparsed", choice=None, p_gold=None, probabilities=None), ("unparsed",)),
    ],
)  # fmt: skip
def test_what_surprises(one: Outcome, expected: tuple[str, ...]) -> None:
    assert kinds(one) == expected


def test_the_surest_come_first_and_few_of_one_question() -> None:
    surprises = NotableEpisodes(most=4)
    ps = [0.01 * n for n in range(1, 20)]
    random.Random(0).shuffle(ps)
    for n, p in enumerate(ps):
        surprises.add("run", outcome(p, id=f"{p:.2f}", question=f"q{n % 5}"))
    found = surprises.chosen()
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(found) == 4
    assert found[0].id == "0.01"
    assert surprises.counts() == {"confident and wrong": 19}


def test_one_question_fills_no_list() -> None:
    surprises = NotableEpisodes(most=8)
    for n in range(30):
        surprises.add("run", outcome(0.01, id=str(n)))
    assert len(surprises.chosen()) == OF_EACH_QUESTION


def test_of_equals_the_earlier_ones_are_kept_however_many_come() -> None:
    surprises = NotableEpisodes(most=2)
    for n in range(1000):
        surprises.add("run", outcome(0.01, id=str(n), question=str(n)))
    assert [one.id for one in surprises.chosen()] == ["0", "1"]


def test_an_episode_with_several_reasons_stands_once() -> None:
    one = outcome(0.1, refuted=(1,), beliefs=(OutcomeLook(0, (0, 1), (0.8, 0.2)),))
    assert kinds(one) == ("confident and wrong", "refuted evidence believed", "talked out of it")
