"""Items of a row between their neighbours, and patterns of them: a rule names items, and needs no indices.

pattern(text_in({"cent"}), before=text_in({"per"}))     the `cent` of `per cent`
pattern(GLUED & text_in(":"), after=~GLUED)             a colon with a blank only behind it
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Window(NamedTuple, Generic[T_co]):
    """An item between the two before it and the two behind it."""

    first: T_co
    before: T_co
    here: T_co
    after: T_co
    last: T_co


def windows(row: Sequence[T], nothing: T) -> list[Window[T]]:
    """A window on every item of a row; `nothing` is before the first item and behind the last one."""
    padded = [nothing, nothing, *row, nothing, nothing]
    return list(map(Window, padded, padded[1:], row, padded[3:], padded[4:]))


class ItemTest(Generic[T]):
    """A test of one item; `&` and `|` join two tests, and `~` negates one."""

    def __init__(self, test: Callable[[T], bool]) -> None:
        self.test = test

    def __call__(self, item: T) -> bool:
        return self.test(item)

    def __and__(self, other: ItemTest[T]) -> ItemTest[T]:
        ours, theirs = self.test, other.test
        return ItemTest(lambda item: ours(item) and theirs(item))

    def __or__(self, other: ItemTest[T]) -> ItemTest[T]:
        ours, theirs = self.test, other.test
        return ItemTest(lambda item: ours(item) or theirs(item))

    def __invert__(self) -> ItemTest[T]:
        test = self.test
        return ItemTest(lambda item: not test(item))


def text_in(texts: Collection[str]) -> ItemTest[Any]:
    """The test for items that are written in one of these ways."""
    return ItemTest(lambda item: item.text in texts)


def kind_in(*kinds: str) -> ItemTest[Any]:
    """The test for items of these kinds."""
    return ItemTest(lambda item: item.kind in kinds)


GLUED: ItemTest[Any] = ItemTest(lambda item: item.glued)
"""The test for items with no blank before them."""

NO_ITEM: ItemTest[Any] = ItemTest(lambda item: not item.text)
"""The test for a place before the first item of a row, or behind the last one."""


def pattern(
    here: ItemTest[T],
    *,
    first: ItemTest[T] | None = None,
    before: ItemTest[T] | None = None,
    after: ItemTest[T] | None = None,
    last: ItemTest[T] | None = None,
) -> Callable[[Window[T]], bool]:
    """A pattern of an item and its neighbours: it fits a window where all its tests hold."""
    tests = ((2, here), (1, before), (3, after), (0, first), (4, last))
    (i, nearest), *others = ((place, test.test) for place, test in tests if test is not None)
    if not others:
        return lambda window: nearest(window[i])
    (k, second), *further = others
    if not further:  # nearly all patterns, and most words are asked for each of them
        return lambda window: nearest(window[i]) and second(window[k])
    return lambda window: nearest(window[i]) and second(window[k]) and all(test(window[n]) for n, test in further)


def fits_any(window: Window[T], patterns: Collection[Callable[[Window[T]], bool]]) -> bool:
    """Whether one of the patterns fits."""
    return any(fits(window) for fits in patterns)
