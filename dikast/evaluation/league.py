"""League: a folder in which agents are rated, each in run folders of its own, so that a newcomer plays only its games.

LEAGUE/journal.sqlite            every answered call, shared: an agent is asked once for what several games need
LEAGUE/PART/terms.json           what is the same for all agents of that part
LEAGUE/PART/pool/RUN             the agents that ship, among themselves
LEAGUE/PART/AGENT/RUN            one rated agent
LEAGUE/PART/AGENT/agent.json     its name and options
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue, ValidationError

from dikast.errors import BadInput
from dikast.evaluation.card import AgentPart
from dikast.evaluation.league_file import LeagueFile
from dikast.experiments import AgentSpec, RunFolder
from dikast.records import Record

POOL = "pool"
JOURNAL_FILE = "journal.sqlite"
TERMS_FILE = "terms.json"
AGENT_FILE = "agent.json"
OWN_NAME = "give each a `name` that has its options, or rate them with another --out"


class LeagueTerms(Record):
    """What all agents of one part have in common, or their figures could not be compared.

    - `questions`: a `questions:` mapping of an experiment; None for the sets that ship.
    - `judges`: the fixed panel before which debaters and consultants speak.
    - `rounds`: how many speeches each of them makes.
    - `samples`: how many times a solver answers each question.
    - `seed`: all randomness comes from it.
    """

    questions: dict[str, JsonValue] | None = None
    judges: tuple[AgentSpec, ...] = ()
    rounds: int = 1
    samples: int = 1
    seed: int = 0


@dataclass(frozen=True)
class RatedAgent:
    """The agent that is rated: as it was given, and the name that records have it under."""

    spec: AgentSpec
    name: str

    @property
    def folder_name(self) -> str:
        """The name of its folders: readable, and another one for the same model with other options."""
        shown = self.spec if isinstance(self.spec, str) else str(self.spec.get("model"))
        digest = hashlib.sha256(json.dumps(self.spec, sort_keys=True).encode()).hexdigest()[:6]
        return f"{re.sub(r'[^A-Za-z0-9]+', '-', shown).strip('-')[-48:]}-{digest}"


class EnteredAgent(Record):
    """A rated agent as its folder keeps it: as it was given, and the name that records have it under."""

    spec: AgentSpec
    name: str


@dataclass(frozen=True)
class League:
    """A league in a folder, which may not exist yet."""

    path: Path

    @property
    def journal(self) -> Path:
        """The journal that all of its runs share."""
        return self.path.absolute() / JOURNAL_FILE

    def set_file(self, name: str) -> LeagueFile:
        """The file of a set of questions that ships."""
        return LeagueFile(self.path.absolute(), f"sets/{name}.jsonl")

    def file_in(self, run: Path, name: str) -> LeagueFile:
        """The file of this name in the folder of a run."""
        return LeagueFile(self.path.absolute(), (run.relative_to(self.path) / name).as_posix())

    def run_path(self, part: AgentPart, agent: RatedAgent | None, run: str) -> Path:
        """The folder of one run of an agent; of the pool without one."""
        return self.path / part / (POOL if agent is None else agent.folder_name) / run

    def folders(self, part: AgentPart, agent: RatedAgent | None = None) -> list[RunFolder]:
        """The begun runs of an agent in this part; of all agents and the pool without one."""
        pattern = "*" if agent is None else agent.folder_name
        return list(_run_folders(self.path / part, f"{pattern}/*"))

    def terms(self, part: AgentPart) -> LeagueTerms | None:
        """What this part was begun with; None where nothing was rated yet. Raises BadInput for a broken file."""
        file = self.path / part / TERMS_FILE
        if not file.is_file():
            return None
        try:
            return LeagueTerms.model_validate_json(file.read_text(encoding="utf-8"))
        except (ValidationError, OSError, UnicodeDecodeError):
            raise BadInput("this file says what agents are rated on, and can't be read", str(file)) from None

    def check(self, part: AgentPart, terms: LeagueTerms) -> None:
        """Raises BadInput where agents were rated in this part on other terms, or the folder is something else."""
        self._check_is_league()
        kept = self.terms(part) or terms
        changed = [name for name in LeagueTerms.model_fields if getattr(kept, name) != getattr(terms, name)]
        if changed:
            what = " and ".join(changed)
            raise BadInput(f"its agents were rated with other {what}; choose another --out", str(self.path))

    def _check_is_league(self) -> None:
        """Raises BadInput for the folder of a run, a part of a league, and what is no folder."""
        if (self.path / "episodes.sqlite").exists():
            raise BadInput("this is the folder of a run: choose another --out", str(self.path))
        if (self.path / TERMS_FILE).exists():
            raise BadInput(f"this is a part of a league: say --out {self.path.parent}", str(self.path))
        if self.path.exists() and not self.path.is_dir():
            raise BadInput("this is no folder: choose another --out", str(self.path))

    def begin(self, part: AgentPart, terms: LeagueTerms) -> None:
        """Keeps the terms of a part. Raises BadInput where agents were rated on others, or no folder can be made."""
        self.check(part, terms)
        file = self.path / part / TERMS_FILE
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(terms.model_dump_json(indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise BadInput(f"no league can be kept here: {error.strerror}", str(self.path)) from None

    def check_name(self, part: AgentPart, agent: RatedAgent) -> None:
        """Raises BadInput where another agent of this part has the same name: records could not tell them apart."""
        for file in sorted((self.path / part).glob(f"*/{AGENT_FILE}")):
            entered = _read_agent(file)
            if entered.name == agent.name and entered.spec != agent.spec:
                raise BadInput(f"{entered.spec!r} was rated here under the name {agent.name!r}; {OWN_NAME}", "AGENT")

    def enter(self, part: AgentPart, agent: RatedAgent) -> None:
        """Keeps which agent an agent's folder is of. Raises BadInput where nothing can be written."""
        file = self.path / part / agent.folder_name / AGENT_FILE
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(EnteredAgent(spec=agent.spec, name=agent.name).model_dump_json(indent=1) + "\n", "utf-8")
        except OSError as error:
            raise BadInput(f"no league can be kept here: {error.strerror}", str(self.path)) from None


def _read_agent(file: Path) -> EnteredAgent:
    try:
        return EnteredAgent.model_validate_json(file.read_text(encoding="utf-8"))
    except (ValidationError, OSError, UnicodeDecodeError):
        raise BadInput("this file says which agent the folder is of, and can't be read", str(file)) from None


def _run_folders(path: Path, pattern: str) -> Iterator[RunFolder]:
    for found in sorted(path.glob(pattern)):
        if found.is_dir() and (found / "episodes.sqlite").is_file():
            yield RunFolder.open(found)
