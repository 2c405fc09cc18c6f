"""A place in the tokens, and the choices a reading makes where the text can be read in more than one way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dikast.verify.syntax.lexer import Token
from dikast.verify.syntax.nodes import TooCostly, Unparsed

MAX_DEPTH = 160
CONVENTIONAL = frozenset(
    {"power", "mixed", "group", "unit", "slash-space", "slash-width", "comma", "degrees", "tower", "thousands"}
)
"""Choices whose first reading is the convention: it alone can verify; refuting still takes all of them."""


@dataclass(frozen=True)
class Setting:
    """What is known about names before a text is read; `with_lists` that the commas of 100,200 may part two numbers."""

    variables: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    with_units: bool = True
    with_lists: bool = False


@dataclass
class Cursor:
    """The parser's state: tokens, position, depth, and the ambiguities it met, each with its number of ways."""

    tokens: list[Token]
    setting: Setting = Setting()
    choices: Mapping[str, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    at: int = 0
    depth: int = 0
    bars: int = 0
    differentials: int = 0
    conditions: int = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def peek(self, n: int = 1) -> Token:
        return self.tokens[min(self.at + n, len(self.tokens) - 1)]

    def next(self) -> Token:
        token = self.tokens[self.at]
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the token is one of these signs (never a word or a number that looks like it)."""
        token = self.tokens[self.at]
        return token.kind not in ("num", "text", "id") and token.text in texts

    def sees_word(self, *words: str) -> bool:
        token = self.tokens[self.at]
        return token.kind in ("id", "text") and token.text.strip().lower() in words

    def take(self, *texts: str) -> bool:
        """Takes the token if it is one of these signs."""
        if self.sees(*texts):
            self.at += 1
            return True
        return False

    def need(self, text: str) -> None:
        if not self.take(text):
            raise Unparsed(f"{text!r} expected, {self.token.text!r} found")

    def choose(self, choice: str, ways: int = 2) -> int:
        """Which way this reading takes at an ambiguity; notes that it was met."""
        self.met[choice] = max(ways, self.met.get(choice, 0))
        return min(self.choices.get(choice, 0), ways - 1)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooCostly(f"nested more than {MAX_DEPTH} deep")
