"""The constitution of a protocol: written out before a run, so that the record of an episode is complete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from dikast.errors import BadInput
from dikast.protocols import Protocol, RulesMove

if TYPE_CHECKING:
    from dikast.rubrics import Constitution


def with_constitution(protocol: Protocol, base: Path | None = None) -> Protocol:
    """The protocol with its constitution written out in it, if it has one.

    Raises BadInput for a constitution that can't be found or read.
    """
    last = protocol.moves[-1]
    if not isinstance(last, RulesMove):
        return protocol
    try:
        constitution = constitution_of(last, base)
    except ValidationError as error:
        fault = f"the constitution written in protocol {protocol.name!r} does not hold together: {error}"
        raise BadInput(fault) from None
    written = last.model_copy(update={"constitution": constitution.model_dump(mode="json")})
    return protocol.model_copy(update={"moves": (*protocol.moves[:-1], written)})


def constitution_of(move: RulesMove, base: Path | None = None) -> Constitution:
    """The constitution that a move names or has written out."""
    from dikast.rubrics import Constitution, load_constitution

    if isinstance(move.constitution, str):
        return load_constitution(move.constitution, base=base)
    return Constitution.model_validate(move.constitution)
