"""κ with people, split by whether the judge could answer the question itself."""

from __future__ import annotations

import math

import pytest

from dikast.agents import Request
from dikast.graphs import run_episode
from dikast.metrics import AgreementByAbility, agreement_by_ability
from dikast.protocols import Protocol
from dikast.records import Question

QUESTIONS = [
    Question(
        id=str(i),
        text=f"What is {i} + {i}?",
        choices=(str(2 * i), str(2 * i + 1)) if i % 4 < 2 else (str(2 * i + 1), str(2 * i)),
        gold=0 if i % 4 < 2 else 1,
        references=(str(2 * i),),
    )
    for i in range(24)
]


def knows(number: int) -> bool:
    """The planted judge can add even numbers."""
    return number % 2 == 0


async def judge(request: Request) -> str:
    """Names the right response where it knows the answer or is told it; the first one anywhere else."""
    number = int(request.question.text.split()[2])
    right = request.question.references[0] if request.question.references else None
    if knows(number):
        right = str(2 * number)
    return f"Answer: {'AB'[request.question.choices.index(right)] if right else 'A'}"


async def split_by_ability(*sights: str) -> AgreementByAbility:
    roles = {"judge": {"kind": "judge", "sees": ["question", "choices", *sights]}}
    protocol = Protocol.model_validate(
        {"name": "mine", "about": "responses", "roles": roles, "moves": [{"decide": "judge"}]}
    )
    people: list[float] = []
    said: list[float] = []
    for question in QUESTIONS:
        verdict = (await run_episode(protocol, question, agents={"judge": judge})).verdict
        assert question.gold is not None
        assert verdict.choice is not None
        people.append(question.gold)
        said.append(verdict.choice)
    return agreement_by_ability(people, said, [knows(i) for i in range(len(QUESTIONS))], resamples=100)


@pytest.mark.parametrize(("sights", "kappa"), [((), 0.0), (("reference",), 1.0)])
async def test_a_reference_helps_where_the_judge_does_not_know(sights: tuple[str, ...], kappa: float) -> None:
    split = await split_by_ability(*sights)
    assert split.could is not None
    assert split.could_not is not None
    assert split.could.kappa.value == pytest.approx(1.0)
    assert split.could_not.kappa.value == pytest.approx(kappa)
    assert (split.could.n, split.could_not.n, split.n_unknown) == (12, 12, 0)


def test_what_is_not_known_is_in_neither_group() -> None:
    split = agreement_by_ability([0, 1, 1], [0, 1, math.nan], [True, None, True], resamples=50)
    assert split.could is not None
    assert (split.could.n, split.could_not, split.n_unknown) == (1, None, 1)


def test_each_verdict_has_an_ability() -> None:
    with pytest.raises(ValueError, match="one ability for each verdict"):
        agreement_by_ability([0, 1], [0, 1], [True])
