"""The pool: agents that ship, against which others are rated. They are programs, so that their games cost nothing."""

from __future__ import annotations

from dikast.evaluation.card import AgentPart

_PLANTED = "dikast.evaluation.planted"

POOL: dict[AgentPart, tuple[str, ...]] = {
    "debater": ("honest", "artful", "padded", "misquoting", "injecting"),
    "consultant": ("honest", "artful", "padded", "misquoting", "injecting"),
    "judge": ("evidence_judge", "longer_judge", "first_judge", "constant_judge", "coin_judge"),
    "solver": ("solver_90", "solver_60", "solver_30"),
    "critic": ("critic_90", "critic_60", "critic_30"),
}
"""The pool of each part, as attributes of the module of planted agents."""
PANEL = ("evidence_judge",)
"""The judges before which debaters and consultants speak, unless others are named."""


def planted(name: str) -> str:
    """The name of a planted agent, as an experiment has it."""
    return f"{_PLANTED}:{name}"


def pool_of(part: AgentPart) -> tuple[str, ...]:
    """The names of the agents in the pool of a part, as an experiment has them."""
    return tuple(map(planted, POOL[part]))


def usual_panel() -> tuple[str, ...]:
    """The names of the judges of the usual panel."""
    return tuple(map(planted, PANEL))
