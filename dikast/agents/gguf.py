"""GGUF files: recognises them, and finds the control tokens that a text must not contain.

The layout is in the GGUF specification, versions 2 and 3: `docs/gguf.md` of the ggml project.
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from dikast.errors import BadInput, PermanentError

MAGIC = b"GGUF"
_TOKENS = "tokenizer.ggml.tokens"
_TOKEN_TYPES = "tokenizer.ggml.token_type"
_CONTROL = 3
# The types of values, numbered as in the specification; formats of numbers are those of `struct`.
_UINT32, _STRING, _ARRAY, _UINT64 = 4, 8, 9, 10
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", _UINT32: "I", 5: "i", 6: "f", 7: "?", _UINT64: "Q", 11: "q", 12: "d"}


def check_gguf(path: Path) -> Path:
    """The path, if it is a file that begins as GGUF files do. Raises BadInput."""
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
    """The tokens that steer the model and are no text, such as the end of a turn.

    Empty for a file without a vocabulary. Raises PermanentError for a damaged file.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            tokens, token_types = _vocabulary(_HeaderReader(data))
    except (ValueError, struct.error, KeyError, IndexError, OSError) as error:
        raise PermanentError(f"{path} is a damaged GGUF file: {error}") from None
    # Not strict: a file may list tokens without their types.
    pairs = zip(tokens, token_types, strict=False)
    return frozenset(token for token, token_type in pairs if token_type == _CONTROL)


def escape_control_tokens(text: str, tokens: frozenset[str]) -> str:
    """The text with a blank in every control token, after its first character, so that the model reads it as text.

    So a speech can't end its turn and begin another: `Done.<|im_end|>` becomes `Done.< |im_end|>`. Text that is no
    control token stays as it is.
    """
    # Tokens with a blank stay: an inserted blank could complete one, and the loop below might not end.
    breakable = [token for token in tokens if len(token) > 1 and not re.search(r"\s", token)]
    if not breakable:
        return text
    # Longest first: the pattern takes the first alternative that matches.
    pattern = re.compile("|".join(map(re.escape, sorted(breakable, key=len, reverse=True))))
    # Again and again, since tokens may overlap. It ends, because a blank breaks a token and creates none.
    while pattern.search(text):
        text = pattern.sub(_insert_blank, text)
    return text


def _insert_blank(match: re.Match[str]) -> str:
    """The matched token with a blank after its first character."""
    token = match[0]
    return f"{token[0]} {token[1:]}"


class _HeaderReader:
    """Reads values one after the other from a file's header."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._offset = len(MAGIC)

    def number(self, value_type: int) -> int | float:
        """The next value, a number of that type. Raises KeyError if the type is no number, struct.error at the end."""
        form = "<" + _NUMBERS[value_type]
        value: int | float = struct.unpack_from(form, self._data, self._offset)[0]
        self._offset += struct.calcsize(form)
        return value

    def value_type(self) -> int:
        """The type of the value that follows."""
        return int(self.number(_UINT32))

    def count(self) -> int:
        """A length or a number of items."""
        return int(self.number(_UINT64))

    def string(self) -> str:
        """The next value, a string: its length in bytes, then its UTF-8. Raises ValueError at the end of the file."""
        size = self.count()
        raw = self._data[self._offset : self._offset + size]
        if len(raw) != size:
            raise ValueError("it ends too early")
        self._offset += size
        return raw.decode(errors="replace")

    def value(self, value_type: int) -> str | int | float:
        """The next value, a string or a number of that type. Raises KeyError for any other type."""
        if value_type == _STRING:
            return self.string()
        return self.number(value_type)

    def skip(self, value_type: int) -> None:
        """Read past one value."""
        if value_type != _ARRAY:
            self.value(value_type)
            return
        # The length of a string is only known when it is reached, so that every item has to be read.
        for _ in self.array():
            pass

    def array(self) -> Iterator[str | int | float]:
        """The values of an array, each read when it is asked for."""
        value_type = self.value_type()
        size = self.count()
        if value_type == _ARRAY:
            raise ValueError("it holds an array of arrays")
        for _ in range(size):
            yield self.value(value_type)


def _vocabulary(header: _HeaderReader) -> tuple[list[str], list[int]]:
    """The tokens and their types, in the same order; empty where the file has none."""
    tokens: list[str] = []
    token_types: list[int] = []
    # Before the metadata come the format's version, the number of tensors and the number of keys.
    header.number(_UINT32)
    header.count()
    n_keys = header.count()
    for _ in range(n_keys):
        key = header.string()
        value_type = header.value_type()
        if key == _TOKENS:
            tokens = [str(token) for token in header.array()]
        elif key == _TOKEN_TYPES:
            token_types = [int(token_type) for token_type in header.array()]
        else:
            header.skip(value_type)
    return tokens, token_types
