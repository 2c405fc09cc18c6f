"""Text to trees: one reading, or all the readings that an ambiguous text admits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dikast.verify.syntax.cursor import CONVENTIONAL, Cursor, Setting
from dikast.verify.syntax.lexer import lex
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.normalize import MAX_TEXT, plain
from dikast.verify.syntax.notation import uniform
from dikast.verify.syntax.numerals import is_grouped, parted
from dikast.verify.syntax.printer import written
from dikast.verify.syntax.statements import whole

MAX_READINGS = 16
_PLAIN = Setting()


@dataclass(frozen=True)
class Reading:
    """How ambiguities were resolved, and the trees of the texts read so."""

    choices: tuple[tuple[str, int], ...]
    trees: tuple[Node, ...]

    @property
    def is_conventional(self) -> bool:
        """Whether every choice that has a convention follows it."""
        return all(way == 0 for choice, way in self.choices if choice in CONVENTIONAL)

    def __str__(self) -> str:
        return "; ".join(map(written, self.trees))


def parse(text: str, setting: Setting = _PLAIN, choices: Mapping[str, int] | None = None) -> Node:
    """The tree of a text in one reading. Raises Unparsed, or TooCostly over a limit."""
    return _parse(text, setting, choices or {})[0]


def _parse(text: str, setting: Setting, choices: Mapping[str, int]) -> tuple[Node, dict[str, int]]:
    if len(text) > MAX_TEXT:
        raise TooCostly(f"more than {MAX_TEXT} characters")
    tokens = lex(uniform(plain(text)))
    cursor = Cursor(tokens, setting, choices)
    if setting.with_lists and any(map(is_grouped, tokens)) and cursor.choose("thousands"):
        cursor.tokens = [part for token in tokens for part in (parted(token) if is_grouped(token) else (token,))]
    return whole(cursor), cursor.met


def readings(*texts: str, setting: Setting = _PLAIN) -> Iterator[Reading]:
    """Every admissible joint reading of the texts, the conventional one first.

    Raises Unparsed or TooCostly if the first reading fails; later ones that fail are not admissible.
    """
    parsed = [_parse(text, setting, {}) for text in texts]
    met: dict[str, int] = {}
    for _, found in parsed:
        for choice, ways in found.items():
            met[choice] = max(ways, met.get(choice, 0))
    yield Reading(tuple((choice, 0) for choice in met), tuple(tree for tree, _ in parsed))
    combinations = itertools.product(*(range(n) for n in met.values()))
    for ways_taken in itertools.islice(combinations, 1, MAX_READINGS):
        choices = dict(zip(met, ways_taken, strict=True))
        try:
            trees = tuple(_parse(text, setting, choices)[0] for text in texts)
        except (Unparsed, TooCostly):
            continue
        yield Reading(tuple(choices.items()), trees)
