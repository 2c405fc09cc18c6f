"""The move by which responses are judged by what their task requires, one requirement after the other."""

from __future__ import annotations

from dikast.protocols.move_model import MoveModel


class RequirementsMove(MoveModel):
    """The task is taken apart into requirements, and each response is looked at for each of them.

    A requirement is a question about an entity, an attribute or a relation. `read_by` answers it from the response
    alone, without sight of the task; the judge then scores the answer, without sight of the response. A response's
    score is the mean, and the best is the one with the highest (after arXiv 2411.15488).

    - `read_by`: the role that answers from the response. It must see `choices` and not the `question`.
    """

    key = "requirements"
    kinds = ("judge",)
    purpose = "require"
    takes_single = True

    requirements: str
    read_by: str

    @property
    def actors(self) -> tuple[str, ...]:
        """The role that judges, and the one that reads."""
        return (self.requirements, self.read_by)

    @property
    def shows_all(self) -> bool:
        """Whether a call shows all candidates."""
        return False
