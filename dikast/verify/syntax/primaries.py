"""Numbers, names, brackets, commands: what an expression is made of."""

from __future__ import annotations

import re

from dikast.verify.syntax import calculus, expressions, statements, structures
from dikast.verify.syntax.commands import CONSTANTS, FUNCTIONS, GREEK, WORD_COMMANDS
from dikast.verify.syntax.cursor import Cursor
from dikast.verify.syntax.nodes import IMAGINARY, PI, E, Node, Unparsed, call, num, sym
from dikast.verify.syntax.numerals import going_on, in_base, is_comma_decimal, number, repeating
from dikast.verify.syntax.unit_table import is_unit

_DIFFERENTIAL = re.compile(r"d(?:[a-z]|[a-z]_?\d)$")
_WORDS = frozenset("odd even yes no true false none all not undefined only real never always".split())
_PROSE = frozenset(
    "is are was the has for per an by at as we so it its be can you our she he his her let any if on".split()
)
_NOUNS = frozenset(
    "men man pcs pts box set way pen cup bag hen cow dog cat egg car bus kid boy row pie can jar pin toy tie hat mug "
    "pan pot bar rod bed fan fox pig ant bee job lap mat nut pad pax run tin tub van win bun gum cap key map bat "
    "bow".split()
)
_FUNCTION_LETTERS = frozenset("fghFGH")
_MARKS = frozenset("hat vec tilde overline bar overrightarrow widehat mathcal angle triangle".split())


def primary(c: Cursor) -> Node:
    """One number, name, bracket or command."""
    token = c.token
    if token.kind == "num":
        return _number(c)
    if token.kind in ("id", "text"):
        return _name(c)
    if token.kind == "open":
        return structures.bracket(c)
    if token.kind == "bar":
        return _between_bars(c)
    if token.kind == "cmd":
        return _command(c)
    if c.take("$"):
        return primary(c)
    raise Unparsed(f"{token.text!r} can't stand here" if token.text else "the text ends too early")


def group(c: Cursor) -> Node:
    """What stands in braces, or the next single factor."""
    if not c.sees("{"):
        return primary(c)
    c.next()
    c.deeper()
    bars, c.bars = c.bars, 0
    inner = statements.statement(c)
    c.need("}")
    c.depth -= 1
    c.bars = bars
    return inner


def _number(c: Cursor) -> Node:
    token = c.next()
    node = number(token.text)
    if c.sees("overline", "bar", "dot") and "." in token.text:
        return repeating(c, token.text)
    if is_comma_decimal(c) and c.choose("comma"):
        return number(f"{token.text}.{(c.next(), c.next())[1].text}")
    if "." in token.text and (period := going_on(c, token.text)) is not None:
        return period
    if c.sees("_") and token.text.isdigit():
        return in_base(c, token.text)
    if c.setting.with_units:
        from dikast.verify.syntax.quantities import attached

        return attached(c, node)
    return node


def is_times(c: Cursor) -> bool:
    """An `x` between two numbers is a times sign."""
    token, after = c.token, c.peek()
    if token.kind != "id" or token.text not in ("x", "X") or "x" in c.setting.variables:
        return False
    before = c.tokens[c.at - 1]
    return before.kind in ("num", "close") and (after.kind == "num" or (after.text == "$" and c.peek(2).kind == "num"))


def is_differential(c: Cursor) -> bool:
    token = c.token
    if token.kind == "id" and _DIFFERENTIAL.match(token.text):
        return True
    follows = c.peek()
    return token.text.strip() == "d" and (follows.kind == "id" or follows.text in GREEK)


def is_word_command(text: str) -> bool:
    return text in WORD_COMMANDS


def is_math_text(text: str) -> bool:
    """Whether a \\text{…} is a name rather than words."""
    word = text.strip()
    return word in FUNCTIONS or word in CONSTANTS or (word.isalpha() and len(word) == 1) or is_unit(word)


