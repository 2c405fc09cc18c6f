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
CuePlace = Literal["between", "before", "anywhere"]


@dataclass(frozen=True)
class OperationCue:
    """Words that stand for an operation.

    `operators` are those that it may stand for. A cue `between` its two numbers (`plus`) or `before` them (`half of`)
    states the operation itself; one that may be `anywhere` (`in total`, `left`) only suits it, so that a calculation
    that fails may be another than the one meant.
    """

    language: Language
    words: str
    operators: str
    place: CuePlace


OPERATION_CUES = (
    OperationCue("en", "plus", "+", "between"),
    OperationCue("en", "minus", "-", "between"),
    OperationCue("en", "times|multiplied by", "*", "between"),
    OperationCue("en", "divided by", "/", "between"),
    OperationCue("en", "sum of", "+", "before"),
    OperationCue("en", "difference between", "-", "before"),
    OperationCue("en", "product of|twice|double", "*", "before"),
    OperationCue("en", "half of|quotient of", "/*", "before"),
    OperationCue("en", "total|altogether|together|combined|more|another|sum", "+*", "anywhere"),
    OperationCue(
        "en", "left|leaves|leaving|remain|remains|remaining|fewer|less|gave|gives away|spent|lost", "-", "anywhere"
    ),
    OperationCue("en", "each|per|every|apiece|product", "*/", "anywhere"),
    OperationCue("en", "split|shared|equally|half", "/*", "anywhere"),
    OperationCue("de", "plus", "+", "between"),
    OperationCue("de", "minus|weniger", "-", "between"),
    OperationCue("de", "mal", "*", "between"),
    OperationCue("de", "geteilt durch|durch", "/", "between"),
    OperationCue("de", "Summe von|Summe aus", "+", "before"),
    OperationCue("de", "das Doppelte von|die Hälfte von", "*/", "before"),
    OperationCue("de", "insgesamt|zusammen|weitere|mehr", "+*", "anywhere"),
    OperationCue("de", "übrig|bleiben|bleibt|Rest|gab", "-", "anywhere"),
    OperationCue("de", "je|jeder|jede|jedes|pro", "*/", "anywhere"),
    OperationCue("fr", "plus", "+", "between"),
    OperationCue("fr", "moins", "-", "between"),
    OperationCue("fr", "fois|multiplié par", "*", "between"),
    OperationCue("fr", "divisé par", "/", "between"),
    OperationCue("fr", "somme de", "+", "before"),
    OperationCue("fr", "le double de|la moitié de", "*/", "before"),
    OperationCue("fr", "total|ensemble|encore", "+*", "anywhere"),
    OperationCue("fr", "reste|restent|restant", "-", "anywhere"),
    OperationCue("fr", "chacun|chacune|chaque|par", "*/", "anywhere"),
    OperationCue("es", "más", "+", "between"),
    OperationCue("es", "menos", "-", "between"),
    OperationCue("es", "por|multiplicado por", "*", "between"),
    OperationCue("es", "dividido por|dividido entre|entre", "/", "between"),
    OperationCue("es", "suma de", "+", "before"),
    OperationCue("es", "el doble de|la mitad de", "*/", "before"),
    OperationCue("es", "total|juntos|juntas", "+*", "anywhere"),
    OperationCue("es", "queda|quedan|restan", "-", "anywhere"),
    OperationCue("es", "cada|cada uno|cada una", "*/", "anywhere"),
    OperationCue("zh", "加", "+", "between"),
    OperationCue("zh", "减", "-", "between"),
    OperationCue("zh", "乘以|乘", "*", "between"),
    OperationCue("zh", "除以", "/", "between"),
    OperationCue("zh", "一共|共|总共", "+*", "anywhere"),
    OperationCue("zh", "剩|还有", "-", "anywhere"),
    OperationCue("zh", "每|倍|一半", "*/", "anywhere"),
)

EQUALITY_CUES: dict[Language, str] = {
    "en": "equals|equal to|is|are|makes|make|gives",
    "de": "gleich|ist|sind|ergibt|ergeben|macht",
    "fr": "égale|égal à|est|sont|fait|font|donne",
    "es": "igual a|es|son|da|dan|hace",
    "zh": "等于|是|得",
}
"""Words that state that what is before them equals what is after them."""

WITHDRAWING_CUES: dict[Language, str] = {
    "sign": r"\?|≠|~",
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


SCALE_CUES: dict[Language, str] = {
    "en": "hundred|thousand|million|billion|trillion|dozen|third|quarter|percentage",
    "de": "hundert|tausend|Million|Millionen|Milliarde|Milliarden|Dutzend|Drittel|Viertel",
    "fr": "cent|cents|mille|million|millions|milliard|douzaine|tiers|quart",
    "es": "cien|ciento|mil|millón|millones|docena|tercio|cuarto",
    "zh": "百|千|万|亿|打|分之",
}
"""Words that make another number of the one beside them."""


def _pattern(language: Language, words: str) -> str:
    # Chinese has no spaces between words, and signs need none.
    if language in ("sign", "zh"):
        return words
    return rf"(?<![\w])(?:{words})(?!\w)"


def _compiled(rows: dict[Language, str]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(language, words) for language, words in rows.items()), re.IGNORECASE)


_OPERATIONS = [(cue, re.compile(_pattern(cue.language, cue.words), re.IGNORECASE)) for cue in OPERATION_CUES]
_EQUALITIES = _compiled(EQUALITY_CUES)
_WITHDRAWALS = _compiled(WITHDRAWING_CUES)
_SCALES = _compiled(SCALE_CUES)


def operations_in(text: str) -> Iterator[OperationCue]:
    """The rows of which a word is in the text."""
    for cue, pattern in _OPERATIONS:
        if pattern.search(text):
            yield cue


def states_equality(text: str) -> bool:
    """Whether a word of the text states an equality."""
    return _EQUALITIES.search(text) is not None


def is_withdrawn(text: str) -> bool:
    """Whether a word of the text denies, supposes, asks, compares or estimates."""
    return _WITHDRAWALS.search(text) is not None


def has_scale(text: str) -> bool:
    """Whether a word of the text makes another number of one beside it."""
    return _SCALES.search(text) is not None
