"""Statements about one whole number: `91 is prime`, `$2^3 = 8$, which is a perfect square`, `1001 has 4 digits`.

Also `$3 \\mid 12$`. Each is decided by the number alone, so it may also be in a case or behind a reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from dikast.language import Clause, CueMeaning, TextToken, clauses, lexicon, word_group, word_values
from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.parser import tree_of
from dikast.verify.text.copula_sentences import LEADING
from dikast.verify.text.known_words import bound_sign
from dikast.verify.text.markup import bare_text
from dikast.verify.text.number_words import number_in_words

_MAX_DIGITS = 15
_SHORTEST = 5  # words of `7 is less than 9`
_OPEN: frozenset[CueMeaning] = frozenset(
    {"negation", "denial", "supposition", "question", "opinion", "alternative", "approximation"}
)
_ARTICLES = word_group("indefinite articles") | word_group("numbers called so") | {"the"}
_SIGNS = frozenset(".;,:!。")
_DIVIDES = re.compile(r"\s*(-?\d+)\s*\\(n?)mid\s*(-?\d+)\s*")


def is_prime(n: int) -> bool:
    """Whether a whole number is a prime."""
    import sympy

    return bool(sympy.isprime(n))


def _is_power(n: int, exponent: int) -> bool:
    import sympy

    return bool(sympy.integer_nthroot(n, exponent)[1])


# What a number can be called, by language. 0 and 1 are neither prime nor composite.
_CALLED: Mapping[str, Callable[[int], bool]] = {
    "prime": is_prime,
    "composite": lambda n: n > 1 and not is_prime(n),
    "perfect square": lambda n: _is_power(n, 2),
    "perfect cube": lambda n: _is_power(n, 3),
}
_KIND_OF = {words.replace(" ", ""): kind for words, kind in word_values("number kind").items()}


def _n_divisors(n: int) -> int:
    import sympy

    return int(sympy.divisor_count(n))


def _n_digits(n: int) -> int:
    return len(str(n))


DIVISORS = word_group("counted in a number: divisors")
# What of a number can be counted.
_COUNTED: Mapping[str, Callable[[int], int]] = {
    **dict.fromkeys(word_group("counted in a number: digits"), _n_digits),
    **dict.fromkeys(DIVISORS, _n_divisors),
}


def number_kinds(text: str) -> Iterator[tuple[str, Decision]]:
    """What the clauses say about one number each, and whether it is true."""
    before: Clause | None = None
    said: tuple[Clause, list[TextToken]] | None = None  # what was said last of a number
    for clause in clauses(bare_text(text)):
        yield from _divisors(clause)
        row = _counting(clause)
        if (compared := _compared(clause, row)) is not None:
            yield _shown(row), compared
        number = None if _is_led_open(clause, before) else _subject(row, clause, before)
        finding = None if number is None else _decided(clause, row[1:], number)
        if number is not None and finding is not None:
            said = clause, row[1:]
            yield f"{number} {_shown(row[1:])}", finding
        elif said is not None and (other := _also(clause)) is not None:
            same = _decided(*said, other)
            yield from [(f"{other} {_shown(said[1])}", same)] if same is not None else ()
        before = clause


def _also(clause: Clause) -> int | None:
    """The 23 of `17 is prime, and so is 23`."""
    words = [token for token in clause.tokens if token.text not in _SIGNS]
    is_so = len(words) > 2 and words[-3].text == "so" and "copula" in _meanings(clause, words[-2])
    return _number(words[-1].inner or words[-1].text) if is_so else None


def _is_led_open(clause: Clause, before: Clause | None) -> bool:
    """`At first glance, 91 is prime`: words without a number before it leave it open."""
    if before is None or before.sentence != clause.sentence or any(t.kind == "number" for t in before.tokens):
        return False
    return bool(before.meanings & _OPEN)


def _shown(row: list[TextToken]) -> str:
    return " ".join(token.text for token in row)


def _compared(clause: Clause, row: list[TextToken]) -> Decision | None:
    """`$20 \\times 19 = 380$ is an integer greater than $2019$`, with nothing else in the clause."""
    if clause.meanings & _OPEN or len(row) < _SHORTEST or "copula" not in _meanings(clause, row[1]):
        return None
    words = [token.text.casefold() for token in row[2:-1]]
    words = words[1:] if words[0] in word_group("nouns for numbers") else words
    sign = bound_sign(" ".join(words))
    left, right = _value(row[0]), _value(row[-1])
    if left is None or right is None or sign not in ("<", ">"):
        return None
    return holds(left, sign, right)


def _value(token: TextToken) -> Node | None:
    """The value of a number or a formula without letters; for an equation, that of its last member."""
    tree = tree_of((token.inner or token.text).rpartition("=")[2]) if token.kind in ("number", "formula") else None
    return None if tree is None or tree.op == "rel" or tree.symbols() else tree


def _subject(row: list[TextToken], clause: Clause, before: Clause | None) -> int | None:
    """The number that a clause is about: its first word, or for `which` the result of the clause before."""
    if not row or "reference" not in lexicon().meanings(row[0].text):
        return _number(row[0].inner or row[0].text) if row else None
    if before is None or before.sentence != clause.sentence or len(before.tokens) < 2:
        return None
    formula, comma = before.tokens[-2:]
    _, sign, result = formula.inner.rpartition("=")
    return _number(result) if sign and comma.text == "," else None


def _counting(clause: Clause) -> list[TextToken]:
    """The words of a clause without signs, articles, and what leads in."""
    row = [t for t in clause.tokens if t.text not in _SIGNS and t.text.casefold() not in _ARTICLES]
    while row and _meanings(clause, row[0]) & LEADING:
        row = row[1:]
    return row


def _number(text: str) -> int | None:
    number = text.strip()
    return int(number) if number.isdecimal() and len(number) <= _MAX_DIGITS else None


def _decided(clause: Clause, row: list[TextToken], n: int) -> Decision | None:
    """Whether a number is what the words behind it say; None if they say anything else."""
    words = [token.text.casefold() for token in row]
    if words[:1] == ["has"] and (counted := _COUNTED.get(words[-1])) is not None:
        amount = " ".join(word for word in words[1:-1] if word != "positive")
        count = amount if amount.isdecimal() else number_in_words(amount)
        if count is None or not count.isdecimal():
            return None
        n_counted = counted(n)
        if int(count) == 2 * n_counted and words[-1] in DIVISORS and "positive" not in words:
            return unknown("ambiguous", words[-1], detail="with the negative ones, or without")
        return verified(words[-1]) if int(count) == n_counted else refuted(words[-1], None, count=n_counted)
    if len(row) < 2 or not _meanings(clause, row[0]) & {"copula", "gloss"}:
        return None
    is_denied = "negation" in _meanings(clause, row[1])
    is_called = _CALLED.get(_KIND_OF.get("".join(words[1 + is_denied :]), ""))
    if is_called is None:
        return None
    return verified("kind of number") if is_called(n) != is_denied else refuted("kind of number", factors=_factors(n))


def _factors(n: int) -> dict[str, int]:
    import sympy

    return {str(prime): power for prime, power in sympy.factorint(n).items()}


def _divisors(clause: Clause) -> Iterator[tuple[str, Decision]]:
    """`$3 \\mid 12$`, where the clause does not suppose, ask or deny it."""
    for token in clause.tokens:
        match = _DIVIDES.fullmatch(token.inner)
        if match is None or clause.meanings & _OPEN or int(match[1]) == 0:
            continue
        remainder = int(match[3]) % int(match[1])
        is_so = (remainder == 0) != bool(match[2])
        yield token.text, verified("divisibility") if is_so else refuted("divisibility", remainder=remainder)


def _meanings(clause: Clause, token: TextToken) -> frozenset[CueMeaning]:
    """The meanings of the cues that a word is part of."""
    cues = [cue for cue in clause.cues if token in clause.tokens[cue.first : cue.last]]
    return frozenset().union(*(cue.meanings for cue in cues))
