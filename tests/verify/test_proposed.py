"""A model's reading of a step counts only where the step says it; what the step does not say decides nothing."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.records import Check, ProposedClaim
from dikast.verify import Verifier, check_step
from dikast.verify.proposed import licence_of


def proposal(formula: str, span: str) -> ProposedClaim:
    return ProposedClaim(formula=formula, span=span, proposed_by="reader")


def found(step: str, formula: str, span: str = "", context: Sequence[str] = (), problem: str = "") -> list[Check]:
    """The checks of what was proposed; by default the span is the whole step without its full stop."""
    claim = proposal(formula, span or step.rstrip(".。"))
    checks = asyncio.run(check_step(step, context, problem, [claim]))
    return [check for check in checks if "proposed_by" in check.evidence]


@pytest.mark.parametrize(
    ("step", "formula", "status"),
    [
        ("Six times seven make 42.", "6*7 = 42", "verified"),
        ("Six times seven make 43.", "6*7 = 43", "refuted"),
        ("42 eggs minus 2 eggs make 41 eggs.", "42 - 2 = 41", "refuted"),
        ("Half of the 90 pupils are boys, so there are 45 boys.", "90/2 = 45", "verified"),
        ("Half of the 90 pupils are boys, so there are 45 boys.", "1/2 * 90 = 45", "verified"),
        ("Half of the 90 pupils make 40.", "90/2 = 40", "refuted"),
        ("Half of 300 make 150.", "300*0.5 = 150", "verified"),
        ("Half of 300 make 150.", "300 ÷ 2 = 150", "verified"),
        ("Twice 300 make 500.", "2 × 300 = 500", "refuted"),
        ("Two hundred and five plus 3 make 208.", "205 + 3 = 208", "verified"),
        ("3 mal 4 ergeben 13.", "3*4 = 13", "refuted"),
        ("Er hat 8 Äpfel und gab 5 weg, 3 bleiben übrig.", "8 - 5 = 3", "verified"),
        ("小明有8个苹果，给了5个，还剩3个。", "8 - 5 = 3", "verified"),
        ("Ann had 5 apples and bought 3 more, so she has 8 apples.", "5 + 3 = 8", "verified"),
        ("He had 8 apples and gave away 5, leaving 3.", "8 - 5 = 3", "verified"),
        ("She buys 3 boxes of 12 pencils each, 36 in total.", "3*12 = 36", "verified"),
        ("The 4 friends pay 20 each, 80 altogether.", "4*20 = 80", "verified"),
        ("Il reste 8 moins 3, cela fait 5.", "8 - 3 = 5", "verified"),
    ],
)
def test_a_formula_that_restates_the_words_is_decided_and_names_its_reader(
    step: str, formula: str, status: str
) -> None:
    (check,) = found(step, formula)
    assert check.status == status
    assert check.claim in step
    assert check.evidence["proposed_by"] == "reader"
    assert check.evidence["formula"] == formula


@pytest.mark.parametrize(
    ("step", "formula"),
    [
        ("He had 8 apples and gave away 5, leaving 4.", "8 - 5 = 4"),
        ("The 4 friends pay 20 each, 90 altogether.", "4*20 = 90"),
        ("3 boxes of 12 pencils each cost $40.", "3*12 = 40"),
    ],
)
def test_what_fails_where_the_words_only_suit_it_refutes_nothing(step: str, formula: str) -> None:
    (check,) = found(step, formula)
    assert (check.status, check.reason) == ("unknown", "ambiguous")


@pytest.mark.parametrize(
    ("step", "formula", "span"),
    [
        # An operation, a number or a name that the words do not have.
        ("He had 8 apples and gave away 5, leaving 13.", "8 + 5 = 13", ""),
        ("Six times seven gives 42.", "6*8 = 48", ""),
        ("Six times seven gives 42.", "6*7 - x = 42 - x", ""),
        ("Six times seven gives 43.", "42 = 42", ""),
        ("Half of 300 gives 150.", "1*300 = 150", ""),
        ("Half of 300 gives 150.", "300*2 = 150", ""),
        ("Half of 300 gives 150.", "300/0.5 = 150", ""),
        ("Half of 300 gives 150.", "2/300 = 150", ""),
        ("Twice 300 gives 600.", "300/2 = 600", ""),
        # Numbers or operations of the words that are left out, or in another order.
        ("He had 8 apples and got 5 more, 13 in total, and 2 pears.", "8 + 5 = 13", ""),
        ("8 minus 5 times 2 gives 6.", "(8 - 5)*2 = 6", ""),
        ("5 minus 8 gives 3.", "8 - 5 = 3", ""),
        # The sentence denies, supposes, asks, compares or estimates.
        ("It is not true that 6 times 7 gives 43.", "6*7 = 43", "6 times 7 gives 43"),
        ("If 6 times 7 gives 43, we win.", "6*7 = 43", "6 times 7 gives 43"),
        ("6 times 7 gives 43?", "6*7 = 43", "6 times 7 gives 43"),
        ("6 times 7 gives 43. This is wrong.", "6*7 = 43", "6 times 7 gives 43"),
        ("Tom thinks that 6 times 7 gives 43.", "6*7 = 43", "6 times 7 gives 43"),
        ("6 times 7 gives about 43.", "6*7 = 43", ""),
        ("6 times 7 would be 43.", "6*7 = 43", ""),
        ("6 mal 7 ist nicht 43.", "6*7 = 43", ""),
        # The span is a piece of a formula or of a number, or does not stand in the step.
        ("2 + 3 times 4 gives 14.", "3*4 = 14", "3 times 4 gives 14"),
        ("x + 5 = 5 + 2", "5 = 5", "5 = 5"),
        ("6 times 7 gives 42.5 then.", "6*7 = 42", "6 times 7 gives 42"),
        ("6 times 7 gives 42.", "6*8 = 48", "6 times 8 gives 48"),
        # The formula is more than one equality, or no formula.
        ("6 times 7 gives 42.", "6*7 = 42 = 42", ""),
        ("6 times 7 gives 42.", "6*7 < 42", ""),
        ("6 times 7 gives 42.", "__import__('os')", ""),
        ("6 times 7 gives 42.", r"\frac{6}{7} = 42", ""),
        ("6 times 7 gives 42.", "6*7 = 42" + "+0" * 200, ""),
    ],
)
def test_what_the_words_do_not_say_is_not_taken(step: str, formula: str, span: str) -> None:
    assert found(step, formula, span) == []


def test_numbers_may_come_from_the_context_but_then_nothing_is_refuted() -> None:
    step, problem = "They share equally, so each gets 5.", "4 friends have 20 sweets."
    assert [check.status for check in found(step, "20/4 = 5", problem=problem)] == ["verified"]
    wrong = "They share equally, so each gets 6."
    assert [check.status for check in found(wrong, "20/4 = 6", problem=problem)] == ["unknown"]
    assert found(step, "20/4 = 5") == []


def test_what_the_verifier_has_read_itself_is_not_asked_of_a_model() -> None:
    assert found("So 6 * 7 = 43.", "6 * 7 = 42", "6 * 7 = 43") == []
    assert found("So 6 * 7 = 43.", "6 * 7 = 43", "6 * 7 = 43") == []


def test_the_other_findings_stay_as_they_are() -> None:
    step = "So 2 + 2 = 5. Six times seven make 42."
    alone = asyncio.run(check_step(step))
    with_proposal = asyncio.run(check_step(step, proposed=[proposal("6*7 = 42", "Six times seven make 42")]))
    assert with_proposal[: len(alone)] == alone
    assert len(with_proposal) == len(alone) + 1


NUMBERS = st.integers(2, 99)


@given(NUMBERS, NUMBERS, st.integers(-3, 3), st.sampled_from([("plus", "+"), ("times", "*"), ("minus", "-")]))
def test_a_formula_with_another_number_or_sign_than_the_words_has_no_licence(
    a: int, b: int, change: int, operation: tuple[str, str]
) -> None:
    word, sign = operation
    span = f"{a} {word} {b} is {a * b + 100}"
    is_same = change == 0
    formula = f"{a + change} {sign} {b} = {a * b + 100}"
    licence = licence_of(proposal(formula, span), f"So {span}.", (), "")
    assert licence == ("decides" if is_same else None)
    for other in {"+", "*", "-", "/"} - {sign}:
        assert licence_of(proposal(f"{a} {other} {b} = {a * b + 100}", span), f"So {span}.", (), "") is None


@pytest.mark.parametrize(
    ("step", "formula", "span"),
    [
        # A larger calculation, of which the span is a piece.
        ("2 plus 3 times 4 gives 14.", "3*4 = 14", "3 times 4 gives 14"),
        ("Half of 6 times 7 gives 21.", "6*7 = 21", "6 times 7 gives 21"),
        ("6 times 7 gives 43 minus 1.", "6*7 = 43", "6 times 7 gives 43"),
        # A word that makes another number of the one beside it.
        ("5 times 200 gives 1 thousand.", "5*200 = 1", ""),
        ("Two dozen times 2 gives 48.", "2*2 = 48", ""),
        ("Two hundred plus 2 gives 4.", "2 + 2 = 4", ""),
        ("3 Kisten mal zwei ergeben 3.", "3*1 = 3", ""),
        # What is written in signs, the verifier reads itself.
        ("We add 10 - 1.5x = 4.", "10 - 1.5 = 4", "10 - 1.5x = 4"),
        ("Time to heat up to 400 degrees = 20 + 8", "400 + 20 = 8", ""),
        ("There is a buy one get one 50% off deal: 1 minus 1 gives 50.", "1 - 1 = 50", ""),
    ],
)
def test_a_piece_of_a_calculation_is_not_taken(step: str, formula: str, span: str) -> None:
    assert found(step, formula, span) == []


@pytest.mark.parametrize(
    ("step", "formula"),
    [
        ("3 times 20 minutes is 1 hour.", "3*20 = 1"),
        ("3 times 20 minutes gives 1 hour.", "3*20 = 1"),
        ("Half of 6 pairs gives 6 socks.", "6/2 = 6"),
        ("5 less than 8 gives 3.", "5 - 8 = 3"),
        ("Of his 42 ways minus 2 gives 41.", "42 - 2 = 41"),
        ("15 minus 5 dollars is 1000 cents.", "15 - 5 = 1000"),
        ("He has 5 apples plus the pears of Tom, who has 3 times as many, so there are 4.", "5*3 = 4"),
        ("The product of the ages of the 2 boys and the 3 girls, which is large, is 7.", "2*3 = 7"),
        ("The puppy eats 1 cup per day for 180 days, so 180.", "1*180 = 180"),
    ],
)
def test_what_is_said_about_other_things_is_neither_verified_nor_refuted(step: str, formula: str) -> None:
    assert {check.status for check in found(step, formula)} <= {"unknown"}


def test_a_sentence_beside_it_changes_nothing() -> None:
    step = "If you ask me, he is not rich. Six times seven make 43. Would you believe it?"
    assert [check.status for check in found(step, "6*7 = 43", "Six times seven make 43")] == ["refuted"]


def test_words_beside_the_span_leave_a_refutation_open() -> None:
    step = "The ways to take 42 minus 2 make 41."
    assert [check.status for check in found(step, "42 - 2 = 41", "42 minus 2 make 41")] == ["unknown"]


def test_the_words_of_a_users_lexicon_take_a_proposal_back(tmp_path: Path) -> None:
    rows = tmp_path / "pirate.tsv"
    rows.write_text("en\tnegation\tafter\tavast\n", encoding="utf-8")
    step = "Six times seven avast make 42."

    async def licences(lexicon: Path | None) -> list[str]:
        async with Verifier(1, lexicon=lexicon) as verifier:
            checks = await verifier.step(step, proposed=[proposal("6*7 = 42", step.rstrip("."))])
        return [check.status for check in checks if "proposed_by" in check.evidence]

    assert asyncio.run(licences(None)) == ["verified"]
    assert asyncio.run(licences(rows)) == []
