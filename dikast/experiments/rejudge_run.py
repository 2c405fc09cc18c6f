"""Rejudge a run: the transcripts of a run folder, to be judged again by another judge."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, JsonValue

from dikast.agents import Permissions, code_files, open_agent
from dikast.errors import BadInput, nearest
from dikast.experiments.agent_labels import AgentSpec, model_name
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.cell_teams import CellTeams
from dikast.experiments.code_versions import later_code
from dikast.experiments.earlier_run import begun_as
from dikast.experiments.journals import CachedAgent, SqliteJournal
from dikast.experiments.limits import Limits
from dikast.experiments.prepare_run import DEFAULT_PERMISSIONS, Run
from dikast.experiments.run_plan import AgentsInEpisode
from dikast.experiments.stores import JOURNAL, Ingredients, RunFolder, fingerprint, start_folder
from dikast.graphs import Pause, Rejudge, Swap, agent_fault, can_be_judged_again, judge_again
from dikast.input_files import Document
from dikast.protocols import Protocol, apply, read_options
from dikast.records import Episode, Outcome, Record

VERDICT_OPTIONS = ("route", "samples", "reasoning", "repeats", "examples", "ties", "format", "orders", "games")


class RejudgeTerms(Record):
    """How transcripts are judged again: up to which round, in which orders, with which options on the verdict."""

    judge: AgentSpec
    after_round: Annotated[int, Field(ge=0)] | None = None
    swaps: Swap | None = None
    options: dict[str, JsonValue] = Field(default_factory=dict)
    limits: Limits = Limits()

    @property
    def judge_model(self) -> str:
        """The name of the judge's model, as tables have it."""
        return model_name(self.judge)

    @property
    def swap(self) -> Swap:
        """The orders, as an experiment says it; a transcript that was recorded in both may have more."""
        return self.swaps or "none"

    def rejudge(self, episode: Episode) -> Rejudge:
        """How one recorded episode is judged again. Raises BadInput where it can't be judged in this way."""
        protocol = Protocol.model_validate(episode.protocol)
        if self.options:
            document = Document(dict(self.options), "--set")
            options = read_options(self.options, document)
            protocol = apply(protocol, options)
        return Rejudge(episode, protocol, self.after_round, self.swaps)


@dataclass(frozen=True)
class RejudgedEpisode:
    """One recorded episode, to be judged again. It keeps its id, protocol, question, repeat and assigned side.

    `team` are the agents that made its transcript, by role, and the judge it had.
    """

    outcome: Outcome
    team: Mapping[str, str]
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
    def shown_agents(self) -> dict[str, str]:
        """The agents that tables name for it: those who debated, and the judge who judges it now."""
        agents = dict(self.team)
        # The recorded judge is taken out first, so that the judge is always named last.
        agents.pop("judge", None)
        agents["judge"] = self.terms.judge_model
        return agents

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
        return self.terms.judge_model

    async def episode(self, swap: Swap, in_episode: AgentsInEpisode, pause: Pause | None = None) -> Episode:
        """Judges it, with the judge as `in_episode` returns it. Raises EpisodeFailed where the judge gives no reply.

        Nothing is kept in a `pause`: there is only the judge to ask, whose answers the journal keeps.
        """
        recorded = self.folder.episode(self.id)
        # The folder may be that of a run that still goes on.
        if not isinstance(recorded, Episode):
            raise BadInput(f"episode {self.id!r} failed in the meantime", str(self.folder.path))
        return await judge_again(
            self.terms.rejudge(recorded),
            in_episode({"judge": self.judge})["judge"],
            source=self.folder.path.name,
        )


@dataclass(frozen=True)
class RejudgePlan:
    """All finished episodes of a folder that hold a transcript of their own: a second judge's does not.

    `left_out` are the labels of protocols that end in no verdict which another judge could give.
    """

    folder: RunFolder
    terms: RejudgeTerms
    judge: CachedAgent
    left_out: frozenset[str] = frozenset()

    @cached_property
    def _teams(self) -> CellTeams:
        return CellTeams(self.folder)

    def _outcomes(self) -> Iterator[Outcome]:
        """The rows of the episodes that can be judged again."""
        for outcome in self.folder.outcomes():
            # The row of a second verdict names the episode whose transcript it is about.
            has_own_transcript = outcome.transcript in ("", outcome.id)
            is_finished = outcome.status != "failed"
            if is_finished and has_own_transcript and outcome.protocol not in self.left_out:
                yield outcome

    def __len__(self) -> int:
        return sum(1 for _ in self._outcomes())

    def __iter__(self) -> Iterator[RejudgedEpisode]:
        return self._episodes(frozenset())

    def _episodes(self, done: Container[str]) -> Iterator[RejudgedEpisode]:
        """The episodes, without those that have these ids."""
        for outcome in self._outcomes():
            if outcome.id not in done:
                team = self._teams.of(outcome)
                yield RejudgedEpisode(outcome, team, self.folder, self.terms, self.judge)

    def ids(self) -> Iterator[str]:
        """The ids under which the episodes were recorded."""
        return (outcome.id for outcome in self._outcomes())

    def lanes(self, done: Container[str] = frozenset()) -> dict[str, Iterator[RejudgedEpisode]]:
        """All of them, without those that are done: they wait for one judge."""
        return {self.terms.judge_model: self._episodes(done)}


