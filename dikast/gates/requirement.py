"""Requirement: one `--require`, such as `accuracy>=0.7` or `point:brier[debate]<=0.2`, as it is read."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from typing import Literal

from dikast.errors import BadInput, nearest
from dikast.records import Record

FLAG = "--require"
HOW = "write it as accuracy>=0.7, accuracy[CELL]>=0.7 or point:accuracy>=0.7, with >= or <="
_FORM = re.compile(
    r"\s*(?P<point>point:)?\s*(?P<figure>[\w.]+)\s*(?:\[(?P<cell>.*)\])?\s*(?P<relation>>=|<=)\s*(?P<number>\S+)\s*"
)

Relation = Literal[">=", "<="]


class Requirement(Record):
    """What a figure is to be.

    `text` is how it was written. The lower end of the interval is to be at least the `threshold`, or with `<=` the
    upper end at most; with `is_point` the estimate itself. `labels` select cells: a cell must have all of them.
    Without one, every cell that has the figure must hold.
    """

    text: str
    figure: str
    labels: tuple[str, ...]
    relation: Relation
    threshold: float
    is_point: bool


def read_requirements(texts: Iterable[str], figures: Collection[str], flag: str = FLAG) -> tuple[Requirement, ...]:
    """The requirements that these texts make on a command with these figures.

    Raises BadInput for a text of another form, an unknown figure, and a threshold that is no number.
    """
    return tuple(_read(text, figures, flag) for text in texts)


def _read(text: str, figures: Collection[str], flag: str) -> Requirement:
    where = f"{flag} {text}"
    match = _FORM.fullmatch(text)
    if match is None:
        raise BadInput(HOW, where)
    figure = match["figure"]
    if figure not in figures:
        raise BadInput(f"no figure {figure!r} here: {nearest(figure, figures)}", where)
    relation: Relation = ">=" if match["relation"] == ">=" else "<="
    return Requirement(
        text=text.strip(),
        figure=figure,
        labels=_labels(match["cell"], where),
        relation=relation,
        threshold=_number(match["number"], where),
        is_point=match["point"] is not None,
    )


def _labels(cell: str | None, where: str) -> tuple[str, ...]:
    """What is in the brackets, as labels; none without brackets."""
    if cell is None:
        return ()
    label = cell.strip()
    if not label:
        raise BadInput("name a cell in the brackets, or leave them out: then every cell must hold", where)
    return (label,)


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise BadInput(f"{text!r} is no number; {HOW}", where) from None
    if not math.isfinite(number):
        raise BadInput(f"{text!r} can't be reached, nor missed; {HOW}", where)
    return number
