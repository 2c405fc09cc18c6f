"""Why there is no answer is known: cut off, filtered, refused, only thinking, empty; and a debate without a speech."""

from __future__ import annotations

import pytest

from dikast.agents import Reply, Request
from dikast.graphs import run_episode
from dikast.graphs.reply_ending import ending_of
from dikast.metrics import cautions, cells, summarise
from dikast.protocols import load_protocol
from dikast.records import Ending, Episode, Outcome, Usage
from tests.players import QUESTION, Player, Rule, seated, usual

REPLIES: list[tuple[Reply, Ending]] = [
    (Reply(text="The oil is li", finish_reason="length"), "cut_off"),
    (Reply(text="The oil is li", finish_reason="max_tokens"), "cut_off"),
    (Reply(text="The oil is li", finish_reason="FinishReason.MAX_TOKENS"), "cut_off"),
    (Reply(text="<think>Is it", finish_reason="length"), "cut_off"),
    (Reply(text="", finish_reason="content_filter"), "filtered"),
    (Reply(text="", finish_reason="SAFETY"), "filtered"),
    (Reply(text="No.", is_refusal=True), "refused"),
    (Reply(text="", finish_reason="refusal"), "refused"),
    (Reply(text="I'm sorry, but I can't help with that."), "refused"),
    (Reply(text="Oil is li", finish_reason="max_new_tokens"), "cut_off"),
    (Reply(text="Oil is li", finish_reason="context_length_exceeded"), "cut_off"),
    (Reply(text="Oil is li", finish_reason="abort"), "cut_off"),
    (Reply(text="Oil is li", finish_reason="ContentFilter"), "filtered"),
    (Reply(text="", finish_reason="content-filter"), "filtered"),
    (Reply(text="", finish_reason="sensitive"), "filtered"),
    (Reply(text="", finish_reason="MODEL_ARMOR"), "filtered"),
    (Reply(text="No.", finish_reason="refused"), "refused"),
    (Reply(text="I’m sorry, but I can’t assist with this request."), "refused"),
    (Reply(text="As an AI language model, I cannot judge that."), "refused"),
    (Reply(text="I cannot assist with arguing for a false claim."), "refused"),
    (Reply(text="Sorry, I won't argue for that."), "refused"),
    (Reply(text="Es tut mir leid, ich kann nicht dabei helfen."), "refused"),
    (Reply(text="抱歉，我无法协助。"), "refused"),
    (Reply(text="", thinking="Is it the oil?"), "only_thinking"),
    (Reply(text="<think>Is it the oil?</think>"), "only_thinking"),
    (Reply(text="", finish_reason="stop"), "empty"),
    (Reply(text=" \n"), "empty"),
]


@pytest.mark.parametrize(("reply", "ending"), REPLIES)
def test_kinds_of_missing_answers_are_told_apart(reply: Reply, ending: Ending) -> None:
    assert ending_of(reply) == ending


@pytest.mark.parametrize(
    "text",
    [
        "Answer: A",
        "It is unclear.",
        "I'm sorry, but my opponent can't support that claim.",
        "Unfortunately, the passage can't help us here.",
        "I can't see it in the source.",
        "I can't see why A is right: " + "it is not in the source. " * 40,
    ],
)
def test_a_reply_that_says_something_has_no_such_ending(text: str) -> None:
    assert ending_of(Reply(text=text, finish_reason="stop")) is None


def judge(reply: Reply) -> Rule:
    """A rule that gives this reply at the verdict, and is usual otherwise."""

    def rule(request: Request) -> str | Reply:
        return reply if request.purpose == "decide" else usual(request)

    return rule


async def debate(rule: Rule) -> tuple[Episode, Player]:
    player = Player(rule)
    protocol = load_protocol("debate", rounds=1)
    return await run_episode(protocol, QUESTION, agents=seated(player)), player


def outcome_of(episode: Episode) -> Outcome:
    return Outcome.of(episode, protocol="debate", agents="")


@pytest.mark.parametrize(("reply", "ending"), REPLIES)
async def test_the_record_the_table_and_the_warnings_tell_them_apart(reply: Reply, ending: Ending) -> None:
    episode, _ = await debate(judge(reply))
    assert (episode.verdict.status, episode.verdict.ending) == ("unparsed", ending)
    assert episode.verdict.looks[0].ending == ending
    assert Episode.model_validate_json(episode.model_dump_json()) == episode
    outcome = outcome_of(episode)
    assert summarise([outcome])[0].endings == {ending: 1}
    warnings = {caution.kind: caution.reason for caution in cautions(cells([outcome]))}
    assert "1 " in warnings["unanswered"]


async def test_an_ordinary_record_is_written_as_before() -> None:
    episode, _ = await debate(usual)
    assert episode.verdict.ending is None
    assert '"ending"' not in episode.model_dump_json()
    assert '"ending"' not in outcome_of(episode).model_dump_json()


async def test_a_repeat_after_a_cut_reply_gets_more_room() -> None:
    def rule(request: Request) -> str | Reply:
        if request.purpose != "decide":
            return usual(request)
        if request.more_tokens:
            return "Answer: B"
        return Reply(text="Because", finish_reason="length", usage=Usage(calls=1, output_tokens=2000))

    episode, player = await debate(rule)
    assert episode.verdict.choice == 1
    assert [request.more_tokens for request in player.requests if request.purpose == "decide"] == [0, 4000]
    assert episode.verdict.looks[0].ending is None


async def test_another_unreadable_reply_is_repeated_with_the_room_it_had() -> None:
    _, player = await debate(judge(Reply(text="Hm.", finish_reason="stop")))
    assert {request.more_tokens for request in player.requests} == {0}


async def test_a_speech_that_is_cut_off_is_marked() -> None:
    def rule(request: Request) -> str | Reply:
        if request.purpose == "speak" and request.seat == "alice":
            return Reply(text="The source says that the", finish_reason="length")
        return usual(request)

    episode, _ = await debate(rule)
    alice, bob = episode.transcript.turns[:2]
    assert (alice.status, alice.cut, alice.ending) == ("said", True, "cut_off")
    assert (bob.cut, bob.ending) == (False, None)


@pytest.mark.parametrize(
    "silence",
    [
        Reply(text="", finish_reason="content_filter"),
        Reply(text=""),
        Reply(text="<think>What shall I say?</think>"),
        Reply(text="I'm sorry, but I can't help with that."),
        Reply(text="No.", finish_reason="refusal"),
    ],
)
async def test_a_debate_in_which_nobody_spoke_is_no_verdict(silence: Reply) -> None:
    def rule(request: Request) -> str | Reply:
        return silence if request.purpose == "speak" else usual(request)

    episode, _ = await debate(rule)
    assert (episode.verdict.status, episode.verdict.ending) == ("unparsed", "nobody_spoke")
    assert episode.verdict.probabilities is None
    outcome = outcome_of(episode)
    assert outcome.credit is None
    assert summarise([outcome])[0].endings == {"nobody_spoke": 1}
    warnings = {caution.kind: caution.reason for caution in cautions(cells([outcome]))}
    assert "in 1 of 1 episodes nobody spoke" in warnings["silent"]


async def test_a_debate_with_one_speech_has_a_verdict() -> None:
    def rule(request: Request) -> str | Reply:
        return Reply(text="", finish_reason="stop") if request.seat == "bob" else usual(request)

    episode, _ = await debate(rule)
    assert episode.verdict.status == "decided"
    assert episode.transcript.turns[1].ending == "empty"
