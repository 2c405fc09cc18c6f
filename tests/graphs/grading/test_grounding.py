"""What a machine found in a step, and what it does to what a judge said of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.graphs.error_propagation import inherit
from dikast.graphs.evidence_binding import bind, calculation_error, may_contest, unseen
from dikast.graphs.vote_aggregation import vote
from dikast.records import Check, Episode, Label, StepLabel
from dikast.rubrics import load_rubric
from dikast.verify import check_step
from tests.graphs.grading.bench import EGGS, grading_of, judged, labels_of, saying, worked
from tests.players import Player

RUBRIC = load_rubric("projudge")
LABELS: tuple[Label, ...] = get_args(Label)


def check(status: Literal["verified", "refuted", "unknown"], claim: str = "2 + 2 = 5", **fields: Any) -> Check:
    strength = {"verified": "proof"}.get(status)
    reason = {"unknown": "parse"}.get(status)
    return Check.model_validate(
        {
            "checker": "steps",
            "status": status,
            "claim": claim,
            "method": "exact",
            "strength": strength,
            "reason": reason,
        }
        | fields
    )


PROVED, REFUTED, UNKNOWN = check("verified"), check("refuted"), check("unknown")
ROUNDED = check("verified", strength="rounded")


# --- one step: label of the judge, checks, what comes of it


@pytest.mark.parametrize(
    ("said", "error", "checks", "label", "kept_error", "decided_by"),
    [
        # A refuted claim makes the step wrong, whoever said otherwise.
        ("correct", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("neutral", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("unknown", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("inherited", "RE", [REFUTED], "incorrect", "NC", "verifier"),
        (None, None, [REFUTED], "incorrect", "NC", "verifier"),
        ("correct", None, [PROVED, REFUTED, UNKNOWN], "incorrect", "NC", "verifier"),
        # Where judge and machine agree, the judge's words stand.
        ("incorrect", "KE", [REFUTED], "incorrect", "KE", "both"),
        ("incorrect", None, [REFUTED], "incorrect", "NC", "both"),
        ("correct", None, [PROVED], "correct", None, "both"),
        ("neutral", None, [PROVED], "neutral", None, "both"),
        # A step whose claims are all proved can't be a calculation error; it may be wrong in another way.
        ("incorrect", "NC", [PROVED], "incorrect", None, "contested"),
        ("incorrect", "SC", [PROVED, PROVED], "incorrect", None, "contested"),
        ("incorrect", "RE", [PROVED], "incorrect", "RE", "judge"),
        ("inherited", None, [PROVED], "inherited", None, "judge"),
        ("unknown", None, [PROVED], "unknown", None, "judge"),
        # What is not proved, or not all of it, leaves the judge alone.
        ("incorrect", "NC", [ROUNDED], "incorrect", "NC", "judge"),
        ("incorrect", "NC", [PROVED, UNKNOWN], "incorrect", "NC", "judge"),
        ("incorrect", "NC", [UNKNOWN], "incorrect", "NC", "judge"),
        ("correct", None, [UNKNOWN], "correct", None, "judge"),
        ("correct", None, [], "correct", None, "judge"),
        (None, None, [PROVED], None, None, "judge"),
    ],
)
def test_what_binds_what(
    said: Label | None, error: str | None, checks: list[Check], label: Label, kept_error: str | None, decided_by: str
) -> None:
    bound = bind(StepLabel(step=0, label=said, error_type=error, p_correct=0.8), checks, [], RUBRIC)
    assert (bound.label, bound.error_type, bound.decided_by) == (label, kept_error, decided_by)
    assert bound.checks == tuple(checks)
    if decided_by == "verifier":
        assert bound.judged == said
        assert bound.p_correct == 0


@pytest.mark.parametrize(
    ("contested", "label", "decided_by"),
    [
        ([PROVED], "correct", "contested"),
        ([ROUNDED], "correct", "contested"),
        ([PROVED, UNKNOWN], "incorrect", "verifier"),
        ([UNKNOWN], "incorrect", "verifier"),
        ([REFUTED], "incorrect", "verifier"),
        ([], "incorrect", "verifier"),
    ],
)
def test_a_contested_reading_stands_only_if_all_of_it_is_verified(
    contested: list[Check], label: Label, decided_by: str
) -> None:
    bound = bind(StepLabel(step=0, label="correct"), [REFUTED], contested, RUBRIC)
    assert (bound.label, bound.decided_by) == (label, decided_by)
    assert bound.checks == (REFUTED, *contested)


@pytest.mark.parametrize(
    ("step", "claims", "reading", "is_one"),
    [
        ("1/2x = 3 gives 6", ["1/2x = 3"], "(1/2)*x = 3", True),
        ("1/2x = 3 gives 6", ["1/2x = 3"], "1/(2*x) = 3", True),
        ("twice 8, and 1: 2 * 8 = 17", ["2 * 8 = 17"], "8 * 2 + 1 = 17", False),  # another order
        ("2 * 8, and 1, = 17", ["2 * 8 = 17"], "2 * 8 + 1 = 17", True),
        ("10 % of 80 is 8", ["10 % of 80 is 8"], "10/100 * 80 = 8", False),  # 100 stands nowhere
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 = 32", False),  # another number
        ("36 - 4 = 31", ["36 - 4 = 31"], "31 = 36 - 5", False),
        ("36 - 4 = 31", ["36 - 4 = 31"], "4 = 36 - 31", False),  # another order
        ("36 - 4 = 31", ["36 - 4 = 31"], "4 = 4", False),  # a number left out
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 >= 31", False),  # another comparison
        ("36 - 4 = 31", ["36 - 4 = 31"], r"36 - 4 \geq 31", False),
        ("so -3² = 10¹ - 1", ["-3^{2} = 10^{1} - 1"], "(-3)^2 = 10^1 - 1", True),
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 ≥ 31", False),
        ("½ · ６ = 2", [r"(1/2) \cdot 6 = 2"], "1/2 * 6 = 2", True),
        ("36 - 4 > 33", ["36 - 4 > 33"], "36 + -4 > 33", True),
        ("5 + 3 = 8, 2 * 8 = 17", ["2 * 8 = 17"], "5 + 3 = 8", False),  # another claim of the step
        ("2 + 2 = 5, 6 - 1 = 4", ["2 + 2 = 5", "6 - 1 = 4"], "2 + 2 = 5", False),  # one of two
        ("(a + b)^2 = a^2 + b^2", ["(a + b)^2 = a^2 + b^2"], "2 = 2 = 2", False),  # no letter of it
        ("36 - 4 = 31", ["36 - 4 = 31"], "x = x", False),  # no number at all
        ("36 - 4 = 31", ["36 - 4 = 31"], None, False),
    ],
)
def test_a_reading_must_be_of_what_the_step_says(
    step: str, claims: list[str], reading: str | None, is_one: bool
) -> None:
    assert may_contest(StepLabel(step=0, contest=reading), step, claims) is is_one


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("36 - 4 = 31", "NC"),
        ("(a + b)^2 = a^2 + b^2", "SC"),
        (r"\frac{1}{2} + 1 = 2", "NC"),
        ("3 boxes = 4 boxes", "NC"),
    ],
)
def test_the_kind_of_a_refuted_calculation(claim: str, kind: str) -> None:
    assert calculation_error(check("refuted", claim), RUBRIC) == kind


def test_a_rubric_without_calculation_errors_names_none() -> None:
    assert calculation_error(REFUTED, load_rubric("prmbench")) is None or load_rubric("prmbench").calculation_codes


def test_only_what_is_visual_is_unknown_to_the_blind() -> None:
    assert unseen(StepLabel(step=0, label="incorrect", error_type="VI"), RUBRIC).label == "unknown"
    assert unseen(StepLabel(step=0, label="incorrect", error_type="RE"), RUBRIC).label == "incorrect"
    assert unseen(StepLabel(step=0, label="correct"), RUBRIC).label == "correct"


def test_what_the_judge_had_said_is_kept_however_often_it_is_overruled() -> None:
    blind = unseen(StepLabel(step=1, label="incorrect", error_type="VI", premises=(0,)), RUBRIC)
    assert bind(blind, [REFUTED], [], RUBRIC).judged == "incorrect"
    assert inherit([StepLabel(step=0, label="incorrect"), blind])[1].judged == "incorrect"


# --- whole episodes


async def test_binding_a_refuted_claim_overrides_the_judge_and_says_so() -> None:
    episode, _ = await judged("process-direct")
    second = grading_of(episode).steps[1]
    assert (second.label, second.judged, second.decided_by, second.error_type) == (
        "incorrect",
        "correct",
        "verifier",
        "NC",
    )
    assert "36 - 4 = 31 does not hold" in second.explanation
    assert grading_of(episode).first_error == 1
    assert [one.label for one in grading_of(episode).labellings[0].steps] == ["correct"] * 3


@pytest.mark.parametrize("grounding", ["none", "shown"])
async def test_not_binding_the_judge_has_the_last_word(grounding: str) -> None:
    episode, _ = await judged("process-direct", grounding=grounding)
    assert labels_of(episode) == ["correct"] * 3
    assert grading_of(episode).first_error is None
    assert any(check.status == "refuted" for check in episode.checks)


async def test_the_answer_is_fixed_by_the_reference_whatever_the_grounding() -> None:
    for grounding in ("none", "shown", "binding"):
        episode, _ = await judged("process-direct", grounding=grounding)
        assert grading_of(episode).is_answer_right is False
        assert grading_of(episode).criteria["answer"] == 0


async def test_a_right_answer_by_a_wrong_way() -> None:
    question = worked("3 * 12 = 35.", "35 - 3 = 32.", "The answer is 32.")
    episode, _ = await judged("process-direct", question)
    grading = grading_of(episode)
    assert grading.is_answer_right is True
    assert grading.first_error == 0
    assert grading.is_lucky is True


async def test_without_a_reference_the_score_is_of_the_steps_alone() -> None:
    episode, _ = await judged("process-direct", worked("2 + 2 = 4.", "4 + 1 = 6.", references=()))
    grading = grading_of(episode)
    assert grading.is_answer_right is None
    assert grading.is_lucky is None
    assert grading.score == 0.5
    assert set(grading.criteria) == {"steps"}


async def test_a_misread_claim_is_contested_checked_again_and_stands() -> None:
    """The machine takes what stands by the equation for words; the judge says what the step means by it."""
    step = "We take 2 * 8, and 1 more for the odd one. 2 * 8 = 17."
    (first,) = [c for c in await check_step(step) if c.status == "refuted"]
    assert first.claim == "2 * 8 = 17"
    row = {"step": 1, "label": "correct", "p_correct": 0.9, "contest": "2 * 8 + 1 = 17"}
    episode, _ = await judged("process-direct", worked(step), Player(saying(lambda r: [row])))
    label = grading_of(episode).steps[0]
    assert (label.label, label.decided_by) == ("correct", "contested")
    assert [c.status for c in label.checks if c.checker == "contest"] == ["verified"]


async def test_a_contest_of_another_claim_is_not_even_checked() -> None:
    row = {"step": 1, "label": "correct", "p_correct": 0.9, "contest": "5 + 3 = 8"}
    question = worked("So 5 + 3 = 8 and twice that, 2 * 8 = 17.")
    episode, _ = await judged("process-direct", question, Player(saying(lambda r: [row])))
    label = grading_of(episode).steps[0]
    assert (label.label, label.decided_by, label.judged) == ("incorrect", "verifier", "correct")
    assert not [c for c in label.checks if c.checker == "contest"]


async def test_a_contest_with_other_numbers_is_not_even_checked() -> None:
    row = {"step": 1, "label": "correct", "p_correct": 0.9, "contest": "36 - 4 = 32"}
    episode, _ = await judged("process-direct", worked("36 - 4 = 31"), Player(saying(lambda r: [row])))
    label = grading_of(episode).steps[0]
    assert (label.label, label.decided_by, label.contest) == ("incorrect", "verifier", "36 - 4 = 32")
    assert not [c for c in label.checks if c.checker == "contest"]


async def test_the_verifier_alone_calls_nobody_and_never_calls_a_step_right() -> None:
    episode, player = await judged("process-verifier")
    assert player.requests == []
    assert labels_of(episode) == ["unknown", "incorrect", "unknown"]
    assert {label.decided_by for label in grading_of(episode).steps} == {"verifier"}
    assert grading_of(episode).steps[0].reason == "its claims hold, which does not make it right"
    assert grading_of(episode).score is None


# --- replies that can't be read


@pytest.mark.parametrize(
    ("reply", "labels"),
    [
        ('{"steps": [{"step": 1, "label": "correct"}, {"step": 2, "label": "correct"}]}', ["correct", "correct"]),
        ('[{"step": 1, "label": "correct"}, {"step": 2, "label": "neutral"}]', ["correct", "neutral"]),
        ('```json\n{"steps": [{"step": 2, "label": "incorrect"}, {"step": 1, "label": "Correct "}]}\n```', ["correct", "incorrect"]),
        ('{"steps": [{"step": 1, "label": "correct"}]}', ["correct", None]),
        ('{"steps": [{"step": 1, "label": "correct"}, {"step": 1, "label": "incorrect"}, {"step": 2, "label": "correct"}]}', [None, "correct"]),
        ('{"steps": [{"step": 1, "label": "correct"}, {"step": 1, "label": "correct"}, {"step": 2, "label": "correct"}]}', ["correct", "correct"]),
        ('{"steps": [{"step": 1, "label": "fine"}, {"step": 2, "label": "correct"}, {"step": 3, "label": "correct"}]}', [None, "correct"]),
        ('{"steps": [{"step": true, "label": "correct"}, {"step": 2, "label": "correct"}]}', [None, "correct"]),
        ('{"steps": [{"step": 0, "label": "correct"}, {"step": 1, "label": "incorrect"}]}', [None, None]),
        ('{"steps": {"1": "correct"}}', [None, None]),
        ("Everything is correct.", [None, None]),
        ("", [None, None]),
        ('<think>{"steps": []}</think>{"steps": [{"step": 1, "label": "correct"}, {"step": 2, "label": "unknown"}]}', ["correct", "unknown"]),
    ],
)  # fmt: skip
async def test_a_step_that_cannot_be_read_is_unparsed_and_the_others_stand(
    reply: str, labels: list[str | None]
) -> None:
    player = Player(lambda request: reply)
    episode, _ = await judged("process-direct", worked("One.", "Two."), player)
    assert labels_of(episode) == labels
    assert len(player.requests) == (2 if None in labels else 1)  # asked once more, and no more
    assert grading_of(episode).n_unparsed == labels.count(None)
    assert episode.verdict.status == ("unparsed" if labels == [None, None] else "decided")
    for label in grading_of(episode).steps:
        assert (label.label is None) == (label.reason is not None)


async def test_an_unparsed_step_is_not_unknown_and_has_no_score() -> None:
    player = Player(lambda request: '{"steps": [{"step": 1, "label": "correct"}]}')
    episode, _ = await judged("process-direct", worked("One.", "Two.", references=()), player)
    assert grading_of(episode).score is None
    assert grading_of(episode).steps[1].reason == "step 2 is not in the reply"


async def test_fields_that_are_nonsense_are_left_out_and_the_label_stands() -> None:
    row = {"step": 1, "label": "incorrect", "p_correct": 7, "error": "NOPE", "why": ["x"], "fix": 3, "contest": {}}
    player = Player(lambda request: json.dumps({"steps": [row]}))
    episode, _ = await judged("process-direct", worked("Words."), player)
    label = grading_of(episode).steps[0]
    assert (label.label, label.p_correct, label.error_type, label.explanation, label.fix) == (
        "incorrect",
        None,
        None,
        "",
        "",
    )


async def test_what_no_record_can_hold_is_cleaned_also_where_a_reply_escapes_it() -> None:
    row = (
        r'{"step": 1, "label": "incorrect", "why": "so\ud800 it\u0000 is", "fix": "\ud83d", "contest": "\udfff 1 = 1"}'
    )
    episode, _ = await judged("process-direct", worked("Words."), Player(lambda request: f'{{"steps": [{row}]}}'))
    label = grading_of(episode).steps[0]
    assert (label.label, label.explanation, label.fix) == ("incorrect", "so? it is", "?")
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


async def test_an_error_type_is_known_by_code_and_by_name() -> None:
    rows: list[Mapping[str, object]] = [
        {"step": 1, "label": "incorrect", "error": "reasoning error"},
        {"step": 2, "label": "incorrect", "error": "ke"},
    ]
    episode, _ = await judged("process-direct", worked("A.", "B."), Player(saying(lambda r: rows)))
    assert [label.error_type for label in grading_of(episode).steps] == ["RE", "KE"]


# --- votes and inheritance

labels = st.builds(
    StepLabel, step=st.just(0), label=st.sampled_from([*LABELS, None]), p_correct=st.none() | st.floats(0, 1)
)


@given(st.lists(labels, min_size=1, max_size=7), st.integers(1, 7))
def test_votes(votes: list[StepLabel], quorum: int) -> None:
    won = vote(votes, quorum)
    right = sum(one.label in ("correct", "neutral") for one in votes)
    wrong = sum(bool(one.is_wrong) for one in votes)
    if all(one.label is None for one in votes):
        assert won.label is None
    elif len(votes) > 1 and (right == wrong or max(right, wrong) < quorum):
        assert won.label == "unknown"
    elif len(votes) > 1:
        assert bool(won.is_wrong) == (wrong > right)


@given(st.lists(labels, min_size=2, max_size=6))
def test_whoever_is_asked_first_the_side_that_wins_is_the_same(votes: list[StepLabel]) -> None:
    assert vote(votes).is_wrong == vote(votes[::-1]).is_wrong


@st.composite
def chains(draw: st.DrawFn) -> list[StepLabel]:
    n = draw(st.integers(1, 8))
    return [
        StepLabel(
            step=i,
            label=draw(st.sampled_from(LABELS)),
            premises=tuple(draw(st.lists(st.integers(-1, i - 1), max_size=4, unique=True))),
        )
        for i in range(n)
    ]


@given(chains())
def test_errors_are_inherited_along_premises_and_nowhere_else(chain: list[StepLabel]) -> None:
    found = inherit(chain)
    for before, after in zip(chain, found, strict=True):
        rests_on = {p for p in before.premises or () if p >= 0}
        tainted = any(chain[p].label == "incorrect" or found[p].reason is not None for p in rests_on)
        if before.label in ("correct", "neutral", "unknown"):
            upstream = tainted or any(found[p].label == "inherited" and chain[p].label != "inherited" for p in rests_on)
            assert (after.label == "inherited") >= upstream
        else:
            assert after == before
    assert inherit(found) == found or any(label.label == "inherited" for label in found)


def test_a_circle_of_premises_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        inherit([StepLabel(step=0, label="correct", premises=(1,)), StepLabel(step=1, label="correct", premises=(0,))])


async def test_a_cancelled_grading_leaves_nothing_running() -> None:
    class Slow(Player):
        async def reply(self, request: Any) -> Any:
            await asyncio.sleep(30)
            return await super().reply(request)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await judged("process-stepwise", EGGS, Slow(saying()))
    assert len(asyncio.all_tasks()) == 1
