"""From a judgement that was recorded elsewhere to its episode: a judge alone, with the candidates before it."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from dikast.importers.judgments.combine_games import combine_games
from dikast.importers.judgments.recorded_judgment import RecordedJudgment
from dikast.protocols import Protocol, seats_of
from dikast.records import Episode, Origin, Transcript, Usage

_JUDGE = "judge"


def episode_of_judgment(judgment: RecordedJudgment) -> Episode:
    """The episode of a judgement. Another judge (`dikast judge`) sees the question, the candidates and the source."""
    question = judgment.question
    order = _order(judgment)
    protocol = _protocol(judgment)
    n_orders = len({game.order for game in judgment.games})
    return Episode(
        id=judgment.id,
        question=question,
        protocol=protocol.model_dump(mode="json"),
        agents={_JUDGE: judgment.judge},
        # Nothing in a recorded judgement is random.
        seed=0,
        swap="both" if n_orders > 1 else "none",
        order=order,
        transcript=Transcript(seats=seats_of(protocol.roles, question, order, None)),
        verdict=combine_games(judgment.games, len(question.choices)),
        # What the judgement cost is not known; nothing was paid for it here.
        usage=Usage(),
        origin=Origin(
            kind="imported",
            source=judgment.file,
            episode=judgment.id,
            recorded=judgment.recorded,
        ),
    )


def _protocol(judgment: RecordedJudgment) -> Protocol:
    """The protocol of a judge alone, which sees what the question has."""
    sees = ["question", "choices"]
    if judgment.question.source is not None:
        sees.append("source")
    if judgment.question.references:
        sees.append("reference")
    return _judge_alone(judgment.protocol, tuple(sees))


# Nearly all judgements of a file have the same one, and validating it takes longer than all the rest.
@lru_cache(maxsize=64)
def _judge_alone(name: str, sees: tuple[str, ...]) -> Protocol:
    data = {
        "name": name,
        "description": "As it was recorded.",
        "roles": {_JUDGE: {"kind": "judge", "sees": sees}},
        "moves": [{"decide": _JUDGE, "route": "label"}],
    }
    return Protocol.model_validate(data)


def _order(judgment: RecordedJudgment) -> tuple[int, ...]:
    """The order of the choices in the record, one of those that the judge saw.

    Where it saw both, or the file does not say, it is drawn by the question's id: in several sets the better response
    always comes first, and another judge who reads the record should not be shown it there every time.
    """
    in_order = tuple(range(len(judgment.question.choices)))
    orders = list(dict.fromkeys(game.order or in_order for game in judgment.games))
    if len(orders) > 1:
        return orders[_draw(judgment.question.id, len(orders))]
    is_order_known = all(game.order for game in judgment.games)
    if is_order_known or judgment.question.metadata["responses"] != "pair":
        return orders[0]
    return (in_order, in_order[::-1])[_draw(judgment.question.id, 2)]


def _draw(id: str, n: int) -> int:
    """A number below n, always the same for the same id."""
    return int.from_bytes(sha256(id.encode()).digest()[:8]) % n
