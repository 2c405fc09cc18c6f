"""Families over integers: the same set or not, whatever they are written with."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest

from dikast.verify import Verifier
from dikast.verify.equality.lattices import Line, same_points
from dikast.verify.text.integer_conditions import with_integers

YES, NO, OPEN = "verified", "refuted", "unknown"

FAMILIES = [
    ("x = 2n", "x = 2k", YES),
    (r"x = 2n + 1, n \in \mathbb{Z}", "x = 2n - 1", YES),
    (r"6k+1, 6k+5, k \in \mathbb{Z}", r"6k \pm 1", YES),
    ("x = 3 + 4k, k ∈ Z", "x = -1 + 4k", YES),
    ("x = 2a where a is an integer", "x = 2b where b is an integer", YES),
    (r"$x = 2n$ where $n$ is an integer", r"$x = 3n$ where $n$ is an integer", NO),
    ("x = 2n+1 for any integer n", "x = 4n+1 for any integer n", NO),
    (r"\{2n : n \in \mathbb{Z}\}", r"\{3n : n \in \mathbb{Z}\}", NO),
    (r"\{2n+1 : n \in \mathbb{Z}\}", r"\{2k-1 \mid k \in \mathbb{Z}\}", YES),
    (r"\{n^2 : n \in \mathbb{N}\}", r"\mathbb{N}", OPEN),
    ("x = 4n or x = 4n+2, n ∈ Z", "x = 2k, k ∈ Z", YES),
    (r"n\pi", r"2n\pi, 2n\pi+\pi", YES),
    (r"n\pi", r"2n\pi", NO),
    (r"x = n\pi + (-1)^n \frac{\pi}{6}", r"x = \frac{\pi}{6}+2\pi n, \frac{5\pi}{6} + 2\pi n", YES),
    (r"x = \arcsin(1/3) + 2\pi n", r"x = \arcsin(1/3) - 2\pi k", YES),
    (r"x = \arcsin(1/3) + 2\pi n", r"x = \arcsin(1/3) + \pi k", NO),
    (r"n(n-1)(n-2)\pi + n\pi", r"n\pi", NO),
    ("x = 7n + 3, n ∈ Z", r"x \equiv 3 \pmod 7", YES),
    (r"x \equiv 1, 5 \pmod 6", r"x \equiv \pm 1 \pmod 6", YES),
    (r"x \equiv 0 \pmod 2", r"x \equiv 0, 2 \pmod 4", YES),
    (r"x \equiv 0 \pmod 2", r"x \equiv 0, 1 \pmod 4", NO),
    ("(x,y) = (2+3k, 1-2k), k ∈ Z", "x = 5+3n, y = -1-2n, n ∈ Z", YES),
    ("(x,y) = (2+3k, 1-2k), k ∈ Z", "x = 5+3n, y = 1-2n, n ∈ Z", NO),
    # Of one n they differ, over all they don't; and a number said to be natural is not any integer.
    ("x = 2n + 1", "x = 2n - 1", OPEN),
    ("6k+1, 6k+5", r"6k \pm 1", OPEN),
    ("(2t, t)", "(4t, 2t)", OPEN),
    ("x = n^2, n ∈ Z", "x = (n-1)^2, n ∈ Z", OPEN),
    (r"x = 2n, n \in \mathbb{N}", r"x = 2n, n \in \mathbb{Z}", OPEN),
    (r"x = 2n, n \in \mathbb{N}", r"x = 2k, k \in \mathbb{N}", OPEN),
    (r"x = 2n, n \in \mathbb{N}", r"x = 3n, n \in \mathbb{N}", NO),
    ("n + 1", "n", NO),
    ("2n + 1", "2n + 2", NO),
    ("y = 2x + 1", "y = 2x - 1", NO),
    ("a_n = 2n + 1", "a_n = 2n - 1", NO),
]


@pytest.mark.parametrize(("reference", "answer", "status"), FAMILIES)
async def test_families(verifier: Verifier, reference: str, answer: str, status: str) -> None:
    for sides in ((reference, answer), (answer, reference)):
        check = await verifier.answer(*sides)
        assert check.status == status, check


async def test_a_name_of_the_question_is_no_parameter(verifier: Verifier) -> None:
    question = "How many edges has the graph, in terms of n?"
    assert (await verifier.answer("2n + 1", "2n - 1", question=question)).status == NO


def test_unions_of_residue_classes_by_counting() -> None:
    """Against the residues below a common multiple, listed one by one."""
    rng = random.Random(5)
    sizes = (1, 2, 3, 4, 6)
    seen = set()
    for _ in range(400):
        sides = [[(rng.randint(-9, 9), rng.choice(sizes)) for _ in range(rng.randint(1, 4))] for _ in range(2)]
        lines = [[Line((Fraction(a), Fraction(0)), (Fraction(m), Fraction(0))) for a, m in side] for side in sides]
        members = [{r for (a, m), r in itertools.product(side, range(12)) if (r - a) % m == 0} for side in sides]
        finding = same_points(*lines)
        assert finding.status == ("verified" if members[0] == members[1] else "refuted")
        if finding.status == "refuted":
            only = members[0] ^ members[1]
            assert int(finding.evidence["witness"]) % 12 in only
        seen.add(finding.status)
    assert seen == {"verified", "refuted"}


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("$x = 2n$ where $n$ is an integer", r"$x = 2n, n \in \mathbb{Z}$"),
        (r"\boxed{x = 2n, n \text{ an integer}}", r"\boxed{x = 2n, n \in \mathbb{Z}}"),
        (r"\(x = \frac{n}{2}\) for \(n \in \mathbb{Z}\)", r"\(x = \frac{n}{2}, n \in \mathbb{Z}\)"),
        (r"\{2n : n \in \mathbb{Z}\}", r"\{2n : n \in \mathbb{Z}\}"),
        ("x is an integer", "x is an integer"),
    ],
)
def test_integers_in_words(text: str, formula: str) -> None:
    assert with_integers(text) == formula
