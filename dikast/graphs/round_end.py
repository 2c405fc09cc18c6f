"""Whether rounds end: all were held, or what was said is enough to stop early."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dikast.graphs.answer_groups import group_answers
from dikast.graphs.node_context import NodeContext
from dikast.graphs.predicting import is_settled
from dikast.protocols import BeliefAtLeast, Rounds, Settled, SplitMove
from dikast.records import Look, Question, Turn, claim_tree


async def is_over(rounds: Rounds, block: str, context: NodeContext, beliefs: Mapping[int, Look]) -> bool:
    """Whether the rounds of this block end here.

    `block` is the id of the rounds in the protocol; `beliefs` are the judge's looks between rounds, by round.
    """
    turns_by_round: defaultdict[int, list[Turn]] = defaultdict(list)
    for turn in context.history.turns:
        if turn.block == block and turn.makes_round:
            turns_by_round[turn.round].append(turn)
    if len(turns_by_round) >= rounds.rounds:
        return True
    if any(isinstance(move, SplitMove) for move in rounds.each) and claim_tree(context.history.turns).is_over:
        return True
    if rounds.until == "concession" and any(turn.concedes for turn in context.history.turns):
        return True
    # Rounds are numbered through the whole episode, not from 1 in each block.
    this_round = max(turns_by_round, default=0)
    if rounds.until == "agreement":
        return await _all_agree(turns_by_round[this_round], context.episode.question)
    if isinstance(rounds.until, Settled):
        return is_settled(context, rounds.until.settled)
    return _is_sure(rounds, beliefs.get(this_round))


async def _all_agree(turns: Sequence[Turn], question: Question) -> bool:
    """Whether all answers of these turns are the same: one choice, or in words what a machine proves to be equal."""
    answers = [turn for turn in turns if turn.kind == "answer"]
    # An answer that could not be read agrees with none, not even with another such answer.
    if any(turn.choice is None and turn.answer is None for turn in answers):
        return False
    if question.choices:
        return len({turn.choice for turn in answers}) == 1
    stated = {turn.key: turn.answer for turn in answers if turn.answer is not None}
    return len(await group_answers(stated, question)) == 1


def _is_sure(rounds: Rounds, belief: Look | None) -> bool:
    """Whether the rounds may end early because the judge is sure enough."""
    if not isinstance(rounds.until, BeliefAtLeast):
        return False
    # Without a belief that could be read, the debate goes on.
    if belief is None or belief.probabilities is None:
        return False
    return max(belief.probabilities) >= rounds.until.p_at_least
