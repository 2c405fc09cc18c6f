"""What is special in the prompts of a protocol in which something is predicted."""

from __future__ import annotations

from dikast.protocols.message_context import MessageContext
from dikast.protocols.moves import SingleMove
from dikast.protocols.predict_move import PredictMove
from dikast.protocols.visibility import labels_for


def values_of_predictions(context: MessageContext, move: SingleMove) -> dict[str, object]:
    """What is to be predicted; and the last prediction so far as the seat may see it, by label, in per cent."""
    values: dict[str, object] = {"of_peers": isinstance(move, PredictMove) and move.of is not None, "prices": []}
    if "predictions" not in context.seat.sees:
        return values
    # A prediction that was made at this tick came before the turns of this tick.
    earlier = [made for made in context.predictions if made.tick <= context.at.tick]
    if not earlier or earlier[-1].probabilities is None:
        return values
    p = earlier[-1].probabilities
    shown = [f"{100 * p[choice]:.0f} %" for choice in context.order]
    return {**values, "prices": list(zip(labels_for(context.order), shown, strict=True))}
