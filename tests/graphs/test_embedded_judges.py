"""The protocols that judge responses, by the embedded model: whole episodes of real calls, all of them counted.

The model is a very small one: where its replies can't be read, the verdict must say so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from dikast.agents.agent_options import LocalOptions
from dikast.agents.local_agent import LocalAgent
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question, Verdict

GREETING = Question(id="hello", text="Say hello to a guest.", choices=("Hello, and welcome!", "Rain."), gold=0)


@pytest.mark.parametrize(
    ("name", "options", "calls"),
    [
        ("judge-pairwise", {}, 2),
        ("judge-pairwise", {"reference": "self"}, 3),
        ("judge-panel", {}, 6),
        ("judge-pairwise", {"format": "brackets"}, 2),
        ("judge-pairwise", {"format": "number"}, 2),
        ("judge-pairwise", {"format": "json", "games": "counter"}, 2),
        ("judge-pointwise", {}, 2),
        ("judge-pointwise", {"rubric": "digit", "route": "logprobs"}, 2),
        ("judge-pointwise", {"rubric": "yes-no"}, 2),
    ],
)
async def test_a_protocol_comes_to_a_verdict(
    smollm2: LocalAgent, name: str, options: dict[str, Any], calls: int
) -> None:
    episode = await run_episode(load_protocol(name, **options), GREETING, agents={"judge": smollm2})
    assert episode.verdict.status == "decided"
    assert episode.usage.calls == calls
    assert all(look.format_kept in (None, True) for look in episode.verdict.looks)


async def test_claims_are_split_and_judged_or_the_verdict_says_why_not(smollm2: LocalAgent) -> None:
    question = GREETING.model_copy(update={"source": "The guest came in from the rain.", "choices": ("It rained.",)})
    question = question.model_copy(update={"gold": None})
    episode = await run_episode(load_protocol("judge-claims"), question, agents={"judge": smollm2})
    verdict = episode.verdict
    n_judged = sum(one.span is not None for one in verdict.claims)
    assert episode.usage.calls == 1 + n_judged
    assert (verdict.status == "decided") == (verdict.reason is None)


EGGS = Question(
    id="eggs",
    text="A box holds 12 eggs. How many eggs are in 3 boxes?",
    choices=("3 boxes of 12 eggs hold 36 eggs.\nAnswer: 36", "3 boxes are 15 eggs.\nAnswer: 15"),
    gold=0,
    references=("36",),
    reference_solution="1. One box holds 12 eggs.\n2. 3 * 12 = 36.",
)
SINGLE = EGGS.model_copy(update={"choices": EGGS.choices[:1], "gold": None})
OPEN = SINGLE.model_copy(update={"references": ()})
RULES = {
    "name": "one rule",
    "description": "No rain.",
    "rules": [
        {
            "name": "rain",
            "says": "It is dry.",
            "violated_if": ["The response has a number", "The response speaks of rain"],
        }
    ],
}
CALLS_OF_ROUTE = {"difference": 2, "reasoning": 4, "reasoning-only": 3}
ONE_CRITERION = {
    "name": "two",
    "description": "By warmth, then by length.",
    "asks": "A better response is warmer.",
    "criteria": [{"name": "warmth", "asks": "Is it warm?"}, {"name": "length", "asks": "Is it short?"}],
    "score": "mean",
}


@pytest.fixture(scope="module")
def terse(smollm2: LocalAgent) -> Iterator[LocalAgent]:
    """The same model with short replies, for judges that give reasons, or lists that it would not end by itself."""
    agent = LocalAgent("smollm2", LocalOptions(threads=1, max_tokens=48))
    yield agent
    asyncio.run(agent.aclose())


def assert_honest(verdict: Verdict) -> None:
    """The verdict says what it was made of, or why it could not be read, and nothing is filled in."""
    assert (verdict.status == "unparsed") == (verdict.reason is not None)
    if verdict.status == "unparsed":
        assert (verdict.choice, verdict.scores, verdict.ranking) == (None, (), ())


async def judged(agent: LocalAgent, name: str, question: Question, **changes: object) -> Episode:
    """An episode of a protocol of the library, with these changes in its move, in which nothing is asked again."""
    data: dict[str, Any] = load_protocol(name, repeats=0).model_dump(mode="json")
    data["moves"][0] |= changes
    episode = await run_episode(Protocol.model_validate(data), question, agents={"judge": agent})
    assert_honest(episode.verdict)
    assert Episode.model_validate_json(episode.model_dump_json()) == episode
    return episode


async def test_rules_are_looked_at_until_a_precondition_does_not_hold(terse: LocalAgent) -> None:
    episode = await judged(terse, "judge-constitution", SINGLE, constitution=RULES)
    (finding,) = episode.verdict.rules
    found = finding.preconditions
    assert all(one.holds for one in found[:-1])
    assert episode.usage.calls == sum(CALLS_OF_ROUTE[one.route] for one in found)
    # The backend gives probabilities, so no precondition is decided without them.
    assert all(one.p_yes is not None and one.p_yes_without is not None for one in found)


async def test_requirements_are_looked_up_one_by_one(terse: LocalAgent) -> None:
    greeting = GREETING.model_copy(update={"choices": GREETING.choices[:1], "gold": None})
    episode = await judged(terse, "judge-requirements", greeting)
    findings = episode.verdict.requirements
    n_answered = sum(bool(finding.answer) for finding in findings)
    assert episode.usage.calls == 1 + len(findings) + n_answered


async def test_criteria_are_asked_about_until_one_is_no_tie(terse: LocalAgent) -> None:
    episode = await judged(terse, "judge-criteria", GREETING, rubric=ONE_CRITERION)
    asked = [assessment.about for assessment in episode.verdict.assessments]
    assert asked in (["warmth"] * 2, ["warmth"] * 2 + ["length"] * 2)
    assert episode.usage.calls == len(asked)


async def test_a_machine_saves_a_cascade_every_call(smollm2: LocalAgent) -> None:
    episode = await judged(smollm2, "judge-cascade", EGGS)
    assert (episode.verdict.choice, episode.verdict.route, episode.usage.calls) == (0, "verifier", 0)


@pytest.mark.parametrize("p_below", [0.01, 1.0])
async def test_a_cascade_asks_the_second_judge_where_the_first_is_in_doubt(smollm2: LocalAgent, p_below: float) -> None:
    question = EGGS.model_copy(update={"references": ()})
    episode = await judged(smollm2, "judge-cascade", question, escalate={"to": "strong", "p_below": p_below})
    is_doubted = episode.verdict.doubted is not None
    assert episode.usage.calls == (2 + 2 if is_doubted else 2)
    # No judge is quite certain by its probabilities, so the highest threshold always hands over.
    assert is_doubted or p_below < 1


async def test_a_machine_judges_claims_that_the_model_only_splits(terse: LocalAgent) -> None:
    changes = {"against": "verifier", "split_by": None}
    question = SINGLE.model_copy(update={"choices": ("3 * 12 = 36",)})
    data: dict[str, Any] = load_protocol("judge-claims", repeats=0).model_dump(mode="json")
    data["roles"] = {"judge": {"kind": "judge", "sees": ["question", "choices"]}}
    data["moves"][0] |= changes
    episode = await run_episode(Protocol.model_validate(data), question, agents={"judge": terse})
    assert_honest(episode.verdict)
    # One call splits the response, and no agent is asked about a claim.
    assert episode.usage.calls == 1
    assert {one.status for one in episode.verdict.claims} <= {"supported", "unsupported", "unknown", "not-in-response"}
    assert all(assessment.kind == "split" for assessment in episode.verdict.assessments)


@pytest.mark.parametrize("options", [{"reference": "answer"}, {"reference": "self"}, {"evaluation": "observe"}])
async def test_criteria_are_asked_about_with_what_the_judge_knows(terse: LocalAgent, options: dict[str, Any]) -> None:
    data: dict[str, Any] = load_protocol("judge-criteria", repeats=0, **options).model_dump(mode="json")
    data["moves"][-1] |= {"rubric": ONE_CRITERION}
    episode = await run_episode(Protocol.model_validate(data), EGGS, agents={"judge": terse})
    assert_honest(episode.verdict)
    n_asked = len(episode.verdict.assessments)
    assert episode.usage.calls == n_asked + (options.get("reference") == "self")


async def test_an_audit_reads_each_outcome(terse: LocalAgent) -> None:
    episode = await judged(terse, "judge-audited", GREETING, rubric=ONE_CRITERION)
    by_kind = [assessment.kind for assessment in episode.verdict.assessments]
    n_named = sum(bool(one.ranking) for one in episode.verdict.assessments if one.kind == "comparison")
    assert (by_kind.count("yes-no"), episode.usage.calls) == (n_named, len(by_kind))


async def test_key_steps_are_taken_out_and_scored(terse: LocalAgent) -> None:
    episode = await judged(terse, "judge-reasoning", OPEN)
    (finding,) = episode.verdict.credit
    calls = {"split": 1, "yes-no": int(finding.answer_by == "judge"), "rating": int(bool(finding.parts))}
    kinds: list[str] = [assessment.kind for assessment in episode.verdict.assessments]
    assert {kind: kinds.count(kind) for kind in calls} == calls
    assert episode.usage.calls == sum(calls.values())


async def test_a_wrong_answer_is_matched_with_the_reference_steps(terse: LocalAgent) -> None:
    episode = await judged(terse, "judge-reference-steps", EGGS)
    right, wrong = episode.verdict.credit
    assert (right.answer_by, right.score, right.parts) == ("verifier", 2.0, ())
    assert (wrong.answer_by, wrong.answer_holds, len(wrong.parts)) == ("verifier", False, 2)
    assert episode.usage.calls == 1


async def test_a_chain_is_one_call_with_its_links_under_their_names(terse: LocalAgent) -> None:
    episode = await judged(terse, "judge-chain", SINGLE)
    (finding,) = episode.verdict.credit
    assert [part.name for part in finding.parts] == ["perception", "cognition", "action"]
    assert (finding.answer_by, finding.answer_holds, episode.usage.calls) == ("verifier", True, 1)


async def test_a_checklist_is_made_once_and_ticked_off(smollm2: LocalAgent) -> None:
    episode = await judged(smollm2, "judge-checklist", SINGLE)
    made, *ratings = episode.verdict.assessments
    assert len(made.items) <= 12
    assert len(ratings) == (1 if made.items else 0)
    assert episode.usage.calls == 1 + len(ratings)
    assert all(len(score.checklist) == len(made.items) for score in episode.verdict.scores)


async def test_responses_are_put_in_order(smollm2: LocalAgent) -> None:
    episode = await judged(smollm2, "judge-ranking", GREETING)
    assert_honest(episode.verdict)
    assert episode.usage.calls == len(episode.verdict.assessments) == 1


async def test_a_panel_discusses_and_then_decides(terse: LocalAgent) -> None:
    episode = await judged(terse, "judge-discussion", GREETING)
    assert_honest(episode.verdict)
    # Each of the three gives its reasons, and then its vote.
    assert episode.usage.calls == 6
