"""An answer that is searched for step by step, and the best of several: who is asked what, how often, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.agents import Choices, Reply, Request
from dikast.errors import BadInput
from dikast.graphs import run_episode
from dikast.input_files import Document, into
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question, Turn
from tests.players import Player, Rule, text_of

QUESTION = Question(id="sum", text="What is 1 + 1 + 1 + 1?", references=("4",), source="Use your fingers.")
WITH_CHOICES = Question(id="c", text="What is 2 + 2?", choices=("3", "4"), gold=1)
Scores = Callable[[str], int]


def protocol(**move: Any) -> Protocol:
    data: dict[str, Any] = {
        "name": "searching",
        "roles": {
            "solver": {"kind": "solver", "sees": ["question", "choices", "source"]},
            "judge": {"kind": "judge", "sees": ["question"]},
        },
        "moves": [{"answer": "solver", **move}, {"verify": "solver"}],
    }
    return into(Protocol, Document(data, "protocol.yaml"))


def own_steps(request: Request) -> list[str]:
    """The steps that the solver has written so far."""
    return [str(message.text) for message in request.messages if message.type == "ai"]


def wrong_once_in(n: int) -> Rule:
    """A solver that counts to 4 by ones in four steps. Only each n-th of its proposals is right; the rest miscount."""

    def rule(request: Request) -> str:
        steps = own_steps(request)
        counted = len(steps)
        is_right = request.sample % n == 0
        is_last = counted == 3
        step = f"Count {counted + 1}{'' if is_right else f', slip {request.sample}'}."
        if not is_last:
            return step
        has_slipped = "slip" in "".join(steps) or not is_right
        return f"{step}\nAnswer: {5 if has_slipped else 4}"

    return rule


def judged_by(scores: Scores) -> Player:
    """A judge that scores a draft by what is quoted to it."""

    def rule(request: Request) -> str:
        draft = "\n".join(re.findall(r"^\| (.*)$", str(request.messages[-1].text), re.MULTILINE))
        if isinstance(request.form, Choices):
            lines = re.findall(r"^([A-Z]) \| (.*)$", str(request.messages[-1].text), re.MULTILINE)
            return request.form.stated(max(lines, key=lambda line: scores(line[1]))[0])
        return f'{{"score": {scores(draft)}}}'

    return Player(rule, name="judge")


def few_slips(draft: str) -> int:
    return 100 - 10 * draft.count("slip")


def many_slips(draft: str) -> int:
    return 10 * draft.count("slip")


async def searched(
    rule: Rule, scores: Scores, question: Question = QUESTION, **move: Any
) -> tuple[Episode, Player, Player]:
    solver = Player(rule, name="solver")
    judge = judged_by(scores)
    episode = await run_episode(protocol(**move), question, agents={"solver": solver, "judge": judge})
    assert episode.usage.calls + episode.usage.repeats == len(solver.requests) + len(judge.requests)
    return episode, solver, judge


def answer_of(episode: Episode) -> Turn:
    (turn,) = episode.transcript.turns
    return turn


class TestSearch:
    async def test_a_judge_that_knows_makes_a_poor_solver_right_and_one_that_misleads_makes_it_wrong(self) -> None:
        # By itself it is right once in 3^4 times; with three proposals for each step there is always a right one.
        search = {"beam": 2, "branch": 3, "by": "judge"}
        guided, _, _ = await searched(wrong_once_in(3), few_slips, search=search)
        misled, _, _ = await searched(wrong_once_in(3), many_slips, search=search)
        assert guided.verdict.attempts[0].status == "right"
        assert misled.verdict.attempts[0].status == "wrong"
        assert answer_of(guided).text == "Count 1.\nCount 2.\nCount 3.\nCount 4.\nAnswer: 4"
        assert answer_of(guided).answer == "4"

    @settings(deadline=None, max_examples=12)
    @given(st.integers(1, 4), st.integers(1, 4))
    async def test_each_step_and_each_score_is_a_call(self, beam: int, branch: int) -> None:
        # No two proposals are alike, and all solutions have four steps.
        n_kept = 1
        n_proposed = 0
        for _ in range(4):
            n_proposed += n_kept * branch
            n_kept = min(beam, n_kept * branch)
        _, solver, judge = await searched(
            wrong_once_in(10**6),
            few_slips,
            search={"beam": beam, "branch": branch, "by": "judge"},
        )
        # The one proposal that does not slip is the first of all.
        assert (len(solver.requests), len(judge.requests)) == (n_proposed, n_proposed)

    async def test_proposals_that_are_alike_are_scored_once(self) -> None:
        _, solver, judge = await searched(lambda request: "Answer: 4", few_slips, search={"beam": 3, "by": "judge"})
        assert (len(solver.requests), len(judge.requests)) == (3, 1)

    async def test_calls_side_by_side_differ_also_between_seats_alike(self) -> None:
        solver = Player(wrong_once_in(2))
        judge = judged_by(few_slips)
        data = protocol(search={"beam": 2, "by": "judge"}).model_dump(mode="json")
        data["roles"]["solver"]["count"] = 2
        episode = await run_episode(Protocol.model_validate(data), QUESTION, agents={"solver": solver, "judge": judge})
        assert len(episode.verdict.attempts) == 2
        for player in (solver, judge):
            asked = [(request.seat, text_of(request), request.seed) for request in player.requests]
            assert len(set(asked)) == len(asked)
        assert len({request.thread for request in judge.requests}) == len(judge.requests)

    async def test_what_is_kept_is_on_record_and_the_best_with_an_answer_is_taken(self) -> None:
        def rule(request: Request) -> str:
            return "Answer: 4" if request.sample % 2 else "A beginning."

        episode, _, _ = await searched(
            rule, lambda draft: 10 if "Answer" in draft else 90, search={"beam": 2, "steps": 1, "by": "judge"}
        )
        turn = answer_of(episode)
        assert (turn.candidates, turn.picked, turn.answer) == (("A beginning.", "Answer: 4"), 1, "4")

    async def test_one_that_comes_to_no_answer_is_unparsed(self) -> None:
        episode, solver, _ = await searched(
            lambda request: f"And {request.sample}.", few_slips, search={"beam": 1, "steps": 3, "by": "judge"}
        )
        assert len(solver.requests) == 3
        (attempt,) = episode.verdict.attempts
        assert attempt.status == "unparsed"
        assert "no solution that was kept comes to an answer within 3 steps" in (attempt.reason or "")

    async def test_a_reply_that_runs_ahead_is_taken_up_to_its_first_step(self) -> None:
        def rule(request: Request) -> str:
            return "Count 1.\nCount 2.\nAnswer: 5" if not own_steps(request) else "Count 2.\nAnswer: 4"

        episode, _, _ = await searched(rule, few_slips, search={"beam": 1, "by": "judge"})
        assert answer_of(episode).text == "Count 1.\nCount 2.\nAnswer: 4"

    async def test_steps_that_can_not_be_read_are_left_out(self) -> None:
        def rule(request: Request) -> str | Reply:
            if request.sample % 3 == 0:
                return ""
            if request.sample % 3 == 1:
                return Reply(text="Count 1 and the", finish_reason="length")
            return "Answer: 4"

        episode, _, judge = await searched(rule, few_slips, search={"beam": 3, "by": "judge"})
        assert answer_of(episode).answer == "4"
        assert len(judge.requests) == 1

    async def test_a_solver_that_refuses_every_step_has_refused(self) -> None:
        refusal = "I'm sorry, I can't help with that."
        episode, _, judge = await searched(lambda request: refusal, few_slips, search={"beam": 2, "by": "judge"})
        (attempt,) = episode.verdict.attempts
        assert (attempt.status, attempt.ending, judge.requests) == ("unparsed", "refused", [])

    async def test_a_score_that_can_not_be_read_comes_last(self) -> None:
        solver = Player(lambda request: f"Answer: {4 + request.sample}")
        judge = Player(lambda request: "good" if "| Answer: 4" in text_of(request) else '{"score": 0}')
        episode = await run_episode(
            protocol(search={"beam": 2, "by": "judge"}), QUESTION, agents={"solver": solver, "judge": judge}
        )
        assert answer_of(episode).answer == "5"

    async def test_choices_are_answered_by_label(self) -> None:
        def rule(request: Request) -> str:
            assert "one of the labels A, B" in str(request.messages[-1].text)
            return f"Answer: {'AB'[request.sample % 2]}"

        episode, _, _ = await searched(
            rule, lambda draft: 90 if draft.endswith("B") else 10, WITH_CHOICES, search={"beam": 2, "by": "judge"}
        )
        assert episode.verdict.attempts[0].status == "right"
        assert answer_of(episode).choice == 1

    async def test_the_solver_guides_itself_unless_a_role_does(self) -> None:
        own = load_protocol("solver", search=2)
        player = Player(lambda request: '{"score": 50}' if request.purpose == "rate" else f"Answer: {request.sample}")
        episode = await run_episode(own, QUESTION, agents={"solver": player})
        assert [request.purpose for request in player.requests] == ["step", "step", "rate", "rate"]
        assert "You wrote this." in str(player.requests[-1].messages[-1].text)
        assert answer_of(episode).answer == "0"


class TestWhatIsShown:
    async def test_the_guide_sees_what_its_role_sees_and_the_solution_so_far(self) -> None:
        _, solver, judge = await searched(wrong_once_in(2), few_slips, search={"beam": 2, "by": "judge"})
        for request in judge.requests:
            text = text_of(request)
            assert "| What is 1 + 1 + 1 + 1?" in text
            assert "fingers" not in text
            assert '"references":[]' in text.replace(" ", "")
            assert len(request.messages) == 2
        assert "fingers" in text_of(solver.requests[0])
        first = str(judge.requests[0].messages[-1].text)
        assert "It is the beginning of a solution, as far as it goes:\n| Count 1." in first
        assert "It ends in a final answer:" in str(judge.requests[-1].messages[-1].text)

    async def test_the_solver_sees_no_score_and_no_other_beginning(self) -> None:
        _, solver, _ = await searched(wrong_once_in(2), few_slips, search={"beam": 2, "by": "judge"})
        for request in solver.requests:
            assert "score" not in text_of(request)
            assert "".join(own_steps(request)).count("Count 1") <= 1

    async def test_other_seats_are_shown_the_solution_that_was_taken_alone(self) -> None:
        reader = Player(lambda request: "Answer: 4")
        data = protocol(search={"beam": 2, "by": "judge"}).model_dump(mode="json")
        data["roles"]["peer"] = {"kind": "solver", "sees": ["question", "transcript"]}
        data["moves"].insert(1, {"answer": "peer"})
        agents = {"solver": Player(wrong_once_in(2)), "judge": judged_by(few_slips), "peer": reader}
        await run_episode(Protocol.model_validate(data), QUESTION, agents=agents)
        (request,) = reader.requests
        assert "slip" not in text_of(request)
        assert "| Count 4." in text_of(request)


class TestBestOf:
    @pytest.mark.parametrize("scorer", ["listwise", "pointwise"])
    @pytest.mark.parametrize(
        ("scores", "status"), [(lambda d: int("4" in d), "right"), (lambda d: int("5" in d), "wrong")]
    )
    async def test_the_answer_that_the_judge_takes(self, scorer: str, scores: Scores, status: str) -> None:
        def rule(request: Request) -> str:
            return f"Answer: {4 if request.sample == 2 else 5}"

        best_of = {"n": 4, "scorer": scorer, "by": "judge"}
        episode, solver, judge = await searched(rule, scores, best_of=best_of)
        assert episode.verdict.attempts[0].status == status
        assert answer_of(episode).picked == (2 if status == "right" else 0)
        assert (len(solver.requests), len(judge.requests)) == (4, 1 if scorer == "listwise" else 4)

    async def test_by_label_too_and_unread_ones_are_not_scored(self) -> None:
        def rule(request: Request) -> str:
            return ("Answer: A", "Who knows?", "Answer: B")[request.sample]

        episode, _, judge = await searched(
            rule,
            lambda draft: int(draft.endswith("B")),
            WITH_CHOICES,
            best_of={"n": 3, "scorer": "pointwise", "by": "judge"},
        )
        assert answer_of(episode).choice == 1
        assert answer_of(episode).candidates == ("Answer: A", "", "Answer: B")
        assert len(judge.requests) == 2

    async def test_where_none_can_be_read_none_is_scored(self) -> None:
        episode, solver, judge = await searched(lambda request: "", few_slips, best_of={"n": 2, "by": "judge"})
        assert (len(solver.requests), len(judge.requests)) == (4, 0)
        assert episode.verdict.attempts[0].status == "unparsed"

    async def test_as_an_option_the_solver_scores_itself(self) -> None:
        player = Player(lambda request: "Answer: B" if request.purpose == "score" else f"Answer: {3 + request.sample}")
        episode = await run_episode(load_protocol("solver", best_of=2), QUESTION, agents={"solver": player})
        assert episode.verdict.attempts[0].status == "right"


@pytest.mark.parametrize(
    ("move", "message"),
    [
        ({"search": 2, "best_of": 2}, "leave one of them out"),
        ({"search": 2, "reasoning": False}, "leave `reasoning: false` out"),
        ({"search": {"beam": 2, "by": "jury"}}, "no role 'jury' here: known: judge, solver"),
        ({"search": {"beam": 0}}, "greater than or equal to 1"),
        ({"search": {"bean": 2}}, "beam"),
    ],
)
def test_a_search_that_can_not_be_is_bad_input(move: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        protocol(**move)


def test_protocols_without_a_search_are_written_as_before() -> None:
    text = load_protocol("solver").model_dump_json()
    assert "search" not in text
    assert "best_of" not in text
