"""Tournaments: which agents meet in a round robin, in some rounds of one, and in a Swiss tournament."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.experiments import Run, load_experiment, prepare, run_experiment
from dikast.experiments.matrix import Matrix
from dikast.experiments.tournament import PlannedGame, ScheduledPairs, Tournament, next_pairs
from dikast.metrics import swiss
from dikast.records import Outcome, OutcomeLook, Seated
from tests.experiments.conftest import rows, write
from tests.metrics.rows import row

PLAYERS = [f"tests.experiments.agents:plays_{name}" for name in "abcd"]
ALL_PAIRS = {frozenset(pair) for pair in ("ab", "ac", "ad", "bc", "bd", "cd")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def planned(
    folder: Path,
    schedule: Any,
    only: dict[str, list[str]] | None = None,
    *,
    n: int = 2,
    retries_failed: bool = True,
    **changes: Any,
) -> Run[Matrix]:
    agents = {"alice": PLAYERS, "bob": PLAYERS, "judge": "tests.experiments.agents:prefers_early_names"}
    whole = {"protocols": ["debate"], "agents": agents, "schedule": schedule, **changes}
    experiment, document = load_experiment(write(folder, rows(n), **whole))
    return prepare(experiment, document, folder / "run", only=only, retries_failed=retries_failed)


def pairs(run: Run[Matrix]) -> list[tuple[str, str]]:
    return [(cell.team.names["alice"][-1], cell.team.names["bob"][-1]) for cell in run.matrix.cells]


def met(run: Run[Matrix]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in pairs(run)}


def test_everyone_meets_everyone_once(folder: Path) -> None:
    run = planned(folder, {"kind": "round-robin"})
    assert len(run.matrix) == 6 * 2
    assert met(run) == ALL_PAIRS


def test_with_both_seats_every_pair_meets_twice(folder: Path) -> None:
    met = pairs(planned(folder, {"kind": "round-robin", "both_seats": True}))
    assert len(met) == len(set(met)) == 12
    assert all(first != second for first, second in met)


def test_capped_rounds_let_every_agent_play_as_often(folder: Path) -> None:
    met = pairs(planned(folder, {"kind": "capped", "rounds": 2}))
    assert len(met) == 4
    assert [sum(player in pair for pair in met) for player in "abcd"] == [2, 2, 2, 2]
    assert met == pairs(planned(folder, {"kind": "capped", "rounds": 2}))


def test_more_rounds_than_there_are_is_a_whole_round_robin(folder: Path) -> None:
    scheduled = planned(folder, {"kind": "capped", "rounds": 10}).matrix.selection.scheduled
    assert scheduled is not None
    assert (len(scheduled.pairs), scheduled.rounds, scheduled.in_all) == (6, 3, 3)


def test_a_protocol_without_these_roles_is_run_once(folder: Path) -> None:
    run = planned(folder, {"kind": "capped", "rounds": 1}, protocols=["debate", "direct"])
    assert [cell.label for cell in run.matrix.cells] == ["debate", "debate", "direct"]


async def test_a_swiss_tournament_plays_a_round_at_each_start(folder: Path) -> None:
    schedule, rounds = {"kind": "swiss", "rounds": 3}, []
    for _ in range(3):
        run = planned(folder, schedule)
        await run_experiment(run)
        rounds.append(met(run))
    assert [len(pairs_so_far) for pairs_so_far in rounds] == [2, 4, 6]
    # Those who won meet in the second round; after the third, everyone has met everyone.
    winners, losers = {min(pair) for pair in rounds[0]}, {max(pair) for pair in rounds[0]}
    assert rounds[1] - rounds[0] == {frozenset(winners), frozenset(losers)}
    assert rounds[2] == ALL_PAIRS
    # The same command has nothing left to do.
    last = planned(folder, schedule)
    assert set(last.matrix.ids()) == {outcome.id for outcome in last.folder.outcomes()}


async def test_an_unfinished_round_is_finished_before_the_next(folder: Path) -> None:
    schedule = {"kind": "swiss", "rounds": 2}
    first = met(planned(folder, schedule))
    for _ in range(2):
        narrowed = planned(folder, schedule, {"question": ["0"]})
        await run_experiment(narrowed)
        assert met(narrowed) == first
    again = planned(folder, schedule)
    assert met(again) == first
    await run_experiment(again)
    assert len(met(planned(folder, schedule))) == 4


async def test_a_round_with_failures_is_unfinished_unless_failures_are_kept(folder: Path) -> None:
    schedule = {"kind": "swiss", "rounds": 2}
    agents = {"alice": PLAYERS, "bob": PLAYERS, "judge": "tests.experiments.agents:breaks_on_two"}
    first = met(planned(folder, schedule, n=3, agents=agents))
    for _ in range(2):
        run = planned(folder, schedule, n=3, agents=agents)
        assert met(run) == first, "the second round would be another one once the first is played to its end"
        await run_experiment(run)
    assert len(met(planned(folder, schedule, n=3, agents=agents, retries_failed=False))) == 4


def after_a_round(*met: tuple[str, str, Outcome]) -> set[frozenset[str]]:
    """The pairs of the second round of a Swiss tournament, after these games."""
    tournament = Tournament(kind="swiss", rounds=3)
    first_round = frozenset((first, second) for first, second, _ in met)
    so_far = ScheduledPairs(tournament.of, first_round, rounds=1, in_all=3)
    games = [PlannedGame(outcome.id, outcome.question, (first, second)) for first, second, outcome in met]
    outcomes = {outcome.id: outcome for _, _, outcome in met}
    scheduled = next_pairs(tournament, "abcd", 0, so_far=so_far, games=games, outcomes=outcomes)
    assert scheduled is not None
    return {frozenset(pair) for pair in scheduled.pairs - so_far.pairs}


def test_an_episode_with_swapped_answers_is_a_game_in_each_passage() -> None:
    # Both seats exchange their answers. The first seat wins both passages; the mean of both is for its second answer.
    seats = (Seated("alice", "debater", "x", (0, 1)), Seated("bob", "debater", "y", (1, 0)))
    views = (OutcomeLook(3, (0, 1), (0.6, 0.4)), OutcomeLook(3, (1, 0), (0.1, 0.9)))
    twice = row("1", (0.29, 0.71), seats=seats, views=views)
    once = row("1", (0.9, 0.1), seats=(seats[0]._replace(argues=(0,)), seats[1]._replace(argues=(1,))))
    second_round = after_a_round(
        ("a", "b", twice.model_copy(update={"id": "ab"})), ("c", "d", once.model_copy(update={"id": "cd"}))
    )
    assert second_round == {frozenset("ac"), frozenset("bd")}


def test_agents_do_not_meet_again_after_an_unreadable_verdict() -> None:
    pairs = [(pairing.first, pairing.second) for pairing in swiss("abcd", ())]
    second_round = after_a_round(*((first, second, row("1", None, id=first + second)) for first, second in pairs))
    assert len(second_round - {frozenset(pair) for pair in pairs}) == 2


@pytest.mark.parametrize(
    ("schedule", "agents", "message"),
    [
        ({"kind": "swiss"}, {}, "say how many `rounds`"),
        ({"kind": "round-robin", "rounds": 2}, {}, "leave `rounds` out"),
        ({"kind": "round-robin", "of": ["alice", "bo"]}, {}, "no agents are given for 'bo'"),
        ({"kind": "round-robin", "of": ["bob", "bob"]}, {}, "`of` names two roles that meet, got 'bob' twice"),
        ({"kind": "round-robin"}, {"bob": PLAYERS[1:]}, "the same agents"),
        ({"kind": "round-robin"}, {"alice": PLAYERS[:1], "bob": PLAYERS[:1]}, "two or more"),
        ({"kind": "knockout"}, {}, "round-robin"),
    ],
)
def test_an_impossible_tournament_is_refused(folder: Path, schedule: Any, agents: dict[str, Any], message: str) -> None:
    all_agents = {"alice": PLAYERS, "bob": PLAYERS, "judge": PLAYERS[0], **agents}
    with pytest.raises(BadInput, match="schedule") as raised:
        planned(folder, schedule, agents=all_agents)
    assert message in str(raised.value)
