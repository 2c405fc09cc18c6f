"""The rubric for responses of a protocol: written out before a run, and as the terms that replies are read by."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import JsonValue, ValidationError

from dikast.errors import BadInput
from dikast.protocols import CriteriaMove, DecideMove, Move, Protocol, RankMove, RateMove, RatingTerms
from dikast.rubrics import ResponseRubric, load_response_rubric


def with_response_rubric(protocol: Protocol, base: Path | None = None) -> Protocol:
    """The protocol with its rubric for responses written out in it, so that the record of an episode is complete.

    Raises BadInput for a rubric that can't be found or read.
    """
    last = protocol.moves[-1]
    if not isinstance(last, DecideMove | RateMove | RankMove | CriteriaMove) or last.rubric is None:
        return protocol
    try:
        rubric = response_rubric(last.rubric, base)
    except ValidationError as error:
        fault = f"the rubric written in protocol {protocol.name!r} does not hold together: {error}"
        raise BadInput(fault) from None
    if isinstance(last, CriteriaMove) and not rubric.criteria:
        raise BadInput(f"protocol {protocol.name!r} decides by criteria, and the rubric {rubric.name!r} has none")
    _check_items(protocol, last, rubric)
    written = last.model_copy(update={"rubric": rubric.model_dump(mode="json")})
    return protocol.model_copy(update={"moves": (*protocol.moves[:-1], written)})


def _check_items(protocol: Protocol, last: Move, rubric: ResponseRubric) -> None:
    """Raises BadInput where responses are to be scored by items, and there are none."""
    if not isinstance(last, RateMove) or rubric.score != "checklist":
        return
    if not rubric.checklist and last.checklist is None:
        fault = f"protocol {protocol.name!r} scores by a checklist, and the rubric {rubric.name!r} has no items"
        raise BadInput(f"{fault}: give it some, or let the judge make them (`checklist: made`)")


def response_rubric(rubric: str | dict[str, JsonValue], base: Path | None = None) -> ResponseRubric:
    """The rubric that a move names or has written out."""
    if isinstance(rubric, str):
        return load_response_rubric(rubric, base=base)
    return ResponseRubric.model_validate(rubric)


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
