"""What a problem asks for, put beside the answer that a step announces.

Compute $2^3 + 1$.                                   \\boxed{10}: another value
Find all pairs $(a, b)$ with $a^2 + b = 7$.          \\boxed{(2, 4)}: it does not satisfy the equation
If $3^x + 1 = 28$, what is $x$?                      \\boxed{4}: no more does this
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from dikast.language import Clause, CueMeaning, TextToken, clauses, stated_answer, token_at, word_group
from dikast.verify.deciders.drawn_lines import is_exact
from dikast.verify.deciders.line_before import is_of_roots
from dikast.verify.deciders.posed import posed
from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.decision import Decision, refuted
from dikast.verify.equality.shapes import gives_value, values_put_in
from dikast.verify.equality.value_relations import holds
from dikast.verify.policy import Policy
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.printer import written
from dikast.verify.syntax.quantities import has_units
from dikast.verify.text.answer_parts import PART_NAMES
from dikast.verify.witness import Point

METHOD = "asked"
_CACHED = 512
_WORKED = frozenset({"add", "neg", "mul", "div", "pow", "call", "sum", "prod", "int", "lim"})
_SIGNS = frozenset(":'")
_ENDS, _QUESTION_MARKS = frozenset(".?!。？"), frozenset("?？")
# What leaves open what is asked for, or what the letters stand for.
_UNSURE: frozenset[CueMeaning] = frozenset({"rounding", "negation", "denial", "approximation"})
_OTHER_BRACKETS = ("[", "\\{", "\\lbrack", "!!")  # which may stand for a whole number or a fraction's part
_SECOND_PARTS = tuple(f"({names[1]})" for names in PART_NAMES)  # of several questions, or of choices
_COUNTING = (("number", "of"), ("numbers", "of"))
_POLICY = Policy()


@dataclass(frozen=True)
class Asked:
    """An expression without letters, or letters and the equations that they are to satisfy."""

    expression: str = ""
    names: tuple[str, ...] = ()
    equations: tuple[Node, ...] = ()


def announced_values(step: str, problem: str) -> Iterator[tuple[str, Decision]]:
    """The answer that a step announces, beside what the problem asks for."""
    what = asked(problem)
    answer = None if what is None else stated_answer(step)
    if what is None or answer is None:
        return
    finding = _worth(what.expression, answer) if what.expression else _satisfying(what, answer)
    if finding is not None:
        yield answer, finding


@lru_cache(_CACHED)
def asked(problem: str) -> Asked | None:
    """What a problem asks to compute, or to solve for; None where it is not clear."""
    all_clauses = clauses(plain(problem))
    words = {token.text.casefold() for clause in all_clauses for token in clause.tokens}
    is_of_digits = not words.isdisjoint(word_group("asking for digits"))
    is_unsure = is_of_digits or any(clause.meanings & _UNSURE for clause in all_clauses)
    if is_unsure or any(part in problem for part in _SECOND_PARTS):
        return None
    row = [token for clause in all_clauses for token in clause.tokens]
    objects = [token for statement in _statements(all_clauses) if (token := _object(statement)) is not None]
    n_questions = sum("question" in clause.meanings for clause in all_clauses)
    if len(objects) != 1 or max(n_questions, sum(token.text in _QUESTION_MARKS for token in row)) > 1:
        return None
    tree = tree_of(objects[0].inner.strip(" .,?"))
    if names := _names(tree):
        return _to_satisfy(names, problem)
    # `What is $2/3$ of a dozen?`, `Compute $2 + 3$ in cents`: what follows may make another value of it.
    is_last = all(token.text in _ENDS for token in row[row.index(objects[0]) + 1 :])
    numbers = [token for token in row if token.kind in ("number", "formula")]
    is_only = numbers == objects and words.isdisjoint(word_group("form of a value"))
    if not is_last or not is_only or any(sign in objects[0].inner for sign in _OTHER_BRACKETS):
        return None
    is_closed = tree is not None and tree.op in _WORKED and not tree.symbols()
    return Asked(expression=objects[0].inner) if is_closed else None


def _statements(all_clauses: Sequence[Clause]) -> Iterator[Sequence[TextToken]]:
    """The tokens of each clause; what a colon announces belongs to the clause before."""
    row: tuple[TextToken, ...] = ()
    for clause in all_clauses:
        row += clause.tokens
        if row[-1].text != ":":
            yield row
            row = ()


def _object(row: Sequence[TextToken]) -> TextToken | None:
    """The one formula that a clause asks for: only words that ask are before it."""
    at = next((i for i, token in enumerate(row) if token.kind == "formula"), 0)
    words = [token.text.casefold() for token in row[:at] if token.text not in _SIGNS]
    is_counted = any(pair in _COUNTING for pair in pairwise(words))
    is_one_of_several = token_at(row, at + 1).text.casefold() in word_group("going on behind what is asked")
    is_asked = bool(words) and word_group("asking for a value").issuperset(words)
    return row[at] if is_asked and not (is_counted or is_one_of_several) else None


def _names(tree: Node | None) -> tuple[str, ...]:
    """The letters of `x` or `(a, b)`."""
    members = () if tree is None else tree.args if (tree.op, tree.value) == ("seq", "()") else (tree,)
    return tuple(str(member.value) for member in members) if all(member.op == "sym" for member in members) else ()


def _to_satisfy(names: tuple[str, ...], problem: str) -> Asked | None:
    """The letters with the equations of the problem in no other ones; of one letter, with the only equation."""
    stated = posed(problem)
    given = {equation for equation in stated.equations if gives_value(equation)}
    if len(given) > len(stated.values) or any(name in stated.values for name in names):
        return None  # `If $y = 3$ when $x = 2$, what is $y$ when $x = 4$?`
    reduced = [values_put_in(equation, stated.values) for equation in stated.equations]
    equations = [e for e in reduced if e.symbols() and e.symbols() <= set(names) and _is_of_numbers(e)]
    is_clear = len(equations) == 1 if len(names) == 1 else bool(equations)
    return Asked(names=names, equations=tuple(equations)) if is_clear else None


def _is_of_numbers(equation: Node) -> bool:
    """Whether its letters are numbers: the x of `2x = 90°` may be given without its degrees."""
    is_measured = has_units(equation) or any(node.literal == "degrees" for node in equation.walk())
    return is_of_roots(equation) and not is_measured


def _worth(expression: str, answer: str) -> Decision | None:
    """Whether the answer has the value of the expression; a letter may be the name of a choice."""
    value = answer.rpartition("=")[2]
    tree = tree_of(value)
    if tree is None or tree.symbols():
        return None
    finding = compare_answers(expression, value, {}, _POLICY)
    return replace(finding, method=METHOD) if finding.status != "unknown" else None


def _satisfying(what: Asked, answer: str) -> Decision | None:
    """Refuted where a value of the answer does not satisfy an equation; there may be others that do."""
    tree = tree_of(answer)
    for member in () if tree is None else _values(tree, len(what.names)):
        values = dict(zip(what.names, member, strict=True))
        for equation in what.equations:
            first, last = (values_put_in(side, values) for side in equation.args)
            if not first.symbols() | last.symbols() and holds(first, "=", last).status == "refuted":
                shown = {name: written(value) for name, value in values.items()}
                return refuted(METHOD, Point(shown, written(first), written(last)), relation="not a solution")
    return None


def _values(tree: Node, n: int) -> Iterator[tuple[Node, ...]]:
    """The exact values in an answer, n together: `(2, 3), (3, 2)`, `4`, `x = 4`."""
    if tree.op in ("list", "set", "or"):
        for member in tree.args:
            yield from _values(member, n)
        return
    value = tree.args[-1] if tree.op == "rel" and tree.value == "=" else tree
    parts = value.args if n > 1 and (value.op, value.value) == ("seq", "()") else (value,)
    if len(parts) == n and all(is_exact(part) and not part.symbols() for part in parts):
        yield parts
