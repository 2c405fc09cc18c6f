"""What a seat is shown of a question, and what it calls the others: never more than its `sees` allows."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from dikast.records import Question, Seat

MAX_CHOICES = len(ascii_uppercase)


def labels_for(order: Sequence[int]) -> tuple[str, ...]:
    """The labels A, B, C… of the choices in the order shown."""
    return tuple(ascii_uppercase[: len(order)])


def label_of(choice: int, order: Sequence[int]) -> str:
    """The label that a choice bears in this order."""
    return ascii_uppercase[list(order).index(choice)]


def question_for(seat: Seat, question: Question, order: Sequence[int]) -> Question:
    """The question as this seat may see it: never its gold answer, its references or its metadata.

    A seat that answers by label has the choices in the order shown, so that the first is A; one that argues has
    them in the question's own order, whatever order the judge is shown.
    """
    sees_question, sees_choices = "question" in seat.sees, "choices" in seat.sees
    choices = question.choices if seat.argues is not None else tuple(question.choices[i] for i in order)
    return question.model_copy(
        update={
            "text": question.text if sees_question else "",
            "images": question.images if sees_question else (),
            "choices": choices if sees_choices else (),
            "source": question.source if "source" in seat.sees else None,
            "gold": None,
            "references": (),
            "reference_solution": None,
            "solution": None,
            "metadata": {},
        }
    )


def name_for(viewer: Seat, speaker: Seat, seats: Sequence[Seat], order: Sequence[int]) -> str:
    """What `speaker` is called before `viewer`.

    A judge hears `Debater A, for answer A`: the label follows the order it is shown, so that a swap exchanges
    names with answers. Debaters hear of one another without any label, so that their words fit either order.
    """
    if speaker.name == viewer.name:
        return "You"
    if speaker.kind == "judge":
        return "The judge"
    if speaker.kind == "solver":
        peers = [seat.name for seat in seats if seat.kind == "solver"]
        return f"Solver {peers.index(speaker.name) + 1}"
    if viewer.kind == "judge" and speaker.argues is not None:
        label = label_of(speaker.argues, order)
        if speaker.kind == "consultant":
            return f"The consultant, for answer {label},"
        allies = [seat.name for seat in seats if seat.kind == "debater" and seat.argues == speaker.argues]
        number = allies.index(speaker.name) + 1 if len(allies) > 1 else ""
        return f"Debater {label}{number}, for answer {label},"
    rivals = sorted(
        (seat for seat in seats if seat.kind == speaker.kind and seat.name != viewer.name),
        key=lambda seat: (-1 if seat.argues is None else seat.argues, seat.name),
    )
    if len(rivals) == 1:
        return f"The other {speaker.kind}"
    return f"{speaker.kind.capitalize()} {[seat.name for seat in rivals].index(speaker.name) + 1} of the others"
