"""Numbers, names and commands: what an expression is made of, and who reads each."""

from __future__ import annotations

from collections.abc import Callable

from dikast.verify.syntax import siunitx, units
from dikast.verify.syntax.brackets import between_bars, environment
from dikast.verify.syntax.calculus import big, fraction, integral, limit, partial_derivative, plain_derivative, root
from dikast.verify.syntax.commands import CONSTANTS, FUNCTIONS, GREEK
from dikast.verify.syntax.cursor import Parser, or_nothing
from dikast.verify.syntax.functions import function, glued
from dikast.verify.syntax.names import application, chosen, greek, has_other_differential, label, letters, subscripted
from dikast.verify.syntax.nodes import COMPLEX_LETTERS, ELLIPSIS, IMAGINARY, Node, Unparsed, angle, call, sym
from dikast.verify.syntax.numbers import decimals_behind, going_on, in_base, number, raised_fraction, repeating

_MARKED = ("hat", "vec", "tilde", "mathcal", "angle", "triangle", "overrightarrow", "widehat", "dot", "ddot")


def primary(p: Parser) -> Node:
    """One number, name, bracket or command."""
    p.deeper()
    node = _READERS.get(p.token.kind, _sign)(p)
    p.depth -= 1
    return node


def _bracket(p: Parser) -> Node:
    """A bracket; an empty one may stand before a number of choices, `{}_6C_2`."""
    if p.peek().is_digits and p.sees_in_row("(", p.peek().text, ")", "_"):  # `(101)_2`
        digits = p.peek().text
        p.at += 3
        return in_base(p, digits)
    count = chosen(p) if p.sees_in_row("{", "}") else None
    return count or p.bracket()


def _sign(p: Parser) -> Node:
    if p.take("$"):
        return primary(p)
    if p.take("..."):
        return ELLIPSIS
    if (vector := _vector(p)) is not None:
        return vector
    if p.sees("^", "_") and (node := chosen(p) or raised_fraction(p)) is not None:
        return node
    raise Unparsed(f"{p.token.text!r} can't stand here" if p.token.text else "the text ends too early")


@or_nothing
def _vector(p: Parser) -> Node | None:
    """`<3, 4>`: a vector between signs that are no brackets elsewhere."""
    members = [p.expression()] if p.take("<") else []
    while members and p.take(","):
        members.append(p.expression())
    return Node("seq", tuple(members), "()") if len(members) > 1 and p.take(">") else None


def _number(p: Parser) -> Node:
    if p.peek().word in ("C", "P") and (count := chosen(p)) is not None:
        return count
    token = p.next()
    is_whole = token.text.isdigit()
    if p.sees("overline", "bar", "dot") and "." in token.text:
        return repeating(p, token.text)
    node = decimals_behind(p) or number(token.text)
    if "." in token.text and (period := going_on(p, token.text)) is not None:
        return period
    if is_whole and p.sees("_"):
        return in_base(p, token.text)
    if p.take("si", "unit"):
        return Node("mul", (node, siunitx.spelt(p)), "unit")
    return units.attached(p, node) if p.setting.with_units else node


def _name(p: Parser) -> Node:
    token = p.next()
    name = token.word
    if token.kind == "id" and not name.isascii() and len(name) > 1:
        raise Unparsed(f"the word {name!r}")
    is_applied = p.sees("(", "{", "\\{", "[")
    if name in FUNCTIONS and (is_applied or name not in ("max", "min", "mod")):
        return function(p, FUNCTIONS[name])
    if name == "lim":
        return limit(p)
    if name in CONSTANTS:
        return Node("const", value=CONSTANTS[name])
    if token.kind == "text":
        return _words(p, token.text)
    return greek(p, name) if name in GREEK else _letters(p, name)


def _words(p: Parser, text: str) -> Node:
    """What `\\text{…}` holds: a letter, the name of a function before its argument, `\\text{rank}(A)`, or words."""
    name = text.strip()
    if len(name) == 1 and name.isalpha():
        return subscripted(p, name)
    is_glued = text == name and p.sees("(") and not p.token.spaced
    return application(p, name) if is_glued else Node("text", value=name)


