"""Placing: how many choices a question keeps, and where among them the right one stands."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count

from dikast.errors import BadInput
from dikast.records import Question


class ChoicePlacement:
    """Reduces and balances the choices of the questions given to `place`, one after the other.

    Which wrong choices stay depends on the seed and the question's id. Where the right one goes depends on the seed
    and on how many questions came before: after any number of questions of k choices, no place has held the right
    answer more than once oftener than another.
    """

    def __init__(self, seed: int, n_choices: int | None, *, balance: bool) -> None:
        self._seed = seed
        self._n_choices = n_choices
        self._balance = balance
        self._places: dict[int, Iterator[int]] = {}

    def place(self, question: Question) -> Question:
        """The question with its choices reduced and its gold moved, where asked for. Raises BadInput without a gold."""
        n = len(question.choices)
        reduces = self._n_choices is not None and n > self._n_choices
        if not reduces and not (self._balance and n):
            return question
        if question.gold is None:
            raise BadInput(f"question {question.id!r} has no right answer, so its choices can't be reduced or balanced")
        wrong = [choice for i, choice in enumerate(question.choices) if i != question.gold]
        if self._n_choices is not None and reduces:
            kept = sorted(self._draw(question.id, n - 1, self._n_choices - 1))
            wrong = [wrong[i] for i in kept]
        gold = self._next_place(len(wrong) + 1)
        choices = (*wrong[:gold], question.choices[question.gold], *wrong[gold:])
        return question.model_copy(update={"choices": choices, "gold": gold})

    def _draw(self, question_id: str, n: int, k: int) -> list[int]:
        return random.Random(f"{self._seed}/choices/{question_id}").sample(range(n), k)

    def _next_place(self, n_choices: int) -> int:
        if n_choices not in self._places:
            self._places[n_choices] = _places(self._seed, n_choices)
        return next(self._places[n_choices])


def _places(seed: int, n_choices: int) -> Iterator[int]:
    """Every place once, in a random order, then every place once again, and so on."""
    for block in count():
        yield from random.Random(f"{seed}/places/{n_choices}/{block}").sample(range(n_choices), n_choices)
