"""Whether a question fits a protocol: told before anything is called."""

from __future__ import annotations

import textwrap

from dikast.errors import BadInput
from dikast.graphs.reference_steps import reference_steps
from dikast.graphs.verdict_orders import verdict_orders
from dikast.protocols import (
    MARKS_KEY,
    MAX_CHOICES,
    AnswerMove,
    ClaimsMove,
    CreditMove,
    CriteriaMove,
    Protocol,
    RateMove,
    VerifyMove,
)
from dikast.records import Question

_SHOWN = 60  # characters


def check_fit(protocol: Protocol, question: Question, order: tuple[int, ...], argues: int | None) -> None:
    """Raises BadInput where the question does not fit the protocol."""
    n = len(question.choices)
    is_graded = protocol.grade is not None
    if is_graded and question.solution is None:
        raise BadInput(f"question {question.id!r} has no solution, and protocol {protocol.name!r} judges one")
    _check_notes(protocol, question)
    _check_reference(protocol, question)
    _check_number_of_choices(protocol, question)
    if protocol.accepts and n:
        _check_answered_by_label(protocol, question)
    _check_arguing(protocol, question)
    if sorted(order) != list(range(n)):
        raise BadInput(f"`order` must list each of the {n} choices once, got {list(order)!r}")
    # Raises where the protocol asks for more orders than there are.
    verdict_orders(protocol, order, "none", seed=0)
    if argues is not None:
        _check_assigned_side(protocol, argues, n)
    if not is_graded:
        _check_sides(protocol, question)
        _check_material(protocol, question)


def _check_answered_by_label(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where a seat is to answer by the label of a choice that it is not shown."""
    for move in protocol.moves_of(AnswerMove):
        for name in move.answer:
            if "choices" not in protocol.roles[name].sees:
                raise BadInput(
                    f"question {question.id!r} has choices, and {name!r} in {protocol.name!r} is not shown them: add "
                    "`choices` to what it `sees`, or leave them out of the question and give it `references`"
                )


def _check_number_of_choices(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where the question has fewer choices than the protocol needs, or more than there are labels."""
    n = len(question.choices)
    fewest = 2 if protocol.needs_choices else 0
    if protocol.takes_single:
        fewest = 1
    elif n == 1:
        # The choice is shown: it may be a list that was read as one text, such as `a;b` in a cell.
        shown = textwrap.shorten(question.choices[0], _SHOWN, placeholder="…")
        fault = f"protocol {protocol.name!r} needs choices, at least two, got one: {shown!r}"
        raise BadInput(f"question {question.id!r}: {fault}")
    if fewest <= n <= MAX_CHOICES:
        return
    fault = f"question {question.id!r} has {n} choices; a protocol needs from {fewest} to {MAX_CHOICES}"
    if n == 0 and question.references:
        fault += (
            "; questions with references alone are for `solver`, and for a protocol that ends in `verify` or `accept`"
        )
    raise BadInput(fault)


def check_verifiable(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where a machine is to say whether answers are right, and nobody knows it.

    A single episode can be run all the same: its answers are then `unknown`.
    """
    if not (protocol.accepts or isinstance(protocol.moves[-1], VerifyMove)):
        return
    is_known = question.gold is not None if question.choices else bool(question.references)
    if not is_known and not (question.choices and question.references):
        raise BadInput(
            f"question {question.id!r} has no references, and protocol {protocol.name!r} compares answers with them: "
            "give it `references`, or choices and the right one"
        )


def _check_arguing(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where a role would argue for a choice of a question that has none."""
    if not (protocol.accepts or isinstance(protocol.moves[-1], VerifyMove)):
        return
    arguing = [name for name, role in protocol.roles.items() if role.argues is not None]
    if arguing and not question.choices:
        raise BadInput(f"{arguing[0]!r} argues for a choice, and question {question.id!r} has none: leave the role out")


def _check_material(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where the last move judges by what the question does not have."""
    match last := protocol.moves[-1]:
        case CriteriaMove() if len(question.choices) != 2:
            n = len(question.choices)
            raise BadInput(f"question {question.id!r} has {n} choices, and {protocol.name!r} compares two: take two")
        case ClaimsMove():
            _check_claims(protocol, last, question)
        case CreditMove(way="reference-steps") if not reference_steps(question):
            fault = f"question {question.id!r} has no reference solution, by whose steps {protocol.name!r} gives credit"
            raise BadInput(f"{fault}: give it a `reference_solution`, or take `judge-reasoning`")
        case CreditMove() if last.full_marks(question) is None:
            fault = f"question {question.id!r} does not say how many marks it has, which {protocol.name!r} leaves to it"
            raise BadInput(f"{fault}: give it a number above 0 under {MARKS_KEY!r} in its metadata")
        case _:
            return


def _check_claims(protocol: Protocol, last: ClaimsMove, question: Question) -> None:
    """Raises BadInput where claims are to be held against what the question does not have."""
    is_known = bool(question.references) or question.gold is not None
    has = {"source": question.source is not None, "reference": is_known}
    if not has.get(last.against, True):
        fault = f"question {question.id!r} has no {last.against}, against which {protocol.name!r} holds claims"
        raise BadInput(f"{fault}: give it one, or take another `against`")


def _check_notes(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where a role is to see a caption or a persona that the question does not have."""
    for name, role in protocol.roles.items():
        for sight in ("caption", "persona"):
            if sight not in role.sees:
                continue
            text = question.metadata.get(sight)
            if not isinstance(text, str) or not text.strip():
                raise BadInput(
                    f"{name!r} is to be shown a {sight}, and question {question.id!r} has none: give it a text "
                    f"under {sight!r} in its metadata"
                )


def _check_reference(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where a reference is to be shown as a response, and the question has none."""
    last = protocol.moves[-1]
    if isinstance(last, RateMove) and last.pinned and not question.references:
        raise BadInput(f"{last.rate!r} is to be shown a reference as a response, and question {question.id!r} has none")


def _check_assigned_side(protocol: Protocol, argues: int, n_choices: int) -> None:
    """Raises BadInput where the protocol assigns no side, or the side is none of the choices."""
    if not protocol.is_assigned:
        raise BadInput(f"protocol {protocol.name!r} assigns no side: leave `argues` out")
    if not 0 <= argues < n_choices:
        raise BadInput(f"`argues` must be the index of one of the {n_choices} choices, got {argues}")


def _check_sides(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where the roles don't argue for as many answers as the question has."""
    n = len(question.choices)
    sides = {role.argues for role in protocol.roles.values()}
    fixed = {side for side in sides if isinstance(side, int)}
    n_argued = len(fixed)
    fits = fixed in (set(), set(range(n)))
    if "other" in sides:
        # The `other` of the answer that an open role chose is one answer only if there are two.
        n_argued = 2
        fits = fits and n == 2
    if fits:
        return
    raise BadInput(
        f"question {question.id!r} has {n} choices, and protocol {protocol.name!r} argues for {n_argued}: "
        "take as many (`choices: 2` under `questions`), or `multi-debate`"
    )
