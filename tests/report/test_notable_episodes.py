"""Which episodes a reader is shown first, and in which order."""

from __future__ import annotations

import random
from typing import Any

import pytest

from dikast.records import Outcome, OutcomeGrade, OutcomeLook
from dikast.report.notable_episodes import CONFIDENT, OF_EACH_QUESTION, NotableEpisodes


def outcome(p_right: float = 0.9, **changes: Any) -> Outcome:
    """An episode with two answers, of which the first is right and has this probability."""
    fields: dict[str, Any] = {
        "id": "e", "protocol": "debate", "agents": "", "question": "q", "gold": 0, "status": "decided",
        "choice": 0 if p_right > 0.5 else 1, "p_gold": p_right, "probabilities": (p_right, 1 - p_right),
    }  # fmt: skip
    return Outcome(**{**fields, **changes})


def graded(*, n_steps: int, n_unparsed: int) -> Outcome:
    """A solution whose steps have no label where it could not be read."""
    grade = OutcomeGrade(state=None, n_steps=n_steps, n_unparsed=n_unparsed)
    return Outcome(id="e", protocol="steps", agents="", question="q", status="decided", grade=grade)


def kinds_of(episode: Outcome) -> tuple[str, ...]:
    notable = NotableEpisodes()
    notable.add("run", episode)
    chosen = notable.chosen()
    return chosen[0].kinds if chosen else ()


@pytest.mark.parametrize(
    ("episode", "expected"),
    [
        (outcome(0.9), ()),  # sure and right
        (outcome(0.1), ("confident and wrong",)),  # sure and wrong
        (outcome(1 - CONFIDENT + 0.01), ()),  # wrong, but not sure enough
        (outcome(0.1, gold=None), ()),  # no right answer is known
        (outcome(0.5, choice=None), ()),  # a tie
        (outcome(0.9, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.2, 0.8)))), ("flipped under swap",)),  # another favourite in the other order
        (outcome(0.9, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.6, 0.4)))), ()),  # the same favourite in both orders
        (outcome(0.9, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), (0.5, 0.5)))), ()),  # no favourite in the other order
        (outcome(0.9, views=(OutcomeLook(1, (0, 1), (0.9, 0.1)), OutcomeLook(1, (1, 0), None))), ()),  # the other look is unparsed
        (outcome(0.9, refuted=(0,)), ("refuted evidence believed",)),  # refuted for the choice alone
        (outcome(0.9, refuted=(1,)), ()),  # refuted for the other answer
        (outcome(0.9, refuted=(0, 1)), ()),  # refuted for both
        (outcome(0.3, beliefs=(OutcomeLook(0, (0, 1), (0.8, 0.2)),)), ("talked out of it",)),  # right first, wrong in the end
        (outcome(0.3, beliefs=(OutcomeLook(0, (0, 1), (0.4, 0.6)),)), ()),  # wrong from the first
        (outcome(0.9, beliefs=(OutcomeLook(0, (0, 1), (0.8, 0.2)),)), ()),  # right from first to last
        (outcome(status="unparsed", choice=None, p_gold=None, probabilities=None), ("unparsed",)),
        (graded(n_steps=4, n_unparsed=3), ("unparsed",)),
        (graded(n_steps=4, n_unparsed=2), ()),  # half of the labels could be read
    ],
)  # fmt: skip
def test_which_episodes_are_notable(episode: Outcome, expected: tuple[str, ...]) -> None:
    assert kinds_of(episode) == expected


def test_the_highest_scores_come_first() -> None:
    notable = NotableEpisodes(most=4)
    ps = [0.01 * n for n in range(1, 20)]
    random.Random(0).shuffle(ps)
    for n, p in enumerate(ps):
        notable.add("run", outcome(p, id=f"{p:.2f}", question=f"q{n % 5}"))
    chosen = notable.chosen()
    assert [episode.score for episode in chosen] == sorted((episode.score for episode in chosen), reverse=True)
    assert len(chosen) == 4
    assert chosen[0].id == "0.01"
    assert notable.counts() == {"confident and wrong": 19}


def test_a_question_is_chosen_at_most_twice() -> None:
    notable = NotableEpisodes(most=8)
    for n in range(30):
        notable.add("run", outcome(0.01, id=str(n)))
    assert len(notable.chosen()) == OF_EACH_QUESTION


def test_of_equal_scores_the_earlier_episodes_are_chosen() -> None:
    notable = NotableEpisodes(most=2)
    for n in range(1000):
        notable.add("run", outcome(0.01, id=str(n), question=str(n)))
    assert [episode.id for episode in notable.chosen()] == ["0", "1"]


def test_an_episode_of_several_kinds_is_chosen_once() -> None:
    episode = outcome(0.1, refuted=(1,), beliefs=(OutcomeLook(0, (0, 1), (0.8, 0.2)),))
    assert kinds_of(episode) == ("confident and wrong", "refuted evidence believed", "talked out of it")
