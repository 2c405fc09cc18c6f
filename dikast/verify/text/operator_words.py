"""The table of arithmetic in words, by language: `half of {a}` and the formula that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dikast.language import tokens
from dikast.verify.syntax.normalize import plain

_ROWS = Path(__file__).with_name("word_arithmetic.tsv")
LIST_SIGN = "; "
SLOTS = frozenset({"{a}", "{b}", "{c}", "{d}", "{f}", "{list}"})


@dataclass(frozen=True)
class OperatorPattern:
    """Words and slots in their order, and the formula that they stand for."""

    parts: tuple[str, ...]
    formula: str
    language: str

    @property
    def is_statement(self) -> bool:
        return "=" in self.formula

    @property
    def begins_with_slot(self) -> bool:
        return self.parts[0] in SLOTS

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
    found: list[OperatorPattern] = []
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            language, formula, patterns = line.split("\t")
            found += [OperatorPattern(_parts(pattern), formula, language) for pattern in patterns.split(" | ")]
    return tuple(sorted(found, key=lambda pattern: -len(pattern.parts)))


@cache
def operator_words() -> frozenset[str]:
    """The words that bind a number on their left: `times`, `percent`, `more`."""
    rows = (pattern.parts for pattern in operator_patterns() if pattern.begins_with_slot)
    return frozenset(parts[1] for parts in rows if len(parts) > 1)


def _parts(pattern: str) -> tuple[str, ...]:
    """`half of {a}` as `half`, `of`, `{a}`."""
    parts: list[str] = []
    for word in pattern.split():
        parts += [word] if word in SLOTS else [token.text.casefold() for token in tokens(plain(word))]
    return tuple(parts)
