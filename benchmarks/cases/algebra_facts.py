"""Steps with letters, units, functions and limits."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

from benchmarks.cases.fact import Fact, offset
from benchmarks.cases.polynomials import Polynomial
from benchmarks.cases.unit_values import UNITS


def powers(rng: Random) -> Fact:
    a, n = rng.randint(2, 12), rng.randint(2, 6)
    k = rng.randint(3, 9)
    left, value = rng.choice(
        (
            (f"{a}^{n}", a**n), (f"{a}^{{{n}}}", a**n), (f"\\sqrt{{{a * a}}}", a), (f"{k}!", math.factorial(k)),
            (f"\\binom{{{k}}}{{2}}", math.comb(k, 2)), (f"\\log_{{{a}}} {a**n}", n), (f"|{-a}|", a),
            (f"\\sqrt[3]{{{a**3}}}", a),
        )
    )  # fmt: skip
    wrong = value + offset(rng)
    return Fact(
        "powers",
        (f"${left} = {value}$", f"So ${left} = {value}$.", f"{left} = {value}"),
        (("result", f"${left} = {wrong}$"), ("result", f"So ${left} = {wrong}$."), ("result", f"{left} = {wrong}")),
    )


def with_units(rng: Random) -> Fact:
    a, b = rng.randint(2, 40), rng.randint(2, 90)
    right, *wrong = rng.choice(
        (
            (
                f"{a} m + {b} cm = {a * 100 + b} cm",
                f"{a} m + {b} cm = {a + b} m",
                f"{a} m + {b} cm = {a * 100 + b} m",
                f"{a} m + {b} s = {a + b} m",
            ),
            (f"{a} km = {a * 1000} m", f"{a} km = {a * 100} m", f"{a} km = {a * 1000} s"),
            (f"{a * 18} km/h = {a * 5} m/s", f"{a * 18} km/h = {a * 5 + 1} m/s", f"{a * 18} km/h = {a * 5} m"),
            (f"{a} m × {b} m = {a * b} m²", f"{a} m × {b} m = {a * b} m", f"{a} m × {b} m = {a * b + 2} m²"),
            (f"{a * b} m / {b} s = {a} m/s", f"{a * b} m / {b} s = {a} m", f"{a * b} m / {b} s = {a + 1} m/s"),
            (f"{a} hours = {a * 60} minutes", f"{a} hours = {a * 60 + 5} minutes", f"{a} hours = {a * 60} seconds"),
            (f"{a} kg × {b} m/s² = {a * b} N", f"{a} kg × {b} m/s² = {a * b} J", f"{a} kg × {b} m/s² = {a * b + 1} N"),
        )
    )
    mutants = tuple(("unit or result", text) for one in wrong for text in (one, f"So {one}."))
    return Fact("units", (right, f"So {right}."), mutants)


def scaled_quantity(rng: Random) -> Fact:
    """A quantity times or by a number without a unit; the unit of the result is changed, and what is converted."""
    unit, _, smaller, factor, others = rng.choice(UNITS)
    n, a = rng.randint(2, 9), rng.randint(2, 40)
    left, value = rng.choice(((f"{n} × {a} {unit}", n * a), (f"{n * a} {unit} / {n}", a), (f"{a} {unit} × {n}", n * a)))
    texts = [f"{left} = {value} {unit}", f"So {left} = {value} {unit}."]
    if factor.denominator == 1:
        texts += [f"{left} = {value * factor} {smaller}", f"{a} {unit} × {factor} = {a * factor} {smaller}"]
    mutants = [("unit", f"{left} = {value} {other}") for other in (*others, smaller)]
    mutants += [("result", f"{left} = {value + offset(rng)} {unit}"), ("unit", f"So {left} = {value} {smaller}.")]
    mutants.append(("unit of a quotient", f"{n * a} {unit} / {n} {smaller} = {a}"))
    return Fact("scaled quantity", tuple(texts), tuple(mutants))


def identity(rng: Random) -> Fact:
    name = rng.choice("xtn")
    roots = [rng.choice((-1, 1)) * rng.randint(1, 9) for _ in range(2)]
    poly = Polynomial.with_roots(roots)
    left = poly.factored(roots, name)
    texts = (
        f"{left} = {poly.written(name)}",
        f"${left} = {poly.written(name, latex=True)}$",
        f"Expanding, ${left} = {poly.written(name)}$.",
    )
    mutants = tuple((kind, f"${left} = {wrong.written(name)}$") for kind, wrong in poly.mutants(rng))
    return Fact("identity", texts, (*mutants, ("name", f"${left} = {poly.written('y')}$")))


def linear(rng: Random) -> Fact:
    a, b, x = rng.randint(2, 9), rng.randint(1, 30), rng.choice((-1, 1)) * rng.randint(1, 20)
    c = a * x + b
    context = (f"{a}x + {b} = {c}",)
    texts = (f"{a}x = {c - b}", f"x = {x}", f"So x = {x}.", f"Therefore, $x = {x}$.")
    mutants = (
        ("result", f"So x = {x + offset(rng)}."),
        ("result", f"{a}x = {c - b + offset(rng)}"),
        ("sign", f"x = {-x}"),
        ("operator", f"{a}x = {c + b}"),
    )
    return Fact("linear equation", texts, mutants, context)


def quadratic(rng: Random) -> Fact:
    p, q = rng.sample([n for n in range(-9, 10) if n], 2)
    poly = Polynomial.with_roots([p, q])
    context = (f"{poly.written('x')} = 0",)
    texts = (f"x = {p} or x = {q}", f"So x = {q} or x = {p}.", f"{poly.factored([p, q], 'x')} = 0")
    wrong = next(n for n in range(10, 20) if n not in (p, q))
    mutants = [
        ("solution lost", f"So x = {p}."),
        ("digit", f"x = {p} or x = {wrong}"),
        ("element added", f"x = {p} or x = {q} or x = {wrong}"),
    ]
    if p != -q:
        mutants.append(("sign", f"x = {-p} or x = {-q}"))
    return Fact("quadratic equation", texts, tuple(mutants), context)


def substitution(rng: Random) -> Fact:
    poly = Polynomial((rng.randint(-9, 9), rng.choice((-1, 1)) * rng.randint(1, 9), rng.randint(1, 5)))
    at = rng.randint(1, 9)
    context = (f"f(x) = {poly.written('x')}",)
    value = poly.at(at)
    texts = (f"f({at}) = {value}", f"So $f({at}) = {value}$.")
    return Fact(
        "substitution",
        texts,
        (("result", f"f({at}) = {value + offset(rng)}"), ("result", f"So $f({at}) = {value + offset(rng)}$.")),
        context,
    )


def calculus(rng: Random) -> Fact:
    k, n, b = rng.randint(2, 9), rng.randint(2, 5), rng.randint(1, 4)
    right, wrong = rng.choice(
        (
            (f"\\frac{{d}}{{dx}}({k}x^{n}) = {k * n}x^{{{n - 1}}}", f"\\frac{{d}}{{dx}}({k}x^{n}) = {k * n}x^{{{n}}}"),
            (
                f"\\frac{{d}}{{dx}}({k}x^{n}) = {k * n}x^{{{n - 1}}}",
                f"\\frac{{d}}{{dx}}({k}x^{n}) = {k * n + 1}x^{{{n - 1}}}",
            ),
            (
                f"\\int {k * (n + 1)}x^{n} dx = {k}x^{{{n + 1}}} + C",
                f"\\int {k * (n + 1)}x^{n} dx = {k + 1}x^{{{n + 1}}} + C",
            ),
            (f"\\int_0^{b} {n + 1}x^{n} dx = {b ** (n + 1)}", f"\\int_0^{b} {n + 1}x^{n} dx = {b ** (n + 1) + 1}"),
            (f"\\frac{{d}}{{dx}} \\sin({k}x) = {k}\\cos({k}x)", f"\\frac{{d}}{{dx}} \\sin({k}x) = {k}\\sin({k}x)"),
            (f"\\lim_{{x \\to {b}}} (x^2 + {k}) = {b * b + k}", f"\\lim_{{x \\to {b}}} (x^2 + {k}) = {b * b + k + 1}"),
            (f"\\sum_{{i=1}}^{{{k}}} i = {k * (k + 1) // 2}", f"\\sum_{{i=1}}^{{{k}}} i = {k * (k + 1) // 2 + k}"),
        )
    )
    return Fact(
        "calculus",
        (f"${right}$", f"Thus ${right}$.", right),
        (("result", f"${wrong}$"), ("result", f"Thus ${wrong}$."), ("result", wrong)),
    )


NEARLY = (
    "{n}! = {n}! + 1", "10^{{{n}}} = 10^{{{n}}} + 1", "e^{{{n}}} = e^{{{n}}} + 1", "\\pi + 10^{{-{n}}} = \\pi",
    "\\tanh({n}) = 1",
    "\\sqrt{{2}} = \\sqrt{{2}} + 2^{{-{n}}}", "(1 + 10^{{-{n}}})^2 = 1", "2^{{{n}}} + 3^{{{n}}} = 3^{{{n}}}",
)  # fmt: skip


EXACTLY = (
    "{n}! = {n} \\cdot ({n} - 1)!",
    "10^{{{n}}} \\cdot 10 = 10^{{{n} + 1}}",
    "e^{{{n}}} + 1 = 1 + e^{{{n}}}",
    "2^{{{n}}} \\cdot 2 = 2^{{{n} + 1}}",
)


def nearly(rng: Random) -> Fact:
    n = rng.randint(40, 400)
    texts = (f"${rng.choice(EXACTLY).format(n=n)}$",)
    return Fact("nearly equal", texts, (("a little more", f"${rng.choice(NEARLY).format(n=n)}$"),))


def formula_chain(rng: Random) -> Fact:
    """A formula, the numbers put in, and the result."""
    a, b = rng.randint(2, 12), rng.randint(2, 12)
    left, value = rng.choice(
        (
            (f"A = \\frac{{1}}{{2}} b h = \\frac{{1}}{{2}} \\cdot {2 * a} \\cdot {b}", a * b),
            (f"A = lw = {a} \\cdot {b}", a * b),
            (f"P = 2(l + w) = 2({a} + {b})", 2 * (a + b)),
            (f"V = s^3 = {a}^3", a**3),
            (f"F = ma = {a} \\cdot {b}", a * b),
            (f"v = \\frac{{d}}{{t}} = \\frac{{{a * b}}}{{{b}}}", a),
        )
    )
    wrong = value + offset(rng)
    texts = (f"${left} = {value}$", f"So ${left} = {value}$.", f"\\[{left} = {value}\\]")
    return Fact("formula chain", texts, (("result", f"${left} = {wrong}$"), ("result", f"So ${left} = {wrong}$.")))


def equation_of_the_problem(rng: Random) -> Fact:
    """The problem's equation is the first line: a step may not lose a solution of it."""
    n = rng.randint(2, 12)
    problem = rng.choice(
        ("Solve $x^2 = {0}$.", "Solve x^2 = {0} for x.", "Find all real numbers x such that $x^2 = {0}$.")
    ).format(n * n)
    texts = (f"x = {n} or x = {-n}", f"So x = {n} or x = {-n}.", f"$x = \\pm {n}$")
    mutants = (
        ("solution lost", f"So x = {n}."),
        ("result", f"So x = {n + 1} or x = {-n - 1}."),
        ("result", f"$x = \\pm {n + 1}$"),
    )
    return Fact("equation of the problem", texts, mutants, problem=problem)


