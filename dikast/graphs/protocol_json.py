"""A protocol as JSON, written once for all episodes of a run."""

from __future__ import annotations

from functools import lru_cache

from pydantic import JsonValue

from dikast.protocols import Protocol


class _Same:
    """A protocol as the key of a cache, told from others by its identity: its content would take longer to compare."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.protocol is self.protocol

    def __hash__(self) -> int:
        return id(self.protocol)


def protocol_json(protocol: Protocol) -> str:
    """The protocol as JSON text."""
    return _text(_Same(protocol))


def protocol_fields(protocol: Protocol) -> dict[str, JsonValue]:
    """The protocol as a JSON object, as records have it. Not to be changed: all episodes share it."""
    return _fields(_Same(protocol))


@lru_cache(maxsize=256)
def _text(key: _Same) -> str:
    return key.protocol.model_dump_json()


@lru_cache(maxsize=256)
def _fields(key: _Same) -> dict[str, JsonValue]:
    return key.protocol.model_dump(mode="json")
