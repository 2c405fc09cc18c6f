"""JudgedExample: a judge's verdict with all that it was shown, as a worked case for another judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dikast.envelope import quoted
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.node_context import NodeContext
from dikast.graphs.rejudge import can_be_judged_again
from dikast.protocols import DecideMove, History, PromptBuilder, Protocol
from dikast.records import Episode, Record

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


class JudgedExample(Record):
    """What a judge was shown and what it replied, with how sure it was.

    - `question`: the id of the question.
    - `shown`: every message to the judge about this question in one text, its own earlier words set apart; no images.
    - `reply`: its reply, as it was, right or wrong.
    - `position`: the place of its choice in the order shown, counted from 0.
    - `p`: the probability that it gave to this choice.
    - `is_right`: whether the choice is right; None where this is not known. No judge sees it.
    """

    question: str
    shown: str
    reply: str
    position: int
    p: float
    is_right: bool | None = None


def judged_example(episode: Episode) -> JudgedExample | None:
    """The verdict of one judge between choices, in the order of the episode; None where there is none to learn from.

    It is written again from the record, as the judge was sent it. Several judges, an unparsed verdict and equal
    probabilities make no example.
    """
    protocol = Protocol.model_validate(episode.protocol)
    if not can_be_judged_again(protocol) or episode.verdict.status != "decided":
        return None
    look = next((look for look in episode.verdict.looks if look.order == episode.order), None)
    if look is None or look.votes or not look.text:
        return None
    if look.favourite is None or look.probabilities is None:
        return None
    return JudgedExample(
        question=episode.question.id,
        shown=_shown(episode, protocol),
        reply=look.text,
        position=look.order.index(look.favourite),
        p=look.probabilities[look.favourite],
        is_right=None if episode.question.gold is None else look.favourite == episode.question.gold,
    )


def _shown(episode: Episode, protocol: Protocol) -> str:
    """All that the judge was sent about the question, without what is the same for all questions."""
    context = EpisodeContext(protocol, episode.question, {}, episode.seed, episode.order, episode.argues)
    seats = episode.transcript.seats
    prompts = PromptBuilder(protocol, episode.question, seats, episode.order)
    history = History(episode.transcript.turns, episode.checks, episode.predictions, episode.picks)
    decide = protocol.moves_of(DecideMove)[-1].decide
    judge = next(seat for seat in seats if seat.role == decide)
    at = NodeContext(context, prompts, history).now("decide", str(len(protocol.moves) - 1))
    n_examples = len(protocol.roles[judge.role].examples)
    # Before the question come the system message and the judge's own examples.
    messages = prompts.messages(judge, at, history)[1 + 2 * n_examples :]
    return "\n\n".join(_texts(messages))


def _texts(messages: Iterable[BaseMessage]) -> Iterator[str]:
    """The text of each message; what the judge itself said before is marked as such."""
    for message in messages:
        text = message.content
        if not isinstance(text, str):
            text = "\n".join(str(part["text"]) for part in text if isinstance(part, dict) and "text" in part)
        yield f"You wrote then:\n{quoted(text)}" if message.type == "ai" else text
