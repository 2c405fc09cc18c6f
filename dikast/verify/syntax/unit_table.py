"""Units: exact factors to SI base units and exponents over (m, kg, s, A, K, mol, cd, dollar, dB).

Factors: SI brochure, 9th edition (2019); NIST SP 811 for the customary ones. `offset` is added after scaling.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

Dimension = tuple[int, ...]


SI_POWERS = {"squared": 2, "square": 2, "cubed": 3, "cubic": 3}
"""siunitx's macros of powers, before a unit or behind it."""
SI_MACROS = {
    **{name: name for name in (
        "metre meter gram second ampere kelvin mole hertz newton pascal joule watt coulomb volt farad tesla "
        "litre liter minute hour day tonne electronvolt kilo mega giga milli micro nano centi deci pico ohm celsius "
        "siemens weber henry candela kilogram hectare"
    ).split()}, "degreeCelsius": "celsius", "angstrom": "angstrom", **dict.fromkeys(SI_POWERS, ""),
}  # fmt: skip
"""siunitx's macros of units and prefixes, and what each adds to a unit's name."""


UNIT_WORDS = frozenset("square sq cubic cu squared cubed per".split())
"""Words beside units that say how they are multiplied."""


@dataclass(frozen=True)
class Unit:
    """`value_in_SI = value * factor + offset`."""

    factor: Fraction
    dimension: Dimension
    offset: Fraction = Fraction(0)


def _d(
    m: int = 0, kg: int = 0, s: int = 0, a: int = 0, k: int = 0, mol: int = 0, cd: int = 0, usd: int = 0, db: int = 0
) -> Dimension:
    return (m, kg, s, a, k, mol, cd, usd, db)


