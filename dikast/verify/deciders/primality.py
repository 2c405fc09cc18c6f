"""`91 is prime`: a number and what it is called."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.language import Clause, CueMeaning, TextToken, clauses
from dikast.verify.decision import Decision, refuted, verified
from dikast.verify.syntax.normalize import plain

_MAX_DIGITS = 15
_FEWEST = 3  # words of `91 is prime`
_LEAD = frozenset({"conclusion", "reason", "addition", "contrast", "filler", "check"})
_ARTICLES = frozenset({"a", "an", "the", "number"})
# What a number can be called, by language, and whether that says prime.
_CALLED = {
    "prime": True, "composite": False, "primzahl": True, "zusammengesetzt": False, "premier": True, "primo": True,
    "composé": False, "compuesto": False, "质数": True, "素数": True, "合数": False,
}  # fmt: skip


def primalities(text: str) -> Iterator[tuple[str, Decision]]:
    """What each clause says of one number, and whether it is so."""
    for clause in clauses(plain(text)):
        said = _said(clause)
        if said is not None:
            number, is_prime, is_denied = said
            yield " ".join(token.text for token in clause.tokens).rstrip(" .;,"), _decided(number, is_prime, is_denied)


def _said(clause: Clause) -> tuple[int, bool, bool] | None:
    """The number, whether it is called prime, and whether that is denied; None if the clause says anything else."""
    row = [t for t in clause.tokens if t.text not in ".;,!。" and t.text.casefold() not in _ARTICLES]
    while row and _meanings(clause, row[0]) & _LEAD:
        row = row[1:]
    if len(row) < _FEWEST or "copula" not in _meanings(clause, row[1]):
        return None
    number = (row[0].inner or row[0].text).strip()
    is_denied = "negation" in _meanings(clause, row[2])
    called = "".join(token.text.casefold() for token in row[2 + is_denied :])
    if called not in _CALLED or not number.isdecimal() or len(number) > _MAX_DIGITS:
        return None
    return int(number), _CALLED[called], is_denied


def _meanings(clause: Clause, token: TextToken) -> frozenset[CueMeaning]:
    """What the cues mean that a word is part of."""
    cues = [cue for cue in clause.cues if token in clause.tokens[cue.first : cue.last]]
    return frozenset().union(*(cue.meanings for cue in cues))


def _decided(n: int, is_prime: bool, is_denied: bool) -> Decision:
    """Whether a number is what it is called; 0 and 1 are neither prime nor composite."""
    import sympy

    is_so = sympy.isprime(n) if is_prime else n > 1 and not sympy.isprime(n)
    if is_so != is_denied:
        return verified("primality")
    return refuted("primality", factors={str(p): k for p, k in sympy.factorint(n).items()})
