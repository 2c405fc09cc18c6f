"""Transcripts: what each seat may see."""

from __future__ import annotations

import pytest

from dikast.records import Seat, Transcript, Turn

ALICE = Seat(name="alice", role="alice", kind="debater", sees=("transcript",), argues=0)
BOB = Seat(name="bob", role="bob", kind="debater", sees=("question",), argues=1)
CAROL = Seat(name="carol", role="carol", kind="solver", sees=("transcript",), hears=("bob",))


def speech(seat: str, tick: int, text: str) -> Turn:
    """A speech with private thinking and a private draft."""
    return Turn(
        tick=tick, round=1, seat=seat, kind="speech", move="0", text=text, thinking="secret", candidates=("draft",)
    )


def test_a_seat_sees_its_own_turns_and_those_it_hears_and_never_thinking_or_drafts() -> None:
    turns = (speech("alice", 1, "from alice"), speech("bob", 1, "from bob"), speech("carol", 2, "from carol"))
    transcript = Transcript(turns=turns, seats=(ALICE, BOB, CAROL))
    assert [t.seat for t in transcript.seen_by("alice").turns] == ["alice", "bob", "carol"]
    assert [t.seat for t in transcript.seen_by("bob").turns] == ["bob"]
    assert [t.seat for t in transcript.seen_by("carol").turns] == ["bob", "carol"]
    assert [t.seat for t in transcript.seen_by("alice", before_tick=2).turns] == ["alice", "bob"]
    for name in ("alice", "bob", "carol"):
        text = transcript.seen_by(name).model_dump_json()
        assert "secret" not in text
        assert "draft" not in text
    assert "from alice" in str(transcript.seen_by("alice"))
    with pytest.raises(KeyError, match="no seat 'dave'"):
        transcript.seen_by("dave")
