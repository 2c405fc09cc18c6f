"""Questions to probe: with choices, with long responses, with references, and with a worked solution."""

from __future__ import annotations

from dikast.records import Marking, Question, Solution, StepMark

RIVER = Question(
    id="river",
    text="Which river is the longest in Europe?",
    choices=("It is the Danube, by a small margin", "It is the Volga, by a wide margin", "The Rhine"),
    gold=1,
    references=("the Volga", "Volga"),
    metadata={
        "level": "easy",
        "translations": {"de": {"question": "Welcher Fluss?", "choices": ["Donau", "Wolga", "Rhein"]}},
    },
)


def worked(*, is_right: bool, id: str = "sum") -> Question:
    """A worked solution of two steps, which people marked."""
    label = "correct" if is_right else "incorrect"
    marks = (StepMark(label="correct"), StepMark(label=label))
    answer = "46" if is_right else "45"
    steps = ("Take twenty and three of them.", f"So twice that makes {answer} in all.")
    solution = Solution(steps=steps, marking=Marking(steps=marks))
    return Question(id=id, text="What is twice 23?", references=("46", "forty-six"), solution=solution)
