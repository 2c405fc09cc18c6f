"""Panels and cascades: several judges who decide together, and one who decides where they are in doubt."""

from __future__ import annotations

import math
from typing import Any

import pytest

from dikast.agents import Reply, Request
from dikast.cli.episode_text import as_text
from dikast.errors import BadInput, EpisodeFailed, PermanentError
from dikast.graphs import Rejudge, judge_again, run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question
from tests.players import Player

PAIR = Question(id="hello", text="Say hello.", choices=("Hello!", "Go away."), gold=0)
SUM = Question(
    id="sum", text="What is 8 + 9?", choices=("It is 17. Answer: 17", "It is 18. Answer: 18"), references=("17",)
)
Said = str | Reply | Exception


def protocol_of(move: dict[str, Any], **roles: int) -> Protocol:
    """Judges of responses: the roles by the number of their seats."""
    sees = ["question", "choices"]
    return Protocol.model_validate(
        {
            "name": "mine",
            "about": "responses",
            "roles": {name: {"kind": "judge", "count": count, "sees": sees} for name, count in roles.items()},
            "moves": [move],
        }
    )


def saying(**replies: Said) -> Player:
    """Judges that say the same whenever they are asked, by seat (`judge_1`)."""

    def rule(request: Request) -> str | Reply:
        said = replies[request.seat.replace("-", "_")]
        if isinstance(said, Exception):
            raise said
        return said

    return Player(rule)


async def judged(protocol: Protocol, player: Player, question: Question = PAIR, **options: Any) -> Episode:
    return await run_episode(protocol, question, agents={"judge": player}, **options)


def sure(p_a: float) -> Reply:
    """A judge whose backend gives the first candidate this probability."""
    return Reply(text="Answer: A", choice_logprobs={"A": math.log(p_a), "B": math.log(1 - p_a)})


THREE = {"judge_1": sure(0.9), "judge_2": sure(0.2), "judge_3": sure(0.4)}


class TestDeciding:
    @pytest.mark.parametrize(
        ("by", "p_first", "choice"),
        [("vote", 1 / 3, 1), ("mean", 0.5, None), ("median", 0.4, 1), ("unanimous", 0.5, None)],
    )
    async def test_each_rule_makes_its_own_verdict_of_three_looks(
        self, by: str, p_first: float, choice: int | None
    ) -> None:
        episode = await judged(protocol_of({"decide": "judge", "panel": by}, judge=3), saying(**THREE))
        verdict = episode.verdict
        assert verdict.probabilities == pytest.approx((p_first, 1 - p_first))
        if by != "mean":
            assert verdict.choice == choice
        assert (episode.usage.calls, verdict.failed, verdict.tie) == (3, (), False)
        assert sorted(verdict.looks[0].votes) == ["judge-1", "judge-2", "judge-3"]
        assert Episode.model_validate_json(episode.model_dump_json()) == episode

    async def test_judges_of_several_roles_sit_in_one_panel_and_have_weights(self) -> None:
        panel = {"by": "weighted", "also": ["strong"], "weights": {"strong": 3}}
        player = saying(small_1="Answer: A", small_2="Answer: A", strong="Answer: B")
        verdict = (await judged(protocol_of({"decide": "small", "panel": panel}, small=2, strong=1), player)).verdict
        assert verdict.choice == 1
        assert verdict.probabilities == pytest.approx((0.4, 0.6))

    async def test_a_seat_may_have_a_weight_of_its_own(self) -> None:
        panel = {"by": "weighted", "weights": {"judge-2": 3}}
        player = saying(judge_1="Answer: A", judge_2="Answer: B", judge_3="Answer: A")
        verdict = (await judged(protocol_of({"decide": "judge", "panel": panel}, judge=3), player)).verdict
        assert verdict.choice == 1

    async def test_all_who_agree_are_unanimous_about_a_tie_too(self) -> None:
        move = {"decide": "judge", "ties": True, "panel": "unanimous"}
        verdict = (await judged(protocol_of(move, judge=2), saying(judge_1="Answer: C", judge_2="Answer: C"))).verdict
        assert (verdict.status, verdict.choice, verdict.tie) == ("decided", None, True)

    async def test_who_differ_are_no_tie(self) -> None:
        move = {"decide": "judge", "ties": True, "panel": "unanimous"}
        verdict = (await judged(protocol_of(move, judge=2), saying(judge_1="Answer: A", judge_2="Answer: C"))).verdict
        assert (verdict.status, verdict.choice, verdict.tie) == ("decided", None, False)
        assert verdict.probabilities == pytest.approx((0.5, 0.5))

    @pytest.mark.parametrize(("quorum", "status"), [(None, "decided"), (1, "decided"), (2, "unparsed")])
    async def test_a_quorum_is_of_replies_that_can_be_read(self, quorum: int | None, status: str) -> None:
        move = {"decide": "judge", "panel": {"by": "vote", **({"quorum": quorum} if quorum else {})}}
        player = saying(judge_1="Answer: A", judge_2="Hm.", judge_3="Hm.")
        verdict = (await judged(protocol_of(move, judge=3), player)).verdict
        assert (verdict.status, verdict.failed) == (status, ("judge-2", "judge-3"))
        assert ("quorum" in str(verdict.reason)) == (status == "unparsed")

    async def test_with_a_quorum_a_judge_without_a_reply_is_one_that_failed(self) -> None:
        gone = PermanentError("the key is not valid")
        player = saying(judge_1="Answer: A", judge_2=gone, judge_3="Answer: A")
        move: dict[str, Any] = {"decide": "judge", "panel": {"by": "vote", "quorum": 2}}
        verdict = (await judged(protocol_of(move, judge=3), player)).verdict
        assert (verdict.choice, verdict.failed) == (0, ("judge-2",))
        assert "key is not valid" in str(verdict.looks[0].votes["judge-2"].reason)
        with pytest.raises(EpisodeFailed, match="key is not valid"):
            await judged(protocol_of({"decide": "judge", "panel": "vote"}, judge=3), player)


