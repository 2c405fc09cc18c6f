"""Families of proofs: each step finds one number from those before, so that a slip is carried on to the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class ProofSlip:
    """An error in one step of a proof: a number is changed as `change` says. Without a step, there is none."""

    step: int | None = None
    change: Callable[[int], int] = lambda value: value

    def __call__(self, step: int, value: int) -> int:
        """The number that this step finds."""
        return self.change(value) if step == self.step else value


@dataclass(frozen=True)
class WrittenProof:
    """What is claimed, and the steps that show it."""

    claim: str
    steps: tuple[str, ...]


ProofWriter = Callable[[ProofSlip], WrittenProof | None]
"""Writes the proof with a slip; None where the slip leads to numbers with which the proof can't go on."""


@dataclass(frozen=True)
class ProofTask:
    """What a proof is about, for those who do not see it, and the proof with any slip."""

    topic: str
    write: ProofWriter


def draw_proof(rng: Random) -> ProofTask:
    """A task of one of the families."""
    return rng.choice(_FAMILIES)(rng)


def _difference(rng: Random) -> ProofTask:
    """A product less a square is linear; its value at a number."""
    a, b, c = rng.randint(2, 12), -rng.randint(2, 12), rng.randint(2, 9)
    at, times = rng.randint(2, 12), rng.randint(3, 9)
    whole = f"{times}((x{_plus(a)})(x{_plus(b)}) - (x{_plus(c)})^2)"

    def write(slip: ProofSlip) -> WrittenProof | None:
        middle, square = slip(1, a + b), slip(2, 2 * c)
        slope, constant = middle - square, slip(3, a * b - c * c)
        value = slip(4, slope * at + constant)
        result = slip(5, times * value)
        steps = (
            f"(x{_plus(a)})(x{_plus(b)}) = {_sum((1, 'x^2'), (middle, 'x'), (a * b, ''))}.",
            f"(x{_plus(c)})^2 = {_sum((1, 'x^2'), (square, 'x'), (c * c, ''))}.",
            f"The first less the second is {_sum((slope, 'x'), (constant, ''))}.",
            f"For x = {at} this is {value}.",
            f"{times} times this is {result}.",
        )
        return WrittenProof(f"For x = {at}, {whole} = {result}.", steps)

    return ProofTask(f"the value of {whole} for x = {at}", write)