def prepare_rejudge(
    folder: RunFolder,
    terms: RejudgeTerms,
    out: Path | None = None,
    base: Path | None = None,
    permissions: Permissions = DEFAULT_PERMISSIONS,
    *,
    serves_people: bool = False,
) -> Run:
    """The run in which the terms' judge judges a folder's transcripts, ready to start. Paths are relative to `base`.

    `out` is by default a folder beside that one, named for the judge. With `serves_people` a person who judges is asked
    at a desk, see `open_desk`. Raises BadInput, before anything is called, where there is nothing to judge or an
    episode can't be judged in this way.
    """
    for name in terms.options:
        if name not in VERDICT_OPTIONS:
            raise BadInput(f"{name!r} changes no verdict: {nearest(name, VERDICT_OPTIONS)}", f"--set {name}")
    base = base or Path()
    # The journal is in the run folder, which is made last: nothing is left behind where something is wrong.
    journal = SqliteJournal(Path())
    stack = AgentStack(terms.limits, journal, serves_people=serves_people)
    agent = open_agent(terms.judge, where="--judge", base=base, permissions=permissions)
    judge = stack.around(agent, terms.judge_model)
    if files := code_files(terms.judge, base):
        stack.code[agent.name] = files
    plan = RejudgePlan(folder, terms, judge)
    if not len(plan):
        raise BadInput("there is no finished episode in it to judge again", str(folder.path))
    plan = _without_other_verdicts(plan)
    _check(plan)
    out = out or folder.path.parent / _folder_name(folder.path.name, terms)
    if out.resolve() == folder.path.resolve():
        raise BadInput("the transcripts are read from there; choose another --out", str(out))
    described = _described(folder, terms)
    ingredients = _ingredients(folder, judge)
    started = start_folder(out, described, ingredients)
    stack.call_scope = started.call_scope
    journal.path = started.path / JOURNAL
    journal.run = fingerprint(repr((described, ingredients)))
    return Run(terms, plan, started, stack, base, (judge,), notice=_notice(plan))


def _without_other_verdicts(plan: RejudgePlan) -> RejudgePlan:
    """The plan without protocols that end in scores, rankings or grades; as it is where there are no others."""
    can_be_judged: dict[str, bool] = {}
    for planned in plan:
        if planned.label in can_be_judged:
            continue
        recorded = plan.folder.episode(planned.id)
        if isinstance(recorded, Episode):
            can_be_judged[planned.label] = can_be_judged_again(Protocol.model_validate(recorded.protocol))
    if not any(can_be_judged.values()):
        # The check of each episode says what is wrong.
        return plan
    return replace(plan, left_out=frozenset(label for label, can_be in can_be_judged.items() if not can_be))


def _notice(plan: RejudgePlan) -> str | None:
    """Which protocols are left out, and why; None where none is."""
    if not plan.left_out:
        return None
    names = ", ".join(map(repr, sorted(plan.left_out)))
    return f"left out, as they end in no judge's verdict between answers: {names}"


def _check(plan: RejudgePlan) -> None:
    """Raises BadInput where an episode can't be judged in this way, without judging any."""
    checked_labels: set[str] = set()
    for planned in plan:
        if planned.label in checked_labels:
            continue
        recorded = plan.folder.episode(planned.id)
        if not isinstance(recorded, Episode):
            continue
        rejudge = plan.terms.rejudge(recorded)
        for role in rejudge.judges:
            if fault := agent_fault(rejudge.protocol, role, plan.judge):
                raise BadInput(fault, "--judge")
        # One of each protocol will do. But of imported episodes each followed a protocol of its own, and each question
        # has as many orders as its choices.
        if recorded.origin is None and "orders" not in plan.terms.options:
            checked_labels.add(planned.label)


def _folder_name(source: str, terms: RejudgeTerms) -> str:
    """A name that says whose transcripts were judged, by whom and how."""
    parts = [source, "judged", re.sub(r"\W+", "-", terms.judge_model).strip("-")]
    if terms.after_round is not None:
        parts.append(f"round-{terms.after_round}")
    if terms.swaps:
        parts.append(terms.swaps)
    return "-".join(parts)


def _described(folder: RunFolder, terms: RejudgeTerms) -> dict[str, JsonValue]:
    """The run as its folder describes it."""
    described: dict[str, JsonValue] = {
        "name": folder.path.name,
        "judged": str(folder.path.resolve()),
        "judge": terms.judge,
        "after_round": terms.after_round,
        "swap": terms.swaps,
        "set": dict(terms.options) or None,
    }
    return {name: value for name, value in described.items() if value is not None}


def _ingredients(folder: RunFolder, judge: CachedAgent) -> Ingredients:
    """What the run is made from: another judge, or transcripts that have changed, are another run."""
    transcripts = {"transcripts": begun_as(folder.path)}
    # A start with --fresh has agents whose code changed speak again, under the same ids.
    if later := later_code(folder.path):
        transcripts["code"] = fingerprint(repr(sorted(later.items())))
    return {
        "question set": transcripts,
        "protocol files": dict.fromkeys(folder.labels(), "as recorded"),
        "agent names": {"agent of judge": judge.name},
    }
