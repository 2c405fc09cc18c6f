"""Is an equation with letters on both sides meant for all their values, or is it one to solve, or a law that is given?

Only what is meant as an identity can be refuted by a point: `a^2 + b^2 = c^2`, `3x = 2x + 4` and `sin x = cos x` are
true of some values, and say nothing of others.
"""

from __future__ import annotations

from dikast.language import is_said, lexicon, tokens, word_group
from dikast.verify.equality.algebra import build
from dikast.verify.equality.terms import terms
from dikast.verify.equality.work_limits import attempt
from dikast.verify.syntax.nodes import Node

_CARRIED_OUT = frozenset({"diff", "sum", "prod", "lim", "int"})
_POWERS = frozenset({"pow", "mul", "div", "paren", "num", "sym"})
_RATIONAL = _POWERS | {"add", "neg"}
_PLAIN = frozenset({"add", "neg", "mul", "pow", "num", "sym"})
_SUMS = frozenset({"add", "neg", "num", "sym", "pm"})


def is_meant(left: Node, right: Node, before: str, is_chained: bool, is_declared: bool) -> bool:
    """Whether `left = right` is meant for all values.

    It is if the words before say so, if all values were declared (`x is real`), if the equation is a link
    of a chain or carries out a derivative or a sum, or if one side can only be a (perhaps wrong) transformation of
    the other. Both sides must have the same letters.
    """
    if left.symbols() != right.symbols() or is_said("solving an equation", before):
        return False
    if any(side.op in _CARRIED_OUT for side in (left, right)):
        return True
    is_worked = any(side.op not in _SUMS or _is_negated_sum(side) for side in (left, right))
    is_named = _says_identity(before) and not all(map(_is_simplified, (left, right)))
    is_for_all = is_declared or is_chained or is_named
    if is_worked and is_for_all:
        return True
    for worked, other in ((left, right), (right, left)):
        result = other.opened()
        if _collects_powers(worked, result) or _pulls_out(worked, result) or _spreads(worked, other):
            return True
    # In a chain a sum, too, is worked on: `(a + b)^2 = a^2 + 2ab + b^2 = a^2 + b^2`.
    return (is_worked or is_chained) and leads_alike(left, right)


def says_partial_fractions(before: str) -> bool:
    """Whether the words before say that a fraction is written as a sum of partial fractions."""
    return any(name in before.casefold() for name in word_group("partial fractions"))


def _says_identity(before: str) -> bool:
    """`Simplifying`, `for all x`, `by the binomial theorem`."""
    is_universal = any("universal" in cue.meanings for cue in lexicon().find(tokens(before)))
    return is_universal or any(word in before.casefold() for word in word_group("saying an identity"))


def _is_simplified(side: Node) -> bool:
    """Nothing is left to do: `Simplifying gives 2x = 10 - x` is an equation to solve, `3x + 2x = 6x` is not."""
    products = (node for node in side.walk() if node.op == "mul")
    is_plain = all(node.op in _PLAIN for node in side.walk())
    is_one_each = all(len({*node.args}) == len(node.args) and _n_numbers(node) < 2 for node in products)
    return is_plain and is_one_each and len(terms(side)) == (len(side.args) if side.op == "add" else 1)


def _n_numbers(product: Node) -> int:
    return sum(factor.op == "num" for factor in product.args)


def _is_negated_sum(node: Node) -> bool:
    """`-(3x - 2)`."""
    return node.op == "neg" and node.args[0].opened().op == "add"


def are_never_equal(left: Node, right: Node) -> bool:
    """`x + 59 = x + 44`, `(x + 3)^2 + 4 = x^2 + 6x + 5`: sides that differ by a number, with nothing to solve."""
    import sympy

    sides = (left, right)
    if not left.symbols() or not all(node.op in _RATIONAL for side in sides for node in side.walk()):
        return False
    gap = attempt(0.5, lambda: sympy.cancel(sympy.Add(build(left), -build(right))))
    return bool(gap is not None and gap.is_Rational and gap != 0)


def leads_alike(left: Node, right: Node) -> bool:
    """Whether two polynomials agree in their highest terms: `(x + 3)^2` and `x^2 + 9`, which no one would solve."""
    import sympy

    def leads() -> bool:
        names = [sympy.Symbol(n) for n in sorted(left.symbols())]
        first, second = (sympy.Poly(sympy.expand(build(n)), *names) for n in (left, right))
        degree = first.total_degree()
        if degree != second.total_degree() or degree < 2:
            return False
        single_powers = {m for p in (first, second) for m in p.monoms() if max(m) == degree}
        return single_powers.isdisjoint((first - second).monoms())

    return attempt(0.5, leads) or False


def _spreads(whole: Node, parts: Node) -> bool:
    """Whether a function of a sum of names stands beside the same function of each: `log(a + b) = log a + log b`."""
    outer = _function(whole)
    if outer is None or outer[1].op != "add" or len(outer[1].symbols()) < 2:
        return False
    inner = [call for n in parts.walk() if (call := _function(n)) is not None and call[0] == outer[0]]
    return len(inner) > 1 and all(len(argument.symbols()) == 1 for _, argument in inner)


def _collects_powers(worked: Node, result: Node) -> bool:
    """Powers of one letter, (perhaps wrongly) combined into one power: `(x²)³ = x⁵`, `x² · x³ = x⁶`."""
    is_power = result.op == "pow" and [a.op for a in result.args] == ["sym", "num"]
    if not is_power or not all(n.op in _POWERS for n in worked.walk()):
        return False
    parts = [n for n in worked.walk() if n.op in ("pow", "mul", "div") and n.symbols()]
    return len(parts) > 1 and all(map(_is_of_letters, parts))


def _is_of_letters(node: Node) -> bool:
    """A power, or a product without a number among its factors."""
    return node.op == "pow" or all(factor.symbols() for factor in node.args)


def _pulls_out(worked: Node, result: Node) -> bool:
    """A number (perhaps wrongly) taken out of a function: `sin 2x = 2 sin x`."""
    match worked, result:
        case Node("call", (argument,), name), Node("mul", (factor, Node("call", (remaining,), other))) if name == other:
            inner = argument.opened()
            return not factor.symbols() and inner.op == "mul" and inner.args == (factor, remaining.opened())
    return False


def _function(node: Node) -> tuple[str, Node] | None:
    """The name of a function or power, and what it is taken of."""
    match node.opened():
        case Node("call", (argument,), name):
            return str(name), argument.opened()
        case Node("call", (argument, parameter), name):
            return f"{name} {parameter}", argument.opened()
        case Node("pow", (argument, exponent)) if not exponent.symbols():
            return f"^{exponent}", argument.opened()
        case Node("pow", (base, argument)) if not base.symbols():
            return f"{base}^", argument.opened()
        case Node("div", (above, argument)) if not above.symbols():
            return f"{above}/", argument.opened()
    return None
