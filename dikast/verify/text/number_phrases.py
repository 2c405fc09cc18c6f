"""A number in a sentence with what it counts: `3`, `2 + 2`, `$5`, `six`, `2 hours and 15 minutes`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dikast.language import CueMeaning, FoundCue, Lexicon, TextToken, is_ideograph, token_at, word_group
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.alternatives import named
from dikast.verify.text.number_words import chinese_count_at, is_scale, number_at, spelt_scale
from dikast.verify.text.operator_words import operator_words
from dikast.verify.text.word_phrases import SIGNS_OF_MONEY, WordPhrase, goes_on_in, thing_of

_MAX_LABELS = 3
_OPERATORS = frozenset({"+", "-", "*", "/", "\\times", "\\cdot", "\\div"})
_ARTICLES = word_group("indefinite articles", "en") | {"the"}
_PI = "\\pi"
_UNITS_AND_CUES = frozenset({"min"})


class NumberReader:
    """Reads numbers among the tokens of one clause; `meanings` are those of the cues at each place."""

    def __init__(self, row: Sequence[TextToken], known: Lexicon, languages: frozenset[str]) -> None:
        self.row = row
        self.languages = languages
        self.words = [token.text.casefold() for token in row]
        self.cues: dict[int, FoundCue] = {cue.first: cue for cue in known.find(row, languages)}
        self.meanings: dict[int, frozenset[CueMeaning]] = {
            i: cue.meanings for cue in self.cues.values() for i in range(cue.first, cue.last)
        }
        self.numbers: dict[tuple[int, bool], WordPhrase | None] = {}

    def number(self, at: int, with_operators: bool = True) -> WordPhrase | None:
        """What `_read_number` finds here, cached."""
        key = at, with_operators
        if key not in self.numbers:
            self.numbers[key] = self._read_number(at, with_operators)
        return self.numbers[key]

    def _read_number(self, at: int, with_operators: bool) -> WordPhrase | None:
        """A number, a fraction, a price, a number in words or a formula without relation, and the label behind it."""
        at += self._word(at) == "the" and token_at(self.row, at + 1).kind == "number"
        here = at + (self._word(at) == "-" or self._word(at) in SIGNS_OF_MONEY)
        token = token_at(self.row, here)
        after = token_at(self.row, here + 1)
        if token.kind == "number" and after.glued and after.text.casefold() in word_group("ordinal endings"):
            return None
        if token.kind == "number":
            return self._in_currency(at, self._written_number(at, here, with_operators))
        if token.kind == "formula" and (value := _value_in(token.inner)):
            return replace(self._labelled(f"({value})", here + 1), is_bare=False)
        return self._in_words(here) if token.kind == "word" and here == at else None

    def _in_currency(self, at: int, number: WordPhrase) -> WordPhrase:
        """With a sign of money before it or behind it as what it counts."""
        here = at if self._word(at) in SIGNS_OF_MONEY else number.end
        thing = SIGNS_OF_MONEY.get(self._word(here))
        if thing is None:
            return number
        return replace(number, end=max(number.end, here + 1), label="", things=frozenset({thing}))

    def _written_number(self, at: int, here: int, with_operators: bool) -> WordPhrase:
        """A number with its sign, or a calculation that is written in signs: `2 + 2`, `3/4`."""
        end = here + 1
        if token_at(self.row, end).kind == "number" and "/" in self._word(end):  # `1 1/2 hours`
            return self._labelled(self._as_written(at, end + 1), end + 1)
        if self._word(end) == _PI:
            return self._labelled(f"{self._as_written(at, end)}*{_PI}", end + 1)
        if is_scale(self._word(end)):
            written = self._as_written(here, end) + f" {spelt_scale(self.words[end])}"
            scaled = self._labelled(f"({written})" if "*" in written else written, end + 1)
            # `3 dozen is 36` works something out.
            return replace(scaled, is_bare=self.words[end] not in word_group("dozens"))
        end = self._power_end(end)
        while with_operators and self._word(end) in _OPERATORS and token_at(self.row, end + 1).kind == "number":
            end += 2
        sign = "-" if self.words[at] == "-" else ""
        written = sign + self._as_written(here, end)
        if end == here + 1:
            return self._labelled(written, end)
        return replace(self._labelled(written, end), is_bare=False)

    def _power_end(self, at: int) -> int:
        """The end of `^10` or `^{10}`; `at` where no exponent begins here."""
        is_braced = self._word(at + 1) == "{" and self._word(at + 3) == "}"
        is_number = token_at(self.row, at + 1 + is_braced).kind == "number"
        return at + 2 + 2 * is_braced if self._word(at) == "^" and is_number else at

    def _in_words(self, at: int) -> WordPhrase | None:
        # An English word such as `six` may be one of French, too.
        if self.words[at] in _ARTICLES:
            one = self._labelled("1", at + 1)
            return one if is_unit(one.label) and len(one.label) > 1 else None  # `a week`
        number = number_at(self.words, at, self.languages)
        number = number or chinese_count_at(self.words, at)
        return None if number is None else self._labelled(*number)

    def _labelled(self, formula: str, at: int) -> WordPhrase:
        """With the words behind a number that name what is counted."""
        here = at
        while here - at < _MAX_LABELS and self._is_label(here):
            here += 1
        label = self._as_written(at, here)
        if (mixed := self._mixed(formula, label, here)) is not None:
            return mixed
        return WordPhrase(formula, here, label, thing_of([t.text for t in self.row[at:here]]), is_written=True)

    def _mixed(self, formula: str, label: str, at: int) -> WordPhrase | None:
        """`2 hours and 15 minutes`: a quantity in two units, the larger first."""
        at += self._word(at) in word_group("and")
        is_number = token_at(self.row, at).kind == "number"
        if not is_number or not goes_on_in(label, token_at(self.row, at + 1).text):
            return None
        total = f"({formula} {label} {self._as_written(at, at + 2)})"
        return WordPhrase(total, at + 2, things=thing_of([label]), is_written=True, is_mixed=True)

    def _as_written(self, start: int, end: int) -> str:
        """The tokens with the blanks between them as they were."""
        return "".join(" " * (not token.glued) + token.text for token in self.row[start:end]).strip()

    def _is_label(self, at: int) -> bool:
        token, word = token_at(self.row, at), self._word(at)
        if token.kind != "word" or word in operator_words():
            return False
        is_sign = is_ideograph(word)
        if is_unit(token.text):
            return at not in self.meanings or is_sign or word in _UNITS_AND_CUES
        return at not in self.meanings and (is_sign or len(word) > 1)

    def _word(self, i: int) -> str:
        """The word at a place in small letters; none before the first and behind the last."""
        return token_at(self.row, i).text.casefold()


def _value_in(formula: str) -> str:
    """A formula without a relation, or the value that it gives a name; empty where it says anything else."""
    name_and_value = named(formula)
    value = formula if name_and_value is None else name_and_value[1]
    return "" if any(sign in value for sign in "=<>,&") else value
