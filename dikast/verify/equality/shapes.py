"""What an answer's tree stands for: a value, a collection, a relation; the name it is given is set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    if (chain := _chained(node.args)) is not None:
        return chain
    if not is_inequality(first) and all(numbers_of(member) is not None for member in others):
        return settle(first)
    if is_equation(first) and not any(map(is_equation, others)):
        return Node("list", (first.args[-1], *others))
    match first:
        case Node("rel", (name, *_), "!=") if all(member.op != "rel" for member in others):
            return Node("list", (first, *(Node("rel", (name, member), "!=") for member in others)))
    return node


def _chained(links: Sequence[Node]) -> Node | None:
    """`a < b, b < c` as `a < b < c`, in any order; None for what is no such row."""
    following = {link.args[0]: link for link in links if is_inequality(link)}
    ends = {link.args[-1] for link in following.values()}
    starts = [start for start in following if start not in ends]
    if len(following) != len(links) or len(starts) != 1:
        return None
    members, signs = [*starts], list[str]()
    while (link := following.pop(members[-1], None)) is not None:
        members += link.args[1:]
        signs.append(str(link.value))
    return None if following else Node("rel", (*members,), " ".join(signs))


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
        case Node("call", (Node("union" | "meet" | "minus", parts),), "abs"):
            return all(map(is_label, parts))  # how many are in `A ∪ B`
        case Node("ratio" | "div" | "paren" | "mul" | "seq", parts) | Node("call", parts, "abs" | "det"):
            return is_label(parts[0]) and all(is_label(part) or _is_index(node, part) for part in parts)
    return _is_inverse_function(node)


def _is_index(node: Node, part: Node) -> bool:
    """The 2 of `CO2` or `V2`: no one writes a factor behind a name."""
    return node.op == "mul" and part.op == "num" and part.literal.isdecimal()


def has_inverse_function(node: Node) -> bool:
    """Whether an inverse function is in the tree: `f⁻¹(6) = 2` is no product."""
    return any(map(_is_inverse_function, node.walk()))


def _is_inverse_function(node: Node) -> bool:
    return node.op == "pow" and node.args[1].op == "neg" and node.args[0].value in ("f", "g", "h")


def value_of(node: Node) -> Node:
    """The right end of an equation or membership, else the node itself."""
    if is_equation(node) or (node.op == "rel" and node.value == "in"):
        return settle(node.args[-1])
    return node


def last_equation(node: Node) -> Node:
    """A chain of three or more members that works out a value as the equation of its first and its last.

    `x = y = 3` and `x/2 = y/3 = z` say something of several names.
    """
    if not is_chain_of_equations(node):
        return node
    name, *between, value = node.args
    if not is_label(name) or any(n.op == "sym" or name in n.walk() for n in between):
        return node
    return Node("rel", (name, value), "=")


def is_chain_of_equations(node: Node) -> bool:
    """`a = b = c`."""
    return is_equation(node) and len(node.args) > 2


def of_ends(chain: Node) -> Node:
    """`a = b = c` as `a = c`; of `f'(x) = 2x - 6 = 0`, what it asks: `2x - 6 = 0`."""
    is_asked = len(chain.args) > 2 and chain.args[0].op == "apply" and bool(chain.args[-2].symbols())
    if is_asked:
        return Node("rel", chain.args[-2:], "=")
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
    """`x = 1, y = 2` or `x = y = 1` as a mapping from names to values."""
    match node:
        case Node("rel", (Node("seq", names), *_, Node("seq", values))) if is_assigned(node):
            return dict(zip(names, map(settle, values), strict=True)) if len(names) == len(values) else None
        case Node("rel", (*names, value)) if is_chain_of_equations(node) and not value.symbols():
            return dict.fromkeys(names, settle(value)) if all(name.op == "sym" for name in names) else None
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