NONE = _d()
_F = Fraction
_METRIC: dict[str, tuple[Fraction | int, Dimension]] = {
    "m": (1, _d(m=1)), "g": (_F(1, 1000), _d(kg=1)), "s": (1, _d(s=1)), "A": (1, _d(a=1)), "K": (1, _d(k=1)),
    "mol": (1, _d(mol=1)), "cd": (1, _d(cd=1)), "N": (1, _d(1, 1, -2)), "J": (1, _d(2, 1, -2)),
    "W": (1, _d(2, 1, -3)), "Pa": (1, _d(-1, 1, -2)), "Hz": (1, _d(s=-1)), "C": (1, _d(s=1, a=1)),
    "V": (1, _d(2, 1, -3, -1)), "ohm": (1, _d(2, 1, -3, -2)), "S": (1, _d(-2, -1, 3, 2)),
    "F": (1, _d(-2, -1, 4, 2)), "T": (1, _d(0, 1, -2, -1)), "Wb": (1, _d(2, 1, -2, -1)), "H": (1, _d(2, 1, -2, -2)),
    "L": (_F(1, 1000), _d(m=3)), "l": (_F(1, 1000), _d(m=3)), "M": (1000, _d(m=-3, mol=1)),
    "eV": (_F(1602176634, 10**28), _d(2, 1, -2)), "bar": (100000, _d(-1, 1, -2)), "cal": (_F(4184, 1000), _d(2, 1, -2)),
    "Bq": (1, _d(s=-1)), "Gy": (1, _d(m=2, s=-2)), "Sv": (1, _d(m=2, s=-2)), "lm": (1, _d(cd=1)),
    "lx": (1, _d(m=-2, cd=1)), "kat": (1, _d(s=-1, mol=1)), "Wh": (3600, _d(2, 1, -2)), "t": (1000, _d(kg=1)),
    "meter": (1, _d(m=1)), "metre": (1, _d(m=1)), "gram": (_F(1, 1000), _d(kg=1)), "liter": (_F(1, 1000), _d(m=3)),
    "litre": (_F(1, 1000), _d(m=3)), "second": (1, _d(s=1)), "joule": (1, _d(2, 1, -2)), "watt": (1, _d(2, 1, -3)),
    "newton": (1, _d(1, 1, -2)), "pascal": (1, _d(-1, 1, -2)), "volt": (1, _d(2, 1, -3, -1)), "ampere": (1, _d(a=1)),
    "hertz": (1, _d(s=-1)), "mole": (1, _d(mol=1)), "coulomb": (1, _d(s=1, a=1)), "kelvin": (1, _d(k=1)),
    "farad": (1, _d(-2, -1, 4, 2)), "tesla": (1, _d(0, 1, -2, -1)), "calorie": (_F(4184, 1000), _d(2, 1, -2)),
    "electronvolt": (_F(1602176634, 10**28), _d(2, 1, -2)), "siemens": (1, _d(-2, -1, 3, 2)),
    "weber": (1, _d(2, 1, -2, -1)), "henry": (1, _d(2, 1, -2, -2)), "candela": (1, _d(cd=1)),
}  # fmt: skip
_FOOT, _POUND, _GALLON = _F(3048, 10000), _F(45359237, 10**8), _F(3785411784, 10**12)
_G = _F(980665, 100000)
_PLAIN: dict[str, tuple[Fraction | int, Dimension]] = {
    "min": (60, _d(s=1)), "minute": (60, _d(s=1)), "h": (3600, _d(s=1)), "hr": (3600, _d(s=1)), "hour": (3600, _d(s=1)),
    "day": (86400, _d(s=1)), "d": (86400, _d(s=1)), "week": (604800, _d(s=1)), "sec": (1, _d(s=1)),
    "in": (_FOOT / 12, _d(m=1)), "inch": (_FOOT / 12, _d(m=1)), "inches": (_FOOT / 12, _d(m=1)),
    "ft": (_FOOT, _d(m=1)), "foot": (_FOOT, _d(m=1)), "feet": (_FOOT, _d(m=1)), "yd": (_FOOT * 3, _d(m=1)),
    "yard": (_FOOT * 3, _d(m=1)), "mi": (_FOOT * 5280, _d(m=1)), "mile": (_FOOT * 5280, _d(m=1)),
    "mph": (_FOOT * 5280 / 3600, _d(m=1, s=-1)), "kph": (_F(5, 18), _d(m=1, s=-1)), "kmh": (_F(5, 18), _d(m=1, s=-1)),
    "lb": (_POUND, _d(kg=1)), "lbs": (_POUND, _d(kg=1)), "pound": (_POUND, _d(kg=1)), "oz": (_POUND / 16, _d(kg=1)),
    "ounce": (_POUND / 16, _d(kg=1)), "ton": (_POUND * 2000, _d(kg=1)), "tonne": (1000, _d(kg=1)),
    "lbf": (_POUND * _G, _d(1, 1, -2)), "gal": (_GALLON, _d(m=3)), "gallon": (_GALLON, _d(m=3)),
    "quart": (_GALLON / 4, _d(m=3)), "pint": (_GALLON / 8, _d(m=3)), "cup": (_GALLON / 16, _d(m=3)),
    "acre": (_FOOT**2 * 43560, _d(m=2)), "ha": (10000, _d(m=2)), "hectare": (10000, _d(m=2)),
    "atm": (101325, _d(-1, 1, -2)), "mmHg": (_F(101325, 760), _d(-1, 1, -2)), "torr": (_F(101325, 760), _d(-1, 1, -2)),
    "Torr": (_F(101325, 760), _d(-1, 1, -2)), "psi": (_POUND * _G / (_FOOT / 12) ** 2, _d(-1, 1, -2)),
    "angstrom": (_F(1, 10**10), _d(m=1)), "u": (_F(166053906660, 10**38), _d(kg=1)),
    "amu": (_F(166053906660, 10**38), _d(kg=1)), "Da": (_F(166053906660, 10**38), _d(kg=1)),
    "erg": (_F(1, 10**7), _d(2, 1, -2)), "dyn": (_F(1, 10**5), _d(1, 1, -2)),
    "Btu": (_F(105505585262, 10**8), _d(2, 1, -2)),
    "BTU": (_F(105505585262, 10**8), _d(2, 1, -2)), "hp": (_F(74569987158227022, 10**14), _d(2, 1, -3)),
    "Cal": (4184, _d(2, 1, -2)), "rpm": (_F(1, 60), _d(s=-1)), "rev": (1, NONE), "revolution": (1, NONE),
    "G": (_F(1, 10**4), _d(0, 1, -2, -1)),
    "rad": (1, NONE), "radian": (1, NONE), "sr": (1, NONE), "dollar": (1, _d(usd=1)), "cent": (_F(1, 100), _d(usd=1)),
    "dB": (1, _d(db=1)), "degK": (1, _d(k=1)),
    "ohms": (1, _d(2, 1, -3, -2)), "Omega": (1, _d(2, 1, -3, -2)), "cc": (_F(1, 10**6), _d(m=3)),
    "Nm": (1, _d(2, 1, -2)), "Ah": (3600, _d(s=1, a=1)), "VA": (1, _d(2, 1, -3)), "kmph": (_F(5, 18), _d(m=1, s=-1)),
    "hrs": (3600, _d(s=1)), "mins": (60, _d(s=1)), "secs": (1, _d(s=1)),
    "knot": (_F(1852, 3600), _d(m=1, s=-1)), "ly": (9460730472580800, _d(m=1)), "AU": (149597870700, _d(m=1)),
}  # fmt: skip
_OFFSET = {
    "degC": Unit(_F(1), _d(k=1), _F(27315, 100)),
    "degF": Unit(_F(5, 9), _d(k=1), _F(45967, 100) * _F(5, 9)),
}
_OFFSET |= {"celsius": _OFFSET["degC"], "fahrenheit": _OFFSET["degF"]}
_EAST_ASIAN_ROWS = (
    ("m", "米 メートル 미터"), ("cm", "厘米 公分 センチ"), ("mm", "毫米 公厘"), ("km", "公里 千米"),
    ("dm", "分米"), ("mum", "微米"), ("nm", "纳米"), ("ha", "公顷"), ("g", "克 グラム 그램"), ("mg", "毫克"),
    ("kg", "千克 公斤 キログラム"), ("t", "吨"), ("L", "升 公升 リットル 리터"), ("mL", "毫升"),
    ("h", "小时 小時 時間 시간"), ("min", "分钟 分鐘 분"), ("s", "秒 秒钟 초"), ("day", "天 日 일"),
    ("N", "牛 牛顿"), ("J", "焦耳"), ("W", "瓦"), ("V", "伏"), ("ohm", "欧姆"),
    ("rev", "个 個 只 本 张 張 条 條 名 人 位 件 块 支 头 辆 棵 朵 개 명 元 円 원"),
)  # fmt: skip
_EAST_ASIAN = {word: symbol for symbol, words in _EAST_ASIAN_ROWS for word in words.split()}
"""Units of East Asian texts and the symbols of the same size; the counters among them are ones, as a turn is."""
_PREFIX = {
    "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "m": -3, "mu": -6, "u": -6, "n": -9, "p": -12, "f": -15, "c": -2,
    "d": -1, "h": 2, "da": 1, "kilo": 3, "mega": 6, "giga": 9, "milli": -3, "micro": -6, "nano": -9, "centi": -2,
    "deci": -1, "pico": -12,
}  # fmt: skip
_LONG = frozenset("kilo mega giga milli micro nano centi deci pico".split())
_NO_PREFIX = frozenset({"t", "l"})

