"""Units behind numbers, read from the tokens: every notation that people write units in, as one tree of units."""

from __future__ import annotations

from dikast.verify.syntax.ambiguities import GLUED_UNIT, JOINED_UNITS, TONNE, UNIT_INDEX, UNIT_SLASH
from dikast.verify.syntax.cursor import Parser, or_nothing
from dikast.verify.syntax.lexer import Token
from dikast.verify.syntax.nodes import Node, mul, num, raised
from dikast.verify.syntax.quantities import has_units, unit_dimension
from dikast.verify.syntax.unit_table import POWERS_BEFORE, POWERS_BEHIND, is_unit

_SURE = frozenset(
    "kg km cm mm nm mg mL ml kJ kPa Pa Hz kHz MHz GHz mol mmol mph eV keV MeV kW MW kV atm mmHg kmol".split()
)
_OFTEN_NAMES = frozenset("in d u h C F H T S G M t l".split())
"""Symbols that are more often a variable, or a word: units only where nothing of a formula follows."""
_NAMES_BEHIND_SIGNS = frozenset("t u l in".split())
"""Symbols that behind a sign of multiplication or division are a variable: `5 m/s * t`."""
_BEHIND_UNITS = frozenset({"=", "/", "~=", "*", "\\", ",", "^", "."})
_BEHIND_INCHES = _BEHIND_UNITS | {"+", "-", "times", "cdot"}  # but not the words of `in the box`
_LOWER = frozenset("s h min".split())
_TWO = 2
_GLUED = "gmsNJVWKLA"
_JOINED = {"ms": ("m", "s"), "Nm": ("N", "m"), "rads": ("rad", "s"), "mols": ("mol", "s")}
"""Products without a blank that are spelt like one unit."""
TEMPERATURES = {
    "C": "degC", "F": "degF", "Celsius": "degC", "celsius": "degC", "Fahrenheit": "degF", "K": "K", "Kelvin": "K",
    "kelvin": "K", "R": "degR", "Rankine": "degR",
}  # fmt: skip
"""What may follow the sign of degrees; `300 °K` is an old spelling."""


def attached(p: Parser, value: Node) -> Node:
    """The number with the unit behind it, if there is one."""
    if not begins(p) or not _is_plausible(p):
        return value
    first, start = p.token, p.mark()
    units = product(p)
    is_letters = first.kind == "id" and first.text.isascii() and first.text not in _SURE
    if is_letters and not first.spaced and p.choose(GLUED_UNIT):
        p.back(start)
        return value
    # `5m2`, where the digit was not taken as the exponent: the letter is a name.
    is_behind_letter = p.before.kind == "id" and p.before.text.isascii()
    if p.token.kind == "num" and is_behind_letter and not p.token.spaced:
        p.reset(start)
        return value
    return Node("mul", (value, units), how_scaled(units))


def how_scaled(unit: Node) -> str | None:
    """A temperature is no multiple of its unit: its number can't be scaled or rounded with it, unless in kelvin."""
    return None if unit.value in ("degC", "degF") else "unit"


def behind(p: Parser, value: Node) -> Node | None:
    """The unit behind a value that is no single number: `2\\sqrt{3} cm`, `6.63 \\times 10^{-34} J s`."""
    if value.symbols() or has_units(value):
        return None
    if p.token.kind == "num" or p.sees("frac"):
        return _inverse(p) or _fraction(p)
    is_marked = p.token.spaced or p.token.kind == "text"
    return product(p) if is_marked and begins(p) and _is_plausible(p) else None


def below(p: Parser) -> Node | None:
    """The unit that a number without one is divided by: `6.02 \\times 10^{23} /mol`; a lone letter is a name."""
    is_word = p.token.kind == "text" or (p.token.kind == "id" and len(p.token.text) > 1)
    if is_word and begins(p) and _is_plausible(p):
        return _one(p)
    return None


def _is_plausible(p: Parser) -> bool:
    """A single letter that is raised or bracketed like a variable is no unit; one that is known here hardly ever."""
    token = p.token
    if token.text in p.setting.variables:
        return _is_surely_unit(p)
    if token.kind != "id" or len(token.text) > 1 or not token.text.isascii():
        return True
    is_apart = token.spaced or token.text in _GLUED
    return is_apart and not _goes_on_as_name(p)


def _is_surely_unit(p: Parser) -> bool:
    """The `m/s` of `5 m/s`, the metres of `h = 4 × 5 = 20 m`, what stands in a `\\text`: m may be a mass elsewhere."""
    if p.token.kind == "text":
        return True
    slash, lower = p.peek(), p.peek(2)
    is_glued_slash = slash.text == "/" and not slash.spaced
    is_rate = is_glued_slash and not lower.spaced and lower.text in _LOWER
    return p.token.spaced and (is_rate or _ends_result(p))


