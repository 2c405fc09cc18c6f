"""A card from the records of a league: figures, a rating, and what this many games can and can't tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from dikast.evaluation.card import AgentPart, Card, CardRating, CardRun, RatedPeer
from dikast.evaluation.league import League, RatedAgent
from dikast.evaluation.part_findings import PartFindings
from dikast.experiments import RunFolder
from dikast.metrics import Estimate, Game, Rating, bradley_terry, head_to_head
from dikast.records import Usage

RESAMPLES = 1_000
"""Bootstrap resamples for ratings, which are fitted anew for each."""
EVEN = 0.5
"""What two equal players score against one another."""


def build_card(league: League, part: AgentPart, agent: RatedAgent, found: PartFindings) -> Card:
    """The card of one agent in one part."""
    ratings = _ratings(found.games)
    own = ratings.get(agent.name)
    against = head_to_head(found.games, agent.name)
    peers = _peers(agent.name, ratings, found, against)
    concluded, not_concluded = _conclusions(own, peers)
    folders = league.folders(part, agent)
    return Card(
        agent=agent.name,
        part=part,
        league=str(league.path),
        headline=found.headline,
        figures=dict(found.figures),
        by={key: dict(figures) for key, figures in found.by.items() if figures},
        rating=None if own is None else _card_rating(own),
        peers=tuple(peers),
        concluded=tuple(concluded),
        not_concluded=(*not_concluded, *found.notes),
        read_first=tuple(found.read_first),
        runs=tuple(map(_card_run, folders)),
        versions=_versions(folders),
    )


def _ratings(games: Sequence[Game]) -> dict[str, Rating]:
    """The rating of every player, the best first; empty without games."""
    if not games:
        return {}
    return {rating.player: rating for rating in bradley_terry(games, resamples=RESAMPLES).players}


def _peers(
    name: str, ratings: Mapping[str, Rating], found: PartFindings, against: Mapping[str, Estimate]
) -> list[RatedPeer]:
    return [
        RatedPeer(
            name=peer,
            rating=_card_rating(rating),
            score=found.scores.get(peer, Estimate(value=None)),
            against=against.get(peer, Estimate(value=None)),
        )
        for peer, rating in ratings.items()
        if peer != name
    ]


def _conclusions(own: Rating | None, peers: Sequence[RatedPeer]) -> tuple[list[str], list[str]]:
    """What the games tell, and what they do not, in sentences."""
    told: list[str] = []
    untold: list[str] = []
    for peer in peers:
        share, n = peer.against, peer.against.n
        if share.value is None or share.low is None or share.high is None:
            continue
        sentence = f"{peer.name}: {share.value:.2f} of the points ({share.low:.2f}–{share.high:.2f})"
        if share.low > EVEN:
            told.append(f"stronger than {sentence}")
        elif share.high < EVEN:
            told.append(f"weaker than {sentence}")
        else:
            untold.append(f"these {n:,} games can't tell it from {sentence}")
    against_median = _against_median(own, peers)
    if against_median:
        untold.append(against_median)
    return told, untold


def _against_median(own: Rating | None, peers: Sequence[RatedPeer]) -> str | None:
    """A sentence where the rating could be that of the league's median; None where it is told apart."""
    others = [peer.rating.value for peer in peers if peer.rating.value is not None]
    if own is None or not others or own.rating.low is None or own.rating.high is None:
        return None
    middle = median(others)
    if not own.rating.low <= middle <= own.rating.high:
        return None
    return f"these {own.games:,} games can't tell it from the median of the others, {middle:.0f}"


def _card_rating(rating: Rating) -> CardRating:
    estimate = rating.rating
    return CardRating(value=estimate.value, low=estimate.low, high=estimate.high, games=rating.games)


def _card_run(folder: RunFolder) -> CardRun:
    outcomes = list(folder.outcomes())
    usage = Usage.total(outcome.usage for outcome in outcomes)
    return CardRun(
        path=str(folder.path),
        episodes=len(outcomes),
        questions=len({outcome.question for outcome in outcomes}),
        calls=usage.calls,
        usd=None if usage.unpriced else usage.cost_usd,
    )


def _versions(folders: Sequence[RunFolder]) -> dict[str, str]:
    """The versions that the runs were made with."""
    versions: dict[str, str] = {}
    for folder in folders:
        versions |= {name: str(version) for name, version in folder.description().get("versions", {}).items()}
    return versions
