"""Peers decide without a judge: the Bayesian truth serum pays them, and the surprisingly popular answer is the verdict."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.agents import Request
from dikast.graphs import run_episode
from dikast.graphs.truth_serum import PeerReport, most_surprising, peer_scores, peer_shares
from dikast.metrics.interval import wilson
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question
from tests.players import Player, Rule, prediction, seated

CAPITAL = Question(
    id="pa",
    text="Is Philadelphia the capital of Pennsylvania?",
    choices=("yes", "no"),
    gold=1,
    source="No, Harrisburg.",
)


def saying(answers: str, p_first: Callable[[int], float]) -> Rule:
    """Peers that give these labels, in the order of their seats, and predict this share of the first answer."""

    def rule(request: Request) -> str:
        number = int(request.seat.partition("-")[2]) - 1
        if request.purpose == "answer":
            return f"Answer: {answers[number]}"
        return prediction(request, p_first(number))

    return rule


async def decided(rule: Rule, n: int = 5, **options: Any) -> Episode:
    protocol = load_protocol("peer-prediction", count=n)
    if options:
        move = protocol.moves[-1].model_copy(update=options)
        protocol = protocol.model_copy(update={"moves": (*protocol.moves[:-1], move)})
    return await run_episode(protocol, CAPITAL, agents=seated(Player(rule)))


class TestVerdicts:
    async def test_the_answer_that_is_more_common_than_predicted_wins_against_the_majority(self) -> None:
        """Three of five are wrong, and all expect even more to say so (Prelec, Seung and McCoy 2017)."""
        rule = saying("AAABB", lambda number: 0.8)
        surprising = await decided(rule)
        assert (surprising.verdict.choice, surprising.verdict.route) == (1, "surprise")
        assert surprising.verdict.looks[0].text == "A: 60% answered, 80% predicted; B: 40% answered, 20% predicted"
        common = await decided(rule, by="plurality")
        assert common.verdict.choice == 0
        assert common.verdict.probabilities == pytest.approx((0.6, 0.4))

    async def test_where_nothing_surprises_the_most_common_answer_wins(self) -> None:
        assert (await decided(saying("AAAAA", lambda number: 1.0))).verdict.choice == 0
        even = await decided(saying("AABB", lambda number: 0.5), n=4)
        assert (even.verdict.status, even.verdict.choice) == ("decided", None)

    async def test_what_cannot_be_read_is_left_out_and_told(self) -> None:
        episode = await decided(saying("AB?BB", lambda number: 0.6))
        assert episode.verdict.choice == 1
        assert episode.verdict.looks[0].reason == "1 answers and 0 predictions of 5 peers could not be read"
        assert [score.choice for score in episode.verdict.looks[0].peer_scores] == [0, 1, None, 1, 1]

    async def test_without_any_prediction_there_is_no_verdict(self) -> None:
        episode = await decided(lambda request: "Answer: A")
        assert (episode.verdict.status, episode.verdict.reason) == ("unparsed", "no prediction of a peer could be read")

    async def test_the_record_survives_json(self) -> None:
        episode = await decided(saying("AAABB", lambda number: 0.8))
        assert Episode.model_validate_json(episode.model_dump_json()) == episode

    @pytest.mark.parametrize("n", [3, 5, 8])
    async def test_n_peers_take_2n_calls(self, n: int) -> None:
        assert (await decided(saying("AB" * n, lambda number: 0.5), n=n)).usage.calls == 2 * n

    async def test_in_both_orders_a_preference_for_a_label_cancels(self) -> None:
        player = Player(saying("AAAAA", lambda number: 0.5))
        episode = await run_episode(load_protocol("peer-prediction"), CAPITAL, agents=seated(player), swap="both")
        assert (episode.verdict.choice, episode.usage.calls) == (None, 20)


class TestWhatSeatsSee:
    async def test_no_peer_hears_another_and_each_is_shown_its_own_answer(self) -> None:
        player = Player(saying("ABABA", lambda number: 0.5))
        await run_episode(load_protocol("peer-prediction"), CAPITAL, agents=seated(player))
        asked = [request for request in player.requests if request.purpose == "predict"]
        assert len(asked) == 5
        for request in asked:
            said = [str(message.content) for message in request.messages if message.type == "ai"]
            assert said == [f"Answer: {'ABABA'[int(request.seat[-1]) - 1]}"]
        # Peers alike are told apart by the number of their sample.
        assert sorted(request.sample for request in asked) == [0, 1, 2, 3, 4]

    @pytest.mark.parametrize(
        ("role", "moves", "message"),
        [
            ({"sees": ["question", "choices", "transcript"]}, None, "is shown what it is to predict"),
            ({"count": 2}, None, "a `count` of 3 or more"),
            ({}, [{"answer": "peer"}, {"truth_serum": "peer"}], "peers are paid for predictions too"),
            ({}, [{"predict": "peer", "of": "peer"}, {"answer": "peer"}, {"truth_serum": "peer"}], "`answer` first"),
        ],
    )
    def test_peers_that_could_not_be_scored_say_what_to_change(
        self, role: dict[str, object], moves: list[object] | None, message: str
    ) -> None:
        plain = load_protocol("peer-prediction").model_dump(mode="json")
        plain["roles"]["peer"] |= role
        with pytest.raises(ValueError, match=message):
            Protocol.model_validate({**plain, "moves": moves or plain["moves"]})


reports = st.lists(
    st.tuples(st.integers(0, 2), st.tuples(*[st.integers(0, 20)] * 3).filter(any)), min_size=3, max_size=12
)


@given(reports)
def test_the_scores_of_all_peers_add_up_to_zero(said: list[tuple[int, tuple[int, int, int]]]) -> None:
    """Prelec 2004: with α = 1 the game is zero-sum."""
    peers = [PeerReport(str(k), choice, tuple(w / sum(ws) for w in ws)) for k, (choice, ws) in enumerate(said)]
    found = peer_shares(peers, 3)
    assert found is not None
    totals = [score.total for score in peer_scores(peers, found)]
    assert math.fsum(total for total in totals if total is not None) == pytest.approx(0, abs=1e-9)


@given(reports, st.randoms(use_true_random=False))
def test_the_order_of_the_peers_changes_nothing(
    said: list[tuple[int, tuple[int, int, int]]], shuffle: random.Random
) -> None:
    peers = [PeerReport(str(k), choice, tuple(w / sum(ws) for w in ws)) for k, (choice, ws) in enumerate(said)]
    mixed = shuffle.sample(peers, len(peers))
    found, again = peer_shares(peers, 3), peer_shares(mixed, 3)
    assert found is not None
    assert again is not None
    assert most_surprising(found) == most_surprising(again)


def test_the_scores_of_one_case_are_those_of_the_paper() -> None:
    peers = [PeerReport("a", 0, (0.5, 0.5)), PeerReport("b", 0, (0.8, 0.2)), PeerReport("c", 1, (0.2, 0.8))]
    found = peer_shares(peers, 2)
    assert found is not None
    first, _, third = peer_scores(peers, found)
    geometric = (0.5 * 0.8 * 0.2) ** (1 / 3)
    assert first.information == pytest.approx(math.log((2 / 3) / geometric))
    assert third.prediction == pytest.approx(2 / 3 * math.log(0.2 * 3 / 2) + 1 / 3 * math.log(0.8 * 3))


N_QUESTIONS, N_PEERS = 200, 40
P_FIRST = {0: 0.8, 1: 0.6}
"""How probable the signal `the first is right` is where the first answer is right, and where the second is."""


def bayesian(truth: int, rng: random.Random) -> list[PeerReport]:
    """Peers with a signal each, who answer and predict by Bayes' rule from an even prior. Most hold the first right."""
    peers: list[PeerReport] = []
    for number in range(N_PEERS):
        is_first = rng.random() < P_FIRST[truth]
        likelihoods = {state: p if is_first else 1 - p for state, p in P_FIRST.items()}
        p_first_right = likelihoods[0] / sum(likelihoods.values())
        expected = p_first_right * P_FIRST[0] + (1 - p_first_right) * P_FIRST[1]
        peers.append(PeerReport(str(number), int(p_first_right < 0.5), (expected, 1 - expected)))
    return peers


