"""Criteria in order: the next one is asked about only after a tie, and who audits says whether it was decided by that."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents import Request
from dikast.errors import BadInput
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Episode, Question
from tests.players import Player, text_of

FIRST, SECOND = "It laid eighteen eggs.", "It laid eggs, and it was a nice day."
PAIR = Question(id="hen", text="What did the hen do?", choices=(FIRST, SECOND), gold=0, source="The hen laid eggs.")
CRITERIA = ("refusal", "faithfulness", "completeness", "conciseness")


class CriteriaJudge(Player):
    """By each criterion, prefers one response (by its text), calls a tie, or always names the place that it is told."""

    def __init__(self, prefers: dict[str, str], audit: str = "Answer: Yes") -> None:
        super().__init__(self.replies)
        self.prefers, self.audit = prefers, audit

    def replies(self, request: Request) -> str:
        if request.purpose == "audit":
            return self.audit
        text = text_of(request)
        prefers = next((said for name, said in self.prefers.items() if f"\n{name}: " in text), "C")
        if prefers in request.question.choices:
            prefers = "AB"[request.question.choices.index(prefers)]
        return f"The eggs settle it.\nAnswer: {prefers}"


async def judged(judge: Player, question: Question = PAIR, name: str = "judge-criteria", **options: Any) -> Episode:
    return await run_episode(load_protocol(name, **options), question, agents={"judge": judge})


@pytest.mark.parametrize(("criterion", "n_asked"), list(zip(CRITERIA, (1, 2, 3, 4), strict=True)))
async def test_the_first_that_is_no_tie_decides(criterion: str, n_asked: int) -> None:
    episode = await judged(CriteriaJudge({criterion: FIRST, "conciseness": FIRST}))
    assert (episode.verdict.choice, episode.verdict.decided_by) == (0, criterion)
    assert episode.usage.calls == 2 * n_asked
    assert [one.about for one in episode.verdict.assessments[::2]] == list(CRITERIA[:n_asked])
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


async def test_an_earlier_criterion_counts_more_than_all_later_ones() -> None:
    judge = CriteriaJudge({"faithfulness": SECOND, "completeness": FIRST, "conciseness": FIRST})
    verdict = (await judged(judge)).verdict
    assert (verdict.choice, verdict.decided_by, verdict.ranking) == (1, "faithfulness", (1, 0))


async def test_a_tie_by_all_is_a_tie_and_no_criterion_decided() -> None:
    episode = await judged(CriteriaJudge({}))
    assert (episode.verdict.tie, episode.verdict.choice, episode.verdict.decided_by) == (True, None, None)
    assert episode.usage.calls == 2 * 4


async def test_orders_that_contradict_each_other_are_no_tie_and_end_it() -> None:
    episode = await judged(CriteriaJudge({"faithfulness": "A"}))
    assert (episode.verdict.tie, episode.verdict.choice, episode.verdict.decided_by) == (False, None, None)
    assert episode.usage.calls == 2 * 2


async def test_what_can_not_be_read_is_unparsed_and_no_tie() -> None:
    verdict = (await judged(CriteriaJudge({"refusal": "neither nor"}))).verdict
    assert (verdict.status, verdict.tie) == ("unparsed", False)
    assert "refusal" in str(verdict.reason)


@pytest.mark.parametrize(("said", "answer"), [("Answer: Yes", True), ("Answer: No", False), ("Perhaps.", None)])
async def test_another_seat_says_whether_it_was_decided_by_that(said: str, answer: bool | None) -> None:
    judge = CriteriaJudge({"faithfulness": FIRST}, audit=said)
    episode = await judged(judge, name="judge-audited")
    audits = [one for one in episode.verdict.assessments if one.seat == "auditor"]
    assert [(one.about, one.answer) for one in audits] == [("faithfulness", answer)] * 2
    assert (episode.verdict.choice, episode.verdict.decided_by) == (0, "faithfulness")
    assert episode.usage.calls == 2 * 2 + 2
    texts = [text_of(request) for request in judge.requests if request.purpose == "audit"]
    assert all("The eggs settle it." in text and FIRST not in text for text in texts)


@pytest.mark.parametrize("choices", [(FIRST,), (FIRST, SECOND, "It slept.")])
async def test_two_are_compared(choices: tuple[str, ...]) -> None:
    judge = CriteriaJudge({})
    with pytest.raises(BadInput, match="two"):
        await judged(judge, PAIR.model_copy(update={"choices": choices, "gold": None}))
    assert not judge.requests


async def test_a_rubric_without_criteria_has_nothing_to_decide_by() -> None:
    with pytest.raises(BadInput, match="has none"):
        await run_episode(load_protocol("judge-criteria", rubric="likert-5"), PAIR, agents={"judge": CriteriaJudge({})})
