"""What is read from an index: pages of episodes, the next one and the one before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dikast.viewer.index.episode_filter import EpisodeFilter
from dikast.viewer.index.indexed_row import kinds_of_bits

PAGE_ROWS = 50
# What is not known comes first, or last where the highest comes first. No amount is negative.
_SORT_KEYS = {"p": "ifnull(p, -1)"}
_NARROW = "row, id, protocol, agents, question, result, reason, kinds, p, usd, tokens, seconds"


@dataclass(frozen=True)
class EpisodeCard:
    """An episode as a row of a list."""

    id: str
    protocol: str
    agents: str
    question: str
    result: str
    reason: str
    kinds: tuple[str, ...]
    p: float | None
    usd: float
    tokens: int
    seconds: float
    asked: str
    metadata: dict[str, str]


@dataclass(frozen=True)
class EpisodePage:
    """A page of a list. `before` and `after` are the ids with which the pages beside it begin or end."""

    cards: tuple[EpisodeCard, ...]
    matching: int
    before: str | None
    after: str | None


def page_of(
    database: sqlite3.Connection, chosen: EpisodeFilter, *, after: str = "", before: str = "", rows: int = PAGE_ROWS
) -> EpisodePage:
    """The page after an episode, or before one; the first page where neither is named, or there is no such episode."""
    numbers = _beside(database, chosen, before or after, is_before=bool(before), limit=rows + 1)
    has_more = len(numbers) > rows
    numbers = numbers[:rows]
    if before:
        numbers.reverse()
    cards = tuple(_cards(database, numbers))
    first, last = (cards[0].id, cards[-1].id) if cards else (None, None)
    is_first = not before and not _exists(database, after)
    has_earlier = has_more if before else not is_first
    has_later = bool(before) or has_more
    return EpisodePage(cards, _count(database, chosen), first if has_earlier else None, last if has_later else None)


def neighbours(database: sqlite3.Connection, chosen: EpisodeFilter, id: str) -> tuple[str | None, str | None]:
    """The ids of the episodes before and after this one in the list."""
    if not _exists(database, id):
        return None, None
    ids: list[str | None] = []
    for is_before in (True, False):
        numbers = _beside(database, chosen, id, is_before=is_before, limit=1)
        found = database.execute("select id from episodes where row = ?", numbers[:1] or (0,)).fetchone()
        ids.append(found[0] if found else None)
    return ids[0], ids[1]


def _beside(database: sqlite3.Connection, chosen: EpisodeFilter, id: str, *, is_before: bool, limit: int) -> list[int]:
    """The numbers of the episodes right after one in the list, or right before it, the nearest first.

    The list is continued from a value and not from a number of rows, so that each page takes as long as the first.
    """
    key = _SORT_KEYS.get(chosen.sort, chosen.sort)
    is_down = chosen.is_descending != is_before
    sign, direction = ("<", "desc") if is_down else (">", "asc")
    conditions = list(chosen.conditions())
    if _exists(database, id):
        place = f"(select {key} from episodes where id = ?)"
        conditions.append((f"({key}, id) {sign} ({place}, ?)", (id, id)))
    where, values = _where(conditions)
    query = f"select row from episodes{where} order by {key} {direction}, id {direction} limit ?"
    return [row for (row,) in database.execute(query, (*values, limit))]


def _where(conditions: Sequence[tuple[str, tuple[str | int, ...]]]) -> tuple[str, list[str | int]]:
    if not conditions:
        return "", []
    values = [value for _, of_condition in conditions for value in of_condition]
    return f" where {' and '.join(condition for condition, _ in conditions)}", values


def _exists(database: sqlite3.Connection, id: str) -> bool:
    return database.execute("select 1 from episodes where id = ?", (id,)).fetchone() is not None


def _count(database: sqlite3.Connection, chosen: EpisodeFilter) -> int:
    where, values = _where(list(chosen.conditions()))
    (n,) = database.execute(f"select count(*) from episodes{where}", values).fetchone()
    return int(n)


def _cards(database: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[EpisodeCard]:
    """The rows of these numbers, in the same order."""
    places = ", ".join("?" * len(numbers))
    query = f"select {_NARROW}, asked, metadata from episodes join shown using (row) where row in ({places})"
    rows = {row[0]: row[1:] for row in database.execute(query, tuple(numbers))}
    for number in numbers:
        id, protocol, agents, question, result, reason, kinds, p, usd, tokens, seconds, asked, metadata = rows[number]
        yield EpisodeCard(
            id=id,
            protocol=protocol,
            agents=agents,
            question=question,
            result=result,
            reason=reason,
            kinds=kinds_of_bits(kinds),
            p=p,
            usd=usd,
            tokens=tokens,
            seconds=seconds,
            asked=asked,
            metadata=json.loads(metadata),
        )
