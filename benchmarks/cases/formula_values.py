"""Answers that are formulas."""

from __future__ import annotations

import math
from random import Random

from benchmarks.cases.numerals import changed_digits
from benchmarks.cases.polynomials import Polynomial
from benchmarks.cases.value import Value, four_figures, nonzero


def polynomial(rng: Random) -> Value:
    name = rng.choice("xtnz")
    roots = [nonzero(rng, 9) for _ in range(rng.randint(2, 3))]
    poly = Polynomial.with_roots(roots).times(rng.choice((1, 1, 2, 3)))
    factored = poly.factored(roots, name)
    texts = (poly.written(name), poly.written(name, latex=True), poly.written(name, ascending=True), factored)
    mutants = [(kind, wrong.written(name)) for kind, wrong in poly.mutants(rng)]
    mutants.append(("name", poly.written("y")))
    return Value("polynomial", texts, tuple(mutants))


def root(rng: Random) -> Value:
    a, b = rng.randint(2, 9), rng.choice((2, 3, 5, 6, 7, 10, 11, 13))
    texts = (f"{a}\\sqrt{{{b}}}", f"{a}√{b}", f"{a}*sqrt({b})", f"\\sqrt{{{a * a * b}}}")
    mutants = (
        ("digit", f"{a + 1}\\sqrt{{{b}}}"),
        ("digit", f"{a}\\sqrt{{{b + 1}}}"),
        ("digit", f"{a}\\sqrt{{{b}1}}"),
        ("function", f"{a}\\sqrt[3]{{{b}}}"),
        ("sign", f"-{a}\\sqrt{{{b}}}"),
        ("function", f"{a * b}"),
        ("digit dropped", f"\\sqrt{{{b}}}"),
    )
    return Value("root", texts, mutants, gloss=four_figures(a * math.sqrt(b)))


def circle(rng: Random) -> Value:
    a = rng.randint(2, 60)
    texts = (f"{a}\\pi", f"{a}π", f"{a}*pi", f"{a} \\pi")
    mutants = (
        *((kind, f"{wrong}\\pi") for kind, wrong in changed_digits(rng, str(a))),
        ("name", f"{a}"),
        ("exponent", f"{a}\\pi^2"),
        ("sign", f"-{a}\\pi"),
        ("operator", f"{a}+\\pi"),
    )
    return Value("circle", texts, mutants, gloss=four_figures(a * math.pi))


FUNCTIONS = ("sin", "cos", "tan", "ln", "cosh")


def function(rng: Random) -> Value:
    name, wrong = rng.sample(FUNCTIONS, 2)
    k, m = rng.randint(2, 9), rng.randint(2, 9)
    texts = (f"{k}\\{name}({m}x)", f"{k}{name}({m}x)", f"{k}*{name}({m}*x)", f"{k}\\{name}\\left({m}x\\right)")
    mutants = (
        ("function", f"{k}\\{wrong}({m}x)"),
        ("digit", f"{k + 1}\\{name}({m}x)"),
        ("digit", f"{k}\\{name}({m + 1}x)"),
        ("name", f"{k}\\{name}({m}y)"),
        ("sign", f"-{k}\\{name}({m}x)"),
        ("exponent", f"{k}\\{name}^2({m}x)"),
        ("function", f"{k * m}x"),
    )
    return Value("function", texts, mutants)


def exponential(rng: Random) -> Value:
    k, m = rng.randint(2, 9), rng.randint(2, 9)
    texts = (f"{k}e^{{{m}x}}", f"{k}*e^({m}x)", f"{k}\\exp({m}x)", f"{k} e^{{{m} x}}")
    mutants = (
        ("sign", f"{k}e^{{-{m}x}}"),
        ("digit", f"{k}e^{{{m + 1}x}}"),
        ("digit", f"{k + 1}e^{{{m}x}}"),
        ("exponent", f"{k}e^{{{m}}}x"),
        ("name", f"{k}e^{{{m}y}}"),
    )
    return Value("exponential", texts, mutants)


