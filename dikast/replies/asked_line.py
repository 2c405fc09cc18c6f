"""Which label a reply states: at once where it is the line that was asked for and nothing else, else by all it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dikast.replies.unreadable import Unreadable

# The usual line with a letter in it, as most judges reply that give no reasons.
_LINE_ALONE = re.compile(r"\s*Answer: (?P<label>[A-Z])\s*")


def read_label(text: str, labels: Sequence[str], options: Sequence[str] = ()) -> str | Unreadable:
    """The label that a reply states, as `labels` write it.

    `options` are the texts of the labels' options; an answer may be stated by them. Two different answers are a
    conflict. So is an answer that is taken back, or after which another is stated that can't be read.
    """
    alone = _LINE_ALONE.fullmatch(text)
    if alone is not None and alone["label"] in labels:
        return alone["label"]
    # Not imported before it is needed: its patterns take longer to compile than a short run takes for all its calls.
    from dikast.replies.label_reading import stated_label

    return stated_label(text, labels, options)


def label_place(text: str, labels: Sequence[str], options: Sequence[str] = ()) -> int | None:
    """Where the label is in the last statement of the reply's answer, whether or not another contradicts it.

    None if there is no such statement, or if it is made by other words than the label.
    """
    alone = _LINE_ALONE.fullmatch(text)
    if alone is not None and alone["label"] in labels:
        return alone.start("label")
    from dikast.replies.label_reading import stated_label_place

    return stated_label_place(text, labels, options)
