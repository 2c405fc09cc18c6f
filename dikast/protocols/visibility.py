"""What a seat is shown of a question, and what it calls the other seats: never more than its `sees` allows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from string import ascii_uppercase
from typing import Literal

from dikast.protocols.corrupted_reference import corrupted_reference
from dikast.records import Question, Seat, Sight, Solution, Stance

MAX_CHOICES = len(ascii_uppercase)

# What a seat reads in these fields of a question if it lacks the sight.
_FIELDS_WITHOUT: dict[Sight, dict[str, object]] = {
    "question": {"text": "", "images": ()},
    "choices": {"choices": ()},
    "source": {"source": None},
    "reference_solution": {"reference_solution": None},
}
_CRITIC_NAMES: dict[Stance, str] = {
    "sound": "The critic who holds the solution right",
    "flawed": "The critic who holds the solution wrong",
}


def labels_for(order: Sequence[int]) -> tuple[str, ...]:
    """The labels A, B, C… of the choices in the order shown.

    `order` has the index of each choice; there are at most MAX_CHOICES.
    """
    return tuple(ascii_uppercase[: len(order)])


def label_of(choice: int, order: Sequence[int]) -> str:
    """The label of a choice in this order. Raises ValueError if the order lacks the choice."""
    return ascii_uppercase[list(order).index(choice)]


def question_for(
    seat: Seat, question: Question, order: Sequence[int], steps: Collection[int] | None = None
) -> Question:
    """The question as this seat may see it: never its gold answer or scores, its marks or its metadata.

    A seat that answers by label has the choices in the order shown, so that the first is A. A seat that argues has
    them in the question's own order, whatever order the judge is shown.

    `steps` are the steps (0-based) of the solution that are shown, by default all. A hidden step is an empty text. If
    no step is shown, the question has no solution.
    """
    choices = question.choices
    # A question without choices has none to put in order; what a judge decides between is then in its task.
    if seat.argues is None and choices:
        choices = tuple(question.choices[i] for i in order)
    visible: dict[str, object] = {
        "choices": choices,
        "gold": None,
        "gold_tie": False,
        "gold_scores": (),
        "references": references_for(seat, question),
        "solution": _solution_for(seat, question, steps),
        "metadata": {},
    }
    if not seat.sees_images:
        visible["images"] = ()
    for sight, fields in _FIELDS_WITHOUT.items():
        if sight not in seat.sees:
            visible |= fields
    return question.model_copy(update=visible)


def noted_for(seat: Seat, question: Question, sight: Literal["caption", "persona"]) -> str | None:
    """The text that the question has in its metadata under the name of this sight, if the seat has it.

    Nothing else of the metadata ever reaches a seat.
    """
    if sight not in seat.sees:
        return None
    text = question.metadata.get(sight)
    return text if isinstance(text, str) and text.strip() else None


def references_for(seat: Seat, question: Question) -> tuple[str, ...]:
    """The reference answers that this seat is shown: none, the right ones, or, as a stress test, wrong ones instead.

    Where a worked solution is judged, a question without references in free form has its right choice as reference, and
    the choice after it as the wrong one. Otherwise the choices are what is judged, and none of them is a reference.
    """
    if "corrupted_reference" in seat.sees:
        return _wrong_references(question)
    if "reference" not in seat.sees:
        return ()
    if question.references:
        return question.references
    if question.gold is None or question.solution is None:
        return ()
    return (question.choices[question.gold],)


def _wrong_references(question: Question) -> tuple[str, ...]:
    """A wrong answer in place of each right one; none if the right answer is not known."""
    if question.references:
        return tuple(corrupted_reference(reference) for reference in question.references)
    if question.gold is None or question.solution is None:
        return ()
    following = (question.gold + 1) % len(question.choices)
    return (question.choices[following],)


def _solution_for(seat: Seat, question: Question, steps: Collection[int] | None) -> Solution | None:
    """The solution as the seat may see it, without its marks.

    If only some steps are shown, the answer is hidden too, since it belongs to no step.
    """
    solution = question.solution
    if solution is None or "solution" not in seat.sees:
        return None
    if steps is None:
        return Solution(steps=solution.steps, answer=solution.answer)
    if not steps:
        return None
    # Hidden steps are empty rather than left out, so that the others keep their numbers.
    texts = tuple(text if i in steps else "" for i, text in enumerate(solution.steps))
    return Solution(steps=texts)


def name_for(viewer: Seat, speaker: Seat, seats: Sequence[Seat], order: Sequence[int]) -> str:
    """What `speaker` is called in the texts that `viewer` reads.

    A judge reads `Debater A, for answer A`. The label follows the order that the judge is shown, so that a swap
    exchanges names together with answers. Debaters read no labels of one another, so that their words fit either order.
    """
    if speaker.name == viewer.name:
        return "You"
    if speaker.kind == "judge":
        return "The judge"
    # Critics differ by their view of the solution, so that neither needs a number.
    if speaker.stands is not None:
        return _CRITIC_NAMES[speaker.stands]
    if speaker.kind in ("solver", "critic", "adversary", "helper"):
        return _numbered_name(speaker, seats)
    if viewer.kind == "judge" and speaker.argues is not None:
        return _labelled_name(speaker, seats, label_of(speaker.argues, order))
    return _name_among_rivals(viewer, speaker, seats)


def _numbered_name(speaker: Seat, seats: Sequence[Seat]) -> str:
    """The name of a solver or a critic, with a number if there are several. It is the same for every viewer."""
    alike = [seat.name for seat in seats if seat.kind == speaker.kind]
    if len(alike) == 1:
        return f"The {speaker.kind}"
    return f"{speaker.kind.capitalize()} {alike.index(speaker.name) + 1}"


def _labelled_name(speaker: Seat, seats: Sequence[Seat], label: str) -> str:
    """The name of a seat that argues, with the label of its answer, and a number if it has allies.

    The name ends in a comma, because a verb follows it: `Debater A, for answer A, said`.
    """
    if speaker.kind == "consultant":
        return f"The consultant, for answer {label},"
    allies = [seat.name for seat in seats if seat.kind == "debater" and seat.argues == speaker.argues]
    number = ""
    if len(allies) > 1:
        number = str(allies.index(speaker.name) + 1)
    return f"Debater {label}{number}, for answer {label},"


def _name_among_rivals(viewer: Seat, speaker: Seat, seats: Sequence[Seat]) -> str:
    """The name of a seat for a viewer that is not shown labels, with a number if there are several such seats.

    They are numbered by the answer they argue for, and not by their position at the table, so that the names reveal
    nothing about the order in which the choices are shown.
    """
    rivals = [seat for seat in seats if seat.kind == speaker.kind and seat.name != viewer.name]
    if len(rivals) == 1:
        return f"The other {speaker.kind}"
    rivals.sort(key=_side_and_name)
    number = rivals.index(speaker) + 1
    return f"{speaker.kind.capitalize()} {number} of the others"


def _side_and_name(seat: Seat) -> tuple[int, str]:
    """The sort key of rivals. A seat that argues for no answer comes first."""
    side = -1
    if seat.argues is not None:
        side = seat.argues
    return side, seat.name
