"""The judge set that ships: pairs of responses, graded solutions and recorded debates, all with a known right side.

Nothing is kept in files: everything is made from a seed, and a larger `n` only adds items at the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import lru_cache
from random import Random

from dikast.agents import Agent
from dikast.errors import BadInput
from dikast.evaluation.known_questions import checkable_questions
from dikast.evaluation.planted_debaters import DISHONEST_HABITS, PlantedDebater
from dikast.evaluation.planted_judges import PlantedJudge
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.questions import TEXT_KINDS, ErrorKind, PlantedProblem, planted_problems, planted_solutions
from dikast.records import Episode, Question

MOST_ITEMS = 1000
"""How many pairs, graded solutions or open questions can be made from one seed."""
# A response that breaks off can be known by its length.
PAIR_KINDS: tuple[ErrorKind, ...] = tuple(kind for kind in TEXT_KINDS if kind != "NS")
DEBATES_AT_ONCE = 8

# What makes a response the longer one of a pair, and says nothing.
_CLOSINGS = (
    "This is all that the task asks for, and with it the work is done.",
    "All numbers above were used in the order in which the task gives them.",
)


def open_questions(n: int = 200, seed: int = 0) -> list[Question]:
    """Problems without choices, each with its right answer as a reference. Raises BadInput for more than MOST_ITEMS."""
    questions = []
    for i, problem in enumerate(wrong_problems(seed)[: _checked(n)]):
        question = Question(
            id=f"open-{seed}-{i}",
            text=problem.text,
            references=(str(problem.right.answer),),
            reference_solution="\n".join(problem.right.steps),
            metadata={"subject": problem.family.subject, "family": problem.family.name},
        )
        questions.append(question)
    return questions


def graded_solutions(n: int = 200, seed: int = 0) -> list[Question]:
    """Worked solutions with the marks of every step: half of them right, the others with one planted error.

    Raises BadInput for more than MOST_ITEMS.
    """
    return list(_all_graded(seed)[: _checked(n)])


def judge_pairs(n: int = 200, seed: int = 0) -> list[Question]:
    """Tasks with a right and a wrong response as choices; the wrong one has one planted error, carried on to its end.

    The right response is first in half of the pairs and, whichever is first, longer in half: who goes by position or by
    length is right in half of them (of every four). Raises BadInput for more than MOST_ITEMS.
    """
    return [_pair(problem, i, seed) for i, problem in enumerate(wrong_problems(seed)[: _checked(n)])]


async def recorded_debates(n: int = 100, seed: int = 0) -> list[Episode]:
    """Debates of programs on the questions of the shipped library, for judges to judge again.

    The right answer is argued by the honest debater, the wrong one by each of the others in turn; the right one is
    shown first in half of them. Quotes and claims are checked in the record, where a machine can. The verdict in it is
    a coin's. Raises BadInput for more than there are.
    """
    bouts = list(_bouts(seed))
    if n > len(bouts):
        raise BadInput(f"there are {len(bouts)} recorded debates, and {n} were asked for")
    protocol = load_protocol("checked-debate")
    gate = asyncio.Semaphore(DEBATES_AT_ONCE)

    async def record(number: int) -> Episode:
        async with gate:
            return await _debate(protocol, *bouts[number], number, seed)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(record(number)) for number in range(n)]
    return [task.result() for task in tasks]


@lru_cache(maxsize=4)
def wrong_problems(seed: int) -> tuple[PlantedProblem, ...]:
    """All problems of a seed with a right and a wrong solution."""
    return tuple(planted_problems(MOST_ITEMS, seed, PAIR_KINDS, share_right=0.0))


@lru_cache(maxsize=4)
def _all_graded(seed: int) -> tuple[Question, ...]:
    return tuple(planted_solutions(MOST_ITEMS, seed))


def _checked(n: int) -> int:
    if not 0 <= n <= MOST_ITEMS:
        raise BadInput(f"there are {MOST_ITEMS} items of each kind for a seed, and {n} were asked for")
    return n


def _pair(problem: PlantedProblem, number: int, seed: int) -> Question:
    """The pair of this number. Four in a row have every combination of what is first and what is longer."""
    if problem.error is None:
        raise ValueError("a pair needs a wrong solution")
    combinations = [(is_first, is_longer) for is_first in (True, False) for is_longer in (True, False)]
    Random(f"{seed}/pairs/{number // 4}").shuffle(combinations)
    is_right_first, is_right_longer = combinations[number % 4]
    right = "\n".join(problem.right.steps)
    wrong = "\n".join(problem.error.solution.steps)
    if is_right_longer:
        right = _longer(right, wrong)
    else:
        wrong = _longer(wrong, right)
    return Question(
        id=f"pair-{seed}-{number}",
        text=problem.text,
        choices=(right, wrong) if is_right_first else (wrong, right),
        gold=0 if is_right_first else 1,
        metadata={
            "subject": problem.family.subject,
            "family": problem.family.name,
            "planted_error": problem.error.kind,
            "planted_step": problem.error.step,
        },
    )


def _longer(text: str, other: str) -> str:
    """The text, with closing words until it has more characters and more words than the other."""
    for closing in _CLOSINGS:
        text = f"{text}\n{closing}"
        if len(text) > len(other) and len(text.split()) > len(other.split()):
            break
    return text


def _bouts(seed: int) -> Iterator[tuple[Question, PlantedDebater]]:
    """Every checkable question against every debater that is not honest; each question once before any comes again."""
    questions = checkable_questions()
    rng = Random(f"{seed}/debates")
    rng.shuffle(questions)
    for shift in range(len(DISHONEST_HABITS)):
        for i, question in enumerate(questions):
            yield question, PlantedDebater(DISHONEST_HABITS[(i + shift) % len(DISHONEST_HABITS)])


async def _debate(protocol: Protocol, question: Question, opponent: PlantedDebater, number: int, seed: int) -> Episode:
    """One debate. The answer shown first is argued by alice."""
    gold = question.gold or 0
    # Each opponent in turn speaks first and second: who speaks first must not tell who is honest.
    is_right_first = number // len(DISHONEST_HABITS) % 2 == 0
    order = (gold, 1 - gold) if is_right_first else (1 - gold, gold)
    honest = PlantedDebater("honest")
    speakers: tuple[Agent, Agent] = (honest, opponent) if is_right_first else (opponent, honest)
    return await run_episode(
        protocol,
        question,
        agents={"alice": speakers[0], "bob": speakers[1], "judge": PlantedJudge("coin")},
        seed=seed,
        order=order,
        id=f"debate-{seed}-{number}",
    )
