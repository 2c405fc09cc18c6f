"""Plain text into tokens. One pass over the text; every character is in a token, blank, or on the list of layout."""

from __future__ import annotations

from typing import NamedTuple

from dikast.verify.syntax.commands import COLOURS, COMMANDS, KNOWN_WORDS, LAYOUT, SPACES, TEXTUAL
from dikast.verify.syntax.currency_table import NAMED_SIGNS
from dikast.verify.syntax.locales import DecimalSign
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.syntax.number_scanner import scan_based, scan_number
from dikast.verify.syntax.unit_table import SI_MACROS, UNIT_WORDS, is_unit

MAX_TOKENS = 1200
MAX_DIGITS = 400
_MAX_BRACED = 2000
_CJK = "\u2e80"
_WORDS = ("num", "text", "id")
_CIRCLES = ("o", "\\text{o}", "\\mathrm{o}", "\\rm{o}", "\\textrm{o}")
_OPERATORS = frozenset(("<=>", "<->", "...", "->", "=>", "<=", ">=", "!=", "==", "~=", ":=", "**"))
_RELATIONS = frozenset({"=", "==", "<", ">", "<=", ">=", "!=", "~=", "==="})
_SIGNS = "+-*/^_=<>,;:!%'&#$?@.\"~"
_BRACKETS = {"(": "open", ")": "close", "[": "open", "]": "close", "{": "open", "}": "close", "|": "bar"}
_ESCAPED = {"{": ("open", "\\{"), "}": ("close", "\\}"), "\\": ("op", "\\\\"), "|": ("bar", "||")}
"""The tokens of signs behind a backslash, where these are not the signs themselves."""
_BEFORE_ONE_DIGIT = ("frac", "binom")


