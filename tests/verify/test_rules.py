"""The five rules that make the verifier sound on text that nobody has seen (DESIGN.md, "The verifier's shape").

Each is a property of drawn texts. What is drawn is built of parts, so that the truth of a text is known from how it
was made.
"""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import dikast.verify
from benchmarks.cases.wordings import ASIDES, LOADED, PLACES
from dikast.records import Check
from dikast.verify import Verifier, step_status

RELAXED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
numbers = st.integers(2, 97)
names = st.sampled_from(("x", "y", "t", "n"))


def answer(verifier: Verifier, reference: str, text: str) -> Check:
    return asyncio.run(verifier.answer(reference, text))


def step(verifier: Verifier, text: str, problem: str = "", *context: str) -> str:
    return step_status(asyncio.run(verifier.step(text, problem=problem, context=context)))


# 1. Nothing is left over.

# A statement is a form with slots; a slot is filled with one of the words of its kind.
FORMS = (
    "{label} {n}, {other} {m}", "the {label} is {n} and the {other} is {m}", "{n} when {name} = {m}", "{n} {unit} in {m} {time}",
    "{n} {unit} at {m}°", "{label} = {n} {unit}, {other} = {m} {unit}", "{name} {relation} {n} and t = {m}", "({n}, {m}) {unit}",
    "{name} = {n} for {m} < t",
)  # fmt: skip
KINDS = {
    "label": ("perimeter", "mean", "mass"),
    "other": ("area", "median", "charge"),
    "n": ("12", "17", "250"),
    "m": ("3", "41", "-6"),
    "name": ("x", "y", "k"),
    "unit": ("m", "kg", "s"),
    "time": ("days", "hours", "years"),
    "relation": (">", "\\ge", "<"),
}


@st.composite
def statements(draw: st.DrawFn) -> tuple[str, str, str]:
    """A statement, the same with one of its slots filled otherwise, and the kind of that slot."""
    form = draw(st.sampled_from(FORMS))
    slots = {kind: draw(st.sampled_from(words)) for kind, words in KINDS.items()}
    kind = draw(st.sampled_from([k for k in KINDS if f"{{{k}}}" in form]))
    word = draw(st.sampled_from([w for w in KINDS[kind] if w != slots[kind]]))
    return form.format(**slots), form.format(**{**slots, kind: word}), kind


@RELAXED
@given(statements())
def test_1_every_slot_of_a_statement_counts(verifier: Verifier, drawn: tuple[str, str, str]) -> None:
    said, changed, kind = drawn
    assert answer(verifier, said, said).status == "verified", said
    for reference, text in ((said, changed), (changed, said)):
        assert answer(verifier, reference, text).status != "verified", kind


# What makes another statement of a number. (A condition that only the answer names may be an explanation.)
LEFT_OVER = ("and {m}", "or {m}", "± {m}", "to {m}", "+ {m}y", "< {m}", "- {m}i", "\\cdot {m}^t")


@RELAXED
@given(numbers, numbers, st.sampled_from(LEFT_OVER))
def test_1_what_is_left_over_is_said(verifier: Verifier, n: int, m: int, more: str) -> None:
    assume(n != m)
    for reference, text in ((f"{n}", f"{n} {more.format(m=m)}"), (f"{n} {more.format(m=m)}", f"{n}")):
        check = answer(verifier, reference, text)
        assert check.status != "verified", (reference, text)
        assert check.status == "refuted" or check.evidence.get("where"), (reference, text, check)


# 2. A fragment is never the whole.

WHOLES = (
    "{m},{n}", "{m}.{n}", "{n}.{m}", "({m}, {n})", "[{m}, {n})", "\\{{{m}, {n}\\}}", "{m} + {n}", "x + {n}", "{m}^{{{n}}}", "{n}!",
    "\\sqrt{{{n}}}", "\\frac{{{n}}}{{{m}}}", "-{n}", "{n}x", "{m}:{n}", "{n}\\pi", "\\log_{{{m}}} {n}", "{m}{n}", "x_{n}", "|x - {n}|",
    "{n}e^{{{m}}}", "{n}i", "{m}/{n}", "{m} \\frac{{1}}{{{n}}}", "{n} × 10^{m}",
)  # fmt: skip
SAID = (
    "{}",
    "The answer is {}.",
    "Answer: {}",
    "So we get ${}$.",
    "\\boxed{{{}}}",
    "Die Antwort ist {}.",
    "答案是{}。",
)