def length(rng: Random) -> Fact:
    """A length has no negative value to lose."""
    a, b, c = rng.choice(((3, 4, 5), (5, 12, 13), (8, 15, 17), (6, 8, 10), (9, 12, 15), (7, 24, 25)))
    problem = f"A right triangle has legs of length {a} and {b}. Find the length c of its hypotenuse."
    chain = f"c^2 = {a}^2 + {b}^2 = {a * a} + {b * b} = {c * c}"
    texts = (f"{chain}, so c = {c}.", f"${chain}$, so $c = {c}$.", f"{chain}")
    mutants = (
        ("result", f"{chain}, so c = {c + 1}."),
        ("result", f"$c^2 = {a}^2 + {b}^2 = {a * a} + {b * b} = {c * c + 2}$."),
        ("middle", f"c^2 = {a}^2 + {b}^2 = {a * a} + {b * b + 3} = {c * c}, so c = {c}."),
    )
    return Fact("length", texts, mutants, problem=problem)


def between_limits(rng: Random) -> Fact:
    n, b = rng.randint(1, 4), rng.randint(1, 4)
    value = Fraction(b ** (n + 1), n + 1)
    left = f"\\left[\\frac{{x^{n + 1}}}{{{n + 1}}}\\right]_0^{b}"
    shown, wrong = (
        f"\\frac{{{v.numerator}}}{{{v.denominator}}}" if v.denominator > 1 else str(v) for v in (value, value + 1)
    )
    texts = (f"${left} = {shown}$", f"$\\int_0^{b} x^{n} dx = {left} = {shown}$")
    mutants = (("result", f"${left} = {wrong}$"), ("result", f"$\\int_0^{b} x^{n} dx = {left} = {wrong}$"))
    return Fact("between limits", texts, mutants)