class Token(NamedTuple):
    """`kind` is num, id, cmd, text, op, open, close, bar or end; `spaced` says that a blank stood before it.

    `sign` is the text of a sign or command, and empty for a word or a number that looks like one.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False
    sign: str = ""

    @property
    def is_word(self) -> bool:
        """Whether it is letters, in the formula or in a `\\text`."""
        return self.kind in ("id", "text")

    @property
    def word(self) -> str:
        """The text without blanks around it."""
        return self.text.strip()

    @property
    def is_digits(self) -> bool:
        """Whether it is a whole number without groups."""
        return self.text.isdigit()

    @property
    def letter(self) -> str:
        """The x of `dx`; empty for anything else."""
        return self.text[1] if self.kind == "id" and len(self.text) == 2 and self.text[0] == "d" else ""


def lex(text: str, decimal: DecimalSign | None = None) -> list[Token]:
    """The tokens of a plain text, ended by one of kind `end`. Raises Unparsed, or TooCostly over a limit."""
    tokens = _Lexer(text, decimal).all()
    return _without_alignment(tokens) if "&" in text else tokens


def _without_alignment(tokens: list[Token]) -> list[Token]:
    """Without each `&` beside a sign of relation, which only says what stands below what: `x &= 2`."""
    last = len(tokens) - 1
    are_relations = [token.sign in _RELATIONS for token in tokens]
    beside = [are_relations[max(i - 1, 0)] or are_relations[min(i + 1, last)] for i in range(len(tokens))]
    return [token for token, is_beside in zip(tokens, beside, strict=True) if not (is_beside and token.sign == "&")]


class _Lexer:
    """A place in the text and the tokens before it."""

    def __init__(self, text: str, decimal: DecimalSign | None) -> None:
        self.text = text
        self.decimal = decimal
        self.at = 0
        self.spaced = False
        self.tokens: list[Token] = []

    def all(self) -> list[Token]:
        while self.at < len(self.text):
            if len(self.tokens) > MAX_TOKENS:
                raise TooCostly(f"more than {MAX_TOKENS} tokens")
            self._one()
        self._add("end", "", self.at)
        return self.tokens

    def _one(self) -> None:
        char = self.text[self.at]
        if char.isspace():
            self._skip(self.at + 1)
        elif char == "\\":
            self._command()
        # A point without digits behind it is a sign, and is read as one below.
        elif char in "0123456789." and self._number():
            pass
        elif char.isalpha():
            self._word()
        else:
            self._sign(char)

    def _add(self, kind: str, text: str, end: int) -> None:
        sign = "" if kind in _WORDS else text
        self.tokens.append(Token(kind, text, self.at, end, self.spaced, sign))
        self.at, self.spaced = end, False

    def _skip(self, end: int) -> None:
        self.at, self.spaced = end, True

    def _number(self) -> bool:
        if (scanned := scan_based(self.text, self.at)) is not None:
            self._add("num", *scanned)
            return True
        is_index = self._follows_index()
        scanned = scan_number(self.text, self.at, self.decimal, is_index, self._takes_one_digit())
        if scanned is None:
            return False
        digits, end = scanned
        if len(digits) > MAX_DIGITS:
            raise TooCostly(f"a number of more than {MAX_DIGITS} digits")
        self._add("num", digits, end)
        return True

    def _follows_index(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].text == "_" and self.tokens[-1].end == self.at

    def _takes_one_digit(self) -> bool:
        """`\\frac94`: TeX gives a command without braces one digit at a time."""
        two = self.tokens[-2:]
        if two and two[-1].sign in _BEFORE_ONE_DIGIT:
            return True
        is_second = len(two) == 2 and two[1].is_digits and len(two[1].text) == 1
        return is_second and two[0].sign in _BEFORE_ONE_DIGIT

    def _word(self) -> None:
        if (scanned := scan_based(self.text, self.at)) is not None:
            return self._add("num", *scanned)
        if (size := self._degree()) > 0:
            return self._add("cmd", "circ", self.at + size)
        end = self.at + 1
        is_cjk = self.text[self.at] >= _CJK
        while end < len(self.text) and self.text[end].isalpha() and (self.text[end] >= _CJK) == is_cjk:
            end += 1
        return self._add("id", self.text[self.at : end], end)

    def _degree(self) -> int:
        """`30^o`, `25^{\\text{o}}C`: how long the letter is that is typed for the circle of degrees; 0 for none."""
        if not self._is_above_number():
            return 0
        written = next((form for form in _CIRCLES if self.text.startswith(form, self.at)), "")
        end = self.at + len(written)
        first, second = self.text[end : end + 1], self.text[end + 1 : end + 2]
        is_alone = not first.isalpha() or (first in "CF" and not second.isalpha())
        return len(written) if is_alone else 0

    def _is_above_number(self) -> bool:
        """Whether the place is right behind the `^` or the `^{` of a number."""
        if not self.tokens or self.tokens[-1].text not in ("^", "{") or self.tokens[-1].end != self.at:
            return False
        row = [token for token in self.tokens[-3:] if token.text != "{"]
        return len(row) > 1 and row[-2].kind == "num" and row[-1].text == "^"

    def _sign(self, char: str) -> None:
        if char == "~" and self._is_tie():
            return self._skip(self.at + 1)
        if char in NAMED_SIGNS:  # the amount on either side is multiplied by it
            return self._add("id", char, self.at + 1)
        for length in (3, 2):
            if (operator := self.text[self.at : self.at + length]) in _OPERATORS:
                return self._add("op", operator, self.at + len(operator))
        if char in _BRACKETS:
            return self._add(_BRACKETS[char], char, self.at + 1)
        if char not in _SIGNS:
            raise Unparsed(f"the sign {char!r}")
        return self._add("op", char, self.at + 1)

    def _is_tie(self) -> bool:
        """Whether `~` is TeX's blank: between a number or a group and words; `x~N` and `p~5` are relations."""
        before, after = self.text[: self.at][-1:], self.text[self.at + 1 : self.at + 2]
        if before == "" or after in ("", "}", "$"):
            return before != ""
        is_behind_value = before.isdigit() or before in ("}", ")")
        return is_behind_value and (after == "\\" or after.isalpha())

    def _command(self) -> None:
        end = self.at + 1
        while end < len(self.text) and self.text[end].isascii() and self.text[end].isalpha():
            end += 1
        name = self.text[self.at + 1 : end]
        if (size := self._degree()) > 0:
            return self._add("cmd", "circ", self.at + size)
        if not name:
            return self._escaped(self.text[end : end + 1])
        braced = _braced(self.text, end)
        if name in TEXTUAL and braced is not None:
            return self._textual(*braced)
        if name in COLOURS and braced is not None:
            return self._skip(braced[1])
        if name in ("begin", "end") and braced is not None:
            return self._add("cmd", f"{name}:{braced[0].strip('*')}", braced[1])
        # `\cdotx`: the letters that are no part of the command are read again as a name.
        name = _known_part(name)
        return self._named(name, self.at + 1 + len(name))

    def _named(self, name: str, end: int) -> None:
        if name in ("left", "right", "mleft", "mright") and self.text[end : end + 1] == ".":
            is_opening = name.endswith("left")
            return self._add("open", "left.", end + 1) if is_opening else self._skip(end + 1)
        if name in LAYOUT:
            return self._skip(end)
        kind, replacement = COMMANDS.get(name, ("cmd", name))
        return self._add(kind, replacement, end)

    def _escaped(self, sign: str) -> None:
        end = self.at + 1 + len(sign)
        if sign in SPACES:
            return self._skip(end)
        kind, text = _ESCAPED.get(sign, ("op", sign))
        return self._add(kind, text, end)

    def _textual(self, content: str, end: int) -> None:
        """`\\text{…}`: one token of words, or the tokens of a number or of units with their signs."""
        content = content.replace("~", " ")
        inner = _inner_tokens(content, self.decimal)
        if inner is None:
            return self._add("text", content, end)
        for i, token in enumerate(inner):
            kind = "text" if token.kind == "id" else token.kind
            spaced = self.spaced if i == 0 else token.spaced
            self.tokens.append(Token(kind, token.text, self.at, end, spaced, token.sign))
        self.at, self.spaced = end, False
        return None