@RELAXED
@given(numbers, numbers, st.sampled_from(WHOLES), st.sampled_from(SAID))
def test_2_a_part_of_an_answer_is_not_the_answer(verifier: Verifier, n: int, m: int, whole: str, said: str) -> None:
    assume(n > 2 and m not in (n, n * n))  # 2! is 2, and 9/3 is 3
    text = said.format(whole.format(n=n, m=m))
    assert answer(verifier, str(n), text).status != "verified", text


CUT = ("{m},{a} + {b} = {sum}", "{m}.{a} + {b} = {sum}", "x^{a} + {b} = {sum}", "{m}-{a} + {b} = {sum}", "f({m}, {a} + {b}) = {sum}",
       "{a} + {b} = {sum},{m}", "{a} + {b} = {sum}x", "{a} + {b} = {sum}^{m}", "{a} + {b} = {sum}/{m}", "{m}({a} + {b}) = {sum}")  # fmt: skip


@RELAXED
@given(numbers, numbers, numbers, st.sampled_from(CUT))
def test_2_a_part_of_an_equation_is_not_read(verifier: Verifier, a: int, b: int, m: int, form: str) -> None:
    """The true equation in the middle is not what the text says."""
    assume(m != 2 * a)
    text = form.format(a=a, b=b, m=m, sum=a + b)
    assert step(verifier, text) != "verified", text


@RELAXED
@given(numbers, numbers, st.integers(1, 9), st.integers(1, 9))
def test_2_a_decimal_comma_is_not_a_cut(verifier: Verifier, a: int, b: int, i: int, j: int) -> None:
    assume(i + j < 10)
    text = f"{a},{i} + {b},{j} = {a + b},{i + j}"
    assert step(verifier, text) != "refuted", text


# 3. A word acts on its own clause.

asides = st.one_of(
    st.sampled_from(sorted(ASIDES)).flatmap(
        lambda language: st.tuples(*(st.sampled_from(part) for part in ASIDES[language])).map(
            lambda p: f"{p[0]} {p[1]}."
        )
    ),
    st.sampled_from(LOADED),
).flatmap(lambda text: st.sampled_from(PLACES).map(lambda place: text.replace("{place}", place)))


def beside(text: str, aside: str) -> Iterator[str]:
    yield f"{aside} {text}"
    yield f"{text} {aside}"
    yield f"{aside}\n\n{text}\n\n{aside}"


def _is_flat_power(written: int, value: int) -> bool:
    """Whether a number may be a power that lost its height: 102 for 10² = 100."""
    digits = str(written)
    return len(digits) > 1 and digits.isdecimal() and int(digits[:-1]) ** int(digits[-1]) == value


@RELAXED
@given(numbers, numbers, st.integers(-2, 2), asides)
def test_3_an_aside_changes_no_step(verifier: Verifier, a: int, b: int, off: int, aside: str) -> None:
    assume(not any(_is_flat_power(value + off, value) for value in (a * b, a + b)))
    for text in (f"So {a} × {b} = {a * b + off}.", f"We get ${a} + {b} = {a + b + off}$."):
        status = "refuted" if off else "verified"
        assert [step(verifier, said) for said in (text, *beside(text, aside))] == [status] * 4, (text, aside)


@RELAXED
@given(names, numbers, st.integers(-2, 2), asides)
def test_3_an_aside_changes_no_solution(verifier: Verifier, name: str, n: int, off: int, aside: str) -> None:
    text, context = f"So {name} = {n + off}.", f"3{name} + 2 = {3 * n + 2}"
    status = "refuted" if off else "verified"
    assert [step(verifier, said, "", context) for said in (text, *beside(text, aside))] == [status] * 4, aside


@RELAXED
@given(numbers, st.integers(-2, 2), asides)
def test_3_an_aside_changes_no_answer(verifier: Verifier, n: int, off: int, aside: str) -> None:
    text = f"The answer is {n + off}."
    status = "refuted" if off else "verified"
    assert [answer(verifier, str(n), said).status for said in (text, *beside(text, aside))] == [status] * 4, aside


# 4. Numeric agreement is no proof.

CONSTANTS = (
    "\\pi",
    "e",
    "\\sqrt{2}",
    "\\ln 3",
    "\\sqrt[3]{5}",
    "e^{2}",
    "\\pi^2",
    "\\frac{1}{7}",
    "10^{40}",
    "e^{150}",
    "50!",
    "2^{200}",
)
constants = st.sampled_from(CONSTANTS)


