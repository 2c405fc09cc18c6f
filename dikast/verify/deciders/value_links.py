"""One link of a chain, `left sign right`, where everything has a value: does it hold?"""

from __future__ import annotations

from fractions import Fraction

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.approximate import known
from dikast.verify.equality.exact import Undefined, exact
from dikast.verify.equality.ladder import Domain, equal
from dikast.verify.equality.matrices import multiplied_out
from dikast.verify.equality.rounding import is_decimal, printed
from dikast.verify.equality.sets import is_set
from dikast.verify.equality.sets import same as same_sets
from dikast.verify.equality.shapes import settle, spread
from dikast.verify.syntax.nodes import Node, TooCostly
from dikast.verify.syntax.quantities import has_units, in_si, perhaps_fluid, without_units

_ORDER = {
    "<": lambda d: d < 0,
    ">": lambda d: d > 0,
    "<=": lambda d: d <= 0,
    ">=": lambda d: d >= 0,
    "!=": lambda d: d != 0,
}

# What a calculator prints of a double: 16 figures or more, and off by its last bits.
_DOUBLE_FIGURES = 16
_DOUBLE_ERROR = Fraction(1, 2**51)


def holds(left: Node, sign: str, right: Node, domain: Domain) -> Decision:
    """Whether the relation holds between two expressions without free symbols (or identically)."""
    left, right = settle(left), settle(right)
    if sign in ("=", "~="):
        return equality(left, right, sign == "~=", domain)
    if sign in _ORDER:
        return _comparison(left, sign, right)
    return unknown("unsupported", "relation", detail=sign)


def _comparison(left: Node, sign: str, right: Node) -> Decision:
    if has_units(left) or has_units(right):
        sides = in_si(left), in_si(right)
        if sides[0] is None or sides[1] is None or sides[0][1] != sides[1][1]:
            return unknown("unsupported", "units")
        left, right = sides[0][0], sides[1][0]
    a, b = known(left), known(right)
    if a is None or b is None:
        return unknown("unsupported", "comparison")
    is_exact = _exact(left) is not None and _exact(right) is not None
    if not is_exact and abs(a - b) <= Fraction(1, 10**25) * max(abs(a), abs(b), Fraction(1)):
        return unknown("precision", "comparison")
    if _ORDER[sign](a - b):
        return verified("comparison")
    return refuted("comparison", left=_shown(a), right=_shown(b))


def _exact(node: Node) -> Fraction | None:
    try:
        return exact(node)
    except (Undefined, TooCostly):
        return None


def _shown(value: Fraction) -> str:
    return str(value) if value.denominator < 10**6 else f"{float(value):.10g}"


def equality(left: Node, right: Node, is_approximate: bool, domain: Domain) -> Decision:
    """Equality of values, with what rounding and units allow."""
    left, right = (settle(multiplied_out(n)) for n in (left, right))
    if "pm" in (n.op for n in (*left.walk(), *right.walk())):
        return unknown("unsupported", "plus-minus")
    if (
        left.op in ("seq", "set", "matrix", "list")
        or right.op in ("seq", "set", "matrix", "list")
        or is_set(left)
        or is_set(right)
    ):
        return _collections(left, right, domain)
    if has_units(left) or has_units(right):
        return _quantities(left, right, is_approximate, domain)
    return _numbers(left, right, is_approximate, domain)


def _collections(left: Node, right: Node, domain: Domain) -> Decision:
    from dikast.verify.equality.compare import ValueComparison

    combined = any(n.op in ("union", "meet", "minus") for n in (left, right))
    if combined or (is_set(left) and is_set(right) and not left.op == right.op == "set"):
        return same_sets(left, right)
    if left.op != right.op:
        return unknown("unsupported", "members")
    return ValueComparison(domain=domain)(spread(left), spread(right))


def _quantities(left: Node, right: Node, is_approximate: bool, domain: Domain) -> Decision:
    """With units and without: both must fail to refute, unless every number carries its unit."""
    bare = _numbers(without_units(left), without_units(right), is_approximate, domain)
    if not (has_units(left) and has_units(right)):
        if bare.status == "refuted" and not _has_operation(left) and not _has_operation(right):
            return unknown("unsupported", "units", detail="a unit on one side only")
        return bare
    sides = in_si(left), in_si(right)
    if sides[0] is None or sides[1] is None:
        return bare if bare.status != "refuted" or _same_units(left, right) else unknown("unsupported", "units")
    if sides[0][1] != sides[1][1]:
        is_fluid = perhaps_fluid(left, right, (sides[0][1], sides[1][1]))
        if not is_fluid and _all_measured(left) and _all_measured(right) and _in_symbols(left) and _in_symbols(right):
            return refuted("units", detail="different dimensions", left=str(sides[0][1]), right=str(sides[1][1]))
        return bare if bare.status != "refuted" else unknown("unsupported", "units", detail="different dimensions")
    measured = _numbers(sides[0][0], sides[1][0], is_approximate, domain, right)
    if measured.status == "verified" or bare.status != "verified":
        return measured
    return bare if not (_all_measured(left) and _all_measured(right)) else measured


def _same_units(left: Node, right: Node) -> bool:
    """The same units all over, so that the numbers alone decide."""
    return len({n.value for side in (left, right) for n in side.walk() if n.op == "unit"}) == 1


def _has_operation(node: Node) -> bool:
    return any(n.op in ("add", "div", "pow", "call") or (n.op == "mul" and n.value != "unit") for n in node.walk())


