"""The table of arithmetic in words, by language: `half of {a}` and the formula that it means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

from dikast.language import lexicon, token_at, tokens, word_group
from dikast.verify.syntax.normalize import plain

_ROWS = Path(__file__).with_name("word_arithmetic.tsv")
LIST_SIGN = "; "
_REACH, _LONGEST = 60, 6
_SHORT = 4
_EVERYWHERE = frozenset({"from", "when"})
_NUMBER = "#"  # in place of any number
_OTHER_UNITS = ("^", "\\sqrt", "!", "\\log", "\\binom", "{product}", "1/(")
SLOTS = frozenset({"{a}", "{b}", "{c}", "{d}", "{f}", "{list}"})


@dataclass(frozen=True)
class OperatorPattern:
    """Words and slots in their order, and the formula that they mean."""

    parts: tuple[str, ...]
    formula: str
    language: str

    @property
    def is_statement(self) -> bool:
        """Whether it says that something equals something."""
        return "=" in self.formula

    @property
    def is_of_units(self) -> bool:
        """Whether it only says something of two units, as in `a week has 7 days`: its words bind no other number."""
        return self.formula == "({a}) = ({b})"

    @property
    def begins_with_slot(self) -> bool:
        """Whether a number comes first."""
        return self.parts[0] in SLOTS

    def keeps_unit(self, measured: Collection[str]) -> bool:
        """Whether the result has the unit of the slots, as a sum has and a square has not."""
        is_of_two = self.formula == "({a})*({b})" and len(measured) > 1
        is_divided = self.formula == "({a})/({b})" and "{b}" in measured
        return not (is_of_two or is_divided or any(sign in self.formula for sign in _OTHER_UNITS))

    def filled(self, values: dict[str, str]) -> str:
        """The formula with the values of its slots."""
        formula = self.formula
        members = values["{list}"].split(LIST_SIGN) if "{list}" in values else []
        listed = {
            "{sum}": "(" + "+".join(members) + ")",
            "{product}": "(" + "*".join(members) + ")",
            "{count}": str(len(members)),
        }
        for slot, value in {**values, **listed}.items():
            formula = formula.replace(slot, value)
        return formula


@cache
def operator_patterns() -> tuple[OperatorPattern, ...]:
    """Every pattern, the longest first, so that `increased by {b} %` comes before `increased by {b}`."""
    patterns: list[OperatorPattern] = []
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            language, formula, alternatives = line.split("\t")
            patterns += [OperatorPattern(_parts(pattern), formula, language) for pattern in alternatives.split(" | ")]
    return tuple(sorted(patterns, key=lambda pattern: -len(pattern.parts)))


@dataclass(frozen=True)
class OperatorTable:
    """The patterns of some languages: statements and values that begin with a number, the rest by their first word."""

    statements: tuple[OperatorPattern, ...]
    infixed: tuple[OperatorPattern, ...]
    by_first_word: Mapping[str, tuple[OperatorPattern, ...]]


@cache
def operator_table(languages: frozenset[str]) -> OperatorTable:
    """The patterns of those languages, each kind with the longest first."""
    known = [pattern for pattern in operator_patterns() if pattern.language in languages]
    by_first: dict[str, list[OperatorPattern]] = {}
    for pattern in known:
        if not pattern.begins_with_slot:
            by_first.setdefault(pattern.parts[0], []).append(pattern)
    return OperatorTable(
        statements=tuple(p for p in known if p.begins_with_slot and p.is_statement),
        infixed=tuple(p for p in known if p.begins_with_slot and not p.is_statement),
        by_first_word={word: tuple(patterns) for word, patterns in by_first.items()},
    )


@cache
def operator_words() -> frozenset[str]:
    """The words that bind a number on their left, `times`, `percent`, `more`, and `remainder`."""
    # `3/4 of 16`: a fraction's `of` is too common to count.
    # The `and` of `8 and 9 are coprime` joins anything.
    calculating = (p for p in operator_patterns() if not p.is_of_units and p.parts[1:2] != ("and",))
    rows = (p.parts for p in calculating if p.begins_with_slot and "{f}" not in p.parts)
    return word_group("remainder") | word_group("times or more") | {parts[1] for parts in rows if len(parts) > 1}


def _parts(pattern: str) -> tuple[str, ...]:
    """`half of {a}` as `half`, `of`, `{a}`."""
    parts: list[str] = []
    for word in pattern.split():
        parts += [word] if word in SLOTS else [token.text.casefold() for token in tokens(plain(word))]
    return tuple(parts)


@cache
def _binding_runs() -> frozenset[tuple[str, ...]]:
    """The words right before a slot, `half of`, `times`, which take the number behind them.

    A sum is left out: `the sum of 3 + 4 = 7`.
    """
    patterns = (pattern for pattern in operator_patterns() if not pattern.is_of_units)
    return frozenset(run for pattern in patterns for run in _runs(pattern) if not _is_weak(run))


def _runs(pattern: OperatorPattern) -> Iterator[tuple[str, ...]]:
    """The words before each slot: back to the slot before, or all where the pattern begins with a word.

    What a sum comes to is left out: `they add up to 3 + 4 = 7`.
    """
    if pattern.formula.startswith("{sum} ="):
        return
    is_sum = pattern.formula in ("{sum}", "({a})+({b})")
    run: tuple[str, ...] = ()
    for i, part in enumerate(pattern.parts):
        if part not in SLOTS:
            run = (*run, part)
            continue
        is_first = len(run) == i and _NUMBER not in run
        if not (is_sum and is_first):
            yield run
        # The `from` of `subtracting 3 from 10`: by itself it takes no number.
        run = () if pattern.begins_with_slot else (*run, _NUMBER)


def _is_weak(run: tuple[str, ...]) -> bool:
    """Nothing, a copula, a sign, or a lone word such as `of` and `and`, which is too common to count."""
    if not run or run[0] in ("=", "is"):
        return True
    if len(run) == 1 and "copula" in lexicon().meanings(run[0]):
        return True
    is_short = len(run[0]) < _SHORT or not run[0].isalpha()
    return len(run) == 1 and (is_short or run[0] in _EVERYWHERE)


def binds_behind(before: str) -> bool:
    """Whether the words at the end of a text take the number that follows: `half of`, `6 times`, `40% of the`."""
    row = tokens(before[-_REACH:])
    while row and row[-1].kind == "word" and "filler" in lexicon().meanings(row[-1].text):
        row = row[:-1]
    words = tuple(_NUMBER if token.kind == "number" else token.text.casefold() for token in row)
    return any(words[-n:] in _binding_runs() for n in range(1, 1 + min(len(words), _LONGEST)))


def binds_ahead(after: str) -> bool:
    """Whether the words at the beginning of a text take the number before them: `times 7`, `squared`."""
    row = tokens(after[:_REACH])
    words = tuple(token.text.casefold() for token in row)
    if words[:1] == ("remainder",):
        return True
    runs = _runs_ahead().get(words[0] if words else "", ())
    fitting = ((run, is_all) for run, is_all in runs if words[: len(run)] == run)
    return any(is_all or token_at(row, len(run)).kind == "number" for run, is_all in fitting)


@cache
def _runs_ahead() -> Mapping[str, Sequence[tuple[tuple[str, ...], bool]]]:
    """The words right behind a first slot, by their first word, and whether they end their pattern."""
    runs: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for pattern in operator_patterns():
        may_follow = pattern.begins_with_slot and not pattern.is_statement
        run = tuple(takewhile(lambda part: part not in SLOTS, pattern.parts[1:])) if may_follow else ()
        if run and run[0].isalpha():
            runs.setdefault(run[0], []).append((run, len(run) + 1 == len(pattern.parts)))
    return runs
