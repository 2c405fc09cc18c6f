"""Words that say what is done with the numbers of a sentence, and words that take its assertion back: rows by language.

A row is a cue with what it means. Cues are compared as whole words, in any case; Chinese ones anywhere in the text.
Another language is added by adding rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Language = Literal["sign", "en", "de", "fr", "es", "zh"]


@dataclass(frozen=True)
class OperationCue:
    """Words that stand for an operation.

    `operators` are those that it may stand for. An `exact` cue states the operation itself (`plus`, `half of`); any
    other only suits it (`in total`, `left`), so that a calculation that fails may be another than the one meant.
    """

    language: Language
    words: str
    operators: str
    exact: bool


OPERATION_CUES = (
    OperationCue("sign", "+", "+", exact=True),
    OperationCue("sign", "- − –", "-", exact=True),
    OperationCue("sign", "* × ·", "*", exact=True),
    OperationCue("sign", "/ ÷ :", "/", exact=True),
    OperationCue("en", "plus|added to|sum of", "+", exact=True),
    OperationCue("en", "minus|subtracted from|difference between", "-", exact=True),
    OperationCue("en", "times|multiplied by|product of|twice|double|% of|percent of", "*", exact=True),
    OperationCue("en", "divided by|quotient of|half of|a third of|a quarter of", "/*", exact=True),
    OperationCue("en", "total|altogether|together|combined|more|another|sum", "+*", exact=False),
    OperationCue(
        "en", "left|remain|remains|remaining|fewer|less|gave|gives away|spent|lost|difference", "-", exact=False
    ),
    OperationCue("en", "each|per|every|apiece|product", "*/", exact=False),
    OperationCue("en", "split|shared|equally|half", "/*", exact=False),
    OperationCue("de", "plus|die Summe von", "+", exact=True),
    OperationCue("de", "minus|weniger", "-", exact=True),
    OperationCue("de", "mal|das Doppelte von|die Hälfte von|Prozent von|% von", "*/", exact=True),
    OperationCue("de", "geteilt durch|durch", "/", exact=True),
    OperationCue("de", "insgesamt|zusammen|weitere|mehr", "+*", exact=False),
    OperationCue("de", "übrig|bleiben|bleibt|Rest|gab", "-", exact=False),
    OperationCue("de", "je|jeder|jede|jedes|pro", "*/", exact=False),
    OperationCue("fr", "plus|la somme de", "+", exact=True),
    OperationCue("fr", "moins", "-", exact=True),
    OperationCue("fr", "fois|multiplié par|le double de|la moitié de|% de", "*/", exact=True),
    OperationCue("fr", "divisé par", "/", exact=True),
    OperationCue("fr", "total|ensemble|encore", "+*", exact=False),
    OperationCue("fr", "reste|restent|restant", "-", exact=False),
    OperationCue("fr", "chacun|chacune|chaque|par", "*/", exact=False),
    OperationCue("es", "más|la suma de", "+", exact=True),
    OperationCue("es", "menos", "-", exact=True),
    OperationCue("es", "por|multiplicado por|el doble de|la mitad de|% de", "*/", exact=True),
    OperationCue("es", "dividido por|dividido entre|entre", "/", exact=True),
    OperationCue("es", "total|juntos|juntas", "+*", exact=False),
    OperationCue("es", "queda|quedan|restan", "-", exact=False),
    OperationCue("es", "cada|cada uno|cada una", "*/", exact=False),
    OperationCue("zh", "加", "+", exact=True),
    OperationCue("zh", "减", "-", exact=True),
    OperationCue("zh", "乘|倍|一半", "*/", exact=True),
    OperationCue("zh", "除以", "/", exact=True),
    OperationCue("zh", "一共|共|总共", "+*", exact=False),
    OperationCue("zh", "剩|还有", "-", exact=False),
    OperationCue("zh", "每", "*/", exact=False),
)

EQUALITY_CUES: dict[Language, str] = {
    "sign": "= ≈",
    "en": "equals|equal to|is|are|makes|make|gives",
    "de": "gleich|ist|sind|ergibt|ergeben|macht",
    "fr": "égale|égal à|est|sont|fait|font|donne",
    "es": "igual a|es|son|da|dan|hace",
    "zh": "等于|是|得",
}
"""Words that state that what is before them equals what is after them."""

WITHDRAWING_CUES: dict[Language, str] = {
    "sign": "? ≠ ~",
    "en": (
        "not|no|never|isn't|aren't|doesn't|don't|didn't|can't|cannot|wasn't|if|suppose|assume|assuming|imagine|would|could"
        "|should|might|may|unless|whether|instead|rather|wrong|incorrect|mistake|false|about|almost|nearly|roughly|around"
        "|least|most|than|between|or|except"
    ),
    "de": (
        "nicht|kein|keine|nie|wenn|falls|angenommen|wäre|würde|könnte|statt|falsch|etwa|fast|ungefähr|mindestens|höchstens"
        "|als|oder"
    ),
    "fr": "ne|pas|non|jamais|si|supposons|serait|pourrait|faux|environ|presque|moins de|plus de|que|ou",
    "es": "no|nunca|si|supongamos|sería|podría|falso|casi|unos|aproximadamente|que|o",
    "zh": "不|没|非|如果|假设|若|吗|大约|至少|至多|或",
}
"""Words by which a sentence does not assert what it says: it denies, supposes, asks, compares or only estimates."""


def _pattern(language: Language, words: str) -> str:
    if language == "sign":
        # A sign of calculation stands beside a number or a name alone, never inside a word.
        return "|".join(rf"(?<![^\W\d]){re.escape(sign)}" for sign in words.split())
    if language == "zh":
        return words
    return rf"(?<![\w])(?:{words})(?!\w)"


def _compiled(rows: dict[Language, str]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(language, words) for language, words in rows.items()), re.IGNORECASE)


_OPERATIONS = [(cue, re.compile(_pattern(cue.language, cue.words), re.IGNORECASE)) for cue in OPERATION_CUES]
_EQUALITIES = _compiled(EQUALITY_CUES)
_WITHDRAWALS = _compiled(WITHDRAWING_CUES)


def operations_in(text: str) -> Iterator[OperationCue]:
    """The rows of which a word or sign is in the text."""
    for cue, pattern in _OPERATIONS:
        if pattern.search(text):
            yield cue


def states_equality(text: str) -> bool:
    """Whether a word of the text states an equality."""
    return _EQUALITIES.search(text) is not None


def is_withdrawn(text: str) -> bool:
    """Whether a word of the text denies, supposes, asks, compares or estimates."""
    return _WITHDRAWALS.search(text) is not None
