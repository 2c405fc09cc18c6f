"""Verdicts: four routes, both orders, and ties."""

import math
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.agents import Reply, Request
from dikast.errors import EpisodeFailed
from dikast.graphs import combine, run_episode
from dikast.protocols import load_protocol
from dikast.records import Look, Question
from tests.players import QUESTION, Player, judge_saying, seated, usual


async def test_the_backends_log_probabilities_are_used_if_it_gives_any() -> None:
    rule = judge_saying(lambda request: {"A": math.log(0.2), "B": math.log(0.6)})
    verdict = (await run_episode(load_protocol("direct"), QUESTION, agents=seated(Player(rule)))).verdict
    assert (verdict.route, verdict.choice) == ("logprobs", 1)
    assert verdict.probabilities == pytest.approx((0.25, 0.75))
    assert verdict.looks[0].p_labels == pytest.approx(0.8)


async def test_the_bare_label_is_used_without_log_probabilities() -> None:
    player = Player(lambda request: "Answer: B")
    verdict = (await run_episode(load_protocol("direct"), QUESTION, agents=seated(player))).verdict
    assert (verdict.route, verdict.choice, verdict.probabilities) == ("label", 1, (0.0, 1.0))
    both = judge_saying(lambda request: {"A": -5.0, "B": -0.1})
    label = await run_episode(load_protocol("direct", route="label"), QUESTION, agents=seated(Player(both)))
    assert (label.verdict.route, label.verdict.probabilities) == ("label", (0.0, 1.0))


async def test_probabilities_can_be_stated_or_counted_from_samples() -> None:
    stated = Player(lambda request: '{"A": 0.3, "B": 0.7}')
    verdict = (
        await run_episode(load_protocol("direct", route="probabilities"), QUESTION, agents=seated(stated))
    ).verdict
    assert (verdict.route, verdict.choice) == ("probabilities", 1)
    assert verdict.probabilities == pytest.approx((0.3, 0.7))
    mixed = Player(lambda request: "Answer: A" if request.sample == 0 else "Answer: B")
    protocol = load_protocol("direct", route="samples", samples=4)
    verdict = (await run_episode(protocol, QUESTION, agents=seated(mixed))).verdict
    assert (verdict.route, verdict.choice) == ("samples", 1)
    assert verdict.probabilities == pytest.approx((0.25, 0.75))


async def test_the_logprobs_route_fails_the_episode_if_the_backend_gives_none() -> None:
    with pytest.raises(EpisodeFailed, match="log-probabilities"):
        await run_episode(load_protocol("direct", route="logprobs"), QUESTION, agents=seated(Player()))


async def test_two_different_answers_are_unparsed_even_with_log_probabilities() -> None:
    player = Player(lambda request: Reply(text="Answer: A\nAnswer: B", choice_logprobs={"A": -0.1, "B": -3.0}))
    verdict = (await run_episode(load_protocol("direct"), QUESTION, agents=seated(player))).verdict
    assert verdict.status == "unparsed"
    assert verdict.reason is not None
    assert "two different answers" in verdict.reason


@settings(deadline=None, max_examples=50)
@given(st.floats(-20, 20), st.floats(-20, 20))
async def test_averaging_both_orders_cancels_an_additive_position_bias(content: float, bias: float) -> None:
    def biased(request: Request) -> dict[str, float]:
        # The content favours "eighteen"; the bias favours the label A.
        eighteen_first = _shown_first(request) == "eighteen"
        odds_of_a = (content if eighteen_first else -content) + bias
        return {"A": -math.log1p(math.exp(-odds_of_a)), "B": -math.log1p(math.exp(odds_of_a))}

    for name in ("direct", "debate"):
        player = Player(judge_saying(biased))
        verdict = (await run_episode(load_protocol(name), QUESTION, agents=seated(player), swap="both")).verdict
        assert verdict.probabilities is not None
        assert verdict.probabilities[1] == pytest.approx(1 / (1 + math.exp(-content)), abs=1e-12)


