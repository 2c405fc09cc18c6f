"""Names: runs of letters, their indices and primes, constants, and functions of unknown meaning."""

from __future__ import annotations

from dikast.language import word_group
from dikast.verify.syntax.ambiguities import CHANGE, INDEX, ORDER, SUBSCRIPT
from dikast.verify.syntax.commands import GREEK
from dikast.verify.syntax.cursor import Parser, or_nothing
from dikast.verify.syntax.nodes import IMAGINARY, PI, E, Node, Unparsed, call, mul, raised, sym
from dikast.verify.syntax.numbers import number

_BINARY = ("+", "-", "*", "/", "=")
_FUNCTION_LETTERS = frozenset("fghFGH")
_OF_EVENTS = ("P", "M", "Var", "Pr", "N", "E")
_COUNTS = {"C": "binom", "P": "perm"}
"""How many ways there are to choose, or to arrange."""
_CHANGES = frozenset({"Delta", "delta", "nabla"})
_LONGEST_PRODUCT = 3


def letters(p: Parser, name: str) -> Node:
    """A run of letters: one name, a function before its argument, or a product of single letters."""
    if name in p.setting.variables or name in p.setting.functions or len(name) == 1:
        return subscripted(p, name)
    is_counted = name in word_group("counted nouns") and p.at > 1 and p.peek(-2).kind == "num"
    # `v_0 + at`: between operators it is a product of letters
    is_operand = p.sees("^", *_BINARY) or (p.at > 1 and p.peek(-2).sign in _BINARY)
    is_prose = name in word_group("no product") and not is_operand
    if is_prose or is_counted or len(name) > _LONGEST_PRODUCT:
        if p.sees("_"):  # `cost_1`: a word is a name only with a subscript
            return subscripted(p, name)
        raise Unparsed(f"the word {name!r}")
    if name.lower() in word_group("values in words"):
        return Node("text", value=name)
    # `abc` is a·b·c; what stands behind the run belongs to its last letter
    product = _single(name[0], p)
    for letter in name[1:-1]:
        product = mul(product, _single(letter, p))
    return mul(product, p.power(subscripted(p, name[-1])))


def _single(letter: str, p: Parser) -> Node:
    is_constant = letter in ("e", "i") and letter not in p.setting.variables
    return {"e": E, "i": IMAGINARY}[letter] if is_constant else sym(letter)


def subscripted(p: Parser, name: str) -> Node:
    """A name with its subscript, primes and, for a function, its arguments."""
    full = name + (_glued_index(p, name) or _marks(p))
    if (constant := _constant(p, full)) is not None:
        return constant
    if _is_application(p, full):
        return application(p, full)
    return _raised_then_lowered(p, full) or sym(full)


def greek(p: Parser, name: str) -> Node:
    """A Greek letter; `\\Delta x`, `\\delta t` and `\\nabla f` are one name, a change of x, of t and of f."""
    after = p.token
    if name == "nabla" and after.text in ("*", "cdot", "times"):
        raise Unparsed("a divergence or a curl")
    is_letter = after.text in GREEK if after.kind == "cmd" else after.kind == "id" and len(after.text) == 1
    if name in _CHANGES and is_letter and not p.choose(CHANGE):
        return subscripted(p, f"{name} {p.next().text}")
    return subscripted(p, name)


def _glued_index(p: Parser, name: str) -> str:
    """`R1`, which may be meant for a name with an index, or for a product."""
    token = p.token
    is_index = token.is_digits and len(token.text) < 3 and not token.spaced
    is_capital = len(name) == 1 and name.isupper()
    return "_" + p.next().text if is_index and is_capital and p.choose(INDEX) else ""


def _marks(p: Parser) -> str:
    """The subscripts and primes behind a name."""
    marks = ""
    while True:
        if p.take("_"):
            marks += "_" + label(p)
        elif p.take("'", "prime"):
            marks += "'"
        elif p.sees("^") and p.peek().text in ("'", "prime"):
            p.next()
        elif p.sees_in_row("^", "{", "prime"):
            p.at += 3
            p.need("}")
            marks += "'"
        elif p.sees_in_row("^", "{", "(", p.peek(3).text, ")", "}") and p.choose(ORDER):
            marks += f"^({p.peek(3).text})"
            p.at += 6
        else:
            return marks


