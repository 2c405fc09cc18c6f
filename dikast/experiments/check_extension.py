"""Checks of an extension whose records are in a database, to which other folders of the same run add episodes too."""

from __future__ import annotations

from dikast.errors import BadInput
from dikast.experiments.earlier_run import EarlierRun
from dikast.experiments.extension import Extension
from dikast.experiments.matrix import Matrix, MatrixEpisode
from dikast.experiments.stores import PostgresStore, QuestionMark, RunFolder
from dikast.records import Episode


def check_extension(folder: RunFolder, matrix: Matrix, extension: Extension) -> None:
    """Raises BadInput where another folder extended the run by other episodes under ids that this extension adds.

    They would be taken for those that this folder asks for. A run whose records are in its folder has no other.
    """
    if not isinstance(folder.store, PostgresStore):
        return
    finished = folder.finished()
    earlier = EarlierRun(extension.path, extension.before)
    for planned in matrix:
        if planned.id not in finished or not _is_new(planned, earlier):
            continue
        difference = _difference(planned, folder.episode(planned.id))
        if difference:
            message = (
                f"another folder has extended this run by {planned.id!r} with {difference}; give what you add "
                "another id or label, or run it in a folder of another name"
            )
            raise BadInput(message, str(folder.path))


def _is_new(planned: MatrixEpisode, earlier: EarlierRun) -> bool:
    """Whether its question, its protocol or one of its agents is not in the run as this folder knows it."""
    known = {mark.id for mark in earlier.marks or ()}
    agents = planned.team.names.items()
    return (
        planned.question_id not in known
        or planned.label not in earlier.names.protocols
        or any(name not in earlier.names.agents.get(role, ()) for role, name in agents)
    )


def _difference(planned: MatrixEpisode, held: object) -> str:
    """In what the record that is held differs from the episode that is planned; empty where it is that episode."""
    if not isinstance(held, Episode):
        return ""
    if QuestionMark.of(held.question) != QuestionMark.of(planned.question):
        return "another question"
    if held.protocol != planned.protocol.model_dump(mode="json"):
        return "another protocol"
    names = {agent.name for agent in planned.team.agents.values()}
    if not names.issuperset(held.agents.values()):
        return "other agents"
    return ""
