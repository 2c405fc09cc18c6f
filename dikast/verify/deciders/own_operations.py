"""Operations that a problem defines for two names, `a ∘ b = 2a - b`, put into the claims that use them.

    3 ∘ 4 = 2       is read as  ((2 · (3)) - (4)) = 2
    (1 ∘ 2) ∘ 3     from the inside out
    3 ∘ 4 ∘ 5       has no order, like 3 ∘ 4 + 1: such a claim stays open

A definition with a condition, or a second one that differs, leaves its sign without a meaning.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dikast.language import Clause, CueMeaning, TextToken, clauses, lexicon, token_at, tokens, word_group
from dikast.verify.equality.numeric import rational_value
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import readings, tree_of
from dikast.verify.syntax.printer import written
from dikast.verify.text.claims import Claim, claims
from dikast.verify.text.formula_tokens import STOPS, formula_tokens

_CACHED = 512
_MAX_USES = 12
_PRODUCTS = frozenset({"*", "\\ast", "\\bullet"})
"""These are products too, so that `x * y = x + y` alone may be an equation."""

_KEYBOARD_SIGNS = frozenset("#@&")
_BODY = frozenset({"num", "const", "sym", "add", "neg", "mul", "div", "pow", "call", "paren", "abs", "sqrt"})
_COMPARISONS = frozenset("< > <= >= ≤ ≥ != ≠ \\le \\leq \\ge \\geq \\lt \\gt \\ne \\neq".split())
_NOT_SAID = frozenset({"denied", "reported"})
_SETTING_OUT: frozenset[CueMeaning] = frozenset({"definition", "universal"})
_LIMITING: frozenset[CueMeaning] = frozenset({"condition", "case"})
_GENERAL: frozenset[CueMeaning] = frozenset({"universal", "whole", "real"})


@dataclass(frozen=True)
class OwnOperation:
    """A sign and its formula in two names; `is_set_out` says that a `let` or a `for all` is in its sentence."""

    sign: str
    names: tuple[str, str]
    body: str
    is_set_out: bool = False

    def of(self, left: str, right: str) -> str:
        """The body with two operands in the place of the names."""
        values = dict(zip(self.names, (f"({left})", f"({right})"), strict=True))
        return "(" + " ".join(values.get(token.text, token.text) for token in tokens(self.body)) + ")"

    @property
    def is_product(self) -> bool:
        """Whether it says no more than that a product is one."""
        value = tree_of(self.of("7", "11"))
        return value is not None and rational_value(value) == 7 * 11

    def is_as(self, other: OwnOperation) -> bool:
        """Whether both say the same, perhaps with other names."""
        return self.of("1", "2") == other.of("1", "2")


Operations = Mapping[str, OwnOperation | None]
"""What each sign means; None where its definition is not clear."""


def with_definitions(known: Operations, text: str, *, is_problem: bool) -> Operations:
    """What the signs mean after a text. A step defines a sign if it says so, or if the sign has no meaning yet."""
    meanings = dict(known)
    for sign, operation in _definitions(text, is_problem):
        old = meanings.get(sign)
        if sign not in meanings:
            meanings[sign] = operation
        elif is_problem or operation is None or operation.is_set_out:
            is_same = old is not None and operation is not None and old.is_as(operation)
            meanings[sign] = old if is_same else None
    return meanings


def put_in(claim: Claim, operations: Operations) -> Claim | None:
    """The claim with its operations written out; None if one of them has no clear meaning there."""
    forms = [_put_in(form, operations) for form in claim.forms] if operations else claim.forms
    clear = tuple(form for form in forms if form is not None)
    return replace(claim, forms=clear) if len(clear) == len(claim.forms) else None


def _put_in(form: str, operations: Operations) -> str | None:
    form = form.replace("\\left", " ").replace("\\right", " ")
    for _ in range(_MAX_USES):
        row = formula_tokens(form)
        uses = [i for i, piece in enumerate(row) if piece.text in operations]
        if not uses:
            return form
        first_use = next((use for i in uses if (use := _use(row, i, operations)) is not None), None)
        operation = None if first_use is None else operations[row[first_use[1]].text]
        if first_use is None or operation is None:
            return None
        first, at, last = first_use
        left, right = form[row[first].start : row[at - 1].end], form[row[at + 1].start : row[last].end]
        form = form[: row[first].start] + operation.of(left, right) + form[row[last].end :]
    return None


def _use(row: Sequence[TextToken], at: int, operations: Operations) -> tuple[int, int, int] | None:
    """Where the operands of the sign begin and end; None if operations are in them, or more is bound to them."""
    first, last = _operand_from(row, at - 1, -1), _operand_from(row, at + 1, 1)
    is_free = token_at(row, first - 1).kind in ("relation", "open", *STOPS)
    is_free = is_free and token_at(row, last + 1).kind in ("relation", "close", *STOPS)
    inner = [*row[first:at], *row[at + 1 : last + 1]]
    is_plain = _is_operand(row[first:at]) and _is_operand(row[at + 1 : last + 1])
    return (first, at, last) if is_free and is_plain and not any(piece.text in operations for piece in inner) else None


def _operand_from(row: Sequence[TextToken], at: int, step: int) -> int:
    """The other end of the operand that begins or ends at a place: a piece, or what is in brackets."""
    depth, end = 0, at
    while 0 <= end < len(row):
        depth += (row[end].kind == "open") - (row[end].kind == "close")
        if depth == 0:
            return end
        end += step
    return at


def _is_operand(row: Sequence[TextToken]) -> bool:
    """A number, a letter, or what is in round brackets."""
    if len(row) == 1:
        return row[0].kind == "number" or (row[0].kind == "word" and len(row[0].text) == 1)
    return len(row) > 2 and row[0].text == "(" and row[-1].text == ")"


@lru_cache(_CACHED)
def _definitions(text: str, is_problem: bool) -> tuple[tuple[str, OwnOperation | None], ...]:
    """The signs that a text defines, each as often as it does; None for a definition with a condition."""
    definitions: list[tuple[str, OwnOperation | None]] = []
    for claim in claims(text):
        operation = _defined(claim)
        if operation is None or claim.cues.mood in _NOT_SAID:
            continue
        around = list(_around(clauses(plain(text)), claim))
        cue_meanings = frozenset(meaning for cue in lexicon().find(around) for meaning in cue.meanings)
        is_named = any(token.text.casefold() in word_group("operation") for token in around)
        operation = replace(operation, is_set_out=is_named or bool(cue_meanings & _SETTING_OUT))
        is_used = _is_used(text, operation.sign) and (is_problem or not operation.is_product)
        if operation.sign in _PRODUCTS and not (operation.is_set_out or is_used):
            continue
        # `Since a * b = a + 2b` may be an equation.
        is_open = operation.sign in _PRODUCTS and not (operation.is_set_out or is_problem)
        is_clear = not is_open and not _is_limited(around, cue_meanings, operation)
        definitions.append((operation.sign, operation if is_clear else None))
    return tuple(definitions)


def _defined(claim: Claim) -> OwnOperation | None:
    """The operation of `a ∘ b = 2a - b`: two letters, a sign between them, and an expression in both."""
    form = claim.forms[0]
    row = formula_tokens(form)
    kinds = [piece.kind for piece in row[:4]]
    is_head = [*kinds[:1], *kinds[2:]] == ["word", "word", "relation"] and row[3].text == "="
    names = (row[0].text, row[2].text) if is_head else ("", "")
    is_of_letters = names[0] != names[1] and all(len(name) == 1 for name in names)
    if not is_of_letters or not _may_be_sign(row[1]):
        return None
    body = _body(form[row[3].end :])
    if body is None or body.symbols() != frozenset(names):
        return None
    # A product of the body is no use of a star that the problem defines.
    return OwnOperation(row[1].text, names, written(body).replace("*", "\\cdot"))


def _body(text: str) -> Node | None:
    """The expression, if it has one reading."""
    try:
        body_readings = list(readings(text, setting=Setting()))
    except (Unparsed, TooCostly):
        return None
    tree = body_readings[0].trees[0]
    return tree if len(body_readings) == 1 and all(node.op in _BODY for node in tree.walk()) else None


@lru_cache(_CACHED)
def _may_be_sign(piece: TextToken) -> bool:
    """A product's star, or a symbol that means nothing yet."""
    if piece.text in _PRODUCTS:
        return True
    is_symbol = piece.text in _KEYBOARD_SIGNS or unicodedata.category(piece.text[0]) in ("Sm", "So")
    if piece.kind != "command" and not is_symbol:
        return False
    try:
        return not list(readings(f"a {piece.text} b", setting=Setting()))
    except (Unparsed, TooCostly):
        return True


def _around(all_clauses: Sequence[Clause], claim: Claim) -> Iterator[TextToken]:
    """The tokens of the claim's sentence that are not its own."""
    own = {clause.sentence for clause in all_clauses if clause.start < claim.end and clause.end > claim.start}
    for clause in all_clauses:
        if clause.sentence in own:
            yield from (token for token in clause.tokens if token.end <= claim.start or token.start >= claim.end)


def _is_limited(around: Sequence[TextToken], cue_meanings: frozenset[CueMeaning], operation: OwnOperation) -> bool:
    """Whether the sentence may give a condition: it compares, or says more of the names than that they are numbers."""
    words = [inner.text for token in around for inner in (tokens(token.inner) if token.inner else [token])]
    is_said_of = bool(cue_meanings & _LIMITING) or not set(operation.names).isdisjoint(words)
    return not _COMPARISONS.isdisjoint(words) or (is_said_of and not cue_meanings & _GENERAL)


def _is_used(text: str, sign: str) -> bool:
    """Whether the text also has the sign between two numbers: `find 3 * 4`."""
    row = formula_tokens(plain(text).replace("$", " "))
    return any(row[i - 1].kind == row[i + 1].kind == "number" for i in range(1, len(row) - 1) if row[i].text == sign)
