"""Products that may be of matrices, which do not commute: `AB = I` and `BA = I`, `A^{-1}B` and `BA^{-1}`."""

from __future__ import annotations

from typing import NamedTuple

from dikast.verify.decision import Decision, unknown, verified
from dikast.verify.equality.exact import rational
from dikast.verify.syntax.nodes import Node, sym

_IDENTITY, _TRANSPOSE = sym("I"), sym("T")


class MatrixFactor(NamedTuple):
    """A letter of a product, perhaps inverted or transposed."""

    name: str
    is_inverse: bool = False
    is_transposed: bool = False


MatrixProduct = tuple[MatrixFactor, ...]


def same_matrix_products(a: Node, b: Node) -> Decision | None:
    """Whether two products are the same in their order; None where a side has no sign of matrices, or other letters."""
    if not all(map(_is_of_matrices, (a, b))):
        return None
    ours, theirs = map(_products, (a, b))
    if ours is None or theirs is None:
        return None
    if ours == theirs:
        return verified("matrices")
    is_reordered = _letters(ours) == _letters(theirs)
    detail = "a product of matrices, whose order counts"
    return unknown("ambiguous", "matrices", detail=detail) if is_reordered else None


def _letters(products: list[MatrixProduct]) -> list[str]:
    return sorted(factor.name for product in products for factor in product)


def _is_of_matrices(node: Node) -> bool:
    """An inverse or a transposed one by its exponent, or an identity alone on a side."""
    if node.op == "rel" and _IDENTITY in node.args:
        return True
    powers = (n for n in node.walk() if n.op == "pow" and _products(n.args[0]))
    return any(n.args[1] == _TRANSPOSE or rational(n.args[1]) == -1 for n in powers)


def _products(node: Node) -> list[MatrixProduct] | None:
    """The products on the sides of an equation, or the one product; None for anything else."""
    sides = node.args if node.op == "rel" and node.value == "=" else (node,)
    products = [product for side in sides if (product := _product(side)) is not None]
    return sorted(products) if len(products) == len(sides) else None


def _product(node: Node) -> MatrixProduct | None:
    """The letters in their order; None where one is not a capital letter, or there is another operation."""
    node = node.opened()
    if node.op == "sym":
        name = str(node.value)
        return (MatrixFactor(name),) if len(name) == 1 and name.isupper() else None
    if node.op == "pow":
        return _raised(_product(node.args[0]), node.args[1])
    factors = [_product(factor) for factor in node.args] if node.op == "mul" else [None]
    return None if None in factors else tuple(letter for factor in factors for letter in factor or ())


def _raised(base: MatrixProduct | None, exponent: Node) -> MatrixProduct | None:
    """Inverted or transposed, a product turns around."""
    if base is not None and rational(exponent) == -1:
        return tuple(letter._replace(is_inverse=not letter.is_inverse) for letter in base[::-1])
    if base is not None and exponent == _TRANSPOSE:
        return tuple(letter._replace(is_transposed=not letter.is_transposed) for letter in base[::-1])
    return None
