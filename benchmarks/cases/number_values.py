"""Answers that are one number, in the ways people write numbers."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from benchmarks.cases import tellings, wordings
from benchmarks.cases.numerals import changed_digits, short_decimal
from benchmarks.cases.value import Value, four_figures, other_number


def integer(rng: Random) -> Value:
    number = rng.choice((rng.randint(2, 99), rng.randint(100, 9999), rng.randint(10**4, 10**8)))
    text = str(number)
    texts = (text, f"{number:,}") if number >= 1000 else (text,)
    mutants = (*changed_digits(rng, text), ("sign", f"-{text}"))
    told = tellings.sentence(rng, number)
    said = (tellings.counted(rng, number), ("sentence with other numbers", told.text))
    missaid = tuple(("another number of the sentence", told.text, other) for other in told.others)
    return Value("integer", texts, mutants, said, missaid)


def grouped(rng: Random) -> Value:
    number = rng.randint(10**6, 10**9)
    changed = number + 10 ** rng.randint(0, 5) * (1 if number % 2 else -1)
    mutants = [("digit", text) for _, text in tellings.grouped(changed)]
    return Value("grouped", (str(number), f"{number:,}"), tuple(mutants), tuple(tellings.grouped(number)))


def worked(rng: Random) -> Value:
    told = tellings.worked(rng)
    missaid = [("a number on the way", told.text, other) for other in told.others]
    changed = str(int(told.answer) + 3)
    missaid.append(("digit", told.text.replace(told.answer, changed), told.answer))
    return Value(
        "worked solution", (told.answer,), (("digit", changed),), (("worked solution", told.text),), tuple(missaid)
    )


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
    comma, comma_wrong = text.replace(".", ","), f"{whole},{changed}"
    said = [("decimal comma", wordings.in_language(rng, shown, "de fr es")) for shown in (comma, f"{whole}{{,}}{part}")]
    missaid = (("decimal comma", wordings.in_language(rng, comma_wrong, "de fr es"), text),)
    texts = (text, f"{exact.numerator}/{exact.denominator}")
    return Value("decimal", texts, mutants, tuple(said), missaid)


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
    return Value("fraction", tuple(texts), mutants, gloss="" if exact else four_figures(float(value)))


def percent(rng: Random) -> Value:
    number = rng.randint(2, 99)
    mutants = [(kind, f"{wrong}%") for kind, wrong in changed_digits(rng, str(number))]
    texts = (f"{number}%", f"{number}\\%", f"{number} percent", f"{number / 100:.2f}")
    return Value("percent", texts, (*mutants, ("point moved", f"{number / 10:.1f}%")))


def money(rng: Random) -> Value:
    cents = rng.randint(101, 99999)
    amount = f"{cents // 100}.{cents % 100:02d}"
    mutants = [(kind, f"${wrong}.{cents % 100:02d}") for kind, wrong in changed_digits(rng, str(cents // 100))]
    mutants += [("unit", f"€{amount}"), ("point moved", f"${cents}")]
    return Value("money", (f"${amount}", f"\\${amount}", f"{amount} dollars"), tuple(mutants))


def scientific(rng: Random) -> Value:
    lead, power = f"{rng.randint(1, 9)}.{rng.randint(1, 9)}", rng.choice((-9, -7, -5, 5, 6, 8, 12, 23))
    texts = (
        f"{lead} \\times 10^{{{power}}}",
        f"{lead} × 10^{power}",
        f"{lead}e{power}",
        f"{lead} \\cdot 10^{{{power}}}",
    )
    mutants = (
        ("exponent", f"{lead} \\times 10^{{{other_number(rng, power)}}}"),
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
    texts = (f"{number}°", f"{number}^\\circ", f"{number} degrees", f"{number}^{{\\circ}}", f"{number} deg")
    mutants = [(kind, f"{wrong}°") for kind, wrong in changed_digits(rng, str(number))]
    return Value("degrees", texts, (*mutants, ("unit", f"{number} radians"), ("sign", f"-{number}°")))


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def clock(rng: Random) -> Value:
    hour, minute = rng.randint(1, 11), rng.randint(10, 58)
    texts = (f"{hour}:{minute} pm", f"{hour}:{minute} PM", f"{hour}:{minute} p.m.", f"{hour + 12}:{minute}")
    mutants = (
        ("unit", f"{hour}:{minute} am"),
        ("digit", f"{hour}:{minute + 1} pm"),
        ("digit", f"{hour % 11 + 1}:{minute} pm"),
    )
    return Value("clock", texts, mutants)


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


MAKERS = (
    integer,
    grouped,
    worked,
    negative,
    decimal,
    fraction,
    percent,
    money,
    scientific,
    complex_number,
    in_base,
    degrees,
    clock,
    date,
    ratio,
)
