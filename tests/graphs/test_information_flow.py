"""A seat is sent only what it may see, in every protocol: planted markers appear nowhere else."""

import itertools
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.agents import Choices, Reply, Request
from dikast.errors import BadInput
from dikast.graphs import Swap, run_episode
from dikast.protocols import LINKS, load_protocol, protocol_names
from dikast.records import Question
from tests.players import Player, seated, text_of
from tests.replies.test_thinking_formats import PAIRS

SOURCE, GOLD_NOTE, REFERENCE, WORKED = "MARK-SOURCE", "MARK-METADATA", "MARK-REFERENCE", "MARK-WORKED"
QUESTION = Question(
    id="q", text="Which?", choices=("first", "second"), gold=1,
    source=f"{SOURCE} is in this text.", references=(REFERENCE,), metadata={"why": GOLD_NOTE},
    reference_solution=f"{WORKED} is the way to it.",
)  # fmt: skip


# Replies in the form that is asked for: another would be asked for again, with the seat's own reply.
READABLE = {
    "answer": "It is the second of them.\nAnswer: second",
    "rate": '{"score": 10}',
    "rank": "Ranking: A > B",
    "conclude": '{"rationale": "It is.", "holds": "yes"}',
    "require": '{"requirements": [{"kind": "entity", "question": "What is it?", "expected": "It."}]}',
    "extract": '{"steps": ["It is first or second."], "answer": "first"}',
    "step_scores": '{"1": {"note": "", "score": 1}}',
    "recall": '{"1": {"note": "", "score": 1}}',
    "chain": json.dumps({link: {"note": "", "score": 1} for link in LINKS}),
    "checklist": '{"items": ["Is it first?"]}',
    "assess": '{"check_1": true}',
    "delegate": '{"questions": ["What does it say?"]}',
    "select": '{"claims": [1]}',
    "predict": '{"A": 0.5, "B": 0.5}',
    "claims": '{"claims": [{"claim": "It is first or second.", "words": "first"}]}',
    "subclaims": '{"claims": ["It is first or second.", "It is not the first."]}',
    "estimate": '{"1": 0.9, "2": 0.5}',
    "concede": "It is as I say.\nAnswer: No",
    "faults": '{"faults": [{"words": "second", "wrong": "It is the first.", "severity": "major"}]}',
    "pick": '{"claim": 2, "direction": "too low"}',
}


def marked(request: Request) -> str:
    """A reply whose thinking carries a marker of its own, and whose drafts all differ."""
    thinking = f"<thinking>MARK-THINKING-{request.seat}</thinking>"
    if isinstance(request.form, Choices):
        return thinking + request.form.stated(request.form.labels[0])
    if request.purpose in READABLE:
        return thinking + READABLE[request.purpose]
    return f"{thinking}{request.purpose} of {request.seat} round {request.round} DRAFT-{request.sample}-{request.seat}"


OPTIONS: list[dict[str, Any]] = [
    {},
    {"thinking": True},
    {"best_of": 3},
    {"best_of": {"n": 2, "scorer": "pointwise", "by": "judge"}},
    {"refine": 1},
    {"judge_asks": True},
    {"order": "sequential"},
    {"route": "samples", "samples": 2},
    {"until": {"p_at_least": 0.99}},
]


@pytest.mark.parametrize("name", [name for name in protocol_names() if load_protocol(name).grade is None])
@pytest.mark.parametrize("options", OPTIONS, ids=str)
async def test_a_marker_is_sent_only_to_seats_that_may_see_it(name: str, options: dict[str, Any]) -> None:
    try:
        protocol = load_protocol(name, **options)
    except (BadInput, ValueError):
        pytest.skip("this protocol has nothing that the option could change")
    player = Player(marked)
    # A protocol in which an answer is accepted is for questions without choices.
    question = QUESTION.model_copy(update={"choices": (), "gold": None}) if protocol.accepts else QUESTION
    swap: Swap = "both" if protocol.can_be_swapped else "none"
    episode = await run_episode(protocol, question, agents=seated(player), swap=swap)
    for request in player.requests:
        text = text_of(request)
        sees = episode.transcript.seat(request.seat).sees
        assert (SOURCE in text) == ("source" in sees)
        assert GOLD_NOTE not in text
        assert (REFERENCE in text) == ("reference" in sees)
        assert (WORKED in text) == ("reference_solution" in sees)
        assert "MARK-THINKING" not in text
        assert request.question.gold is None
    for seat in episode.transcript.seats:
        if seat.kind in ("judge", "solver"):
            assert "MARK-THINKING" not in str(episode.transcript.seen_by(seat.name))


async def test_rejected_drafts_are_never_shown_to_the_other_side() -> None:
    player = Player(marked)
    await run_episode(load_protocol("debate", best_of=3), QUESTION, agents=seated(player))
    for request in player.requests:
        if request.purpose != "score":
            assert "DRAFT-1" not in text_of(request)
            assert "DRAFT-2" not in text_of(request)
        elif request.seat == "alice":
            assert not any(f"DRAFT-{k}-bob round" in text_of(request) for k in (1, 2))