HUGE = (
    "10^{{{n}}}",
    "2^{{{n}}}",
    "e^{{{n}}}",
    "\\frac{{1}}{{7^{{{n}}}}}",
    "{n}!",
    "\\sqrt{{{n}}} \\cdot 10^{{{n}}}",
    "\\pi^{{{n}}}",
)


def huge(rng: Random) -> Value:
    n = rng.randint(40, 180)
    text = rng.choice(HUGE).format(n=n)
    mutants = (
        ("one more", f"{text} + 1"),
        ("one more", f"{text} - 1"),
        ("digit", text.replace(str(n), str(n + 1))),
        ("a little more", f"{text} + 10^{{-{n}}}"),
    )
    return Value("huge", (text, f"{text} + 0"), mutants)


def near(rng: Random) -> Value:
    text = rng.choice(("\\pi", "\\sqrt{2}", "e", "\\frac{1}{3}", "\\ln 2", "\\sin 1"))
    n = rng.randint(20, 90)
    mutants = (
        ("a little more", f"{text} + 10^{{-{n}}}"),
        ("a little more", f"{text} - \\frac{{1}}{{{n}!}}"),
        ("a little more", f"{text} \\cdot (1 + 10^{{-{n}}})"),
    )
    return Value("near", (text, f"{text} + 0"), mutants)


LETTERS = (
    ("a - b", "b - a", "order"), ("\\frac{a}{b}", "\\frac{b}{a}", "swapped"), ("x^2 y", "x y^2", "exponent"), ("2ab",
    "2ac", "name"),
    ("x^{y}", "y^{x}", "order"), ("A \\cup B", "A \\cap B", "operator"), ("A \\setminus B", "B \\setminus A", "order"),
    ("p \\land q", "p \\lor q", "operator"), ("v_0 + at", "v_1 + at", "name"), ("\\alpha + \\beta",
    "\\alpha + \\gamma", "name"),
    ("mgh", "mgH", "name"), ("\\frac{1}{2}mv^2", "\\frac{1}{2}mv^3", "exponent"), ("ab + c", "a(b + c)", "brackets"),
    ("-x^2", "(-x)^2", "brackets"), ("|x|", "x", "function"), ("x!", "x", "function"), ("\\bar{x}", "x", "name"),
    ("x'", "x", "name"),
    ("\\vec{a} \\times \\vec{b}", "\\vec{b} \\times \\vec{a}", "order"), ("\\neg p", "p", "negation"), ("f(g(x))",
    "g(f(x))", "order"),
)  # fmt: skip


def letters(rng: Random) -> Value:
    right, wrong, kind = rng.choice(LETTERS)
    return Value("letters", (right, f"${right}$"), ((kind, wrong),))


def antiderivative(rng: Random) -> Value:
    k, n = rng.randint(2, 9), rng.randint(2, 6)
    texts = (f"{k}x^{n} + C", f"C + {k}x^{{{n}}}", f"{k}x^{{{n}}}+C")
    mutants = (
        ("digit", f"{k + 1}x^{n} + C"),
        ("exponent", f"{k}x^{n + 1} + C"),
        ("name", f"{k}x^{n} + Cx"),
        ("sign", f"-{k}x^{n} + C"),
    )
    # Where no antiderivative is asked for, a constant is not any number.
    missaid = (("constant", texts[0], f"{k}x^{n} + {rng.randint(2, 9)}"),)
    return Value("antiderivative", texts, mutants, missaid=missaid)


def congruence(rng: Random) -> Value:
    m = rng.randint(5, 30)
    r = rng.randint(1, m - 2)
    texts = (f"x \\equiv {r} \\pmod{{{m}}}", f"x ≡ {r} (mod {m})")
    mutants = (
        ("digit", f"x \\equiv {r + 1} \\pmod{{{m}}}"),
        ("digit", f"x \\equiv {r} \\pmod{{{m + 1}}}"),
        ("name", f"y \\equiv {r} \\pmod{{{m}}}"),
        ("element dropped", f"{m}"),
    )
    return Value("congruence", texts, mutants)


MAKERS = (polynomial, root, circle, function, exponential, huge, near, letters, antiderivative, congruence)
