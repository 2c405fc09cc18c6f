"""Brackets: grouped expressions, tuples, intervals, sets, floors, bars; matrices and lines in an environment."""

from __future__ import annotations

from dikast.language import word_group
from dikast.verify.syntax.ambiguities import DECIMAL_COMMA
from dikast.verify.syntax.cursor import Parser, or_nothing
from dikast.verify.syntax.names import label
from dikast.verify.syntax.nodes import Node, Unparsed, call, sym
from dikast.verify.syntax.numbers import number, with_comma
from dikast.verify.syntax.powers import between

_PARTNER = {"(": ")", "[": "]", "{": "}", "\\{": "\\}", "<": ">", "floor": "floor", "ceil": "ceil"}
_BRACES = ("{", "\\{")
_MATRICES = frozenset("matrix pmatrix bmatrix vmatrix Bmatrix Vmatrix smallmatrix array".split())
_CASES = frozenset({"cases", "dcases"})
ALIGNED = frozenset("align aligned alignat equation gather gathered split multline eqnarray".split())
"""Environments whose lines are formulas."""


def bracket(p: Parser) -> Node:
    """What the brackets that open here hold."""
    opening = p.next().text
    if opening == "left.":
        return _evaluated(p)
    if opening in _BRACES and p.take(_PARTNER[opening]):
        return Node("set")
    if opening == "\\{" and (lines := _lines_behind_brace(p)) is not None:
        return lines
    # Braces with one bar or colon in them are a set by its condition: the bar must not close an absolute value.
    conditions = int(opening in _BRACES and _has_condition(p))
    with p.nested(bars=conditions, conditions=conditions):
        inner = _grouped_pair(p) or p.statement()
        if conditions and (p.token.kind == "bar" or p.sees(":", "mid")):
            p.bars = p.conditions = 0
            p.next()
            inner = Node("builder", (inner, p.statement()))
        if p.token.kind != "close":
            raise Unparsed(f"{opening!r} is not closed")
        closing = p.next().text
    if opening == "{" and inner.op == "sym" and p.take("_"):
        return sym(f"{inner.value}_{label(p)}")
    if opening == "{" and inner == Node("set"):
        raise Unparsed("braces around the empty set, which may be those of a set")
    return _bracketed(opening, inner, closing)


@or_nothing
def _lines_behind_brace(p: Parser) -> Node | None:
    """`\\left\\{ \\begin{array} … \\end{array} \\right.`: a brace before lines, which no other one closes."""
    lines = p.statement() if p.token.text.startswith("begin:") else None
    is_open = p.token.kind == "end" and lines is not None and lines.op in ("list", "pieces")
    return lines if is_open else None


def _evaluated(p: Parser) -> Node:
    """`\\left. F \\right|_a^b`."""
    with p.nested(bars=1):
        body = p.expression()
    if p.next().kind != "bar":
        raise Unparsed("'\\left.' is not closed")
    return between(p, body)


def _grouped_pair(p: Parser) -> Node | None:
    """`(12,102)`: alone in brackets, a comma separates two numbers rather than thousands or decimals.

    `(2,5)` where commas stand before decimals: a pair, or one number.
    """
    numerals = p.token.text.split(",")
    is_pair = p.token.kind == "num" and len(numerals) == 2 and all(numeral.isdigit() for numeral in numerals)
    if is_pair and p.peek().kind == "close":
        p.next()
        return Node("list", tuple(number(numeral) for numeral in numerals))
    decimal = with_comma(p) if p.setting.decimal == "comma" and p.peek(3).kind == "close" else None
    if decimal is None or not p.choose(DECIMAL_COMMA):
        return None
    p.at += 3
    return decimal


def _bracketed(opening: str, inner: Node, closing: str) -> Node:
    if opening in ("floor", "ceil"):
        return call(opening, inner)
    if inner.op == "list" and opening not in _BRACES:
        return Node("seq", inner.args, "()" if opening == "<" else opening + closing)
    if closing != _PARTNER[opening]:
        raise Unparsed(f"{opening!r} closed by {closing!r}")
    if opening not in _BRACES:
        is_row = opening == "[" and inner.op == "seq"
        return Node("seq", (inner,), "[]") if is_row else Node("paren", (inner,), opening)
    if inner.op == "list":
        return Node("set", inner.args)
    return inner if opening == "{" or inner.op == "builder" else Node("set", (inner,))


