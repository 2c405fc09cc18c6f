"""Judges that know the answers to some questions, and solvers that contradict a reference."""

from __future__ import annotations

import json
from typing import Any

from dikast.agents import Request

N_QUESTIONS = 24
WRONG_REFERENCE = 4
"""The question whose reference is wrong."""


def pairs() -> list[dict[str, Any]]:
    """Sums with a right and a wrong response each, in both places equally often; each has a reference."""
    made: list[dict[str, Any]] = []
    for i in range(N_QUESTIONS):
        responses = [f"It is {2 * i}.", f"It is {2 * i + 1}."]
        answer = 0 if i % 4 < 2 else 1
        if answer:
            responses.reverse()
        row = {"id": str(i), "question": f"What is {i} + {i}?", "choices": responses, "answer": answer}
        made.append(row | {"references": [str(2 * i + (i == WRONG_REFERENCE))]})
    return made


async def half(request: Request) -> str:
    """Adds even numbers rightly, and no others. Names the right response where it knows it or is shown a reference."""
    number = int(request.question.text.split()[2])
    knows = number % 2 == 0
    if request.purpose == "solve":
        return f"I add.\nAnswer: {2 * number if knows else 2 * number + 7}"
    right = f"It is {2 * number}."
    if not knows and not request.question.references:
        return "Answer: A"
    return f"Answer: {'AB'[request.question.choices.index(right)]}"


async def speak(request: Request) -> str:
    """A debater whose speech says which answer it argues for."""
    return "So it is."


async def persuaded(request: Request) -> str:
    """Alone it knows what `half` knows, and else guesses; after a debate it names the right answer of every question."""
    number = int(request.question.text.split()[2])
    heard = any("So it is." in message.text for message in request.messages)
    right = request.question.choices.index(f"It is {2 * number}.")
    guess = int(number % 8 > 3)
    return f"Answer: {'AB'[right if heard or number % 2 == 0 else guess]}"


async def various(request: Request) -> str:
    """Calls a tie on every fourth question and says the first in every fifth; else it names the wrong response, surely."""
    number = int(request.question.text.split()[2])
    if request.purpose == "assess":
        return f"Answer: {3 + 4 * (f'It is {2 * number + 1}.' in request.question.choices)}"
    wrong = request.question.choices.index(f"It is {2 * number + 1}.")
    if request.purpose == "rank":
        return f"Ranking: {'AB'[wrong]} > {'AB'[1 - wrong]}"
    says = "C" if number % 4 == 0 else "A" if number % 5 == 0 else "AB"[wrong]
    if "Certainty" in request.messages[-1].text:
        return f"Certainty: {90 if number % 2 else 30}\nAnswer: {says}"
    return f"Answer: {says}"


async def by_criteria(request: Request) -> str:
    """Gives every criterion a 4. Even sums are decided by the first criterion asked about, odd ones by the second."""
    number = int(request.question.text.split()[2])
    if request.purpose == "assess":
        assert isinstance(request.form, type)
        return json.dumps(filled(request.form.model_json_schema()))
    is_first = "refusal" in request.messages[-1].text
    if is_first and number % 2:
        return "Answer: C"
    return f"Answer: {'AB'[request.question.choices.index(f'It is {2 * number}.')]}"


async def in_formats(request: Request) -> str:
    """Says how much better the right response is: much for even numbers. Writes no format for every sixth sum."""
    number = int(request.question.text.split()[2])
    if number % 6 == 0:
        return "The first one is."
    sign = ">>" if number % 2 == 0 else ">"
    better = request.question.choices.index(f"It is {2 * number}.")
    return f"[[A{sign}B]]" if better == 0 else f"[[B{sign}A]]"


def filled(schema: dict[str, Any]) -> object:
    """A value for this JSON schema: 4 for each number, and so on below."""
    if "properties" not in schema:
        return "So it is." if schema.get("type") == "string" else 4
    inner = schema.get("$defs", {})
    return {
        name: filled(inner.get(str(part.get("$ref", "")).rpartition("/")[2], part))
        for name, part in schema["properties"].items()
    }
