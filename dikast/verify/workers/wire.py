"""Messages between the caller and its workers, over a socket. Nothing else ever crosses."""

from __future__ import annotations

import asyncio
import socket

from dikast.framing import HEADER, FrameError, JsonObject, decode_length, decode_message, encode_frame

Message = JsonObject
MAX_FRAME = 16 * 1024 * 1024
ORDER = 16  # bytes of an order to the zygote


class Closed(Exception):
    """The other end is gone."""


def order(word: str, worker: int) -> bytes:
    """`fork` or `kill` and a worker's number, in a frame of fixed length."""
    return f"{word} {worker}".encode("ascii").ljust(ORDER)


def pack(message: Message) -> bytes:
    """The frame of a message. Raises ValueError if it is too long."""
    return encode_frame(message, MAX_FRAME)


def receive(link: socket.socket) -> Message:
    """The next message from a blocking socket. Raises Closed at its end, or if what comes is no message."""
    length = _length(_exactly(link, HEADER.size))
    return _message(_exactly(link, length))


def _exactly(link: socket.socket, n: int) -> bytes:
    received = bytearray()
    while len(received) < n:
        chunk = link.recv(n - len(received))
        if not chunk:
            raise Closed("the socket was closed")
        received += chunk
    return bytes(received)


async def send_async(link: socket.socket, message: Message) -> None:
    """Sends a message over a non-blocking socket. Raises Closed if the other end is gone."""
    try:
        await asyncio.get_running_loop().sock_sendall(link, pack(message))
    except OSError as error:
        raise Closed(str(error)) from error


async def receive_async(link: socket.socket) -> Message:
    """The next message from a non-blocking socket. Raises Closed at its end, or if what comes is no message."""
    length = _length(await _exactly_async(link, HEADER.size))
    return _message(await _exactly_async(link, length))


async def _exactly_async(link: socket.socket, n: int) -> bytes:
    loop = asyncio.get_running_loop()
    received = bytearray()
    while len(received) < n:
        try:
            chunk = await loop.sock_recv(link, n - len(received))
        except OSError as error:
            raise Closed(str(error)) from error
        if not chunk:
            raise Closed("the socket was closed")
        received += chunk
    return bytes(received)


def _length(header: bytes) -> int:
    try:
        return decode_length(header, MAX_FRAME)
    except FrameError as error:
        raise Closed(str(error)) from error


def _message(body: bytes) -> Message:
    try:
        return decode_message(body)
    except FrameError as error:
        raise Closed(str(error)) from error
