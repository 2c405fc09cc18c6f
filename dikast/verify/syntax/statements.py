"""Relations, lists, and what joins them."""

from __future__ import annotations

from functools import reduce

from dikast.verify.syntax.ambiguities import COLON
from dikast.verify.syntax.cursor import Parser
from dikast.verify.syntax.nodes import ELLIPSIS, Node, Unparsed, call
from dikast.verify.syntax.operators import AND, OR, RELATIONS


def alternatives(p: Parser, stop: tuple[str, ...] = ()) -> Node:
    """Alternatives (`or`) of lists (`;`) of lists (`,`, `and`) of clauses."""
    either = [_semicolons(p, stop)]
    while p.take("lor") or p.take_word(*OR):
        either.append(_semicolons(p, stop))
    return either[0] if len(either) == 1 else Node("or", tuple(either))


def _semicolons(p: Parser, stop: tuple[str, ...]) -> Node:
    parts = [_commas(p)]
    while p.take(";") or ("\\\\" not in stop and p.take("\\\\")):
        if _ends(p):
            break
        parts.append(_commas(p))
    return parts[0] if len(parts) == 1 else Node("list", tuple(parts), "semi")


def _commas(p: Parser) -> Node:
    """The list's literal is `and` where a word joins its members, and no comma."""
    parts = [p.clause()]
    has_commas = False
    while True:
        has_comma = p.take(",")
        has_word = p.take_word(*AND) or p.take("land")
        is_joined = has_comma or has_word
        # A comma before `or` belongs to the alternative, and one at the end to the sentence.
        if not is_joined or _ends(p) or p.sees_word(*OR):
            break
        has_commas = has_commas or has_comma
        parts.append(p.clause())
    return parts[0] if len(parts) == 1 else Node("list", tuple(parts), literal="" if has_commas else "and")


def _ends(p: Parser) -> bool:
    return p.token.kind in ("end", "close") or p.sees("&")


def clause(p: Parser) -> Node:
    """An expression, or a chain of relations between expressions."""
    members = [_ratio(p)]
    signs: list[str] = []
    while p.sees(*RELATIONS) and p.token.kind in ("op", "cmd"):
        signs.append(RELATIONS[p.next().text])
        members.append(_ratio(p))
    if signs and ELLIPSIS in members:
        raise Unparsed("a relation with dots for a side")
    modulus = _modulus(p)
    if modulus is None and signs[-1:] == ["==="] and members[-1].value == "mod":
        members[-1:], modulus = members[-1].args[:1], members[-1].args[1]  # `32 ≡ 4 mod 7`
    if modulus is not None:
        members.append(modulus)
        return Node("congruence", tuple(members), " ".join(signs)) if signs else call("mod", *members)
    return Node("rel", tuple(members), " ".join(signs)) if signs else members[0]


def _ratio(p: Parser) -> Node:
    first = p.expression()
    if p.conditions or not p.sees(":") or p.peek().kind not in ("num", "open", "id", "cmd"):
        return first
    parts = [first]
    while p.take(":"):
        parts.append(p.expression())
    if any(map(_is_of_operations, parts)) and p.choose(COLON) == 0:
        return reduce(_divided, parts)
    return Node("ratio", tuple(parts))


def _is_of_operations(node: Node) -> bool:
    return node.op == "add" or (node.op == "mul" and node.value == "*")


def _divided(left: Node, right: Node) -> Node:
    """`2 + 12 : 4 · 3` as `2 + (12/4) · 3`: the colon takes the last term before it and the first factor behind it."""
    if left.op == "add":
        return Node("add", (*left.args[:-1], _divided(left.args[-1], right)))
    if right.op == "add":
        return Node("add", (_divided(left, right.args[0]), *right.args[1:]))
    if right.op == "mul" and right.value == "*":
        return Node("mul", (_divided(left, right.args[0]), *right.args[1:]), "*")
    return Node("div", (left, right))


def _modulus(p: Parser) -> Node | None:
    """`(mod 5)`, `\\pmod{5}`, `mod 5` after a congruence."""
    if p.take("pmod"):
        return p.group()
    if not p.sees("(") or p.peek().word not in ("bmod", "mod"):
        return None
    p.at += 2
    modulus = p.expression()
    p.need(")")
    return modulus


def whole(p: Parser) -> Node:
    """A statement that reaches to the end of the text. Raises Unparsed if something is left over."""
    node = p.statement()
    while p.take(".", ",", ";", "\\\\"):
        pass
    if p.token.kind != "end":
        raise Unparsed(f"{p.token.text!r} is left over")
    return node
