"""What a seat is shown of a question, and what it calls the others: never more than its `sees` allows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from string import ascii_uppercase

from dikast.protocols.corrupted_reference import corrupted_reference
from dikast.records import Question, Seat, Solution

MAX_CHOICES = len(ascii_uppercase)


def labels_for(order: Sequence[int]) -> tuple[str, ...]:
    """The labels A, B, C… of the choices in the order shown."""
    return tuple(ascii_uppercase[: len(order)])


def label_of(choice: int, order: Sequence[int]) -> str:
    """The label that a choice bears in this order."""
    return ascii_uppercase[list(order).index(choice)]


def question_for(
    seat: Seat, question: Question, order: Sequence[int], steps: Collection[int] | None = None
) -> Question:
    """The question as this seat may see it: never its gold answer, its marks or its metadata.

    A seat that answers by label has the choices in the order shown, so that the first is A; one that argues has
    them in the question's own order, whatever order the judge is shown. `steps` are the steps of the solution that
    are shown, all by default; those that are not are empty, and with none shown there is no solution.
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
            "references": references_for(seat, question),
            "reference_solution": question.reference_solution if "reference_solution" in seat.sees else None,
            "solution": _solution_for(seat, question, steps),
            "metadata": {},
        }
    )


def references_for(seat: Seat, question: Question) -> tuple[str, ...]:
    """The right answers that this seat is told: none, the true ones, or wrong ones in their place, as a stress test.

    Without references in free form, the right choice is told, or in its place the choice after it.
    """
    if "corrupted_reference" in seat.sees:
        return _wrong_references(question)
    if "reference" not in seat.sees:
        return ()
    if not question.references and question.gold is not None:
        return (question.choices[question.gold],)
    return question.references


def _wrong_references(question: Question) -> tuple[str, ...]:
    if not question.references and question.gold is not None:
        following = (question.gold + 1) % len(question.choices)
        return (question.choices[following],)
    return tuple(corrupted_reference(reference) for reference in question.references)


def _solution_for(seat: Seat, question: Question, steps: Collection[int] | None) -> Solution | None:
    solution = question.solution
    if solution is None or "solution" not in seat.sees:
        return None
    if steps is None:
        return Solution(steps=solution.steps, answer=solution.answer)
    if not steps:
        return None
    # Hidden steps are empty rather than left out, so that the others keep their numbers.
    return Solution(steps=tuple(step if i in steps else "" for i, step in enumerate(solution.steps)))


def name_for(viewer: Seat, speaker: Seat, seats: Sequence[Seat], order: Sequence[int]) -> str:
    """What `speaker` is called in what `viewer` reads.

    A judge reads `Debater A, for answer A`: the label follows the order it is shown, so that a swap exchanges names
    with answers. Debaters read of one another without any label, so that their words fit either order.
    """
    if speaker.name == viewer.name:
        return "You"
    if speaker.kind == "judge":
        return "The judge"
    if speaker.stands is not None:
        view = "right" if speaker.stands == "sound" else "wrong"
        return f"The critic who holds the solution {view}"
    if speaker.kind == "solver":
        return _solver_name(speaker, seats)
    if viewer.kind == "judge" and speaker.argues is not None:
        return _labelled_name(speaker, seats, label_of(speaker.argues, order))
    return _name_among_rivals(viewer, speaker, seats)


def _solver_name(speaker: Seat, seats: Sequence[Seat]) -> str:
    solvers = [seat.name for seat in seats if seat.kind == "solver"]
    if len(solvers) == 1:
        return "The solver"
    return f"Solver {solvers.index(speaker.name) + 1}"


def _labelled_name(speaker: Seat, seats: Sequence[Seat], label: str) -> str:
    if speaker.kind == "consultant":
        return f"The consultant, for answer {label},"
    allies = [seat.name for seat in seats if seat.kind == "debater" and seat.argues == speaker.argues]
    if len(allies) == 1:
        return f"Debater {label}, for answer {label},"
    return f"Debater {label}{allies.index(speaker.name) + 1}, for answer {label},"


def _name_among_rivals(viewer: Seat, speaker: Seat, seats: Sequence[Seat]) -> str:
    rivals = [seat for seat in seats if seat.kind == speaker.kind and seat.name != viewer.name]
    if len(rivals) == 1:
        return f"The other {speaker.kind}"
    # By the answer they argue for, and not by their seat, so that the names say nothing of the order shown.
    rivals.sort(key=lambda seat: (-1 if seat.argues is None else seat.argues, seat.name))
    number = [seat.name for seat in rivals].index(speaker.name) + 1
    return f"{speaker.kind.capitalize()} {number} of the others"
