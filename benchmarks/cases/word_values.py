"""Answers in words, choices and chemical formulas."""

from __future__ import annotations

from random import Random

from benchmarks.cases.value import Value

WORDS = (
    ("increasing", "decreasing"), ("even", "odd"), ("True", "False"), ("Yes", "No"), ("convergent", "divergent"),
    ("positive", "negative"), ("acute", "obtuse"), ("rational", "irrational"),
)  # fmt: skip


def word(rng: Random) -> Value:
    right, wrong = rng.choice(WORDS)
    right, wrong = rng.choice(((right, wrong), (wrong, right)))
    mutants = (
        ("name", wrong),
        ("negation", f"not {right}"),
        ("name", f"{right} or {wrong}"),
        ("negation", f"It is not {right}."),
    )
    return Value("word", (right, right.lower(), right.upper()), mutants)


def choice(rng: Random) -> Value:
    options = [str(n) for n in rng.sample(range(10, 99), 4)]
    right, wrong = rng.sample(range(4), 2)
    letter, other = "ABCD"[right], "ABCD"[wrong]
    texts = (letter, f"({letter})", f"{letter}.", f"{letter}) {options[right]}", options[right], f"Option {letter}")
    mutants = (
        ("name", other),
        ("name", f"({other})"),
        ("name", options[wrong]),
        ("name", f"{letter}) {options[wrong]}"),
        ("name", f"{other}) {options[right]}"),
        ("negation", f"Not {letter}"),
        ("element added", f"{letter} or {other}"),
        ("sign", f"-{letter}"),
    )
    return Value("choice", texts, mutants, choices=tuple(options))


SUBSTANCES = (
    ("H", 2, "SO", 4),
    ("C", 6, "H", 12),
    ("Fe", 2, "O", 3),
    ("N", 2, "O", 5),
    ("Al", 2, "O", 3),
    ("P", 4, "O", 10),
)


LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def substance(rng: Random) -> Value:
    first, n, second, m = rng.choice(SUBSTANCES)
    texts = (
        f"{first}{n}{second}{m}",
        f"{first}_{n}{second}_{{{m}}}",
        f"\\text{{{first}}}_{{{n}}}\\text{{{second}}}_{{{m}}}",
        f"{first}{n}{second}{m}".translate(LOWERED),
    )
    mutants = (
        ("digit", f"{first}{n + 1}{second}{m}"),
        ("digit", f"{first}{n}{second}{m + 1}"),
        ("digit dropped", f"{first}{second}{m}"),
        ("digit", f"{first}_{n}{second}_{{{m + 1}}}"),
        ("name", f"Mg{n}{second}{m}"),
    )
    return Value("substance", texts, mutants)


MAKERS = (word, choice, substance)
