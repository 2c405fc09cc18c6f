"""Steps made from known facts: each with ways to say it and with wrong ones that are close to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from benchmarks.cases.numerals import OPERATIONS, short_decimal
from benchmarks.cases.polynomials import Polynomial


@dataclass(frozen=True)
class Fact:
    """A true step in several words, and false steps with what was changed."""

    kind: str
    texts: tuple[str, ...]
    mutants: tuple[tuple[str, str], ...]
    context: tuple[str, ...] = ()
    plain: bool = False  # plain arithmetic, which no problem changes


def _off(rng: Random) -> int:
    return rng.choice((-3, -2, -1, 1, 2, 3, 10))


def _dec(value: Fraction) -> str:
    return short_decimal(value) or f"{value.numerator}/{value.denominator}"


def two_numbers(rng: Random) -> Fact:
    sign = rng.choice("+-*/")
    a, b = Fraction(rng.randint(12, 999)), Fraction(rng.randint(2, 99))
    if rng.random() < 0.3:
        a, b = a / 10, b / 4
    if sign == "/":
        a = a * b
    value = OPERATIONS[sign](a, b)
    wrong = value + _off(rng)
    other = rng.choice([s for s in "+-*" if s != sign])
    shown = rng.choice(
        {"+": ("+",), "-": ("-", "−"), "*": ("*", "×", "\\times", "\\cdot"), "/": ("/", "÷", "\\div")}[sign]
    )
    left, right = f"{_dec(a)} {shown} {_dec(b)}", _dec(value)
    frames = (
        "{} = {}",
        "So {} = {}.",
        "We get {} = {} apples.",
        "That leaves ${} = {}$.",
        "The total is {} = {}, as needed.",
        "\\[{} = {}\\]",
    )
    fitting = [frame for frame in frames if "\\" not in shown or "$" in frame or "[" in frame]
    texts = tuple(frame.format(left, right) for frame in rng.sample(fitting, min(4, len(fitting))))
    frame = rng.choice(frames[:2]) if "\\" not in shown else "${} = {}$"
    mutants = [("result", frame.format(left, _dec(wrong)))]
    mutants.append(("operand", frame.format(f"{_dec(a + 1)} {shown} {_dec(b)}", right)))
    if OPERATIONS[other](a, b) != value:
        mutants.append(("operator", frame.format(f"{_dec(a)} {other} {_dec(b)}", right)))
    if value:
        mutants.append(("sign", frame.format(left, _dec(-value))))
    return Fact("two numbers", texts, tuple(mutants), plain=True)


def several_numbers(rng: Random) -> Fact:
    a, b, c, d = (rng.randint(2, 60) for _ in range(4))
    left, value = rng.choice(
        (
            (f"{a} + {b} + {c} + {d}", a + b + c + d),
            (f"{a} × {b} + {c}", a * b + c),
            (f"({a} + {b}) × {c}", (a + b) * c),
            (f"{a} - ({b} - {c})", a - (b - c)),
            (f"{a}^2 + {b}^2", a * a + b * b),
            (f"2({a} + {b}) + {c}", 2 * (a + b) + c),
        )
    )
    wrong = value + _off(rng)
    texts = (f"{left} = {value}", f"Therefore, {left} = {value}.", f"${left} = {value}$", f"{value} = {left}")
    mutants = (("result", f"{left} = {wrong}"), ("result", f"So {left} = {wrong}."), ("result", f"${left} = {wrong}$"))
    return Fact("several numbers", texts, mutants, plain=True)


def chain(rng: Random) -> Fact:
    a, b, c = (rng.randint(2, 60) for _ in range(3))
    middle, value = f"{a * b} + {c}", a * b + c
    texts = (
        f"{a} × {b} + {c} = {middle} = {value}",
        f"Total = {a} × {b} + {c} = {middle} = {value}.",
        f"$T = {a} \\cdot {b} + {c} = {middle} = {value}$",
    )
    mutants = (
        ("result", f"{a} × {b} + {c} = {middle} = {value + _off(rng)}"),
        ("middle", f"{a} × {b} + {c} = {a * b + _off(rng)} + {c} = {value}"),
        ("result", f"Total = {a} × {b} + {c} = {middle} = {value + _off(rng)}."),
        ("middle", f"Total = {a} × {b} + {c} = {a * b + _off(rng)} + {c} = {value}."),
    )
    return Fact("chain", texts, mutants)


def fractions(rng: Random) -> Fact:
    a, b = Fraction(rng.randint(1, 9), rng.randint(2, 12)), Fraction(rng.randint(1, 9), rng.randint(2, 12))
    sign = rng.choice("+-")
    value = OPERATIONS[sign](a, b)
    wrong = value + Fraction(1, rng.randint(2, 12))
    tex, plain = "\\frac{{{0.numerator}}}{{{0.denominator}}}".format, "{0}".format
    texts = (f"{plain(a)} {sign} {plain(b)} = {plain(value)}", f"${tex(a)} {sign} {tex(b)} = {tex(value)}$")
    mutants = (
        ("result", f"{plain(a)} {sign} {plain(b)} = {plain(wrong)}"),
        ("result", f"${tex(a)} {sign} {tex(b)} = {tex(wrong)}$"),
        ("operator", f"${tex(a)} {'-' if sign == '+' else '+'} {tex(b)} = {tex(value)}$"),
    )
    return Fact("fractions", texts, mutants, plain=True)


SHARES = (("half of", 2), ("a third of", 3), ("a quarter of", 4), ("one fifth of", 5), ("one tenth of", 10))


def words(rng: Random) -> Fact:
    a, b = rng.randint(3, 60), rng.randint(2, 12)
    part, n = rng.choice(SHARES)
    p = rng.choice((5, 10, 15, 20, 25, 30, 40, 75))
    left, value = rng.choice(
        (
            (f"{part} {a * n}", a),
            (f"{a} times {b}", a * b),
            (f"{a} plus {b}", a + b),
            (f"{a + b} minus {b}", a),
            (f"{a * b} divided by {b}", a),
            (f"{p}% of {a * 20}", p * a // 5),
            (f"the sum of {a} and {b}", a + b),
            (f"the product of {a} and {b}", a * b),
            (f"twice {a}", 2 * a),
            (f"{b} more than {a}", a + b),
            (f"{b} less than {a + b}", a),
            (f"the square of {a}", a * a),
            (f"the average of {a} and {a + 2 * b}", a + b),
        )
    )
    verb = rng.choice(("is", "equals", "is equal to"))
    wrong = value + rng.choice((1, 2, 10))
    lead = left[0].upper() + left[1:]
    texts = (f"{lead} {verb} {value}.", f"So {left} {verb} {value}.", f"{lead} {verb} {value}")
    return Fact(
        "words", texts, (("result", f"{lead} {verb} {wrong}."), ("result", f"So {left} {verb} {wrong}.")), plain=True
    )


def number_facts(rng: Random) -> Fact:
    a, b, r = rng.randint(5, 60), rng.randint(3, 12), 0
    r = rng.randint(1, b - 1)
    g = math.gcd(a * b, b * 7)
    right, wrong = rng.choice(
        (
            (f"{a * b} is divisible by {b}", f"{a * b + r} is divisible by {b}"),
            (
                f"{a * b + r} divided by {b} is {a} with a remainder of {r}",
                f"{a * b + r} divided by {b} is {a} with a remainder of {r + 1}",
            ),
            (f"gcd({a * b}, {b * 7}) = {g}", f"gcd({a * b}, {b * 7}) = {g + 1}"),
            (f"lcm({a}, {b}) = {math.lcm(a, b)}", f"lcm({a}, {b}) = {math.lcm(a, b) + 1}"),
            (f"{a * b + r} ≡ {r} (mod {b})", f"{a * b + r} ≡ {r + 1} (mod {b})"),
            (f"{a * b} is not divisible by {a * b + 1}", f"{a * b} is not divisible by {b}"),
        )
    )
    return Fact("number facts", (f"{right}.", f"Now {right}."), (("number", f"{wrong}."), ("number", f"Now {wrong}.")))


def powers(rng: Random) -> Fact:
    a, n = rng.randint(2, 12), rng.randint(2, 6)
    k = rng.randint(3, 9)
    left, value = rng.choice(
        (
            (f"{a}^{n}", a**n), (f"{a}^{{{n}}}", a**n), (f"\\sqrt{{{a * a}}}", a), (f"{k}!", math.factorial(k)),
            (f"\\binom{{{k}}}{{2}}", math.comb(k, 2)), (f"\\log_{{{a}}} {a**n}", n), (f"|{-a}|", a), (f"\\sqrt[3]{{{a**3}}}", a),
        )
    )  # fmt: skip
    wrong = value + _off(rng)
    return Fact(
        "powers",
        (f"${left} = {value}$", f"So ${left} = {value}$."),
        (("result", f"${left} = {wrong}$"), ("result", f"So ${left} = {wrong}$.")),
    )


def comparison(rng: Random) -> Fact:
    a, b = sorted((Fraction(rng.randint(1, 40), rng.randint(2, 15)), Fraction(rng.randint(1, 40), rng.randint(2, 15))))
    if a == b:
        return comparison(rng)
    low, high = str(a), str(b)
    texts = (f"{low} < {high}", f"{high} > {low}", f"{low} ≤ {high}", f"Since {low} < {high}, we go on.")
    return Fact(
        "comparison",
        texts,
        (("operator", f"{low} > {high}"), ("operator", f"{high} < {low}"), ("operator", f"{low} = {high}")),
    )


def with_units(rng: Random) -> Fact:
    a, b = rng.randint(2, 40), rng.randint(2, 90)
    right, *wrong = rng.choice(
        (
            (
                f"{a} m + {b} cm = {a * 100 + b} cm",
                f"{a} m + {b} cm = {a + b} m",
                f"{a} m + {b} cm = {a * 100 + b} m",
                f"{a} m + {b} s = {a + b} m",
            ),
            (f"{a} km = {a * 1000} m", f"{a} km = {a * 100} m", f"{a} km = {a * 1000} s"),
            (f"{a * 18} km/h = {a * 5} m/s", f"{a * 18} km/h = {a * 5 + 1} m/s", f"{a * 18} km/h = {a * 5} m"),
            (f"{a} m × {b} m = {a * b} m²", f"{a} m × {b} m = {a * b} m", f"{a} m × {b} m = {a * b + 2} m²"),
            (f"{a * b} m / {b} s = {a} m/s", f"{a * b} m / {b} s = {a} m", f"{a * b} m / {b} s = {a + 1} m/s"),
            (f"{a} hours = {a * 60} minutes", f"{a} hours = {a * 60 + 5} minutes", f"{a} hours = {a * 60} seconds"),
            (f"{a} kg × {b} m/s² = {a * b} N", f"{a} kg × {b} m/s² = {a * b} J", f"{a} kg × {b} m/s² = {a * b + 1} N"),
        )
    )
    mutants = tuple(("unit or result", text) for one in wrong for text in (one, f"So {one}."))
    return Fact("units", (right, f"So {right}."), mutants)


def identity(rng: Random) -> Fact:
    name = rng.choice("xtn")
    roots = [rng.choice((-1, 1)) * rng.randint(1, 9) for _ in range(2)]
    poly = Polynomial.with_roots(roots)
    left = poly.factored(roots, name)
    texts = (
        f"{left} = {poly.written(name)}",
        f"${left} = {poly.written(name, latex=True)}$",
        f"Expanding, ${left} = {poly.written(name)}$.",
    )
    mutants = tuple((kind, f"${left} = {wrong.written(name)}$") for kind, wrong in poly.mutants(rng))
    return Fact("identity", texts, (*mutants, ("name", f"${left} = {poly.written('y')}$")))


def linear(rng: Random) -> Fact:
    a, b, x = rng.randint(2, 9), rng.randint(1, 30), rng.choice((-1, 1)) * rng.randint(1, 20)
    c = a * x + b
    context = (f"{a}x + {b} = {c}",)
    texts = (f"{a}x = {c - b}", f"x = {x}", f"So x = {x}.", f"Therefore, $x = {x}$.")
    mutants = (
        ("result", f"So x = {x + _off(rng)}."),
        ("result", f"{a}x = {c - b + _off(rng)}"),
        ("sign", f"x = {-x}"),
        ("operator", f"{a}x = {c + b}"),
    )
    return Fact("linear equation", texts, mutants, context)


def quadratic(rng: Random) -> Fact:
    p, q = rng.sample([n for n in range(-9, 10) if n], 2)
    poly = Polynomial.with_roots([p, q])
    context = (f"{poly.written('x')} = 0",)
    texts = (f"x = {p} or x = {q}", f"So x = {q} or x = {p}.", f"{poly.factored([p, q], 'x')} = 0")
    wrong = next(n for n in range(10, 20) if n not in (p, q))
    mutants = [
        ("solution lost", f"So x = {p}."),
        ("digit", f"x = {p} or x = {wrong}"),
        ("element added", f"x = {p} or x = {q} or x = {wrong}"),
    ]
    if p != -q:
        mutants.append(("sign", f"x = {-p} or x = {-q}"))
    return Fact("quadratic equation", texts, tuple(mutants), context)


def substitution(rng: Random) -> Fact:
    poly = Polynomial((rng.randint(-9, 9), rng.choice((-1, 1)) * rng.randint(1, 9), rng.randint(1, 5)))
    at = rng.randint(1, 9)
    context = (f"f(x) = {poly.written('x')}",)
    value = poly.at(at)
    texts = (f"f({at}) = {value}", f"So $f({at}) = {value}$.")
    return Fact(
        "substitution",
        texts,
        (("result", f"f({at}) = {value + _off(rng)}"), ("result", f"So $f({at}) = {value + _off(rng)}$.")),
        context,
    )


def calculus(rng: Random) -> Fact:
    k, n, b = rng.randint(2, 9), rng.randint(2, 5), rng.randint(1, 4)
    right, wrong = rng.choice(
        (
            (f"\\frac{{d}}{{dx}}({k}x^{n}) = {k * n}x^{{{n - 1}}}", f"\\frac{{d}}{{dx}}({k}x^{n}) = {k * n}x^{{{n}}}"),
            (
                f"\\frac{{d}}{{dx}}({k}x^{n}) = {k * n}x^{{{n - 1}}}",
                f"\\frac{{d}}{{dx}}({k}x^{n}) = {k * n + 1}x^{{{n - 1}}}",
            ),
            (
                f"\\int {k * (n + 1)}x^{n} dx = {k}x^{{{n + 1}}} + C",
                f"\\int {k * (n + 1)}x^{n} dx = {k + 1}x^{{{n + 1}}} + C",
            ),
            (f"\\int_0^{b} {n + 1}x^{n} dx = {b ** (n + 1)}", f"\\int_0^{b} {n + 1}x^{n} dx = {b ** (n + 1) + 1}"),
            (f"\\frac{{d}}{{dx}} \\sin({k}x) = {k}\\cos({k}x)", f"\\frac{{d}}{{dx}} \\sin({k}x) = {k}\\sin({k}x)"),
            (f"\\lim_{{x \\to {b}}} (x^2 + {k}) = {b * b + k}", f"\\lim_{{x \\to {b}}} (x^2 + {k}) = {b * b + k + 1}"),
            (f"\\sum_{{i=1}}^{{{k}}} i = {k * (k + 1) // 2}", f"\\sum_{{i=1}}^{{{k}}} i = {k * (k + 1) // 2 + k}"),
        )
    )
    return Fact(
        "calculus", (f"${right}$", f"Thus ${right}$."), (("result", f"${wrong}$"), ("result", f"Thus ${wrong}$."))
    )


def rounding(rng: Random) -> Fact:
    a, b = rng.randint(2, 40), rng.choice((3, 7, 9, 11, 13))
    a += a % b == 0
    value = Fraction(a, b)
    hundredths = math.floor(value * 100 + Fraction(1, 2))
    right, wrong = (f"{hundredths / 100:.2f}", f"{(hundredths + rng.choice((1, 2, -1))) / 100:.2f}")
    texts = (f"{a}/{b} ≈ {right}", f"${a}/{b} \\approx {right}$", f"So {a} ÷ {b} ≈ {right}.")
    mutants = (
        ("digit", f"{a}/{b} ≈ {wrong}"),
        ("digit", f"${a}/{b} \\approx {wrong}$"),
        ("digit", f"{a}/{b} = {wrong}"),
    )
    return Fact("rounding", texts, mutants)


def comma(rng: Random) -> Fact:
    a, b = Fraction(rng.randint(11, 99), 10), Fraction(rng.randint(11, 99), 10)
    if (a + b).denominator == 1:
        return comma(rng)
    shown = [_dec(v).replace(".", ",") for v in (a, b, a + b, a + b + 1)]
    texts = (f"{shown[0]} + {shown[1]} = {shown[2]}", f"Also ist {shown[0]} + {shown[1]} = {shown[2]}.")
    mutants = (
        ("result", f"{shown[0]} + {shown[1]} = {shown[3]}"),
        ("result", f"Also ist {shown[0]} + {shown[1]} = {shown[3]}."),
    )
    return Fact("decimal comma", texts, mutants)


NEARLY = (
    "{n}! = {n}! + 1", "10^{{{n}}} = 10^{{{n}}} + 1", "e^{{{n}}} = e^{{{n}}} + 1", "\\pi + 10^{{-{n}}} = \\pi", "\\tanh({n}) = 1",
    "\\sqrt{{2}} = \\sqrt{{2}} + 2^{{-{n}}}", "(1 + 10^{{-{n}}})^2 = 1", "2^{{{n}}} + 3^{{{n}}} = 3^{{{n}}}",
)  # fmt: skip
EXACTLY = (
    "{n}! = {n} \\cdot ({n} - 1)!",
    "10^{{{n}}} \\cdot 10 = 10^{{{n} + 1}}",
    "e^{{{n}}} + 1 = 1 + e^{{{n}}}",
    "2^{{{n}}} \\cdot 2 = 2^{{{n} + 1}}",
)


def nearly(rng: Random) -> Fact:
    n = rng.randint(40, 400)
    texts = (f"${rng.choice(EXACTLY).format(n=n)}$",)
    return Fact("nearly equal", texts, (("a little more", f"${rng.choice(NEARLY).format(n=n)}$"),))


MAKERS: tuple[Callable[[Random], Fact], ...] = (
    two_numbers, several_numbers, words, chain, fractions, number_facts, powers, comparison, with_units, identity, linear, quadratic,
    substitution, calculus, rounding, comma, nearly,
)  # fmt: skip


def facts(rng: Random) -> Iterator[Fact]:
    """Facts without end, each kind in turn."""
    while True:
        for make in MAKERS:
            yield make(rng)
