"""Relabel: rows of a run that was extended by more agents get the label that their cell has now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dikast.experiments.matrix import Matrix, used_agents
from dikast.experiments.run_names import RunNames
from dikast.experiments.stores import Commit, RunFolder
from dikast.records import Outcome, team_label

ROWS_A_COMMIT = 200


async def relabel(folder: RunFolder, matrix: Matrix, names: RunNames, commit: Commit) -> None:
    """Names in every row the agents of roles that have several now, and had one when the row was written.

    The ids and the records stay. What is labelled already is left alone, so a start that is cut off does no harm.
    """
    if not any(role in names.unnamed for role in names.varied):
        return
    # Found before any is written: a store need not be written while it is read.
    stale = iter(list(_stale(folder, matrix, names)))
    while rows := list(islice(stale, ROWS_A_COMMIT)):
        await commit([(outcome, folder.episode(outcome.id)) for outcome in rows])


def _stale(folder: RunFolder, matrix: Matrix, names: RunNames) -> Iterator[Outcome]:
    """The rows whose labels leave out a role that varies, with their labels of now."""
    for outcome in folder.outcomes():
        protocol = matrix.protocols.get(outcome.protocol)
        # A row of a protocol that is not asked for now was labelled when the run was extended.
        if protocol is None or outcome.team is None:
            continue
        team = {}
        for role in used_agents(protocol, matrix.agents):
            if role in names.varied:
                team[role] = outcome.team.get(role) or names.unnamed.get(role, "")
        if team != outcome.team:
            yield outcome.model_copy(update={"team": team, "agents": team_label(team)})
