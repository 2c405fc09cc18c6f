"""A market predicts what the judge will believe in the end, and an adversary speaks to move it, until it settles."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.agents import Reply, Request
from dikast.graphs import derived_seed, run_episode
from dikast.metrics import MarketSummary, market_loss, market_summary
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Outcome, Question
from tests.players import QUESTION, Player, Rule, prediction, seated, usual


def pricing(*prices: float) -> Rule:
    """A market that predicts these probabilities of the first answer, one after the other, then the last again."""
    asked: list[Request] = []

    def rule(request: Request) -> str:
        if request.purpose != "predict":
            return usual(request)
        asked.append(request)
        return prediction(request, prices[min(len(asked), len(prices)) - 1])

    return rule


async def market(player: Player, question: Question = QUESTION, **options: Any) -> Episode:
    return await run_episode(load_protocol("market-making", **options), question, agents=seated(player))


class TestRounds:
    @pytest.mark.parametrize(
        ("prices", "n_rounds"),
        [((0.5, 0.5), 1), ((0.5, 0.55), 1), ((0.5, 0.56, 0.6), 2), ((0.1, 0.9, 0.1, 0.9, 0.1), 4)],
    )
    async def test_they_end_once_the_prediction_moves_by_no_more_than_settled(
        self, prices: tuple[float, ...], n_rounds: int
    ) -> None:
        player = Player(pricing(*prices))
        episode = await market(player)
        assert len(episode.transcript.turns) == n_rounds
        assert len(episode.predictions) == n_rounds + 1
        assert episode.usage.calls == len(player.requests) == 2 * n_rounds + 2

    @settings(deadline=None, max_examples=10)
    @given(st.integers(1, 6))
    async def test_a_market_that_never_settles_takes_2r_plus_2_calls(self, r: int) -> None:
        player = Player(pricing(*(k % 2 for k in range(8))))
        assert (await market(player, rounds=r)).usage.calls == 2 * r + 2

    async def test_a_prediction_that_cannot_be_read_settles_nothing(self) -> None:
        def rule(request: Request) -> str:
            return "It will be the first." if request.purpose == "predict" else usual(request)

        episode = await market(Player(rule), rounds=2)
        assert [made.probabilities for made in episode.predictions] == [None] * 3
        assert (episode.usage.calls, episode.usage.repeats) == (6, 3)
        assert "prediction is not known" not in episode.verdict.looks[0].text

    async def test_in_both_orders_the_market_is_held_twice(self) -> None:
        player = Player(pricing(0.5, 0.5))
        episode = await run_episode(load_protocol("market-making"), QUESTION, agents=seated(player), swap="both")
        assert episode.rerun is not None
        assert episode.usage.calls == 8
        assert len(Outcome.of(episode, protocol="m", agents="").market) == 2


class TestWhatSeatsSee:
    async def test_only_the_adversary_is_shown_the_predictions(self) -> None:
        player = Player(pricing(0.37, 0.83, 0.83))
        await market(player)
        first, second = (text for text in player.texts("adversary"))
        assert "A 37 %\nB 63 %" in first
        assert "A 83 %\nB 17 %" in second
        for text in (*player.texts("judge"), *player.texts("market")):
            assert "37 %" not in text
            assert "83" not in text

    async def test_what_an_adversary_was_once_shown_is_written_again_as_it_was(self) -> None:
        player = Player(pricing(0.37, 0.83, 0.83))
        await market(player)
        first, second = (request.messages for request in player.requests if request.seat == "adversary")
        assert [m.content for m in second[: len(first)]] == [m.content for m in first]

    async def test_the_market_hears_what_is_said_and_is_asked_for_the_judges_belief_at_the_end(self) -> None:
        player = Player(pricing(0.5, 0.5))
        await market(player)
        before, after = player.texts("market")
        assert "adversary holds to it" not in before
        assert "The adversary said in round 1:\n| adversary holds to it in round 1." in after
        assert "Predict the judge's belief at the end, and not your own" in after

    async def test_the_record_survives_json_and_has_the_predictions_in_order(self) -> None:
        episode = await market(Player(pricing(0.2, 0.8, 0.8)))
        assert Episode.model_validate_json(episode.model_dump_json()) == episode
        outcome = Outcome.of(episode, protocol="m", agents="")
        assert Outcome.model_validate_json(outcome.model_dump_json()) == outcome
        kinds = [type(event).__name__ for event in episode.events()]
        assert kinds == ["SeatPrediction", "Turn", "SeatPrediction", "Turn", "SeatPrediction"]


ROLES: dict[str, dict[str, object]] = {
    "market": {"kind": "predictor", "sees": ["question", "choices", "transcript"]},
    "adversary": {"kind": "adversary", "sees": ["question", "choices", "transcript", "predictions"]},
    "judge": {"kind": "judge", "sees": ["question", "choices", "transcript"]},
}
SPEAK, PREDICT, DECIDE = {"speak": "adversary"}, {"predict": "market"}, {"decide": "judge"}


class TestMisuse:
    @pytest.mark.parametrize(
        ("roles", "moves", "message"),
        [
            ({}, [{"rounds": 2, "until": {"settled": 0.1}, "each": [SPEAK]}, DECIDE], "needs a `predict` move"),
            (
                {"judge": {"sees": ["predictions"]}},
                [PREDICT, SPEAK, DECIDE],
                "are for an adversary: 'judge' is a judge",
            ),
            ({}, [SPEAK, DECIDE], "no `predict` of the verdict to be shown"),
            ({"adversary": {"sees": ["question"]}}, [PREDICT, SPEAK, DECIDE], "speaks to move a prediction"),
            ({"adversary": {"count": 2}}, [PREDICT, SPEAK, DECIDE], "one adversary, with one seat"),
            ({"market": {"kind": "solver"}}, [PREDICT, SPEAK, DECIDE], "is one `kind: predictor`"),
            ({"market": {"count": 2}}, [PREDICT, SPEAK, DECIDE], "with one seat"),
            ({}, [PREDICT, {**SPEAK, "best_of": 2}, DECIDE], "drafts are scored"),
            ({}, [PREDICT, SPEAK, {"predict": "market", "of": "judge"}, DECIDE], "that role gave none before"),
        ],
    )
    def test_a_market_that_could_not_work_says_what_to_change(
        self, roles: dict[str, dict[str, object]], moves: list[dict[str, Any]], message: str
    ) -> None:
        text = str(moves)
        used = {name: {**role, **roles.get(name, {})} for name, role in ROLES.items() if f"'{name}'" in text}
        with pytest.raises(ValueError, match=message):
            Protocol.model_validate({"name": "mine", "roles": used, "moves": moves})


N_QUESTIONS = 24
N_FACTS = 3


def evidence(question: str, fact: int) -> float:
    """What a fact adds to the judge's log-odds of the first answer; it depends on the question and the fact alone."""
    return 6 * derived_seed(question, fact) / 2**31 - 3