NAMES: dict[str, tuple[str, ...]] = {
    "prefixes": tuple(_PREFIX), "with prefixes": tuple(_METRIC), "without": (*_PLAIN, *_OFFSET),
    "East Asian": tuple(_EAST_ASIAN),
}  # fmt: skip
"""The names of all units, by how they are formed."""


@lru_cache(maxsize=4096)
def unit(name: str) -> Unit | None:
    """The unit of that name or symbol (case-sensitive), with its prefix, or None."""
    if name in _OFFSET:
        return _OFFSET[name]
    name = _EAST_ASIAN.get(name, name)
    for spelt in _spellings(name):
        if (row := _PLAIN.get(spelt) or _METRIC.get(spelt)) is not None:
            return Unit(_F(row[0]), row[1])
        for prefix, power in _PREFIX.items():
            stem = spelt[len(prefix) :]
            if spelt.startswith(prefix) and stem in _METRIC and _agree(prefix, stem):
                factor, dimension = _METRIC[stem]
                if stem not in _NO_PREFIX or prefix in ("m", "k", "M", "mu", "u", "c", "d"):
                    return Unit(_F(factor) * _F(10) ** power, dimension)
    return None


def _agree(prefix: str, stem: str) -> bool:
    """Whether both are words or both are symbols: kilometre and km, never kilom."""
    return (len(stem) > 3) == (prefix in _LONG) or (stem == "ohm" and prefix in _LONG)


def _spellings(name: str) -> tuple[str, ...]:
    """The word as written, without its plural, and in lower case if it is a long word."""
    lower = name.lower() if len(name) > 4 else name
    singular = lower[:-1] if len(lower) > 3 and lower.endswith("s") else lower
    return (name, lower, singular)


def is_unit(name: str) -> bool:
    """Whether this is a unit's symbol or name."""
    return bool(name) and unit(name) is not None
