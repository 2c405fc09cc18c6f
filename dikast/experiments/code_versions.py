"""Code versions: an agent that is code is asked anew once its source has changed, and never silently not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from dikast.errors import BadInput
from dikast.experiments.journals import Journal, SqliteJournal
from dikast.experiments.prepare_run import Run
from dikast.experiments.stores import CODE_FILE, Commit, RunFolder, StoredRow, fingerprint, new_file
from dikast.records import Failure, Outcome, Record


class CodeVersion(Record):
    """One version of an agent's code: the hash of each file, and what its calls have in their keys beside its name."""

    files: dict[str, str]
    suffix: str = ""


class CodeVersions(Record):
    """The versions of each agent's code that a run has had, by the agent's name, the one in use last."""

    agents: dict[str, tuple[CodeVersion, ...]] = Field(default_factory=dict)


async def use_code(run: Run, commit: Commit) -> None:
    """Lets each agent that is code answer as the code that it is now. The caller has locked the folder.

    Where one answered in this run with other code, its episodes are marked to be run again if the run is fresh.
    Otherwise this raises BadInput: its old answers would pass for those of the new code.
    """
    if not run.stack.code:
        return
    journal = run.stack.journal
    versions = dict(_read(run.folder.path).agents)
    changes = {}
    for name, files in run.stack.code.items():
        known = versions.get(name, ())
        if known and known[-1].files != files:
            if await journal.has_answers(name + known[-1].suffix) or _has_sat(run.folder, name):
                changes[name] = _changed_files(known[-1].files, files)
            else:
                # What has answered nothing is no version.
                known = known[:-1]
        versions[name] = _with_last(known, files, journal)
        run.stack.key_suffixes[name] = versions[name][-1].suffix
    if changes and not run.is_fresh:
        raise BadInput(_refusal(changes), str(run.folder.path))
    # First: while the old version is the one in use, a start that is cut off here is refused again.
    if changes:
        await commit(list(_rows_to_redo(run.folder, changes)))
    _write(run.folder.path, CodeVersions(agents=versions))


def later_code(folder: Path) -> dict[str, str]:
    """The agents of a run whose last code is not the one that answered there first, each with a mark of that code.

    Raises BadInput for a damaged file of versions.
    """
    last = {name: versions[-1].suffix for name, versions in _read(folder).agents.items() if versions}
    return {name: suffix for name, suffix in last.items() if suffix}


def _with_last(known: Sequence[CodeVersion], files: Mapping[str, str], journal: Journal) -> tuple[CodeVersion, ...]:
    """The versions with that of these files as the last one. One that was there before keeps its answers."""
    earlier = [version for version in known if version.files != files]
    same = [version for version in known if version.files == files]
    if same:
        return (*earlier, same[0])
    # The first version in a journal of the run's own needs no mark: nothing else answers there under the agent's name.
    is_own = isinstance(journal, SqliteJournal) and not journal.is_shared
    if is_own and not earlier:
        return (CodeVersion(files=dict(files)),)
    suffix = f"#{fingerprint(repr(sorted(files.items())))}"
    return (*earlier, CodeVersion(files=dict(files), suffix=suffix))


def _has_sat(folder: RunFolder, agent: str) -> bool:
    """Whether the agent sat in an episode that is finished: its journal may have been removed."""
    return any(seated.agent == agent for outcome in folder.outcomes() for seated in outcome.seats)


def _rows_to_redo(folder: RunFolder, agents: Mapping[str, object]) -> Iterator[StoredRow]:
    """The rows of the episodes in which one of these agents sat, as failures, which every start runs again."""
    for outcome in folder.outcomes():
        changed = [seated for seated in outcome.seats if seated.agent in agents]
        if not changed:
            continue
        failure = Failure(
            id=outcome.id,
            question_id=outcome.question,
            protocol_name=outcome.protocol,
            seat=changed[0].seat,
            error="CodeChanged",
            message=f"the code of {changed[0].agent} changed, and it is to be asked anew",
        )
        row = Outcome.of_failure(
            failure,
            agents=outcome.agents,
            team=outcome.team,
            repeat=outcome.repeat,
            argues=outcome.argues,
            seconds=0.0,
        )
        yield row, failure


def _refusal(changes: Mapping[str, str]) -> str:
    """The message for agents whose code changed, with what changed."""
    named = "; ".join(f"{name} ({files})" for name, files in changes.items())
    return (
        f"code changed since it answered in this run: {named}. Its old answers would be used. "
        "Say --fresh to ask it anew here, or give the changed agent another name"
    )


def _changed_files(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """The files that differ: `judge.py: 0f… → 1a…`."""
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    return ", ".join(f"{name}: {before.get(name, 'none')} → {now.get(name, 'none')}" for name in names)


def _read(folder: Path) -> CodeVersions:
    """The versions that a run has had; none in a folder that keeps none. Raises BadInput for a damaged file."""
    try:
        return CodeVersions.model_validate_json((folder / CODE_FILE).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return CodeVersions()
    except ValidationError:
        message = "this does not say which code answered in the run; remove it to go on as if none had changed"
        raise BadInput(message, str(folder / CODE_FILE)) from None


def _write(folder: Path, versions: CodeVersions) -> None:
    """Writes the versions in place of the earlier ones."""
    partial = folder / f"{CODE_FILE}.new"
    with new_file(partial) as file:
        file.write(versions.model_dump_json(indent=1).encode() + b"\n")
    partial.replace(folder / CODE_FILE)