class TestEscalation:
    async def test_a_panel_that_differs_hands_over_to_the_chief(self) -> None:
        move = {"decide": "judge", "panel": "unanimous", "escalate": "chief"}
        player = saying(judge_1="Answer: A", judge_2="Answer: B", chief="Answer: B")
        episode = await judged(protocol_of(move, judge=2, chief=1), player)
        verdict = episode.verdict
        assert (verdict.choice, episode.usage.calls) == (1, 3)
        assert verdict.doubted is not None
        assert (verdict.doubted.choice, verdict.doubted.status) == (None, "decided")
        assert Episode.model_validate_json(episode.model_dump_json()) == episode

    async def test_a_transcript_shows_the_verdict_in_doubt_before_the_one_that_replaced_it(self) -> None:
        move = {"decide": "judge", "panel": "unanimous", "escalate": "chief"}
        player = saying(judge_1="Answer: A", judge_2="Hm.", chief="Answer: B")
        text = as_text(await judged(protocol_of(move, judge=2, chief=1), player))
        doubted = text.index("could not be read: judge-2")
        assert doubted < text.index("in doubt, so that another judge decided") < text.index("decided: “Go away.”")

    async def test_a_panel_that_agrees_does_not(self) -> None:
        move = {"decide": "judge", "panel": "unanimous", "escalate": "chief"}
        episode = await judged(protocol_of(move, judge=2, chief=1), saying(judge_1="Answer: A", judge_2="Answer: A"))
        assert (episode.verdict.choice, episode.usage.calls, episode.verdict.doubted) == (0, 2, None)

    @pytest.mark.parametrize(
        ("small", "calls", "choice"),
        [(sure(0.9), 1, 0), (sure(0.8), 1, 0), (sure(0.7), 2, 1), ("They are alike.", 3, 1)],
    )
    async def test_the_strong_judge_decides_where_the_small_one_is_unsure(
        self, small: Said, calls: int, choice: int
    ) -> None:
        move = {"decide": "small", "escalate": {"to": "strong", "p_below": 0.8}}
        episode = await judged(protocol_of(move, small=1, strong=1), saying(small=small, strong="Answer: B"))
        # A reply that can't be read is asked for once more.
        assert episode.usage.calls + episode.usage.repeats == calls
        assert episode.verdict.choice == choice

    async def test_orders_that_contradict_each_other_are_doubt(self) -> None:
        move = {"decide": "small", "orders": "rotations", "escalate": "strong"}
        player = saying(small="Answer: A", strong="Answer: B")
        episode = await judged(protocol_of(move, small=1, strong=1), player)
        assert episode.usage.calls == 4
        assert episode.verdict.doubted is not None
        assert episode.verdict.doubted.is_contradictory

    async def test_a_certain_tie_is_no_doubt(self) -> None:
        move = {"decide": "small", "ties": True, "escalate": {"to": "strong", "p_below": 0.8}}
        episode = await judged(protocol_of(move, small=1, strong=1), saying(small="Answer: C", strong="Answer: B"))
        assert (episode.verdict.tie, episode.verdict.p_said, episode.usage.calls) == (True, 1.0, 1)

    async def test_judges_alike_are_sent_different_numbers(self) -> None:
        move = {"decide": "judge", "panel": "unanimous", "escalate": "chief"}
        player = saying(judge_1="Answer: A", judge_2="Answer: B", chief="Answer: B")
        await judged(protocol_of(move, judge=2, chief=1), player)
        assert [(request.seat, request.sample) for request in player.requests] == [
            ("judge-1", 0),
            ("judge-2", 1),
            ("chief", 2),
        ]

    async def test_the_chief_is_not_told_what_the_others_said(self) -> None:
        move = {"decide": "small", "escalate": "strong"}
        player = saying(small="I cannot say, ZEBRA.", strong="Answer: B")
        await judged(protocol_of(move, small=1, strong=1), player)
        (strong,) = [request for request in player.requests if request.seat == "strong"]
        assert "ZEBRA" not in str(strong.messages)

    async def test_another_judge_may_take_all_seats_of_a_recorded_panel(self) -> None:
        move = {"decide": "judge", "panel": "median", "escalate": "chief"}
        player = saying(**THREE, chief="Answer: A")
        episode = await judged(protocol_of(move, judge=3, chief=1), player)
        again = Player(lambda request: "Answer: A")
        judged_again = await judge_again(
            Rejudge(episode, Protocol.model_validate(episode.protocol)), again, source="test"
        )
        assert (judged_again.verdict.choice, judged_again.usage.calls) == (0, 3)


