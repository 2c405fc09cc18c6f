"""What a problem says of its letters, so an equation may hold that is not an identity: `x + y = 1`, `x is twice y`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dikast.language import Clause, TextToken, clauses
from dikast.verify.deciders.declarations import names_in
from dikast.verify.deciders.failing_points import failing_point
from dikast.verify.equality.algebra import build
from dikast.verify.equality.shapes import gives_value, is_equation, of_ends
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.claims import Claim, claims
from dikast.verify.text.number_words import number_in_words
from dikast.verify.text.operator_words import operator_words
from dikast.verify.witness import Point

_CACHED = 512
_FEWEST = 3  # points of a constraint
_SETTING = Setting(frozenset(), frozenset())


@dataclass(frozen=True)
class Posed:
    """The equations of a problem, and the letters that it says something else about."""

    equations: tuple[Node, ...] = ()
    others: frozenset[str] = frozenset()

    @property
    def values(self) -> dict[str, Node]:
        """The letters with an equation that gives them a value, if no other gives them another one."""
        given = {(str(e.args[0].value), e.args[1]) for e in self.equations if gives_value(e)}
        names = [name for name, _ in given]
        return {name: value for name, value in given if names.count(name) == 1}


@lru_cache(_CACHED)
def posed(problem: str) -> Posed:
    """What a problem says of its letters."""
    equations: list[Node] = []
    others: set[str] = set()
    for claim in claims(problem):
        relations = _relations(claim)
        equations += [of_ends(relation) for relation in relations if is_equation(relation)]
        others |= set() if relations else names_in(claim.text)
    for clause in clauses(plain(problem)):
        others |= set(_lone_names(clause.tokens)) if _relates(clause) else set()
    return Posed(tuple(equations), frozenset(others))


def _relations(claim: Claim) -> Sequence[Node]:
    tree = claim.tree(_SETTING)
    if tree is None:
        return ()
    return [relation for relation in (tree.args if tree.op == "list" else (tree,)) if relation.op == "rel"]


def _relates(clause: Clause) -> bool:
    """Whether words of the clause may say how its letters belong together: a number, or a word such as `twice`."""
    words = {token.text.casefold() for token in clause.tokens if token.kind == "word"}
    has_number = any(token.kind == "number" for token in clause.tokens) or any(map(number_in_words, words))
    return (has_number or not operator_words().isdisjoint(words)) and "question" not in clause.meanings


def _lone_names(row: Sequence[TextToken]) -> Iterator[str]:
    """The letters that are not part of a longer formula."""
    for token in row:
        name = token.inner.strip() if token.kind == "formula" else token.text
        if token.kind in ("formula", "word") and len(name) == 1:
            yield from names_in(name)


def fails_on(constraint: Node, left: Node, right: Node) -> Point | None:
    """A point of the constraint where two sides differ; None if they agree at one that was tried."""
    point = failing_point(constraint, Node("rel", (left, right), "="), is_positive=True, fewest=_FEWEST)
    if point is None:
        return None
    sides = (build(side).subs(point) for side in (left, right))
    return Point({str(name): str(value.evalf(12)) for name, value in point.items()}, *(str(s.evalf(12)) for s in sides))
