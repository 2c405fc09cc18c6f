"""Rules: which of them a response violates, by how much a judge's yes depends on the response. Exact calls."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import pytest

from dikast.agents import Reply, Request
from dikast.errors import BadInput
from dikast.graphs import run_episode, with_rubric
from dikast.graphs.precondition_judge import holds_by_probabilities
from dikast.protocols import Protocol, load_protocol
from dikast.records import Episode, Question, Usage
from dikast.rubrics import load_constitution
from tests.players import Player, text_of

RESPONSE = "You are a fool, and the answer is 12."
SINGLE = Question(id="one", text="What is 3 · 4?", choices=(RESPONSE,))
ASIDE = "The response greets"
INSULT = "The response calls its reader names"
RULES = {
    "name": "one rule",
    "description": "no insults",
    "rules": [{"name": "insult", "says": "It insults nobody.", "violated_if": [INSULT]}],
}


def with_conditions(*violated_if: object) -> dict[str, Any]:
    rule = {"name": "insult", "says": "It insults nobody.", "violated_if": list(violated_if)}
    return {**RULES, "rules": [rule]}


def about(request: Request, says: str) -> bool:
    return says in text_of(request)


def answering(p_yes: float | None, text: str = "") -> Reply:
    """A reply with this probability of yes; with none, a backend without probabilities."""
    logprobs = None if p_yes is None else {"Yes": math.log(p_yes), "No": math.log(1 - p_yes)}
    return Reply(text=text or "Answer: Yes", choice_logprobs=logprobs, usage=Usage(calls=1))


class RuleJudge(Player):
    """Says yes with `with_response` to what is shown, and with `without` where no response is."""

    def __init__(
        self, with_response: Mapping[str, float | None], without: float = 0.6, concludes: str = "yes", words: str = ""
    ) -> None:
        super().__init__(self.replies)
        self.with_response, self.without, self.concludes, self.words = with_response, without, concludes, words

    def replies(self, request: Request) -> str | Reply:
        match request.purpose:
            case "reason":
                return "It says so in its first words."
            case "conclude":
                return f'{{"rationale": "It does.", "holds": "{self.concludes}"}}'
            case "cite":
                return f'{{"words": "{self.words}"}}'
        if not request.question.choices:
            return answering(self.without)
        if "[…]" in request.question.choices[0]:
            return answering(0.1)
        return answering(next(p for says, p in self.with_response.items() if about(request, says)))

    @property
    def purposes(self) -> list[str]:
        return [request.purpose for request in self.requests]


async def judged(
    judge: Player, question: Question = SINGLE, rules: dict[str, Any] = RULES, count: int = 1, **options: Any
) -> Episode:
    role = {"kind": "judge", "sees": ["question", "choices"], "count": count}
    move = {"rules": "judge", "constitution": rules, **options}
    protocol = {"name": "mine", "about": "responses", "roles": {"judge": role}, "moves": [move]}
    return await run_episode(Protocol.model_validate(protocol), question, agents={"judge": judge})


class TestOnePrecondition:
    @pytest.mark.parametrize(
        ("p_with", "p_without", "holds"),
        [(0.41, 0.6, False), (0.93, 0.6, True), (0.75, 0.6, None), (0.6, 0.9, False), (0.42, 0.6, None)],
    )
    def test_what_the_probabilities_decide(self, p_with: float, p_without: float, holds: bool | None) -> None:
        assert holds_by_probabilities(p_with, p_without) == holds

    @pytest.mark.parametrize(("p_with", "violated"), [(0.41, False), (0.93, True)])
    async def test_a_clear_difference_takes_two_calls(self, p_with: float, violated: bool) -> None:
        judge = RuleJudge({INSULT: p_with})
        episode = await judged(judge)
        (finding,) = episode.verdict.rules
        assert (finding.violated, episode.usage.calls) == (violated, 2)
        (condition,) = finding.preconditions
        assert (condition.route, condition.holds) == ("difference", violated)
        assert condition.p_yes == pytest.approx(p_with)
        assert condition.p_yes_without == pytest.approx(0.6)
        assert Episode.model_validate_json(episode.model_dump_json()) == episode

    @pytest.mark.parametrize(("concludes", "violated"), [("yes", True), ("no", False)])
    async def test_where_it_is_unsure_the_judge_reasons_in_two_more_calls(self, concludes: str, violated: bool) -> None:
        judge = RuleJudge({INSULT: 0.75}, concludes=concludes)
        episode = await judged(judge)
        assert judge.purposes == ["rule", "rule", "reason", "conclude"]
        assert episode.usage.calls == 4
        (condition,) = episode.verdict.rules[0].preconditions
        assert (condition.route, condition.holds) == ("reasoning", violated)
        assert condition.p_yes == pytest.approx(0.75)
        assert [one.kind for one in episode.verdict.assessments] == ["yes-no", "yes-no", "reasons", "yes-no"]

    async def test_a_high_probability_is_not_believed_of_a_judge_that_says_yes_anyway(self) -> None:
        episode = await judged(RuleJudge({INSULT: 0.6}, without=0.9))
        assert episode.verdict.rules[0].violated is False

    async def test_a_backend_without_probabilities_reasons_at_once_and_the_route_says_so(self) -> None:
        judge = RuleJudge({INSULT: None})
        episode = await judged(judge)
        (condition,) = episode.verdict.rules[0].preconditions
        assert (condition.route, condition.holds, condition.p_yes) == ("reasoning-only", True, None)
        assert judge.purposes == ["rule", "reason", "conclude"]

    async def test_without_the_response_nothing_of_it_is_sent(self) -> None:
        judge = RuleJudge({INSULT: 0.75})
        await judged(judge)
        shown = [RESPONSE in text_of(request) for request in judge.requests]
        assert shown == [True, False, True, True]
        assert all(INSULT in text_of(request) for request in judge.requests)

    async def test_a_conclusion_that_can_not_be_read_leaves_the_verdict_unparsed(self) -> None:
        episode = await judged(RuleJudge({INSULT: 0.75}, concludes="perhaps"))
        verdict = episode.verdict
        assert (verdict.status, verdict.rules[0].violated) == ("unparsed", None)
        assert "insult" in str(verdict.reason)
        assert episode.usage.repeats == 1


class TestSpans:
    async def test_the_words_it_cites_are_taken_out(self) -> None:
        judge = RuleJudge({INSULT: 0.75}, words="You are a fool")
        episode = await judged(judge, spans=True)
        (condition,) = episode.verdict.rules[0].preconditions
        assert (condition.route, condition.holds, condition.words) == ("span", True, "You are a fool")
        assert condition.p_yes_without_span == pytest.approx(0.1)
        assert judge.purposes == ["rule", "rule", "cite", "rule"]
        assert judge.requests[-1].question.choices == ("[…], and the answer is 12.",)

    async def test_words_that_are_not_in_the_response_prove_nothing(self) -> None:
        judge = RuleJudge({INSULT: 0.75}, words="You are a liar")
        (finding,) = (await judged(judge, spans=True)).verdict.rules
        assert finding.preconditions[0].route == "reasoning"
        assert judge.purposes == ["rule", "rule", "cite", "reason", "conclude"]


class TestChains:
    async def test_the_first_that_does_not_hold_ends_the_rule(self) -> None:
        judge = RuleJudge({ASIDE: 0.1, INSULT: 0.95})
        (finding,) = (await judged(judge, rules=with_conditions(ASIDE, INSULT))).verdict.rules
        assert finding.violated is False
        assert [one.says for one in finding.preconditions] == [ASIDE]
        assert len(judge.requests) == 2

    async def test_all_must_hold(self) -> None:
        judge = RuleJudge({ASIDE: 0.95, INSULT: 0.95})
        (finding,) = (await judged(judge, rules=with_conditions(ASIDE, INSULT))).verdict.rules
        assert finding.violated
        assert len(judge.requests) == 4

    @pytest.mark.parametrize(("p_aside", "looked_at"), [(0.95, [ASIDE]), (0.1, [ASIDE, INSULT])])
    async def test_one_alternative_that_holds_is_enough(self, p_aside: float, looked_at: list[str]) -> None:
        judge = RuleJudge({ASIDE: p_aside, INSULT: 0.95})
        (finding,) = (await judged(judge, rules=with_conditions({"any_of": [ASIDE, INSULT]}))).verdict.rules
        assert finding.violated
        assert [one.says for one in finding.preconditions] == looked_at

    async def test_an_open_precondition_is_settled_by_one_that_does_not_hold(self) -> None:
        judge = RuleJudge({ASIDE: 0.75, INSULT: 0.1}, concludes="perhaps")
        verdict = (await judged(judge, rules=with_conditions(ASIDE, INSULT))).verdict
        assert (verdict.status, verdict.rules[0].violated) == ("decided", False)


class TestVerdicts:
    async def test_a_single_response_has_a_score_and_is_no_choice(self) -> None:
        verdict = (await judged(RuleJudge({INSULT: 0.95}))).verdict
        assert (verdict.status, verdict.choice, verdict.probabilities, verdict.tie) == ("decided", None, None, False)
        (score,) = verdict.scores
        assert (score.score, score.value, score.route) == (-1, 0, "counted")

    async def test_of_two_the_one_that_violates_fewer_rules_is_better(self) -> None:
        pair = Question(id="two", text="What is 3 · 4?", choices=(RESPONSE, "12."), gold=1)
        judge = RuleJudge({"fool": 0.95, INSULT: 0.1})
        episode = await judged(judge, pair)
        assert (episode.verdict.choice, episode.usage.calls) == (1, 4)
        assert [finding.violated for finding in episode.verdict.rules] == [True, False]
        assert not any(RESPONSE in text_of(request) and "| 12." in text_of(request) for request in judge.requests)

    async def test_each_seat_of_a_panel_is_recorded_and_the_score_is_the_mean(self) -> None:
        judge = RuleJudge({INSULT: 0.95})
        verdict = (await judged(judge, count=2)).verdict
        assert [finding.seat for finding in verdict.rules] == ["judge-1", "judge-2"]
        assert verdict.scores[0].score == -1


class TestSingleResponses:
    @pytest.mark.parametrize("name", ["judge-pairwise", "judge-ranking", "direct"])
    async def test_what_compares_needs_two(self, name: str) -> None:
        judge = RuleJudge({INSULT: 0.95})
        with pytest.raises(BadInput, match=re.escape(f"at least two, got one: '{RESPONSE[:20]}")):
            await run_episode(load_protocol(name), SINGLE, agents={"judge": judge})
        assert not judge.requests

    async def test_a_single_response_can_be_rated(self) -> None:
        judge = Player(lambda request: "Answer: 4")
        episode = await run_episode(load_protocol("judge-pointwise"), SINGLE, agents={"judge": judge})
        assert [one.score for one in episode.verdict.scores] == [4]
        assert (episode.verdict.choice, episode.usage.calls) == (None, 1)


async def test_the_protocol_of_the_library_runs_and_its_record_has_the_rules() -> None:
    judge = RuleJudge({"": 0.1})
    episode = await run_episode(load_protocol("judge-constitution"), SINGLE, agents={"judge": judge})
    rules = load_constitution("safe-and-honest").rules
    assert [finding.rule for finding in episode.verdict.rules] == [rule.name for rule in rules]
    assert rules[0].says in episode.model_dump_json()


def test_an_unknown_constitution_is_an_error_with_the_nearest_name() -> None:
    protocol = load_protocol("judge-constitution")
    move = protocol.moves[0].model_copy(update={"constitution": "safe-and-honst"})
    with pytest.raises(BadInput, match="did you mean 'safe-and-honest'"):
        with_rubric(protocol.model_copy(update={"moves": (move,)}))
