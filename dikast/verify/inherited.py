"""Errors carried on: steps that are right given the wrong value of an earlier step, and only given that.

A later step can take over an error in three ways:

* it calculates with the wrong value: after `8 + 8 = 17`, the true sum `17 + 5 = 22`; with 16 in its place it is false;
* it rests on the wrong line through a name: after `2x = 11 - 3 = 9`, `x = 4.5` follows, and not from `2x = 8`;
* it contradicts the problem, and follows from the wrong line alone.

A claim is only called inherited if a check shows it: it holds as it is written and is refuted with the right value, or
holds by the wrong line and no longer by the corrected one, or is refuted and holds given the wrong line alone. All
of it is asked of the same verifier.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from dikast.records import Check, InheritedValue
from dikast.verify.stated_numbers import number_of, stated_numbers, with_numbers
from dikast.verify.syntax.currency_table import SIGNS

# Numbers that anyone may use without taking them from an earlier step: counts of everyday units, and bases of
# percentages and powers of ten.
_COMMON = frozenset(map(Fraction, (0, 1, 2, 3, 4, 7, 10, 12, 24, 30, 52, 60, 90, 100, 180, 360, 365, 1000)))
_MAX_ROOTS = 3  # how many of the last wrong steps are tried for one claim


class StepCheck(Protocol):
    """What decides the claims of a step, as `Verifier.step` does."""

    def __call__(self, step: str, *, context: Sequence[str] = (), problem: str = "") -> Awaitable[list[Check]]: ...


@dataclass(frozen=True)
class WrongValue:
    """A wrong value that a step states in the place of the right one.

    `root` is the step that made the error, `claim` the formula that was refuted there. A value that follows from
    another wrong one has the root of that.
    """

    root: int
    value: Fraction
    right: Fraction
    claim: str

    @property
    def inherited(self) -> InheritedValue:
        """What the record says about a claim that uses this value."""
        return InheritedValue(step=self.root, value=str(self.value), right=str(self.right))


async def mark_inherited(
    steps: Sequence[str], checks: Sequence[Sequence[Check]], problem: str, check_step: StepCheck
) -> list[list[Check]]:
    """The checks of each step, in which each claim that carries on an earlier error says so (`Check.inherited`)."""
    errors = CarriedErrors(steps, problem, check_step)
    return [await errors.marked(step, list(step_checks)) for step, step_checks in enumerate(checks)]


@dataclass
class CarriedErrors:
    """The wrong values of the steps so far, and the steps as they would read without them."""

    steps: Sequence[str]
    problem: str
    check_step: StepCheck
    roots: list[int] = field(default_factory=list)
    wrong: list[WrongValue] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)

    async def marked(self, step: int, checks: list[Check]) -> list[Check]:
        """The checks of the next step, marked; its own errors count for the steps after it."""
        if self.roots:
            checks = await self._marked(step, checks)
        self._withdraw(checks)
        self._take(step, checks)
        return checks

    async def _marked(self, step: int, checks: list[Check]) -> list[Check]:
        if any(check.status == "refuted" for check in checks):
            return await self._following_from_errors(step, checks)
        # First a claim is judged by its numbers alone; whole lines are compared only where that shows nothing.
        by_number = [await self._with_right_numbers(step, check) for check in checks]
        if by_number != checks:
            return by_number
        return await self._with_right_lines(step, checks)

    async def _with_right_numbers(self, step: int, check: Check) -> Check:
        """The check, marked if its claim calculates with a wrong value and is false with the right one."""
        wrong_values = self._used_by(check)
        if check.status != "verified" or not wrong_values:
            return check
        inputs, result = _sides(check.formula)
        claim = with_numbers(inputs, {wrong.value: wrong.right for wrong in wrong_values}) + result
        rechecked = await self.check_step(claim, context=self.corrected[:step], problem=self.problem)
        refutation = next((other for other in rechecked if other.status == "refuted"), None)
        if refutation is None:
            return check
        follows = _wrong_value(wrong_values[-1].root, refutation)
        if follows is not None:
            self.wrong.append(follows)
        return _marked(check, wrong_values[-1].inherited)

    def _used_by(self, check: Check) -> list[WrongValue]:
        """The wrong values among the numbers that the claim calculates with, if they can't come from anywhere else."""
        numbers = {number.value for number in stated_numbers(_sides(check.formula)[0])}
        return [wrong for wrong in self.wrong if wrong.value in numbers and not self._has_other_source(wrong)]

    def _has_other_source(self, wrong: WrongValue) -> bool:
        earlier = (self.problem, *self.steps[: wrong.root], _sides(wrong.claim)[0])
        known = {number.value for text in earlier for number in stated_numbers(text)}
        return wrong.value in _COMMON | known

    def _last_errors(self) -> Iterator[tuple[int, WrongValue | None]]:
        """The last wrong steps, the latest first, each with the first wrong value of it that is known."""
        for root in self.roots[: -_MAX_ROOTS - 1 : -1]:
            yield root, next((wrong for wrong in self.wrong if wrong.root == root), None)

    async def _with_right_lines(self, step: int, checks: list[Check]) -> list[Check]:
        """The checks, those marked that hold by the wrong line of an earlier step and no longer by the right one."""
        wrong = next((wrong for _, wrong in self._last_errors() if wrong is not None), None)
        if wrong is None or all(check.status != "verified" for check in checks):
            return checks
        rechecked = await self.check_step(self.steps[step], context=self.corrected[:step], problem=self.problem)
        failing = {other.claim for other in rechecked if _fails(other)}
        is_carried = [check.status == "verified" and check.claim in failing for check in checks]
        return _with_marks(checks, is_carried, wrong.inherited)

    async def _following_from_errors(self, step: int, checks: list[Check]) -> list[Check]:
        """The checks, the refuted ones marked if all of them hold given a wrong line, and not without it."""
        for root, wrong in self._last_errors():
            if not await self._holds(step, root, checks) or await self._holds(step, root + 1, checks):
                continue
            inherited = InheritedValue(step=root, value=self.steps[root]) if wrong is None else wrong.inherited
            return _with_marks(checks, [check.status == "refuted" for check in checks], inherited)
        return checks

    async def _holds(self, step: int, first: int, checks: Sequence[Check]) -> bool:
        """Whether the refuted claims hold given only the steps from `first` on."""
        rechecked = await self.check_step(self.steps[step], context=self.steps[first:step])
        holding = {other.claim for other in rechecked if other.status == "verified"}
        is_refuted = any(other.status == "refuted" for other in rechecked)
        return not is_refuted and holding.issuperset(check.claim for check in checks if check.status == "refuted")

    def _withdraw(self, checks: Sequence[Check]) -> None:
        """Forgets the values of an error that a later step has put right: `8 + 8 = 16`."""
        holding = [_numbers(check.formula) for check in checks if check.status == "verified"]
        mended: set[int] = set()
        for wrong in self.wrong:
            inputs = _numbers(_sides(wrong.claim)[0])
            if [*inputs, wrong.right] in holding:
                mended.add(wrong.root)
        self.wrong = [wrong for wrong in self.wrong if wrong.root not in mended]
        self.roots = [root for root in self.roots if root not in mended]

    def _take(self, step: int, checks: Sequence[Check]) -> None:
        """Adds the step to those so far: as it is, with its own errors put right, or left out if it inherited one."""
        text = self.steps[step]
        for check in checks:
            if check.inherited is not None:
                text = ""
            elif check.status == "refuted":
                text = self._correct(step, check, text)
        self.corrected.append(text)

    def _correct(self, step: int, refutation: Check, text: str) -> str:
        """The step's text with the value of the refuted claim put right; empty where that can't be done."""
        if step not in self.roots:
            self.roots.append(step)
        wrong = _wrong_value(step, refutation)
        if wrong is None:
            return ""
        self.wrong.append(wrong)
        inputs, result = _sides(wrong.claim)
        right = inputs + with_numbers(result, {wrong.value: wrong.right})
        return text.replace(refutation.claim, right, 1) if refutation.claim in text else ""


