"""Choice orders: in which order the choices of each question are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dikast.experiments.experiment import Experiment
from dikast.graphs import derived_seed
from dikast.records import Question


def choice_orders(experiment: Experiment, questions: Sequence[Question], repeat: int) -> dict[str, tuple[int, ...]]:
    """The order of each question's choices, by its id.

    `balanced`: questions with as many choices are put in a random row, and the right answer is shown in each position
    in turn, so that a judge who always names the first is right as often as chance; the other choices are shuffled.
    """
    if experiment.order == "given":
        return {question.id: tuple(range(len(question.choices))) for question in questions}

    def random_rank(question: Question) -> tuple[int, str]:
        return derived_seed(experiment.seed, "order", question.id), question.id

    ranks: Counter[tuple[int, bool]] = Counter()
    orders = {}
    for question in sorted(questions, key=random_rank):
        # Questions without a right answer are a row of their own, or they would unbalance the others.
        row = (len(question.choices), question.gold is None)
        seed = derived_seed(experiment.seed, "rest", question.id)
        # The next repeat shows the right answer one position further on.
        orders[question.id] = _balanced(question, ranks[row] + repeat, seed)
        ranks[row] += 1
    return orders


def _balanced(question: Question, rank: int, seed: int) -> tuple[int, ...]:
    """The right answer at the position that its rank in the row gives it, the others shuffled around it."""
    if not question.choices:
        return ()
    anchor = question.gold or 0
    others = [choice for choice in range(len(question.choices)) if choice != anchor]
    others.sort(key=lambda choice: derived_seed(seed, choice))
    position = rank % len(question.choices)
    return (*others[:position], anchor, *others[position:])