def differential(rng: Random) -> Fact:
    k, n = rng.randint(2, 9), rng.randint(2, 5)
    lead = f"Let $u = {k}x^{n}$, so $du ="
    texts = (f"{lead} {k * n}x^{{{n - 1}}} dx$.",)
    return Fact(
        "differential",
        texts,
        (("digit", f"{lead} {k * n + 1}x^{{{n - 1}}} dx$."), ("exponent", f"{lead} {k * n}x^{{{n}}} dx$.")),
    )


def system(rng: Random) -> Fact:
    x, y = rng.sample([n for n in range(-9, 10) if n], 2)
    context = (f"x + y = {x + y}", f"x - y = {x - y}")
    texts = (f"x = {x} and y = {y}", f"Adding the equations: 2x = {2 * x}", f"So x = {x}, y = {y}.")
    mutants = (
        ("order", f"x = {y} and y = {x}"),
        ("result", f"Adding the equations: 2x = {2 * x + 2}"),
        ("result", f"So x = {x + 1}, y = {y}."),
    )
    return Fact("system", texts, mutants, context)


def inequality(rng: Random) -> Fact:
    a, b, x = rng.randint(2, 9), rng.randint(1, 20), rng.randint(-9, 9)
    context = (f"-{a}x + {b} < {-a * x + b}",)
    texts = (f"x > {x}", f"So x > {x}.", f"-{a}x < {-a * x}")
    mutants = (("operator", f"So x < {x}."), ("bound", f"So x ≥ {x}."), ("digit", f"x > {x + 1}"))
    return Fact("inequality", texts, mutants, context)


MAKERS = (
    powers,
    with_units,
    scaled_quantity,
    identity,
    linear,
    quadratic,
    substitution,
    calculus,
    nearly,
    formula_chain,
    equation_of_the_problem,
    length,
    between_limits,
    differential,
    system,
    inequality,
)
