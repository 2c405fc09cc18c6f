"""Answers of several parts: pairs, sets, intervals, solutions, labelled values."""

from __future__ import annotations

from random import Random

from benchmarks.cases.value import Value, nonzero, other_number


def solution(rng: Random) -> Value:
    name, number = rng.choice("xyntk"), nonzero(rng, 99)
    other = rng.choice([n for n in "xyntk" if n != name])
    texts = (f"{name} = {number}", f"{name}={number}", f"{number}")
    mutants = (
        ("name", f"{other} = {number}"),
        ("digit", f"{name} = {other_number(rng, number)}"),
        ("sign", f"{name} = {-number}"),
        ("bound", f"{name} > {number}"),
        ("bound", f"{name} \\le {number}"),
        ("operator", f"{name} \\ne {number}"),
        ("digit", f"{other_number(rng, number)}"),
    )
    more = rng.randint(1, 9)
    checked = f"{name} = {number}. Check: {number} + {more} = {number + more}."
    because = f"So {name} = {number}, because {number} · 2 = {2 * number}."
    said = (("check", checked), ("check", because))
    missaid = (
        ("the number of the check", checked, str(number + more)),
        ("the number of the check", because, str(2 * number)),
    )
    return Value("solution", texts, mutants, said, missaid)


def pair(rng: Random) -> Value:
    a, b, c = rng.sample([n for n in range(-20, 21) if n], 3)
    texts = (f"({a}, {b})", f"({a},{b})", f"\\left({a}, {b}\\right)", f"x = {a}, y = {b}", f"x = {a} and y = {b}")
    mutants = (
        ("order", f"({b}, {a})"),
        ("sign", f"({-a}, {b})"),
        ("sign", f"({a}, {-b})"),
        ("digit", f"({other_number(rng, a)}, {b})"),
        ("digit", f"({a}, {other_number(rng, b)})"),
        ("element dropped", f"({a})"),
        ("element added", f"({a}, {b}, {c})"),
        ("order", f"x = {b}, y = {a}"),
        ("digit", f"x = {other_number(rng, a)}, y = {b}"),
    )
    return Value("pair", texts, mutants)


def members(rng: Random) -> Value:
    numbers = rng.sample(range(-20, 40), rng.randint(3, 5))
    shuffled = rng.sample(numbers, len(numbers))
    new = rng.randint(41, 60)
    listed = ", ".join(map(str, numbers))
    texts = (f"\\{{{listed}\\}}", f"\\{{{', '.join(map(str, shuffled))}\\}}", f"{{{listed}}}")
    mutants = (
        ("element dropped", f"\\{{{', '.join(map(str, numbers[1:]))}\\}}"),
        ("element dropped", f"\\{{{', '.join(map(str, numbers[:-1]))}\\}}"),
        ("element added", f"\\{{{listed}, {new}\\}}"),
        ("digit", f"\\{{{', '.join(map(str, [*numbers[:-1], new]))}\\}}"),
    )
    return Value("set", texts, mutants)


def solutions(rng: Random) -> Value:
    a, b, c = rng.sample([n for n in range(-20, 21) if n], 3)
    texts = (
        f"x = {a} or x = {b}",
        f"x = {b} or x = {a}",
        f"x = {a} \\text{{ or }} x = {b}",
        f"x \\in \\{{{a}, {b}\\}}",
    )
    mutants = (
        ("element dropped", f"x = {a}"),
        ("element dropped", f"x = {b}"),
        ("digit", f"x = {a} or x = {c}"),
        ("digit", f"x = {c} or x = {b}"),
        ("element added", f"x = {a} or x = {b} or x = {c}"),
        ("name", f"y = {a} or y = {b}"),
    )
    return Value("solutions", texts, mutants)


def interval(rng: Random) -> Value:
    a, b = sorted(rng.sample(range(-30, 30), 2))
    texts = (f"[{a}, {b})", f"{a} \\le x < {b}", f"{a} ≤ x < {b}", f"x \\in [{a}, {b})")
    mutants = (
        ("bound", f"({a}, {b})"),
        ("bound", f"[{a}, {b}]"),
        ("bound", f"({a}, {b}]"),
        ("bound", f"{a} < x < {b}"),
        ("bound", f"{a} \\le x \\le {b}"),
        ("digit", f"[{a - 1}, {b})"),
        ("digit", f"[{a}, {b + 2})"),
        ("bound", f"[{a}, \\infty)"),
    )
    return Value("interval", texts, mutants)


