"""EpisodeFilter: which episodes of a run are listed, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dikast.viewer.index.indexed_row import kind_bit

SORT_COLUMNS = ("id", "question", "protocol", "agents", "result", "p", "usd", "tokens", "seconds")
METADATA = "meta."
COLUMN = "column"
MOST_QUERY = 400
# A quoted phrase, or a word.
_TERM = re.compile(r'"([^"]+)"|(\S+)')
LEAST_PREFIX = 3
"""A word of at least so many letters also finds longer ones that begin with it."""
Condition = tuple[str, tuple[str | int, ...]]


@dataclass(frozen=True)
class EpisodeFilter:
    """What the episodes of a list have in common; an empty text stands for any.

    `metadata` are pairs of a key and a value, `text` is searched for, `sort` is one of SORT_COLUMNS. `columns` are
    metadata keys that the list has a column for.
    """

    protocol: str = ""
    agents: str = ""
    question: str = ""
    result: str = ""
    kind: str = ""
    reason: str = ""
    text: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    sort: str = "id"
    is_descending: bool = False
    columns: tuple[str, ...] = ()

    @classmethod
    def read(cls, values: Iterable[tuple[str, str]]) -> EpisodeFilter:
        """The filter that the query of an address names. What is no filter is ignored."""
        given = [(name, value) for name, value in values if value]
        first = dict(reversed(given))
        metadata = tuple((name.removeprefix(METADATA), value) for name, value in given if name.startswith(METADATA))
        return cls(
            **{name: first.get(name, "") for name in _EQUAL},
            kind=first.get("kind", ""),
            text=first.get("text", "")[:MOST_QUERY],
            metadata=metadata,
            sort=first["sort"] if first.get("sort") in SORT_COLUMNS else "id",
            is_descending=first.get("order") == "down",
            columns=tuple(value for name, value in given if name == COLUMN),
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The filter as the query of an address: only what it says."""
        pairs = [(name, getattr(self, name)) for name in (*_EQUAL, "kind", "text")]
        pairs += [(METADATA + key, value) for key, value in self.metadata]
        pairs += [("sort", "" if self.sort == "id" else self.sort), ("order", "down" if self.is_descending else "")]
        pairs += [(COLUMN, key) for key in self.columns]
        return [(name, value) for name, value in pairs if value]

    def query(self, **changes: str) -> str:
        """The query of an address for this filter with other values, such as `?kind=unparsed`; empty without any."""
        return self.with_values(changes)

    def with_values(self, changes: Mapping[str, str]) -> str:
        """The same, also for names such as `meta.subject`. An empty value takes the name out."""
        kept = [(name, value) for name, value in self.pairs() if name not in changes]
        kept += [(name, value) for name, value in changes.items() if value]
        return f"?{urlencode(kept)}" if kept else ""

    def metadata_value(self, key: str) -> str:
        """The value that the filter asks of a metadata key; empty for any."""
        return dict(self.metadata).get(key, "")

    def in_words(self) -> list[tuple[str, str, str]]:
        """Each condition: its name in an address, what it is of, and its value."""
        words = [(name, name, getattr(self, name)) for name in (*_EQUAL, "kind", "text")]
        words += [(METADATA + key, key, value) for key, value in self.metadata]
        return [(name, of, value) for name, of, value in words if value]

    def conditions(self) -> Iterator[Condition]:
        """The conditions in SQL, each with its values."""
        for name in _EQUAL:
            value = getattr(self, name)
            if value:
                yield f"{name} = ?", (value,)
        if self.kind:
            yield "kinds & ? != 0", (kind_bit(self.kind),)
        for key, value in self.metadata:
            yield "row in (select row from metadata where key = ? and value = ?)", (key, value)
        words = match_of(self.text)
        if words:
            yield "row in (select rowid from texts where texts match ?)", (words,)


_EQUAL = ("protocol", "agents", "question", "result", "reason")


def match_of(text: str) -> str:
    """What a search looks for, for FTS5: all words, and phrases in double quotes. Nothing in it is an operator."""
    terms: list[str] = []
    for phrase, word in _TERM.findall(text[:MOST_QUERY].replace("\0", " ")):
        content = (phrase or word).replace('"', " ").strip()
        # A term without a letter or a digit would be an empty one, which finds nothing.
        if not any(character.isalnum() for character in content):
            continue
        is_prefix = not phrase and (len(content) >= LEAST_PREFIX or not content.isascii())
        terms.append(f'"{content}"*' if is_prefix else f'"{content}"')
    return " ".join(terms)