def _inner_tokens(content: str, decimal: DecimalSign | None) -> list[Token] | None:
    """The tokens in a \\text{…} that holds a number, or units with their signs; None for words."""
    if content.strip().isalpha() or not content.strip():
        return None
    try:
        tokens = lex(content, decimal)[:-1]
    except Unparsed:
        return None
    names = [token.text for token in tokens if token.kind == "id"]
    signs = "*/^-.(){}" if names else "/-.,"
    if not tokens or tokens[0].kind == "open":
        return None
    is_plain = all(token.kind in ("id", "num") or token.text in signs for token in tokens)
    is_read = is_plain and (not names or _are_units(names, tokens))
    return tokens if is_read else None


def _are_units(names: list[str], tokens: list[Token]) -> bool:
    """Whether the words are units that are multiplied: by a sign, a word such as `per`, or as symbols do."""
    if not all(is_unit(name) or name in UNIT_WORDS for name in names):
        return False
    has_symbol = any(len(name) < 3 for name in names)
    return has_symbol or len(tokens) > len(names) or not UNIT_WORDS.isdisjoint(names)


def _known_part(name: str) -> str:
    """`\\cdotx` is `\\cdot x`: the longest command that a run of letters begins with, or the run."""
    if name in KNOWN_WORDS or name in SI_MACROS:
        return name
    return next((name[:n] for n in range(len(name) - 1, 1, -1) if name[:n] in KNOWN_WORDS), name)


def _braced(text: str, at: int) -> tuple[str, int] | None:
    """The content of the braces that open at `at`, and where they end."""
    while at < len(text) and text[at] == " ":
        at += 1
    if at >= len(text) or text[at] != "{":
        return None
    depth = 0
    for i in range(at, min(len(text), at + _MAX_BRACED)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return text[at + 1 : i], i + 1
    return None
