"""Relations, lists, and what joins them."""

from __future__ import annotations

from dikast.verify.syntax import expressions
from dikast.verify.syntax.cursor import Cursor
from dikast.verify.syntax.nodes import Node, Unparsed

RELATIONS = {
    "=": "=", "==": "=", ":=": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "!=": "!=", "~=": "~=", "~": "~=",
    "===": "===", "in": "in", "notin": "notin", "subset": "subset", "subseteq": "subset", "supset": "supset",
    "supseteq": "supset",
}  # fmt: skip
_FLUFF = frozenset({"i.e", "so", "thus"})


def statement(c: Cursor, stop: tuple[str, ...] = ()) -> Node:
    """Alternatives (`or`) of lists (`;`) of lists (`,`, `and`) of clauses."""
    either = [_semicolons(c, stop)]
    while c.sees("lor") or c.sees_word("or"):
        c.next()
        either.append(_semicolons(c, stop))
    return either[0] if len(either) == 1 else Node("or", tuple(either))


def _semicolons(c: Cursor, stop: tuple[str, ...]) -> Node:
    parts = [_commas(c, stop)]
    while c.take(";") or ("\\\\" not in stop and c.take("\\\\")):
        if _ends(c):
            break
        parts.append(_commas(c, stop))
    return parts[0] if len(parts) == 1 else Node("list", tuple(parts), "semi")


def _commas(c: Cursor, stop: tuple[str, ...]) -> Node:
    parts = [clause(c)]
    while True:
        comma = c.take(",")
        joined = c.sees_word("and") or c.sees("land")
        if joined:
            c.next()
        if not comma and not joined:
            break
        if _ends(c):
            break
        if c.sees_word("or"):
            break
        parts.append(clause(c))
    return parts[0] if len(parts) == 1 else Node("list", tuple(parts))


def _ends(c: Cursor) -> bool:
    return c.token.kind in ("end", "close")


def clause(c: Cursor) -> Node:
    """An expression, or a chain of relations between expressions."""
    members = [_ratio(c)]
    signs: list[str] = []
    while c.token.kind in ("op", "cmd") and c.token.text in RELATIONS:
        signs.append(RELATIONS[c.next().text])
        members.append(_ratio(c))
    if not signs:
        remainder = _modulus(c)
        return members[0] if remainder is None else Node("call", (members[0], remainder), "mod")
    relation = Node("rel", tuple(members), " ".join(signs))
    modulus = _modulus(c)
    if modulus is not None:
        return Node("congruence", (*members, modulus), relation.value)
    return relation


def _ratio(c: Cursor) -> Node:
    first = expressions.expression(c)
    if c.conditions or not c.sees(":") or c.peek().kind not in ("num", "open", "id", "cmd"):
        return first
    parts = [first]
    while c.take(":"):
        parts.append(expressions.expression(c))
    return Node("ratio", tuple(parts))


def _modulus(c: Cursor) -> Node | None:
    """`(mod 5)`, `\\pmod{5}`, `mod 5` after a congruence."""
    if c.take("pmod"):
        from dikast.verify.syntax.primaries import group

        return group(c)
    if c.sees("(") and (c.peek().text in ("bmod",) or c.peek().text.strip() == "mod"):
        c.at += 2
        modulus = expressions.expression(c)
        c.need(")")
        return modulus
    return None


def items(node: Node) -> tuple[Node, ...]:
    """The members of what stood in brackets."""
    return node.args if node.op in ("seq", "list", "set", "paren") else (node,)


def whole(c: Cursor) -> Node:
    """A statement that reaches to the end of the text. Raises Unparsed if something is left over."""
    node = statement(c)
    while c.sees(".", ",", ";", "\\\\"):
        c.next()
    if c.token.kind != "end":
        raise Unparsed(f"{c.token.text!r} is left over")
    return node
