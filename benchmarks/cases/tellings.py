"""Numbers told in sentences that have other numbers too, and solutions whose last line is the answer."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

NOUNS = (
    ("en", ("apples", "stickers", "students", "marbles", "ways", "pages", "chairs", "tickets")),
    ("de", ("Äpfel", "Bücher", "Schüler")),
    ("fr", ("pommes", "élèves", "livres")),
    ("es", ("manzanas", "libros", "alumnos")),
    ("zh", ("个苹果", "本书", "名学生")),
)
# `{n}` is the answer; `{a}` and `{b}` are not.
SENTENCES = (
    "She has {n} {noun} left after giving {a} to each of her {b} friends.",
    "There are {n} {noun} in the {a} boxes.",
    "The answer is {n} {noun}, because {a} of them were lost on day {b}.",
    "In {a} weeks, they will have {n} {noun}.",
    "Together the {a} children and their {b} teachers own {n} {noun}.",
    "After {a} days there are {n} {noun} left.",
    "So {n} {noun} remain once {a} are sold.",
)
WORKED = (
    "First, {first}. Then {second}. So she has {n} {noun}.",
    "{first}\n{second}\nThe answer is {n}.",
    "We compute {first} and then {second}.\n\nAnswer: {n}",
    "There are {first} {noun} at first. Later there are {second} {noun}.",
    "Step 1: {first}\nStep 2: {second}",
    "Zuerst {first}. Dann {second}. Die Antwort ist {n}.",
    "D'abord {first}. Ensuite {second}. La réponse est {n}.",
    "Primero {first}. Luego {second}. La respuesta es {n}.",
    "首先 {first}。然后 {second}。所以答案是 {n}。",
)


class Told(NamedTuple):
    """A text, the number that is its answer, and the numbers in it that are not."""

    text: str
    answer: str
    others: tuple[str, ...]


def sentence(rng: Random, number: int) -> Told:
    """The number in a sentence with two others."""
    a, b = rng.sample([n for n in range(2, 30) if n != number], 2)
    form = rng.choice(SENTENCES)
    text = form.format(n=number, a=a, b=b, noun=rng.choice(NOUNS[0][1]))
    return Told(text, str(number), (str(a), str(b)) if "{b}" in form else (str(a),))


def counted(rng: Random, number: int) -> tuple[str, str]:
    """The number with a noun, and the kind of it."""
    language, nouns = rng.choice(NOUNS)
    gap = "" if language == "zh" else " "
    return f"noun ({language})", f"{number}{gap}{rng.choice(nouns)}"


def worked(rng: Random) -> Told:
    """A solution of two sums, whose last result is its answer."""
    a, b, c = rng.randint(3, 40), rng.randint(3, 12), rng.randint(2, 30)
    middle = a * b
    sign = rng.choice("+-")
    answer = middle + c if sign == "+" else middle - c
    form = rng.choice(WORKED)
    text = form.format(
        first=f"{a} × {b} = {middle}", second=f"{middle} {sign} {c} = {answer}", n=answer, noun=rng.choice(NOUNS[0][1])
    )
    return Told(text, str(answer), tuple({str(n) for n in (a, middle, c)} - {str(answer)}))


def grouped(number: int) -> list[tuple[str, str]]:
    """A number of at least seven digits with its digits in groups, as different places write it."""
    by_three = f"{number:,}"
    marks = (
        (".", "groups: points"),
        (" ", "groups: spaces"),
        ("\u202f", "groups: thin spaces"),
        ("'", "groups: apostrophes"),
        ("{,}", "groups: LaTeX"),
    )
    found = [(kind, by_three.replace(",", mark)) for mark, kind in marks]
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, i - 2) : i] for i in range(len(head), 0, -2)][::-1]
    return [*found, ("groups: Indian", ",".join([*pairs, tail]))]
