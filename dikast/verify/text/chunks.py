"""Atoms as chunks: slots (whole values and formulas), words, cues, joints and brackets that hold an aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dikast.language import CueMeaning, FoundCue, lexicon
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.atoms import atoms
from dikast.verify.text.number_words import is_number_word, is_scale, number_of_words, spelt_scale
from dikast.verify.text.opened_text import Atom

ChunkKind = Literal["slot", "word", "cue", "joint", "label", "open", "close"]

_MAX_ITEM = 4  # characters of the letter or number of a list's item
_CAPITALS = frozenset("ABCDEFGHIJ")
_ROMAN = frozenset("ivx")
_RELATIONS = frozenset({"=", "≈", "~=", "\\approx", "==", "~", "=>", "->", "→"})
_COUNTED_ONLY = frozenset({"one", "a", "an", "half", "quarter", "second"})
_BEHIND_NAMES: frozenset[CueMeaning] = frozenset({"adjunct", "copula", "verb", "addition", "alternative"})
_JOINING = frozenset("+-*/^·×⋅")  # what follows one of these is an operand
_TRAILING = frozenset({"=", "≈", "&"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a statement that is one thing. A word's text is in small letters; a joint's is its sign."""

    kind: ChunkKind
    text: str
    meanings: frozenset[CueMeaning] = frozenset()


def chunks(text: str) -> list[Chunk]:
    """The chunks of a statement, in their order."""
    row = atoms(text)
    words = [atom.token for atom in row if atom.kind == "word"]
    cues = lexicon().find([atom.token for atom in row], lexicon().languages(words))
    by_first = {cue.first: cue for cue in cues if _are_words(row, cue)}
    return list(_Chunker(row, by_first).chunks(0, len(row)))


def _are_words(row: Sequence[Atom], cue: FoundCue) -> bool:
    """Whether a cue is made of words; a capital letter alone is an article only before a word in small letters."""
    if not all(row[i].kind in ("word", "label") for i in range(cue.first, cue.last)):
        return False
    first = row[cue.first].text
    is_capital = cue.last - cue.first == 1 and len(first) == 1 and first.isupper() and first.isascii()
    return not is_capital or (cue.last < len(row) and _is_noun(row[cue.last].text))


def _is_noun(word: str) -> bool:
    """A word in small letters that an article may be before; in `from A to B` it is a name."""
    return word.islower() and len(word) > 1 and not lexicon().meanings(word) & _BEHIND_NAMES


