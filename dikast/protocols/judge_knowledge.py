"""What a judge knows and looks at before its verdict: protocols with another reference, or another step before it."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.protocols.candidate_moves import First, RankMove, RateMove
from dikast.protocols.credit_move import CreditMove
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.moves import SingleMove
from dikast.protocols.process_moves import LabelMove, SolveMove
from dikast.protocols.protocol import Protocol
from dikast.protocols.roles import Role
from dikast.records import Sight

_SIGHTS_OF_REFERENCE: dict[object, tuple[Sight, ...]] = {
    "none": (),
    "answer": ("reference",),
    "solution": ("reference", "reference_solution"),
    "self": (),
    "corrupted": ("corrupted_reference",),
}
_REFERENCE_SIGHTS: tuple[Sight, ...] = ("reference", "reference_solution", "corrupted_reference")
_FIRST: dict[object, First] = {"observe": "observe", "answer_first": "answer", "both": "both"}


def with_reference(protocol: Protocol, value: object) -> Protocol | None:
    """The protocol in which judges see this reference, or solve the problem first.

    None for a protocol in which no judge labels steps, compares or scores responses, or gives them credit.
    """
    judging: tuple[type[SingleMove], ...] = (LabelMove,)
    n_attempts = 3
    if protocol.about == "responses":
        judging = (DecideMove, RateMove, RankMove, CriteriaMove, CreditMove)
        # Attempts at an open task have no final answers that could agree.
        n_attempts = 1
    judged = [i for i, move in enumerate(protocol.moves) if isinstance(move, judging)]
    if not judged:
        return None
    judges = _judges(protocol)
    roles = dict(protocol.roles)
    for name in judges:
        roles[name] = with_sights(roles[name], _REFERENCE_SIGHTS, _SIGHTS_OF_REFERENCE[value])
    moves = list(protocol.moves)
    if value == "self" and not protocol.moves_of(SolveMove):
        # With fewer than three attempts, two can't agree against a third. The judge must not have seen what it
        # judges yet, so it solves before that.
        solvers = judges if protocol.about == "responses" else judges[:1]
        moves[judged[0] : judged[0]] = [SolveMove(solve=judge, samples=n_attempts) for judge in solvers]
    return protocol.model_copy(update={"roles": roles, "moves": tuple(moves)})


def _judges(protocol: Protocol) -> list[str]:
    """The roles that judge. Who takes responses apart or reads a judge's reasons must know no more than that."""
    last = protocol.moves[-1]
    if isinstance(last, CriteriaMove | CreditMove):
        return [last.actors[0]]
    return [name for name, role in protocol.roles.items() if role.kind == "judge"]


def with_evaluation(protocol: Protocol, value: object) -> Protocol | None:
    """The protocol whose judge takes this step before its verdict, or is not shown images and source.

    None for a protocol that does not end in a judge's verdict on choices. Credit for reasoning has a note before each
    score and no reasons of its own, so it takes no step before them.
    """
    last = protocol.moves[-1]
    first = _FIRST.get(value)
    changes: dict[str, object] = {}
    match last:
        case CreditMove() if first is None:
            pass
        case CriteriaMove():
            changes = {"first": first}
        case DecideMove() | RateMove() | RankMove():
            # Reasons that were wanted before are still wanted without a step before them.
            changes = {"first": first, "reasoning": last.reasoning or first is not None}
        case _:
            return None
    name = last.actors[0]
    role = protocol.roles[name]
    if value in ("blind", "surrogate"):
        group: tuple[Sight, ...] = ("source", "caption")
        role = with_sights(role, group, ("caption",) if value == "surrogate" else ())
        role = role.model_copy(update={"sees_images": False})
    changed = last.model_copy(update=changes)
    return protocol.model_copy(
        update={"roles": {**protocol.roles, name: role}, "moves": (*protocol.moves[:-1], changed)}
    )


def with_pinned_reference(protocol: Protocol, value: object) -> Protocol | None:
    """The protocol whose judge rates beside the reference, which it then sees; None where no judge rates."""
    last = protocol.moves[-1]
    if not isinstance(last, RateMove):
        return None
    roles = dict(protocol.roles)
    if value:
        roles[last.rate] = with_sights(roles[last.rate], ("reference",), ("reference",))
    changed = last.model_copy(update={"pinned": value})
    return protocol.model_copy(update={"roles": roles, "moves": (*protocol.moves[:-1], changed)})


def with_sights(role: Role, group: Sequence[Sight], shown: Sequence[Sight]) -> Role:
    """The role with the `shown` sights of this group and no other sights of it.

    Sights outside of the group stay as they are.
    """
    others = [sight for sight in role.sees if sight not in group]
    return role.model_copy(update={"sees": (*others, *shown)})
