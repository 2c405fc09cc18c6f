"""The rubric for responses of a protocol: written out before a run, and as the terms that replies are read by."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.protocols import CriteriaMove, DecideMove, Move, Protocol, RankMove, RateMove, RatingTerms

if TYPE_CHECKING:
    from dikast.rubrics import ResponseRubric


def with_response_rubric(protocol: Protocol, base: Path | None = None) -> Protocol:
    """The protocol with its rubric for responses written out in it, so that the record of an episode is complete.

    The rubric's templates become the protocol's, except those that it has itself. Raises BadInput for a rubric that
    can't be found or read, or that has templates where the judge is asked about one criterion after another.
    """
    last = protocol.moves[-1]
    if not isinstance(last, DecideMove | RateMove | RankMove | CriteriaMove) or last.rubric is None:
        return protocol
    rubric = response_rubric(last.rubric, base, f"protocol {protocol.name!r}, rubric")
    if isinstance(last, CriteriaMove):
        _check_for_criteria(protocol, rubric)
    _check_items(protocol, last, rubric)
    # Its templates are written once, as the protocol's.
    written = last.model_copy(update={"rubric": rubric.model_dump(mode="json", exclude={"prompts"})})
    prompts = {**rubric.prompts, **protocol.prompts}
    return protocol.model_copy(update={"moves": (*protocol.moves[:-1], written), "prompts": prompts})


def _check_for_criteria(protocol: Protocol, rubric: ResponseRubric) -> None:
    """Raises BadInput for a rubric that a `criteria` move can't decide by."""
    if not rubric.criteria:
        raise BadInput(f"protocol {protocol.name!r} decides by criteria, and the rubric {rubric.name!r} has none")
    if rubric.prompts:
        fault = (
            f"protocol {protocol.name!r} decides by criteria, which takes no `prompts`: leave them out of the rubric"
        )
        raise BadInput(fault, f"rubric {rubric.name!r}")


def _check_items(protocol: Protocol, last: Move, rubric: ResponseRubric) -> None:
    """Raises BadInput where responses are to be scored by items, and there are none."""
    if not isinstance(last, RateMove) or rubric.score != "checklist":
        return
    if not rubric.checklist and last.checklist is None:
        fault = f"protocol {protocol.name!r} scores by a checklist, and the rubric {rubric.name!r} has no items"
        raise BadInput(f"{fault}: give it some, or let the judge make them (`checklist: made`)")


def response_rubric(
    rubric: str | dict[str, JsonValue], base: Path | None = None, where: str = "rubric"
) -> ResponseRubric:
    """The rubric that a move names or has written out.

    Raises BadInput for one that can't be found or read. `where` is what the message calls one that is written out.
    """
    from dikast.rubrics import ResponseRubric, load_response_rubric

    if isinstance(rubric, str):
        return load_response_rubric(rubric, base=base)
    return into(ResponseRubric, Document(rubric, where))


@lru_cache(maxsize=64)
def rubric_of(move_json: str) -> ResponseRubric:
    """The rubric of a `rate` move in JSON: the move itself is not hashable, and so is no key for the cache."""
    return response_rubric(RateMove.model_validate_json(move_json).rubric)


def rating_terms(rubric: ResponseRubric) -> RatingTerms:
    """What of the rubric a reply is read by."""
    return RatingTerms(
        names=rubric.scale.names,
        scores=rubric.scale.scores,
        criteria=tuple(criterion.name for criterion in rubric.criteria),
        n_items=len(rubric.checklist),
        gives_overall=rubric.score == "overall",
        counts_items=rubric.score == "checklist",
    )
