"""Judges that say how sure they are, and verdicts that abstain where they are not sure enough."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from dikast.agents import Reply, Request, model_download
from dikast.agents.agent_options import LocalOptions
from dikast.agents.local_agent import LocalAgent
from dikast.errors import BadInput, PermanentError
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Episode, Outcome, Question

PAIR = Question(id="hello", text="Say hello.", choices=("Hello!", "Go away."), gold=0)


async def judged(reply: str | Reply, protocol: str = "direct", **options: Any) -> Episode:
    async def judge(request: Request) -> str | Reply:
        asked.append("\n".join(str(message.text) for message in request.messages))
        return reply

    asked: list[str] = []
    swap = options.pop("swap", "none")
    loaded = load_protocol(protocol, certainty=True, **options)
    episode = await run_episode(loaded, PAIR, agents={"judge": judge}, swap=swap)
    assert all("81 to 100:" in task for task in asked)
    return episode


async def test_the_certainty_is_beside_the_verdict() -> None:
    verdict = (await judged("Certainty: 72\nAnswer: A")).verdict
    assert (verdict.choice, verdict.certainty, verdict.looks[0].certainty) == (0, 72, 72)
    assert not verdict.abstained


@pytest.mark.parametrize("format", ["brackets", "number", "json"])
async def test_a_certainty_is_no_answer_in_any_format(format: str) -> None:
    line = {"brackets": "[[B]]", "number": "2", "json": '{"choice": "B"}'}[format]
    verdict = (await judged(f"Certainty: 1\n{line}", format=format)).verdict
    assert (verdict.choice, verdict.certainty, verdict.looks[0].format_kept) == (1, 1, True)


async def test_probabilities_of_tokens_are_still_taken() -> None:
    reply = Reply(text="Certainty: 90\nAnswer: B", choice_logprobs={"A": -0.2, "B": -1.8})
    verdict = (await judged(reply)).verdict
    assert (verdict.route, verdict.choice, verdict.certainty) == ("logprobs", 0, 90)


async def test_without_the_certainty_it_is_unparsed() -> None:
    episode = await judged("Answer: A")
    assert (episode.verdict.status, episode.usage.calls, episode.usage.repeats) == ("unparsed", 1, 1)


@pytest.mark.parametrize(("below", "abstained"), [(72, False), (73, True)])
async def test_a_verdict_below_the_threshold_is_no_choice(below: int, abstained: bool) -> None:
    episode = await judged("Certainty: 72\nAnswer: A", abstain_below=below)
    verdict = episode.verdict
    assert (verdict.status, verdict.abstained) == ("decided", abstained)
    assert verdict.choice == (None if abstained else 0)
    assert (verdict.reason is not None) == abstained
    outcome = Outcome.of(episode, protocol="mine", agents="")
    # Accuracy is that of the verdicts that were given.
    assert outcome.credit == (None if abstained else 1)
    assert (outcome.certainty, outcome.abstained) == (72, abstained)


async def test_abstaining_is_not_calling_a_tie() -> None:
    tied = PAIR.model_copy(update={"gold": None, "gold_tie": True})

    async def judge(request: Request) -> str:
        return "Certainty: 10\nAnswer: C"

    protocol = load_protocol("judge-pairwise", certainty=True, abstain_below=50)
    episode = await run_episode(protocol, tied, agents={"judge": judge})
    assert (episode.verdict.abstained, episode.verdict.tie) == (True, False)
    assert Outcome.of(episode, protocol="mine", agents="").credit is None


async def test_each_score_has_its_certainty() -> None:
    episode = await judged("Certainty: 30\nAnswer: 4", "judge-pointwise", abstain_below=31)
    assert [one.certainty for one in episode.verdict.assessments] == [30, 30]
    assert [one.score for one in episode.verdict.scores] == [4, 4]
    assert episode.verdict.abstained


@pytest.mark.parametrize(
    ("protocol", "options", "message"),
    [
        ("direct", {"abstain_below": 50}, "needs the judge's certainty"),
        ("judge-pointwise", {"abstain_below": 50}, "needs the judge's certainty"),
        ("direct", {"route": "samples", "certainty": True}, "by itself"),
        ("direct", {"certainty": True, "abstain_below": 101}, "100"),
    ],
)
def test_options_that_do_not_fit(protocol: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        load_protocol(protocol, **options)


@pytest.fixture(scope="module")
def smollm2() -> Iterator[LocalAgent]:
    """The embedded model on one thread, loaded once."""
    try:
        model_download.fetch_model(model_download.embedded_model("smollm2"))
    except PermanentError as error:
        pytest.skip(f"the embedded model can't be fetched: {error}")
    agent = LocalAgent("smollm2", LocalOptions(threads=1, temperature=0))
    yield agent
    asyncio.run(agent.aclose())


async def test_the_embedded_model_says_how_sure_it_is_or_is_unparsed(smollm2: LocalAgent) -> None:
    episode = await run_episode(load_protocol("direct", certainty=True), PAIR, agents={"judge": smollm2})
    verdict = episode.verdict
    assert (verdict.status == "decided") == (verdict.certainty is not None)
