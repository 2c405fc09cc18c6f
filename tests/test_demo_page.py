"""docs/demo.md and the demo: its experiment, its table of what was measured, and a judge that is not shown the answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks.demo_judge import SCORES, WAYS, figures, judged
from dikast import Reply, Request
from dikast.agents import Likelihood
from dikast.experiments import load_experiment
from dikast.questions import generated_questions
from dikast.records import TextLikelihood

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")


class Copyist:
    """A judge that finds likely what it was shown, and of the rest the longer text less likely."""

    name = "copyist"

    async def reply(self, request: Request) -> Reply:
        shown = "\n".join(str(message.text) for message in request.messages)
        if not isinstance(request.form, Likelihood):
            return Reply(text="Answer: A")
        scored = [
            TextLikelihood(logp=-1.0 if text in shown else -9.0, n_tokens=1, logp_empty=-10.0)
            for text in request.form.texts
        ]
        return Reply(text="", likelihoods=tuple(scored))


def test_the_demo_asks_what_the_page_says() -> None:
    experiment, _ = load_experiment(ROOT / "examples" / "demo.yaml")
    assert experiment.questions.generated == "notices"
    assert experiment.questions.limit == 40
    assert [use.use for use in experiment.protocols] == ["direct", "direct-with-source", "debate"]
    assert all(f"- `{use.use}`" in PAGE for use in experiment.protocols)


@pytest.mark.parametrize(
    ("way", "right"),
    [("likelihood, listed", 0.5), ("likelihood, not listed", 1.0)],
)
def test_a_judge_that_copies_needs_the_answers_not_listed(way: str, right: float) -> None:
    questions = generated_questions("notices", 12, 1)
    episodes = asyncio.run(judged(WAYS[way], "direct-with-source", questions, Copyist()))
    found = dict(figures(episodes))
    assert set(found) == set(SCORES)
    if right == 1.0:
        assert set(found.values()) == {12}
    else:
        # Both answers stand in the list: the first one wins every time, which a coin decides.
        assert max(found.values()) < 12
