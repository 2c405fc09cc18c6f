"""Text to trees: one reading, or all the readings that an ambiguous text admits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from dikast.verify.syntax.ambiguities import INDIAN, LOCALE, SETTLED, THOUSANDS
from dikast.verify.syntax.brackets import bracket
from dikast.verify.syntax.cursor import SETS, Parser, Setting
from dikast.verify.syntax.expressions import climb
from dikast.verify.syntax.lexer import Token, lex
from dikast.verify.syntax.locales import DecimalSign, decimal_sign, may_be_either
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.normalize import MAX_TEXT, plain
from dikast.verify.syntax.numbers import is_grouped, is_indian, parted
from dikast.verify.syntax.powers import evaluated, exponent, power, signed
from dikast.verify.syntax.primaries import primary
from dikast.verify.syntax.printer import written
from dikast.verify.syntax.statements import alternatives, clause, whole

MAX_READINGS = 16
_PLAIN, LISTED = Setting(), Setting(with_lists=True)
"""The setting of answers; in its usual reading a text has the same tree as without lists."""
_REMEMBERED = 512


class Grammar(Parser):
    """The whole grammar, put together from its parts."""

    statement = alternatives
    clause = clause
    factor = signed
    power = power
    exponent = exponent
    primary = primary
    bracket = bracket

    def expression(self, level: int = SETS) -> Node:
        node = climb(self, level)
        return evaluated(self, node) if level == SETS else node


@dataclass(frozen=True)
class Reading:
    """How ambiguities were resolved, and the trees of the texts read so."""

    choices: tuple[tuple[str, int], ...]
    trees: tuple[Node, ...]

    @property
    def is_conventional(self) -> bool:
        """Whether every choice that has a convention follows it."""
        return all(way == 0 for choice, way in self.choices if choice in SETTLED)

    def __str__(self) -> str:
        return "; ".join(map(written, self.trees))


def parse(text: str, setting: Setting = LISTED, choices: Mapping[str, int] | None = None) -> Node:
    """The tree of a text in one reading. Raises Unparsed, or TooCostly over a limit."""
    return _parse(text, setting, tuple((choices or {}).items()))[0]


def tree_of(text: str, setting: Setting = LISTED) -> Node | None:
    """The tree of a text in its usual reading; None where it can't be read."""
    try:
        return parse(text, setting)
    except (Unparsed, TooCostly):
        return None


class _Lexed(NamedTuple):
    """The tokens of a text, the sign before its decimals if that is known or shown, and whether it may be either."""

    tokens: tuple[Token, ...]
    decimal: DecimalSign | None
    is_either: bool


@lru_cache(maxsize=_REMEMBERED)
def _lexed(text: str, decimal: DecimalSign | None) -> _Lexed:
    if len(text) > MAX_TEXT:
        raise TooCostly(f"more than {MAX_TEXT} characters")
    text = plain(text)
    sign = decimal or decimal_sign(text)
    return _Lexed(tuple(lex(text, sign)), sign, sign is None and may_be_either(text))


@lru_cache(maxsize=_REMEMBERED)
def _parse(text: str, setting: Setting, choices: tuple[tuple[str, int], ...]) -> tuple[Node, dict[str, int]]:
    """The tree, and the ambiguities that were met with their number of ways."""
    tokens, decimal, is_either = _lexed(text, setting.decimal)
    parser = Grammar(tokens, replace(setting, decimal=decimal) if decimal else setting, dict(choices))
    # The tokens of the other reading, in which a comma stands before decimals and points group digits.
    if is_either and parser.choose(LOCALE):
        parser.tokens = _lexed(text, "comma").tokens
    _part_lists(parser)
    try:
        return whole(parser), parser.met
    except RecursionError:  # where Python allows fewer calls than MAX_DEPTH needs
        raise TooCostly("nested too deep") from None


def _part_lists(parser: Grammar) -> None:
    """Makes several numbers of a grouped one, where the reading takes its commas for a list's."""
    groups = [token for token in parser.tokens if is_grouped(token)]
    is_list = groups and parser.setting.with_lists and parser.choose(THOUSANDS)
    if is_list or (any(map(is_indian, groups)) and parser.choose(INDIAN)):
        parser.tokens = tuple(piece for token in parser.tokens for piece in parted(token))


def readings(*texts: str, setting: Setting = _PLAIN) -> Iterator[Reading]:
    """Every admissible joint reading of the texts, the conventional one first.

    Raises Unparsed or TooCostly if the first reading fails; later ones that fail are not admissible.
    """
    parsed = [_parse(text, setting, ()) for text in texts]  # as `parse` asks, so that it is remembered
    ambiguities = {choice: ways for _, ways_by_choice in parsed for choice, ways in ways_by_choice.items()}
    yield Reading(tuple((choice, 0) for choice in ambiguities), tuple(tree for tree, _ in parsed))
    combinations = itertools.product(*(range(n) for n in ambiguities.values()))
    for ways_taken in itertools.islice(combinations, 1, MAX_READINGS):
        choices = tuple(zip(ambiguities, ways_taken, strict=True))
        try:
            trees = tuple(_parse(text, setting, choices)[0] for text in texts)
        except (Unparsed, TooCostly):
            continue
        yield Reading(choices, trees)
