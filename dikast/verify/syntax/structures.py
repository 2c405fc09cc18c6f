"""Brackets, subscripts, matrices, applications of unknown functions."""

from __future__ import annotations

from dikast.verify.syntax import numerals, primaries, statements
from dikast.verify.syntax.cursor import Cursor
from dikast.verify.syntax.nodes import Node, Unparsed, call, sym

_PARTNER = {"(": ")", "[": "]", "{": "}", "\\{": "\\}", "<": ">", "floor": "floor", "ceil": "ceil"}
_MATRICES = frozenset("matrix pmatrix bmatrix vmatrix Bmatrix Vmatrix smallmatrix array".split())


def bracket(c: Cursor) -> Node:
    """A grouped expression, tuple, interval, set, floor or ceiling."""
    token = c.next()
    c.deeper()
    bars, c.bars = c.bars, 0
    differentials, c.differentials = c.differentials, 0
    if token.text in ("\\{", "{") and c.take(_PARTNER[token.text]):
        c.bars, c.differentials = bars, differentials
        return Node("set")
    conditions, c.conditions = c.conditions, int(token.text in ("\\{", "{") and _has_condition(c))
    c.bars = c.conditions
    inner = _grouped_pair(c) or statements.statement(c)
    if c.conditions and (c.token.kind == "bar" or c.sees(":", "mid")):
        c.bars = c.conditions = 0
        inner = _builder(c, inner)
    c.conditions = conditions
    if c.token.kind != "close":
        raise Unparsed(f"{token.text!r} is not closed")
    end = c.next().text
    c.depth -= 1
    c.bars, c.differentials = bars, differentials
    if token.text == "{" and inner.op == "sym" and c.take("_"):
        return sym(f"{inner.value}_{label(c)}")
    if token.text in ("floor", "ceil"):
        return call(token.text, inner)
    return _bracketed(token.text, inner, end)


def _grouped_pair(c: Cursor) -> Node | None:
    """`(12,102)`: alone in brackets, a comma parts two numbers rather than thousands."""
    token = c.token
    if (
        token.kind != "num"
        or token.text.count(",") != 1
        or c.peek().kind != "close"
        or not token.text.replace(",", "").isdigit()
    ):
        return None
    c.next()
    return Node("list", tuple(numerals.number(part) for part in token.text.split(",")))


def _bracketed(start: str, inner: Node, end: str) -> Node:
    if start in ("{", "\\{"):
        if end != _PARTNER[start]:
            raise Unparsed(f"{start!r} closed by {end!r}")
        if inner.op == "builder":
            return inner
        if inner.op == "list":
            return Node("set", inner.args)
        return inner if start == "{" else Node("set", (inner,))
    if inner.op == "list":
        shape = "()" if start == "<" else start + end
        return Node("seq", inner.args, shape)
    if end != _PARTNER[start]:
        raise Unparsed(f"{start!r} closed by {end!r}")
    return Node("seq", (inner,), "[]") if start == "[" and inner.op == "seq" else Node("paren", (inner,), start)


def _has_condition(c: Cursor) -> bool:
    """Whether one bar or colon stands between these braces: `{x | x > 2}`."""
    depth, dividers = 1, 0
    for token in c.tokens[c.at :]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            break
        dividers += depth == 1 and (token.text in (":", "mid") or token.kind == "bar")
    return dividers == 1


def _builder(c: Cursor, variable: Node) -> Node:
    """`{x | x > 2}`."""
    c.next()
    return Node("builder", (variable, statements.statement(c)))


def label(c: Cursor) -> str:
    """A subscript or an accent's argument as plain text."""
    token = c.next()
    if token.text != "{":
        if token.kind in ("num", "id", "cmd", "text"):
            if token.kind == "id" and token.text.isupper() and len(token.text) == 2 and c.choose("subscript"):
                c.at -= 1  # `k_BT`: the second letter stands beside the name
                c.tokens[c.at] = type(token)("id", token.text[1], token.start + 1, token.end)
                return token.text[0]
            return token.text.strip()
        raise Unparsed(f"{token.text!r} as a subscript")
    parts, depth = [], 1
    while depth:
        token = c.next()
        if token.kind == "end":
            raise Unparsed("a subscript that is not closed")
        depth += (token.text == "{") - (token.text == "}")
        parts.append(token.text.strip())
    return "".join(parts[:-1])


def raised_then_lowered(c: Cursor, base: Node) -> Node:
    """`x^{2}_{k}`: the subscript belongs to the name."""
    depth, end = 0, c.at + 1
    while end < len(c.tokens):
        depth += (c.tokens[end].text == "{") - (c.tokens[end].text == "}")
        if depth == 0:
            break
        end += 1
    if c.tokens[min(end + 1, len(c.tokens) - 1)].text != "_":
        return base
    c.next()
    above = primaries.group(c)
    c.need("_")
    return Node("pow", (sym(f"{base.value}_{label(c)}"), above))


def is_application(c: Cursor, name: str, letters: frozenset[str]) -> bool:
    """Whether a name before a bracket is a function: known as one, primed, or by the letters f, g, h."""
    if not c.sees("("):
        return False
    stem = name.rstrip("'").partition("_")[0]
    if name in c.setting.functions or name.rstrip("'") in c.setting.functions:
        return True
    if name in c.setting.variables:
        return False
    if stem in letters or name.endswith("'"):
        return True
    if name in ("C", "P") and c.peek().kind == "num" and c.peek(2).text == ",":
        return True
    return name in ("P", "M", "Var", "Pr", "N", "E") and c.peek().kind in ("id", "text") and c.peek().text[:1].isupper()


def application(c: Cursor, name: str) -> Node:
    """A function of unknown meaning applied to its arguments; `C(n, k)` and `P(n, k)` count choices."""
    if name in ("P", "M", "Pr") and c.peek().kind in ("id", "text"):
        return sym(f"{name}({_verbatim(c)})")
    arguments = statements.items(bracket(c))
    if name == "C" and len(arguments) == 2:
        return call("binom", *arguments)
    if name == "P" and len(arguments) == 2:
        return call("perm", *arguments)
    return Node("apply", arguments, name)


def _verbatim(c: Cursor) -> str:
    c.next()
    parts, depth = [], 1
    while depth:
        token = c.next()
        if token.kind == "end":
            raise Unparsed("'(' is not closed")
        depth += (token.text == "(") - (token.text == ")")
        parts.append(token.text)
    return "".join(parts[:-1])


def environment(c: Cursor, name: str) -> Node:
    """A matrix, a system of cases, or lines that are only aligned."""
    c.deeper()
    if name == "array" and c.sees("{"):
        label(c)
    rows: list[tuple[Node, ...]] = [()]
    while not c.sees(f"end:{name}"):
        if c.token.kind == "end":
            raise Unparsed(f"{name} is not ended")
        if c.take("\\\\"):
            rows.append(())
        elif not c.take("&"):
            cell = statements.clause(c) if name in _MATRICES else statements.statement(c, stop=("\\\\", "&"))
            rows[-1] = (*rows[-1], cell)
    c.next()
    c.depth -= 1
    rows = [row for row in rows if row]
    if name in _MATRICES:
        if len({len(row) for row in rows}) != 1:
            raise Unparsed("a matrix with rows of unequal length")
        matrix = Node("matrix", tuple(Node("row", row) for row in rows))
        return call("det", matrix) if name == "vmatrix" else matrix
    lines = tuple(cell for row in rows for cell in row)
    return lines[0] if len(lines) == 1 else Node("list", lines)
