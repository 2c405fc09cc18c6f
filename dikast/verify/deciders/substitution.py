"""`A = πr² = π(3)²`: is the second side the first with numbers put in for its letters, each letter one number?

Such a link says what the letters are. It may be the wrong number, but the formula has the same form.
"""

from __future__ import annotations

from dikast.verify.deciders.chain_links import ChainLink
from dikast.verify.deciders.closed_links import is_lone
from dikast.verify.equality.expression_equality import bare
from dikast.verify.equality.numeric import rational_value
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.quantities import has_units, without_units


def puts_numbers_in(link: ChainLink) -> bool:
    """Whether a formula with letters is on the left, and the same formula with numbers on the right."""
    is_from_letters = link.sign == "=" and bool(link.left.symbols()) and not link.right.symbols()
    if not is_from_letters or is_lone(link.right):
        return False
    filled = bare(without_units(link.right) if has_units(link.right) else link.right)
    return _fits(bare(link.left), filled, {})


def _fits(formula: Node, filled: Node, values: dict[Node, Node]) -> bool:
    """Whether `filled` is the formula with one value put in for each letter, or term of letters, everywhere."""
    if not formula.symbols():
        return _same(formula, filled)
    if formula.op in ("add", "mul", "div", "pow", "neg", "call") and _same_shape(formula, filled):
        return all(_fits(a, b, values) for a, b in zip(_members(formula), _members(filled), strict=True))
    # `a²` may be given as 9, `4ac` as 24 and `x_2 - x_1` as 3; the same elsewhere must then be the same.
    is_number = _is_scientific(filled) or _is_fraction(filled) or filled.literal == "degrees"
    if formula.op != "sym" and filled.has("add", "mul", "div", "pow") and not is_number:
        return False
    return values.setdefault(formula, filled) == filled or _same(values[formula], filled)


def _is_scientific(node: Node) -> bool:
    """`3 × 10^8`."""
    match node:
        case Node("mul", (Node("num"), Node("pow", (Node("num", (), ten), exponent)))):
            return ten == 10 and not exponent.symbols()
    return False


def _is_fraction(node: Node) -> bool:
    """`16/25`."""
    return node.op == "div" and all(part.op == "num" for part in node.args)


def _same_shape(a: Node, b: Node) -> bool:
    return _operation(a) == _operation(b) and len(_members(a)) == len(_members(b))


def _operation(node: Node) -> tuple[str, object]:
    """The operation; a product is the same with and without its sign."""
    return node.op, None if node.op in ("mul", "div") and node.value != "unit" else node.value


def _members(node: Node) -> tuple[Node, ...]:
    """The terms of a sum or the factors of a product, in any grouping."""
    if node.op not in ("add", "mul"):
        return node.args
    return tuple(m for a in node.args for m in (_members(a) if _operation(a) == _operation(node) else (a,)))


def _same(a: Node, b: Node) -> bool:
    if a == b:
        return True
    left, right = rational_value(a), rational_value(b)
    return left is not None and left == right