def _has_condition(p: Parser) -> bool:
    """Whether one bar or colon stands between these braces: `{x | x > 2}`."""
    depth, dividers = 1, 0
    for token in p.tokens[p.at :]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            break
        dividers += depth == 1 and (token.text in (":", "mid") or token.kind == "bar")
    return dividers == 1


def between_bars(p: Parser) -> Node:
    """`|x|`: an absolute value."""
    bar = p.next().text
    with p.nested(bars=p.bars + 1):
        inner = p.expression()
    if p.token.kind != "bar" or p.token.text != bar:
        raise Unparsed("a bar without its partner")
    p.next()
    return call("abs", inner)


def environment(p: Parser, name: str) -> Node:
    """A matrix, a system of cases, or lines that are only aligned."""
    rows = _rows(p, name)
    # `\begin{array}{l} x = 2 \\ y = 3 \end{array}`: what has relations in it is no matrix.
    is_of_lines = name == "array" and any(cell.op == "rel" for row in rows for cell in row)
    are_pieces = bool(rows) and all(map(_is_piece, rows))
    if are_pieces and (is_of_lines or name in _CASES):
        return Node("pieces", tuple(Node("row", row) for row in rows))
    if is_of_lines or name not in _MATRICES:
        lines = tuple(cell for row in rows for cell in row)
        if len(lines) == 1 or (name in ALIGNED and _solve_for_one_name(lines)):
            return lines[-1]
        return Node("list", lines)
    if len({len(row) for row in rows}) != 1:
        raise Unparsed("a matrix with rows of unequal length")
    matrix = Node("matrix", tuple(Node("row", row) for row in rows))
    return call("det", matrix) if name == "vmatrix" else matrix


def _solve_for_one_name(lines: tuple[Node, ...]) -> bool:
    """`2x = 6`, `x = 3`: each line follows from the one before; `x = 3`, `x = -3` are two solutions."""
    are_equations = all(line.op == "rel" and line.value == "=" for line in lines)
    are_of_one = len(lines[0].symbols()) == 1 and len({line.symbols() for line in lines}) == 1
    solved = [line.args[0].op == "sym" for line in lines]
    is_solved_last = solved[-1] and not any(solved[:-1])
    return are_equations and are_of_one and is_solved_last


def _is_piece(row: tuple[Node, ...]) -> bool:
    """A value, and where it holds; of two equations in a row each is a line of its own."""
    return len(row) == 2 and row[0].op != "rel"


def _goes_on_above(rows: list[tuple[Node, ...]]) -> bool:
    """Whether a row begins that may go on the one above: `&= 5`."""
    return len(rows) > 1 and not rows[-1] and bool(rows[-2])


def _rows(p: Parser, name: str) -> list[tuple[Node, ...]]:
    """The cells of each row that has any."""
    p.deeper()
    if name == "array" and p.sees("{"):
        label(p)
    rows: list[tuple[Node, ...]] = [()]
    while not p.take(f"end:{name}"):
        if p.token.kind == "end":
            raise Unparsed(f"{name} is not ended")
        if p.take("\\\\"):
            rows.append(())
        elif _goes_on_above(rows) and p.take("="):
            rows.pop()
            rows[-1] = (*rows[-1][:-1], _carried_on(rows[-1][-1], p.expression()))
        elif not p.take("&"):
            p.take_word(*(word_group("before a case") if rows[-1] else ()))
            cell = p.clause() if name in _MATRICES else p.statement(("\\\\", "&"))
            rows[-1] = (*rows[-1], cell)
    p.depth -= 1
    return [row for row in rows if row]


def _carried_on(line: Node, value: Node) -> Node:
    """The chain of a line and what `=` on the next one says of it: `x &= a + b \\\\ &= c`."""
    if line.op != "rel":
        return Node("rel", (line, value), "=")
    return Node("rel", (*line.args, value), f"{line.value} =")
