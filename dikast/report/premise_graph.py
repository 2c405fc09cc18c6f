"""The graph of what each step of a solution rests on, as SVG: a row of steps, with arcs from their premises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dikast.records import PROBLEM, Label, StepLabel

if TYPE_CHECKING:
    from markupsafe import Markup

LABEL_SIGNS: dict[Label | None, str] = {
    "correct": "✓", "neutral": "~", "incorrect": "✗", "inherited": "↳", "unknown": "?", None: "!",
}  # fmt: skip
MOST_DRAWN = 60
"""Steps of a longer solution are too many to follow by eye; the page says in words as well what each rests on."""
_GAP = 48
_RADIUS = 15
_MARGIN = 24
_BELOW = 40
_STEEPEST = 170


def draw_premises(labels: Sequence[StepLabel]) -> Markup | None:
    """The graph; None where no one said what the steps rest on, and for more than MOST_DRAWN steps.

    An arc on which an error is carried on has the class `carries`.
    """
    from markupsafe import Markup

    arcs = [(premise, label) for label in labels for premise in _premises(label) if PROBLEM <= premise < label.step]
    if not arcs or len(labels) > MOST_DRAWN:
        return None
    wrong = {label.step for label in labels if label.is_wrong}
    height = max(_rise(label.step - premise) for premise, label in arcs) / 2 + _RADIUS + 12
    parts = [
        f'<path class="{"carries" if premise in wrong and label.label == "inherited" else "rests"}" '
        f'd="M{_x(premise)} {height - _RADIUS} Q{(_x(premise) + _x(label.step)) / 2} '
        f'{height - _RADIUS - _rise(label.step - premise)} {_x(label.step)} {height - _RADIUS}"/>'
        for premise, label in arcs
    ]
    parts.append(_node(PROBLEM, "P", "given", "", height))
    parts += [
        _node(label.step, str(label.step + 1), label.label or "unparsed", LABEL_SIGNS[label.label], height)
        for label in labels
    ]
    width = _x(labels[-1].step) + _MARGIN
    alternative = f"What each of {len(labels)} steps rests on; P is the problem. The same is said below each step."
    return Markup(
        f'<svg class="premises" width="{width}" height="{height + _BELOW:g}" viewBox="0 0 {width} {height + _BELOW:g}" '
        f'role="img" aria-label="{alternative}">{"".join(parts)}</svg>'
    )


def _premises(label: StepLabel) -> list[int]:
    """What was said that the step rests on, and the steps whose wrong values were found in it."""
    found = {check.inherited.step for check in label.checks if check.inherited is not None}
    return sorted({*(label.premises or ()), *found})


def _x(step: int) -> int:
    """The middle of a step; the problem stands before the first one."""
    return _MARGIN + (step + 1) * _GAP


def _rise(distance: int) -> int:
    """How far above the row the handle of an arc is. The arc itself rises half as far."""
    return min(_STEEPEST, 24 + 22 * distance)


def _node(step: int, text: str, kind: str, sign: str, height: float) -> str:
    """A step as a circle with its number, and its sign below."""
    x = _x(step)
    circle = f'<circle cx="{x}" cy="{height:g}" r="{_RADIUS}"/>'
    number = f'<text x="{x}" y="{height + 5:g}">{text}</text>'
    return f'<g class="node {kind}">{circle}{number}<text x="{x}" y="{height + 34:g}">{sign}</text></g>'
