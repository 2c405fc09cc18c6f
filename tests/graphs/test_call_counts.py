"""Call counts are exact, for every protocol and every option that changes them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.agents import Reply, Request
from dikast.graphs import Swap, run_episode
from dikast.protocols import load_protocol
from dikast.records import Question
from tests.players import QUESTION, Player, seated, usual

rounds = st.integers(1, 4)


async def calls(name: str, question: Question = QUESTION, **options: Any) -> int:
    player = Player()
    episode = await run_episode(load_protocol(name, **options), question, agents=seated(player))
    assert episode.usage.calls == len(player.requests)
    assert episode.usage.repeats == 0
    return episode.usage.calls


@pytest.mark.parametrize("name", ["direct", "direct-with-source"])
async def test_direct_is_one_call(name: str) -> None:
    assert await calls(name) == 1


@settings(deadline=None, max_examples=10)
@given(rounds)
async def test_a_debate_of_r_rounds_takes_2r_plus_1_calls(r: int) -> None:
    assert await calls("debate", rounds=r) == 2 * r + 1
    assert await calls("debate", rounds=r, order="sequential") == 2 * r + 1


@settings(deadline=None, max_examples=10)
@given(rounds)
async def test_a_debate_with_a_judges_questions_takes_3r_calls(r: int) -> None:
    assert await calls("debate", rounds=r, judge_asks=True) == 3 * r


@settings(deadline=None, max_examples=10)
@given(rounds)
async def test_a_consultancy_takes_2r_calls_and_r_plus_1_without_questions(r: int) -> None:
    assert await calls("consultancy", rounds=r) == 2 * r
    assert await calls("consultancy", rounds=r, judge_asks=False) == r + 1


@settings(deadline=None, max_examples=10)
@given(rounds)
async def test_an_open_role_takes_one_call_more_to_choose_its_side(r: int) -> None:
    assert await calls("open-consultancy", rounds=r) == 2 * r + 1
    assert await calls("open-debate", rounds=r) == 2 * r + 2


@settings(deadline=None, max_examples=10)
@given(rounds, st.integers(2, 5))
async def test_each_of_the_best_of_n_drafts_is_a_call_and_so_is_each_score(r: int, n: int) -> None:
    assert await calls("debate", rounds=r, best_of=n) == 2 * r * n + 2 * r + 1
    pointwise = {"n": n, "scorer": "pointwise", "by": "judge"}
    assert await calls("debate", rounds=r, best_of=pointwise) == 2 * r * n + 2 * r * n + 1


@settings(deadline=None, max_examples=10)
@given(rounds, st.integers(1, 3))
async def test_each_refinement_takes_two_calls_for_critique_and_rewriting(r: int, times: int) -> None:
    assert await calls("debate", rounds=r, refine=times) == 2 * r * (1 + 2 * times) + 1


@settings(deadline=None, max_examples=10)
@given(rounds, st.integers(2, 5))
async def test_a_multi_debate_has_one_debater_for_each_choice(r: int, n: int) -> None:
    question = Question(id="many", text="Which?", choices=tuple(f"choice {i}" for i in range(n)), gold=0)
    assert await calls("multi-debate", question, rounds=r) == n * r + 1


@settings(deadline=None, max_examples=10)
@given(rounds, st.integers(2, 6))
async def test_every_peer_speaks_once_a_round_and_every_sampled_solver_once(r: int, n: int) -> None:
    assert await calls("peer-debate", rounds=r, count=n) == n * r
    assert await calls("self-consistency", count=n) == n


async def test_k_samples_take_k_verdict_calls() -> None:
    assert await calls("direct", route="samples", samples=7) == 7


async def test_a_swap_looks_twice_where_the_order_is_irrelevant_and_runs_twice_where_it_matters() -> None:
    shown = await run_episode(load_protocol("debate"), QUESTION, agents=seated(Player()), swap="both")
    assert shown.usage.calls == 6 + 2
    assert shown.rerun is None
    for options in ({"judge_asks": True}, {"order": "sequential"}):
        protocol = load_protocol("debate", **options)
        once = await run_episode(protocol, QUESTION, agents=seated(Player()))
        rerun = await run_episode(protocol, QUESTION, agents=seated(Player()), swap="both")
        assert rerun.usage.calls == 2 * once.usage.calls
        assert rerun.rerun is not None
        assert rerun.rerun.order == rerun.order[::-1]


async def test_stopping_early_takes_one_look_after_every_round_except_the_last() -> None:
    def unsure(request: Request) -> str | Reply:
        if request.purpose in ("look", "decide"):
            return Reply(text="Answer: A", choice_logprobs={"A": -0.6, "B": -0.8})
        return usual(request)

    protocol = load_protocol("debate", rounds=3, until={"p_at_least": 0.9})
    never_sure = await run_episode(protocol, QUESTION, agents=seated(Player(unsure)))
    assert never_sure.usage.calls == 7 + 2
    assert [look.round for look in never_sure.looks] == [1, 2]
    sure_at_once = await run_episode(protocol, QUESTION, agents=seated(Player()))
    assert sure_at_once.usage.calls == 2 + 1 + 1
    assert len(sure_at_once.transcript.turns) == 2


async def test_peers_who_agree_stop_early_without_further_calls() -> None:
    protocol = load_protocol("peer-debate", rounds=4, count=3, until="agreement")
    assert (await run_episode(protocol, QUESTION, agents=seated(Player()))).usage.calls == 3


async def test_an_unreadable_reply_is_asked_for_once_more_and_counted_as_a_repeat() -> None:
    player = Player(lambda request: "I would rather not say.")
    episode = await run_episode(load_protocol("direct"), QUESTION, agents=seated(player))
    assert (episode.usage.calls, episode.usage.repeats, len(player.requests)) == (1, 1, 2)
    assert episode.verdict.status == "unparsed"
    assert episode.verdict.choice is None
    never = await run_episode(load_protocol("direct", repeats=0), QUESTION, agents=seated(player))
    assert (never.usage.calls, never.usage.repeats) == (1, 0)


async def test_the_repeated_request_says_why_the_first_reply_was_unreadable() -> None:
    def second_time_right(request: Request) -> str:
        return "Answer: B" if request.attempt else "Answer: A\nAnswer: B"

    player = Player(second_time_right)
    episode = await run_episode(load_protocol("direct"), QUESTION, agents=seated(player))
    assert episode.verdict.choice == 1
    assert "two different answers" in str(player.requests[1].messages[-1].content)


OPEN = Question(id="open", text="How many eggs do three boxes of twelve hold?", references=("36",))


def answering(request: Request) -> str:
    replies = {"answer": "Answer: 36", "accept": "Answer: A"}
    return replies.get(request.purpose) or usual(request)


async def calls_about_an_answer(name: str, swap: Swap = "none", **options: Any) -> int:
    player = Player(answering)
    episode = await run_episode(load_protocol(name, **options), OPEN, agents=seated(player), swap=swap)
    assert episode.usage.calls == len(player.requests)
    assert episode.usage.repeats == 0
    return episode.usage.calls


async def test_an_answer_that_is_accepted_takes_two_calls_a_critique_one_more_and_a_defence_another() -> None:
    assert await calls_about_an_answer("accept-answer") == 2
    assert await calls_about_an_answer("critique") == 3
    assert await calls_about_an_answer("critique-defence") == 4


async def test_only_the_judge_is_asked_again_in_the_other_order_of_its_statements() -> None:
    assert await calls_about_an_answer("accept-answer", swap="both") == 3
    assert await calls_about_an_answer("critique-defence", swap="both") == 5
    assert await calls_about_an_answer("critique", route="samples", samples=4) == 2 + 4


@settings(deadline=None, max_examples=5)
@given(rounds)
async def test_r_rounds_about_an_answer_take_2r_plus_2_calls(r: int) -> None:
    assert await calls_about_an_answer("answer-debate", rounds=r) == 2 * r + 2
    assert await calls_about_an_answer("answer-consultancy", rounds=r) == 2 * r + 2


async def test_propaganda_is_one_speech_and_one_verdict() -> None:
    assert await calls("propaganda") == 2