def accuracy(verdicts: list[bool]) -> tuple[float, float]:
    return wilson(sum(verdicts) / len(verdicts), len(verdicts))


def test_bayesian_peers_are_right_by_surprise_where_the_majority_is_wrong() -> None:
    """Prelec, Seung and McCoy 2017, with a seed and intervals: the majority errs wherever the second answer is right."""
    rng = random.Random(7)
    by_surprise: list[bool] = []
    by_plurality: list[bool] = []
    for number in range(N_QUESTIONS):
        truth = number % 2
        found = peer_shares(bayesian(truth, rng), 2)
        assert found is not None
        by_surprise.append(most_surprising(found) == (truth,))
        by_plurality.append(found.given[truth] > 0.5)
    assert accuracy(by_surprise)[0] > 0.8
    assert accuracy(by_plurality)[1] < 0.65


class TestCollusion:
    """What breaks it: colluders agree on a wrong answer, and to predict that hardly anyone gives it."""

    N_COLLUDERS = 3

    async def test_colluders_make_the_wrong_answer_surprisingly_popular_and_are_paid_more(self) -> None:
        """The honest two know that the second is right, and expect that nearly all others know it too."""
        episode = await decided(saying("AAABB", lambda number: 0.05 if number < self.N_COLLUDERS else 0.1))
        assert episode.verdict.choice == 0
        assert episode.question.gold == 1
        totals = [score.total or 0.0 for score in episode.verdict.looks[0].peer_scores]
        assert min(totals[: self.N_COLLUDERS]) > max(totals[self.N_COLLUDERS :])

    async def test_the_same_peers_without_an_agreement_are_right(self) -> None:
        episode = await decided(saying("BBBBB", lambda number: 0.1))
        assert episode.verdict.choice == 1

    def test_among_bayesian_peers_two_in_five_are_enough(self) -> None:
        rng = random.Random(8)
        fooled: list[bool] = []
        for _ in range(N_QUESTIONS):
            honest = bayesian(1, rng)
            colluders = [PeerReport(peer.seat, 0, (0.0, 1.0)) for peer in honest[: 2 * N_PEERS // 5]]
            found = peer_shares([*colluders, *honest[len(colluders) :]], 2)
            assert found is not None
            fooled.append(most_surprising(found) == (0,))
        assert accuracy(fooled)[0] > 0.95
