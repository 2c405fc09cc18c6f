"""The form in which the replies that make a verdict are wanted, in the words that their seats are sent, or in short."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.protocols.moves import AnswerMove, DecideMove
from dikast.protocols.process_moves import LabelMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol

_LABELS_OF_ALL = 'one JSON object, {"steps": [ … ]}, with an object for each step: its "step", "label" and "p_correct"'
_LABEL_OF_ONE = 'one JSON object for each step, with its "step", "label" and "p_correct"'


def wanted_form(protocol: Protocol, labels: Sequence[str]) -> str:
    """How a reply is wanted on which the verdict rests: of a judge that decides or labels steps, or of a voter.

    `labels` are those of the choices. The text is one line; empty where no agent makes the verdict.
    """
    last = protocol.moves[-1]
    if isinstance(last, DecideMove):
        return _choice_form(labels, is_stated=last.route == "probabilities", has_reasons=last.reasoning)
    for label_move in protocol.moves_of(LabelMove):
        return _LABELS_OF_ALL if label_move.each == "solution" else _LABEL_OF_ONE
    for answer_move in protocol.moves_of(AnswerMove):
        return _choice_form(labels, is_stated=False, has_reasons=answer_move.reasoning)
    return ""


def _choice_form(labels: Sequence[str], *, is_stated: bool, has_reasons: bool) -> str:
    """What the prompt says of the form of a choice, on one line."""
    text = render_prompt(
        "verdict_form",
        labels=labels,
        stated=is_stated,
        reasoning=has_reasons,
    )
    return " ".join(text.split())
