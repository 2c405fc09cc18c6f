"""Polynomials with whole coefficients: written, multiplied and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Polynomial:
    """Coefficients from the constant upward."""

    coefficients: tuple[int, ...]

    @classmethod
    def with_roots(cls, roots: Sequence[int]) -> Polynomial:
        """The product of `x - r`."""
        found = cls((1,))
        for root in roots:
            found = found.multiplied(cls((-root, 1)))
        return found

    def times(self, factor: int) -> Polynomial:
        """Each coefficient multiplied."""
        return Polynomial(tuple(c * factor for c in self.coefficients))

    def multiplied(self, other: Polynomial) -> Polynomial:
        """The product."""
        found = [0] * (len(self.coefficients) + len(other.coefficients) - 1)
        for i, a in enumerate(self.coefficients):
            for j, b in enumerate(other.coefficients):
                found[i + j] += a * b
        return Polynomial(tuple(found))

    def at(self, x: int) -> int:
        """The value at x."""
        return sum(c * x**i for i, c in enumerate(self.coefficients))

    def derived(self) -> Polynomial:
        """The derivative."""
        return Polynomial(tuple(i * c for i, c in enumerate(self.coefficients))[1:] or (0,))

    def written(self, name: str, latex: bool = False, ascending: bool = False) -> str:
        """Such as `3x^2 - x + 5`."""
        terms = [(i, c) for i, c in enumerate(self.coefficients) if c]
        if not ascending:
            terms.reverse()
        text = "".join(f" {'-' if c < 0 else '+'} {_term(abs(c), i, name, latex)}" for i, c in terms).strip()
        return (text[2:] if text.startswith("+") else text.replace("- ", "-", 1)) if text else "0"

    def factored(self, roots: Sequence[int], name: str) -> str:
        """The leading coefficient and the factors `(x - r)`."""
        lead = self.coefficients[-1]
        factors = "".join(f"({name} {'-' if r > 0 else '+'} {abs(r)})" for r in roots)
        return factors if lead == 1 else f"{lead}{factors}"

    def mutants(self, rng: Random) -> Iterator[tuple[str, Polynomial]]:
        """Other polynomials, with what was changed."""
        places = [i for i, c in enumerate(self.coefficients) if c]
        place = rng.choice(places)
        yield "digit", self._with(place, self.coefficients[place] + rng.choice((1, 2, -1)))
        yield "sign", self._with(place, -self.coefficients[place])
        yield "element dropped", self._with(place, 0)
        top = len(self.coefficients) - 1
        yield "exponent", Polynomial((*self.coefficients[:top], 0, self.coefficients[top]))

    def _with(self, place: int, coefficient: int) -> Polynomial:
        return Polynomial((*self.coefficients[:place], coefficient, *self.coefficients[place + 1 :]))


def _term(number: int, power: int, name: str, latex: bool) -> str:
    if power == 0:
        return str(number)
    lead = "" if number == 1 else str(number)
    shown = "" if power == 1 else f"^{{{power}}}" if latex else f"^{power}"
    return f"{lead}{name}{shown}"
