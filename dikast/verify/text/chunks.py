"""A statement as chunks: slots (whole values and formulas), words, cues, joints and brackets that hold an aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from string import ascii_uppercase
from typing import Literal

from dikast.language import (
    GLUED,
    IS_NUMBER,
    IS_WORD,
    NO_TOKEN,
    CueMeaning,
    FoundCue,
    TextToken,
    TokenRule,
    TokenTest,
    TokenWindow,
    fits_any,
    is_ideograph,
    lexicon,
    pattern,
    sense_in,
    text_in,
    token_at,
    windows,
    word_group,
)
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.braces import closing
from dikast.verify.text.number_words import is_scale, number_at, ordinal, spelt_scale
from dikast.verify.text.statement_tokens import statement_tokens

ChunkKind = Literal["slot", "word", "cue", "joint", "label", "open", "close"]

_MAX_ITEM = 4  # characters of the letter or number of a list's item
_CAPITALS = frozenset("ABCDEFGHIJ")
_CAPITAL_LETTERS = frozenset(ascii_uppercase)
_ROMAN = frozenset("ivx")
_RELATIONS = frozenset({"=", "≈", "~=", "\\approx", "==", "~", "=>", "->", "→"})
_BEHIND_NAMES: frozenset[CueMeaning] = frozenset({"adjunct", "copula", "verb", "addition", "alternative"})
_JOINING = frozenset("+-*/^·×⋅")  # what follows one of these is an operand
_OPERATORS = frozenset("^_+*·×")
_SIGNS = frozenset("+-")
_NUMBER_SIGNS = frozenset("/%-−")
_DOTS = frozenset({"...", "…", "⋯"})
_LABELS: frozenset[CueMeaning] = frozenset({"announcement", "option", "copula"})
_RAISING = frozenset({"square", "cubic", "sq", "cubed"})
_ASIDE_OPENS = frozenset("([（【")
_ADDING: frozenset[CueMeaning] = frozenset({"addition", "alternative"})
_TRAILING = frozenset({"=", "≈", "&"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a statement that is one thing. A word's text is in small letters; a joint's is its sign."""

    kind: ChunkKind
    text: str
    meanings: frozenset[CueMeaning] = frozenset()


def chunks(text: str) -> list[Chunk]:
    """The chunks of a statement, in their order."""
    row = statement_tokens(text)
    words = [token for token in row if token.sense == "word"]
    languages = lexicon().languages(words)
    cues = lexicon().find(row, languages)
    by_first = {cue.first: cue for cue in cues if _are_words(row, cue)}
    return list(_Chunker(row, by_first, languages).chunks(0, len(row)))


def _are_words(row: Sequence[TextToken], cue: FoundCue) -> bool:
    """Whether a cue is made of words; a capital letter alone may be an article where a sentence begins: `A circle`."""
    if not all(row[i].sense in ("word", "label") for i in range(cue.first, cue.last)):
        return False
    first = row[cue.first]
    is_single = cue.last - cue.first == 1
    is_country = first.text == "US" and token_at(row, cue.last).sense != "joint"  # `5 US gallons`
    if is_single and is_country and cue.meanings == {"filler"}:
        return False
    if not is_single or first.text not in _CAPITAL_LETTERS:
        return True
    is_inside = token_at(row, cue.first - 1).sense == "word"  # `team A wins`
    return not is_inside and _is_noun(token_at(row, cue.last).text)


def _is_noun(word: str) -> bool:
    """A word in small letters that an article may be before; in `from A to B` it is a name."""
    return word.islower() and len(word) > 1 and not lexicon().meanings(word) & _BEHIND_NAMES


