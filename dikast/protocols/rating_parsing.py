"""How a judge's ratings and rankings of candidates are asked for and read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field, create_model

from dikast import replies
from dikast.records import CriterionScore
from dikast.replies import Unreadable, read_json_reply

OVERALL = "overall"


@dataclass(frozen=True)
class RatingTerms:
    """What of a rubric a reply is read by.

    - `names`, `scores`: how the scale writes its scores, and the numbers they stand for, ascending.
    - `criteria`: the names of the criteria.
    - `n_items`: how many items the checklist has.
    - `counts_items`: whether the score is the share of items that are fulfilled, so that each must be answered.
    - `gives_overall`: whether the judge gives a score of its own for the response as a whole.
    - `certainty`: whether it also says how sure it is.
    - `reasons`: whether reasons stand before all else in a JSON reply.
    """

    names: tuple[str, ...]
    scores: tuple[float, ...]
    criteria: tuple[str, ...] = ()
    n_items: int = 0
    gives_overall: bool = True
    counts_items: bool = False
    certainty: bool = False
    reasons: bool = False

    @property
    def is_one_score(self) -> bool:
        """Whether one score a response is all that is asked for, so that a line is enough."""
        return not self.criteria and not self.n_items

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the JSON reply for one response in their order, each with what stands there.

        Comments come before scores, and the checklist before both: a model that writes from left to right thinks first.
        """
        keys = [("reasons", "your reasons, in a few sentences")] if self.reasons else []
        keys += [(f"check_{i}", "true or false") for i in range(1, self.n_items + 1)]
        for name in self.criteria:
            keys += _keys_of(name)
        if self.gives_overall:
            keys += _keys_of(OVERALL)
        if self.certainty:
            keys.append(("certainty", "how sure you are, a whole number from 1 to 100"))
        return keys


def _keys_of(name: str) -> list[tuple[str, str]]:
    return [(f"{name}_comment", "your reason, in a sentence"), (f"{name}_score", "a score")]


@dataclass(frozen=True)
class StatedRating:
    """What a reply gives one candidate. `place` is that of its score in the scale; None where it gives none overall."""

    place: int | None
    criteria: tuple[CriterionScore, ...] = ()
    checklist: tuple[bool | None, ...] = ()
    comment: str = ""


def rating_form(terms: RatingTerms, labels: Sequence[str]) -> type[BaseModel] | None:
    """The JSON form of a rating; None where a line is enough. With several labels, an object for each."""
    if terms.is_one_score:
        return None
    # Any key is an alias: a criterion may have a name that a field of a model may not.
    score: Any = int | float if terms.names[0].lstrip("-").replace(".", "").isdigit() else str
    fields: dict[str, Any] = {}
    for i, (key, _) in enumerate(terms.keys()):
        kind: Any = str
        if key.startswith("check_"):
            kind = bool
        elif key.endswith("_score"):
            kind = score
        elif key == "certainty":
            kind = int
        fields[f"key_{i}"] = (kind, Field(alias=key))
    one = create_model("Rating", **fields)
    if len(labels) == 1:
        return one
    several: dict[str, Any] = {f"response_{i}": (one, Field(alias=label)) for i, label in enumerate(labels)}
    return create_model("Ratings", **several)


def read_ratings(text: str, terms: RatingTerms, labels: Sequence[str]) -> tuple[StatedRating, ...] | Unreadable:
    """What the reply gives each of the candidates, in the order of the labels."""
    if terms.is_one_score:
        # Taken from the room and not imported above: its patterns take long to compile, and few protocols rate.
        places = replies.read_scores(text, terms.names, len(labels))
        if isinstance(places, Unreadable):
            return places
        return tuple(StatedRating(place) for place in places)
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    ratings: list[StatedRating] = []
    for label in labels:
        one = data if len(labels) == 1 else data.get(label)
        if not isinstance(one, dict):
            return Unreadable(f"no object under {label!r} in the JSON reply")
        rating = _rating(one, terms)
        if isinstance(rating, Unreadable):
            return rating
        ratings.append(rating)
    return tuple(ratings)


