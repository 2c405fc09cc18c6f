"""Juries: every seat of a role that decides is asked, and their votes are the verdict."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from dikast.agents import Reply, Request
from dikast.cli.episode_text import as_text
from dikast.graphs import Rejudge, judge_again, run_episode
from dikast.protocols import Protocol
from dikast.records import Episode, Question
from tests.players import QUESTION, Player, usual

MANY = Question(id="many", text="Which?", choices=("a", "b", "c"), gold=0)


def jury_of(count: int, decide: Mapping[str, object] | None = None, **options: Any) -> Protocol:
    """A debate of two rounds that a jury decides; with `asks`, its jurors put questions."""
    each: list[dict[str, object]] = [{"speak": ["alice", "bob"]}]
    if options.pop("asks", False):
        each.append({"ask": "jury", "except_last": True})
    data = {
        "name": "trial",
        "roles": {
            "alice": {"kind": "debater", "argues": 0, "sees": ["question", "choices", "transcript"]},
            "bob": {"kind": "debater", "argues": 1, "sees": ["question", "choices", "transcript"]},
            "jury": {"kind": "judge", "count": count, "sees": ["question", "choices", "transcript"]},
        },
        "moves": [{"rounds": 2, "each": each, **options}, {"decide": "jury", **(decide or {})}],
    }
    return Protocol.model_validate(data)


def direct_jury(count: int) -> Protocol:
    roles = {"jury": {"kind": "judge", "count": count, "sees": ["question", "choices"]}}
    return Protocol.model_validate({"name": "jury", "roles": roles, "moves": [{"decide": "jury"}]})


def voting(**answers: str) -> Player:
    """Jurors that answer as given by seat (`jury_1="A"`); other seats as usual."""

    def rule(request: Request) -> str | Reply:
        answer = answers.get(request.seat.replace("-", "_"))
        return usual(request) if answer is None or request.purpose == "ask" else answer

    return Player(rule)


async def tried(protocol: Protocol, player: Player, question: Question = QUESTION, **options: Any) -> Episode:
    return await run_episode(protocol, question, agents={"debater": player, "judge": player}, **options)


async def test_every_juror_is_asked_and_the_shares_of_their_votes_are_the_verdict() -> None:
    player = voting(jury_1="Answer: A", jury_2="Answer: B", jury_3="Answer: B")
    episode = await tried(jury_of(3), player)
    assert [r.seat for r in player.requests if r.purpose == "decide"] == ["jury-1", "jury-2", "jury-3"]
    assert episode.verdict.choice == 1
    assert episode.verdict.probabilities == pytest.approx((1 / 3, 2 / 3))
    assert episode.verdict.route == "votes"
    (look,) = episode.verdict.looks
    assert {seat: vote.favourite for seat, vote in look.votes.items()} == {"jury-1": 0, "jury-2": 1, "jury-3": 1}
    assert episode.usage.calls == 2 * 2 + 3
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


async def test_a_jury_votes_on_what_each_seat_saw_in_each_order() -> None:
    # By the text of the answer: the same in both orders.
    def rule(request: Request) -> str:
        if request.purpose != "decide":
            return usual(request)
        wanted = "seventeen" if request.seat == "jury-1" else "eighteen"
        return f"Answer: {'AB'[request.question.choices.index(wanted)]}"

    episode = await tried(jury_of(3), Player(rule), swap="both")
    assert [look.order for look in episode.verdict.looks] == [(0, 1), (1, 0)]
    assert episode.verdict.choice == 1
    assert episode.verdict.probabilities == pytest.approx((1 / 3, 2 / 3))
    assert episode.usage.calls == 4 + 6


async def test_an_even_vote_is_a_tie() -> None:
    episode = await tried(direct_jury(2), voting(jury_1="Answer: A", jury_2="Answer: B"))
    assert (episode.verdict.status, episode.verdict.choice) == ("decided", None)


async def test_a_juror_without_a_favourite_divides_its_vote() -> None:
    def rule(request: Request) -> Reply:
        even = {"A": -1.0, "B": -1.0, "C": -1.0}
        # Three thirds are one vote exactly.
        logprobs = even if request.seat != "jury-1" else {"A": -9.0, "B": -9.0, "C": 0.0}
        return Reply(text="Answer: C", choice_logprobs=logprobs)

    episode = await tried(direct_jury(4), Player(rule), MANY)
    assert episode.verdict.probabilities == pytest.approx((1 / 4, 1 / 4, 1 / 2))


async def test_a_vote_that_could_not_be_read_is_none_and_is_said() -> None:
    episode = await tried(direct_jury(3), voting(jury_1="Answer: B", jury_2="", jury_3="Answer: B"))
    assert episode.verdict.choice == 1
    assert episode.verdict.probabilities == pytest.approx((0, 1))
    assert episode.verdict.looks[0].reason == "1 of 3 votes could not be read"
    silent = await tried(direct_jury(2), voting(jury_1="", jury_2=""))
    assert (silent.verdict.status, silent.verdict.ending) == ("unparsed", "empty")


async def test_jurors_alike_make_calls_of_their_own() -> None:
    player = Player()
    await tried(jury_of(3, {"route": "samples", "samples": 4}), player)
    calls = [(r.seat, r.sample, r.seed) for r in player.requests if r.purpose == "decide"]
    # The number of the sample is in the journal's key: the seat is not.
    assert sorted(sample for _, sample, _ in calls) == list(range(12))
    assert len({seed for _, _, seed in calls}) == 12


async def test_every_juror_asks_and_debaters_hear_all_questions() -> None:
    def rule(request: Request) -> str:
        return f"Why, asks {request.seat}?" if request.purpose == "ask" else usual(request)

    player = Player(rule)
    episode = await tried(jury_of(3, asks=True), player)
    questions = [turn.seat for turn in episode.transcript.turns if turn.kind == "question"]
    assert questions == ["jury-1", "jury-2", "jury-3"]
    assert all(f"asks {seat}?" in player.texts("alice")[-1] for seat in questions)
    assert sorted(r.sample for r in player.requests if r.purpose == "ask") == [0, 1, 2]
    # Asked at the same time: no juror sees another's question before it asks its own.
    asked = [text for r, text in zip(player.requests, player.texts(), strict=True) if r.purpose == "ask"]
    assert not any("asks jury" in text for text in asked)
    assert episode.usage.calls == 4 + 3 + 3


async def test_rounds_end_when_the_jury_is_sure_enough() -> None:
    sure = voting(jury_1="Answer: B", jury_2="Answer: B", jury_3="Answer: B")
    episode = await tried(jury_of(3, until={"p_at_least": 0.9}), sure)
    assert episode.transcript.turns[-1].round == 1
    unsure = voting(jury_1="Answer: A", jury_2="Answer: B", jury_3="Answer: B")
    episode = await tried(jury_of(3, until={"p_at_least": 0.9}), unsure)
    assert episode.transcript.turns[-1].round == 2
    assert list(episode.looks[0].votes) == ["jury-1", "jury-2", "jury-3"]


async def test_a_recorded_jury_is_replaced_seat_by_seat() -> None:
    recorded = await tried(jury_of(3), voting(jury_1="Answer: A"))
    judge = voting(jury_1="Answer: A", jury_2="Answer: B", jury_3="Answer: B")
    again = await judge_again(Rejudge(recorded, jury_of(3)), judge, source="runs/x")
    assert again.verdict.probabilities == pytest.approx((1 / 3, 2 / 3))
    assert again.usage.calls == 3


async def test_a_transcript_shows_each_vote() -> None:
    episode = await tried(jury_of(2), voting(jury_1="Answer: A", jury_2="Answer: B"))
    text = as_text(episode)
    assert "jury-1: A=1.000 B=0.000 by label" in text
    assert "jury-2: A=0.000 B=1.000 by label" in text


def test_a_record_of_one_judge_is_written_as_before() -> None:
    assert "votes" not in Episode.model_fields
    look = {"round": 1, "order": [0, 1], "status": "unparsed"}
    from dikast.records import Look

    assert "votes" not in Look.model_validate(look).model_dump(mode="json")


@pytest.mark.parametrize(
    ("moves", "message"),
    [
        (
            [{"premises": "jury"}, {"label": "jury"}, {"grade": "jury"}],
            "`premises` is for one seat, but 'jury' has 3",
        ),
        (
            [{"speak": ["alice", "bob"], "best_of": {"n": 2, "by": "jury"}}, {"decide": "jury"}],
            "`by`, which scores or criticises drafts or picks what is checked, is for one seat, but 'jury' has 3",
        ),
    ],
)
def test_parts_for_one_seat_refuse_several(moves: list[dict[str, object]], message: str) -> None:
    roles = jury_of(3).model_dump(mode="json")["roles"]
    if "label" in moves[1]:
        roles = {"jury": {"kind": "judge", "count": 3, "sees": ["question", "solution"]}}
    with pytest.raises(ValidationError, match=message):
        Protocol.model_validate({"name": "x", "roles": roles, "moves": moves})


async def test_every_juror_hears_the_debate_and_no_other_jurors_verdict() -> None:
    player = voting(jury_1="Answer: A", jury_2="Answer: B", jury_3="Answer: B")
    await tried(jury_of(3), player)
    for seat in ("jury-1", "jury-2", "jury-3"):
        (text,) = player.texts(seat)
        assert "alice holds to it in round 2." in text
        assert "bob holds to it in round 2." in text
