"""Framing: messages between processes over a byte stream. A frame is four bytes of length, then one JSON object.

Nothing that is received is ever run as code.
"""

from __future__ import annotations

import json
import struct
from typing import Any

JsonObject = dict[str, Any]
# The length of the JSON text in bytes: 32 bits, the most significant byte first.
HEADER = struct.Struct(">I")


class FrameError(ValueError):
    """The bytes are not a frame: the length is over the limit, or the text is not a JSON object."""


def encode_frame(message: JsonObject, max_bytes: int) -> bytes:
    """The frame of a message. Raises FrameError if its JSON text is longer than `max_bytes`.

    The text is ASCII: every other character, lone surrogates too, travels as an escape.
    """
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    if len(body) > max_bytes:
        raise FrameError(f"a frame of {len(body)} bytes is over the limit of {max_bytes}")
    return HEADER.pack(len(body)) + body


def decode_length(header: bytes, max_bytes: int) -> int:
    """The length in bytes of the JSON text that follows this header. Raises FrameError if it is over `max_bytes`."""
    length: int = HEADER.unpack(header)[0]
    # Checked before anything is read: a wrong length must not make the reader wait for, or store, gigabytes.
    if length > max_bytes:
        raise FrameError(f"a frame of {length} bytes is over the limit of {max_bytes}")
    return length


def decode_message(body: bytes) -> JsonObject:
    """The message in a frame's JSON text. Raises FrameError if it is not a JSON object."""
    try:
        message = json.loads(body)
    except ValueError as error:
        raise FrameError(f"a frame that is not JSON: {error}") from None
    if not isinstance(message, dict):
        raise FrameError("a frame that is not a JSON object")
    return message
