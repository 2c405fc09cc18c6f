"""By what episodes are put together into cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dikast.errors import BadInput, nearest
from dikast.records import Outcome


def _agent_of(kind: str) -> Callable[[str, Outcome], str]:
    def agents(run: str, outcome: Outcome) -> str:
        found = dict.fromkeys(seat.agent for seat in outcome.seats if seat.kind == kind)
        return " & ".join(found) or f"no {kind}"

    return agents


KEYS: dict[str, Callable[[str, Outcome], str]] = {
    "run": lambda run, outcome: run,
    "protocol": lambda run, outcome: outcome.protocol,
    "agents": lambda run, outcome: outcome.agents,
    "judge": _agent_of("judge"),
    "debater": _agent_of("debater"),
    "consultant": _agent_of("consultant"),
    "repeat": lambda run, outcome: f"repeat {outcome.repeat + 1}",
    "route": lambda run, outcome: outcome.route or "no route",
}
USUAL = ("protocol", "agents")


def read_keys(by: str | None, runs: int) -> tuple[str, ...]:
    """The keys of `protocol,judge`; by default protocol and agents, and the run where there are several.

    Raises BadInput for a key there is none of.
    """
    if by is None:
        return (*USUAL, "run") if runs > 1 else USUAL
    keys = tuple(dict.fromkeys(key.strip() for key in by.split(",") if key.strip()))
    for key in keys:
        if key not in KEYS:
            raise BadInput(f"nothing to group by called {key!r}: {nearest(key, KEYS)}", f"--by {by}")
    if not keys:
        raise BadInput(f"name what to group by: {', '.join(KEYS)}", "--by")
    return keys


def labels(keys: Sequence[str], run: str, outcome: Outcome) -> tuple[str, str]:
    """What the cell of an episode is called: its protocol, or else the first key, and all the rest."""
    first = "protocol" if "protocol" in keys else keys[0]
    rest = [KEYS[key](run, outcome) for key in keys if key != first]
    return KEYS[first](run, outcome), " · ".join(part for part in rest if part)
