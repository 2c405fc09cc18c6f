"""Frames between the caller and its workers: four bytes of length, then JSON. Nothing else ever crosses."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any

Message = dict[str, Any]
_LENGTH = struct.Struct(">I")
MAX_FRAME = 16 * 1024 * 1024
ORDER = 16  # bytes of an order to the zygote


class Closed(Exception):
    """The other end is gone."""


def order(word: str, worker: int) -> bytes:
    """`fork` or `kill` and a worker's number, in a frame of fixed length."""
    return f"{word} {worker}".encode("ascii").ljust(ORDER)


def pack(message: Message) -> bytes:
    """The frame of a message; lone surrogates travel as escapes."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    if len(body) > MAX_FRAME:
        raise ValueError(f"a frame of {len(body)} bytes is over the limit of {MAX_FRAME}")
    return _LENGTH.pack(len(body)) + body


def unpack_length(head: bytes) -> int:
    """The length that a frame's head announces. Raises Closed for an impossible one."""
    length: int = _LENGTH.unpack(head)[0]
    if length > MAX_FRAME:
        raise Closed(f"a frame of {length} bytes was announced")
    return length


def receive(link: socket.socket) -> Message:
    """The next message from a blocking socket. Raises Closed at its end."""
    length = unpack_length(_exactly(link, _LENGTH.size))
    return _message(_exactly(link, length))


def _exactly(link: socket.socket, n: int) -> bytes:
    parts = bytearray()
    while len(parts) < n:
        part = link.recv(n - len(parts))
        if not part:
            raise Closed("the socket was closed")
        parts += part
    return bytes(parts)


async def send_async(link: socket.socket, message: Message) -> None:
    """Sends a message over a non-blocking socket. Raises Closed if nobody listens any more."""
    try:
        await asyncio.get_running_loop().sock_sendall(link, pack(message))
    except OSError as error:
        raise Closed(str(error)) from error


async def receive_async(link: socket.socket) -> Message:
    """The next message from a non-blocking socket. Raises Closed at its end."""
    length = unpack_length(await _exactly_async(link, _LENGTH.size))
    return _message(await _exactly_async(link, length))


async def _exactly_async(link: socket.socket, n: int) -> bytes:
    loop = asyncio.get_running_loop()
    parts = bytearray()
    while len(parts) < n:
        try:
            part = await loop.sock_recv(link, n - len(parts))
        except OSError as error:
            raise Closed(str(error)) from error
        if not part:
            raise Closed("the socket was closed")
        parts += part
    return bytes(parts)


def _message(body: bytes) -> Message:
    message = json.loads(body)
    if not isinstance(message, dict):
        raise Closed("a frame that is no object")
    return message
