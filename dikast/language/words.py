"""Words of people's languages by what they are for: groups of rows of `words.tsv`.

Beside the cues of `lexicon.tsv`, which say how a statement is meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from dikast.language.tokens import tokens

_ROWS = Path(__file__).with_name("words.tsv")
_NAME_AND_VALUE = ": "


@cache
def word_group(group: str, *languages: str) -> frozenset[str]:
    """The words of a group, in all languages or in some. Raises KeyError for a group that there is not."""
    if group not in _groups():
        raise KeyError(f"{_ROWS.name} has no group {group!r}")
    rows = (row for language, row in _groups()[group].items() if not languages or language in languages)
    return frozenset().union(*rows)


@cache
def word_values(kind: str) -> dict[str, str]:
    """The words of the groups of a kind with their values: of `base: 2`, `base: 8`. Raises KeyError for no kind."""
    groups = [group for group in _groups() if group.startswith(kind + _NAME_AND_VALUE)]
    if not groups:
        raise KeyError(f"{_ROWS.name} has no groups of kind {kind!r}")
    return {word: group.partition(_NAME_AND_VALUE)[2] for group in groups for word in word_group(group)}


def is_said(group: str, text: str) -> bool:
    """Whether a text has a word of a group; Chinese has no blanks, so its words are searched for."""
    spoken = {token.text.casefold() for token in tokens(text)}
    return not spoken.isdisjoint(word_group(group)) or any(word in text for word in word_group(group, "zh"))


@cache
def _groups() -> dict[str, dict[str, frozenset[str]]]:
    """The words of each group by their language."""
    groups: dict[str, dict[str, frozenset[str]]] = {}
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group, language, cell = line.split("\t")
            groups.setdefault(group, {})[language] = frozenset(_words_of(cell))
    return groups


def _words_of(cell: str) -> Iterable[str]:
    """Words with blanks between them; phrases with bars between them."""
    return filter(None, map(str.strip, cell.split("|"))) if "|" in cell else cell.split()
