"""Verdicts by likelihood: a judge that writes nothing, and how likely its model finds each choice's text."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from dikast.agents import Likelihood, Reply, Request
from dikast.agents.local_agent import LocalAgent
from dikast.errors import BadInput, EpisodeFailed
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Episode, Question, TextLikelihood

CAPITAL = Question(id="1", text="What is the capital of France?", choices=("Berlin", "Paris"), gold=1)
KNOWS = {
    "Berlin": TextLikelihood(logp=-6.0, n_tokens=3, logp_empty=-8.0),
    "Paris": TextLikelihood(logp=-4.0, n_tokens=1, logp_empty=-7.0),
}


class Scorer:
    """An agent that knows the likelihoods of texts, and keeps what it was asked."""

    name = "scorer"

    def __init__(self) -> None:
        self.requests: list[Request] = []

    async def reply(self, request: Request) -> Reply:
        self.requests.append(request)
        assert isinstance(request.form, Likelihood)
        return Reply(text="", likelihoods=tuple(KNOWS[text] for text in request.form.texts))


async def judged(agent: object, protocol: str = "judge-likelihood", **options: Any) -> Episode:
    swap = options.pop("swap", "none")
    return await run_episode(load_protocol(protocol, **options), CAPITAL, agents={"judge": agent}, swap=swap)


@pytest.mark.parametrize(
    ("normalise", "difference"),
    [("token", -4.0 - -2.0), ("sum", -4.0 - -6.0), ("empty", (-4.0 + 7.0) - (-6.0 + 8.0))],
)
async def test_what_counts_of_a_likelihood(normalise: str, difference: float) -> None:
    verdict = (await judged(Scorer(), normalise=normalise)).verdict
    assert verdict.probabilities is not None
    assert math.log(verdict.probabilities[1] / verdict.probabilities[0]) == pytest.approx(difference)
    assert (verdict.status, verdict.route) == ("decided", "likelihood")
    assert verdict.looks[0].likelihoods == tuple(KNOWS.values())


async def test_the_choices_are_not_shown_and_both_orders_take_one_call() -> None:
    scorer = Scorer()
    episode = await judged(scorer, swap="both")
    assert (episode.usage.calls, len(scorer.requests)) == (1, 1)
    assert [look.order for look in episode.verdict.looks] == [(0, 1), (1, 0)]
    messages = "\n".join(str(message.text) for message in scorer.requests[0].messages)
    assert "Paris" not in messages
    assert "capital of France" in messages
    assert scorer.requests[0].question.choices == ()


async def test_a_judge_that_sees_the_choices_is_asked_in_each_order() -> None:
    scorer = Scorer()
    episode = await judged(scorer, "direct", route="likelihood", swap="both")
    assert episode.usage.calls == 2
    first, second = (str(request.messages[-1].text) for request in scorer.requests)
    assert first != second
    assert {request.form for request in scorer.requests} == {Likelihood(("Berlin", "Paris"))}


async def test_an_agent_without_likelihoods_is_an_error() -> None:
    async def talks(request: Request) -> Reply:
        return Reply(text="Paris")

    with pytest.raises(EpisodeFailed, match="likelihoods of given texts"):
        await judged(talks)


async def test_a_script_has_likelihoods(tmp_path: Path) -> None:
    script = tmp_path / "judge.yaml"
    script.write_text('replies:\n- {text: "", likelihoods: {Paris: -1.5, "*": -9}}\n')
    verdict = (await judged(f"scripted:{script}")).verdict
    assert (verdict.choice, [one.logp for one in verdict.looks[0].likelihoods]) == (1, [-9, -1.5])


@pytest.mark.parametrize("option", [{"ties": True}, {"reasoning": True}, {"format": "brackets"}])
def test_the_judge_writes_nothing(option: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="writes nothing"):
        load_protocol("judge-likelihood", **option)


def test_only_likelihoods_are_normalised() -> None:
    with pytest.raises(BadInput, match="route: likelihood"):
        load_protocol("direct", normalise="sum")


@pytest.mark.parametrize("normalise", ["token", "sum", "empty"])
async def test_the_embedded_model_finds_the_right_answer_likelier(smollm2: LocalAgent, normalise: str) -> None:
    episode = await judged(smollm2, normalise=normalise, swap="both")
    assert (episode.verdict.choice, episode.usage.calls) == (1, 1)
    likelihoods = episode.verdict.looks[0].likelihoods
    assert all(one.logp < 0 for one in likelihoods)
    assert [one.logp_empty is not None for one in likelihoods] == [normalise == "empty"] * 2


async def test_the_log_probability_is_that_of_the_free_model(smollm2: LocalAgent) -> None:
    """What is scored has the same probability as where the model writes it by itself."""
    question = CAPITAL.model_copy(update={"choices": ("Paris", "Paris is the capital of France.")})
    episode = await run_episode(load_protocol("judge-likelihood"), question, agents={"judge": smollm2})
    short, long = episode.verdict.looks[0].likelihoods
    # The longer text begins with the shorter one, so it can't be likelier.
    assert long.logp < short.logp
    assert long.n_tokens > short.n_tokens == 1
