"""What a clause draws from the calculation before it, and numbers that belong to no label and no word."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
Row = tuple[str, list[str], str]

CONCLUSIONS: list[Row] = [
    ("53 - 45 = 8, so 10 are left.", [], NO),
    ("53 - 45 = 8, so there are 10 left.", [], NO),
    ("53 - 45 = 8, so she has 10 apples left.", [], NO),
    ("53 - 45 = 8, so 8 are left.", [], YES),
    ("53 - 45 = 8, so there are 8 left.", [], YES),
    ("53 - 45 = 8, so she has 8 apples left.", [], YES),
    ("53 - 45 = 8, so 45 are gone.", [], YES),
    ("53 - 45 = 8, so 2 more groups of 4 fit.", [], YES),
    ("53 - 45 = 8 minutes, so 480 seconds.", [], YES),
    ("$53 - 45 = 8$, so 10 remain.", [], NO),
    ("53 - 45 = 8. So 10 are left.", [], NO),
    ("53 - 45 = 8, also bleiben 10 übrig.", [], NO),
    ("53 - 45 = 8, donc il reste 10 pommes.", [], NO),
    ("53 - 45 = 8, donc il reste 10.", [], NO),
    ("53 - 45 = 8, así que quedan 10.", [], NO),
    ("53 - 45 = 8，所以还剩10个。", [], NO),
    ("5 × 7 = 35, so the answer is 36.", [], NO),
    ("Twice 13 is 26, so the total is 39.", [], OPEN),
    ("The average of 2, 5 and 8 is 5, so the total is 15.", [], OPEN),
    ("5 × 7 = 35. So the answer is 42.", [], OPEN),
    ("The last digit of 3^4 is 7, since 3^4 = 81.", [], NO),
    ("The last digit of 3^4 is 1, since 3^4 = 81.", [], YES),
    ("The midpoint of (2, 1) and (6, 5) is (4, 2), so x = 4.", [], NO),
    ("The remainder when 95 is divided by 4 is 2, since 95 = 4 × 23 + 3.", [], NO),
    ("The remainder when 95 is divided by 4 is 3, since 95 = 4 × 23 + 3.", [], YES),
    ("5 × 7 = 35, so he pays $36.", [], NO),
    ("5 × 7 = 35, so he pays $35.", [], YES),
    ("3 + 4 = 7, so she has 7 apples and 2 pears.", [], YES),
    ("24/7 = 3.43, so he needs 4 buses.", [], YES),
    ("1/4 = 0.25, so 25% are red.", [], YES),
    ("12 × 15 = 180, so he works 3 hours.", [], YES),
    ("3 × 4 = 12, so on day 5 he rests.", [], YES),
    ("20 - 12 = 8, so there are 20 in total.", [], YES),
    ("15 - 9 = 6, so x is 6.", [], YES),
    ("15 - 9 = 6, so 6 + 2 = 8.", [], YES),
    ("15 - 9 = 6, so the difference is 6.", [], YES),
    ("5 + 3 = 8, so 2 are left.", ["There are 10 apples."], OPEN),
    ("53 - 45 = 8, so 10 are left.", ["2 apples are in the bag."], OPEN),
    ("53 - 45 = 8, so 10 are left.", ["10 apples are in the bag."], YES),
    ("2 × 6 = 12, so each side is 12.", [], YES),
    ("48 / 2 = 24, so Natalia sold 24 clips.", [], YES),
    ("53 - 45 = 8. The answer is 10.", [], NO),
    ("53 - 45 = 8. Answer: 10", [], NO),
    ("53 - 45 = 8. The answer is 8.", [], YES),
    ("53 - 45 = 8. Die Antwort ist 10.", [], NO),
    ("53 - 45 = 8. La respuesta es 10.", [], NO),
    ("53-45=8，答案是10。", [], NO),
    ("53-45=8，答：还剩10个。", [], NO),
    ("53-45=8，答：还剩8个。", [], YES),
    ("53 - 45 = 8, donc il en reste 10.", [], NO),
    ("53 - 45 = 8, donc il en reste 8.", [], YES),
    ("5 + 7 = 12. Thus x = 13.", [], OPEN),
    ("5 + 7 = 12. Thus x = 12.", [], YES),
    ("3 × 4 = 12, so the area is 14.", [], OPEN),
    ("3 × 4 = 12, so the area is 12.", [], YES),
    ("3 × 4 = 12 apples, therefore Tom has 14 apples.", [], OPEN),
    ("3 × 4 = 12, also hat Tom 14 Äpfel.", [], OPEN),
    ("3 × 4 = 12 apples, therefore Tom has 12 apples.", [], YES),
    ("5 + 7 = 12, which means 13 people.", [], OPEN),
    ("5 + 7 = 12. Therefore, the answer is \\boxed{13}.", [], NO),
    ("5 + 7 = 12. Therefore, the answer is \\boxed{12}.", [], YES),
    ("5 + 7 = 12. There are 3 cats.", [], YES),
    ("The perimeter is 4 × 6 = 24, so it is 26 cm.", [], NO),
    ("The perimeter is 4 × 6 = 24, so it is 24 cm.", [], YES),
    ("20 - 8 = 12. So she has 10 marbles left.", [], NO),
    ("20 - 8 = 12. So she has 10 marbles.", [], OPEN),
    ("48/2 = 24, so Natalia has 3 friends.", [], OPEN),
    # Something else that counts may lie between the two.
    ("5 × 7 = 35, so the answer is 36.", ["There is one more."], OPEN),
    ("Each of the two pays 5 × 7 = 35, so the answer is 70.", [], OPEN),
    ("5 + 7 = 12, so there are 13 in all.", [], NO),
    ("5 + 7 = 12, so there are 12 in all.", [], YES),
    ("3 × 4 = 12, so the area is 14 cm².", [], OPEN),
    ("3 × 4 = 12, so the area is 12 cm².", [], YES),
    ("tan 45° = 1, so the height equals 20 × 1 = 21 m.", [], NO),
    ("tan 45° = 1, so the height equals 20 × 1 = 20 m.", [], YES),
    ("2 × 6 = 12. The answer for part 3 follows.", [], YES),
]
BEHIND_WORDS: list[Row] = [
    ("The slope is (6 - 2)/(4 - 1) = 3/4.", [], NO),
    ("The slope is (6 - 2)/(4 - 1) = 4/3.", [], YES),
    ("The z-score is (85 - 70)/10 = 2.5.", [], NO),
    ("The sum of the interior angles of a pentagon is (5 - 2) × 180° = 520°.", [], NO),
    ("Step 2 - 3 × 4 = 12", [], OPEN),
    ("Step 2 - 3 × 4 = -10", [], YES),
    ("(2) - 3 × 4 = 12", [], OPEN),
    ("The probability of two heads is (1/2)^2 = 1/2.", [], NO),
    ("The probability of two heads is (1/2)^2 = 1/4.", [], YES),
    ("8 sets of 3 + 1 = 25", [], OPEN),
    ("There are 8 sets of 3 + 1 = 25", [], OPEN),
    ("解：设x=4，则3x-5=7。", [], YES),
    ("解：设x=4，则3x-5=8。", [], NO),
    ("已知a=3，b=4，所以a+b=7。", [], YES),
    ("已知a=3，b=4，所以a+b=8。", [], NO),
    ("当x=2时，x^2+1=5。", [], YES),
    ("令y=5，得2y=10。", [], YES),
]

# A value that is excluded is never meant as the solution, so that nothing is gained by it.
EXCLUDED: list[Row] = [
    ("So x ≠ 0.", ["1/x > 2"], YES),
    ("Donc x ≠ 0.", ["1/x > 2"], YES),
    ("x ≠ 1 and x ≠ 2", ["1/(x-1) + 1/(x-2) > 0"], YES),
    ("$x \\neq 2$", ["\\frac{3}{x-2} \\ge 1"], YES),
    ("So x ≠ 1.", ["1/x > 1/2"], NO),
    ("So x ≠ 4.", ["2x = 8"], NO),
    ("So x > 0.", ["1/x > 2"], NO),
]


@pytest.mark.parametrize(("step", "context", "status"), CONCLUSIONS + BEHIND_WORDS + EXCLUDED)
async def test_step(verifier: Verifier, step: str, context: list[str], status: str) -> None:
    assert step_status(await verifier.step(step, context=context)) == status
