"""Answers by label that a judge accepts or rejects; and another judge of an answer that was recorded."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents import Request
from dikast.errors import BadInput
from dikast.graphs import Rejudge, Swap, judge_again, run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Outcome, Question
from tests.graphs.test_information_flow import READABLE
from tests.players import Player, seated, text_of, usual

WHICH = Question(id="which", text="How many eggs?", choices=("seventeen", "eighteen", "twenty"), gold=1)
ABOUT_ANSWERS = (
    "accept-answer", "critique", "critique-defence", "answer-debate", "answer-consultancy", "answer-cross-examination",
    "recursive-debate", "prover-estimator",
)  # fmt: skip


def answering(label: str, verdict: str = "Answer: A") -> Player:
    def rule(request: Request) -> str:
        replies = {**READABLE, "answer": f"I count.\nAnswer: {label}", "accept": verdict}
        return replies.get(request.purpose) or usual(request)

    return Player(rule)


async def judged(
    player: Player, name: str = "accept-answer", swap: Swap = "none", **options: Any
) -> tuple[Episode, Outcome]:
    episode = await run_episode(load_protocol(name, **options), WHICH, agents=seated(player), swap=swap)
    return episode, Outcome.of(episode, protocol=name, agents="")


class TestChoices:
    @pytest.mark.parametrize("name", ABOUT_ANSWERS)
    async def test_every_protocol_about_an_answer_takes_questions_with_choices(self, name: str) -> None:
        episode, outcome = await judged(answering("B"), name)
        (attempt,) = episode.verdict.attempts
        assert (attempt.answer, attempt.status) == ("eighteen", "right")
        assert outcome.acceptance is not None
        assert outcome.acceptance.answer == "right"
        assert outcome.credit is not None
        assert Episode.model_validate_json(episode.model_dump_json()) == episode

    @pytest.mark.parametrize(
        ("label", "verdict", "credit"), [("B", "A", 1), ("B", "B", 0), ("C", "A", 0), ("C", "B", 1)]
    )
    async def test_the_gold_choice_decides(self, label: str, verdict: str, credit: float) -> None:
        _, outcome = await judged(answering(label, f"Answer: {verdict}"))
        assert outcome.credit == credit

    async def test_the_judge_is_shown_the_answer_in_words_and_the_solver_the_choices(self) -> None:
        player = answering("B")
        await judged(player, "critique")
        assert "The answer to judge:\n| eighteen\n" in player.texts("judge")[0]
        assert "B | eighteen" in player.texts("solver")[0]
        assert "exactly one of which is right" not in player.texts("judge")[0]
        assert "A The answer is right.\nB The answer is wrong." in player.texts("judge")[0]
        assert all(request.question.gold is None for request in player.requests)

    async def test_a_judge_that_sees_choices_sees_all_of_them_in_either_order_of_its_statements(self) -> None:
        data = load_protocol("accept-answer").model_dump(mode="json")
        data["roles"]["judge"]["sees"] = ["question", "choices", "transcript"]
        player = answering("B")
        await run_episode(Protocol.model_validate(data), WHICH, agents=seated(player), swap="both")
        asked = [request for request in player.requests if request.purpose == "accept"]
        assert len(asked) == 2
        for request in asked:
            assert request.question.choices == WHICH.choices
            assert "A | seventeen\nB | eighteen\nC | twenty" in text_of(request)

    async def test_the_claim_that_is_split_is_the_choice_in_words(self) -> None:
        episode, _ = await judged(answering("C"), "recursive-debate")
        assert episode.verdict.acceptance is not None
        assert episode.verdict.acceptance.tree is not None
        assert episode.verdict.acceptance.tree.root == "twenty"

    async def test_a_solver_that_may_not_see_the_choices_is_refused_before_any_call(self) -> None:
        data = load_protocol("accept-answer").model_dump(mode="json")
        data["roles"]["solver"]["sees"] = ["question"]
        player = answering("B")
        with pytest.raises(BadInput, match="is not shown them: add `choices`"):
            await run_episode(Protocol.model_validate(data), WHICH, agents=seated(player))
        assert player.requests == []


class TestAnotherJudge:
    @pytest.mark.parametrize("name", ABOUT_ANSWERS)
    async def test_it_is_sent_what_the_first_was_sent_and_nobody_else_is_called(self, name: str) -> None:
        first = answering("C", "Answer: A")
        episode, _ = await judged(first, name)
        second = answering("C", "Answer: B")
        again = await judge_again(Rejudge(episode, load_protocol(name)), second, source="run")
        assert [request.purpose for request in second.requests] == ["accept"]
        sent, sent_again = ([m.content for m in player.requests[-1].messages] for player in (first, second))
        assert sent == sent_again
        assert again.verdict.attempts == episode.verdict.attempts
        assert again.verdict.acceptance is not None
        assert again.verdict.acceptance.accepted is False
        assert again.transcript == episode.transcript

    async def test_in_both_orders_it_is_asked_twice(self) -> None:
        episode, _ = await judged(answering("B"))
        second = answering("B")
        again = await judge_again(Rejudge(episode, load_protocol("accept-answer"), swap="both"), second, source="run")
        assert len(second.requests) == 2
        assert again.verdict.acceptance is not None
        assert again.verdict.acceptance.p_right == pytest.approx(0.5)

    async def test_without_an_answer_or_a_disputed_claim_it_is_not_asked(self) -> None:
        nothing, _ = await judged(Player(lambda request: "I would rather think. And then think again of it all."))
        undisputed_player = Player(
            lambda request: '{"claim": 0}' if request.purpose == "pick" else answering("B").rule(request)
        )
        undisputed, _ = await judged(undisputed_player, "recursive-debate")
        for episode, name in ((nothing, "accept-answer"), (undisputed, "recursive-debate")):
            second = answering("B")
            again = await judge_again(Rejudge(episode, load_protocol(name)), second, source="run")
            assert second.requests == []
            assert again.verdict == episode.verdict

    async def test_after_a_round_it_reads_what_was_said_by_then(self) -> None:
        episode, _ = await judged(answering("B"), "answer-debate")
        second = answering("B")
        await judge_again(Rejudge(episode, load_protocol("answer-debate"), after_round=2), second, source="run")
        assert "round 2" in second.texts("judge")[0]
        assert "round 3" not in second.texts("judge")[0]

    @pytest.mark.parametrize(
        ("name", "after_round", "message"),
        [("answer-debate", 0, "take a later round"), ("recursive-debate", 1, "leave --after-round out")],
    )
    async def test_a_round_in_which_there_is_nothing_to_judge_is_refused(
        self, name: str, after_round: int, message: str
    ) -> None:
        episode, _ = await judged(answering("B"), name)
        with pytest.raises(BadInput, match=message):
            Rejudge(episode, load_protocol(name), after_round=after_round)