@dataclass(frozen=True)
class _Chunker:
    row: Sequence[Atom]
    cues: Mapping[int, FoundCue]

    def chunks(self, at: int, end: int) -> Iterator[Chunk]:
        while at < end:
            found, at = self._next(at, end)
            yield from found

    def _next(self, at: int, end: int) -> tuple[list[Chunk], int]:
        """The chunks that begin here, and the place behind them."""
        for reader in (self._item, self._signed, self._plain_units, self._number, self._cue):
            if (found := reader(at, end)) is not None:
                return found
        return self._by_kind(at, end)

    def _by_kind(self, at: int, end: int) -> tuple[list[Chunk], int]:
        atom = self.row[at]
        if atom.kind in ("joint", "label"):
            return [Chunk(atom.kind, atom.text)], at + 1
        if atom.kind == "close":  # no bracket opens it, so that it is left over
            return [Chunk("word", atom.text)], at + 1
        if atom.kind == "word":
            return [Chunk("word", _as_word(atom))], at + 1
        if atom.kind == "open" and self._is_aside(at, end):
            return self._aside(at)
        return self._slot(at, end)

    def _item(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        item = self._item_end(at)
        if item is None:
            return None
        return [Chunk("word", "".join(a.text for a in self.row[at:item]).strip("()[]") + ")")], item

    def _number(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        number = self._number_in_words(at, end)
        return None if number is None else ([Chunk("slot", number[0])], number[1])

    def _cue(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        cue = self.cues.get(at)
        if cue is None:
            return None
        words = " ".join(a.text for a in self.row[at : cue.last]).casefold()
        return [Chunk("cue", words, cue.meanings)], cue.last

    def _aside(self, at: int) -> tuple[list[Chunk], int]:
        closing = self._closing(at)
        inner = list(self.chunks(at + 1, closing))
        return [Chunk("open", "("), *inner, Chunk("close", ")")], closing + 1

    def _closing(self, opening: int) -> int:
        """The index of the bracket that closes the one at `opening`; the end where none does."""
        depth = 0
        for i in range(opening, len(self.row)):
            depth += (self.row[i].kind == "open") - (self.row[i].kind == "close")
            if depth == 0:
                return i
        return len(self.row)

    def _is_aside(self, at: int, end: int) -> bool:
        """Brackets with words in them, or with a second form of the quantity before them: `0.5 m (50 cm)`."""
        closing = self._closing(at)
        inside = self.row[at + 1 : closing]
        if at > 0 and self.row[at - 1].text in _JOINING:
            return False
        if closing >= end or not inside or self.row[at].text not in "([（【":
            return False
        if any(self._says_something(i) for i in range(at + 1, closing)):
            return at == 0 or not self.row[at].token.glued or self.row[at - 1].kind != "math"
        is_second = at > 0 and not self.row[at].token.glued and self.row[at - 1].kind in ("math", "close", "word")
        is_number = all(atom.token.kind == "number" or atom.text in "/%-−" for atom in inside)
        if is_second and is_number and self._is_plain_number(at - 1) and closing + 1 == len(self.row):
            return True
        has_unit = any(is_unit(atom.text) and (len(atom.text) > 1 or is_unit(self.row[at - 1].text)) for atom in inside)
        return is_second and (inside[0].text in _RELATIONS or has_unit)

    def _is_plain_number(self, at: int) -> bool:
        return self.row[at].token.kind == "number" and (at == 0 or self.row[at - 1].text not in "^_+*·×")

    def _says_something(self, i: int) -> bool:
        """A word that is more than an `and` between values."""
        cue = self.cues.get(i)
        if cue is not None and cue.meanings <= {"addition", "alternative"}:
            return False
        if cue is not None and cue.last - cue.first > 1:
            return True
        return self.row[i].kind == "word" and (len(self.row[i].text) > 1 or not self.row[i].text.isascii())

    def _item_end(self, at: int) -> int | None:
        """Where the mark of a list's item ends that begins here: `(a)`, `b)`, `1)`, `(ii)`."""
        is_first = at == 0 or self.row[at - 1].kind in ("joint", "math", "label") or self.row[at - 1].text == "and"
        opened = self.row[at].text == "("
        name = at + 1 if opened else at
        if not is_first or name + 2 >= len(self.row) or self.row[name + 1].text != ")":
            return None
        if at > 0 and self.row[at].token.glued:
            return None
        text = self.row[name].text
        is_letter = (len(text) == 1 and text.isalpha() and text.islower()) or set(text) <= _ROMAN
        after = self.row[name + 2].token
        is_letter = is_letter or (
            text in _CAPITALS and opened and at == 0 and after.kind == "number" and not after.glued
        )
        is_mark = is_letter or (not opened and text.isdecimal())
        return name + 2 if is_mark and len(text) <= _MAX_ITEM else None

    def _signed(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        """`minus 42`: a number with its sign in words, where nothing is before that it is taken from."""
        is_sign = self.row[at].kind == "word" and self.row[at].text.casefold() in ("minus", "negative")
        is_free = at == 0 or self.row[at - 1].kind in ("word", "label", "joint")
        if not is_sign or not is_free or at + 1 >= end or self.row[at + 1].token.kind != "number":
            return None
        found, stop = self._slot(at + 1, end)
        return [Chunk("slot", f"-{found[0].text}")], stop

    def _plain_units(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        stop = self._plain_units_end(at)
        return None if stop is None else ([], stop)

    def _plain_units_end(self, at: int) -> int | None:
        """Where `units`, `square units` or `units^2` end, which say nothing, behind a value."""
        if at == 0 or self.row[at - 1].kind not in ("math", "close"):
            return None
        stop = at + 1 if self.row[at].text.casefold() in ("square", "cubic", "sq", "cubed") else at
        if stop >= len(self.row) or self.row[stop].text.casefold() not in ("unit", "units"):
            return None
        stop += 1
        is_raised = stop + 1 < len(self.row) and self.row[stop].text == "^"
        return stop + 2 if is_raised else stop

    def _number_in_words(self, at: int, end: int) -> tuple[str, int] | None:
        """The formula of a number in words that begins here, and the place behind it."""
        stop = at
        while stop < end and self.row[stop].kind == "word" and _may_count(self.row, stop, at):
            stop += 1
        while stop > at:
            parts = [part for atom in self.row[at:stop] for part in atom.text.casefold().split("-")]
            is_whole = at == 0 and stop == len(self.row)
            value = None if " ".join(parts) in _COUNTED_ONLY and not is_whole else number_of_words(parts)
            if value is not None:
                return value, stop
            stop -= 1
        return None

    def _slot(self, at: int, end: int) -> tuple[list[Chunk], int]:
        """The run of mathematics that begins here."""
        stop = at
        while stop < end and (after := self._past(stop, end)) is not None:
            stop = after
        stop = max(stop, at + 1)
        text = written(self.row[at:stop])
        if self._is_cut_off(at):
            # It goes on from a word, so that it is read with that or not at all.
            text = f"{self.row[at - 1].text} {text}"
        kind: ChunkKind = "slot" if any(c.isalnum() or c in "∞∅" for c in text) or "\\" in text else "word"
        return [Chunk(kind, text)], stop

    def _is_cut_off(self, at: int) -> bool:
        """`apples + 3`: an operator between a word and a value; `is +3` and `is -3` have a sign."""
        is_behind_word = at > 0 and self.row[at - 1].kind == "word" and self.row[at].text in _JOINING
        is_sign = self.row[at].text in "+-" and at + 1 < len(self.row) and self.row[at + 1].token.glued
        return is_behind_word and not is_sign

    def _past(self, at: int, end: int) -> int | None:
        """The place behind the next piece of the run; None where the run ends."""
        atom = self.row[at]
        if self._begins_another(at):
            return None
        if atom.kind == "math" and at not in self.cues:
            return None if at + 1 < end and self.row[at + 1].kind == "close" and self._item_end(at) else at + 1
        if atom.kind == "open" and self._item_end(0) is not None and self._item_end(at) is not None:
            return None  # `(a) 5 (b) 7`
        if atom.kind == "open" and not self._is_aside(at, end):
            return min(self._closing(at) + 1, end)
        return self._half_end(at)

    def _begins_another(self, at: int) -> bool:
        """`3 days 42 people`: a number behind a unit, without one of its own, is another value; `5 ft 3 in` is one."""
        token = self.row[at].token
        is_behind = at > 1 and token.kind == "number" and not token.glued and self.row[at - 1].token.kind == "word"
        if not is_behind or not is_unit(self.row[at - 1].text) or self.row[at - 2].token.kind != "number":
            return False
        return at + 1 == len(self.row) or not is_unit(self.row[at + 1].text)

    def _half_end(self, at: int) -> int | None:
        """`4 and a half`, `4 and 1/2`: where the fraction of a mixed number ends."""
        words = [atom.text.casefold() for atom in self.row[at : at + 3]]
        is_behind = at > 0 and self.row[at - 1].token.kind == "number"
        return at + 3 if is_behind and words[:1] == ["and"] and words[1:] in (["a", "half"], ["one", "half"]) else None


def _as_word(atom: Atom) -> str:
    """A word in small letters; a lone letter and a sign of a formula as they are."""
    return atom.text if atom.is_formal or len(atom.text) == 1 else atom.text.casefold()


def _may_count(row: Sequence[Atom], i: int, first: int) -> bool:
    lower = row[i].text.casefold()
    if is_number_word(lower) or lower in ("minus", "negative", "dozen"):
        return True
    is_before_number = i + 1 < len(row) and (is_number_word(row[i + 1].text) or is_scale(row[i + 1].text))
    return (lower in ("and", "point") and i > first) or (lower in ("a", "an") and is_before_number)


def written(row: Sequence[Atom]) -> str:
    """The text of a run, with a blank where the source has one or a formula begins; no relation at its ends."""
    kept = list(row)
    while kept and kept[0].text in _RELATIONS:
        kept.pop(0)
    while len(kept) > 1 and kept[-1].text in _TRAILING:
        kept.pop()
    text = ""
    for i, atom in enumerate(kept):
        is_glued = atom.token.glued and i > 0 and atom.is_formal == kept[i - 1].is_formal
        part = spelt_scale(atom.text) if i and is_scale(atom.text) else atom.text
        text += part if is_glued and part == atom.text else f" {part}"
    return text.strip()