def _name(c: Cursor) -> Node:
    token = c.next()
    name = token.text.strip()
    if token.kind == "id" and not name.isascii() and len(name) > 1:
        raise Unparsed(f"the word {name!r}")
    if name in FUNCTIONS and not (name in ("max", "min", "mod") and not _applies(c)):
        return calculus.function(c, FUNCTIONS[name])
    if name == "lim":
        return calculus.limit(c)
    if name in CONSTANTS:
        return Node("const", value=CONSTANTS[name])
    if token.kind == "text":
        return _subscripted(c, name) if len(name) == 1 and name.isalpha() else Node("text", value=name)
    if name in GREEK:
        return _subscripted(c, name)
    return _letters(c, name)


def _applies(c: Cursor) -> bool:
    return c.sees("(", "{", "\\{", "[")


def _letters(c: Cursor, name: str) -> Node:
    """A run of letters: one name, a function before its argument, or a product of single letters."""
    if c.differentials and _DIFFERENTIAL.match(name):
        raise Unparsed("a differential without its integral")
    if name in c.setting.variables or name in c.setting.functions:
        return _subscripted(c, name)
    if (applied := _glued_function(c, name)) is not None:
        return applied
    if name[0] == "d" and (derivative := calculus.plain_derivative(c, name)) is not None:
        return derivative
    if len(name) == 1:
        return _subscripted(c, name)
    if (
        (name in _PROSE and not c.sees("^"))
        or len(name) > 3
        or (name in _NOUNS and c.tokens[c.at - 2].kind == "num" and c.at > 1)
    ):
        return _subscripted_word(c, name)
    if name.lower() in _WORDS:
        return Node("text", value=name)
    return _letter_product(c, name)


def _subscripted_word(c: Cursor, name: str) -> Node:
    """`cost_1`: a word is a name only with a subscript. Raises Unparsed without one."""
    if c.sees("_"):
        return _subscripted(c, name)
    raise Unparsed(f"the word {name!r}")


def _letter_product(c: Cursor, name: str) -> Node:
    """`abc` as a·b·c; what stands behind the run belongs to its last letter."""
    factors = [_single(letter, c) for letter in name[:-1]]
    last = expressions.power(c, _subscripted(c, name[-1]))
    product = factors[0]
    for part in (*factors[1:], last):
        product = Node("mul", (product, part))
    return product


def _glued_function(c: Cursor, name: str) -> Node | None:
    """`sinx`: a function glued to its letter."""
    function = name[:-1]
    if function not in ("sin", "cos", "tan", "ln", "log", "exp", "sqrt"):
        return None
    c.at -= 1
    c.tokens[c.at] = type(c.token)("id", name[-1], c.token.end - 1, c.token.end)
    return calculus.function(c, function)


def _single(letter: str, c: Cursor) -> Node:
    if letter == "e" and "e" not in c.setting.variables:
        return E
    if letter == "i" and "i" not in c.setting.variables:
        return IMAGINARY
    return sym(letter)


def _subscripted(c: Cursor, name: str) -> Node:
    """A name with its subscript, primes and, for a function, its arguments."""
    full = name + (_index(c, name) or _marks(c))
    if (constant := _constant(c, full)) is not None:
        return constant
    if structures.is_application(c, full, _FUNCTION_LETTERS):
        return structures.application(c, full)
    if c.sees("^") and c.peek(2).text == "_" and full == name:
        c.next()
        above = number(c.next().text) if c.token.kind == "num" else primary(c)
        c.need("_")
        return Node("pow", (sym(name + "_" + structures.label(c)), above))
    if c.sees("^") and c.peek().text == "{":
        return structures.raised_then_lowered(c, sym(full))
    return sym(full)


def _index(c: Cursor, name: str) -> str:
    """`R1`, which may be meant for a name with an index, or for a product."""
    token = c.token
    is_glued = token.kind == "num" and not token.spaced and token.text.isdigit() and len(token.text) < 3
    if not (is_glued and len(name) == 1 and name.isupper() and c.choose("index")):
        return ""
    return "_" + c.next().text


