"""Choice orders: in which order the choices of each question are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from dikast.experiments.experiment import Experiment
from dikast.experiments.stores import QuestionMark
from dikast.graphs import derived_seed
from dikast.records import Question

Batches = Sequence[Sequence[QuestionMark]]
"""All questions of a run, in the batches in which it took them up."""


@dataclass(frozen=True)
class ChoiceOrders:
    """The order of each question's choices, worked out when it is asked for.

    `balanced`: questions with as many choices are put in a random row, and the right answer is shown in each position
    in turn, so that a judge who always names the first is right as often as chance; the other choices are shuffled.
    `batches` are all questions of the run, where it has more than these or was extended: the questions of an
    extension are put at the end of the row, so that the earlier ones are shown as before.
    """

    experiment: Experiment
    questions: Sequence[Question]
    batches: Batches = ()

    def of(self, question: Question, repeat: int) -> tuple[int, ...]:
        """The order in which one repeat shows the choices of one of the questions."""
        if self.experiment.order == "given":
            return tuple(range(len(question.choices)))
        seed = derived_seed(self.experiment.seed, "rest", question.id)
        # The next repeat shows the right answer one position further on.
        return _balanced(question, self._ranks[question.id] + repeat, seed)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        batches = self.batches or [[QuestionMark.of(question) for question in self.questions]]
        return _ranks(self.experiment.seed, batches)


def choice_orders(experiment: Experiment, questions: Sequence[Question], repeat: int) -> dict[str, tuple[int, ...]]:
    """The order in which one repeat shows the choices of each of these questions, by its id; see ChoiceOrders."""
    orders = ChoiceOrders(experiment, questions)
    return {question.id: orders.of(question, repeat) for question in questions}


def _ranks(seed: int, batches: Batches) -> dict[str, int]:
    """The place of each question in its row, by its id."""

    def random_rank(mark: QuestionMark) -> tuple[int, str]:
        return derived_seed(seed, "order", mark.id), mark.id

    lengths: Counter[tuple[int, bool]] = Counter()
    ranks = {}
    for mark in chain.from_iterable(sorted(batch, key=random_rank) for batch in batches):
        # Questions without a right answer are a row of their own, or they would unbalance the others.
        row = (mark.n_choices, mark.has_gold)
        ranks[mark.id] = lengths[row]
        lengths[row] += 1
    return ranks


def _balanced(question: Question, rank: int, seed: int) -> tuple[int, ...]:
    """The right answer at the position that its rank in the row gives it, the others shuffled around it."""
    if not question.choices:
        return ()
    anchor = question.gold or 0
    others = [choice for choice in range(len(question.choices)) if choice != anchor]
    others.sort(key=lambda choice: derived_seed(seed, choice))
    position = rank % len(question.choices)
    return (*others[:position], anchor, *others[position:])
