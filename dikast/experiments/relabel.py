"""Relabel: rows of a run that was extended by more agents get the label that their cell has now."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.experiments.matrix import Matrix, used_agents
from dikast.experiments.run_names import RunNames
from dikast.experiments.stores import BatchWriter, RunFolder
from dikast.records import Outcome, team_label


async def relabel(folder: RunFolder, matrix: Matrix, names: RunNames, writer: BatchWriter) -> None:
    """Names in every row the agents of roles that have several now, and had one when the row was written.

    The ids and the records stay. What is labelled already is left alone, so a start that is cut off does no harm.
    """
    if not any(role in names.unnamed for role in names.varied):
        return
    for outcome in list(_stale(folder, matrix, names)):
        await writer.put(outcome, folder.episode(outcome.id))


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