@RELAXED
@given(constants, constants, st.integers(20, 400), st.sampled_from(("10^{{-{}}}", "\\frac{{1}}{{{}!}}", "e^{{-{}}}")))
def test_4_a_small_difference_is_never_verified(verifier: Verifier, a: str, b: str, n: int, small: str) -> None:
    left, right = f"{a} + {b} + {small.format(n)}", f"{b} + {a}"
    assert answer(verifier, right, left).status != "verified", left
    assert step(verifier, f"${left} = {right}$") != "verified", left


@RELAXED
@given(constants, constants, st.integers(1, 9))
def test_4_a_large_number_hides_no_difference(verifier: Verifier, a: str, b: str, k: int) -> None:
    left, right = f"{a} + {b} + {k}", f"{b} + {a}"
    assert answer(verifier, right, left).status != "verified", left
    assert step(verifier, f"${left} = {right}$") != "verified", left


@RELAXED
@given(constants, constants, st.integers(1, 9))
def test_4_equal_terms_are_cancelled_and_the_rest_is_proven(verifier: Verifier, a: str, b: str, k: int) -> None:
    check = answer(verifier, f"{a} + {k} + {b}", f"{b} + {a} + {k}")
    assert (check.status, check.strength) == ("verified", "proof"), check


IDENTITIES = (
    ("\\sqrt{8}", "2\\sqrt{2}"), ("e^{i\\pi}", "-1"), ("\\sin(\\pi/6)", "\\frac{1}{2}"), ("\\ln(e^5)", "5"), ("\\sqrt{3+2\\sqrt{2}}", "1+\\sqrt{2}"),
    ("\\tanh(50)", "1"), ("\\sqrt{10^{40}+1}", "10^{20}"), ("e^{\\pi\\sqrt{163}}", "262537412640768744"), ("\\frac{22}{7}", "\\pi"),
)  # fmt: skip


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_4_constants_are_verified_by_proof_alone(verifier: Verifier, left: str, right: str) -> None:
    check = answer(verifier, left, right)
    assert check.status != "verified" or check.strength == "proof", check


# 5. Decisions are typed.

TEXTS = (
    "x + {n}",
    "{n}",
    "{n} m",
    "({n}, {m})",
    "x = {n}",
    "x > {n}",
    "{n} blue",
    "{n}/{m}",
    "{n} ? {m}",
    "\\frac{{{n}}}{{",
    "{n}.{m}",
    "{n}%",
)


@RELAXED
@given(numbers, numbers, st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_5_a_check_has_the_fields_of_its_status(verifier: Verifier, n: int, m: int, one: str, two: str) -> None:
    check = answer(verifier, one.format(n=n, m=m), two.format(n=n, m=m))
    has = {"strength": check.strength is not None, "reason": check.reason is not None}
    assert has == {"strength": check.status == "verified", "reason": check.status == "unknown"}, check
    assert check.evidence or check.status != "refuted", check


SHOWN = {"notes", "evidence"}  # what is written for people


LOOKUPS = {"get", "items", "keys", "values", "pop"}


def looked_in(node: ast.AST) -> ast.expr | None:
    """The mapping that a subscript, a lookup or a comparison looks into."""
    match node:
        case ast.Subscript(value=mapping):
            return mapping
        case ast.Attribute(value=mapping, attr=name) if name in LOOKUPS:
            return mapping
        case ast.Compare(comparators=[mapping, *_]):
            return mapping
    return None


def reads_of_notes(tree: ast.AST) -> Iterator[int]:
    """The lines that look something up in notes; to hand them on, whole, is no reading."""
    for node in ast.walk(tree):
        match looked_in(node):
            case ast.Attribute(attr=name) if name in SHOWN:
                yield getattr(node, "lineno", 0)


@pytest.mark.parametrize(
    ("source", "n_reads"),
    [
        ("a = d.notes['left']", 1),
        ("a = d.evidence.get('left')", 1),
        ("if 'left' in d.evidence: pass", 1),
        ("a = unknown('domain', **d.evidence)", 0),
        ("a = {'evidence': d.evidence}", 0),
        ("a = d.witness.left", 0),
    ],
)
def test_5_a_reading_is_found(source: str, n_reads: int) -> None:
    assert len(list(reads_of_notes(ast.parse(source)))) == n_reads


def test_5_no_code_reads_what_was_written_for_people() -> None:
    folder = Path(dikast.verify.__file__).parent
    files = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    found = [f"{path.relative_to(folder)}:{line}" for path, tree in files.items() for line in reads_of_notes(tree)]
    assert found == []