# Where the mark of a list's item may begin: at the beginning, or behind what may end an item.
_ITEM_BEGINS: tuple[TokenRule, ...] = (
    lambda around: NO_TOKEN(around.before),
    pattern(~GLUED, before=sense_in("joint", "math", "label") | text_in({"and"})),
)
_MAY_BE_FUNCTION = IS_WORD & TokenTest(
    lambda word: not is_ideograph(word.text[0]) and _LABELS.isdisjoint(lexicon().meanings(word.text))
)
_IS_ENDING = text_in(word_group("plural endings"))
# `apples + 3`: an operator between a word and a value; `is +3` and `is -3` have a sign. `rank(A)` is the value of a
# function, but `apple(s)` has an ending.
_CUT_OFF: tuple[TokenRule, ...] = (
    pattern(text_in(_JOINING - _SIGNS), before=sense_in("word")),
    pattern(text_in(_SIGNS), before=sense_in("word"), after=~GLUED),
    pattern(GLUED & text_in({"("}), before=sense_in("word") & _MAY_BE_FUNCTION, after=~_IS_ENDING),
)
_IS_LISTED_DOTS = pattern(text_in(_DOTS), before=sense_in("joint"), first=sense_in("math"))  # of `1, 3, 5, ...`
_BEHIND_UNIT = pattern(
    IS_NUMBER & ~GLUED, first=IS_NUMBER, before=IS_WORD & TokenTest(lambda token: is_unit(token.text))
)