def _in_symbols(node: Node) -> bool:
    """Whether the units are symbols, as physics has them, and not the words of a story (`miles`, `weeks`)."""
    return all(len(str(n.value)) <= 3 or n.value in ("degC", "degF", "Omega") for n in node.walk() if n.op == "unit")


def _all_measured(node: Node) -> bool:
    """Whether every number outside exponents stands with a unit."""
    if node.op == "mul" and node.value == "unit":
        return True
    if node.op == "num":
        return False
    if node.op == "pow":
        return _all_measured(node.args[0])
    return bool(node.args) and all(_all_measured(a) for a in node.args)


def _numbers(left: Node, right: Node, is_approximate: bool, domain: Domain, shown: Node | None = None) -> Decision:
    finding = equal(left, right, domain)
    if finding.status != "refuted" or left.symbols() or right.symbols():
        return finding
    a, b = known(left), known(right)
    if a is None or b is None:
        return finding
    if (
        ("percent" in (left.op, right.op))
        and left.op != right.op
        and 0 not in (a, b)
        and a / b in (100, Fraction(1, 100))
    ):
        return verified("percent", value=_shown(b))
    if _percent_once(left, right) and _by_hundred(left, right, a, b):
        return unknown("ambiguous", "percent", left=_shown(a), right=_shown(b))
    return _rounded(left, right if shown is None else shown, a, b, is_approximate, finding)


def _percent_once(left: Node, right: Node) -> bool:
    return any(n.op == "percent" for n in left.walk()) != any(n.op == "percent" for n in right.walk())


def _by_hundred(left: Node, right: Node, a: Fraction, b: Fraction) -> bool:
    """Whether the sides differ by the factor that a percent sign stands for, up to rounding."""
    return any(_near(a * factor, b, Fraction(1, 50)) for factor in (100, Fraction(1, 100)))


def _rounded(left: Node, right: Node, a: Fraction, b: Fraction, is_approximate: bool, finding: Decision) -> Decision:
    """What rounding of the right side, or of the numbers on the left, may account for."""
    number = _without_unit(right)
    decimal = printed(number)
    if decimal is None:
        return _rounded_on_the_left(left, a, b, is_approximate, finding)
    scale = abs(b / decimal.value) if decimal.value else Fraction(1)
    ulp = decimal.ulp * scale
    if decimal.figures >= _DOUBLE_FIGURES and _near(a, b, _DOUBLE_ERROR):
        return verified("rounding", "rounded", value=_shown(a), printed=_shown(b))
    if (is_approximate or is_decimal(number)) and abs(a - b) <= ulp / 2:
        return verified("rounding", "rounded", value=_shown(a), printed=_shown(b))
    if is_approximate:
        ulp = max(ulp, _trailing(decimal.value, decimal.figures) * scale)
    if (a / ulp).denominator == 1 and not is_approximate and _is_plain(left):
        return finding
    slack = ulp + _slack(left, a)
    if abs(a - b) <= slack or (is_approximate and _near(a, b, Fraction(1, 50))):
        return unknown("precision", "rounding", value=_shown(a), printed=_shown(b))
    return finding


def _rounded_on_the_left(left: Node, a: Fraction, b: Fraction, is_approximate: bool, finding: Decision) -> Decision:
    """What rounding may account for where the right side is no decimal number."""
    if is_approximate:
        return unknown("precision", "rounding") if _near(a, b, Fraction(1, 10)) else finding
    reverse = printed(left)
    if reverse is not None and is_decimal(left) and abs(a - b) <= reverse.ulp:
        return verified("rounding", "rounded") if abs(a - b) <= reverse.ulp / 2 else unknown("precision", "rounding")
    return finding


def _without_unit(node: Node) -> Node:
    """The number of a quantity, or of an angle in degrees; its sign kept."""
    if node.literal == "degrees":
        return node.args[0].args[0]
    if node.op == "neg":
        return Node("neg", (_without_unit(node.args[0]),))
    return node.args[0] if node.op == "mul" and node.value == "unit" else node


def _is_plain(node: Node) -> bool:
    """Whether no number in the tree was itself printed with a decimal fraction that may be rounded."""
    return not any(n.op == "num" and "." in n.literal and len(n.literal.partition(".")[2]) > 2 for n in node.walk())


def _trailing(value: Fraction, figures: int) -> Fraction:
    """The place of the last figure of a whole number: 100 of 1,200."""
    if value.denominator != 1 or not value:
        return Fraction(0)
    return Fraction(10) ** max(len(str(abs(int(value)))) - figures, 0)


def _near(a: Fraction, b: Fraction, share: Fraction) -> bool:
    return abs(a - b) <= share * max(abs(a), abs(b))


def _slack(node: Node, value: Fraction) -> Fraction:
    """How far the value may be off if each decimal in the tree was rounded to its last place."""
    total = Fraction(0)
    decimals = [n for n in node.walk() if n.op == "num" and "." in n.literal][:8]
    for leaf in decimals:
        decimal = printed(leaf)
        if decimal is None:
            continue
        moved = Node("num", value=decimal.value + decimal.ulp / 2)
        other = _exact(_with(node, leaf, moved))
        if other is not None:
            total += abs(other - value)
    return total


def _with(node: Node, leaf: Node, other: Node) -> Node:
    """The tree with one of its leaves replaced."""
    return node.map(lambda n: other if n is leaf else None)
