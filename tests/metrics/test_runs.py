"""Statistics of episodes that were really run: what scripted players plant is what comes out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from dikast import load_protocol, run_episode
from dikast.agents import Reply, Request
from dikast.metrics import (
    Cell,
    as_open,
    asd,
    bradley_terry,
    calibration,
    cautions,
    cells,
    compare_all,
    cycles,
    early_stop,
    games,
    judge_accuracy,
    own_answers,
    pgr,
    position,
    proper_scores,
    risk_coverage,
    trajectory,
)
from dikast.records import Episode, Outcome, Question
from tests.players import Player, usual

ODDS = (1.7, -0.6, 0.9, 2.2, -1.1, 0.4)
QUESTIONS = [
    Question(id=f"q{i}", text=f"Which one, {odds}?", choices=("true", "false"), gold=0) for i, odds in enumerate(ODDS)
]
PLACE = 0.35


def leaning(request: Request) -> str | Reply:
    """A judge whose log-odds for `true` are those in the question, and 0.35 more for whatever it is shown first."""
    if request.purpose not in ("decide", "look", "choose", "answer"):
        return usual(request)
    odds = next(odds for odds in ODDS if str(odds) in request.question.text)
    first = (odds if request.question.choices[0] == "true" else -odds) + PLACE
    p = 1 / (1 + math.exp(-first))
    return Reply(text=f"Answer: {'A' if p > 0.5 else 'B'}", choice_logprobs={"A": math.log(p), "B": math.log(1 - p)})


async def run(
    protocol: str, label: str = "", *, sides: Sequence[int | None] = (None,), **options: Any
) -> list[Outcome]:
    swap = options.pop("swap", "none")
    agents = {
        "debater": Player(name="talker"),
        "alice": Player(name="ann"),
        "bob": Player(name="ben"),
        "consultant": Player(leaning, name="talker"),
        "protagonist": Player(leaning, name="ann"),
        "antagonist": Player(name="ben"),
        "solver": Player(leaning, name="ann"),
        "judge": Player(leaning, name="jo"),
    }
    episodes: list[Episode] = [
        await run_episode(
            load_protocol(protocol, **options), question, agents=agents, argues=side, swap=swap, order=(0, 1)
        )
        for question in QUESTIONS
        for side in sides
    ]
    return [Outcome.of(episode, protocol=label or protocol, agents="") for episode in episodes]


def only(outcomes: Sequence[Outcome]) -> Cell:
    (found,) = cells(outcomes)
    return found


@pytest.mark.parametrize("protocol", ["direct", "debate", "open-debate", "open-consultancy"])
async def test_a_swap_averages_the_place_out_exactly(protocol: str) -> None:
    found = only(await run(protocol, swap="both"))
    p = found.p_gold
    assert np.log(p / (1 - p)).tolist() == pytest.approx(ODDS, abs=1e-12)
    assert position(found).bias.value == pytest.approx(PLACE, abs=1e-12)
    assert position(only(await run(protocol))).bias.value is None


async def test_debaters_of_two_are_zero_sum() -> None:
    found = only(await run("debate"))
    leads = [odds + PLACE for odds in ODDS]
    assert asd(found, score="log-odds").value == pytest.approx(2 * np.mean(leads), abs=1e-12)
    assert asd(found).value == pytest.approx(np.mean(leads), abs=1e-12)


async def test_open_consultancy_is_the_assigned_one_where_the_side_is_the_agents_own() -> None:
    assigned, opened = only(await run("consultancy", sides=(0, 1))), only(await run("open-consultancy"))
    own = own_answers(only(await run("direct")))
    filtered, real = judge_accuracy(as_open(assigned, own)), judge_accuracy(opened)
    for name in ("accuracy", "agreed", "chose_right", "chose_wrong", "open_right"):
        assert getattr(filtered, name) == getattr(real, name), name
    assert real.open_right.value == judge_accuracy(only(await run("direct"))).accuracy.value


async def test_a_rerun_gives_two_games_with_exchanged_answers() -> None:
    # A judge that asks makes the order matter, so that the episode is run again.
    found = only(await run("debate", judge_asks=True, swap="both"))
    played = games([found])
    assert len(played) == 2 * len(QUESTIONS)
    # ann argues for what is shown first, in either passage.
    wins = [odds + PLACE > 0 for odds in ODDS] + [-odds + PLACE > 0 for odds in ODDS]
    assert [game.score for game in played] == [float(win) for win in wins]
    assert {game[:2] for game in played} == {("ann", "ben")}
    assert [p.games for p in bradley_terry(played, resamples=20).players] == [12, 12]
    assert cycles(played) == []


async def test_looks_before_the_verdict_are_a_trajectory() -> None:
    found = only(await run("debate", until={"p_at_least": 0.85}, rounds=3))
    p = 1 / (1 + np.exp(-(np.array(ODDS) + PLACE)))
    sure = np.maximum(p, 1 - p) >= 0.85
    first, *_, last = trajectory(found)
    assert (first.round, first.p_gold.n) == (1, 6)
    assert first.p_gold.value == pytest.approx(p.mean(), abs=1e-12)
    assert last.round is None
    assert last.held.value == pytest.approx(p.mean(), abs=1e-12)
    stop, never = early_stop(found, [0.85, 1.0], resamples=20)
    # Who is sure at the first look is sure at once; the others look after each round and at the end.
    assert stop.stopped.value == pytest.approx(sure.mean())
    assert stop.accuracy.value == never.accuracy.value == pytest.approx((p > 0.5).mean())
    assert trajectory(only(await run("debate"))) == []


async def test_everything_can_be_said_of_a_whole_experiment() -> None:
    rows = [
        *await run("direct", swap="both"),
        *await run("debate", swap="both"),
        *await run("consultancy", sides=(0, 1)),
        *await run("open-debate"),
        *await run("multi-debate"),
        *await run("peer-debate"),
        *await run("self-consistency"),
    ]
    found = cells(Outcome.model_validate_json(row.model_dump_json()) for row in rows)
    assert [len(cell) for cell in found] == [6, 6, 12, 6, 6, 6, 6]
    for cell in found:
        accuracy = judge_accuracy(cell)
        assert accuracy.scored == len(cell)
        assert proper_scores(cell, resamples=20).brier.value is not None
        assert calibration(cell, resamples=20).ece.value is not None
        assert risk_coverage(cell, resamples=20).aurc.value is not None
        assert (asd(cell, resamples=20).value is None) == (
            cell.protocol in ("direct", "peer-debate", "self-consistency")
        )
    comparisons = compare_all(found, resamples=20)
    assert len(comparisons) == 21
    recovery = pgr(found[0], found[1], found[5], resamples=20)
    kinds = {caution.kind for caution in cautions(found, comparisons=comparisons, recoveries=[recovery])}
    assert {"few-questions", "no-gap"} <= kinds