def _fails(check: Check) -> bool:
    """Whether the claim could not be shown, and not for lack of time or memory."""
    return check.status != "verified" and check.reason not in ("timeout", "memory", "cost")


def _wrong_value(root: int, refutation: Check) -> WrongValue | None:
    """The value that a refuted claim ends with, where both sides are numbers and it ends with one number alone."""
    (right, unit), (value, other_unit) = map(_measured, refutation.sides or ("", ""))
    if right is None or value is None:
        return None
    ends_with_value = _numbers(_sides(refutation.formula)[1]) == [value]
    is_wrong = unit == other_unit and right != value
    return WrongValue(root, value, right, refutation.formula) if is_wrong and ends_with_value else None


def _measured(text: str) -> tuple[Fraction | None, str]:
    """The number and the unit of a value as a witness shows it: `5 km`, `$5`."""
    number, _, unit = text.strip("".join(SIGNS)).partition(" ")
    return number_of(number), unit


def _sides(claim: str) -> tuple[str, str]:
    """What a claim calculates with, and its result from the last equals sign on; none without such a sign."""
    inputs, sign, result = claim.rpartition("=")
    return (inputs, sign + result) if sign else (claim, "")


def _numbers(text: str) -> list[Fraction]:
    return [number.value for number in stated_numbers(text)]


def _with_marks(checks: Sequence[Check], is_carried: Sequence[bool], inherited: InheritedValue) -> list[Check]:
    pairs = zip(checks, is_carried, strict=True)
    return [_marked(check, inherited) if carries else check for check, carries in pairs]


def _marked(check: Check, inherited: InheritedValue) -> Check:
    evidence = {**check.evidence, "inherited": inherited.model_dump(mode="json")}
    return check.model_copy(update={"evidence": evidence})
