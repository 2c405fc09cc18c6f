"""Cases from the generators: every value and fact said in many words, changed, and put beside sentences about something else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from random import Random

from benchmarks.cases import wordings
from benchmarks.cases.case import Case
from benchmarks.cases.steps import Fact, facts
from benchmarks.cases.values import Value, values

SOURCE = "generated"
SOME = 3
PROBLEMS = (
    "Work out the value asked for.",
    "Anna plans a small party and wants to know how many things she needs in total.",
    "Show your work.",
)


def answers(rng: Random) -> Iterator[Case]:
    """Cases of answers, without end."""
    for value in values(rng):
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
    if value.comma:
        said.append(("decimal comma", wordings.in_language(rng, value.comma, "de fr es")))
    if value.countable:
        said.append(wordings.counted(rng, reference))
        said.append(("sentence with other numbers", wordings.told(rng, reference, others)))
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
    if value.countable:
        others = rng.sample([n for n in range(2, 30) if str(n) != reference], 2)
        text = wordings.told(rng, reference, (others[0], others[1]))
        yield Case(SOURCE, "mutation", "another number of the sentence", "answer", False, text, str(others[0]))


def answer_distractors(rng: Random, value: Value) -> Iterator[Case]:
    """An announced answer, right or wrong, beside sentences about something else."""
    reference = value.texts[0]
    right = wordings.framed(rng, rng.choice(value.texts))[1]
    wrong = wordings.framed(rng, rng.choice(value.mutants)[1])[1]
    kinds = wordings.asides(rng)
    for truth, text in ((True, right), (False, wrong)):
        base = Case(SOURCE, "distractor", "", "answer", truth, text, reference, choices=value.choices)
        for _ in range(2):
            kind, aside = next(kinds)
            yield dataclasses.replace(base, kind=kind, text=wordings.beside(rng, text, aside), base=base)


def steps(rng: Random) -> Iterator[Case]:
    """Cases of steps, without end."""
    for fact in facts(rng):
        for make in (step_rewordings, step_mutations, step_distractors):
            yield from some(rng, make(rng, fact))


def some(rng: Random, cases: Iterable[Case]) -> list[Case]:
    """A few of the cases, so that no kind of value takes the place of the others."""
    found = list(cases)
    return rng.sample(found, min(len(found), SOME))


def step_rewordings(_: Random, fact: Fact) -> Iterator[Case]:
    """The fact in its words."""
    for text in fact.texts:
        yield Case(SOURCE, "rewording", fact.kind, "step", True, text, context=fact.context)


def step_mutations(_: Random, fact: Fact) -> Iterator[Case]:
    """The fact changed."""
    for change, text in fact.mutants:
        yield Case(SOURCE, "mutation", f"{fact.kind}: {change}", "step", False, text, context=fact.context)


def step_distractors(rng: Random, fact: Fact) -> Iterator[Case]:
    """A step, right or wrong, beside sentences about something else, with harmless words, and with a problem."""
    kinds = wordings.asides(rng)
    for truth, text in ((True, rng.choice(fact.texts)), (False, rng.choice(fact.mutants)[1])):
        base = Case(SOURCE, "distractor", "", "step", truth, text, context=fact.context)
        for _ in range(2):
            kind, aside = next(kinds)
            yield dataclasses.replace(base, kind=kind, text=wordings.beside(rng, text, aside), base=base)
        if text[0].isdigit() or text[0] == "$":
            yield dataclasses.replace(base, kind="harmless words", text=wordings.harmless(rng, text), base=base)
        if fact.plain:
            yield dataclasses.replace(base, kind="a problem", problem=rng.choice(PROBLEMS), base=base)
