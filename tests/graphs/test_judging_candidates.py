"""Judging responses: which is better, how good each is, in which order. Exact records and exact call counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from dikast.agents import Request
from dikast.errors import BadInput
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Outcome, Question

GREETINGS = Question(id="hello", text="Say hello.", choices=("Hello!", "Go away.", "Hello, and welcome."), gold=2)
PAIR = GREETINGS.model_copy(update={"choices": GREETINGS.choices[:2], "gold": 0})
Judge = Callable[[Request], str]


def shown(request: Request) -> tuple[str, ...]:
    return request.question.choices


async def judged(judge: Judge, question: Question, move: dict[str, Any], **options: Any) -> Episode:
    protocol = Protocol.model_validate(
        {
            "name": "mine",
            "about": "responses",
            "roles": {"judge": {"kind": "judge", "sees": ["question", "choices"], "count": options.pop("count", 1)}},
            "moves": [move],
        }
    )

    async def agent(request: Request) -> str:
        return judge(request)

    return await run_episode(protocol, question, agents={"judge": agent}, **options)


def always(text: str) -> Judge:
    return lambda request: text


def names_it(line: str, text: str) -> Judge:
    """Names the candidate with this text by its letter, wherever it is shown."""
    return lambda request: line.format("ABCD"[shown(request).index(text)])


PAIRWISE = {"decide": "judge", "ties": True, "orders": "rotations"}


class TestPairwise:
    async def test_the_better_one_in_both_orders_is_the_choice(self) -> None:
        episode = await judged(names_it("Answer: {}", "Hello!"), PAIR, PAIRWISE)
        assert (episode.verdict.choice, episode.verdict.tie, episode.usage.calls) == (0, False, 2)
        assert not episode.verdict.is_contradictory

    async def test_a_tie_in_both_orders_is_a_tie(self) -> None:
        verdict = (await judged(always("Answer: C"), PAIR, PAIRWISE)).verdict
        assert (verdict.status, verdict.choice, verdict.tie) == ("decided", None, True)
        assert verdict.probabilities == pytest.approx((0.5, 0.5))

    async def test_contradictory_orders_are_no_tie(self) -> None:
        verdict = (await judged(always("Answer: A"), PAIR, PAIRWISE)).verdict
        assert (verdict.status, verdict.choice, verdict.tie) == ("decided", None, False)
        assert verdict.is_contradictory

    async def test_one_order_and_a_tie_lean_to_what_was_named(self) -> None:
        def judge(request: Request) -> str:
            return "Answer: A" if shown(request)[0] == "Hello!" else "Answer: Tie"

        verdict = (await judged(judge, PAIR, PAIRWISE)).verdict
        assert (verdict.choice, verdict.tie) == (0, False)
        assert verdict.probabilities == pytest.approx((0.75, 0.25))

    async def test_what_can_not_be_read_is_no_tie(self) -> None:
        verdict = (await judged(always("They are alike."), PAIR, PAIRWISE)).verdict
        assert (verdict.status, verdict.tie) == ("unparsed", False)

    @pytest.mark.parametrize(
        ("replies", "choice"),
        [(("A", "B"), 0), (("B", "A"), 1), (("A", "A"), None), (("A", "C"), 0), (("C", "C"), None)],
    )
    async def test_games_are_counted(self, replies: tuple[str, str], choice: int | None) -> None:
        def judge(request: Request) -> str:
            return f"Answer: {replies[shown(request)[0] != 'Hello!']}"

        verdict = (await judged(judge, PAIR, {**PAIRWISE, "games": "counter"})).verdict
        assert verdict.choice == choice
        assert verdict.tie == (choice is None)

    @pytest.mark.parametrize(("weaker", "strength"), [("[[B>>A]]", "strong"), ("[[B>A]]", "slight")])
    async def test_the_strength_is_that_of_the_weaker_look(self, weaker: str, strength: str) -> None:
        def judge(request: Request) -> str:
            return "[[A>>B]]" if shown(request)[0] == "Hello!" else weaker

        episode = await judged(judge, PAIR, {**PAIRWISE, "format": "strength"})
        assert (episode.verdict.choice, episode.verdict.strength) == (0, strength)
        assert [look.format_kept for look in episode.verdict.looks] == [True, True]

    async def test_another_format_is_read_and_said_to_be_another(self) -> None:
        verdict = (await judged(names_it("Answer: {}", "Hello!"), PAIR, {**PAIRWISE, "format": "brackets"})).verdict
        assert (verdict.choice, [look.format_kept for look in verdict.looks]) == (0, [False, False])

    @pytest.mark.parametrize(("orders", "calls"), [("rotations", 3), ("all", 6), (2, 2), (1, 1)])
    async def test_more_candidates_are_shown_in_as_many_orders(self, orders: object, calls: int) -> None:
        episode = await judged(names_it("Answer: {}", "Hello!"), GREETINGS, {**PAIRWISE, "orders": orders})
        assert (episode.verdict.choice, episode.usage.calls) == (0, calls)
        assert len({look.order for look in episode.verdict.looks}) == calls

    async def test_more_orders_than_there_are_is_bad_input(self) -> None:
        with pytest.raises(BadInput, match="more than the 2 rotations"):
            await judged(always("Answer: A"), PAIR, {**PAIRWISE, "orders": 3})

    async def test_a_jury_may_vote_for_a_tie(self) -> None:
        replies = iter(("Answer: C", "Answer: C", "Answer: A"))
        move = {"decide": "judge", "ties": True}
        verdict = (await judged(lambda request: next(replies), PAIR, move, count=3)).verdict
        assert (verdict.choice, verdict.tie) == (None, True)
        assert verdict.probabilities == pytest.approx((1 / 3 + 1 / 3, 1 / 3))

    @pytest.mark.parametrize(
        ("gold", "said", "credit"),
        [(None, "Answer: C", 1), (None, "Answer: A", 0), (0, "Answer: C", 0), (0, "Answer: A", 1)],
    )
    async def test_a_tie_is_right_where_people_call_one(self, gold: int | None, said: str, credit: float) -> None:
        question = PAIR.model_copy(update={"gold": gold, "gold_tie": gold is None})
        episode = await judged(always(said), question, {"decide": "judge", "ties": True})
        assert Outcome.of(episode, protocol="mine", agents="").credit == credit


def likes(scores: dict[str, str]) -> Judge:
    """Scores each candidate that is shown by its text."""
    return lambda request: "Answer: " + scores[shown(request)[0]]


SCORES = {"Hello!": "7", "Go away.": "2", "Hello, and welcome.": "9"}


class TestPointwise:
    async def test_each_candidate_is_scored_alone(self) -> None:
        episode = await judged(likes(SCORES), GREETINGS, {"rate": "judge"})
        verdict = episode.verdict
        assert [one.score for one in verdict.scores] == [7, 2, 9]
        assert (verdict.choice, verdict.ranking, verdict.tie) == (2, (2, 0, 1), False)
        assert [assessment.shown for assessment in verdict.assessments] == [(0,), (1,), (2,)]
        assert episode.usage.calls == 3
        assert Episode.model_validate_json(episode.model_dump_json()) == episode

    @pytest.mark.parametrize(("margin", "tie"), [(0, False), (4.5, False), (5, True)])
    async def test_a_lead_within_the_margin_is_a_tie(self, margin: float, tie: bool) -> None:
        verdict = (await judged(likes(SCORES), PAIR, {"rate": "judge", "margin": margin})).verdict
        assert verdict.tie == tie
        assert verdict.choice == (None if tie else 0)

    async def test_scores_together_are_in_one_line(self) -> None:
        def judge(request: Request) -> str:
            return " ".join(SCORES[text] for text in shown(request))

        move = {"rate": "judge", "each": "together"}
        episode = await judged(judge, GREETINGS, move, swap="both")
        assert [one.score for one in episode.verdict.scores] == [7, 2, 9]
        assert episode.usage.calls == 2

    async def test_a_score_that_can_not_be_read_leaves_the_verdict_unparsed(self) -> None:
        verdict = (await judged(likes({**SCORES, "Go away.": "twelve"}), GREETINGS, {"rate": "judge"})).verdict
        assert verdict.status == "unparsed"
        assert "candidate 2" in str(verdict.reason)

    async def test_words_are_scores(self) -> None:
        words = {"Hello!": "Average", "Go away.": "Very Poor"}
        verdict = (await judged(likes(words), PAIR, {"rate": "judge", "rubric": "likert-5"})).verdict
        assert [one.score for one in verdict.scores] == [3, 1]
        assert [one.value for one in verdict.scores] == [0.5, 0]

    async def test_a_panel_and_its_samples_are_averaged(self) -> None:
        replies = iter("4 6 8 8 1 1 3 3".split())
        move = {"rate": "judge", "route": "samples", "samples": 2}
        episode = await judged(lambda request: f"Answer: {next(replies)}", PAIR, move, count=2)
        assert episode.usage.calls == 8
        assert [one.score for one in episode.verdict.scores] == [(4 + 6 + 1 + 1) / 4, (8 + 8 + 3 + 3) / 4]

    async def test_the_criteria_make_the_score_and_are_commented_first(self) -> None:
        rubric = {
            "name": "two",
            "description": "two criteria",
            "asks": "Is it good?",
            "scale": {"low": 1, "high": 5},
            "criteria": [{"name": "kind", "asks": "Is it kind?", "weight": 3}, {"name": "brief", "asks": "Is it?"}],
            "checklist": ["It greets."],
            "score": "mean",
        }

        def judge(request: Request) -> str:
            assert request.form is not None
            return json.dumps({"check_1": True, "kind_comment": "It is.", "kind_score": 5, "brief_score": 1})

        verdict = (await judged(judge, PAIR, {"rate": "judge", "rubric": rubric})).verdict
        assert [one.score for one in verdict.scores] == [4, 4]
        assert verdict.scores[0].checklist == (True,)
        assert [criterion.comment for criterion in verdict.scores[0].criteria] == ["It is.", ""]
        lowest = {**rubric, "score": "lowest"}
        assert (await judged(judge, PAIR, {"rate": "judge", "rubric": lowest})).verdict.scores[0].score == 1

    async def test_a_criterion_left_out_does_not_count(self) -> None:
        rubric = {
            "name": "two", "description": "two", "asks": "Is it good?", "score": "mean",
            "criteria": [{"name": "kind", "asks": "Is it kind?", "weight": 3}, {"name": "brief", "asks": "Is it?"}],
        }  # fmt: skip
        verdict = (await judged(always('{"brief_score": 8}'), PAIR, {"rate": "judge", "rubric": rubric})).verdict
        assert [one.score for one in verdict.scores] == [8, 8]


class TestRanking:
    async def test_one_reply_has_the_whole_order(self) -> None:
        episode = await judged(always("Ranking: C > A > B"), GREETINGS, {"rank": "judge"})
        assert episode.verdict.ranking == (2, 0, 1)
        assert (episode.verdict.choice, episode.usage.calls) == (2, 1)

    @pytest.mark.parametrize("reply", ["Ranking: A > B", "Ranking: A > B > B", "Ranking: A = B > C", "C, B and A?"])
    async def test_what_is_no_permutation_is_unparsed(self, reply: str) -> None:
        assert (await judged(always(reply), GREETINGS, {"rank": "judge"})).verdict.status == "unparsed"

    @pytest.mark.parametrize("points", ["borda", "bradley-terry"])
    async def test_every_two_are_compared_in_both_orders(self, points: str) -> None:
        def judge(request: Request) -> str:
            better = max(shown(request), key=lambda text: int(SCORES[text]))
            return f"Answer: {'AB'[shown(request).index(better)]}"

        episode = await judged(judge, GREETINGS, {"rank": "judge", "by": "pairs", "points": points})
        assert episode.verdict.ranking == (2, 0, 1)
        assert (episode.usage.calls, episode.verdict.cycles) == (6, ())

    async def test_a_circle_is_named(self) -> None:
        beats = {("Hello!", "Go away."), ("Go away.", "Hello, and welcome."), ("Hello, and welcome.", "Hello!")}

        def judge(request: Request) -> str:
            return "Answer: A" if shown(request) in beats else "Answer: B"

        verdict = (await judged(judge, GREETINGS, {"rank": "judge", "by": "pairs"})).verdict
        assert verdict.cycles == ((0, 1, 2),)
        assert (verdict.choice, verdict.tie) == (None, True)

    async def test_a_judge_that_always_names_the_first_ranks_nobody(self) -> None:
        verdict = (await judged(always("Answer: A"), GREETINGS, {"rank": "judge", "by": "pairs"})).verdict
        assert (verdict.choice, verdict.tie, verdict.cycles) == (None, True, ())


@pytest.mark.parametrize("name", ["judge-pairwise", "judge-pointwise", "judge-ranking"])
def test_the_protocols_of_the_library_judge_responses(name: str) -> None:
    assert load_protocol(name).about == "responses"


@pytest.mark.parametrize(
    ("move", "fault"),
    [
        ({"rate": "judge"}, "about: responses"),
        ({"rank": "judge"}, "about: responses"),
        ({"decide": "judge", "ties": True}, "about: responses"),
    ],
)
def test_answers_are_right_or_wrong_and_not_better_or_worse(move: dict[str, Any], fault: str) -> None:
    roles = {"judge": {"kind": "judge", "sees": ["question", "choices"]}}
    with pytest.raises(ValueError, match=fault):
        Protocol.model_validate({"name": "mine", "roles": roles, "moves": [move]})


async def test_the_judge_is_not_told_what_people_think() -> None:
    question = PAIR.model_copy(update={"gold_scores": (5.0, 1.0)})
    seen: list[Question] = []

    def judge(request: Request) -> str:
        seen.append(request.question)
        return "Answer: A"

    await judged(judge, question, PAIRWISE)
    assert all(q.gold is None and not q.gold_scores and not q.gold_tie for q in seen)
