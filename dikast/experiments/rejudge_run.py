"""prepare_retrial: the transcripts of a run folder, to be judged again by another judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, JsonValue

from dikast.agents import open_agent
from dikast.errors import BadInput, nearest
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.journals import CachedAgent, SqliteJournal
from dikast.experiments.limits import Limits
from dikast.experiments.prepare_run import Run
from dikast.experiments.stores import JOURNAL, Ingredients, RunFolder, fingerprint, start_folder
from dikast.graphs import Rejudge, Swap, judge_again
from dikast.input_files import Document, read_text
from dikast.protocols import Protocol, apply, read_options
from dikast.records import Episode, Outcome, Record

VERDICT_OPTIONS = ("route", "samples", "reasoning", "repeats", "examples")


class RejudgeTerms(Record):
    """How transcripts are judged again: up to which round, in which orders, with which options on the verdict."""

    judge: str
    after_round: Annotated[int, Field(ge=0)] | None = None
    swaps: Swap | None = None
    options: dict[str, JsonValue] = Field(default_factory=dict)
    limits: Limits = Limits()

    @property
    def swap(self) -> Swap:
        """The orders, as an experiment says it; a transcript that was recorded in both may have more."""
        return self.swaps or "none"

    def retrial(self, episode: Episode) -> Rejudge:
        """The retrial of one recorded episode. Raises BadInput where it can't be judged in this way."""
        protocol = Protocol.model_validate(episode.protocol)
        if self.options:
            protocol = apply(protocol, read_options(self.options, Document(dict(self.options), "--set")))
        return Rejudge(episode, protocol, self.after_round, self.swaps)


@dataclass(frozen=True)
class RejudgedEpisode:
    """One recorded episode, to be judged again."""

    outcome: Outcome
    folder: RunFolder
    terms: RejudgeTerms
    judge: CachedAgent

    @property
    def id(self) -> str:
        """The id it was recorded under."""
        return self.outcome.id

    @property
    def label(self) -> str:
        """What tables call its protocol."""
        return self.outcome.protocol

    @property
    def team_label(self) -> str:
        """What tables call its agents: who debated, and who judges now."""
        parts = re.split(r" (?=[\w-]+=)", self.outcome.agents)  # a name may hold spaces
        others = [part for part in parts if part and not part.startswith("judge=")]
        return " ".join((*others, f"judge={self.terms.judge}"))

    @property
    def question_id(self) -> str:
        """The id of its question."""
        return self.outcome.question

    @property
    def repeat(self) -> int:
        """Which repeat of its question it was."""
        return self.outcome.repeat

    @property
    def argues(self) -> int | None:
        """The side that was assigned."""
        return self.outcome.argues

    @property
    def lane(self) -> str:
        """The model that it waits for."""
        return self.terms.judge

    async def episode(self, swap: Swap) -> Episode:
        """Judges it. Raises EpisodeFailed where the judge gives no reply."""
        recorded = self.folder.episode(self.id)
        if not isinstance(recorded, Episode):
            raise BadInput(f"episode {self.id!r} failed in the meantime", str(self.folder.path))
        return await judge_again(self.terms.retrial(recorded), self.judge, source=self.folder.path.name)


@dataclass(frozen=True)
class RejudgePlan:
    """All finished episodes of a folder that hold a transcript of their own: a second judge's does not."""

    folder: RunFolder
    terms: RejudgeTerms
    judge: CachedAgent

    def _outcomes(self) -> Iterator[Outcome]:
        return (o for o in self.folder.outcomes() if o.status != "failed" and o.transcript in ("", o.id))

    def __len__(self) -> int:
        return sum(1 for _ in self._outcomes())

    def __iter__(self) -> Iterator[RejudgedEpisode]:
        return (RejudgedEpisode(outcome, self.folder, self.terms, self.judge) for outcome in self._outcomes())

    def lanes(self) -> dict[str, Iterator[RejudgedEpisode]]:
        """All of them: they wait for one judge."""
        return {self.terms.judge: iter(self)}


def prepare_rejudge(folder: RunFolder, terms: RejudgeTerms, out: Path | None = None, base: Path | None = None) -> Run:
    """The retrial of a folder's transcripts, ready to run. Paths are relative to `base`.

    `out` is by default a folder beside that one, named for the judge. Raises BadInput, before anything is called,
    where there is nothing to judge or an episode can't be judged in this way.
    """
    unknown = next((name for name in terms.options if name not in VERDICT_OPTIONS), None)
    if unknown is not None:
        raise BadInput(f"{unknown!r} changes no verdict: {nearest(unknown, VERDICT_OPTIONS)}", f"--set {unknown}")
    journal = SqliteJournal(Path())
    stack = AgentStack(terms.limits, journal)
    judge = stack.around(open_agent(terms.judge, where="--judge", base=base or Path()), terms.judge)
    plan = RejudgePlan(folder, terms, judge)
    if not len(plan):
        raise BadInput("there is no finished episode in it to judge again", str(folder.path))
    _check(folder, terms, plan)
    out = out or folder.path.parent / _name(folder.path.name, terms)
    if out.resolve() == folder.path.resolve():
        raise BadInput("the transcripts are read from there; choose another --out", str(out))
    described, ingredients = _described(folder, terms), _ingredients(folder, judge)
    started = start_folder(out, described, ingredients)
    journal.path = started.path / JOURNAL
    journal.run = fingerprint(repr((described, ingredients)))
    return Run(terms, plan, started, stack, base or Path(), (judge,))


def _check(folder: RunFolder, terms: RejudgeTerms, plan: RejudgePlan) -> None:
    """Takes episodes as if to judge them, so that what can't be done is said at once: one of each protocol, but of
    recordings all, since each of them followed a protocol of its own.
    """
    seen: set[str] = set()
    for retried in plan:
        recorded = folder.episode(retried.id) if retried.label not in seen else None
        if isinstance(recorded, Episode):
            terms.retrial(recorded)
            if recorded.origin is None:
                seen.add(retried.label)


def _name(name: str, terms: RejudgeTerms) -> str:
    told = [name, "judged", re.sub(r"\W+", "-", terms.judge).strip("-")]
    told += [f"round-{terms.after_round}"] if terms.after_round is not None else []
    return "-".join((*told, *([terms.swaps] if terms.swaps else [])))


def _described(folder: RunFolder, terms: RejudgeTerms) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {
        "name": folder.path.name,
        "judged": str(folder.path.resolve()),
        "judge": terms.judge,
        "after_round": terms.after_round,
        "swap": terms.swaps,
        "set": dict(terms.options) or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _ingredients(folder: RunFolder, judge: CachedAgent) -> Ingredients:
    return {
        "question set": {"transcripts": fingerprint(read_text(folder.path / "experiment.yaml"))},
        "protocol files": dict.fromkeys(folder.labels(), "as recorded"),
        "agent names": {"agent of judge": judge.name},
    }
