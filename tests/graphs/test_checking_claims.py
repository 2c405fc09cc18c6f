"""Claims: what a response says is so, split, found again in it, and judged one by one without it. Exact calls."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from dikast.agents import Reply, Request
from dikast.errors import BadInput
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question, Usage
from tests.players import Player, text_of

SOURCE = "The hen laid eighteen eggs before noon. Then it slept."
GOOD, BAD = "The hen laid eighteen eggs.", "The hen laid eighteen eggs. A fox ate all of the eggs."
EGGS = {"claim": "The hen laid eighteen eggs.", "words": "laid eighteen eggs"}
FOX = {"claim": "A fox ate the eggs.", "words": "A fox ate all of the eggs"}
RAIN = {"claim": "It rained all day.", "words": "it rained all day"}
SINGLE = Question(id="hen", text="Tell what the hen did.", choices=(BAD,), source=SOURCE, references=("18 eggs",))
PAIR = SINGLE.model_copy(update={"choices": (BAD, GOOD)})
UNSUPPORTED = {"A fox ate the eggs.": 0.1}


class ClaimJudge(Player):
    """Splits a response into the claims whose words it has, and supports them all but those that it is told not to."""

    def __init__(self, claims: object = (EGGS, FOX), has_probabilities: bool = True, says: str = "") -> None:
        super().__init__(self.replies)
        self.claims, self.has_probabilities, self.says = claims, has_probabilities, says

    def replies(self, request: Request) -> str | Reply:
        text = text_of(request)
        if request.purpose == "claims":
            if not isinstance(self.claims, tuple):
                return str(self.claims)
            kept = [one for one in self.claims if one is not FOX or "fox" in text]
            return json.dumps({"claims": kept})
        p = next((p for claim, p in UNSUPPORTED.items() if claim in text), 0.9)
        said = self.says or f"Answer: {'Yes' if p > 0.5 else 'No'}"
        logprobs = {"Yes": math.log(p), "No": math.log(1 - p)} if self.has_probabilities else None
        return Reply(text=said, choice_logprobs=logprobs, usage=Usage(calls=1))


async def judged(judge: Player, question: Question = SINGLE, **options: Any) -> Episode:
    protocol = load_protocol("judge-claims", **options)
    return await run_episode(protocol, question, agents={"splitter": judge, "judge": judge})


def own(sees: list[str], **options: Any) -> Protocol:
    role = {"kind": "judge", "sees": ["question", "choices", *sees]}
    move = {"claims": "judge", **options}
    return Protocol.model_validate({"name": "own", "about": "responses", "roles": {"judge": role}, "moves": [move]})


@pytest.mark.parametrize("has_probabilities", [True, False])
async def test_every_claim_is_judged_in_a_call_of_its_own(has_probabilities: bool) -> None:
    judge = ClaimJudge(has_probabilities=has_probabilities)
    episode = await judged(judge)
    verdict = episode.verdict
    assert [(one.claim, one.status) for one in verdict.claims] == [
        ("The hen laid eighteen eggs.", "supported"),
        ("A fox ate the eggs.", "unsupported"),
    ]
    expected = (pytest.approx(0.9), pytest.approx(0.1)) if has_probabilities else (None, None)
    assert tuple(one.p_yes for one in verdict.claims) == expected
    assert [(score.score, score.value) for score in verdict.scores] == [(-1, 0.5)]
    assert (verdict.status, verdict.choice, episode.usage.calls) == ("decided", None, 3)
    assert [one.kind for one in verdict.assessments] == ["split", "yes-no", "yes-no"]
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


async def test_a_claim_has_its_place_in_the_response() -> None:
    verdict = (await judged(ClaimJudge())).verdict
    spans = [one.span for one in verdict.claims]
    assert [BAD[span[0] : span[1]] for span in spans if span] == ["laid eighteen eggs", "A fox ate all of the eggs"]


async def test_a_claim_that_the_response_does_not_make_is_neither_judged_nor_counted() -> None:
    episode = await judged(ClaimJudge((EGGS, RAIN)))
    by_claim = {one.claim: one.status for one in episode.verdict.claims}
    assert by_claim == {EGGS["claim"]: "supported", RAIN["claim"]: "not-in-response"}
    assert (episode.verdict.scores[0].score, episode.usage.calls) == (0, 2)


async def test_who_judges_a_claim_sees_the_source_and_no_response() -> None:
    judge = ClaimJudge()
    await judged(judge, PAIR)
    for request in judge.requests:
        text = text_of(request)
        assert SOURCE in text
        assert len(request.question.choices) == (request.purpose == "claims")
        assert FOX["words"] not in text or request.question.choices == (BAD,)
        if request.purpose == "claim":
            assert sum(claim["claim"] in text for claim in (EGGS, FOX)) == 1


async def test_the_response_with_fewer_unsupported_claims_is_better() -> None:
    episode = await judged(ClaimJudge(), PAIR)
    assert (episode.verdict.choice, episode.verdict.ranking) == (1, (1, 0))
    assert episode.usage.calls == 2 + 3


async def test_the_claims_of_a_response_that_claims_nothing_are_none() -> None:
    episode = await judged(ClaimJudge(()))
    assert (episode.verdict.status, episode.verdict.scores[0].score, episode.usage.calls) == ("decided", 0, 1)


@pytest.mark.parametrize(
    ("judge", "reason"),
    [
        (ClaimJudge("There are two claims."), "could not be split"),
        (ClaimJudge((EGGS,) * 201), "more than 200"),
        (ClaimJudge((RAIN,)), "stands in it"),
        (ClaimJudge(has_probabilities=False, says="Who knows?"), "could not be read"),
    ],
)
async def test_what_can_not_be_read_leaves_the_verdict_unparsed(judge: ClaimJudge, reason: str) -> None:
    verdict = (await judged(judge)).verdict
    assert verdict.status == "unparsed"
    assert reason in str(verdict.reason)
    assert not verdict.scores


class TestAgainst:
    async def test_the_reference_is_shown_where_claims_are_held_against_it(self) -> None:
        judge = ClaimJudge()
        await run_episode(own(["reference"], against="reference"), SINGLE, agents={"judge": judge})
        assert all("18 eggs" in text_of(request) for request in judge.requests)

    async def test_a_machine_judges_what_it_can_and_no_agent_is_asked(self) -> None:
        response = "So 3 * 4 = 12 and 5 + 5 = 11 and cats are grey."
        claims = (
            {"claim": "3 * 4 = 12", "words": "3 * 4 = 12"},
            {"claim": "5 + 5 = 11", "words": "5 + 5 = 11"},
            {"claim": "Cats are grey.", "words": "cats are grey"},
        )
        question = Question(id="sums", text="Count.", choices=(response,))
        episode = await run_episode(own([], against="verifier"), question, agents={"judge": ClaimJudge(claims)})
        assert [one.status for one in episode.verdict.claims] == ["supported", "unsupported", "unknown"]
        assert (episode.verdict.scores[0].score, episode.usage.calls) == (-1, 1)

    @pytest.mark.parametrize(("against", "field"), [("source", "source"), ("reference", "references")])
    async def test_a_question_without_it_is_bad_input(self, against: str, field: str) -> None:
        question = SINGLE.model_copy(update={field: None if field == "source" else ()})
        judge = ClaimJudge()
        with pytest.raises(BadInput, match=f"has no {against}"):
            await run_episode(own([against], against=against), question, agents={"judge": judge})
        assert not judge.requests

    @pytest.mark.parametrize(
        ("sees", "options", "fault"),
        [
            ([], {"against": "source"}, "list `source`"),
            ([], {"against": "reference"}, "list `reference`"),
            ([], {"against": "verifier", "split_by": "judge"}, "leave `split_by` out"),
        ],
    )
    def test_a_role_must_see_what_it_judges_by(self, sees: list[str], options: dict[str, Any], fault: str) -> None:
        with pytest.raises(ValueError, match=fault):
            own(sees, **options)


async def test_each_seat_of_a_panel_judges_and_the_score_is_the_mean() -> None:
    protocol = own(["source"])
    roles = {"judge": protocol.roles["judge"].model_copy(update={"count": 2})}
    panel = protocol.model_copy(update={"roles": roles})
    episode = await run_episode(panel, SINGLE, agents={"judge": ClaimJudge()})
    assert [one.seat for one in episode.verdict.claims] == ["judge-1", "judge-1", "judge-2", "judge-2"]
    assert (episode.verdict.scores[0].score, episode.usage.calls) == (-1, 1 + 2 * 2)