def _inequality(rng: Random) -> ProofTask:
    """A linear inequality in equivalent forms, since a mere consequence could be wrong in a number and still true."""
    a, less, bound, b = rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 20)
    c, d = a + less, b - less * bound
    scale, shift = rng.randint(2, 6), rng.randint(2, 15)
    given = f"{_sum((a, 'x'), (b, ''))} > {_sum((c, 'x'), (d, ''))}"

    def write(slip: ProofSlip) -> WrittenProof | None:
        slope, right = slip(1, a - c), slip(2, d - b)
        if slope >= -1 or right % slope:
            return None
        quotient = slip(3, right // slope)
        scaled = slip(4, scale * quotient)
        end = slip(5, scaled + shift)
        steps = (
            f"With {c}x taken from both sides, this is the same as {_sum((slope, 'x'), (b, ''))} > {d}.",
            f"With {b} taken from both sides, it is the same as {slope}x > {right}.",
            f"Divided by {slope}, which turns the sign around, it is the same as x < {quotient}.",
            f"Multiplied by {scale}, it is the same as {scale}x < {scaled}.",
            f"With {shift} added to both sides, it is the same as {scale}x + {shift} < {end}.",
        )
        return WrittenProof(f"{given} holds exactly if {scale}x + {shift} < {end} does.", steps)

    return ProofTask(f"what {given} says of {scale}x + {shift}", write)


def _power(rng: Random) -> ProofTask:
    """The remainder of a power, by squaring."""
    modulus, base, n_squares = rng.choice((11, 13, 17, 19, 23, 29, 31)), rng.randint(3, 10), rng.randint(2, 4)
    factor, exponent = rng.randint(2, 9), 2**n_squares + 1

    def write(slip: ProofSlip) -> WrittenProof | None:
        steps: list[str] = []

        def find(power: str, first: int, second: int) -> int:
            remainder = slip(len(steps) + 1, first * second % modulus)
            found = f"{first} * {second} = {first * second}"
            steps.append(f"By {modulus}, {power} leaves what {found} leaves, which is {remainder}.")
            is_remainder.append(0 <= remainder < modulus)
            return remainder

        is_remainder: list[bool] = []
        left = base
        for i in range(1, n_squares + 1):
            left = find(f"{base}^{2**i}", left, left)
        left = find(f"{base}^{exponent}", left, base)
        left = find(f"{factor} * {base}^{exponent}", factor, left)
        if not all(is_remainder):
            return None
        return WrittenProof(f"Divided by {modulus}, {factor} * {base}^{exponent} leaves {left}.", tuple(steps))

    return ProofTask(f"what {factor} * {base}^{exponent} leaves when it is divided by {modulus}", write)


def _common_divisor(rng: Random) -> ProofTask:
    """The greatest common divisor, by Euclid's algorithm."""
    common = rng.randint(2, 9)
    first, second = common * rng.randint(90, 300), common * rng.randint(30, 89)

    def write(slip: ProofSlip) -> WrittenProof | None:
        large, small = first, second
        steps: list[str] = []
        while small:
            remainder = slip(len(steps) + 1, large % small)
            if not 0 <= remainder < small:
                return None
            steps.append(f"{large} = {large // small} * {small} + {remainder}.")
            large, small = small, remainder
        divisor = slip(len(steps) + 1, large)
        if divisor <= 0:
            return None
        steps.append(f"The last divisor is {divisor}.")
        return WrittenProof(f"The greatest common divisor of {first} and {second} is {divisor}.", tuple(steps))

    return ProofTask(f"the greatest common divisor of {first} and {second}", write)


def _product(rng: Random) -> ProofTask:
    """How large a product can be when a sum is given, since no square is negative."""
    p, q = rng.randint(2, 7), rng.randint(2, 7)
    total = 2 * p * q * rng.randint(1, 6)

    def write(slip: ProofSlip) -> WrittenProof | None:
        less, more = slip(1, 2 * p * q), slip(2, 2 * p * q)
        apart, square = slip(3, less + more), slip(4, total * total)
        if apart <= 0 or square <= 0 or square % apart:
            return None
        most = slip(5, square // apart)
        steps = (
            f"({p}x - {q}y)^2 = {p * p}x^2 - {less}xy + {q * q}y^2.",
            f"({p}x + {q}y)^2 = {p * p}x^2 + {more}xy + {q * q}y^2.",
            f"The second is the first and {apart}xy more.",
            f"The second is {total}^2 = {square}.",
            f"The first can be 0 and never less, so the most that xy can be is {square} / {apart} = {most}.",
        )
        return WrittenProof(f"If {p}x + {q}y = {total}, then the most that xy can be is {most}.", steps)

    return ProofTask(f"how large xy can be if {p}x + {q}y = {total}", write)


def _divided(rng: Random) -> ProofTask:
    """What a quadratic expression leaves, from what its variable leaves."""
    m, a, b, factor = rng.randint(5, 13), rng.randint(2, 9), rng.randint(1, 20), rng.randint(2, 9)
    r = rng.randint(2, m - 1)
    expression = f"n^2 + {a}n + {b}"

    def write(slip: ProofSlip) -> WrittenProof | None:
        square, multiple = slip(1, r * r), slip(2, a * r)
        constant = slip(3, square + multiple + b)
        left = slip(4, constant % m)
        end = slip(5, factor * left % m)
        if constant < 0 or not 0 <= left < m or not 0 <= end < m:
            return None
        steps = (
            f"With n = {m}k + {r}, n^2 = {m * m}k^2 + {2 * m * r}k + {square}.",
            f"And {a}n = {a * m}k + {multiple}.",
            f"So {expression} = {m * m}k^2 + {2 * m * r + a * m}k + {constant}.",
            f"Divided by {m}, this leaves what {constant} leaves, which is {left}.",
            f"Then {factor} times it leaves what {factor} * {left} = {factor * left} leaves, which is {end}.",
        )
        return WrittenProof(f"If n leaves {r} by {m}, then {factor}({expression}) leaves {end}.", steps)

    return ProofTask(f"what {factor}({expression}) leaves by {m} if n leaves {r}", write)


def _sum(*terms: tuple[int, str]) -> str:
    """`x^2 - 3x + 4`: the terms that are not 0, each a coefficient and what it counts."""
    text = ""
    for coefficient, name in terms:
        if coefficient == 0:
            continue
        size = "" if abs(coefficient) == 1 and name else str(abs(coefficient))
        sign = "-" if coefficient < 0 else "+"
        text += f" {sign} {size}{name}" if text else f"{'-' if coefficient < 0 else ''}{size}{name}"
    return text or "0"


def _plus(value: int) -> str:
    return f" + {value}" if value >= 0 else f" - {-value}"


_FAMILIES: tuple[Callable[[Random], ProofTask], ...] = (
    _difference, _inequality, _power, _common_divisor, _product, _divided,
)  # fmt: skip