async def test_a_position_bias_cancels_even_where_probabilities_underflow() -> None:
    def biased(request: Request) -> dict[str, float]:
        odds_of_a = (0.5 if _shown_first(request) == "eighteen" else -0.5) + 200
        return {"A": -math.exp(-odds_of_a), "B": -odds_of_a}

    player = Player(judge_saying(biased))
    verdict = (await run_episode(load_protocol("direct"), QUESTION, agents=seated(player), swap="both")).verdict
    assert verdict.probabilities is not None
    assert verdict.probabilities[1] == pytest.approx(1 / (1 + math.exp(-0.5)), abs=1e-12)


def _shown_first(request: Request) -> str:
    lines = str(request.messages[-1].content).split("\n")
    return next(line for line in lines if line.startswith("A | ")).removeprefix("A | ")


@pytest.mark.parametrize("name", ["direct", "debate", "consultancy", "peer-debate"])
async def test_a_judge_that_always_names_the_first_choice_is_right_half_of_the_time(name: str) -> None:
    protocol = load_protocol(name)
    cases: list[tuple[Literal["none", "both"], set[float]]] = [("none", {1.0, 0.0}), ("both", {0.5})]
    for swap, expected in cases:
        ps = []
        for gold in (0, 1):
            question = QUESTION.model_copy(update={"gold": gold})
            verdict = (await run_episode(protocol, question, agents=seated(Player()), swap=swap)).verdict
            assert verdict.probabilities is not None
            ps.append(verdict.probabilities[gold])
        assert set(ps) == expected
        assert sum(ps) / 2 == 0.5


async def test_contradicting_labels_in_both_orders_are_a_tie() -> None:
    verdict = (await run_episode(load_protocol("direct"), QUESTION, agents=seated(Player()), swap="both")).verdict
    assert (verdict.status, verdict.choice, verdict.probabilities) == ("decided", None, (0.5, 0.5))


async def test_contradicting_labels_give_a_choice_that_was_never_named_no_probability() -> None:
    question = Question(id="q", text="Which?", choices=("red", "green", "blue"), gold=1)
    verdict = (await run_episode(load_protocol("direct"), question, agents=seated(Player()), swap="both")).verdict
    assert (verdict.status, verdict.choice, verdict.probabilities) == ("decided", None, (0.5, 0.0, 0.5))


@pytest.mark.parametrize(
    "looks",
    [
        [(0.6, 0.4, 0.0), (0.0, 0.0, 1.0)],
        [(0.2, 0.3, 0.5), (0.0, 0.0, 1.0)],
        [(0.0, 0.5, 0.5), (0.5, 0.5, 0.0)],
        [(1.0, 0.0, 0.0), (0.0, 0.6, 0.4)],
        [(1.0, 0.0), (0.3, 0.7)],
    ],
)
def test_a_probability_of_zero_is_the_limit_of_a_small_one(looks: list[tuple[float, ...]]) -> None:
    def combined(least: float) -> tuple[float, ...] | None:
        logp = [tuple(math.log(max(p, least)) if max(p, least) else -math.inf for p in ps) for ps in looks]
        order = tuple(range(len(looks[0])))
        return combine([Look(round=1, order=order, status="decided", logp=row) for row in logp]).probabilities

    assert combined(0) == pytest.approx(combined(1e-300), abs=1e-12)


async def test_one_unparsed_order_leaves_the_verdict_unparsed() -> None:
    def only_first(request: Request) -> str:
        return "Answer: A" if _shown_first(request) == "seventeen" or request.attempt else "?"

    player = Player(only_first)
    protocol = load_protocol("direct", repeats=0)
    verdict = (await run_episode(protocol, QUESTION, agents=seated(player), swap="both")).verdict
    assert (verdict.status, verdict.choice) == ("unparsed", None)
    assert [look.status for look in verdict.looks] == ["decided", "unparsed"]


async def test_labels_follow_the_order_shown_and_choices_the_question() -> None:
    question = Question(id="q", text="Which?", choices=("red", "green", "blue"), gold=2)
    player = Player(lambda request: "Answer: B")
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        episode = await run_episode(load_protocol("direct"), question, agents=seated(player), order=order)
        assert episode.verdict.choice == order[1]


