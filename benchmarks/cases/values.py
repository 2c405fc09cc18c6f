"""Answers made from known values: each with ways to write it and with wrong answers that are close to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from benchmarks.cases.numerals import changed_digits, short_decimal
from benchmarks.cases.polynomials import Polynomial

Mutant = tuple[str, str]  # what was changed, and the wrong answer


@dataclass(frozen=True)
class Value:
    """A right answer: the first text is the reference, all mean the same, and each mutant means something else."""

    kind: str
    texts: tuple[str, ...]
    mutants: tuple[Mutant, ...]
    gloss: str = ""  # its value to four figures, where that is not the exact one
    comma: str = ""  # how it is written where the comma marks the decimals
    countable: bool = False  # a noun may follow
    choices: tuple[str, ...] | None = None


def _signed(number: int) -> str:
    return f"+ {number}" if number >= 0 else f"- {-number}"


def _other(rng: Random, number: int) -> int:
    """Another number near it, of the same sign."""
    return number + rng.choice((1, 2, 3)) * (1 if number > 0 else -1)


def _nonzero(rng: Random, most: int) -> int:
    return rng.choice((-1, 1)) * rng.randint(2, most)


def _rounded(value: float) -> str:
    return f"{value:.4g}" if 0.001 < abs(value) < 9999 else ""


def integer(rng: Random) -> Value:
    number = rng.choice((rng.randint(2, 99), rng.randint(100, 9999), rng.randint(10**4, 10**8)))
    text = str(number)
    texts = (text, f"{number:,}") if number >= 1000 else (text,)
    dotted = f"{number:,}".replace(",", ".") if number >= 10**6 else ""
    mutants = (*changed_digits(rng, text), ("sign", f"-{text}"))
    return Value("integer", texts, mutants, comma=dotted, countable=True)


def negative(rng: Random) -> Value:
    text = str(rng.randint(2, 9999))
    mutants = [(kind, f"-{wrong}") for kind, wrong in changed_digits(rng, text)]
    return Value("negative", (f"-{text}", f"−{text}"), (*mutants, ("sign", text)))


def decimal(rng: Random) -> Value:
    places = rng.randint(1, 3)
    whole, part = str(rng.randint(1, 99)), f"{rng.randint(1, 10**places - 1):0{places}d}"[:-1] + rng.choice("123456789")
    text = f"{whole}.{part}"
    place = rng.randrange(len(part))
    changed = part[:place] + rng.choice([d for d in "0123456789" if d != part[place]]) + part[place + 1 :]
    exact = Fraction(text)
    mutants = (
        ("digit", f"{whole}.{changed}"),
        ("digit", f"{int(whole) + 1}.{part}"),
        ("point moved", f"{whole}{part[0]}.{part[1:]}" if len(part) > 1 else whole + part),
        ("sign", f"-{text}"),
    )
    texts = (text, f"{exact.numerator}/{exact.denominator}")
    return Value("decimal", texts, mutants, comma=text.replace(".", ","))


def fraction(rng: Random) -> Value:
    top, bottom = rng.randint(1, 30), rng.randint(3, 30)
    value = Fraction(top, bottom)
    p, q = value.numerator, value.denominator
    if q == 1:
        return fraction(rng)
    texts = [f"{p}/{q}", f"\\frac{{{p}}}{{{q}}}", f"\\dfrac{{{p}}}{{{q}}}"]
    if p > q:
        texts.append(f"{p // q}\\frac{{{p % q}}}{{{q}}}")
    exact = short_decimal(value)
    texts += [exact] if exact else []
    wrong = [
        ("digit", Fraction(p + rng.randint(1, 3), q)),
        ("digit", Fraction(p, q + rng.randint(1, 3))),
        ("swapped", Fraction(q, p)),
        ("sign", -value),
        ("digit dropped", Fraction(p)),
    ]
    mutants = tuple((kind, f"{w.numerator}/{w.denominator}") for kind, w in wrong if w != value and w.denominator > 1)
    return Value("fraction", tuple(texts), mutants, "" if exact else _rounded(float(value)))


def percent(rng: Random) -> Value:
    number = rng.randint(2, 99)
    mutants = [(kind, f"{wrong}%") for kind, wrong in changed_digits(rng, str(number))]
    texts = (f"{number}%", f"{number}\\%", f"{number} percent", f"{number / 100:.2f}")
    return Value("percent", texts, (*mutants, ("point moved", f"{number / 10:.1f}%")))


UNITS: tuple[tuple[str, str, str, Fraction, tuple[str, ...]], ...] = (
    # unit, in words, another unit of the same thing, how many of it are in one, units of something else
    ("m", "meters", "cm", Fraction(100), ("km", "s", "kg", "m/s")),
    ("km", "kilometers", "m", Fraction(1000), ("m", "h", "km/h")),
    ("kg", "kilograms", "g", Fraction(1000), ("g", "N", "m")),
    ("s", "seconds", "ms", Fraction(1000), ("min", "m")),
    ("hours", "hours", "minutes", Fraction(60), ("minutes", "days", "km")),
    ("L", "liters", "mL", Fraction(1000), ("mL", "kg")),
    ("N", "newtons", "kN", Fraction(1, 1000), ("J", "kN", "kg")),
    ("J", "joules", "kJ", Fraction(1, 1000), ("N", "kJ", "W")),
    ("m/s", "meters per second", "km/h", Fraction(18, 5), ("km/h", "m", "m/s²")),
    ("m/s²", "meters per second squared", "cm/s²", Fraction(100), ("m/s", "m", "km/s²")),
    ("cm²", "square centimeters", "mm²", Fraction(100), ("cm", "cm³", "m²")),
    ("m³", "cubic meters", "L", Fraction(1000), ("m", "m²", "cm³")),
    ("g/mol", "grams per mole", "kg/mol", Fraction(1, 1000), ("g", "mol", "kg/mol")),
    ("V", "volts", "mV", Fraction(1000), ("A", "mV", "W")),
    ("Hz", "hertz", "kHz", Fraction(1, 1000), ("s", "kHz")),
)


def quantity(rng: Random) -> Value:
    unit, words, other, factor, wrong_units = rng.choice(UNITS)
    number = rng.choice(
        (Fraction(rng.randint(2, 90)), Fraction(rng.randint(11, 990), 10), Fraction(rng.randint(3, 9), 2))
    )
    shown, converted = short_decimal(number), short_decimal(number * factor)
    texts = [f"{shown} {unit}", f"{shown}{unit}", f"{shown} {words}"]
    texts += [f"{converted} {other}"] if converted else []
    latex = unit.replace("²", "}^2\\text{").replace("³", "}^3\\text{")
    texts.append(f"{shown}\\text{{ {latex}}}".replace("\\text{}", ""))
    mutants: list[Mutant] = [("unit", f"{shown} {one}") for one in wrong_units]
    mutants.append(("digit", f"{short_decimal(number + rng.randint(1, 5))} {unit}"))
    mutants.append(("sign", f"-{shown} {unit}"))
    mutants.append(("unit", f"{shown} {other}"))
    if converted:
        mutants.append(("point moved", f"{short_decimal(number * factor * 10)} {other}"))
    comma = f"{shown} {unit}".replace(".", ",") if "." in str(shown) else ""
    return Value("quantity", tuple(texts), tuple(mutants), comma=comma)


def part_of_a_unit(rng: Random) -> Value:
    (unit, other, factor), (p, q) = rng.choice(PARTED), rng.choice(((1, 2), (1, 4), (3, 4), (2, 5), (3, 2), (5, 4)))
    inner = Fraction(p, q) * factor
    texts = (
        f"{p}/{q} {unit}",
        f"\\frac{{{p}}}{{{q}}}\\text{{ {unit}}}",
        f"{inner} {other}",
        f"{short_decimal(Fraction(p, q))} {unit}",
    )
    mutants = (
        ("digit", f"{p + q}/{q} {unit}"),
        ("unit", f"{p}/{q} {other}"),
        ("swapped", f"{q}/{p} {unit}"),
        ("digit", f"{inner + 1} {other}"),
    )
    return Value("part of a unit", texts, mutants)


PARTED = (
    ("m", "cm", 100),
    ("kg", "g", 1000),
    ("hour", "minutes", 60),
    ("km", "m", 1000),
    ("min", "s", 60),
    ("L", "mL", 1000),
)


def money(rng: Random) -> Value:
    cents = rng.randint(101, 99999)
    amount = f"{cents // 100}.{cents % 100:02d}"
    mutants = [(kind, f"${wrong}.{cents % 100:02d}") for kind, wrong in changed_digits(rng, str(cents // 100))]
    mutants += [("unit", f"€{amount}"), ("point moved", f"${cents}")]
    return Value("money", (f"${amount}", f"\\${amount}", f"{amount} dollars"), tuple(mutants))


def polynomial(rng: Random) -> Value:
    name = rng.choice("xtnz")
    roots = [_nonzero(rng, 9) for _ in range(rng.randint(2, 3))]
    poly = Polynomial.with_roots(roots).times(rng.choice((1, 1, 2, 3)))
    factored = poly.factored(roots, name)
    texts = (poly.written(name), poly.written(name, latex=True), poly.written(name, ascending=True), factored)
    mutants = [(kind, wrong.written(name)) for kind, wrong in poly.mutants(rng)]
    mutants.append(("name", poly.written("y")))
    return Value("polynomial", texts, tuple(mutants))


def solution(rng: Random) -> Value:
    name, number = rng.choice("xyntk"), _nonzero(rng, 99)
    other = rng.choice([n for n in "xyntk" if n != name])
    texts = (f"{name} = {number}", f"{name}={number}", f"{number}")
    mutants = (
        ("name", f"{other} = {number}"),
        ("digit", f"{name} = {_other(rng, number)}"),
        ("sign", f"{name} = {-number}"),
        ("bound", f"{name} > {number}"),
        ("bound", f"{name} \\le {number}"),
        ("operator", f"{name} \\ne {number}"),
        ("digit", f"{_other(rng, number)}"),
    )
    return Value("solution", texts, mutants)


def pair(rng: Random) -> Value:
    a, b, c = rng.sample([n for n in range(-20, 21) if n], 3)
    texts = (f"({a}, {b})", f"({a},{b})", f"\\left({a}, {b}\\right)", f"x = {a}, y = {b}")
    mutants = (
        ("order", f"({b}, {a})"),
        ("sign", f"({-a}, {b})"),
        ("sign", f"({a}, {-b})"),
        ("digit", f"({_other(rng, a)}, {b})"),
        ("digit", f"({a}, {_other(rng, b)})"),
        ("element dropped", f"({a})"),
        ("element added", f"({a}, {b}, {c})"),
        ("order", f"x = {b}, y = {a}"),
        ("digit", f"x = {_other(rng, a)}, y = {b}"),
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
    a = _nonzero(rng, 40)
    texts = (f"x > {a}", f"{a} < x", f"({a}, \\infty)", f"x \\in ({a}, \\infty)")
    mutants = (
        ("bound", f"x \\ge {a}"),
        ("bound", f"x ≥ {a}"),
        ("bound", f"[{a}, \\infty)"),
        ("operator", f"x < {a}"),
        ("operator", f"x = {a}"),
        ("name", f"y > {a}"),
        ("digit", f"x > {_other(rng, a)}"),
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


def root(rng: Random) -> Value:
    a, b = rng.randint(2, 9), rng.choice((2, 3, 5, 6, 7, 10, 11, 13))
    texts = (f"{a}\\sqrt{{{b}}}", f"{a}√{b}", f"{a}*sqrt({b})", f"\\sqrt{{{a * a * b}}}")
    mutants = (
        ("digit", f"{a + 1}\\sqrt{{{b}}}"),
        ("digit", f"{a}\\sqrt{{{b + 1}}}"),
        ("digit", f"{a}\\sqrt{{{b}1}}"),
        ("function", f"{a}\\sqrt[3]{{{b}}}"),
        ("sign", f"-{a}\\sqrt{{{b}}}"),
        ("function", f"{a * b}"),
        ("digit dropped", f"\\sqrt{{{b}}}"),
    )
    return Value("root", texts, mutants, _rounded(a * math.sqrt(b)))


def circle(rng: Random) -> Value:
    a = rng.randint(2, 60)
    texts = (f"{a}\\pi", f"{a}π", f"{a}*pi", f"{a} \\pi")
    mutants = (
        *((kind, f"{wrong}\\pi") for kind, wrong in changed_digits(rng, str(a))),
        ("name", f"{a}"),
        ("exponent", f"{a}\\pi^2"),
        ("sign", f"-{a}\\pi"),
        ("operator", f"{a}+\\pi"),
    )
    return Value("circle", texts, mutants, _rounded(a * math.pi))


FUNCTIONS = ("sin", "cos", "tan", "ln", "cosh")


def function(rng: Random) -> Value:
    name, wrong = rng.sample(FUNCTIONS, 2)
    k, m = rng.randint(2, 9), rng.randint(2, 9)
    texts = (f"{k}\\{name}({m}x)", f"{k}{name}({m}x)", f"{k}*{name}({m}*x)", f"{k}\\{name}\\left({m}x\\right)")
    mutants = (
        ("function", f"{k}\\{wrong}({m}x)"),
        ("digit", f"{k + 1}\\{name}({m}x)"),
        ("digit", f"{k}\\{name}({m + 1}x)"),
        ("name", f"{k}\\{name}({m}y)"),
        ("sign", f"-{k}\\{name}({m}x)"),
        ("exponent", f"{k}\\{name}^2({m}x)"),
        ("function", f"{k * m}x"),
    )
    return Value("function", texts, mutants)


def exponential(rng: Random) -> Value:
    k, m = rng.randint(2, 9), rng.randint(2, 9)
    texts = (f"{k}e^{{{m}x}}", f"{k}*e^({m}x)", f"{k}\\exp({m}x)", f"{k} e^{{{m} x}}")
    mutants = (
        ("sign", f"{k}e^{{-{m}x}}"),
        ("digit", f"{k}e^{{{m + 1}x}}"),
        ("digit", f"{k + 1}e^{{{m}x}}"),
        ("exponent", f"{k}e^{{{m}}}x"),
        ("name", f"{k}e^{{{m}y}}"),
    )
    return Value("exponential", texts, mutants)


def scientific(rng: Random) -> Value:
    lead, power = f"{rng.randint(1, 9)}.{rng.randint(1, 9)}", rng.choice((-9, -7, -5, 5, 6, 8, 12, 23))
    texts = (
        f"{lead} \\times 10^{{{power}}}",
        f"{lead} × 10^{power}",
        f"{lead}e{power}",
        f"{lead} \\cdot 10^{{{power}}}",
    )
    mutants = (
        ("exponent", f"{lead} \\times 10^{{{_other(rng, power)}}}"),
        ("sign", f"{lead} \\times 10^{{{-power}}}"),
        ("digit", f"{int(lead[0]) + 1}{lead[1:]} \\times 10^{{{power}}}"),
        ("exponent", f"{lead} \\times 10"),
        ("exponent", f"{lead}"),
    )
    return Value("scientific", texts, mutants)


def complex_number(rng: Random) -> Value:
    a, b = rng.sample(range(2, 20), 2)
    texts = (f"{a} + {b}i", f"{a}+{b}i", f"{b}i + {a}")
    mutants = (
        ("sign", f"{a} - {b}i"),
        ("sign", f"-{a} + {b}i"),
        ("order", f"{b} + {a}i"),
        ("digit", f"{a} + {b + 1}i"),
        ("name", f"{a} + {b}"),
    )
    return Value("complex", texts, mutants)


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
    texts = (f"{a} when x = {b}", f"{a} at x = {b}", f"{a}, when x = {b}")
    mutants = (
        ("digit", f"{a + 1} when x = {b}"),
        ("condition", f"{a} when x = {b + 1}"),
        ("condition", f"{a} when y = {b}"),
        ("order", f"{b} when x = {a}"),
        ("condition", f"{a} at x = {b + 3}"),
        ("digit", f"{a + 4} at x = {b}"),
    )
    return Value("condition", texts, mutants)


def clock(rng: Random) -> Value:
    hour, minute = rng.randint(1, 11), rng.randint(10, 58)
    texts = (f"{hour}:{minute} pm", f"{hour}:{minute} PM", f"{hour}:{minute} p.m.", f"{hour + 12}:{minute}")
    mutants = (
        ("unit", f"{hour}:{minute} am"),
        ("digit", f"{hour}:{minute + 1} pm"),
        ("digit", f"{hour % 11 + 1}:{minute} pm"),
    )
    return Value("clock", texts, mutants)


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def date(rng: Random) -> Value:
    month, day, year = rng.randrange(len(MONTHS)), rng.randint(1, 27), rng.randint(1900, 2040)
    name = MONTHS[month]
    texts = (f"{name} {day}, {year}", f"{day} {name} {year}", f"{year}-{month + 1:02d}-{day:02d}")
    mutants = (
        ("digit", f"{name} {day + 1}, {year}"),
        ("digit", f"{name} {day}, {year + 1}"),
        ("name", f"{MONTHS[month - 1]} {day}, {year}"),
        ("element dropped", f"{year}"),
    )
    return Value("date", texts, mutants)


def ratio(rng: Random) -> Value:
    a, b = rng.choice(((2, 3), (3, 5), (4, 7), (5, 8), (7, 9), (1, 6), (9, 4)))
    mutants = (("order", f"{b}:{a}"), ("digit", f"{a + 1}:{b}"), ("digit", f"{a}:{b + 1}"), ("element dropped", f"{a}"))
    return Value("ratio", (f"{a}:{b}", f"{a} : {b}", f"{a} to {b}"), mutants)


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


def congruence(rng: Random) -> Value:
    m = rng.randint(5, 30)
    r = rng.randint(1, m - 2)
    texts = (f"x \\equiv {r} \\pmod{{{m}}}", f"x ≡ {r} (mod {m})")
    mutants = (
        ("digit", f"x \\equiv {r + 1} \\pmod{{{m}}}"),
        ("digit", f"x \\equiv {r} \\pmod{{{m + 1}}}"),
        ("name", f"y \\equiv {r} \\pmod{{{m}}}"),
        ("element dropped", f"{m}"),
    )
    return Value("congruence", texts, mutants)


def in_base(rng: Random) -> Value:
    base = rng.choice((2, 3, 5, 7, 8))
    digits = rng.choice("1234567"[: base - 1]) + "".join(str(rng.randrange(base)) for _ in range(4))
    changed = digits[:-1] + str((int(digits[-1]) + 1) % base)
    mutants = (
        ("digit", f"{changed}_{{{base}}}"),
        ("base", f"{digits}_{{{base + 1}}}"),
        ("digit added", f"1{digits}_{{{base}}}"),
    )
    return Value("base", (f"{digits}_{base}", f"{digits}_{{{base}}}"), mutants)


def degrees(rng: Random) -> Value:
    number = rng.randint(11, 179)
    texts = (f"{number}°", f"{number}^\\circ", f"{number} degrees", f"{number}^{{\\circ}}")
    mutants = [(kind, f"{wrong}°") for kind, wrong in changed_digits(rng, str(number))]
    return Value("degrees", texts, (*mutants, ("unit", f"{number} radians"), ("sign", f"-{number}°")))


HUGE = (
    "10^{{{n}}}",
    "2^{{{n}}}",
    "e^{{{n}}}",
    "\\frac{{1}}{{7^{{{n}}}}}",
    "{n}!",
    "\\sqrt{{{n}}} \\cdot 10^{{{n}}}",
    "\\pi^{{{n}}}",
)


def huge(rng: Random) -> Value:
    n = rng.randint(40, 180)
    text = rng.choice(HUGE).format(n=n)
    mutants = (
        ("one more", f"{text} + 1"),
        ("one more", f"{text} - 1"),
        ("digit", text.replace(str(n), str(n + 1))),
        ("a little more", f"{text} + 10^{{-{n}}}"),
    )
    return Value("huge", (text, f"{text} + 0"), mutants)


def near(rng: Random) -> Value:
    text = rng.choice(("\\pi", "\\sqrt{2}", "e", "\\frac{1}{3}", "\\ln 2", "\\sin 1"))
    n = rng.randint(20, 90)
    mutants = (
        ("a little more", f"{text} + 10^{{-{n}}}"),
        ("a little more", f"{text} - \\frac{{1}}{{{n}!}}"),
        ("a little more", f"{text} \\cdot (1 + 10^{{-{n}}})"),
    )
    return Value("near", (text, f"{text} + 0"), mutants)


LETTERS = (
    ("a - b", "b - a", "order"), ("\\frac{a}{b}", "\\frac{b}{a}", "swapped"), ("x^2 y", "x y^2", "exponent"), ("2ab", "2ac", "name"),
    ("x^{y}", "y^{x}", "order"), ("A \\cup B", "A \\cap B", "operator"), ("A \\setminus B", "B \\setminus A", "order"),
    ("p \\land q", "p \\lor q", "operator"), ("v_0 + at", "v_1 + at", "name"), ("\\alpha + \\beta", "\\alpha + \\gamma", "name"),
    ("mgh", "mgH", "name"), ("\\frac{1}{2}mv^2", "\\frac{1}{2}mv^3", "exponent"), ("ab + c", "a(b + c)", "brackets"),
    ("-x^2", "(-x)^2", "brackets"), ("|x|", "x", "function"), ("x!", "x", "function"), ("\\bar{x}", "x", "name"), ("x'", "x", "name"),
    ("\\vec{a} \\times \\vec{b}", "\\vec{b} \\times \\vec{a}", "order"), ("\\neg p", "p", "negation"), ("f(g(x))", "g(f(x))", "order"),
)  # fmt: skip


def letters(rng: Random) -> Value:
    right, wrong, kind = rng.choice(LETTERS)
    return Value("letters", (right, f"${right}$"), ((kind, wrong),))


def antiderivative(rng: Random) -> Value:
    k, n = rng.randint(2, 9), rng.randint(2, 6)
    texts = (f"{k}x^{n} + C", f"C + {k}x^{{{n}}}", f"{k}x^{{{n}}}+C")
    mutants = (
        ("digit", f"{k + 1}x^{n} + C"),
        ("exponent", f"{k}x^{n + 1} + C"),
        ("name", f"{k}x^{n} + Cx"),
        ("sign", f"-{k}x^{n} + C"),
    )
    return Value("antiderivative", texts, mutants)


MAKERS: tuple[Callable[[Random], Value], ...] = (
    integer, negative, decimal, fraction, percent, quantity, part_of_a_unit, money, polynomial, solution, pair, members, solutions,
    interval, ray, two_rays, root, circle, function, exponential, scientific, complex_number, matrix, labelled_parts, condition,
    clock, date, ratio, word, choice, substance, congruence, in_base, degrees, huge, near, letters, antiderivative,
)  # fmt: skip


def values(rng: Random) -> Iterator[Value]:
    """Values without end, each kind in turn."""
    while True:
        for make in MAKERS:
            yield make(rng)
