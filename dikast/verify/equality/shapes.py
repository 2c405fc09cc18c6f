"""What an answer's tree stands for: a value, a collection, a relation; the name it is given is set aside."""

from __future__ import annotations

from collections.abc import Mapping

from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import ZERO, Node, add, neg

_INEQUALITIES = frozenset({"<", ">", "<=", ">=", "!="})

Assigned = tuple[tuple[Node, ...], Node]


def settle(node: Node) -> Node:
    """The tree without outer brackets, without what follows `≈`, and with `n = 1, 2, 3` as a list named once."""
    match node:
        case Node("paren", (Node("paren", row, "["),), "["):
            return Node("seq", (Node("seq", row, "[]"),), "[]")
    while node.op == "paren" or (node.op == "seq" and [n.op == "seq" for n in node.args] == [False]):
        node = node.args[0]
    match node:
        case Node("list", _, None):
            return _list(node)
        case Node("rel", members, signs) if "~=" in str(signs).split():
            return settle(_exactly(members, str(signs).split()))
    return node


def _exactly(members: tuple[Node, ...], signs: list[str]) -> Node:
    """What a chain says before its first `≈`; behind a name, `x ≈ 2`, what follows the sign."""
    n_exact = signs.index("~=")
    if n_exact == 0:
        return members[1] if is_label(members[0]) else members[0]
    return Node("rel", members[: n_exact + 1], " ".join(signs[:n_exact]))


def _list(node: Node) -> Node:
    first, *others = node.args
    if not is_inequality(first) and all(numbers_of(member) is not None for member in others):
        return settle(first)
    if is_equation(first) and not any(map(is_equation, others)):
        return Node("list", (first.args[-1], *others))
    match first:
        case Node("rel", (name, *_), "!=") if all(member.op != "rel" for member in others):
            return Node("list", (first, *(Node("rel", (name, member), "!=") for member in others)))
    return node


def numbers_of(node: Node) -> tuple[Node, str] | None:
    """What `n ∈ ℤ` says: the name and the letter of its set of numbers, perhaps in plain type."""
    match node:
        case Node("rel", (name, Node("numbers", _, letter) | Node("sym", _, "Z" | "N" | "Q" | "R" as letter)), "in"):
            return name, str(letter)
    return None


def is_equation(node: Node) -> bool:
    """Whether it is an equation, or a chain of them."""
    return node.op == "rel" and set(str(node.value).split()) == {"="}


def is_inequality(node: Node) -> bool:
    """Whether it is an inequality, or a chain of them; `≠` is one."""
    return node.op == "rel" and set(str(node.value).split()) <= _INEQUALITIES


def is_label(node: Node) -> bool:
    """A name for a value: a letter, a function of something, a length |AB|, a ratio or quotient of names."""
    match node:
        case Node("sym" | "apply" | "text"):
            return True
        case Node("ratio" | "div" | "paren" | "mul" | "seq", parts) | Node("call", parts, "abs" | "det"):
            return all(map(is_label, parts))
        case Node("pow", (base, Node("neg"))):
            return base.value in ("f", "g", "h")  # an inverse function
    return False


def value_of(node: Node) -> Node:
    """The right end of an equation or membership, else the node itself."""
    if is_equation(node) or (node.op == "rel" and node.value == "in"):
        return settle(node.args[-1])
    return node


def last_equation(node: Node) -> Node:
    """A chain of three or more members as the equation of its first and its last; `x = y = 3` says it of two names."""
    if is_equation(node) and len(node.args) > 2 and not any(n.op == "sym" for n in node.args[1:-1]):
        return of_ends(node)
    return node


def of_ends(chain: Node) -> Node:
    """`a = b = c` as `a = c`."""
    return Node("rel", (chain.args[0], chain.args[-1]), "=")


def names_value(node: Node) -> bool:
    """Whether it has a name on its left, and on its right something without letters: `x = 3`, `x < 3`."""
    return node.op == "rel" and node.args[0].op == "sym" and not node.args[-1].symbols()


