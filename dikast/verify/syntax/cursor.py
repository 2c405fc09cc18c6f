"""A place in the tokens, the choices of a reading, and the parts of the grammar that read on from there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from dikast.verify.syntax.ambiguities import Ambiguity
from dikast.verify.syntax.lexer import Token
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed

MAX_DEPTH = 120
SETS, SUM, PRODUCT, SIGN = 1, 2, 3, 4
"""Levels of operators, from the loosest: unions and the like, terms, factors, a signed power."""
Found = TypeVar("Found")
Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Setting:
    """What is known before a text is read.

    `with_lists`: the commas of 100,200 may separate two numbers. `decimal`: the sign before decimals, if it is known.
    """

    variables: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    with_units: bool = True
    with_lists: bool = False
    decimal: Literal["point", "comma"] | None = None


class Parser(ABC):
    """The state of a reading, and what every part of the grammar may ask for.

    The parts are modules of functions that take the parser; they call one another through its abstract methods only.
    `bars`: how many open bars the next one may close. `differentials`: how many integrals wait for their dx.
    """

    def __init__(self, tokens: Sequence[Token], setting: Setting, choices: Mapping[str, int]) -> None:
        self.tokens = tuple(tokens)
        self.setting = setting
        self.choices = choices
        self.met: dict[str, int] = {}
        self.at = self.depth = self.bars = self.differentials = self.conditions = 0

    @abstractmethod
    def statement(self, stop: tuple[str, ...] = ()) -> Node:
        """Alternatives of lists of clauses, up to a closing bracket or a sign in `stop`."""

    @abstractmethod
    def clause(self) -> Node:
        """An expression, or a chain of relations."""

    @abstractmethod
    def expression(self, level: int = SETS) -> Node:
        """Operands joined by the operators of a level and tighter ones."""

    @abstractmethod
    def factor(self) -> Node:
        """A power with its signs."""

    @abstractmethod
    def power(self, base: Node) -> Node:
        """The base with all that stands above and behind it."""

    @abstractmethod
    def exponent(self) -> Node:
        """What stands above a base."""

    @abstractmethod
    def primary(self) -> Node:
        """One number, name, bracket or command."""

    @abstractmethod
    def bracket(self) -> Node:
        """What brackets hold."""

    @property
    def token(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.at]

    @property
    def before(self) -> Token:
        """The token taken last; the first one if none is taken."""
        return self.tokens[max(self.at - 1, 0)]

    def peek(self, n: int = 1) -> Token:
        """The token n places from here; the last one beyond the end."""
        return self.tokens[min(self.at + n, len(self.tokens) - 1)]

    def next(self) -> Token:
        """Takes the token; the end is never taken."""
        token = self.token
        if token.kind != "end":
            self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the token is one of these signs (never a word or a number that looks like it)."""
        return self.tokens[self.at].sign in texts

    def sees_in_row(self, *texts: str) -> bool:
        """Whether these are the texts of the next tokens."""
        return [token.text for token in self.tokens[self.at : self.at + len(texts)]] == list(texts)

    def sees_word(self, *words: str) -> bool:
        """Whether the token is one of these words, in small or capital letters."""
        token = self.tokens[self.at]
        return token.is_word and token.word.lower() in words

    def take(self, *texts: str) -> bool:
        """Takes the token if it is one of these signs."""
        if self.tokens[self.at].sign not in texts:
            return False
        self.at += 1
        return True

    def take_word(self, *words: str) -> bool:
        """Takes the token if it is one of these words."""
        if not self.sees_word(*words):
            return False
        self.at += 1
        return True

    def need(self, text: str) -> None:
        """Takes the token. Raises Unparsed if it is another sign."""
        if not self.take(text):
            raise Unparsed(f"{text!r} expected, {self.token.text!r} found")

    def group(self) -> Node:
        """What stands in braces, or the next single factor."""
        if not self.take("{"):
            return self.primary()
        with self.nested():
            inner = self.statement()
            self.need("}")
        return inner

    def choose(self, ambiguity: Ambiguity) -> int:
        """Which way this reading takes; notes that the ambiguity was met."""
        self.met[ambiguity.name] = ambiguity.ways
        return min(self.choices.get(ambiguity.name, 0), ambiguity.ways - 1)

    def split(self, at: int) -> None:
        """Makes two tokens of the one here, `at` characters long and the rest."""
        token = self.token
        middle = token.end - len(token.text) + at
        halves = (
            token._replace(text=token.text[:at], end=middle),
            token._replace(text=token.text[at:], start=middle, spaced=False),
        )
        self.tokens = (*self.tokens[: self.at], *halves, *self.tokens[self.at + 1 :])

    def mark(self) -> dict[str, Any]:
        """All of the state, for `reset`."""
        return {**vars(self), "met": dict(self.met)}

    def reset(self, mark: dict[str, Any]) -> None:
        """Puts the parser back to where `mark` was taken, met ambiguities and split tokens too."""
        # A copy, so that the same mark can be gone back to again.
        vars(self).update(mark, met=dict(mark["met"]))

    def digits(self) -> str | None:
        """The digits here, bare or in braces; None for anything else, some of it perhaps taken."""
        braced = self.take("{")
        text = self.next().text
        return text if text.isdigit() and (not braced or self.take("}")) else None

    def back(self, mark: dict[str, Any]) -> None:
        """As `reset`, but keeps the ambiguities that were met: this reading went another way for one of them."""
        vars(self).update(mark, met=self.met)

    def closing(self, at: int, closing: str = "}") -> int:
        """Where the bracket that opens at `at` closes; the end, if none opens there or it never does."""
        depth, opening = 0, "{" if closing == "}" else "("
        for i in range(at, len(self.tokens) - 1):
            depth += (self.tokens[i].text == opening) - (self.tokens[i].text == closing)
            if depth == 0:
                return i
        return len(self.tokens) - 1

    @contextmanager
    def nested(self, bars: int = 0, conditions: int | None = None) -> Iterator[None]:
        """The inside of brackets, where no bar or integral from outside ends anything."""
        outer = (self.bars, self.differentials, self.conditions)
        self.bars, self.differentials = bars, 0
        if conditions is not None:
            self.conditions = conditions
        yield
        self.bars, self.differentials, self.conditions = outer

    def deeper(self) -> None:
        """One factor inside another; the caller takes one off `depth` at the end. Raises TooCostly if too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooCostly(f"nested more than {MAX_DEPTH} deep")


def or_nothing(
    read: Callable[Concatenate[Parser, Arguments], Found | None],
) -> Callable[Concatenate[Parser, Arguments], Found | None]:
    """The reader `read`; where it finds nothing, it takes nothing: the parser is back where it was."""

    @wraps(read)
    def tried(p: Parser, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Found | None:
        start = p.mark()
        found = read(p, *args, **kwargs)
        if found is None:
            p.reset(start)
        return found

    return tried
