"""Mitigations: changes of a protocol that are meant to make its judges resist what says nothing about the matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dikast.errors import BadInput, nearest
from dikast.protocols.decide_move import DecideMove, SelfCheck
from dikast.protocols.moves import SingleMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.protocols.roles import Example, Role
from dikast.protocols.verdict_formats import FORMATS


@dataclass(frozen=True)
class Mitigation:
    """One row of the table of mitigations.

    - `name`: how it is asked for.
    - `does`: what it does, in words.
    - `applies_to`: which protocols it can change, in words.
    - `calls`: what it costs.
    - `change`: the protocol with it; None where it finds nothing to change.
    """

    name: str
    does: str
    applies_to: str
    calls: str
    change: Callable[[Protocol], Protocol | None]


def _with_judges(protocol: Protocol, change: Callable[[Role], Role]) -> Protocol | None:
    """The protocol with every judge's role changed; None where none of them changes."""
    roles = {}
    for name, role in protocol.roles.items():
        roles[name] = change(role) if role.kind == "judge" else role
    if roles == protocol.roles:
        return None
    return protocol.model_copy(update={"roles": roles})


def _with_last_move(protocol: Protocol, **changes: object) -> Protocol | None:
    """The protocol with these fields of its last move; None where they are there already."""
    last = protocol.moves[-1].model_copy(update=changes)
    if last == protocol.moves[-1]:
        return None
    return protocol.model_copy(update={"moves": (*protocol.moves[:-1], last)})


def _warned(protocol: Protocol) -> Protocol | None:
    warning = render_prompt("bias_warning")

    def change(role: Role) -> Role:
        instructions = "\n\n".join(filter(None, (role.instructions, warning)))
        return role.model_copy(update={"instructions": instructions})

    return _with_judges(protocol, change)


def _with_examples(protocol: Protocol) -> Protocol | None:
    last = protocol.moves[-1]
    # A reply with reasons, or with numbers, has another form than these.
    if not isinstance(last, DecideMove) or last.reasoning or last.route == "probabilities":
        return None
    examples = (_example(protocol, last, is_harmless=False), _example(protocol, last, is_harmless=True))
    judge = protocol.roles[last.decide]
    changed = judge.model_copy(update={"examples": (*judge.examples, *examples)})
    return protocol.model_copy(update={"roles": {**protocol.roles, last.decide: changed}})


def _example(protocol: Protocol, move: DecideMove, *, is_harmless: bool) -> Example:
    """A worked case: the cue is for the wrong candidate, or for the right one, which is the first in both."""
    is_strength = move.format == "strength"
    names = ("A", "B") if is_strength else FORMATS[move.format].names(2, False)
    shown = render_prompt("bias_example", responses=protocol.about == "responses", names=names, is_harmless=is_harmless)
    reply = "A>>B" if is_strength else names[0]
    return Example(shown=shown, reply=FORMATS[move.format].written(reply))


def _self_checked(by: SelfCheck) -> Callable[[Protocol], Protocol | None]:
    def change(protocol: Protocol) -> Protocol | None:
        last = protocol.moves[-1]
        if not isinstance(last, DecideMove) or last.route == "samples":
            return None
        return _with_last_move(protocol, self_check=by)

    return change


def _in_both_orders(protocol: Protocol) -> Protocol | None:
    last: SingleMove | object = protocol.moves[-1]
    if not isinstance(last, DecideMove) or last.orders is not None or not protocol.is_order_free:
        return None
    return _with_last_move(protocol, orders="rotations")


def _with_reference(protocol: Protocol) -> Protocol | None:
    def change(role: Role) -> Role:
        if {"reference", "corrupted_reference"} & set(role.sees):
            return role
        return role.model_copy(update={"sees": (*role.sees, "reference")})

    return _with_judges(protocol, change)


def _bound(protocol: Protocol) -> Protocol | None:
    if protocol.grade is None:
        return None
    return _with_last_move(protocol, grounding="binding")


_DECIDES = "protocols in which a judge decides"
_ROWS = (
    Mitigation(
        "warning",
        "The judge's instructions name what is no evidence.",
        "every protocol with a judge",
        "no calls",
        _warned,
    ),
    Mitigation(
        "examples",
        "Two worked cases: a cue for the wrong candidate, and a harmless one.",
        f"{_DECIDES} without writing reasons or probabilities",
        "no calls",
        _with_examples,
    ),
    Mitigation(
        "reflect",
        "After its verdict the judge is asked what moved it, and gives a final one.",
        f"{_DECIDES}, except by `route: samples`",
        "one call more for each look",
        _self_checked("reflect"),
    ),
    Mitigation(
        "detect",
        "Before its verdict the judge names what could sway it.",
        f"{_DECIDES}, except by `route: samples`",
        "one call more for each look",
        _self_checked("detect"),
    ),
    Mitigation(
        "both-orders",
        "Every candidate is shown in every place once.",
        f"{_DECIDES} in one order, and nothing said before depends on the order",
        "as many times the calls of a verdict as there are candidates",
        _in_both_orders,
    ),
    Mitigation(
        "reference",
        "The judge sees the reference; where a question has none, its right choice.",
        "protocols whose judge does not see it",
        "no calls",
        _with_reference,
    ),
    Mitigation(
        "binding",
        "What a machine found out about a solution overrides the judge.",
        "protocols that judge a solution and are not bound yet, such as by `grounding: none`",
        "no calls",
        _bound,
    ),
)
MITIGATIONS: dict[str, Mitigation] = {row.name: row for row in _ROWS}
"""Every mitigation that changes a protocol, by its name."""


def mitigated(protocol: Protocol, name: str) -> Protocol:
    """The protocol with this mitigation, validated again.

    Raises BadInput for an unknown name, and for a mitigation that finds nothing to change.
    """
    if name not in MITIGATIONS:
        raise BadInput(f"no mitigation {name!r}: {nearest(name, MITIGATIONS)}")
    row = MITIGATIONS[name]
    changed = row.change(protocol)
    if changed is None:
        raise BadInput(
            f"the mitigation {name!r} finds nothing to change in {protocol.name!r}; it is for {row.applies_to}"
        )
    return Protocol.model_validate(changed.model_dump())