def ray(rng: Random) -> Value:
    a = nonzero(rng, 40)
    texts = (f"x > {a}", f"{a} < x", f"({a}, \\infty)", f"x \\in ({a}, \\infty)")
    mutants = (
        ("bound", f"x \\ge {a}"),
        ("bound", f"x ≥ {a}"),
        ("bound", f"[{a}, \\infty)"),
        ("operator", f"x < {a}"),
        ("operator", f"x = {a}"),
        ("name", f"y > {a}"),
        ("digit", f"x > {other_number(rng, a)}"),
        ("sign", f"x > {-a}"),
    )
    return Value("ray", texts, mutants)


def two_rays(rng: Random) -> Value:
    a, b = sorted(rng.sample(range(-30, 30), 2))
    texts = (f"x < {a} or x > {b}", f"x > {b} or x < {a}", f"(-\\infty, {a}) \\cup ({b}, \\infty)")
    mutants = (
        ("bound", f"x \\le {a} or x > {b}"),
        ("bound", f"x < {a} or x \\ge {b}"),
        ("operator", f"{a} < x < {b}"),
        ("operator", f"x < {a} and x > {b}"),
        ("element dropped", f"x > {b}"),
        ("digit", f"x < {a - 1} or x > {b}"),
        ("operator", f"(-\\infty, {a}) \\cap ({b}, \\infty)"),
    )
    return Value("two rays", texts, mutants)


def matrix(rng: Random) -> Value:
    a, b, c, d = rng.sample(range(-9, 10), 4)
    written = "\\begin{{{0}}} {1} & {2} \\\\ {3} & {4} \\end{{{0}}}"
    texts = (written.format("pmatrix", a, b, c, d), written.format("bmatrix", a, b, c, d))
    mutants = (
        ("order", written.format("pmatrix", a, c, b, d)),
        ("order", written.format("pmatrix", c, d, a, b)),
        ("digit", written.format("pmatrix", a, b, c, d + 10)),
        ("digit", written.format("pmatrix", a - 10, b, c, d)),
        ("element dropped", f"\\begin{{pmatrix}} {a} & {b} \\end{{pmatrix}}"),
    )
    return Value("matrix", texts, mutants)


PARTS = (
    ("perimeter", "area"),
    ("mean", "median"),
    ("maximum", "minimum"),
    ("quotient", "remainder"),
    ("length", "width"),
)


def labelled_parts(rng: Random) -> Value:
    first, second = rng.choice(PARTS)
    a, b = rng.sample(range(2, 90), 2)
    texts = (
        f"{first} {a}, {second} {b}",
        f"{first} = {a}, {second} = {b}",
        f"The {first} is {a} and the {second} is {b}",
        f"{second} {b}, {first} {a}",
    )
    mutants = (
        ("digit", f"{first} {a + 1}, {second} {b}"),
        ("digit", f"{first} {a}, {second} {b + 1}"),
        ("order", f"{first} {b}, {second} {a}"),
        ("name", f"{second} {a}, {first} {b}"),
        ("digit", f"The {first} is {a + 2} and the {second} is {b}"),
        ("element dropped", f"{second} {b}"),
        ("element dropped", f"{b}"),
    )
    return Value("parts", texts, mutants)


def condition(rng: Random) -> Value:
    a, b = rng.sample(range(2, 60), 2)
    texts = (f"{a} when x = {b}", f"{a} at x = {b}", f"{a} when $x = {b}$")
    mutants = (
        ("digit", f"{a + 1} when x = {b}"),
        ("condition", f"{a} when x = {b + 1}"),
        ("condition", f"{a} when y = {b}"),
        ("order", f"{b} when x = {a}"),
        ("condition", f"{a} at x = {b + 3}"),
        ("digit", f"{a + 4} at x = {b}"),
    )
    return Value("condition", texts, mutants)


MAKERS = (solution, pair, members, solutions, interval, ray, two_rays, matrix, labelled_parts, condition)
