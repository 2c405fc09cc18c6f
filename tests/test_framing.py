"""Frames: what is encoded is decoded again, and what is no frame is refused before it is read."""

from __future__ import annotations

import pytest

from dikast.framing import HEADER, FrameError, JsonObject, decode_length, decode_message, encode_frame

MAX_BYTES = 1000


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"n": 1, "nested": {"list": [1, 0.5, None, True]}},
        {"text": "Zoë 🦉 \ud800 \x00"},  # a lone surrogate can't be encoded as UTF-8, but travels as an escape
    ],
    ids=["empty", "nested", "any text"],
)
def test_an_encoded_message_is_decoded_unchanged(message: JsonObject) -> None:
    frame = encode_frame(message, MAX_BYTES)
    header, body = frame[: HEADER.size], frame[HEADER.size :]
    assert decode_length(header, MAX_BYTES) == len(body)
    assert decode_message(body) == message


def test_a_frame_has_the_length_in_four_bytes_and_compact_ascii_json() -> None:
    assert encode_frame({"a": "é"}, MAX_BYTES) == b'\x00\x00\x00\x0e{"a":"\\u00e9"}'


def test_a_message_at_the_limit_is_sent_and_one_over_it_is_not() -> None:
    n_bytes = len('{"a":""}') + 10
    assert encode_frame({"a": "x" * 10}, n_bytes)
    with pytest.raises(FrameError, match="a frame of 19 bytes is over the limit of 18"):
        encode_frame({"a": "x" * 11}, n_bytes)


def test_a_length_over_the_limit_is_refused_before_the_text_is_read() -> None:
    assert decode_length(HEADER.pack(MAX_BYTES), MAX_BYTES) == MAX_BYTES
    with pytest.raises(FrameError, match="a frame of 1001 bytes is over the limit of 1000"):
        decode_length(HEADER.pack(MAX_BYTES + 1), MAX_BYTES)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"nojsn", "not JSON"),
        (b"\xff\xfe", "not JSON"),  # not UTF-8 either
        (b"[1]", "not a JSON object"),
        (b"null", "not a JSON object"),
    ],
)
def test_a_text_that_is_no_json_object_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(FrameError, match=reason):
        decode_message(body)
