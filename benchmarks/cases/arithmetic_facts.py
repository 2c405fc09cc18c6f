"""Steps of arithmetic, in signs and in words."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

from benchmarks.cases.fact import Fact, offset, written
from benchmarks.cases.numerals import OPERATIONS


def two_numbers(rng: Random) -> Fact:
    sign = rng.choice("+-*/")
    a, b = Fraction(rng.randint(12, 999)), Fraction(rng.randint(2, 99))
    if rng.random() < 0.3:
        a, b = a / 10, b / 4
    if sign == "/":
        a = a * b
    value = OPERATIONS[sign](a, b)
    wrong = value + offset(rng)
    other = rng.choice([s for s in "+-*" if s != sign])
    shown = rng.choice(
        {"+": ("+",), "-": ("-", "−"), "*": ("*", "×", "\\times", "\\cdot"), "/": ("/", "÷", "\\div")}[sign]
    )
    left, right = f"{written(a)} {shown} {written(b)}", written(value)
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
    mutants = [("result", frame.format(left, written(wrong)))]
    # A quotient that is a little larger may round to the same result.
    larger = a + b if sign == "/" else a + 1
    mutants.append(("operand", frame.format(f"{written(larger)} {shown} {written(b)}", right)))
    if OPERATIONS[other](a, b) != value:
        mutants.append(("operator", frame.format(f"{written(a)} {other} {written(b)}", right)))
    if value:
        mutants.append(("sign", frame.format(left, written(-value))))
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
    wrong = value + offset(rng)
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
        ("result", f"{a} × {b} + {c} = {middle} = {value + offset(rng)}"),
        ("middle", f"{a} × {b} + {c} = {a * b + offset(rng)} + {c} = {value}"),
        ("result", f"Total = {a} × {b} + {c} = {middle} = {value + offset(rng)}."),
        ("middle", f"Total = {a} × {b} + {c} = {a * b + offset(rng)} + {c} = {value}."),
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


PRIMES = (11, 13, 29, 37, 53, 97, 101, 127)


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
            (
                f"{a * b + r} ÷ {b} = {a} with a remainder of {r}",
                f"{a * b + r} ÷ {b} = {a + 1} with a remainder of {r}",
            ),
            (f"{a * b} is a multiple of {b}", f"{a * b + r} is a multiple of {b}"),
            (f"{rng.choice(PRIMES)} is prime", f"{a * b} is prime"),
            (f"gcd({a * b}, {b * 7}) = {g}", f"gcd({a * b}, {b * 7}) = {g + 1}"),
            (f"lcm({a}, {b}) = {math.lcm(a, b)}", f"lcm({a}, {b}) = {math.lcm(a, b) + 1}"),
            (f"{a * b + r} ≡ {r} (mod {b})", f"{a * b + r} ≡ {r + 1} (mod {b})"),
            (f"{a * b} is not divisible by {a * b + 1}", f"{a * b} is not divisible by {b}"),
        )
    )
    return Fact("number facts", (f"{right}.", f"Now {right}."), (("number", f"{wrong}."), ("number", f"Now {wrong}.")))


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
    sign = rng.choice(("+", "·", "-"))
    value = {"+": a + b, "·": a * b, "-": a - b}[sign]
    mark = rng.choice((",", ",", "{,}"))  # LaTeX writes the braces to leave out the space
    left, first, right, wrong = (written(v).replace(".", mark) for v in (a, b, value, value + 1))
    frames = ("${} {} {} = {}$",) if mark == "{,}" else ("{} {} {} = {}", "Also ist {} {} {} = {}.")
    texts = tuple(frame.format(left, sign, first, right) for frame in frames)
    mutants = tuple(("result", frame.format(left, sign, first, wrong)) for frame in frames)
    return Fact("decimal comma", texts, mutants)


def led_by_a_sign(rng: Random) -> Fact:
    a, b, c = (rng.randint(2, 40) for _ in range(3))
    value = a * b + c
    texts = (f"= {a * b} + {c} = {value}", f"$= {a * b} + {c} = {value}$")
    mutants = (
        ("result", f"= {a * b} + {c} = {value + offset(rng)}"),
        ("result", f"$= {a * b} + {c} = {value + offset(rng)}$"),
    )
    return Fact("led by a sign", texts, mutants, (f"Total = {a} × {b} + {c}",))


def factors(rng: Random) -> Fact:
    a, b, c = rng.randint(2, 4), rng.randint(1, 3), rng.choice((5, 7, 11))
    value = 2**a * 3**b * c
    texts = (f"{value} = 2^{a} · 3^{b} · {c}", f"${value} = 2^{{{a}}} \\cdot 3^{{{b}}} \\cdot {c}$")
    mutants = (
        ("result", f"{value + 2} = 2^{a} · 3^{b} · {c}"),
        ("exponent", f"${value} = 2^{{{a + 1}}} \\cdot 3^{{{b}}} \\cdot {c}$"),
        ("operand", f"{value} = 2^{a} · 3^{b} · {c + 2}"),
    )
    return Fact("factors", texts, mutants)


def dots(rng: Random) -> Fact:
    n = rng.randint(5, 60)
    value = n * (n + 1) // 2
    texts = (
        f"$1 + 2 + 3 + \\cdots + {n} = {value}$",
        f"1 + 2 + ... + {n} = {value}",
        f"1 + 2 + \\cdots + {n} = {value}",
    )
    mutants = (("result", f"$1 + 2 + 3 + \\cdots + {n} = {value + 1}$"), ("result", f"1 + 2 + ... + {n} = {value + n}"))
    return Fact("dots", texts, mutants)


def short_decimals(rng: Random) -> Fact:
    """With `=` a short decimal is exact; a half may be rounded to either side, and nothing further."""
    tenths = rng.randint(11, 99)
    a, b = Fraction(10 * tenths + 5, 100), rng.randint(1, 20)
    value = a + b
    low = Fraction(math.floor(value * 10), 10)
    further = low + Fraction(3, 10)
    further += Fraction(further.denominator == 1, 10)  # 27 is what 26.75 rounds to
    texts = (f"{written(a)} + {b} = {written(value)}", f"{written(a)} + {b} ≈ {written(low + Fraction(1, 10))}")
    mutants = (
        ("digit dropped", f"{written(a)} + {b} = {written(low)}"),
        ("digit", f"{written(a)} + {b} ≈ {written(further)}"),
        ("digit", f"{written(a)} + {b} = {written(value + Fraction(1, 100))}"),
    )
    return Fact("short decimals", texts, mutants)


def solution_line(rng: Random) -> Fact:
    """A line of a worked solution, with words and a unit of money or count."""
    a, b = rng.randint(2, 60), rng.randint(2, 20)
    who, thing = rng.choice(("Maria", "Tom", "Mrs. Lee", "Omar")), rng.choice(("pens", "cakes", "hours", "miles"))
    value, wrong = a * b, a * b + offset(rng)
    forms = (
        f"{who} needs {a} * {b} = {{}} {thing}.", f"{who} pays {a} * ${b} = ${{}} in total.",
        f"{who} uses {a} x {b} = {{}} {thing} a week",
        f"Now {who} has {a}*{b}={{}} {thing}.", f"{a} {thing} times {b} is {{}} {thing}.",
    )  # fmt: skip
    right = [form.format(value) for form in rng.sample(forms, 3)]
    return Fact("solution line", tuple(right), tuple(("result", form.format(wrong)) for form in rng.sample(forms, 3)))


MAKERS = (
    two_numbers,
    several_numbers,
    chain,
    fractions,
    words,
    number_facts,
    comparison,
    rounding,
    comma,
    led_by_a_sign,
    factors,
    dots,
    short_decimals,
    solution_line,
)
