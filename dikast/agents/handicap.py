"""Handicap: in which respects an agent is made weaker than its model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, JsonValue, StrictFloat, StrictInt, model_validator

from dikast.agents.agent_options import AgentOptions
from dikast.errors import BadInput

Share = Annotated[StrictFloat | StrictInt, Field(ge=0, le=1, allow_inf_nan=False)]
Count = Annotated[StrictInt, Field(gt=0)]

_STRENGTH = r"\+{}=(\d+(?:\.\d+)?(?:e-\d+)?)(?=[+#]|$)"


class Handicap(AgentOptions):
    """What an agent lacks. Each of these makes a weaker version of any model, without a second model.

    - `knows`: the probability with which a seat knows each fact of its source: a sentence, or a line of a table.
    - `noise`: the probability with which each word of its source reaches it wrong: a number as another number of as
      many digits, any other word as `…`.
    - `context`: how many words of the conversation it is shown, the newest ones. The system message is always shown.
    - `words`: how many words a speech, or a judge's question, of it has at most.
    - `samples`: how many of several samples it gives: drafts of a speech, attempts, or samples of a verdict.

    What a seat knows is drawn from the seed of the episode and is the same for all calls of the seat. What is known
    with a lower probability is also known with a higher one.
    """

    knows: Share | None = None
    noise: Share | None = None
    context: Count | None = None
    words: Count | None = None
    samples: Count | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        """Raises ValueError without any handicap."""
        if not self.suffix:
            raise ValueError(f"a handicap needs at least one of {', '.join(type(self).model_fields)}")
        return self

    @property
    def suffix(self) -> str:
        """What it adds to an agent's name: `+knows=0.5+words=60`. Names are in journal keys: this never changes."""
        return "".join(f"+{name}={value:g}" for name, value in self if value is not None)


def handicap_suffix(spec: str | Mapping[str, JsonValue]) -> str:
    """What the handicap of an agent's spec adds to its name; nothing where it has none, or one that is no handicap."""
    handicap = None if isinstance(spec, str) else spec.get("handicap")
    if not isinstance(handicap, dict):
        return ""
    try:
        return Handicap.of(handicap).suffix
    except BadInput:
        # What opens the agent says what is wrong.
        return ""


def handicap_strength(label: str, handicap: str) -> float | None:
    """The number of this handicap in an agent's name or label; None where it has no such handicap."""
    found = re.search(_STRENGTH.format(re.escape(handicap)), label)
    return None if found is None else float(found[1])