class TestRating:
    @pytest.mark.parametrize(
        ("panel", "score"),
        [
            ("mean", 4.0),
            ("median", 2.0),
            ({"by": "weighted", "weights": {"judge-3": 2}}, (1 + 2 + 9 + 9) / 4),
        ],
    )
    async def test_a_candidate_has_the_score_that_the_rule_makes(self, panel: object, score: float) -> None:
        player = saying(judge_1="Answer: 1", judge_2="Answer: 2", judge_3="Answer: 9")
        episode = await judged(protocol_of({"rate": "judge", "panel": panel}, judge=3), player)
        assert [one.score for one in episode.verdict.scores] == [score, score]
        assert (episode.usage.calls, episode.verdict.tie) == (6, True)

    @staticmethod
    def liking(**scores: tuple[str, str]) -> Player:
        """Judges that score the first and the second candidate so."""
        return Player(
            lambda request: (
                "Answer: " + scores[request.seat.replace("-", "_")][request.question.choices[0] != PAIR.choices[0]]
            )
        )

    async def test_votes_are_for_the_best_of_each_judge(self) -> None:
        player = self.liking(judge_1=("6", "5"), judge_2=("6", "5"), judge_3=("1", "10"))
        verdict = (await judged(protocol_of({"rate": "judge", "panel": "vote"}, judge=3), player)).verdict
        assert (verdict.choice, verdict.route) == (0, "votes")
        assert verdict.probabilities == pytest.approx((2 / 3, 1 / 3))
        assert [one.score for one in verdict.scores] == pytest.approx([13 / 3, 20 / 3])

    async def test_who_can_not_be_read_is_left_out_whole_and_listed(self) -> None:
        player = self.liking(judge_1=("6", "5"), judge_2=("1", "ten?"), judge_3=("6", "3"))
        verdict = (await judged(protocol_of({"rate": "judge", "panel": "mean"}, judge=3), player)).verdict
        assert [one.score for one in verdict.scores] == [6, 4]
        assert verdict.failed == ("judge-2",)
        move = {"rate": "judge", "panel": {"by": "mean", "quorum": 3}}
        assert (await judged(protocol_of(move, judge=3), player)).verdict.status == "unparsed"

    async def test_raters_who_differ_hand_over(self) -> None:
        player = self.liking(judge_1=("6", "5"), judge_2=("5", "6"), chief=("2", "9"))
        move = {"rate": "judge", "panel": "unanimous", "escalate": "chief"}
        episode = await judged(protocol_of(move, judge=2, chief=1), player)
        assert (episode.verdict.choice, episode.usage.calls) == (1, 6)
        assert [one.score for one in episode.verdict.scores] == [2, 9]
        assert episode.verdict.doubted is not None
        assert [one.score for one in episode.verdict.doubted.scores] == [5.5, 5.5]