def _ends_result(p: Parser) -> bool:
    """Whether it ends the side behind a calculation without letters, or behind its own letter: `V = 12 V`."""
    if p.peek().kind != "end":
        return False
    signs = [i for i, token in enumerate(p.tokens[: p.at]) if token.text == "="]
    is_own = signs == [1] and p.tokens[0].text == p.token.text
    has_letters = len(signs) < _TWO or any(token.kind == "id" for token in p.tokens[signs[-2] : signs[-1]])
    return is_own or not has_letters


def _goes_on_as_name(p: Parser) -> bool:
    """Whether what stands behind a letter makes it a name: a subscript, a bracket, a factor, a glued `=` or `+`."""
    after = p.peek()
    if after.text in ("=", "+"):
        return not after.spaced
    if after.text in ("(", "_", "'"):
        return True
    is_times = after.text in ("x", "X") and p.peek(2).kind == "num"  # `5 m x 3 m`
    is_letter = after.kind == "id" and len(after.text) == 1 and not is_times
    return is_letter and (after.text == "t" or not is_unit(after.text))


def begins(p: Parser) -> bool:
    """Whether the tokens here spell a unit."""
    return _name_here(p) is not None or _circled(p) > 0 or _area_here(p)


def _name_here(p: Parser) -> str | None:
    """The unit's name if the tokens here spell one."""
    token = p.token
    if token.is_word:
        name = token.word
        if p.peek().sign == "Omega" and is_unit(f"{name}ohm"):
            return f"{name}ohm"
        is_meant = name not in _OFTEN_NAMES or _stands_alone(p, name)
        return name if is_meant and is_unit(name) else None
    if p.sees("Omega"):
        return "Omega"
    if p.sees("mu") and p.peek().is_word and is_unit("mu" + p.peek().word):
        return "mu"
    return None


def _stands_alone(p: Parser, name: str) -> bool:
    """Whether a symbol that is often a name is followed by what follows a unit."""
    after = p.peek()
    is_marked = p.token.spaced or p.token.kind == "text"
    if name == "in":
        return _ends(after, _BEHIND_INCHES)
    if name == "h" and after.kind == "num":
        return is_marked
    is_next = after.is_word and after.text not in _OFTEN_NAMES and is_unit(after.word)
    return is_marked and _ends(p.peek(2) if is_next else after, _BEHIND_UNITS)


def _ends(token: Token, signs: frozenset[str]) -> bool:
    return token.kind in ("end", "close") or token.text in signs


def _circled(p: Parser) -> int:
    """How many tokens `^\\circ C` takes here, the degree of a temperature; 0 where there is none."""
    if p.token.sign not in ("^", "circ"):
        return 0
    for signs in (("^", "{", "circ", "}"), ("^", "circ"), ("circ",)):
        n = len(signs)
        if p.sees_in_row(*signs) and p.peek(n).word in ("C", "F"):
            return n + 1
    return 0


def _area_here(p: Parser) -> bool:
    """`square meters`; a point may follow a short form, `sq. ft`."""
    return p.sees_word(*POWERS_BEFORE) and is_unit(p.peek(2 if p.peek().text == "." else 1).word)


def product(p: Parser) -> Node:
    """Units joined by signs or side by side; what follows a slash is below it, up to the next slash."""
    result = _power(p)
    while True:
        if (lower := _divisor(p, result)) is not None:
            result = Node("div", (result, _below_slash(p, lower)))
        elif (more := _factor(p, result)) is not None:
            result = mul(result, more)
        else:
            return result


@or_nothing
def _divisor(p: Parser, above: Node) -> Node | None:
    """The unit behind a slash, or a word for it."""
    if not (p.take("/") or p.take_word("per")):
        return None
    return _power(p) if _is_per_tonne(p, above) else _one(p)


def _is_per_tonne(p: Parser, above: Node) -> bool:
    """`5 g/t` of an ore."""
    if p.token.text != "t" or p.token.spaced or "t" in p.setting.variables:
        return False
    return unit_dimension(str(above.value)) == unit_dimension("kg") and not p.choose(TONNE)


def _below_slash(p: Parser, lower: Node) -> Node:
    """`J/mol K`: in every textbook both are below the slash."""
    start = p.mark()
    if (more := _factor(p, lower)) is None:
        return lower
    if p.choose(UNIT_SLASH):
        p.back(start)
        return lower
    return _below_slash(p, mul(lower, more))


