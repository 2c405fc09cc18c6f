"""Units: exact factors to SI base units and exponents over the base units. They are rows of `units.tsv`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

Dimension = tuple[int, ...]

POWERS_BEFORE = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
POWERS_BEHIND = {"squared": 2, "cubed": 3}
"""Words beside a unit for its power; siunitx has macros of the same names."""
POWERS = {**POWERS_BEFORE, **POWERS_BEHIND}
UNIT_WORDS = frozenset({*POWERS, "per"})
"""Words beside units that say how they are multiplied."""
SI_MACROS = {
    **{name: name for name in (
        "metre meter gram second ampere kelvin mole hertz newton pascal joule watt coulomb volt farad tesla "
        "litre liter minute hour day tonne electronvolt kilo mega giga milli micro nano centi deci pico ohm celsius "
        "siemens weber henry candela kilogram hectare"
    ).split()}, "degreeCelsius": "celsius", "angstrom": "angstrom", **dict.fromkeys(POWERS, ""),
}  # fmt: skip
"""siunitx's macros of units and prefixes, and what each adds to a unit's name."""


@dataclass(frozen=True)
class Unit:
    """What a unit, or a product of units, comes to: `value_in_SI = value * factor + offset`."""

    factor: Fraction
    dimension: Dimension
    offset: Fraction = Fraction(0)


_ROWS = Path(__file__).with_name("units.tsv")
BASES = ("m", "kg", "s", "A", "K", "mol", "cd", "dollar", "dB", "month")
NONE: Dimension = (0,) * len(BASES)


def joined(first: Dimension, second: Dimension, n: int) -> Dimension:
    """The dimension of one unit times the n-th power of another."""
    return tuple(a + n * b for a, b in zip(first, second, strict=True))


def _rows(kind: str) -> Iterator[tuple[list[str], str]]:
    """The names and the definition of each row of a kind."""
    for row in _ROWS.read_text("utf-8").splitlines():
        formed, names, definition, *_ = row.split("\t") if not row.startswith("#") else ("", "", "")
        if formed == kind:
            yield [name.replace("_", " ") for name in names.split()], definition


def _product(definition: str, known: Mapping[str, Unit]) -> Unit:
    """`1/12 ft`, `1 kg m s-2`."""
    number, *powers = definition.split()
    product = Unit(Fraction(number), NONE)
    for power in powers:
        name = power.rstrip("-0123456789")
        unit, n = known[name], int(power[len(name) :] or 1)
        product = Unit(product.factor * unit.factor**n, joined(product.dimension, unit.dimension, n))
    return product


def _defined(kind: str, known: Mapping[str, Unit]) -> dict[str, Unit]:
    """The units of a kind by their names."""
    table: dict[str, Unit] = {}
    for names, definition in _rows(kind):
        table |= dict.fromkeys(names, _product(definition, {**known, **table}))
    return table


def _agree(prefix: str, stem: str) -> bool:
    """Whether both are words or both are symbols: kilometre and km, never kilom."""
    if stem in _RARELY_PREFIXED and prefix not in _PREFIXES_OF_LITRES:
        return False
    return (len(stem) > 3) == (prefix in _LONG) or (stem == "ohm" and prefix in _LONG)


def _prefixed(stems: Mapping[str, Unit]) -> dict[str, Unit]:
    return {
        prefix + stem: replace(unit, factor=unit.factor * Fraction(10) ** power)
        for prefix, power in _PREFIX.items()
        for stem, unit in stems.items()
        if _agree(prefix, stem)
    }


_PREFIX = {
    "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "m": -3, "mu": -6, "u": -6, "n": -9, "p": -12, "f": -15, "c": -2,
    "d": -1, "h": 2, "da": 1, "kilo": 3, "mega": 6, "giga": 9, "milli": -3, "micro": -6, "nano": -9, "centi": -2,
    "deci": -1, "pico": -12,
}  # fmt: skip
_LONG = frozenset("kilo mega giga milli micro nano centi deci pico".split())
_RARELY_PREFIXED = frozenset({"t", "l"})
_PREFIXES_OF_LITRES = ("m", "k", "M", "mu", "u", "c", "d")

_BASE_UNITS = {base: Unit(Fraction(1), tuple(int(name == base) for name in BASES)) for base in BASES}
_METRIC = _defined("with prefixes", _BASE_UNITS)
_PLAIN = _defined("without", _BASE_UNITS | _METRIC)
_SPELT = _prefixed(_METRIC) | _METRIC | _PLAIN
_IN_IDEOGRAPHS = _defined("in ideographs", _SPELT)
SYMBOLS = {
    name: definition.removeprefix("1 ")
    for kind in ("in ideographs", "behind numbers")
    for names, definition in _rows(kind)
    for name in names
    if kind == "behind numbers" or definition.removeprefix("1 ") in _SPELT
}
"""Units' names in other languages than English, and the symbols of the units."""
_KELVIN = _METRIC["K"]
_CELSIUS = replace(_KELVIN, offset=Fraction("273.15"))
_FAHRENHEIT = replace(_KELVIN, factor=Fraction(5, 9), offset=Fraction("459.67") * Fraction(5, 9))
_FROM_ANOTHER_ZERO = {"degC": _CELSIUS, "degF": _FAHRENHEIT, "celsius": _CELSIUS, "fahrenheit": _FAHRENHEIT}

NAMES: dict[str, tuple[str, ...]] = {
    "prefixes": tuple(_PREFIX), "with prefixes": tuple(_METRIC), "without": (*_PLAIN, *_FROM_ANOTHER_ZERO),
    "in ideographs": tuple(_IN_IDEOGRAPHS),
    "in other languages, or of several words, behind numbers": tuple(n for n in SYMBOLS if n not in _IN_IDEOGRAPHS),
}  # fmt: skip
"""The names of all units, by how they are formed."""


@lru_cache(maxsize=4096)
def unit(name: str) -> Unit | None:
    """The unit of that name or symbol (case-sensitive), with its prefix, or None."""
    exact = _IN_IDEOGRAPHS.get(name) or _FROM_ANOTHER_ZERO.get(name)
    return exact or next((_SPELT[spelling] for spelling in _spellings(name) if spelling in _SPELT), None)


def _spellings(name: str) -> tuple[str, ...]:
    """The word as written, without its plural, and in lower case if it is a long word."""
    lower = name.lower() if len(name) > 4 else name
    singular = lower[:-1] if len(lower) > 3 and lower.endswith("s") else lower
    return (name, lower, singular)


def conversions(written: Unit) -> frozenset[Fraction]:
    """What a number in a unit may be multiplied by in another of its dimension, or in one with a prefix."""
    known = (_METRIC | _PLAIN).values()
    sizes = {Fraction(1), *(other.factor for other in known if other.dimension == written.dimension)}
    return frozenset({written.factor / size for size in sizes}.union(Fraction(10) ** n for n in _PREFIX.values()))


def is_unit(name: str) -> bool:
    """Whether this is a unit's symbol or name."""
    return bool(name) and unit(name) is not None
