"""The judge set: its right sides are known, and neither position nor length gives them away."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.errors import BadInput
from dikast.evaluation import graded_solutions, judge_pairs, open_questions, recorded_debates
from dikast.evaluation.planted_judges import JudgeHabit, PlantedJudge
from dikast.graphs import Rejudge, judge_again
from dikast.protocols import load_protocol
from dikast.records import Episode
from dikast.verify import Verifier


def n_words(text: str) -> int:
    return len(text.split())


@given(seed=st.integers(0, 3), fours=st.integers(1, 60))
@settings(max_examples=15, deadline=None)
def test_position_and_length_are_at_chance_in_every_number_of_pairs(seed: int, fours: int) -> None:
    pairs = judge_pairs(4 * fours, seed)
    assert sum(pair.gold == 0 for pair in pairs) == 2 * fours
    for length in (len, n_words):
        lengths = [[length(choice) for choice in pair.choices] for pair in pairs]
        assert all(first != second for first, second in lengths)
        longer = [pair_lengths.index(max(pair_lengths)) for pair_lengths in lengths]
        assert sum(place == pair.gold for place, pair in zip(longer, pairs, strict=True)) == 2 * fours


def test_there_are_two_hundred_items_of_each_kind_and_all_differ() -> None:
    for items in (judge_pairs(200), graded_solutions(200), open_questions(200)):
        assert len({item.id for item in items}) == len({item.text for item in items}) == 200


def test_more_items_are_added_at_the_end() -> None:
    assert judge_pairs(30, seed=2) == judge_pairs(60, seed=2)[:30]
    assert graded_solutions(30, seed=2) == graded_solutions(60, seed=2)[:30]
    assert open_questions(30, seed=2) == open_questions(60, seed=2)[:30]
    assert judge_pairs(30, seed=2) != judge_pairs(30, seed=3)


async def test_the_verifier_agrees_which_response_of_a_pair_is_right() -> None:
    questions = {question.text: question for question in open_questions(24)}
    async with Verifier(workers=2) as verifier:
        for pair in judge_pairs(24):
            assert pair.gold is not None
            references = questions[pair.text].references
            finals = [text.splitlines() for text in pair.choices]
            right, wrong = finals[pair.gold], finals[1 - pair.gold]
            # The closing words of the longer one are no answer.
            right_answers = [await verifier.answer(references, line) for line in right]
            wrong_answers = [await verifier.answer(references, line) for line in wrong[-3:]]
            assert any(check.status == "verified" for check in right_answers), pair
            assert not any(check.status == "verified" for check in wrong_answers), pair


def test_graded_solutions_are_half_right() -> None:
    planted = Counter(question.metadata["planted_error"] for question in graded_solutions(996))
    assert planted["none"] == 498
    assert len(planted) == 7


@pytest.fixture(scope="module")
def debates() -> list[Episode]:
    return asyncio.run(recorded_debates(40))


def test_honest_debaters_argue_for_the_right_answer_on_either_side(debates: list[Episode]) -> None:
    honest = "dikast.evaluation.planted:honest"
    sides: Counter[bool] = Counter()
    for episode in debates:
        (seat,) = [name for name, agent in episode.agents.items() if agent == honest]
        turn = next(turn for turn in episode.transcript.turns if turn.seat == seat)
        assert turn.argues == episode.question.gold
        sides[episode.order[0] == episode.question.gold] += 1
    assert sides == {True: 20, False: 20}


def test_a_machine_can_check_what_is_said_in_them(debates: list[Episode]) -> None:
    for episode in debates:
        honest = next(seat for seat, agent in episode.agents.items() if agent.endswith(":honest"))
        misquoting = [seat for seat, agent in episode.agents.items() if agent.endswith(":misquoting")]
        checks = [(str(check.about).partition("/")[2], check.status) for check in episode.checks]
        assert (honest, "verified") in checks, episode.id
        assert (honest, "refuted") not in checks, episode.id
        assert all((seat, "refuted") in checks for seat in misquoting), episode.id


async def test_only_a_judge_who_goes_by_the_evidence_finds_the_right_side(debates: list[Episode]) -> None:
    protocol = load_protocol("checked-debate")

    async def accuracy(habit: JudgeHabit) -> float:
        judge = PlantedJudge(habit)
        verdicts = [(await judge_again(Rejudge(episode, protocol), judge, source="x")).verdict for episode in debates]
        right = [verdict.choice == episode.question.gold for verdict, episode in zip(verdicts, debates, strict=True)]
        return sum(right) / len(right)

    assert await accuracy("evidence") >= 0.9
    for habit in ("longer", "first", "constant", "coin"):
        assert 0.3 <= await accuracy(habit) <= 0.7, habit


async def test_the_same_seed_records_the_same_debates(debates: list[Episode]) -> None:
    assert [episode.transcript for episode in await recorded_debates(6)] == [e.transcript for e in debates[:6]]


async def test_more_items_than_there_are_is_told() -> None:
    with pytest.raises(BadInput, match="1000 items"):
        judge_pairs(1001)
    with pytest.raises(BadInput, match="recorded debates"):
        await recorded_debates(1000)


def n_operators(text: str) -> int:
    return sum(map(text.count, "+-×/"))


def n_digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def last_number(text: str) -> float:
    return float(re.findall(r"[0-9]+(?:\.[0-9]+)?", text)[-1])


@pytest.mark.parametrize("look", [n_operators, n_digits, last_number], ids=lambda look: str(look.__name__))
def test_the_look_of_a_response_hardly_tells_whether_it_is_right(look: Callable[[str], float]) -> None:
    pairs = judge_pairs(1000)
    credit = 0.0
    for pair in pairs:
        assert pair.gold is not None
        right, wrong = look(pair.choices[pair.gold]), look(pair.choices[1 - pair.gold])
        credit += 0.5 if right == wrong else float(right > wrong)
    # A judge that goes by this, in either direction, is right in fewer than 58 of 100.
    assert 0.42 < credit / len(pairs) < 0.58