def gives_value(node: Node) -> bool:
    """`x = 3`."""
    return is_equation(node) and names_value(node)


def gives_bound(node: Node) -> bool:
    """`x > 2`."""
    return is_inequality(node) and len(node.args) == 2 and names_value(node)


def values_put_in(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with a value in place of each of these letters."""
    return node.map(lambda inner: values.get(str(inner.value)) if inner.op == "sym" else None)


def is_assigned(node: Node) -> bool:
    """`x = 2`: a name and its value."""
    return is_equation(node) and is_label(node.args[0])


def assignments(node: Node) -> Assigned | None:
    """`x = 2 or x = 3`, `x = 1, y = 2 or x = 3, y = 4`: the names and all values; None if it is something else."""
    is_joined = node.op in ("or", "set") or (node.op == "list" and node.value != "and")
    rows = all_or_none(map(_assigned, node.args)) if is_joined else None
    names = {tuple(row) for row in rows or ()}
    if rows is None or len(names) != 1:
        return _named_once(node)
    (row_names,) = names
    if len(row_names) > 1:
        return row_names, Node("list", tuple(Node("seq", (*row.values(),), "()") for row in rows))
    return None if node.op == "list" else (row_names, Node("set", tuple(row[row_names[0]] for row in rows)))


def _named_once(node: Node) -> Assigned | None:
    """`x = 2 or 3`."""
    if node.op != "or" or any(p.op in ("rel", "list") for p in node.args[1:]):
        return None
    first = value_of(node.args[0])
    return None if first.op == "rel" else ((), Node("set", (first, *node.args[1:])))


def _assigned(node: Node) -> Mapping[Node, Node] | None:
    """The names and values of an equation or a system."""
    return {node.args[0]: settle(node.args[-1])} if is_assigned(node) else system(node)


def system(node: Node) -> Mapping[Node, Node] | None:
    """`x = 1, y = 2` as a mapping from names to values."""
    match node:
        case Node("rel", (Node("seq", names), *_, Node("seq", values))) if is_assigned(node):
            return dict(zip(names, map(settle, values), strict=True)) if len(names) == len(values) else None
        case Node("list", equations) if all(map(is_assigned, equations)):
            named = {equation.args[0]: settle(equation.args[-1]) for equation in equations}
            return named if len(named) == len(equations) else None
    return None


def members_of(node: Node) -> tuple[Node, ...]:
    """The members of a list, a set or alternatives, without their names; a single value is one, or two with `±`."""
    if node.op in ("list", "set", "or"):
        return tuple(m for member in node.args for m in _opened(member))
    return _opened(node)


def _opened(node: Node) -> tuple[Node, ...]:
    opened = spread(value_of(settle(node)))
    return opened.args if opened.op == "set" and node.op != "set" else (opened,)


def spread(node: Node) -> Node:
    """`a ± b` as the set of its two values (all signs of one expression chosen together)."""
    if not node.has("pm"):
        return node

    if node.op in ("list", "set"):
        parts = [spread(a) for a in node.args]
        return Node(node.op, tuple(m for p in parts for m in (p.args if p.op == "set" else (p,))), node.value)
    return Node("set", (_with_sign(node, "pm"), _with_sign(node, "mp")))


def has_free_signs(node: Node) -> bool:
    """Whether a value has several `±`, chosen together or each by itself: `±1 ± i` is two values, or four."""
    if node.op in ("list", "set"):
        return any(map(has_free_signs, node.args))
    signs = [n.value for n in node.walk() if n.op == "pm"]
    return len(signs) > 1 and "mp" not in signs


def _with_sign(node: Node, plus: str) -> Node:
    """The tree with `±`, or with `∓`, as a plus, and the other as a minus."""

    def change(n: Node) -> Node | None:
        if n.op != "pm":
            return None
        left, right = (arg.map(change) for arg in n.args)
        signed = right if n.value == plus else neg(right)
        return signed if left == ZERO else add(left, signed)

    return node.map(change)
