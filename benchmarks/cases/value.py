"""What an answer is made of: a value, its writings, and wrong answers that are close to it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

Mutant = tuple[str, str]  # what was changed, and the wrong answer


@dataclass(frozen=True)
class Value:
    """A right answer: the first text is the reference, all mean the same, and each mutant means something else.

    `said` are whole answers in words of their own, with the kind of them; `missaid` are whole answers with a kind and
    a reference that is not their answer. `gloss` is the value to four figures, where that is not the exact one.
    """

    kind: str
    texts: tuple[str, ...]
    mutants: tuple[Mutant, ...]
    said: tuple[tuple[str, str], ...] = ()
    missaid: tuple[tuple[str, str, str], ...] = ()
    gloss: str = ""
    choices: tuple[str, ...] | None = None


def other_number(rng: Random, number: int) -> int:
    """Another number near it, of the same sign."""
    return number + rng.choice((1, 2, 3)) * (1 if number > 0 else -1)


def nonzero(rng: Random, most: int) -> int:
    """A number of either sign, from 2 to `most` in size."""
    return rng.choice((-1, 1)) * rng.randint(2, most)


def four_figures(value: float) -> str:
    """The value rounded to four figures, where that can be written without a power of ten."""
    return f"{value:.4g}" if 0.001 < abs(value) < 9999 else ""