def _letters(p: Parser, name: str) -> Node:
    """A run of letters that is no function's name."""
    is_known = name in p.setting.variables or name in p.setting.functions
    is_d = p.before.letter.islower()
    if p.differentials and is_d:
        raise Unparsed("a differential without its integral")
    if is_known or (len(name) == 1 and name != "d"):
        return letters(p, name)
    if applied := glued(p, name):
        return function(p, applied)
    if name[0] == "d" and (derivative := plain_derivative(p, name)) is not None:
        return derivative
    if is_d and has_other_differential(p, name):
        return Node("differential", (sym(name[1]),))
    return letters(p, name)


def _command(p: Parser) -> Node:
    name = p.next().text
    if name in FUNCTIONS and (name not in GREEK or p.sees("(")):
        return function(p, FUNCTIONS[name])
    if name in CONSTANTS:
        return Node("const", value=CONSTANTS[name])
    if name in GREEK:
        return (partial_derivative(p) if name == "partial" else None) or greek(p, name)
    if name.startswith("begin:"):
        return environment(p, name.removeprefix("begin:"))
    if name in _MARKED:  # `\\vec{v}` and the like are one name
        points = label(p).removeprefix("mathbf").strip("{}")
        return sym(f"{name} {min(points, points[::-1]) if name == 'angle' else points}")  # `∠ABC` is `∠CBA`
    if (read := _COMMANDS.get(name)) is None:
        raise Unparsed(f"the command {name!r}")
    return read(p)


@or_nothing
def _conjugate(p: Parser) -> Node | None:
    """A line over a complex number is its conjugate; None over other letters. Raises Unparsed over digits."""
    try:
        inner = p.group() if p.sees("{") else sym(p.next().word)
    except Unparsed:
        return None
    if inner.op == "num":
        raise Unparsed("a line over digits")
    is_complex = any(name[:1] in COMPLEX_LETTERS for name in inner.symbols())
    return call("conj", inner) if is_complex or IMAGINARY in inner.walk() else None


def _ends(name: str) -> str:
    """The two ends of a segment in one order, whichever is named first."""
    return min(name, name[::-1]) if len(name) == 2 and name.isupper() else name


def _bold(p: Parser) -> Node:
    """`\\mathbf{i}`: a unit vector; anything else is what it is in plain type."""
    letter = p.peek().text
    is_letter = letter.isalpha() and len(letter) == 1
    if not (is_letter and p.sees_in_row("{", letter, "}")):
        return p.group()
    p.at += 3
    return sym(f"hat {letter}") if letter in ("i", "j", "k") else subscripted(p, letter)


_READERS: dict[str, Callable[[Parser], Node]] = {
    "num": _number, "id": _name, "text": _name, "open": _bracket, "bar": between_bars, "cmd": _command,
}  # fmt: skip
"""Who reads what begins with a token of a kind; signs are all others."""
_COMMANDS: dict[str, Callable[[Parser], Node]] = {
    **dict.fromkeys(("boxed", "fbox", "underline", "num"), lambda p: p.group()),
    **dict.fromkeys(("overline", "bar"), lambda p: _conjugate(p) or sym(f"bar {_ends(label(p))}")),
    **dict.fromkeys(("SI", "qty"), siunitx.quantity),
    **dict.fromkeys(("si", "unit"), siunitx.spelt),
    **dict.fromkeys(("int", "oint"), integral),
    "ang": lambda p: angle(p.group()), "mathbf": _bold, "emptyset": lambda p: Node("set"),
    "mathbb": lambda p: Node("numbers", value=label(p)), "binom": lambda p: call("binom", p.group(), p.group()),
    "ldots": lambda p: ELLIPSIS, "frac": fraction, "lim": limit, "root": root,
    "sum": lambda p: big(p, "sum"), "prod": lambda p: big(p, "prod"),
}  # fmt: skip
"""The readers of the commands that are neither functions nor names."""