def _constant(p: Parser, name: str) -> Node | None:
    """Euler's number, the imaginary unit or π, unless the letter is a variable here."""
    if name == "pi":
        return PI
    if name == "e" and "e" not in p.setting.variables:
        return E
    if name == "I" and p.token.text != "pi" and p.peek(-2).text not in ("{", "^"):
        return None
    return IMAGINARY if name in ("i", "I") and "i" not in p.setting.variables else None


@or_nothing
def _raised_then_lowered(p: Parser, name: str) -> Node | None:
    """`x^2_k` and `x^{2}_{k}`: the subscript belongs to the name; None where there is none."""
    at = p.closing(p.at + 1) if p.peek().text == "{" else p.at + 1
    if p.peek(at + 1 - p.at).text != "_" or not p.take("^"):
        return None
    above = number(p.next().text) if p.token.kind == "num" else p.group()
    return raised(sym(f"{name}_{label(p)}"), above) if p.take("_") else None


def label(p: Parser) -> str:
    """A subscript or an accent's argument as plain text."""
    token = p.token
    if token.text == "{":
        return "".join(text.strip() for text in _enclosed(p, "}"))
    if token.kind not in ("num", "id", "cmd", "text"):
        raise Unparsed(f"{token.text!r} as a subscript")
    is_two = token.kind == "id" and token.text.isupper() and len(token.text) == 2
    if is_two and p.choose(SUBSCRIPT):
        p.split(1)  # `k_BT`: the second letter stands beside the name
    return p.next().word


def _enclosed(p: Parser, closing: str) -> list[str]:
    """The texts of the tokens in the bracket that opens here; all of it is taken."""
    start, end = p.at + 1, p.closing(p.at, closing)
    if p.tokens[end].kind == "end":
        raise Unparsed(f"{p.token.text!r} is not closed")
    p.at = end + 1
    return [token.text for token in p.tokens[start:end]]


def _is_application(p: Parser, name: str) -> bool:
    """Whether a name before a bracket is a function: known as one, primed, or by the letters f, g, h."""
    if not p.sees("("):
        return False
    plain = name.rstrip("'")
    if name in p.setting.functions or plain in p.setting.functions:
        return True
    if name in p.setting.variables:
        return False
    if plain.partition("_")[0] in _FUNCTION_LETTERS or name.endswith("'"):
        return True
    after = p.peek()
    if name in ("C", "P") and after.kind == "num" and p.peek(2).text == ",":
        return True
    return name in _OF_EVENTS and after.is_word and after.text[:1].isupper()


def application(p: Parser, name: str) -> Node:
    """A function of unknown meaning applied to its arguments; `C(n, k)` and `P(n, k)` count choices."""
    if name in ("P", "M", "Pr") and p.peek().is_word:
        return sym(f"{name}({''.join(_enclosed(p, ')'))})")
    arguments = items(p.bracket())
    known = _COUNTS.get(name)
    return call(known, *arguments) if known and len(arguments) == 2 else Node("apply", arguments, name)


def items(node: Node) -> tuple[Node, ...]:
    """The members of what stood in brackets."""
    return node.args if node.op in ("seq", "list", "set", "paren") else (node,)


@or_nothing
def chosen(p: Parser) -> Node | None:
    """`6C2`, `{}_6C_2`, `^6C_2`: how many ways to choose, or to arrange with a P; None where it is something else."""
    if p.take("{"):
        p.need("}")
    total = _small(p)
    sign = p.next().word if p.token.is_word else ""
    few = _small(p) if total and sign in _COUNTS else ""
    is_ended = p.token.spaced or not (p.token.kind in ("id", "num") or p.sees("_", "^"))
    return call(_COUNTS[sign], number(total), number(few)) if few and is_ended else None


def _small(p: Parser) -> str:
    """A number of at most four digits, perhaps above or below the line; empty for anything else."""
    p.take("_", "^")
    digits = p.digits()
    return digits if digits and len(digits) < 5 else ""


def is_differential(p: Parser) -> bool:
    """Whether `dx`, `dx_1` or `d` before a name is here."""
    after = p.peek()
    is_before_name = after.kind == "id" or after.text in GREEK
    return p.token.letter.islower() or (p.token.word == "d" and is_before_name)


def has_other_differential(p: Parser, name: str) -> bool:
    """`du = 2x dx`: differentials come in pairs, of different names; one alone is d times a letter."""
    return "d" not in p.setting.variables and any(t.letter.islower() and t.text != name for t in p.tokens)


def ends_product(p: Parser) -> bool:
    """Whether a differential is here that belongs to an integral, or to another differential of the relation."""
    return is_differential(p) and bool(p.differentials or has_other_differential(p, p.token.word))