class TestRanking:
    async def test_votes_are_for_the_first_place(self) -> None:
        player = saying(judge_1="Ranking: A > B", judge_2="Ranking: B > A", judge_3="Ranking: B > A")
        verdict = (await judged(protocol_of({"rank": "judge", "panel": "vote"}, judge=3), player)).verdict
        assert (verdict.choice, verdict.ranking) == (1, (1, 0))
        assert verdict.probabilities == pytest.approx((1 / 3, 2 / 3))

    async def test_with_a_panel_one_unread_order_does_not_spoil_the_others(self) -> None:
        player = saying(judge_1="Ranking: A > B", judge_2="Neither.")
        verdict = (await judged(protocol_of({"rank": "judge", "panel": "mean"}, judge=2), player)).verdict
        assert (verdict.choice, verdict.failed) == (0, ("judge-2",))
        assert (await judged(protocol_of({"rank": "judge"}, judge=2), player)).verdict.status == "unparsed"

    async def test_rankers_who_differ_hand_over(self) -> None:
        player = saying(judge_1="Ranking: A > B", judge_2="Ranking: B > A", chief="Ranking: B > A")
        move = {"rank": "judge", "panel": "unanimous", "escalate": "chief"}
        episode = await judged(protocol_of(move, judge=2, chief=1), player)
        assert (episode.verdict.choice, episode.usage.calls) == (1, 3)


class TestVerifierFirst:
    async def test_a_machine_decides_what_it_can_prove_at_no_cost(self) -> None:
        episode = await judged(load_protocol("judge-cascade"), saying(), SUM)
        verdict = episode.verdict
        assert (verdict.choice, verdict.route, episode.usage.calls) == (0, "verifier", 0)
        assert [look.order for look in verdict.looks] == [(0, 1), (1, 0)]

    @pytest.mark.parametrize("second", ["Seventeen and a half apples, roughly.", "That is 17. Answer: 17"])
    async def test_what_it_can_not_tell_apart_goes_to_the_judges(self, second: str) -> None:
        question = SUM.model_copy(update={"choices": (SUM.choices[0], second)})
        player = saying(small="Answer: C", strong="Answer: A")
        episode = await judged(load_protocol("judge-cascade"), player, question)
        assert (episode.verdict.tie, episode.usage.calls) == (True, 2)

    async def test_no_judge_is_shown_the_reference(self) -> None:
        question = SUM.model_copy(update={"choices": ("Yes.", "No."), "references": ("ZEBRA 17",)})
        player = saying(small="Answer: A", strong="Answer: A")
        await judged(load_protocol("judge-cascade"), player, question)
        assert {request.seat for request in player.requests} == {"small", "strong"}
        assert all("ZEBRA" not in str((r.messages, r.question)) for r in player.requests)

    def test_answers_are_not_compared_with_their_own_references(self) -> None:
        roles = {"judge": {"kind": "judge", "sees": ["question", "choices"]}}
        with pytest.raises(ValueError, match="about: responses"):
            Protocol.model_validate({"name": "mine", "roles": roles, "moves": [{"decide": "judge", "verifier": True}]})


async def test_the_panel_of_the_library_has_three_judges_in_both_orders() -> None:
    player = Player(lambda request: f"Answer: {'AB'[request.question.choices.index('Hello!')]}")
    episode = await judged(load_protocol("judge-panel"), player)
    assert (episode.verdict.choice, episode.usage.calls) == (0, 6)


@pytest.mark.parametrize(
    ("move", "fault"),
    [
        ({"decide": "judge", "panel": "most"}, "panel"),
        ({"decide": "judge", "panel": {"by": "weighted"}}, "weights"),
        ({"decide": "judge", "panel": {"by": "vote", "weights": {"judge": 2}}}, "weights"),
        ({"decide": "judge", "panel": {"by": "weighted", "weights": {"jugde": 2}}}, "did you mean 'judge'"),
        ({"decide": "judge", "panel": {"by": "unanimous", "quorum": 2}}, "needs every judge"),
        ({"decide": "judge", "panel": {"by": "vote", "also": ["judge"]}}, "named twice"),
        ({"decide": "judge", "escalate": "judge"}, "named twice"),
        ({"decide": "judge", "escalate": "chef"}, "no role 'chef'"),
        ({"decide": "judge", "panel": {"by": "vote", "quorum": 5}}, "can't be reached"),
        ({"rate": "judge", "escalate": {"to": "chief", "p_below": 0.8}}, "no probabilities"),
        ({"rank": "judge", "panel": "median"}, "orders have no median"),
    ],
)
def test_a_panel_that_can_not_be_is_refused(move: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        protocol_of(move, judge=2)


def test_protocols_without_panels_are_written_as_before() -> None:
    protocol = protocol_of({"decide": "judge"}, judge=1)
    dumped = protocol.model_dump(mode="json")["moves"][0]
    assert dumped == {"decide": "judge", "route": "auto", "samples": 5, "reasoning": False}


async def test_a_machine_that_lacks_seats_says_so() -> None:
    with pytest.raises(BadInput, match="no agent for 'strong'"):
        await run_episode(load_protocol("judge-cascade"), PAIR, agents={"small": saying()})
