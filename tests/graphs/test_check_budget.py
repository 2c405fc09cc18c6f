"""Checks that cost: only what a seat picked is checked, and a finding may be noisy, late, or for few."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from dikast.agents import Reply, Request
from dikast.errors import BadInput
from dikast.graphs import derived_seed, run_episode
from dikast.graphs.check_display import is_turned_round
from dikast.metrics.interval import wilson
from dikast.protocols import CheckMove, Protocol, load_protocol
from dikast.records import Episode, Question
from tests.players import Player, Rule, seated, usual

EGGS = Question(id="q", text="How many eggs?", choices=("17", "18"), gold=1, source="There were eighteen eggs.")
ROLES: dict[str, dict[str, Any]] = {
    "alice": {"kind": "debater", "argues": 0, "sees": ["question", "choices", "transcript", "checks"]},
    "bob": {"kind": "debater", "argues": 1, "sees": ["question", "choices", "transcript"]},
    "judge": {"kind": "judge", "sees": ["question", "choices", "transcript", "checks"]},
}


def protocol(rounds: int = 1, roles: dict[str, dict[str, Any]] | None = None, **check: Any) -> Protocol:
    """A debate in which claims are checked after every round."""
    used = {name: {**role, **(roles or {}).get(name, {})} for name, role in ROLES.items()}
    each = [{"speak": ["alice", "bob"]}, {"check": "steps", **check}]
    moves = [{"rounds": rounds, "each": each}, {"decide": "judge"}]
    return Protocol.model_validate({"name": "mine", "roles": used, "moves": moves})


BUDGET: dict[str, Any] = {"budget": 2, "by": "judge"}


def claiming(picks: Callable[[Request], list[int]] = lambda request: [1], verdict: str = "Answer: A") -> Rule:
    """Debaters who claim a wrong product (alice) and a right sum (bob), with the round in it; a judge that picks."""

    def rule(request: Request) -> str:
        match request.purpose:
            case "speak" if request.seat == "alice":
                return f"For {request.round} boxes: {request.round} * 17 = {request.round * 17 + 1}."
            case "speak":
                return f"In all, {request.round} + 17 = {request.round + 17}."
            case "select":
                return json.dumps({"claims": picks(request)})
            case _:
                return verdict

    return rule


async def held(rule: Rule, **options: Any) -> tuple[Episode, Player]:
    player = Player(rule)
    return await run_episode(protocol(**options), EGGS, agents=seated(player), seed=3), player


class TestPicks:
    async def test_only_what_was_picked_is_checked(self) -> None:
        episode, player = await held(claiming(), **BUDGET)
        assert [(check.claim, check.status) for check in episode.checks] == [("1 * 17 = 18", "refuted")]
        (pick,) = episode.picks
        assert pick.claims == ("1 * 17 = 18", "1 + 17 = 18")
        assert (pick.left, pick.picked, pick.seat) == (2, (0,), "judge")
        verdict = player.texts("judge")[-1]
        assert "DOES NOT HOLD\n| 1 * 17 = 18" in verdict
        assert "HOLDS\n" not in verdict

    async def test_the_judge_is_shown_the_claims_and_not_what_a_check_would_find(self) -> None:
        _, player = await held(claiming(), **BUDGET)
        picking = player.texts("judge")[0]
        assert "You have 2 of 2 checks left" in picking
        assert "1 Debater A, for answer A, said:\n| 1 * 17 = 18" in picking
        assert "HOLD" not in picking
        assert "NOT DECIDED" not in picking

    async def test_the_budget_is_for_the_whole_episode_and_what_was_not_checked_can_be_checked_later(self) -> None:
        """Four claims in two rounds: the judge takes one of them, then one of the three that are left."""
        episode, player = await held(claiming(lambda request: [1]), rounds=3, **BUDGET)
        assert [(pick.left, len(pick.claims)) for pick in episode.picks] == [(2, 2), (1, 3)]
        assert [check.claim for check in episode.checks] == ["1 * 17 = 18", "1 + 17 = 18"]
        # Two speeches in each of three rounds, two picks, a verdict: in the last round nothing is left to pay with.
        assert episode.usage.calls == len(player.requests) == 9

    @pytest.mark.parametrize(("budget", "calls"), [(0, 3), (1, 4), (5, 4)])
    async def test_without_a_budget_or_a_claim_nobody_is_asked(self, budget: int, calls: int) -> None:
        episode, _ = await held(claiming(), budget=budget, by="judge")
        assert episode.usage.calls == calls
        episode, _ = await held(usual, budget=budget, by="judge")
        assert (episode.usage.calls, episode.picks) == (3, ())

    async def test_two_debaters_pick_without_sight_of_one_another(self) -> None:
        """Both pay for the same claim, which is checked once."""
        episode, player = await held(claiming(lambda request: [2]), budget=1, by=["alice", "bob"])
        assert [pick.seat for pick in episode.picks] == ["alice", "bob"]
        assert [check.claim for check in episode.checks] == ["1 + 17 = 18"]
        assert episode.usage.calls == 5
        assert not any("HOLDS" in text for text in (*player.texts("alice"), *player.texts("bob")))

    @pytest.mark.parametrize(
        ("reply", "fault"),
        [
            ("1 and 2", "JSON"),
            ('{"claims": [3]}', "numbers from 1 to 2"),
            ('{"claims": [true]}', "numbers from 1 to 2"),
            ('{"claims": [1, 2]}', "2 claims are named, and 1 checks are left"),
            ('{"claims": 1}', "a list of numbers"),
        ],
    )
    async def test_a_choice_that_cannot_be_read_is_asked_for_again_and_then_checks_nothing(
        self, reply: str, fault: str
    ) -> None:
        rule = claiming()
        episode, _ = await held(lambda r: reply if r.purpose == "select" else rule(r), budget=1, by="judge")
        (pick,) = episode.picks
        assert (pick.status, pick.picked, episode.checks, episode.usage.repeats) == ("unparsed", (), (), 1)
        assert fault in (pick.reason or "")

    async def test_the_record_survives_json_and_counts_every_call(self) -> None:
        episode, _ = await held(claiming(), noise=1.0, strength=True, **BUDGET)
        assert Episode.model_validate_json(episode.model_dump_json()) == episode

    async def test_a_judge_that_picks_is_shown_labels_so_that_both_orders_are_run(self) -> None:
        assert not protocol(**BUDGET).is_order_free
        assert protocol(budget=1, by="alice").is_order_free


class TestDisplay:
    async def test_noise_turns_a_finding_round_for_seats_and_not_in_the_record(self) -> None:
        episode, player = await held(claiming(), noise=1.0)
        assert [(check.status, check.shown_status) for check in episode.checks] == [
            ("refuted", "verified"),
            ("verified", "refuted"),
        ]
        text = player.texts("judge")[0]
        assert "DOES NOT HOLD\n| 1 + 17 = 18" in text
        assert "HOLDS\n| 1 * 17 = 18" in text
        assert "told wrongly in 100 % of cases" in text

    def test_noise_comes_from_the_seed_at_its_rate(self) -> None:
        turned = [is_turned_round(0.3, 5, "q", str(n)) for n in range(2000)]
        low, high = wilson(sum(turned) / 2000, 2000)
        assert low < 0.3 < high
        assert turned == [is_turned_round(0.3, 5, "q", str(n)) for n in range(2000)]
        assert turned != [is_turned_round(0.3, 6, "q", str(n)) for n in range(2000)]
        assert not any(is_turned_round(0.0, 5, "q", str(n)) for n in range(2000))

    async def test_a_late_finding_waits_until_a_later_round_is_heard(self) -> None:
        episode, player = await held(claiming(), rounds=3, delay=1)
        alice = player.texts("alice")
        assert "1 * 17 = 18, " not in alice[1]
        assert "DOES NOT HOLD" not in alice[1], "what was found after the first round"
        assert "DOES NOT HOLD\n| 1 * 17 = 18" in alice[2], "is shown after the second"
        verdict = player.texts("judge")[0]
        assert "DOES NOT HOLD\n| 2 * 17 = 35" in verdict
        assert "DOES NOT HOLD\n| 3 * 17 = 52" not in verdict, "what would come after the end is never shown"
        assert len(episode.checks) == 6

    async def test_findings_can_be_for_one_role(self) -> None:
        _, player = await held(claiming(), rounds=2, shown_to="judge")
        assert "DOES NOT HOLD" in player.texts("judge")[0]
        assert not any("DOES NOT HOLD" in text for text in player.texts("alice"))
        _, player = await held(claiming(), rounds=2)
        assert "DOES NOT HOLD" in player.texts("alice")[1], "without it, all that see checks are shown them"

    async def test_the_strength_of_a_finding_is_shown_where_it_is_asked_for(self) -> None:
        _, player = await held(claiming(), strength=True)
        assert "HOLDS, by proof\n| 1 + 17 = 18" in player.texts("judge")[0]
        _, player = await held(claiming())
        assert "by proof" not in player.texts("judge")[0]

    async def test_a_finding_turned_round_has_a_strength_like_any_other(self) -> None:
        _, player = await held(claiming(), strength=True, noise=1.0)
        assert "HOLDS, by proof\n| 1 * 17 = 18" in player.texts("judge")[0]


class TestMisuse:
    @pytest.mark.parametrize(
        ("check", "message"),
        [
            ({"budget": 2}, "belong together"),
            ({"by": "judge"}, "belong together"),
            ({"budget": 2, "by": "jduge"}, "did you mean 'judge'"),
            ({"shown_to": "bob"}, "which does not see any"),
            ({"shown_to": "bbo"}, "did you mean 'bob'"),
            ({"noise": 2}, "less than or equal to 1"),
        ],
    )
    def test_what_could_not_work_says_what_to_change(self, check: dict[str, Any], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            protocol(**check)

    def test_who_picks_hears_the_claims(self) -> None:
        with pytest.raises(ValueError, match="chooses among claims that it is not shown"):
            protocol(roles={"judge": {"sees": ["question", "choices"]}}, **BUDGET)

    def test_a_judge_that_picks_sees_what_is_found(self) -> None:
        with pytest.raises(ValueError, match="never sees a finding: add `checks`"):
            protocol(roles={"judge": {"sees": ["question", "choices", "transcript"]}}, **BUDGET)

    def test_the_short_form_of_the_issue_is_a_form_of_the_move(self) -> None:
        short = CheckMove.model_validate({"check": {"steps": True, "budget": 2, "by": "judge"}})
        assert short == CheckMove(check="steps", budget=2, by=("judge",))

    def test_a_budget_is_an_option_of_checks_that_have_one(self) -> None:
        assert [move.budget for move in load_protocol("budgeted-debate", budget=5).moves_of(CheckMove)] == [5, 5]
        with pytest.raises(BadInput, match="has nothing that the option 'budget' could change"):
            load_protocol("debate", budget=5)

    def test_a_check_without_them_is_written_as_it_was(self) -> None:
        assert CheckMove(check="quotes").model_dump(mode="json") == {"check": "quotes"}


N_QUESTIONS, N_CLAIMS = 40, 3
P_FALSE = 0.5


def is_false(question: str, number: int) -> bool:
    """Whether this claim of the debater who is wrong is false; the other one says only what is true."""
    return derived_seed(question, "false", number) / 2**31 < P_FALSE


def competent(request: Request) -> str | Reply:
    """Debaters with three claims each; a judge that has one side's checked, and weighs findings by Bayes' rule."""
    question = request.question.text
    text = str(request.messages[-1].content)
    if request.purpose == "speak":
        is_wrong = request.argues != int(question.split()[1])
        claims = [7 * (n + 1) + (is_wrong and is_false(question, n)) for n in range(N_CLAIMS)]
        return " ".join(f"Also {n + 1} * 7 = {claim}." for n, claim in enumerate(claims))
    if request.purpose == "select":
        left = int(text.partition("You have ")[2].split()[0])
        return json.dumps({"claims": list(range(1, 1 + min(left, N_CLAIMS)))})
    system = str(request.messages[0].content)
    noise = float(system.partition("told wrongly in ")[2].split()[0]) / 100 if "told wrongly" in system else 0.0
    # The first three claims are those of who argues for A. Shown as refuted, one speaks against it.
    n_refuted, n_verified = text.count("DOES NOT HOLD\n"), text.count("\nHOLDS\n")
    p_if_right = noise**n_refuted * (1 - noise) ** n_verified
    p_if_wrong = P_FALSE**n_refuted * (1 - P_FALSE) ** n_verified
    p_first = p_if_right / (p_if_right + p_if_wrong)
    guess = "AB"[derived_seed(question, "guess") % 2]
    label = guess if math.isclose(p_first, 0.5) else "A" if p_first > 0.5 else "B"
    return f"Answer: {label}"


async def rights(**check: Any) -> list[bool]:
    """Whether the judge is right, by question."""
    made = protocol(**check)
    found: list[bool] = []
    for n in range(N_QUESTIONS):
        question = Question(id=f"q{n}", text=f"{n} {n % 2}", choices=("one", "other"), gold=n % 2)
        episode = await run_episode(made, question, agents=seated(Player(competent)), seed=n)
        found.append(episode.verdict.choice == question.gold)
    return found


async def test_more_checks_never_make_a_competent_judge_worse_and_noise_does() -> None:
    """A planted world with seeds and intervals: accuracy at 0, 1 and 3 checks, then at 3 noisy ones."""
    none, one, three = [await rights(budget=budget, by="judge") for budget in (0, 1, 3)]
    noisy = await rights(budget=3, by="judge", noise=0.4)
    assert sum(none) <= sum(one) <= sum(three)
    assert wilson(sum(none) / N_QUESTIONS, N_QUESTIONS)[1] < wilson(sum(three) / N_QUESTIONS, N_QUESTIONS)[0]
    assert sum(noisy) < sum(three)
    assert wilson(sum(noisy) / N_QUESTIONS, N_QUESTIONS)[1] < wilson(sum(three) / N_QUESTIONS, N_QUESTIONS)[0]
