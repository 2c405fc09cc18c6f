"""What machine checks found in the speeches of one agent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dikast.experiments import RunFolder
from dikast.metrics import Estimate, wilson
from dikast.records import Check, Episode, Passage


@dataclass
class SpeechCounts:
    """Counts over all speeches of one agent: `quotes` by what the check of each found, and its refuted claims."""

    speeches: int = 0
    unread: int = 0
    quotes: Counter[str] = field(default_factory=Counter)
    refuted_claims: int = 0
    episodes_with_refuted: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, folders: Iterable[RunFolder], agent: str) -> SpeechCounts:
        """The counts of the agent of this name, over all episodes in these folders."""
        counts = cls()
        for folder in folders:
            for episode in folder.episodes():
                counts._add(episode, agent, str(folder.path))
        return counts

    def figures(self) -> dict[str, Estimate]:
        """The share of quotes that are in the source, and refuted claims a speech; each only where there are any."""
        figures: dict[str, Estimate] = {}
        n_quotes = self.quotes.total()
        if n_quotes:
            figures["quotes_verified"] = _share(self.quotes["verified"], n_quotes)
        if self.speeches:
            value = self.refuted_claims / self.speeches
            figures["refuted_claims_per_speech"] = Estimate(value=value, n=self.speeches, clusters=self.speeches)
        return figures

    def _add(self, episode: Episode, agent: str, run: str) -> None:
        seats = {seat for seat, name in episode.agents.items() if name == agent}
        n_refuted = sum(self._add_passage(passage, seats) for passage in episode.passages)
        if n_refuted:
            self.episodes_with_refuted.append((run, episode.id))

    def _add_passage(self, passage: Passage, seats: set[str]) -> int:
        """Counts one passage. Returns how many of its claims and quotes were refuted."""
        checks: dict[str, list[Check]] = {}
        for check in passage.checks:
            checks.setdefault(check.about or "", []).append(check)
        n_refuted = 0
        for turn in passage.transcript.turns:
            if turn.seat not in seats or turn.kind != "speech":
                continue
            self.speeches += 1
            self.unread += turn.status == "unparsed"
            for check in checks.get(turn.key, []):
                n_refuted += check.status == "refuted"
                if check.checker == "quotes":
                    self.quotes[check.status] += 1
                else:
                    self.refuted_claims += check.status == "refuted"
        return n_refuted


def _share(count: int, n: int) -> Estimate:
    low, high = wilson(count / n, n)
    return Estimate(value=count / n, low=low, high=high, n=n, clusters=n, method="wilson")