@pytest.mark.parametrize("rounds", [1, 2, 3])
async def test_in_a_simultaneous_round_no_debater_sees_the_others_turn(rounds: int) -> None:
    player = Player(marked, delays={"alice": 0.0, "bob": 0.02})
    await run_episode(load_protocol("debate", rounds=rounds), QUESTION, agents=seated(player))
    for request in player.requests:
        if request.purpose == "speak":
            other = "bob" if request.seat == "alice" else "alice"
            text = text_of(request)
            for round_ in range(1, rounds + 1):
                assert (f"speak of {other} round {round_}" in text) == (round_ < request.round)


async def test_in_a_sequential_round_the_second_debater_sees_the_firsts_turn() -> None:
    player = Player(marked)
    await run_episode(load_protocol("debate", rounds=2, order="sequential"), QUESTION, agents=seated(player))
    bob = next(r for r in player.requests if r.seat == "bob" and r.round == 1)
    alice = next(r for r in player.requests if r.seat == "alice" and r.round == 1)
    assert "speak of alice round 1" in text_of(bob)
    assert "speak of bob round 1" not in text_of(alice)


@pytest.mark.parametrize(
    ("topology", "heard"),
    [
        ("complete", {1: {2, 3, 4}, 2: {1, 3, 4}, 3: {1, 2, 4}, 4: {1, 2, 3}}),
        ("ring", {1: {2, 4}, 2: {1, 3}, 3: {2, 4}, 4: {1, 3}}),
        ("star", {1: {2, 3, 4}, 2: {1}, 3: {1}, 4: {1}}),
        (((1, 2), (3, 4)), {1: {2}, 2: {1}, 3: {4}, 4: {3}}),
    ],
)
async def test_peers_see_only_their_neighbours_in_the_topology(topology: object, heard: dict[int, set[int]]) -> None:
    def words(request: Request) -> str:
        return f"WORDS-OF-{request.seat}.\nAnswer: A"

    player = Player(words)
    protocol = load_protocol("peer-debate", rounds=2, count=4, topology=topology)
    await run_episode(protocol, QUESTION, agents=seated(player))
    for request in player.requests:
        me = int(request.seat.removeprefix("solver-"))
        others = {k for k in range(1, 5) if k != me and f"WORDS-OF-solver-{k}." in text_of(request)}
        assert others == (heard[me] if request.round == 2 else set())


@settings(deadline=None, max_examples=15)
@given(st.permutations(["alice", "bob"]), st.integers(0, 1000))
async def test_the_order_in_which_replies_arrive_changes_nothing(slow: list[str], seed: int) -> None:
    rng = random.Random(seed)
    delays = {name: rng.random() / 200 for name in slow}

    def reply_without_usage(request: Request) -> Reply:
        return Reply(text=marked(request))

    protocol = load_protocol("debate", rounds=2, judge_asks=True)
    quick = await run_episode(protocol, QUESTION, agents=seated(Player(reply_without_usage)), seed=1)
    late = await run_episode(protocol, QUESTION, agents=seated(Player(reply_without_usage, delays=delays)), seed=1)
    assert quick.model_dump_json() == late.model_dump_json()


async def test_later_requests_to_a_seat_only_append_messages() -> None:
    player = Player(marked)
    await run_episode(load_protocol("debate", rounds=4, judge_asks=True), QUESTION, agents=seated(player))
    for seat in ("alice", "bob", "judge"):
        sent = [r.messages for r in player.requests if r.seat == seat]
        for earlier, later in itertools.pairwise(sent):
            assert later[: len(earlier)] == earlier
            assert len(later) == len(earlier) + 2


async def test_every_seat_that_sees_the_question_is_sent_its_images() -> None:
    url = "data:image/png;base64,iVBORw0KGgo="
    question = QUESTION.model_copy(update={"images": (url,)})
    player = Player()
    await run_episode(load_protocol("debate", rounds=2), question, agents=seated(player))
    for request in player.requests:
        parts = [p for m in request.messages if isinstance(m.content, list) for p in m.content if isinstance(p, dict)]
        assert [p["image_url"]["url"] for p in parts if p["type"] == "image_url"] == [url]


@pytest.mark.parametrize("pair", PAIRS)
async def test_thinking_in_any_format_is_sent_to_no_other_seat(pair: tuple[str, str]) -> None:
    def rule(request: Request) -> str:
        return f"{pair[0]}SECRET-{request.seat}{pair[1]}{'Answer: A' if request.form else 'said'}"

    player = Player(rule)
    episode = await run_episode(load_protocol("debate", rounds=2, judge_asks=True), QUESTION, agents=seated(player))
    for request in player.requests:
        assert "SECRET" not in text_of(request)
    assert episode.verdict.choice is not None
    assert all("SECRET" in turn.thinking and "SECRET" not in turn.text for turn in episode.transcript.turns)
