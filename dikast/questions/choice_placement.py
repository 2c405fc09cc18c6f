"""ChoicePlacement: how many choices a question keeps, and at which position the right one is shown."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import count

from dikast.errors import BadInput
from dikast.records import Question


class ChoicePlacement:
    """Reduces and balances the choices of questions, which are given to `place` one after the other.

    Which wrong choices stay depends on the seed and the question's id. Where the right one goes depends on the seed
    and on the number of questions before. After any number of questions with k choices, the counts of right answers
    at the k positions differ by one at most.
    """

    def __init__(self, seed: int, n_choices: int | None, *, balance: bool) -> None:
        self._seed = seed
        # Without the option, a question keeps all its choices.
        self._max_choices = sys.maxsize if n_choices is None else n_choices
        self._balance = balance
        self._positions: dict[int, Iterator[int]] = {}

    def place(self, question: Question) -> Question:
        """The question with its choices reduced and its gold choice moved, as far as the options ask for it.

        Raises BadInput if that is asked for and the question has no gold choice.
        """
        n_choices = len(question.choices)
        reduces = n_choices > self._max_choices
        balances = self._balance and n_choices > 0
        if not reduces and not balances:
            return question
        if question.gold is None:
            raise BadInput(f"question {question.id!r} has no right answer, so its choices can't be reduced or balanced")
        right = question.choices[question.gold]
        wrong = self._wrong_choices(question, question.gold)
        # Reduced choices are balanced too: the right one would else come first more often than before.
        gold = self._next_position(len(wrong) + 1)
        choices = (*wrong[:gold], right, *wrong[gold:])
        return question.model_copy(update={"choices": choices, "gold": gold})

    def _wrong_choices(self, question: Question, gold: int) -> list[str]:
        """The wrong choices that stay, in their order."""
        wrong = list(question.choices)
        del wrong[gold]
        if len(wrong) < self._max_choices:
            return wrong
        rng = random.Random(f"{self._seed}/choices/{question.id}")
        indices = rng.sample(range(len(wrong)), self._max_choices - 1)
        return [wrong[i] for i in sorted(indices)]

    def _next_position(self, n_choices: int) -> int:
        """The position of the next right answer among `n_choices` choices."""
        if n_choices not in self._positions:
            self._positions[n_choices] = _balanced_positions(self._seed, n_choices)
        return next(self._positions[n_choices])


def _balanced_positions(seed: int, n_choices: int) -> Iterator[int]:
    """Every position once, in a random order, then every position once again, and so on without end."""
    for block in count():
        # The word "places" is part of the random key: with another one, the same seed would give other questions.
        yield from random.Random(f"{seed}/places/{n_choices}/{block}").sample(range(n_choices), n_choices)
