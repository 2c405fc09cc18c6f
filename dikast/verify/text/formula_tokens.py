"""The words, numbers and signs of running text as the pieces of a formula: tokens with the kinds they have there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from dikast.language import (
    CueMeaning,
    Lexicon,
    TextToken,
    TokenKind,
    in_sentences,
    is_ideograph,
    lexicon,
    remembered,
    token_at,
    tokens,
)
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.syntax.unit_table import is_unit

STOPS: tuple[TokenKind, ...] = ("sign", "newline")
"""The kinds of the pieces that end a formula: signs that are no part of one, the ends of lines and of columns."""

# A cue of these meanings may name what is counted all the same: `12 cases + 3 cases`, `5 tests`.
_MAY_LABEL: frozenset[CueMeaning] = frozenset(
    {"case", "trial", "denial", "announcement", "check", "operation", "selection", "opinion", "question", "measure",
     "whole", "rounding", "option", "correction", "implication"}
)  # fmt: skip
_VARIABLES = frozenset("uvwxyzrst")
_BESIDE = frozenset({"=", "/"})
_GAP = 4  # blanks side by side: the next column of a table
_LINE_BEGINS = 20  # characters
_LONGEST_UNIT = 4  # ideographs
_GROUP = 3  # digits of a group in 10 000

# The signs and commands of each kind; other signs end a formula, and other commands are a part of one.
_SIGNS_OF: dict[TokenKind, str] = {
    "relation": r"= == != < > <= >= ~= \approx \equiv \le \leq \ge \geq \ne \neq \lt \gt \simeq \cong \in",
    "operator": r"+ - * / // ** ^ _ ! % ' \times \cdot \div \pm \mp \ast \cup \cap \setminus \bmod",
    "open": r"| \{ \langle \lfloor \lceil \lvert",
    "close": r"\} \rangle \rfloor \rceil \rvert \%",
    "dots": r"... \ldots \dots \cdots",
    "money": " ".join(SIGNS),
    "sign": r"\therefore \because \quad \qquad \rightarrow \text \\ \Rightarrow \implies \to \iff",
}
_KINDS = {sign: kind for kind, signs in _SIGNS_OF.items() for sign in signs.split()}


def formula_tokens(text: str) -> tuple[TextToken, ...]:
    """The words, numbers and signs of a text; the kind of a sign or a command is the one that it has in a formula.

    A line that begins with a relation goes on the line before. A number in groups (`10 000`) is one piece.
    """
    return _read(text, lexicon())


@remembered
def _read(text: str, known: Lexicon) -> tuple[TextToken, ...]:
    row = list(_with_whole_units(list(_tokens(text))))
    joining = set(_joining(row, known))
    pieces: list[TextToken] = []
    for i, token in enumerate(row):
        if token.kind == "newline" and _kind(token_at(row, i + 1)) == "relation":
            continue
        if pieces and token.start - pieces[-1].end >= _GAP:
            pieces.append(TextToken("newline", " ", pieces[-1].end, token.start))
        start = token.start
        if pieces and _is_group(row, i, pieces[-1]):
            start = pieces.pop().start
        kind = "join" if token.start in joining else _kind_in(row, i)
        is_glued = bool(pieces) and _is_glued(pieces[-1], token)
        pieces.append(TextToken(kind, text[start : token.end], start, token.end, glued=is_glued))
    return tuple(pieces)


def _with_whole_units(row: Sequence[TextToken]) -> Iterator[TextToken]:
    """The tokens, with the ideographs of a unit right behind a number as one: the 千克 of `500千克`."""
    at = 0
    while at < len(row):
        is_behind_number = at > 0 and row[at - 1].kind == "number" and is_ideograph(row[at].text)
        lengths = range(min(_LONGEST_UNIT, len(row) - at), 1, -1) if is_behind_number else ()
        names = {n: "".join(token.text for token in row[at : at + n]) for n in lengths}
        n = next((n for n in lengths if is_unit(names[n])), 1)
        yield row[at] if n == 1 else row[at]._replace(text=names[n], end=row[at + n - 1].end)
        at += n


def _is_glued(before: TextToken, token: TextToken) -> bool:
    """Whether no blank is between; behind an ideograph there never is one, so this says nothing."""
    is_in_text = is_ideograph(before.text[-1:]) and token.kind != "word"
    return before.end == token.start and not is_in_text


def begins_with_relation(text: str) -> bool:
    """Whether a line goes on the one before it: `= 5`, `&< 3`."""
    return token_at(formula_tokens(text.lstrip(" &")[:_LINE_BEGINS]), 0).kind == "relation"


def _joining(row: Sequence[TextToken], known: Lexicon) -> Iterator[int]:
    """Where a word joins clauses or is a verb, in the language of its sentence, so it does not name what is counted."""
    for sentence in in_sentences(row):
        languages = known.languages(sentence)
        for i, token in enumerate(sentence):
            may_join = token.kind == "word" and len(token.text) > 1
            if may_join and known.meanings(token.text, languages) - _MAY_LABEL and not _is_of_formula(sentence, i):
                yield token.start


def _is_of_formula(row: Sequence[TextToken], i: int) -> bool:
    """A function, a unit, `2as`; `du` or `DE` beside an equals sign or a slash, where French never has it."""
    word = row[i].text
    if row[i].glued and token_at(row, i - 1).kind == "number" and word.isascii():
        return True
    is_name = is_differential(word) or (len(word) == 2 and word.isupper())  # the side DE
    if is_name and not _BESIDE.isdisjoint((token_at(row, i - 1).text, token_at(row, i + 1).text)):
        return True
    return word in FUNCTIONS or is_unit(word)


def is_differential(word: str) -> bool:
    """`dx`, or `du`, which is a word of French too."""
    return len(word) == 2 and word[0] == "d" and word[1] in _VARIABLES


def _tokens(text: str) -> Iterator[TextToken]:
    """The tokens, also of text between two prices, which looks like a formula."""
    for token in tokens(text):
        if token.kind != "formula":
            yield token
            continue
        for nested in _tokens(" " + text[token.start + 1 : token.end]):
            start, end = nested.start + token.start, nested.end + token.start
            yield TextToken(nested.kind, nested.text, start, end, nested.inner, nested.glued)


def _kind_in(row: Sequence[TextToken], i: int) -> TokenKind:
    """The kind of a token in its row."""
    kind = _kind(row[i])
    if row[i].text == "\\text" and token_at(row, i + 2).text in FUNCTIONS:
        return "command"  # `\\text{lcm}`
    if kind != "sign" or not _is_operation(row[i]):
        return kind
    is_between = _may_be_operand(token_at(row, i - 1)) and _may_be_operand(token_at(row, i + 1))
    return "operator" if is_between else "sign"


def _kind(token: TextToken) -> TokenKind:
    return _KINDS.get(token.text, token.kind) if token.kind in ("sign", "command") else token.kind


def _is_operation(token: TextToken) -> bool:
    """The sign of `3 ∘ 4 = 7`, which the problem defined: without it, the rest would be read as `4 = 7`."""
    sign = token.text[0]
    if token.kind != "sign" or len(token.text) > 1:
        return False
    is_symbol = sign in "#@&" or unicodedata.category(sign) in ("Sm", "So")
    return is_symbol and "ARROW" not in unicodedata.name(sign, "")


def _may_be_operand(token: TextToken) -> bool:
    return token.kind in ("number", "open", "close") or (token.kind == "word" and len(token.text) == 1)


def _is_group(row: Sequence[TextToken], i: int, before: TextToken) -> bool:
    """Whether the number here is a further group of three digits of the number before: `10 000`."""
    token = row[i]
    if token.kind != "number" or before.kind != "number" or token.start != before.end + 1:
        return False
    first = before.text.split(" ")[0]
    whole = token.text.partition(".")[0]
    is_first = len(first) <= _GROUP and first.isdecimal()
    is_group = len(whole) == _GROUP and whole.isdecimal()
    return is_first and is_group and token_at(row, i + 1).text != "/"