def _marks(c: Cursor) -> str:
    """The subscripts and primes behind a name."""
    marks = ""
    while True:
        if c.take("_"):
            marks += "_" + structures.label(c)
        elif c.take("'", "prime"):
            marks += "'"
        elif c.sees("^") and c.peek().text in ("'", "prime"):
            c.next()
        elif c.sees("^") and c.peek().text == "{" and c.peek(2).text == "prime":
            c.at += 3
            c.need("}")
            marks += "'"
        else:
            return marks


def _constant(c: Cursor, name: str) -> Node | None:
    """Euler's number, the imaginary unit or π, unless the letter is a variable here."""
    if name == "e" and "e" not in c.setting.variables:
        return E
    if name in ("i", "I") and "i" not in c.setting.variables and _is_imaginary(c, name):
        return IMAGINARY
    return PI if name == "pi" else None


def _is_imaginary(c: Cursor, name: str) -> bool:
    return name == "i" or c.tokens[c.at].text == "pi" or c.peek(-2).text in ("{", "^")


def degrees(c: Cursor, base: Node) -> Node | None:
    """`90^\\circ` as an angle; `25^\\circ C` is a temperature and left to the units."""
    braced = c.sees("{") and c.peek().text == "circ" and c.peek(2).text == "}"
    if not braced and not c.sees("circ"):
        return None
    c.at += 3 if braced else 1
    if c.setting.with_units and c.token.text in ("C", "F") and not c.token.spaced | (c.token.kind == "text"):
        return Node("mul", (base, Node("unit", value="deg" + c.next().text)))
    if c.setting.with_units and c.token.text.strip() in ("C", "F"):
        return Node("mul", (base, Node("unit", value="deg" + c.next().text.strip())))
    if base.op == "mul" and base.args[1].op == "unit":
        return None
    return Node("div", (Node("mul", (base, PI)), num(180)), literal="degrees")


def _between_bars(c: Cursor) -> Node:
    bar = c.next().text
    c.deeper()
    c.bars += 1
    differentials, c.differentials = c.differentials, 0
    inner = expressions.expression(c)
    c.bars -= 1
    c.differentials = differentials
    if c.token.kind != "bar" or c.token.text != bar:
        raise Unparsed("a bar without its partner")
    c.next()
    c.depth -= 1
    return call("abs", inner)


def _command(c: Cursor) -> Node:
    name = c.next().text
    if name in FUNCTIONS:
        return calculus.function(c, FUNCTIONS[name])
    if name in CONSTANTS:
        return Node("const", value=CONSTANTS[name])
    if name in GREEK:
        return _subscripted(c, name)
    return _special(c, name)


def _special(c: Cursor, name: str) -> Node:
    """The node of a command that is neither a function nor a name."""
    if name in ("boxed", "fbox", "mathbf", "underline"):
        return group(c)
    if name in _MARKS:
        return _marked(c, name)
    if name == "emptyset":
        return Node("set")
    if name == "mathbb":
        return Node("numbers", value=structures.label(c))
    if name.startswith("begin:"):
        return structures.environment(c, name[6:])
    if name == "binom":
        return call("binom", group(c), group(c))
    if name == "ldots":
        return Node("text", value="...")
    return calculus.command(c, name)


def _marked(c: Cursor, name: str) -> Node:
    """`\\vec{v}` and the like as one name; a line over a complex number is its conjugate."""
    if name in ("overline", "bar") and (conjugate := _conjugate(c)) is not None:
        return conjugate
    return sym(f"{'bar' if name == 'overline' else name} {structures.label(c)}")


def _conjugate(c: Cursor) -> Node | None:
    """`\\overline{3 + 4i}`; None where the line is a part of a name. Raises Unparsed for a line over digits."""
    at = c.at
    if not c.sees("{"):
        return None
    try:
        inner = group(c)
    except Unparsed:
        c.at = at
        return None
    if any(n.op == "const" and n.value == "i" for n in inner.walk()):
        return call("conj", inner)
    if inner.op == "num":
        raise Unparsed("a line over digits")
    c.at = at
    return None