@or_nothing
def _factor(p: Parser, before: Node) -> Node | None:
    """One more unit behind a dot, or beside the one before."""
    is_letter = p.peek(0 if p.token.kind == "id" else 1).kind == "id"
    is_dotted = p.sees(".") and p.peek().kind == "id" and not p.peek().spaced
    if p.take("*") or (is_dotted and p.take(".")):
        more = _one(p)
    else:
        more = _power(p) if begins(p) and _is_plausible(p) else None
    match more:
        case Node("unit", (), str() as name) if is_letter and len(name) == 1:
            # `3 kg * g`: a letter for another unit of the same kind is a name, here of an acceleration.
            others = set(before.values_of("unit")) - {name}
            return None if unit_dimension(name) in map(unit_dimension, others) else more
    return more


def _one(p: Parser) -> Node | None:
    """A unit, or several in brackets, after a sign."""
    if p.sees("("):
        return _bracketed(p)
    name = p.token.word
    is_known = name in p.setting.variables and p.before.spaced
    is_free = not is_known and not (p.token.kind == "id" and name in _NAMES_BEHIND_SIGNS)
    is_named = p.token.is_word and is_unit(name) and p.peek().text != "("
    return _power(p) if is_free and (is_named or begins(p)) else None


@or_nothing
def _bracketed(p: Parser) -> Node | None:
    p.need("(")
    is_bare = p.token.is_word and is_unit(p.token.word)
    inner = product(p) if is_bare or begins(p) else None
    return inner if inner is not None and p.take(")") else None


@or_nothing
def _inverse(p: Parser) -> Node | None:
    """`7.5 1/(M s)`: a one that is divided by units is a unit itself."""
    if not (p.sees_in_row("1", "/") and p.token.kind == "num" and p.token.spaced):
        return None
    p.at += 2
    units = _one(p)
    return None if units is None else raised(units, num(-1))


@or_nothing
def _fraction(p: Parser) -> Node | None:
    """`60 \\frac{km}{h}`: units above and below, not letters."""
    above = _in_braces(p, may_be_letter=False) if p.take("frac") else None
    below = None if above is None else _in_braces(p, may_be_letter=True)
    return None if above is None or below is None else Node("div", (above, below))


def _in_braces(p: Parser, may_be_letter: bool) -> Node | None:
    if not p.take("{"):
        return None
    is_named = may_be_letter or p.token.kind == "text" or len(p.token.text) > 1
    node = product(p) if is_named and is_unit(p.token.word) else None
    return node if node is not None and p.take("}") else None


def _power(p: Parser) -> Node:
    """One unit with its exponent."""
    if n := _circled(p):
        name = p.peek(n - 1).word
        p.at += n
        return Node("unit", value=TEMPERATURES[name])
    if _area_here(p):
        power = POWERS_BEFORE[p.next().word.lower()]
        p.take(".")
        return raised(Node("unit", value=p.next().word), num(power))
    leaf = _leaf(p)
    if p.sees_word(*POWERS_BEHIND):
        return raised(leaf, num(POWERS_BEHIND[p.next().word.lower()]))
    exponent = _exponent(p)
    if exponent is None:
        return leaf
    joined = _JOINED.get(str(leaf.value)) if exponent < 0 else None
    if joined is not None and not p.choose(JOINED_UNITS):
        above, below = (Node("unit", value=name) for name in joined)
        return mul(above, raised(below, num(exponent)))
    return raised(leaf, num(exponent))


def _leaf(p: Parser) -> Node:
    name = _name_here(p) or p.token.word
    p.next()
    if name == "mu":
        name += p.next().word
    if name.endswith("ohm"):
        p.take("Omega")
    return Node("unit", value=name)


def _exponent(p: Parser) -> int | None:
    """The exponent of a unit: `^2`, `^{-1}`, or a glued 2 or 3 that lost its place."""
    token = p.token
    is_glued = p.before.kind == "id" and p.before.end == token.start and not token.spaced
    if is_glued and token.text in ("2", "3") and not p.choose(UNIT_INDEX):
        p.next()
        return int(token.text)
    return None if _circled(p) else _raised(p)


@or_nothing
def _raised(p: Parser) -> int | None:
    if not p.take("^"):
        return None
    braced = p.take("{")
    sign = -1 if p.take("-") else 1
    digits = p.next()
    if braced and not p.take("}"):
        return None
    return sign * int(digits.text) if digits.is_digits and len(digits.text) < 3 else None
