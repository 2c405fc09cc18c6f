"""GGUF files: told from others, and read for the pieces of text that mean more than text to a model.

The layout is that of the GGUF specification, versions 2 and 3, in the ggml project's `docs/gguf.md`.
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from dikast.errors import BadInput, PermanentError

MAGIC = b"GGUF"
_TOKENS, _KINDS = "tokenizer.ggml.tokens", "tokenizer.ggml.token_type"
_CONTROL = 3
_STRING, _ARRAY = 8, 9
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}


def check_gguf(path: Path) -> Path:
    """The path, if it is a file that begins as a GGUF does; else BadInput."""
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except FileNotFoundError:
        raise BadInput(f"no such file: {path}") from None
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}") from None
    if head != MAGIC:
        raise BadInput(f"{path} is not a GGUF file: it begins with {head!r}, not {MAGIC!r}")
    return path


def control_tokens(path: Path) -> frozenset[str]:
    """The tokens that steer the model and are no text: ends of turns and the like. Raises PermanentError if damaged."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            tokens, kinds = _vocabulary(_Header(data))
    except (ValueError, struct.error, KeyError, IndexError, OSError) as error:
        raise PermanentError(f"{path} is a damaged GGUF file: {error}") from None
    return frozenset(token for token, kind in zip(tokens, kinds, strict=False) if kind == _CONTROL)


def defused(text: str, tokens: frozenset[str]) -> str:
    """The text with a blank inside every control token, so that it is read as text: a speech can't end its turn.

    A blank creates no token, and breaks every one it falls into, so the loop ends.
    """
    solid = [token for token in tokens if len(token) > 1 and not re.search(r"\s", token)]
    if not solid:
        return text
    pattern = re.compile("|".join(re.escape(token) for token in sorted(solid, key=len, reverse=True)))
    while pattern.search(text):
        text = pattern.sub(lambda match: f"{match[0][0]} {match[0][1:]}", text)
    return text


class _Header:
    """A reading place in the file's header."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = len(MAGIC)

    def number(self, kind: int) -> int | float:
        form = "<" + _NUMBERS[kind]
        value: int | float = struct.unpack_from(form, self._data, self._at)[0]
        self._at += struct.calcsize(form)
        return value

    def count(self) -> int:
        return int(self.number(10))

    def string(self) -> str:
        size = self.count()
        piece = self._data[self._at : self._at + size]
        if len(piece) != size:
            raise ValueError("it ends too early")
        self._at += size
        return piece.decode(errors="replace")

    def skip(self, kind: int) -> None:
        if kind == _ARRAY:
            for _ in self.array():
                pass
        elif kind == _STRING:
            self.string()
        else:
            self.number(kind)

    def array(self) -> Iterator[str | int | float]:
        kind, size = int(self.number(4)), self.count()
        if kind == _ARRAY:
            raise ValueError("it holds an array of arrays")
        for _ in range(size):
            yield self.string() if kind == _STRING else self.number(kind)


def _vocabulary(header: _Header) -> tuple[list[str], list[int]]:
    """The tokens and their kinds, empty where the file has none."""
    tokens: list[str] = []
    kinds: list[int] = []
    header.number(4)
    header.count()
    for _ in range(header.count()):
        key, kind = header.string(), int(header.number(4))
        if key == _TOKENS:
            tokens = [str(token) for token in header.array()]
        elif key == _KINDS:
            kinds = [int(kind) for kind in header.array()]
        else:
            header.skip(kind)
    return tokens, kinds
