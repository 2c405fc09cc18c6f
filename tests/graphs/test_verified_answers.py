"""Solvers answer open questions in their own words; a machine compares their answers with the right ones."""

from __future__ import annotations

import pytest

from dikast.agents import Reply, Request
from dikast.agents.local_agent import LocalAgent
from dikast.errors import BadInput
from dikast.graphs import check_verifiable, run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import AttemptStatus, Episode, Outcome, Question
from tests.players import Player

OPEN = Question(id="eggs", text="3 boxes hold 12 eggs each. How many eggs are there?", references=("36",))
WITH_CHOICES = Question(id="q", text="Which is a prime?", choices=("8", "9", "7"), gold=2)
WORKED = "One box holds 12 eggs.\nThree hold 3 * 12 = 36.\nAnswer: 36"


def saying(*texts: str) -> Player:
    """A player whose seats reply with these texts, in their order, the last of them from then on."""

    def rule(request: Request) -> str:
        return texts[min(request.sample, len(texts) - 1)]

    return Player(rule)


async def solved(
    player: Player, question: Question = OPEN, protocol: str | Protocol = "solver", count: int = 0
) -> Episode:
    if isinstance(protocol, str):
        protocol = load_protocol(protocol, count=count) if count else load_protocol(protocol)
    return await run_episode(protocol, question, agents={"solver": player})


async def attempts(*texts: str, question: Question = OPEN) -> list[AttemptStatus]:
    """The status of one attempt by each of these replies."""
    episode = await solved(saying(*texts), question, "solver-samples", count=max(2, len(texts)))
    return [attempt.status for attempt in episode.verdict.attempts][: len(texts)]


class TestAnswersInOnesOwnWords:
    async def test_the_turn_keeps_the_steps_and_the_stated_answer(self) -> None:
        episode = await solved(saying(WORKED))
        (turn,) = episode.transcript.turns
        assert (turn.text, turn.answer, turn.choice) == (WORKED, "36", None)

    async def test_the_prompt_speaks_of_no_choices_and_shows_no_reference(self) -> None:
        player = saying(WORKED)
        await solved(player)
        (text,) = player.texts()
        assert "possible answers" not in text
        assert "Answer: <your final answer>" in text
        assert "36" not in text.partition('"references"')[0]
        assert player.requests[0].question.references == ()

    async def test_what_states_no_answer_is_asked_for_again_then_unparsed(self) -> None:
        player = saying("Let us see. There are boxes, and there are eggs in the boxes. We could count all of them.")
        episode = await solved(player)
        assert len(player.requests) == 2
        assert episode.verdict.status == "unparsed"
        assert episode.verdict.attempts[0].status == "unparsed"
        assert "Answer: <your final answer>" in (episode.verdict.reason or "")

    async def test_a_reply_that_is_only_the_answer_counts(self) -> None:
        assert await attempts("36", "**36**", "36 eggs") == ["right"] * 3

    async def test_the_form_copied_from_the_prompt_is_no_answer(self) -> None:
        assert await attempts("Answer: <your final answer>") == ["unparsed"]

    async def test_a_refusal_is_told_from_an_answer(self) -> None:
        episode = await solved(saying("I'm sorry, I can't help with that."))
        assert episode.verdict.attempts[0].ending == "refused"
        assert episode.verdict.ending == "refused"

    async def test_a_reply_that_was_cut_off_has_no_final_answer(self) -> None:
        """Its last number may be one on the way."""
        player = Player(lambda request: Reply(text="The answer is 30 for two boxes and", finish_reason="length"))
        episode = await solved(player)
        assert episode.verdict.attempts[0].ending == "cut_off"
        assert player.requests[1].more_tokens

    async def test_private_thinking_states_no_answer(self) -> None:
        assert await attempts("<thinking>Answer: 36</thinking>I would rather count the boxes again. Then we see.") == [
            "unparsed"
        ]

    async def test_solvers_read_one_another_until_all_answers_are_the_same(self) -> None:
        """Different words for the same value agree."""
        protocol = Protocol.model_validate(
            {
                "name": "peers",
                "roles": {"solver": {"kind": "solver", "count": 2, "sees": ["question", "transcript"]}},
                "moves": [{"rounds": 4, "each": [{"answer": "solver"}], "until": "agreement"}, {"verify": "solver"}],
            }
        )

        def rule(request: Request) -> str:
            if request.round == 1:
                return f"Answer: {request.sample}"
            return ("Answer: 36", "Answer: $\\frac{72}{2}$")[request.sample]

        episode = await solved(Player(rule), protocol=protocol)
        assert [turn.round for turn in episode.transcript.turns] == [1, 1, 2, 2]
        assert [attempt.status for attempt in episode.verdict.attempts] == ["right", "right"]


