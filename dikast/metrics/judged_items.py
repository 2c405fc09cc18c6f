"""JudgedItem: one verdict on a question with candidates, in the few values that its figures are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pydantic import JsonValue

from dikast.records import Episode, Look, Verdict, team_label

# What a gold label or a verdict may be beside the index of a candidate. None stands for unknown, or unparsed.
TIE = -1
CONTRADICTORY = -2


class JudgedItem(NamedTuple):
    """One verdict.

    - `judge`, `others`: the agent that judged, and the label of the other agents, if any.
    - `protocol`, `dataset`, `task`, `category`: what was judged; `task` is `pair`, `one`, `score` or `ranking`.
    - `asked`: the question's text. Pairs of answers to the same text are not independent.
    - `gold`: the right candidate, or TIE; None where it is not known.
    - `said`: what the verdict prefers, TIE, or CONTRADICTORY where its replies cancel out; None if it is unparsed.
    - `games`: what each reply prefers, TIE, or None if it can't be read.
    - `has_both_orders`: the candidates were shown in more than one order.
    - `votes`: what each annotator said, in the data set's own numbers.
    - `distance`: of a ranking from the right one, from 0 to 1; None for other tasks.
    - `published_right`: whether the file itself says that the judge is right; None where it says nothing.
    """

    judge: str
    others: str
    protocol: str
    dataset: str
    task: str
    category: str
    asked: str
    gold: int | None
    said: int | None
    games: tuple[int | None, ...]
    has_both_orders: bool
    votes: tuple[int, ...]
    distance: float | None
    published_right: bool | None


def judged_item(episode: Episode) -> JudgedItem | None:
    """The item of an episode; None if its question is not from a set of judged responses."""
    from dikast.metrics.correlation import ranking_similarity

    metadata = episode.question.metadata
    if "responses" not in metadata:
        return None
    recorded = {} if episode.origin is None else episode.origin.recorded
    others = {seat: agent for seat, agent in episode.agents.items() if seat != "judge"}
    gold_ranking = metadata.get("gold_ranking")
    # A verdict by scores or comparisons has a ranking of its own; of an imported one it was recorded.
    ranking: object = list(episode.verdict.ranking) or recorded.get("ranking")
    distance = None
    if isinstance(gold_ranking, list) and isinstance(ranking, list):
        distance = 1 - ranking_similarity([*map(str, gold_ranking)], [*map(str, ranking)])
    is_right = recorded.get("published_right")
    looks = episode.verdict.looks
    return JudgedItem(
        judge=episode.agents.get("judge", ""),
        others=team_label(others),
        protocol=episode.protocol_name,
        dataset=_text(metadata, "dataset"),
        task=_text(metadata, "responses"),
        category=_text(metadata, "category"),
        asked=episode.question.text,
        gold=TIE if episode.question.gold_tie else episode.question.gold,
        said=_said(episode.verdict),
        games=tuple(map(_preferred, looks)),
        has_both_orders=len({look.order for look in looks}) > 1,
        votes=tuple(_whole_numbers(metadata.get("annotators"))),
        distance=distance,
        published_right=is_right if isinstance(is_right, bool) else None,
    )


def _said(verdict: Verdict) -> int | None:
    """What a verdict says: a candidate, a tie, or nothing because its replies cancel out or can't be read."""
    if verdict.status == "unparsed":
        return None
    if verdict.choice is not None:
        return verdict.choice
    # Old records, and judges that may not say so, have no ties.
    return TIE if verdict.tie else CONTRADICTORY


def _preferred(look: Look) -> int | None:
    """What one reply prefers."""
    if look.status == "unparsed":
        return None
    return TIE if look.favourite is None else look.favourite


def _text(metadata: Mapping[str, JsonValue], key: str) -> str:
    value = metadata.get(key)
    return "" if value is None else str(value)


def _whole_numbers(values: JsonValue) -> Iterable[int]:
    """The whole numbers of a list; none for anything else."""
    if not isinstance(values, list):
        return ()
    return (value for value in values if isinstance(value, int))
