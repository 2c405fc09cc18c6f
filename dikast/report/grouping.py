"""Grouping: by which keys episodes are put together into cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from dikast.errors import BadInput, nearest
from dikast.records import Outcome


def _agents_of_role(role: str, run: str, outcome: Outcome) -> str:
    """The agents in the seats of a role, each once."""
    agents: dict[str, None] = {}
    for seat in outcome.seats:
        if seat.kind == role:
            agents[seat.agent] = None
    if not agents:
        return f"no {role}"
    return " & ".join(agents)


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
    if by is None and n_runs > 1:
        return (*DEFAULT_KEYS, "run")
    if by is None:
        return DEFAULT_KEYS
    # A dictionary, since a key that is given twice counts once.
    keys: dict[str, None] = {}
    for item in by.split(","):
        key = item.strip()
        # A comma too many is no error.
        if not key:
            continue
        if key not in KEYS:
            raise BadInput(f"nothing to group by called {key!r}: {nearest(key, KEYS)}", f"--by {by}")
        keys[key] = None
    if not keys:
        raise BadInput(f"name what to group by: {', '.join(KEYS)}", "--by")
    return tuple(keys)


def cell_labels(keys: Sequence[str], run: str, outcome: Outcome) -> tuple[str, str]:
    """The labels of an episode's cell: its protocol, or else the first key; and all the other keys."""
    labels = {key: KEYS[key](run, outcome) for key in keys}
    first_key = "protocol" if "protocol" in labels else keys[0]
    first = labels.pop(first_key)
    # Agents have no label where all cells have the same.
    others = filter(None, labels.values())
    return first, " · ".join(others)
