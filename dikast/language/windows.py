"""Tokens between their neighbours, and patterns of them: a rule names tokens, and needs no indices.

pattern(text_in({"cent"}), before=text_in({"per"}))     the `cent` of `per cent`
pattern(GLUED & text_in(":"), after=~GLUED)             a colon with a blank only behind it
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from dikast.language.tokens import NOTHING, TextToken, TokenKind, TokenSense


class TokenWindow(NamedTuple):
    """A token between the two before it and the two behind it."""

    first: TextToken
    before: TextToken
    here: TextToken
    after: TextToken
    last: TextToken


TokenRule = Callable[[TokenWindow], bool]


def windows(row: Sequence[TextToken]) -> list[TokenWindow]:
    """A window on every token of a row; NOTHING is before the first token and behind the last one."""
    padded = [NOTHING, NOTHING, *row, NOTHING, NOTHING]
    return list(map(TokenWindow, padded, padded[1:], row, padded[3:], padded[4:]))


class TokenTest:
    """A test of one token; `&` and `|` join two tests, and `~` negates one."""

    def __init__(self, test: Callable[[TextToken], bool]) -> None:
        self.test = test

    def __call__(self, token: TextToken) -> bool:
        return self.test(token)

    def __and__(self, other: TokenTest) -> TokenTest:
        ours, theirs = self.test, other.test
        return TokenTest(lambda token: ours(token) and theirs(token))

    def __or__(self, other: TokenTest) -> TokenTest:
        ours, theirs = self.test, other.test
        return TokenTest(lambda token: ours(token) or theirs(token))

    def __invert__(self) -> TokenTest:
        test = self.test
        return TokenTest(lambda token: not test(token))


def text_in(texts: Collection[str]) -> TokenTest:
    """The test for tokens that are written in one of these ways."""
    return TokenTest(lambda token: token.text in texts)


def kind_in(*kinds: TokenKind) -> TokenTest:
    """The test for tokens of these kinds."""
    return TokenTest(lambda token: token.kind in kinds)


def sense_in(*senses: TokenSense) -> TokenTest:
    """The test for tokens of these senses in a statement."""
    return TokenTest(lambda token: token.sense in senses)


IS_NUMBER, IS_WORD = kind_in("number"), kind_in("word")

GLUED = TokenTest(lambda token: token.glued)
"""The test for tokens with no blank before them."""

IS_FORMAL = TokenTest(lambda token: token.is_formal)
"""The test for tokens that were written in a formula."""

NO_TOKEN = TokenTest(lambda token: not token.text)
"""The test for a place before the first token of a row, or behind the last one."""


def pattern(
    here: TokenTest,
    *,
    first: TokenTest | None = None,
    before: TokenTest | None = None,
    after: TokenTest | None = None,
    last: TokenTest | None = None,
) -> TokenRule:
    """A pattern of a token and its neighbours: it fits a window where all its tests hold."""
    tests = ((2, here), (1, before), (3, after), (0, first), (4, last))
    (i, nearest), *others = ((place, test.test) for place, test in tests if test is not None)
    if not others:
        return lambda window: nearest(window[i])
    (k, second), *further = others
    if not further:  # nearly all patterns, and most words are asked for each of them
        return lambda window: nearest(window[i]) and second(window[k])
    return lambda window: nearest(window[i]) and second(window[k]) and all(test(window[n]) for n, test in further)


def fits_any(window: TokenWindow, rules: Collection[TokenRule]) -> bool:
    """Whether one of the rules fits."""
    return any(fits(window) for fits in rules)