def belief(question: str, facts: int) -> float:
    """What the judge believes of the first answer once it has heard the first facts."""
    return 1 / (1 + math.exp(-sum(evidence(question, k) for k in range(facts))))


def world(price: Callable[[str, int], float]) -> Rule:
    """An adversary with three facts, which it tells one by one, then nothing new; a judge that weighs what it hears.

    `price` is the market's prediction, from the question and the number of facts told so far.
    """

    def rule(request: Request) -> str | Reply:
        question = request.question.text
        told = str([message.content for message in request.messages]).count("| Fact ")
        if request.purpose == "predict":
            return prediction(request, price(question, told))
        if request.purpose == "speak":
            return f"Fact {request.round}." if request.round <= N_FACTS else "I have said all."
        p = belief(question, told)
        return Reply(text="Answer: A", choice_logprobs={"A": math.log(p), "B": math.log(1 - p)})

    return rule


async def in_world(price: Callable[[str, int], float], **options: Any) -> tuple[MarketSummary, list[Outcome]]:
    outcomes: list[Outcome] = []
    for n in range(N_QUESTIONS):
        question = Question(id=f"q{n}", text=f"Question {n}", choices=("yes", "no"), gold=0)
        episode = await market(Player(world(price)), question, **options)
        outcomes.append(Outcome.of(episode, protocol="market-making", agents=""))
    summary = market_summary(outcomes)
    assert summary is not None
    return summary, outcomes


def foresighted(question: str, told: int) -> float:
    """The price of a market that knows every fact there is."""
    return belief(question, N_FACTS)


class TestPlantedWorlds:
    async def test_a_market_that_prices_in_all_facts_is_moved_by_none_of_them(self) -> None:
        """It settles at once. The judge has then heard one fact: what it would believe of all is what is predicted."""
        summary, _ = await in_world(foresighted)
        assert (summary.rounds.value, summary.adversary_loss.value) == (1, 0)

    async def test_held_to_the_end_it_settles_at_the_judges_final_belief(self) -> None:
        summary, outcomes = await in_world(foresighted, rounds=N_FACTS, until={"settled": 0})
        assert summary.rounds.value == 1
        summary, outcomes = await in_world(belief, rounds=N_FACTS + 2, until={"settled": 0.001})
        assert summary.gap.value == pytest.approx(0, abs=1e-6)
        assert summary.rounds.value == N_FACTS + 1
        for outcome in outcomes:
            (made,) = outcome.market
            assert made.prices[-1] == pytest.approx(made.belief)

    async def test_a_market_that_sees_only_what_was_said_pays_more_than_one_that_looks_ahead(self) -> None:
        never = {"settled": 0.0}
        ahead = await in_world(lambda q, told: belief(q, N_FACTS) + told * 1e-6, rounds=N_FACTS, until=never)
        behind = await in_world(belief, rounds=N_FACTS, until=never)
        assert ahead[0].market_loss.high is not None
        assert behind[0].market_loss.low is not None
        assert ahead[0].market_loss.value is not None
        assert behind[0].market_loss.value is not None
        assert ahead[0].market_loss.value < behind[0].market_loss.value
        assert behind[0].adversary_loss.high is not None
        assert behind[0].adversary_loss.high < -0.1

    async def test_with_a_looser_stop_a_market_may_settle_before_all_was_said(self) -> None:
        """What settling costs: the adversary never tells the last facts, and the judge never hears them."""
        summary, _ = await in_world(belief, rounds=N_FACTS + 2, until={"settled": 0.3})
        assert summary.rounds.value is not None
        assert summary.rounds.value < N_FACTS


def test_the_loss_of_a_prediction_is_its_cross_entropy_with_the_final_belief() -> None:
    """Hubinger 2020: -p* log p - (1 - p*) log(1 - p)."""
    assert market_loss((0.8, 0.2), (0.3, 0.7)) == pytest.approx(-0.3 * math.log(0.8) - 0.7 * math.log(0.2))
    assert market_loss((1.0, 0.0), (0.0, 1.0)) == pytest.approx(-math.log(0.001)), "a price of 0 is no infinite loss"


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_it_is_lowest_where_the_prediction_is_the_belief(price: float, truth: float) -> None:
    best = market_loss((truth, 1 - truth), (truth, 1 - truth))
    assert market_loss((price, 1 - price), (truth, 1 - truth)) >= best - 1e-12
