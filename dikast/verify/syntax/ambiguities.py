"""What people write in one way and mean in several: one table, which every choice of a reading comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ambiguity:
    """A place that can be read in several ways; the first is the `usual` one.

    Where a convention settles it (`is_settled`), the usual reading alone verifies; a refutation still needs all.
    """

    name: str
    usual: str
    others: tuple[str, ...]
    is_settled: bool
    why: str

    @property
    def ways(self) -> int:
        return 1 + len(self.others)


NEGATIVE_POWER = Ambiguity("power", "-(3^2)", ("(-3)^2",), True, "a power binds before a sign; some mean the number")
MIXED = Ambiguity("mixed", "2 1/2 = 2.5", ("2 * 1/2",), True, "a fraction behind a whole number is a part of it")
GLUED_UNIT = Ambiguity("unit", "5m: metres", ("5 * m",), True, "a letter behind a number may be a unit or a name")
SLASH_SPACED = Ambiguity("slash-space", "1/2 (x)", ("1/(2x)",), True, "a blank ends what is below the slash")
SLASH = Ambiguity("slash", "(1/2)x", ("1/(2x)",), False, "journals and schools differ on 1/2x")
SLASH_WIDE = Ambiguity("slash-width", "a / (b/c)", ("(a/b)/c",), True, "the wide slash divides what the narrow made")
SCIENTIFIC = Ambiguity(
    "scientific", "10^5 / (2 * 10^3)", ("(10^5 / 2) * 10^3",), True, "a number times a power of ten is one number"
)
POWER_OF_TEN = Ambiguity(
    "power-of-ten", "(6/2) * 10^3", ("6 / (2 * 10^3)",), True, "a power of ten may belong to the number before it"
)
FRACTION_OF_UNIT = Ambiguity(
    "fraction-unit", "(1/2) m", ("1/(2 m)",), True, "half a metre; but 1/2 s may be a frequency, one over two seconds"
)
UNIT_SLASH = Ambiguity("unit-slash", "J/(mol K)", ("(J/mol) K",), True, "units behind a slash are below it")
TONNE = Ambiguity("tonne", "5 g/t: g per tonne", ("(5 g)/t",), True, "t is a tonne beside a mass, or a time")
UNIT_INDEX = Ambiguity("unit-index", "m2: m^2", ("m * 2",), True, "a digit glued to a unit is its power")
JOINED_UNITS = Ambiguity("joined-units", "ms^-1: m/s", ("1/ms",), True, "many write products of units without a blank")
DECIMAL_COMMA = Ambiguity("comma", "1, 5", ("1.5",), True, "a comma parts two numbers, or whole from decimals")
LOCALE = Ambiguity("locale", "1.234 < 2", ("1.234 > 2",), True, "half the world groups digits by points")
THOUSANDS = Ambiguity("thousands", "100200", ("100, 200",), True, "a comma groups digits, or parts two numbers")
SMALLER_UNIT = Ambiguity(
    "smaller-unit", "6 ft, 9 in = 6.75 ft", ("two lengths",), True, "a comma may part two units of one quantity"
)
INDIAN = Ambiguity("indian", "12,34,567: one", ("three numbers",), False, "groups of two digits are India's, or a list")
DEGREES = Ambiguity("degrees", "sin(30 rad)", ("sin(30 deg)",), True, "some leave out the sign of degrees")
TOWER = Ambiguity("tower", "2^(3^2)", ("(2^3)^2",), True, "powers associate to the right; calculators go left")
LOGARITHM = Ambiguity("log", "log10", ("ln",), False, "log is base ten at school and natural later")
RELATIVE_PERCENT = Ambiguity(
    "relative-percent",
    "60 - 0.25",
    ("60 - 25% of 60",),
    False,
    "a percentage may be of what it is added to",
)
COLON = Ambiguity("colon", "2 + 12/4", ("(2 + 12):4",), True, "a colon divides as a slash does, or parts a ratio")
REPEATING = Ambiguity("repeating", "0.1(6) repeats", ("0.1 * 6",), False, "digits in brackets repeat, or multiply")
INDEX = Ambiguity("index", "R * 1", ("R_1",), False, "a digit glued to a capital is a factor or an index")
SUBSCRIPT = Ambiguity("subscript", "k_{BT}", ("k_B T",), False, "an index without braces is one letter, or the word")
ORDER = Ambiguity("order", "f^4", ("the fourth derivative",), False, "a number in brackets above counts derivatives")
CHANGE = Ambiguity("change", "Δx, a name", ("Δ * x",), True, "a Delta before a letter is a change of it, or a factor")
LOST_EXPONENT = Ambiguity(
    "lost-exponent", "(0.5) * 3", ("(0.5)^3",), False, "text from a page loses the height of an exponent"
)

TABLE: tuple[Ambiguity, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Ambiguity))
SETTLED = frozenset(ambiguity.name for ambiguity in TABLE if ambiguity.is_settled)
