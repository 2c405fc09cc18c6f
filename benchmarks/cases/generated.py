"""Cases from the generators: each value and fact in many words, changed, and beside what says nothing of it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator
from random import Random

from benchmarks.cases import (
    algebra_facts,
    arithmetic_facts,
    formula_values,
    moods,
    number_values,
    set_values,
    unit_values,
    word_values,
    wordings,
)  # fmt: skip
from benchmarks.cases.case import Case
from benchmarks.cases.fact import Fact
from benchmarks.cases.value import Value

SOURCE = "generated"
SOME = 3
VALUES: tuple[Callable[[Random], Value], ...] = (
    *number_values.MAKERS, *unit_values.MAKERS, *formula_values.MAKERS, *set_values.MAKERS, *word_values.MAKERS,
)  # fmt: skip
FACTS: tuple[Callable[[Random], Fact], ...] = (*arithmetic_facts.MAKERS, *algebra_facts.MAKERS, *moods.MAKERS)
PROBLEMS = (
    "Work out the value asked for.",
    "Anna plans a small party and wants to know how many things she needs in total.",
    "Show your work.",
)


def answers(rng: Random) -> Iterator[Case]:
    """Cases of answers, without end."""
    for make_value in itertools.cycle(VALUES):
        value = make_value(rng)
        for make in (answer_rewordings, answer_mutations, answer_distractors):
            yield from some(rng, make(rng, value))


def answer_rewordings(rng: Random, value: Value) -> Iterator[Case]:
    """The value in its other writings, and in other words."""
    reference, other = value.texts[0], rng.choice(value.texts)
    said = [("writing", text) for text in value.texts[1:]]
    said.append(wordings.framed(rng, other))
    said.append(wordings.framed(rng, reference))
    said.append(("boxed", wordings.boxed(rng, other)))
    others = rng.randint(2, 9), rng.randint(2, 9)
    said.append(("afterthought", wordings.with_afterthought(rng, reference, others)))
    if value.gloss:
        said.append(("gloss", wordings.glossed(rng, other, value.gloss)))
    said += value.said
    for kind, text in said:
        yield Case(SOURCE, "rewording", f"{value.kind}: {kind}", "answer", True, text, reference, choices=value.choices)


def answer_mutations(rng: Random, value: Value) -> Iterator[Case]:
    """The value changed, alone and in a sentence; and sentences of whose numbers another is the answer."""
    reference = value.texts[0]
    for change, wrong in value.mutants:
        kind = f"{value.kind}: {change}"
        yield Case(SOURCE, "mutation", kind, "answer", False, wrong, reference, choices=value.choices)
        _, said = wordings.framed(rng, wrong)
        yield Case(SOURCE, "mutation", kind, "answer", False, said, reference, choices=value.choices)
    for kind, text, other in value.missaid:
        yield Case(SOURCE, "mutation", f"{value.kind}: {kind}", "answer", False, text, other, choices=value.choices)


def answer_distractors(rng: Random, value: Value) -> Iterator[Case]:
    """An announced answer, right or wrong, beside sentences about something else."""
    reference = value.texts[0]
    right = wordings.framed(rng, rng.choice(value.texts), announced=True)[1]
    wrong = wordings.framed(rng, rng.choice(value.mutants)[1], announced=True)[1]
    for truth, text in ((True, right), (False, wrong)):
        base = Case(SOURCE, "distractor", "", "answer", truth, text, reference, choices=value.choices)
        for kind, aside in itertools.islice(wordings.asides(rng), 2):
            yield dataclasses.replace(base, kind=kind, text=wordings.beside(rng, text, aside), base=base)


def steps(rng: Random) -> Iterator[Case]:
    """Cases of steps, without end."""
    for make_fact in itertools.cycle(FACTS):
        fact = make_fact(rng)
        for make in (step_rewordings, step_mutations, step_distractors, step_abstentions):
            yield from some(rng, make(rng, fact))


def some(rng: Random, cases: Iterable[Case]) -> list[Case]:
    """A few of the cases, so that no kind of value takes the place of the others."""
    found = list(cases)
    return rng.sample(found, min(len(found), SOME))


def step_rewordings(_: Random, fact: Fact) -> Iterator[Case]:
    """The fact in its words."""
    for text in fact.texts:
        yield Case(SOURCE, "rewording", fact.kind, "step", True, text, context=fact.context, problem=fact.problem)


def step_mutations(_: Random, fact: Fact) -> Iterator[Case]:
    """The fact changed."""
    for change, text in fact.mutants:
        yield Case(
            SOURCE,
            "mutation",
            f"{fact.kind}: {change}",
            "step",
            False,
            text,
            context=fact.context,
            problem=fact.problem,
        )


def step_abstentions(_: Random, fact: Fact) -> Iterator[Case]:
    """Texts beside the fact that assert nothing, or whose signs were lost."""
    for kind, text in fact.open_texts:
        yield Case(
            SOURCE, "abstention", f"{fact.kind}: {kind}", "step", None, text, context=fact.context, problem=fact.problem
        )


def step_distractors(rng: Random, fact: Fact) -> Iterator[Case]:
    """A step, right or wrong, beside sentences about something else, with harmless words, and with a problem."""
    for truth, text in ((True, rng.choice(fact.texts)), (False, rng.choice(fact.mutants)[1])):
        base = Case(SOURCE, "distractor", "", "step", truth, text, context=fact.context, problem=fact.problem)
        for kind, aside in itertools.islice(wordings.asides(rng), 2):
            yield dataclasses.replace(base, kind=kind, text=wordings.beside(rng, text, aside), base=base)
        if text[0].isdigit() or text[0] == "$":
            yield dataclasses.replace(base, kind="harmless words", text=wordings.harmless(rng, text), base=base)
        if fact.plain:
            yield dataclasses.replace(base, kind="a problem", problem=rng.choice(PROBLEMS), base=base)
