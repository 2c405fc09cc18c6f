"""Equations that are asked, supposed, denied or tried rather than asserted, and texts whose signs were lost."""

from __future__ import annotations

from random import Random

from benchmarks.cases.fact import Fact

ASKED = (
    "Is {0} = {1}?",
    "Does {0} equal {1}?",
    "We ask whether {0} = {1}.",
    "How could {0} = {1}?",
    "Ist {0} = {1}?",
    "¿Es {0} = {1}?",
)
SUPPOSED = (
    "Suppose {0} = {1}.", "If {0} = {1}, then we are done.", "Assume for contradiction that {0} = {1}.",
    "Let us pretend that {0} = {1}.",
    "Angenommen, {0} = {1}.", "Supposons que {0} = {1}.", "Supongamos que {0} = {1}.", "假设 {0} = {1}。",
)  # fmt: skip
DENIED = (
    "{0} ≠ {1}", "{0} is not equal to {1}.", "It is not true that {0} = {1}.", "{0} = {1} is false.",
    "${0} \\neq {1}$", "{0} ist nicht {1}.",
    "It is wrong to say that {0} = {1}.", "{0} does not equal {1}.",
)  # fmt: skip


def asked_or_supposed(rng: Random) -> Fact:
    left, right, wrong = _sum(rng)
    texts = (f"{left} = {right}.", f"Suppose the bus is late. {left} = {right}.", f"Is it raining? {left} = {right}.")
    mutants = (
        ("result", f"{left} = {wrong}."),
        ("result", f"Suppose the bus is late. {left} = {wrong}."),
        ("result", f"Is it raining? {left} = {wrong}."),
    )
    open_texts = (
        ("question", rng.choice(ASKED).format(left, wrong)),
        ("supposition", rng.choice(SUPPOSED).format(left, wrong)),
    )
    return Fact("asked or supposed", texts, mutants, open_texts=open_texts)


def denied(rng: Random) -> Fact:
    left, right, wrong = _sum(rng)
    forms = rng.sample(DENIED, 3)
    return Fact(
        "denied",
        tuple(form.format(left, wrong) for form in forms),
        tuple(("negation", form.format(left, right)) for form in forms),
    )


def cases_of_an_equation(rng: Random) -> Fact:
    p, q = rng.sample([n for n in range(-9, 10) if n], 2)
    context = (f"(x {_less(p)})(x {_less(q)}) = 0",)
    open_texts = (
        ("case", f"Case 1: x = {p}."),
        ("trial", f"Try x = {p}."),
        ("trial", f"Let us test x = {p} first."),
    )
    texts = (f"x = {p} or x = {q}", f"Either x = {p} or x = {q}.")
    return Fact(
        "cases",
        texts,
        (("solution lost", f"Hence x = {p}."), ("solution lost", f"The only solution is x = {q}.")),
        context,
        open_texts=open_texts,
    )


def flattened(rng: Random) -> Fact:
    n, a = rng.randint(2, 6), rng.randint(2, 9)
    open_texts = (
        ("flattened", f"{a}.2 × 10-{n} m = {a * 1.0 + 0.2:.1f}e-{n} m"),
        ("flattened", f"V = ({a} cm)3 = {a**3} cm3"),
    )
    value = f"{a}.2 \\times 10^{{-{n}}}"
    right = f"{(a * 10 + 2) / 10 ** (n + 1):.{n + 1}f}"
    wrong = f"{(a * 10 + 2) / 10**n:.{n}f}"
    return Fact(
        "powers of ten", (f"${value} = {right}$",), (("exponent", f"${value} = {wrong}$"),), open_texts=open_texts
    )


def defined_operation(rng: Random) -> Fact:
    a, b, k = rng.randint(2, 20), rng.randint(2, 20), rng.randint(2, 9)
    sign = rng.choice(("∘", "⊕", "*", "#", "\\star"))
    problem = f"For all numbers, define $a {sign} b = a + {k}b$. Find ${a} {sign} {b}$."
    right, wrong = a + k * b, a + k * b + rng.choice((1, 2, k))
    texts = (f"${a} {sign} {b} = {right}$", f"So ${a} {sign} {b} = {a} + {k} \\cdot {b} = {right}$.")
    mutants = (
        ("result", f"${a} {sign} {b} = {wrong}$"),
        ("result", f"So ${a} {sign} {b} = {a} + {k} \\cdot {b} = {wrong}$."),
    )
    return Fact("defined operation", texts, mutants, problem=problem)


def named_number(rng: Random) -> Fact:
    name, value, other = rng.choice("ediN"), rng.randint(2, 40), rng.randint(2, 40)
    problem = f"Let ${name} = {value}$ be the number of eggs. What is ${name} + {other}$?"
    texts = (f"${name} + {other} = {value + other}$", f"So {name} + {other} = {value + other}.")
    mutants = (
        ("result", f"${name} + {other} = {value + other + 1}$"),
        ("result", f"So {name} + {other} = {value + other + 2}."),
    )
    return Fact("named number", texts, mutants, problem=problem)


def _sum(rng: Random) -> tuple[str, int, int]:
    a, b = rng.randint(2, 90), rng.randint(2, 90)
    return f"{a} + {b}", a + b, a + b + rng.choice((1, 2, 10))


def _less(root: int) -> str:
    return f"- {root}" if root > 0 else f"+ {-root}"


MAKERS = (asked_or_supposed, denied, cases_of_an_equation, flattened, defined_operation, named_number)
