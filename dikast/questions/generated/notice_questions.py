"""Short notices about one place, with questions whose answers they say in so many words.

In the twin, the sentence that is asked about has another value, which the notice does not mention anywhere else. So a
reader who copies from the right place is right: these are made for models of a hundred million parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from random import Random

from dikast.questions.generated.twin_sources import TwinMaker, TwinSources

_FACTS_IN_NOTICE = 5
_PLACES = (
    "museum", "library", "theatre", "bath house", "clock tower", "glass works", "old mill", "concert hall",
    "observatory", "winter garden", "boat house", "town archive",
)  # fmt: skip
_TOWNS = (
    "Arnsel", "Brekka", "Colvane", "Dornach", "Estrava", "Fenwick", "Galdor", "Hesper", "Inverlie", "Kestrel", "Lindum",
    "Morvane", "Norhaven", "Pelham",
)  # fmt: skip


@dataclass(frozen=True)
class _Fact:
    """What a notice can say of a place: a sentence with the value in it, how one asks for it, and the values."""

    name: str
    sentence: str
    question: str
    values: tuple[str, ...]


_FACTS = (
    _Fact(
        "keeper",
        "The {place} is looked after by {value}.",
        "Who looks after the {place} of {town}?",
        ("Anna Lind", "Peter Olsen", "Maria Costa", "Tomas Brandt", "Rosa Keller", "Jonas Marsh", "Clara Weiss"),
    ),
    _Fact(
        "street",
        "It stands in {value}.",
        "In which street does the {place} of {town} stand?",
        ("Mill Street", "Harbour Street", "Castle Street", "Chapel Street", "River Street", "Garden Street"),
    ),
    _Fact(
        "door",
        "The door of the {place} is painted {value}.",
        "What colour is the door of the {place} of {town}?",
        ("green", "red", "blue", "yellow", "white", "black", "brown"),
    ),
    _Fact(
        "day",
        "The {place} is closed on {value}.",
        "On which day of the week is the {place} of {town} closed?",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sunday"),
    ),
    _Fact(
        "month",
        "The {place} was opened in {value}.",
        "In which month was the {place} of {town} opened?",
        ("January", "March", "April", "June", "August", "October", "December"),
    ),
    _Fact(
        "gift",
        "Every visitor of the {place} is given {value}.",
        "What is every visitor of the {place} of {town} given?",
        ("a cup of tea", "a tin whistle", "a red apple", "a paper map", "a wax candle", "a glass bead"),
    ),
    _Fact(
        "animal",
        "In the yard of the {place} lives {value}.",
        "Which animal lives in the yard of the {place} of {town}?",
        ("a grey cat", "an old dog", "a tame crow", "a white goat", "a small owl", "a fat goose"),
    ),
    _Fact(
        "builder",
        "The {place} was built by {value}.",
        "Who built the {place} of {town}?",
        ("a sea captain", "a rich miller", "a young widow", "a retired judge", "a clock maker", "a silk trader"),
    ),
)


def _notice_twins(number: int, rng: Random) -> TwinSources:
    """A notice of five facts with a question about the one of that number, which has another value in the twin."""
    asked = _FACTS[number]
    others = rng.sample([fact for fact in _FACTS if fact is not asked], _FACTS_IN_NOTICE - 1)
    place, town = rng.choice(_PLACES), rng.choice(_TOWNS)
    told = {fact.name: rng.choice(fact.values) for fact in others}
    answer, twin = rng.sample(asked.values, 2)
    facts = rng.sample([asked, *others], _FACTS_IN_NOTICE)

    def written(value: str) -> str:
        """The notice with this value of what is asked."""
        of_fact = {**told, asked.name: value}
        sentences = [fact.sentence.format(place=place, value=of_fact[fact.name]) for fact in facts]
        return " ".join([f"This is about the {place} of {town}.", *sentences])

    return TwinSources(
        form=asked.name,
        text=asked.question.format(place=place, town=town),
        answers=(answer, twin),
        sources=(written(answer), written(twin)),
    )


NOTICE_TWINS: tuple[TwinMaker, ...] = tuple(partial(_notice_twins, number) for number in range(len(_FACTS)))
