"""RecordedAgent: what a debater or consultant said in a run, said again, so that it can be met without its model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from dikast.agents import Reply, Request
from dikast.errors import BadInput, PermanentError
from dikast.evaluation.agent_pool import pool_of
from dikast.experiments import AgentSpec, RunFolder
from dikast.records import Episode, Passage, Question, Usage

CLASS = f"{__name__}:RecordedAgent"
ARGUING = ("debater", "consultant")
PREFIX = "recorded:"

SpeechKey = tuple[str, str, int]
"""A speech by its question's text, the text of the answer that it argues for, and its round."""


class RecordedAgent:
    """The agent `agent` of the run in `folder`, or of the runs below it. Its later speeches answer those it met there.

    Raises BadInput where the folder holds no run, or no speech of the agent.
    """

    def __init__(self, folder: str, agent: str) -> None:
        self._runs = _runs_in(Path(folder))
        self._agent = agent
        if not self._speeches:
            raise BadInput(f"{agent} made no speech in it", folder)

    @property
    def name(self) -> str:
        """The agent's name, as one that is recorded."""
        return f"{PREFIX}{self._agent}"

    async def reply(self, request: Request) -> Reply:
        """The recorded speech. Raises PermanentError for what the agent was not asked then."""
        question = request.question
        if request.argues is None or request.purpose != "speak":
            raise PermanentError(f"{self.name} only speaks: a recording answers no other request")
        key = (question.text, question.choices[request.argues], request.round)
        text = self._speeches.get(key)
        if text is None:
            raise PermanentError(
                f"{self.name} made no speech in round {request.round} for {key[1]!r} of {question.id!r}"
            )
        return Reply(text=text, usage=Usage(calls=1))

    @cached_property
    def _speeches(self) -> dict[SpeechKey, str]:
        """The first speech of the agent for each side of each question and round."""
        found: dict[SpeechKey, str] = {}
        for run in self._runs:
            for episode in run.episodes():
                seats = {seat for seat, name in episode.agents.items() if name == self._agent}
                for passage in episode.passages:
                    for speech, text in _speeches_of(passage, episode.question, seats):
                        found.setdefault(speech, text)
        return found


def _speeches_of(passage: Passage, question: Question, seats: set[str]) -> Iterator[tuple[SpeechKey, str]]:
    for turn in passage.transcript.turns:
        is_speech = turn.seat in seats and turn.kind == "speech" and turn.status != "unparsed"
        if is_speech and turn.argues is not None:
            yield (question.text, question.choices[turn.argues], turn.round), turn.text


def recorded_agents(folder: Path) -> list[AgentSpec]:
    """All agents that argued in a run, or in the runs of a league, as an experiment names them.

    Those of the pool that ships are left out: they can be met as they are. One that argued in several runs is one
    agent, with what it said in all of them. Raises BadInput where there are none.
    """
    runs_of: defaultdict[str, list[Path]] = defaultdict(list)
    for run in _runs_in(folder):
        for name in sorted({agent for episode in run.episodes() for agent in _arguing(episode)}):
            if name not in pool_of("debater") and not name.startswith(PREFIX):
                runs_of[name].append(run.path)
    if not runs_of:
        raise BadInput("no agent argued in the runs of this folder", str(folder))
    return [
        {"model": CLASS, "folder": str(paths[0] if len(paths) == 1 else folder), "agent": name}
        for name, paths in runs_of.items()
    ]


def _runs_in(folder: Path) -> list[RunFolder]:
    """The run in this folder, or those below it. Raises BadInput where it is no folder."""
    if (folder / "episodes.sqlite").is_file() or not folder.is_dir():
        return [RunFolder.open(folder)]
    return [RunFolder.open(file.parent) for file in sorted(folder.rglob("episodes.sqlite"))]


def _arguing(episode: Episode) -> list[str]:
    kinds = {seat.name: seat.kind for seat in episode.transcript.seats}
    return [agent for seat, agent in episode.agents.items() if kinds.get(seat) in ARGUING]