async def test_a_swap_exchanges_names_and_order_but_no_words_of_speeches() -> None:
    def rule(request: Request) -> str:
        return (
            f"Speech for choice {request.argues}; Debater A is wrong." if request.purpose == "speak" else usual(request)
        )

    player = Player(rule)
    await run_episode(load_protocol("debate", rounds=1), QUESTION, agents=seated(player), swap="both")
    first, second = (str(r.messages[-1].content) for r in player.requests if r.purpose == "decide")
    assert first.index("Speech for choice 0") < first.index("Speech for choice 1")
    assert second.index("Speech for choice 1") < second.index("Speech for choice 0")
    for text in (first, second):
        assert text.count("Debater A is wrong") == 2
        assert text.index("Debater A, for answer A,") < text.index("Debater B, for answer B,")
    assert "A | seventeen" in first
    assert "A | eighteen" in second


async def test_a_rerun_exchanges_the_sides_of_the_same_seats() -> None:
    player = Player()
    episode = await run_episode(load_protocol("debate", judge_asks=True), QUESTION, agents=seated(player), swap="both")
    assert episode.rerun is not None
    assert [seat.argues for seat in episode.transcript.seats] == [0, 1, None]
    assert [seat.argues for seat in episode.rerun.transcript.seats] == [1, 0, None]


async def test_an_open_role_argues_for_its_own_choice_and_the_antagonist_for_the_other() -> None:
    def believes_eighteen(request: Request) -> str:
        return "Answer: B" if request.purpose == "choose" else usual(request)

    episode = await run_episode(load_protocol("open-debate"), QUESTION, agents=seated(Player(believes_eighteen)))
    assert {seat.name: seat.argues for seat in episode.transcript.seats} == {
        "protagonist": 1, "antagonist": 0, "judge": None,
    }  # fmt: skip
    assert episode.chosen["protagonist"].probabilities == (0.0, 1.0)


async def test_an_open_role_without_a_readable_choice_leaves_the_verdict_unparsed() -> None:
    player = Player(lambda request: "no idea" if request.purpose == "choose" else usual(request))
    episode = await run_episode(load_protocol("open-consultancy"), QUESTION, agents=seated(player))
    assert episode.verdict.status == "unparsed"
    assert episode.usage.calls == 1
    assert episode.verdict.reason is not None
    assert "own choice" in episode.verdict.reason


async def test_an_open_role_with_a_tie_leaves_the_verdict_unparsed_with_the_reason() -> None:
    player = Player(lambda request: Reply(text="Answer: A", choice_logprobs={"A": -1.0, "B": -1.0}))
    episode = await run_episode(load_protocol("open-debate"), QUESTION, agents=seated(player))
    assert (episode.verdict.status, episode.usage.calls) == ("unparsed", 1)
    assert episode.verdict.reason == "an open role holds no answer to be ahead of the others, so nobody argued"


async def test_the_choice_with_most_votes_wins_and_an_even_vote_is_a_tie() -> None:
    def by_number(request: Request) -> str:
        return f"Answer: {'A' if request.seat == 'solver-1' else 'B'}"

    odd = await run_episode(load_protocol("self-consistency", count=4), QUESTION, agents=seated(Player(by_number)))
    assert (odd.verdict.route, odd.verdict.choice) == ("votes", 1)
    assert odd.verdict.probabilities == pytest.approx((0.25, 0.75))
    even = await run_episode(load_protocol("self-consistency", count=2), QUESTION, agents=seated(Player(by_number)))
    assert even.verdict.choice is None
    assert even.verdict.probabilities == pytest.approx((0.5, 0.5))


def test_without_looks_the_verdict_is_unparsed_with_the_reason() -> None:
    assert combine([], "why").reason == "why"


@pytest.mark.parametrize("name", ["direct", "debate", "self-consistency", "open-debate"])
async def test_the_choices_in_a_request_are_in_the_order_of_their_labels(name: str) -> None:
    def knows_it(request: Request) -> str:
        if request.purpose in ("decide", "answer", "choose"):
            return f"Answer: {'ABC'[request.question.choices.index('eighteen')]}"
        assert request.argues is not None
        return f"I argue for {request.question.choices[request.argues]}."

    for order in ((0, 1), (1, 0)):
        episode = await run_episode(
            load_protocol(name), QUESTION, agents=seated(Player(knows_it)), swap="both", order=order
        )
        assert (episode.verdict.choice, episode.verdict.probabilities) == (1, (0.0, 1.0))
        for turn in episode.transcript.turns:
            assert turn.argues is None or QUESTION.choices[turn.argues] in turn.text
