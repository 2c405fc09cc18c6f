"""The label that the statements of a reply come to: the one reader of labels, for texts and for the place of their
probabilities. It is imported by `asked_line` where a reply is more than the line that was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from dikast.replies.answer_announcements import announced_answers
from dikast.replies.answer_words import DENIED_AT_ONCE, TAKEN_BACK
from dikast.replies.label_judgements import judged_answers, short_sentences
from dikast.replies.label_statement import LabelStatement, line_end
from dikast.replies.label_value import LabelReader, label_reader
from dikast.replies.plain_text import plain_text
from dikast.replies.set_apart_answers import bare_labels, boxed_answers
from dikast.replies.unreadable import Unreadable


def stated_label(text: str, labels: Sequence[str], options: Sequence[str]) -> str | Unreadable:
    """As `read_label`, for any reply."""
    plain = plain_text(text).text
    reader = label_reader(tuple(labels), tuple(options))
    statements = _statements(plain, reader)
    own = _own(statements, bare_labels(plain, reader))
    if not own:
        return Unreadable("no line `Answer: <label>` in the reply")
    after = [statement for statement in statements if statement.start > own[-1].start]
    fault = _fault(own, after, plain, labels)
    return str(own[-1].value.label) if fault is None else fault


def stated_label_place(text: str, labels: Sequence[str], options: Sequence[str]) -> int | None:
    """As `label_place`, for any reply."""
    plain = plain_text(text)
    reader = label_reader(tuple(labels), tuple(options))
    own = _own(_statements(plain.text, reader), bare_labels(plain.text, reader))
    if not own or own[-1].value.start is None:
        return None
    return plain.places[own[-1].value.start]


def _own(statements: Sequence[LabelStatement], bare: Sequence[LabelStatement]) -> list[LabelStatement]:
    """The statements that count as the reply's own: firm ones and a bare label after them, else what there is."""
    firm = [s for s in statements if s.standing == "firm" and not s.denies]
    if firm:
        return firm + [line for line in bare if line.start > firm[-1].start]
    return list(bare) or [s for s in statements if s.standing == "opinion" and not s.denies]


def _fault(
    own: Sequence[LabelStatement], after: Sequence[LabelStatement], text: str, labels: Sequence[str]
) -> Unreadable | None:
    """Why these statements are no answer; None where they are one."""
    last = own[-1]
    stated = {str(s.value.label) for s in own if s.value.label is not None}
    if len(stated) > 1:
        return _conflict(stated)
    label = last.value.label
    if label is None:
        # An earlier answer does not hold if the last one can't be read.
        return Unreadable("no line `Answer: <label>` in the reply", is_conflict=bool(stated))
    for statement in after:
        contradiction = _contradiction(label, statement)
        if contradiction is not None:
            return contradiction
    end = last.start + 1 if last.value.start is None else last.value.start + 1
    if TAKEN_BACK.search(text, end) or DENIED_AT_ONCE.match(text, line_end(text, end)):
        return _taken_back(label)
    if label not in labels:
        return Unreadable(f"the answer {label!r} is none of {', '.join(labels)}")
    return None


def _contradiction(label: str, later: LabelStatement) -> Unreadable | None:
    """What a later statement, which gives no answer itself, says against the answer."""
    if later.standing == "reported":
        return None
    other = later.value.label
    if later.denies:
        return _taken_back(label) if other == label else None
    return _conflict({label, other or "?"}) if other != label else None


def _conflict(stated: set[str]) -> Unreadable:
    conflict = " and ".join(sorted(stated))
    return Unreadable(f"two different answers in one reply: {conflict}", is_conflict=True)


def _taken_back(label: str) -> Unreadable:
    return Unreadable(f"the answer {label} is taken back in the same reply", is_conflict=True)


def _statements(text: str, reader: LabelReader) -> list[LabelStatement]:
    """All statements of a plain text that could be an answer, in order."""
    found = [
        *announced_answers(text, reader),
        *boxed_answers(text, reader),
        *judged_answers(text, reader),
        *short_sentences(text, reader),
    ]
    return sorted(found, key=lambda statement: statement.start)
