"""Rules are scored and rewritten until they are objective, and what can't be read changes nothing."""

from __future__ import annotations

import json

from dikast.agents import Request
from dikast.graphs import sharpen_constitution
from dikast.rubrics import AnyOf, Constitution, ConstitutionRule
from tests.players import Player, text_of

LOOSE, SHARP = "It is not rude.", "It does not call its reader a fool or an idiot."
RULES = Constitution(
    name="mine",
    description="",
    rules=(ConstitutionRule(name="rude", says=LOOSE, violated_if=(AnyOf(any_of=("It is rude.",)),)),),
)


class Sharpener(Player):
    """Scores the loose wording 6 and the sharp one as told, and rewrites the first into the second."""

    def __init__(
        self, sharp_score: object = 9, conditions: object = ("It calls its reader names.", ["a", "b"])
    ) -> None:
        super().__init__(self.replies)
        self.sharp_score, self.conditions = sharp_score, conditions

    def replies(self, request: Request) -> str:
        text = text_of(request)
        if '"violated_if"' in text:
            return json.dumps({"violated_if": self.conditions})
        if '"rule":' in text:
            return json.dumps({"rule": SHARP})
        score = self.sharp_score if SHARP in text else 6
        return json.dumps({"reason": "People differ.", "objectiveness": score})


async def test_a_loose_rule_is_rewritten_and_gets_new_preconditions() -> None:
    agent = Sharpener()
    (rule,) = (await sharpen_constitution(agent, RULES)).rules
    assert (rule.says, rule.objectiveness, rule.rewritten_from) == (SHARP, 9, LOOSE)
    assert [one.any_of for one in rule.violated_if] == [("It calls its reader names.",), ("a", "b")]
    assert len(agent.requests) == 4


async def test_a_rule_that_is_objective_enough_keeps_its_words() -> None:
    agent = Sharpener()
    (rule,) = (await sharpen_constitution(agent, RULES, objective_from=6)).rules
    assert rule == RULES.rules[0].model_copy(update={"objectiveness": 6})
    assert len(agent.requests) == 1


async def test_rewriting_ends_after_so_many_tries_with_the_best_wording() -> None:
    agent = Sharpener(sharp_score=7)
    (rule,) = (await sharpen_constitution(agent, RULES, rewrites=2)).rules
    assert (rule.says, rule.objectiveness) == (SHARP, 7)
    assert len(agent.requests) == 1 + 2 * 2 + 1


async def test_a_wording_that_is_worse_or_has_no_preconditions_is_not_taken() -> None:
    worse = (await sharpen_constitution(Sharpener(sharp_score=3), RULES)).rules[0]
    assert (worse.says, worse.objectiveness, worse.rewritten_from) == (LOOSE, 6, "")
    assert (await sharpen_constitution(Sharpener(conditions=[]), RULES)) == RULES


async def test_what_can_not_be_read_changes_nothing() -> None:
    agent = Player(lambda request: "It seems fine.")
    assert await sharpen_constitution(agent, RULES) == RULES
    assert len(agent.requests) == 2