class TestVerdicts:
    async def test_right_wrong_unknown_and_unparsed_are_told_apart(self) -> None:
        texts = ("Answer: 36", "Answer: 35", "Answer: a heap of eggs", "Well. I count. And count.")
        assert await attempts(*texts) == ["right", "wrong", "unknown", "unparsed"]

    async def test_one_of_several_references_is_enough(self) -> None:
        question = Question(id="q", text="What is the capital?", references=("Bern", "Berne"))
        assert await attempts("Answer: Berne", question=question) == ["right"]

    async def test_credit_is_the_share_of_right_ones_among_those_decided(self) -> None:
        episode = await solved(
            saying("Answer: 36", "Answer: 35", "Answer: a heap", "No. I do not know. Not at all."),
            protocol="solver-samples",
            count=4,
        )
        outcome = Outcome.of(episode, protocol="solver-samples", agents="")
        assert outcome.status == "decided"
        assert outcome.credit == 0.5
        assert outcome.attempts is not None
        assert (outcome.attempts.n, outcome.attempts.right, outcome.attempts.wrong) == (4, 1, 1)
        assert (outcome.attempts.unknown, outcome.attempts.unparsed) == (1, 1)

    async def test_nothing_decided_has_no_credit(self) -> None:
        outcome = Outcome.of(await solved(saying("Answer: a heap of eggs")), protocol="solver", agents="")
        assert (outcome.status, outcome.credit) == ("decided", None)

    async def test_the_majority_is_the_largest_group_of_equal_answers(self) -> None:
        episode = await solved(saying("Answer: 35", "Answer: 36", "Answer: 36.0"), protocol="solver-samples", count=3)
        majority = episode.verdict.majority
        assert majority is not None
        assert (majority.answer, majority.votes, majority.status) == ("36", 2, "right")

    async def test_a_split_majority_says_so(self) -> None:
        episode = await solved(saying("Answer: 35", "Answer: 36"), protocol="solver-samples", count=2)
        majority = episode.verdict.majority
        assert majority is not None
        assert (majority.answer, majority.status, majority.n_tied, majority.credit) == (None, "split", 2, 0.5)

    async def test_with_choices_the_seat_answers_by_label_and_the_right_choice_decides(self) -> None:
        episode = await solved(saying("Answer: C", "Answer: A", "Answer: C"), WITH_CHOICES, "solver-samples", count=3)
        found = [(attempt.answer, attempt.status) for attempt in episode.verdict.attempts]
        assert found == [("7", "right"), ("8", "wrong"), ("7", "right")]
        majority = episode.verdict.majority
        assert majority is not None
        assert (majority.answer, majority.status) == ("7", "right")

    async def test_samples_have_seeds_of_their_own_and_the_record_comes_back(self) -> None:
        player = saying(WORKED)
        episode = await solved(player, protocol="solver-samples", count=3)
        assert len({request.seed for request in player.requests}) == 3
        assert Episode.model_validate_json(episode.model_dump_json()) == episode


class TestWhatCantBeVerified:
    @pytest.mark.parametrize("choices", [(), ("35", "36")])
    async def test_answers_to_a_question_without_a_right_one_are_unknown(self, choices: tuple[str, ...]) -> None:
        question = Question(id="q", text="How many?", choices=choices)
        episode = await solved(saying("Answer: B" if choices else WORKED), question)
        (attempt,) = episode.verdict.attempts
        assert (attempt.answer, attempt.status) == ("36", "unknown")
        assert attempt.reason == "no right answer is given"

    @pytest.mark.parametrize("choices", [(), ("1", "2")])
    def test_a_run_of_such_questions_would_say_nothing(self, choices: tuple[str, ...]) -> None:
        with pytest.raises(BadInput, match="give it `references`, or choices and the right one"):
            check_verifiable(load_protocol("solver"), Question(id="q", text="How many?", choices=choices))

    async def test_a_question_without_choices_is_for_such_protocols_only(self) -> None:
        with pytest.raises(BadInput, match=r"has 0 choices.*a protocol that ends in `verify`"):
            await run_episode(load_protocol("direct"), OPEN, agents={"judge": saying("Answer: A")})

    async def test_there_are_no_answers_to_swap(self) -> None:
        with pytest.raises(BadInput, match="no answers to swap"):
            await run_episode(load_protocol("solver"), OPEN, agents={"solver": saying(WORKED)}, swap="both")

    async def test_only_roles_that_answered_can_be_verified(self) -> None:
        roles = {"solver": {"kind": "solver", "sees": ["question"]}}
        with pytest.raises(ValueError, match="only roles that gave an `answer` can vote or be verified"):
            Protocol.model_validate({"name": "none", "roles": roles, "moves": [{"verify": "solver"}]})


async def test_the_embedded_model_answers_two_questions(smollm2: LocalAgent) -> None:
    """Whether it is right is its own affair: each reply is right, wrong, unknown or unparsed, and the record says so."""
    for text, reference in (("What is 2 + 3?", "5"), ("What is the capital of France?", "Paris")):
        question = Question(id="q", text=text, references=(reference,))
        episode = await run_episode(load_protocol("solver", reasoning=False), question, agents={"solver": smollm2})
        (attempt,) = episode.verdict.attempts
        assert (attempt.answer is None) == (attempt.status == "unparsed")
        assert episode.transcript.turns[0].text
