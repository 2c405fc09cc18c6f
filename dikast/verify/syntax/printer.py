"""A tree written out in one line as people write it, with every bracket that says how it was read."""

from __future__ import annotations

from collections.abc import Callable

from dikast.verify.syntax.nodes import Node

_BETWEEN = {
    "mul": " * ", "div": " / ", "pow": "^", "pm": " ± ", "union": " ∪ ", "meet": " ∩ ", "minus": " \\ ",
    "ratio": " : ",
}  # fmt: skip
_AROUND = {"tuple": "()", "list": "()", "set": "{}", "matrix": "[]", "row": "[]"}
_CONSTANTS = {"pi": "π", "oo": "∞"}
_RELATIONS = {"===": "≡", "in": "∈", "notin": "∉", "subset": "⊂", "supset": "⊃", "~=": "≈"}
_CALLS = {
    "abs": "|{0}|", "floor": "⌊{0}⌋", "ceil": "⌈{0}⌉", "factorial": "{0}!", "mod": "{0} mod {1}",
    "logb": "log_{{{1}}}({0})", "conj": "conj({0})",
}  # fmt: skip
"""Functions that are written with signs; `{0}` is the first argument."""
_OPEN_CALLS = ("factorial", "mod")
"""Those of them whose signs do not enclose the arguments."""


def written(node: Node) -> str:
    """The tree as a formula in which nothing is left to precedence: `2 + (3 * 4) = 14`."""
    if node.op not in ("rel", "congruence"):
        return _bare(node)
    signs = [_RELATIONS.get(sign, sign) for sign in str(node.value).split()]
    members = [written(arg) for arg in node.args]
    line = members[0] + "".join(f" {sign} {member}" for sign, member in zip(signs, members[1:], strict=False))
    return f"{line} (mod {members[-1]})" if node.op == "congruence" else line


def _bare(node: Node) -> str:
    """Without brackets around the whole."""
    if node.op in _AROUND:
        return _listed(node, *_AROUND[node.op])
    if not node.args:
        name = node.literal or str(node.op if node.value is None else node.value)
        return _CONSTANTS.get(name, name) if node.op == "const" else name
    if (write := _WRITERS.get(node.op)) is not None:
        return write(node)
    if node.op in _BETWEEN and len(node.args) > 1:
        return _BETWEEN[node.op].join(map(_inside, node.args))
    name = str(node.value) if node.op == "apply" else node.op
    return f"{name}{_listed(node, '(', ')')}"


def _listed(node: Node, opening: str, closing: str) -> str:
    return f"{opening}{', '.join(map(written, node.args))}{closing}"


def _inside(node: Node) -> str:
    """As an operand: in brackets, unless it is one piece."""
    node = node.opened()
    text = _bare(node)
    # A fraction or a negative number is one leaf, and still needs brackets.
    is_leaf = not node.args and not ("/" in text or text.startswith("-"))
    is_enclosed = node.op == "call" and node.value not in _OPEN_CALLS
    is_piece = is_leaf or is_enclosed or node.op in (*_AROUND, "seq", "apply", "differential")
    return text if is_piece else f"({text})"


def _sum(node: Node) -> str:
    if node.literal == "mixed":
        return " ".join(map(_bare, node.args)).replace(" / ", "/")
    first = node.args[0]
    line = _bare(first) if first.op == "neg" else _inside(first)
    for term in node.args[1:]:
        is_taken_off = term.op == "neg"
        line += f" - {_inside(term.args[0])}" if is_taken_off else f" + {_inside(term)}"
    return line


def _product(node: Node) -> str:
    """A product, or a number with its unit."""
    first, second = node.args[0], node.args[-1]
    if node.value == "unit" or second.op == "unit":
        return f"{_inside(first)} {_units(second)}"
    return " * ".join(map(_inside, node.args))


def _units(node: Node, is_below: bool = False) -> str:
    """`km/h`, `J/(mol K)`, `m/s^2`."""
    if node.op == "unit":
        return {"degC": "°C", "degF": "°F", "degR": "°R"}.get(str(node.value), str(node.value))
    if node.op == "pow":
        return f"{_units(node.args[0], True)}^{_bare(node.args[1])}"
    above = _units(node.args[0], is_below=node.op == "mul" and node.args[0].op == "div")
    text = f"{above}{'/' if node.op == 'div' else ' '}{_units(node.args[1], is_below=node.op == 'div')}"
    return f"({text})" if is_below else text


def _quotient(node: Node) -> str:
    if node.literal == "degrees":
        return f"{_inside(node.args[0].args[0])}°"
    return " / ".join(map(_inside, node.args))


def _call(node: Node) -> str:
    template = _CALLS.get(str(node.value))
    if template is None:
        return f"{node.value}{_listed(node, '(', ')')}"
    write = _inside if node.value in _OPEN_CALLS else written
    return template.format(*map(write, node.args))


_WRITERS: dict[str, Callable[[Node], str]] = {
    "add": _sum,
    "mul": _product,
    "div": _quotient,
    "call": _call,
    "seq": lambda node: _listed(node, str(node.value)[:1], str(node.value)[1:]),
    "neg": lambda node: f"-{_inside(node.args[0])}",
    "percent": lambda node: f"{_inside(node.args[0])}%",
    "paren": lambda node: _bare(node.args[0]),
    "or": lambda node: " or ".join(map(written, node.args)),
    "and": lambda node: " and ".join(map(written, node.args)),
    "differential": lambda node: f"d{_bare(node.args[0])}",
}
"""The operations that are not written by one of the tables above."""