def _rating(data: Mapping[str, object], terms: RatingTerms) -> StatedRating | Unreadable:
    """The rating in one JSON object. A criterion that is left out has no score; one off the scale is a fault."""
    criteria: list[CriterionScore] = []
    for name in terms.criteria:
        place = _place(data.get(f"{name}_score"), terms)
        if isinstance(place, Unreadable):
            return place
        score = None if place is None else terms.scores[place]
        criteria.append(CriterionScore(name=name, score=score, comment=_text(data.get(f"{name}_comment"))))
    overall: int | None = None
    if terms.gives_overall:
        place = _place(data.get(f"{OVERALL}_score"), terms)
        if isinstance(place, Unreadable):
            return place
        if place is None:
            return Unreadable(f'no "{OVERALL}_score" in the JSON reply')
        overall = place
    elif not terms.counts_items and all(criterion.score is None for criterion in criteria):
        return Unreadable("no criterion has a score in the JSON reply")
    ticks = [data.get(f"check_{i}") for i in range(1, terms.n_items + 1)]
    if terms.counts_items and not all(isinstance(tick, bool) for tick in ticks):
        return Unreadable("an item of the checklist is not answered by true or false in the JSON reply")
    return StatedRating(
        place=overall,
        criteria=tuple(criteria),
        checklist=tuple(tick if isinstance(tick, bool) else None for tick in ticks),
        comment=_text(data.get(f"{OVERALL}_comment")),
    )


def _place(value: object, terms: RatingTerms) -> int | Unreadable | None:
    """The place of a score in the scale; None for one that is left out."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Unreadable(f"a score is none: {value!r:.60}")
    written = f"{value:.10g}" if isinstance(value, float) else str(value)
    places = replies.read_scores(written, terms.names)
    return places if isinstance(places, Unreadable) else places[0]


def _text(value: object) -> str:
    return value[:4000] if isinstance(value, str) else ""


_RANKING = re.compile(r"\branking\b[^\S\n]*(?:is)?[^\S\n]*[:=]?[^\S\n]*(?P<names>[^\n]{1,400})", re.IGNORECASE)


def read_ranking(text: str, labels: Sequence[str]) -> tuple[int, ...] | Unreadable:
    """The order that a reply states, from best to worst, as indices of `labels`.

    It has each label once: in the line `Ranking: B > A > C`, or in the last line, where each may stand in brackets, as
    in `[[B]], [[A]], [[C]]`. Two lines that differ are a conflict.
    """
    found: list[tuple[int, ...]] = []
    stated = [match["names"] for match in _RANKING.finditer(text.replace("*", ""))]
    lines = [line for line in text.strip().splitlines() if line.strip()]
    for line in stated or lines[-1:]:
        order = _order_in(line, labels)
        if isinstance(order, Unreadable):
            return order
        found.append(order)
    if not found:
        return Unreadable("no line `Ranking: …` in the reply")
    if len(set(found)) > 1:
        return Unreadable("two different rankings in one reply", is_conflict=True)
    return found[0]


def _order_in(line: str, labels: Sequence[str]) -> tuple[int, ...] | Unreadable:
    """The order in a line that has each label once, and between them nothing but marks."""
    words = re.findall(r"\w+", line)
    named = [word for word in words if word in labels]
    if sorted(named) != sorted(labels):
        return Unreadable(f"a ranking names each of {', '.join(labels)} once")
    others = [word for word in words if word not in labels and word.casefold() not in ("response", "ranking", "is")]
    if others:
        return Unreadable(f"a ranking is a line of names alone, and {others[0]!r} stands among them")
    if "=" in line or "<" in line:
        return Unreadable("a ranking goes from the best to the worst, without ties")
    return tuple(labels.index(name) for name in named)
