"""A card from the records of a league: figures, a rating, and what this many games can and can't tell."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from statistics import median
from textwrap import shorten

from dikast.evaluation.card import AgentPart, Card, CardRating, CardRun, EpisodeToRead, RatedPeer
from dikast.evaluation.league import League, RatedAgent
from dikast.evaluation.part_findings import PartFindings
from dikast.experiments import RunFolder
from dikast.metrics import Estimate, Game, Rating, bradley_terry, head_to_head, told_apart
from dikast.records import Usage

RESAMPLES = 1_000
"""Bootstrap resamples for ratings, which are fitted anew for each."""
FAILURES_TO_READ = 2
LONGEST_REASON = 200
EVEN = 0.5
"""What two equal players score against one another."""


def build_card(league: League, part: AgentPart, agent: RatedAgent, found: PartFindings) -> Card:
    """The card of one agent in one part."""
    ratings = _ratings(found.games)
    own = ratings.get(agent.name)
    against = head_to_head(found.games, agent.name)
    peers = _peers(agent.name, ratings, found, against)
    concluded, not_concluded = _conclusions(own, peers, told_apart(found.games, agent.name))
    folders = league.folders(part, agent)
    failed = list(_failures(folders))
    return Card(
        agent=agent.name,
        part=part,
        league=str(league.path),
        headline=found.headline,
        figures=_figures(found),
        by={key: dict(figures) for key, figures in found.by.items() if figures},
        rating=None if own is None else _card_rating(own),
        peers=tuple(peers),
        concluded=tuple(concluded),
        not_concluded=(*_failure_notes(len(failed), folders, found.headline), *not_concluded, *found.notes),
        read_first=_to_read(failed, found),
        runs=tuple(map(_card_run, folders)),
        versions=_versions(folders),
    )


def _failures(folders: Iterable[RunFolder]) -> Iterator[EpisodeToRead]:
    """The episodes that an agent did not finish, and what it raised."""
    for folder in folders:
        for outcome in folder.outcomes():
            if outcome.status == "failed":
                why = shorten(f"it failed: {outcome.error}", LONGEST_REASON, placeholder="…")
                yield EpisodeToRead(run=str(folder.path), id=outcome.id, why=why)


def _figures(found: PartFindings) -> dict[str, Estimate]:
    """The figures of the episodes that ended, and how many did not."""
    figures = dict(found.figures)
    figures[found.headline] = found.tried.bound(figures[found.headline])
    figures["failed"] = found.tried.n_failed
    return figures


def _failure_notes(n_failed: int, folders: Iterable[RunFolder], headline: str) -> list[str]:
    """A sentence on the episodes that failed, if some did: what it would have said there is not known."""
    if not n_failed:
        return []
    n_episodes = sum(1 for folder in folders for _ in folder.outcomes())
    told = f"{n_failed:,} of {n_episodes:,} episodes failed, and the figures can't say what it would have said there"
    allowed = f"they are of the others, and the interval of {headline.replace('_', ' ')} allows for any outcome there"
    return [f"{told}: {allowed}; the same command tries them again"]


def _to_read(failed: Sequence[EpisodeToRead], found: PartFindings) -> tuple[EpisodeToRead, ...]:
    """Some episodes that failed, then those that say most about the agent."""
    places = {(episode.run, episode.id) for episode in failed}
    others = [episode for episode in found.read_first if (episode.run, episode.id) not in places]
    return (*failed[:FAILURES_TO_READ], *others)


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


def _conclusions(own: Rating | None, peers: Sequence[RatedPeer], apart: Container[str]) -> tuple[list[str], list[str]]:
    """What the games tell, and what they do not, in sentences; `apart` are the peers from which it surely differs."""
    told: list[str] = []
    untold: list[str] = []
    for peer in peers:
        share, n = peer.against, peer.against.n
        if share.value is None or share.low is None or share.high is None:
            continue
        sentence = f"{peer.name}: {share.value:.2f} of the points ({share.low:.2f}–{share.high:.2f})"
        if peer.name in apart:
            told.append(f"{'stronger' if share.value > EVEN else 'weaker'} than {sentence}")
        elif not share.low <= EVEN <= share.high:
            untold.append(f"{_these_games(n)} hardly tell it from {sentence}: too few, for so many opponents")
        else:
            untold.append(f"{_these_games(n)} can't tell it from {sentence}")
    against_median = _against_median(own, peers)
    if against_median:
        untold.append(against_median)
    return told, untold


def _against_median(own: Rating | None, peers: Sequence[RatedPeer]) -> str | None:
    """A sentence where the rating could be that of the league's median; None where it is told apart."""
    others = [peer.rating.value for peer in peers if peer.rating.value is not None]
    if own is None or not others:
        return None
    games, middle = _these_games(own.games), median(others)
    if own.rating.low is None or own.rating.high is None:
        return f"{games} ended alike on every question, or are of one: how sure the rating is can't be said"
    if not own.rating.low <= middle <= own.rating.high:
        return None
    return f"{games} can't tell it from the median of the others, {middle:.0f}"


def _these_games(n: int) -> str:
    return "this game" if n == 1 else f"these {n:,} games"


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
