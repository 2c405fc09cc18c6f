"""TwinSources: a question with two sources; the answer that is right with the one is wrong with the other.

A coin decides which of the two is the question's source. So the question and its choices are the same whichever answer
is right: without the source, nobody can tell better than by a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from dikast.errors import BadInput
from dikast.records import Question

MOST_DRAWS = 500
GENERATED = "generated"
"""The data set of these questions in their metadata."""


@dataclass(frozen=True)
class TwinSources:
    """A question, its two answers, and for each answer the source with which it is right.

    `form` says what is asked, in a word or two. `figures` draw the `data:` URL of a figure for each answer, where there
    is one; only the one that is shown is drawn.
    """

    form: str
    text: str
    answers: tuple[str, str]
    sources: tuple[str, str]
    figures: tuple[Callable[[], str], Callable[[], str]] | None = None

    @property
    def is_fair(self) -> bool:
        """Whether the two answers differ, and the two sources too."""
        return self.answers[0] != self.answers[1] and self.sources[0] != self.sources[1]


TwinMaker = Callable[[Random], TwinSources | None]
"""Draws a question with its two sources; None where the draw gave none that is fit to ask."""


def drawn_twins(kind: str, makers: Sequence[TwinMaker], seed: int) -> Iterator[TwinSources]:
    """The questions of a seed before the coins are tossed, without end; no source is there twice.

    Each maker has its turn. Raises BadInput where hundreds of draws gave nothing new.
    """
    known: set[str] = set()
    for number in count():
        make = makers[number % len(makers)]
        twins = _new_twins(make, Random(f"{kind}/{seed}/{number}"), known)
        known.update(twins.sources)
        yield twins


def twin_questions(kind: str, makers: Sequence[TwinMaker], seed: int) -> Iterator[Question]:
    """The questions of a seed, without end."""
    for number, twins in enumerate(drawn_twins(kind, makers, seed)):
        yield tossed(twins, kind, seed, number)


def _new_twins(make: TwinMaker, rng: Random, known: set[str]) -> TwinSources:
    for _ in range(MOST_DRAWS):
        twins = make(rng)
        if twins is not None and twins.is_fair and known.isdisjoint(twins.sources):
            return twins
    raise BadInput("no further question of this kind could be made that differs from the others: ask for fewer")


def tossed(twins: TwinSources, kind: str, seed: int, number: int) -> Question:
    """The question with the source and the order of answers that two coins decide."""
    coins = Random(f"{kind}/{seed}/{number}/coin")
    right, first = coins.randrange(2), coins.randrange(2)
    return Question(
        id=f"{kind}-{seed}-{number}",
        text=twins.text,
        choices=(twins.answers[first], twins.answers[1 - first]),
        gold=0 if right == first else 1,
        source=twins.sources[right],
        images=() if twins.figures is None else (twins.figures[right](),),
        metadata={"dataset": GENERATED, "kind": kind, "form": twins.form},
    )