@dataclass(frozen=True)
class _Chunker:
    row: Sequence[TextToken]
    cues: Mapping[int, FoundCue]
    languages: frozenset[str]

    @cached_property
    def around(self) -> list[TokenWindow]:
        """Every token with its neighbours."""
        return windows(self.row)

    @cached_property
    def is_numbered(self) -> bool:
        """Whether the statement is in parts with numbers: `(1) 4 (2) 9`, but not `(1) + (2)x`."""
        marks = ["".join(token.text for token in self.row[i : i + 3]) for i in range(len(self.row))]
        return marks[:1] == ["(1)"] and "(2)" in marks and not self._is_operated(3)

    def _is_operated(self, at: int) -> bool:
        """Whether an operator is here that is no sign of what follows."""
        after = token_at(self.row, at + 1)
        return token_at(self.row, at).text in _JOINING and not (after.glued and after.kind == "number")

    def chunks(self, at: int, end: int) -> Iterator[Chunk]:
        while at < end:
            read, at = self._next(at, end)
            yield from read

    def _next(self, at: int, end: int) -> tuple[list[Chunk], int]:
        """The chunks that begin here, and the place behind them."""
        for reader in (self._item, self._signed, self._plain_units, self._number_in_words, self._cue):
            if (chunks_and_end := reader(at, end)) is not None:
                return chunks_and_end
        return self._by_kind(at, end)

    def _by_kind(self, at: int, end: int) -> tuple[list[Chunk], int]:
        token = self.row[at]
        if token.sense in ("joint", "label"):
            return [Chunk(token.sense, token.text)], at + 1
        if token.sense == "close":  # no bracket opens it, so it is left over
            return [Chunk("word", token.text)], at + 1
        if token.sense == "word":
            text, end = self._ordinal(at) or (_as_word(token), at + 1)
            return [Chunk("word", text)], end
        if token.sense == "open" and self._is_aside(at, end):
            return self._aside(at)
        return self._slot(at, end)

    def _item(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        item = self._item_end(at)
        if item is None:
            return None
        return [Chunk("word", "".join(a.text for a in self.row[at:item]).strip("()[]") + ")")], item

    def _cue(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        cue = self.cues.get(at)
        if cue is None:
            return None
        words = " ".join(a.text for a in self.row[at : cue.last]).casefold()
        return [Chunk("cue", words, cue.meanings)], cue.last

    def _aside(self, at: int) -> tuple[list[Chunk], int]:
        end = closing(self.row, at)
        return [Chunk("open", "("), *self.chunks(at + 1, end), Chunk("close", ")")], end + 1

    def _is_aside(self, at: int, end: int) -> bool:
        """Brackets with words in them, or with a second form of the quantity before them: `0.5 m (50 cm)`."""
        opening, before, last = self.row[at], token_at(self.row, at - 1), closing(self.row, at)
        is_closed = at + 1 < last < end and opening.text in _ASIDE_OPENS
        if before.text in _JOINING or not is_closed:
            return False
        if any(map(self._says_something, range(at + 1, last))):
            return not (opening.glued and before.sense == "math")
        is_behind_value = not opening.glued and before.sense in ("math", "close", "word")
        return is_behind_value and self._is_second_form(at, last)

    def _is_second_form(self, at: int, last: int) -> bool:
        """`0.5 m (50 cm)`, `1/2 (= 0.5)`, `1/2 (0.5)`."""
        inside = self.row[at + 1 : last]
        if inside[0].text in _RELATIONS or self._is_second_number(at, last):
            return True
        is_behind_unit = is_unit(self.row[at - 1].text)  # `5 m (3 g)`, but not `5 (3 g)`
        return any(is_unit(token.text) and (is_behind_unit or len(token.text) > 1) for token in inside)

    def _is_second_number(self, at: int, last: int) -> bool:
        """`1/2 (0.5)`: a number in brackets behind a number, at the end."""
        is_number = all(token.kind == "number" or token.text in _NUMBER_SIGNS for token in self.row[at + 1 : last])
        is_behind = self.row[at - 1].kind == "number" and token_at(self.row, at - 2).text not in _OPERATORS
        return is_number and is_behind and last + 1 == len(self.row)

    def _says_something(self, i: int) -> bool:
        """A word that is more than an `and` between values."""
        word, cue = self.row[i], self.cues.get(i)
        if cue is not None and cue.meanings <= _ADDING:
            return False
        is_phrase = cue is not None and cue.last - cue.first > 1
        return is_phrase or (word.sense == "word" and not _is_letter(word))

    def _item_end(self, at: int) -> int | None:
        """Where the mark of a list's item ends that begins here: `(a)`, `b)`, `1)`, `(ii)`."""
        name = at + (self.row[at].text == "(")
        if name + 2 >= len(self.row) or self.row[name + 1].text != ")" or not fits_any(self.around[at], _ITEM_BEGINS):
            return None
        mark = self.row[name].text
        if len(mark) > _MAX_ITEM:
            return None
        is_letter = len(mark) == 1 and mark.islower()
        is_counted = mark.isdecimal() and (name == at or self.is_numbered)
        is_mark = is_letter or is_counted or set(mark) <= _ROMAN
        return name + 2 if is_mark or self._is_capital_item(at, name) else None

    def _is_capital_item(self, at: int, name: int) -> bool:
        """`(A) 5`, `A) \\frac12`, where the text begins."""
        after = self.row[name + 2]
        is_capital = at == 0 and self.row[name].text in _CAPITALS
        return is_capital and after.kind in ("number", "command") and not after.glued

    def _signed(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        """`minus 42`: a number with its sign in words, unless it is subtracted from something before it."""
        if self.row[at].sense != "word" or self.row[at].text.casefold() not in word_group("minus"):
            return None
        before = token_at(self.row, at - 1)
        begins = before.sense in ("label", "joint") or "copula" in lexicon().meanings(before.text)
        worded = self._number_from(at + 1, end) if begins else None
        if worded is not None:
            return [Chunk("slot", f"-({worded[0]})")], at + 1 + worded[1]
        is_before_number = at + 1 < end and self.row[at + 1].kind == "number"
        if before.sense not in ("word", "label", "joint") or not is_before_number:
            return None
        slots, stop = self._slot(at + 1, end)
        return [Chunk("slot", f"-{slots[0].text}")], stop

    def _number_from(self, at: int, end: int) -> tuple[str, int] | None:
        """The number in words that begins here, and how many words it is."""
        words = [token.text for token in takewhile(lambda token: token.sense == "word", self.row[at:end])]
        return number_at(words, 0, self.languages) if words else None

    def _plain_units(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        """`units`, `square units` or `units^2` behind a value, which say nothing."""
        if token_at(self.row, at - 1).sense not in ("math", "close"):
            return None
        words = [token.text.casefold() for token in self.row[at : at + 2]]
        stop = at + len(words) if words[0] in _RAISING else at + 1
        if words[stop - at - 1] not in ("unit", "units"):
            return None
        is_raised = stop + 1 < len(self.row) and self.row[stop].text == "^"
        return [], stop + 2 if is_raised else stop

    def _number_in_words(self, at: int, end: int) -> tuple[list[Chunk], int] | None:
        first = self.row[at].text.casefold()
        number = None if first == "point" else self._number_from(at, end)
        if number is None:
            return None
        value, n = number
        is_whole = at == 0 and n == len(self.row)
        is_counted_only = n == 1 and first in word_group("counted only") and not self._is_listed(at + 1)
        return None if is_counted_only and not is_whole else ([Chunk("slot", value)], at + n)

    def _ordinal(self, at: int) -> tuple[str, int] | None:
        """`3th` for both `third` and `3rd`, so they become one word, and the place behind it."""
        token, after = self.row[at], token_at(self.row, at + 1)
        is_written = token.kind == "number" and after.sense == "word" and after.glued
        value = ordinal(f"{token.text}{after.text}" if is_written else token.text.casefold())
        return None if value is None else (f"{value}th", at + 1 + is_written)

    def _is_listed(self, at: int) -> bool:
        """`one, two and three`: a number behind a comma or an `and`."""
        joint, after = token_at(self.row, at), token_at(self.row, at + 1)
        is_joint = joint.sense == "joint" or bool(lexicon().meanings(joint.text) & _ADDING)
        return is_joint and (after.kind == "number" or number_at([after.text], 0, self.languages) is not None)

    def _slot(self, at: int, end: int) -> tuple[list[Chunk], int]:
        """The run of mathematics that begins here."""
        stop = at
        while stop < end and (after := self._past(stop, end)) is not None:
            stop = after
        stop = max(stop, at + 1)
        text = written(self.row[at:stop])
        if fits_any(self.around[at], _CUT_OFF):
            # It continues a word, so it is read with that word or not at all.
            before = self.row[at - 1].text
            text = f"\\text{{{before}}}{text}" if self.row[at].kind == "open" else f"{before} {text}"
        is_formula = any(c.isalnum() or c in "∞∅" for c in text) or "\\" in text
        is_value = is_formula or _IS_LISTED_DOTS(self.around[at])
        kind: ChunkKind = "slot" if is_value else "word"
        return [Chunk(kind, text)], stop

    def _past(self, at: int, end: int) -> int | None:
        """The place behind the next piece of the run; None where the run ends."""
        token = self.row[at]
        if self._begins_another(at):
            return None
        if token.sense == "math" and at not in self.cues:
            return None if token_at(self.row, at + 1).sense == "close" and self._item_end(at) else at + 1
        if token.sense == "open" and self._item_end(0) is not None and self._item_end(at) is not None:
            return None  # `(a) 5 (b) 7`
        if token.sense == "open" and not self._is_aside(at, end):
            return min(closing(self.row, at) + 1, end)
        return self._half_end(at)

    def _begins_another(self, at: int) -> bool:
        """`3 days 42 people`: a number behind a unit, without one of its own, is another value; `5 ft 3 in` is one."""
        if not _BEHIND_UNIT(self.around[at]):
            return False
        is_fraction = self.around[at].after.text == "/"  # `5 ft 3/4 in`
        return not is_unit(token_at(self.row, at + (3 if is_fraction else 1)).text)

    def _half_end(self, at: int) -> int | None:
        """`4 and a half`, `4 and 1/2`: where the fraction of a mixed number ends."""
        words = [token.text.casefold() for token in self.row[at : at + 3]]
        is_half = words in (["and", "a", "half"], ["and", "one", "half"])
        return at + 3 if is_half and token_at(self.row, at - 1).kind == "number" else None


def _is_letter(word: TextToken) -> bool:
    return len(word.text) == 1 and word.text.isascii()


def _as_word(token: TextToken) -> str:
    """A word in small letters; a lone letter and a sign of a formula as they are."""
    return token.text if token.is_formal or len(token.text) == 1 else token.text.casefold()


def written(row: Sequence[TextToken]) -> str:
    """The text of a run, with a blank where the source has one or a formula begins; no relation at its ends."""
    inner = list(row)
    while inner and inner[0].text in _RELATIONS:
        inner.pop(0)
    while len(inner) > 1 and inner[-1].text in _TRAILING:
        inner.pop()
    text = ""
    for i, token in enumerate(inner):
        is_glued = token.glued and i > 0 and token.is_formal == inner[i - 1].is_formal
        spelt = spelt_scale(token.text) if i and is_scale(token.text) else token.text
        text += spelt if is_glued and spelt == token.text else f" {spelt}"
    return text.strip()
