"""Grouping: by which keys episodes are put together into cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from dikast.errors import BadInput, nearest
from dikast.records import Outcome


def _agents_of_role(role: str, run: str, outcome: Outcome) -> str:
    """The agents in the seats of a role, each once."""
    agents = dict.fromkeys(seat.agent for seat in outcome.seats if seat.kind == role)
    return " & ".join(agents) or f"no {role}"


# What each key says of an episode, given the name of its run and its outcome.
KEYS: dict[str, Callable[[str, Outcome], str]] = {
    "run": lambda run, outcome: run,
    "protocol": lambda run, outcome: outcome.protocol,
    "agents": lambda run, outcome: outcome.agents,
    "judge": partial(_agents_of_role, "judge"),
    "debater": partial(_agents_of_role, "debater"),
    "consultant": partial(_agents_of_role, "consultant"),
    "repeat": lambda run, outcome: f"repeat {outcome.repeat + 1}",
    "route": lambda run, outcome: outcome.route or "no route",
}
DEFAULT_KEYS = ("protocol", "agents")


def read_keys(by: str | None, n_runs: int) -> tuple[str, ...]:
    """The keys of a list such as `protocol,judge`; without one, protocol and agents, and the run where there are
    several.

    Raises BadInput for a key that does not exist, and for a list without keys.
    """
    if by is None:
        return (*DEFAULT_KEYS, "run") if n_runs > 1 else DEFAULT_KEYS
    names = [name.strip() for name in by.split(",")]
    keys = tuple(dict.fromkeys(filter(None, names)))
    if not keys:
        raise BadInput(f"name what to group by: {', '.join(KEYS)}", "--by")
    for key in keys:
        if key not in KEYS:
            raise BadInput(f"nothing to group by called {key!r}: {nearest(key, KEYS)}", f"--by {by}")
    return keys


def cell_labels(keys: Sequence[str], run: str, outcome: Outcome) -> tuple[str, str]:
    """The labels of an episode's cell: its protocol, or else the first key; and all the other keys."""
    first = "protocol" if "protocol" in keys else keys[0]
    others = [KEYS[key](run, outcome) for key in keys if key != first]
    return KEYS[first](run, outcome), " · ".join(filter(None, others))
