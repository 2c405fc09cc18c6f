"""What is said of one number in several parts: `12 is divisible by 3 and 4, but not by 5`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dikast.language import NOTHING, CueMeaning, TextToken, is_ideograph, lexicon, token_at, word_group

PUNCTUATION = frozenset(",，.;!。；！:：$")
MODAL = word_group("may be")
# Words by which a number is called something that it is or is not.
KINDS = word_group("calling a number")
_NOT = word_group("not")
SMALL = _NOT.union(*map(word_group, ("beside kinds of numbers", "indefinite articles", "numbers called so")))
_LEADING: frozenset[CueMeaning] = frozenset({"conclusion", "reason", "addition", "contrast", "filler", "check"})
JOINTS: frozenset[CueMeaning] = frozenset({"addition", "contrast"})


@dataclass(frozen=True)
class Said:
    """A part of a step that says something of a number, and ways to say it in a sentence of its own, the best first.

    `is_subject` says that it only says in another way what a calculation comes to, and `has_decimals` that this has
    decimals. Where it may be in another unit, or another value beside it, it `may_refute` nothing.
    """

    text: str
    sentences: tuple[str, ...]
    is_subject: bool = False
    may_refute: bool = True
    has_decimals: bool = False


def shown(row: Sequence[TextToken], text: str) -> str:
    return text[row[0].start : row[-1].end] if row else ""


def in_parts(row: Sequence[TextToken], text: str) -> Iterator[Said]:
    """`12 is even and divisible by 5`: each part about the number."""
    cues = lexicon().find(row)
    at = next((i for i, token in enumerate(row) if not _leads(token)), 0)
    copula = next((cue for cue in cues if cue.first == at + 1 and "copula" in cue.meanings), None)
    first = copula.last if copula is not None else at + 2
    if token_at(row, at).kind != "number" or (copula is None and token_at(row, at + 1).text not in MODAL):
        return
    pieces = list(_pieces(row[first:]))
    if len(pieces) < 2:
        return
    head = text[row[at].start : row[first].start]
    for piece, predicate in zip(pieces, _predicates([[t.text for t in piece] for piece in pieces]), strict=True):
        is_joined = is_ideograph(piece[0].text[:1])
        yield Said(shown(piece, text), (f"{head}{('' if is_joined else ' ').join(predicate)}.",))


def _leads(token: TextToken) -> bool:
    return token.text in PUNCTUATION or bool(lexicon().meanings(token.text) & _LEADING)


def _pieces(row: Sequence[TextToken]) -> Iterator[list[TextToken]]:
    """The parts between commas and words such as `and`, up to the first that says anything else."""
    piece: list[TextToken] = []
    for token in [*row, NOTHING]:
        is_joint = token.text in PUNCTUATION or bool(lexicon().meanings(token.text) & JOINTS)
        is_said = token.kind == "number" or token.text.casefold() in KINDS | SMALL
        if is_said:
            piece.append(token)
            continue
        if piece and (is_joint or token is NOTHING):
            yield piece
        if not is_joint:
            return
        piece = []


def _predicates(pieces: Sequence[list[str]]) -> list[list[str]]:
    """The parts with the words that they share: `divisible by 3` and `4`, `durch 3` and `5 teilbar`."""
    tail = _tail(pieces[-1])
    full: list[list[str]] = []
    for piece in pieces:
        before = [word for word in full[-1] if word not in _NOT] if full else []
        full.append(_in_full(piece, before, tail))
    return full


def _in_full(piece: list[str], before: list[str], tail: list[str]) -> list[str]:
    """A part with the words of the part before that it leaves out, and with those behind its number."""
    is_denied = bool(before) and piece[0] in _NOT and len(piece) > 1
    words = piece[is_denied:]
    shared = _first_other(before, words[0])
    ending = tail or (_tail(before) if shared is not None else [])
    is_ended = words[-1:] == ending[-1:] or not words[-1].isdecimal()
    return [*piece[:is_denied], *before[: shared or 0], *words, *([] if is_ended else ending)]


def _first_other(before: list[str], word: str) -> int | None:
    """The place in the part before that a part begins anew from: of the same word, or of a number; None without one."""
    if word.isdecimal():
        return next((i for i, other in enumerate(before) if other.isdecimal()), None)
    return before.index(word) if word in before else None


def _tail(words: Sequence[str]) -> list[str]:
    """What is behind the last number."""
    last = max((i for i, word in enumerate(words) if word.isdecimal()), default=len(words))
    return list(words[last + 1 :])
