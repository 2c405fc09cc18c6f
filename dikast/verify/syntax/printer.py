"""A tree written out in one line for people, with every bracket that says how it was read."""

from __future__ import annotations

from dikast.verify.syntax.nodes import Node

_BETWEEN = {"add": " + ", "mul": " * ", "div": " / ", "pow": "^", "pm": " ± ", "union": " ∪ ", "meet": " ∩ ",
            "minus": " \\ ", "ratio": " : ", "mod": " mod ", "and": " and ", "or": " or "}  # fmt: skip
_AROUND = {"tuple": ("(", ")"), "list": ("(", ")"), "set": ("{", "}"), "matrix": ("[", "]"), "row": ("[", "]")}


def written(node: Node) -> str:
    """The tree as a formula in which nothing is left to precedence: `(36 + (-4)) = 31`."""
    if node.op == "rel":
        signs = str(node.value).split()
        members = [written(arg) for arg in node.args]
        return members[0] + "".join(f" {sign} {member}" for sign, member in zip(signs, members[1:], strict=False))
    return _bare(node)


def _bare(node: Node) -> str:
    """Without brackets around the whole."""
    if not node.args:
        return str(node)
    if node.op == "paren":
        return _bare(node.args[0])
    inner = [_inside(arg) for arg in node.args]
    if node.op in _BETWEEN and len(inner) > 1:
        return _BETWEEN[node.op].join(inner)
    if node.op == "neg":
        return f"-{inner[0]}"
    if node.op == "percent":
        return f"{inner[0]} %"
    if node.op in _AROUND:
        opening, closing = _AROUND[node.op]
        return f"{opening}{', '.join(written(arg) for arg in node.args)}{closing}"
    name = str(node.value) if node.op in ("call", "apply") and node.value is not None else node.op
    return f"{name}({', '.join(written(arg) for arg in node.args)})"


def _inside(node: Node) -> str:
    needs_none = not node.args or node.op in (*_AROUND, "call", "apply")
    is_bracketed = node.op == "paren" and not node.args[0].args
    return _bare(node) if needs_none or is_bracketed else f"({_bare(node)})"
