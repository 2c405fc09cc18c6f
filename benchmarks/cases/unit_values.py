"""Answers with units of measurement."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from benchmarks.cases import wordings
from benchmarks.cases.numerals import short_decimal
from benchmarks.cases.value import Mutant, Value

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
    said, missaid = [], []
    if "." in str(shown):
        said.append(("decimal comma", wordings.in_language(rng, f"{shown} {unit}".replace(".", ","), "de fr es")))
    if converted:
        said.append(("gloss", f"{shown} {unit} ({converted} {other})"))
        missaid.append(
            ("gloss that differs", f"{shown} {unit} ({short_decimal(number * factor * 10)} {other})", texts[0])
        )
    return Value("quantity", tuple(texts), tuple(mutants), tuple(said), tuple(missaid))


PARTED = (
    ("m", "cm", 100),
    ("kg", "g", 1000),
    ("hour", "minutes", 60),
    ("km", "m", 1000),
    ("min", "s", 60),
    ("L", "mL", 1000),
)


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


def long_way(rng: Random) -> Value:
    """A quantity in two units."""
    whole, part, small, big, rest = rng.choice((
        ("h", "min", "minutes", "hours", 60), ("min", "s", "seconds", "minutes", 60), ("m", "cm", "centimeters",
        "meters", 100),
        ("kg", "g", "grams", "kilograms", 1000), ("ft", "in", "inches", "feet", 12),
    ))  # fmt: skip
    a, b = rng.randint(2, 9), rng.randint(2, 11)
    texts = (
        f"{a * rest + b} {small}",
        f"{a} {whole} {b} {part}",
        f"{a} {big} {b} {small}",
        f"{a} {big} and {b} {small}",
    )
    mutants = (
        ("digit", f"{a + 1} {whole} {b} {part}"),
        ("digit", f"{a} {big} and {b + 1} {small}"),
        ("element dropped", f"{a} {big}"),
        ("element dropped", f"{b} {small}"),
    )
    return Value("two units", texts, mutants)


COMPOUND = (
    ("J/(mol·K)", ("J/(mol K)", "J mol^{-1} K^{-1}", "J/mol·K", "J/mol/K"), ("J/mol", "J·mol/K", "J/K")),
    ("kg·m/s²", ("kg m/s^2", "N", "kg·m·s^{-2}"), ("kg·m/s", "kg·m²/s²", "J")),
    ("W/m²", ("W m^{-2}", "W/m^2", "J/(s·m²)"), ("W/m", "W·m²", "J/m²")),
    ("mol/L", ("M", "mol L^{-1}", "mol/dm³"), ("mol", "L/mol", "mmol/L")),
    ("N/m²", ("Pa", "N m^{-2}", "N/m^2"), ("N/m", "N·m²", "kPa")),
)


def compound(rng: Random) -> Value:
    """A unit made of others, as textbooks write it."""
    unit, same, wrong = rng.choice(COMPOUND)
    number = f"{rng.randint(2, 99)}.{rng.randint(1, 9)}"
    texts = [f"{number} {unit}", *(f"{number} {one}" for one in same)]
    latex = f"{number}\\ \\mathrm{{{same[0]}}}".replace("·", " \\cdot ")
    return Value("compound unit", (*texts, latex), tuple(("unit", f"{number} {one}") for one in wrong))


def siunitx(rng: Random) -> Value:
    number = f"{rng.randint(2, 99)}.{rng.randint(1, 9)}"
    unit, macro, other = rng.choice((
        ("m", "\\metre", "\\second"), ("m/s", "\\metre\\per\\second", "\\metre"), ("kg", "\\kilogram", "\\gram"), ("N",
        "\\newton", "\\joule"),
    ))  # fmt: skip
    texts = (f"{number} {unit}", f"\\SI{{{number}}}{{{macro}}}", f"\\qty{{{number}}}{{{macro}}}")
    mutants = (
        ("unit", f"\\SI{{{number}}}{{{other}}}"),
        ("digit", f"\\SI{{1{number}}}{{{macro}}}"),
        ("unit", f"\\qty{{{number}}}{{{other}}}"),
    )
    return Value("siunitx", texts, mutants)


MAKERS = (quantity, part_of_a_unit, long_way, compound, siunitx)
