"""Judges with planted habits, and the questions that they know. Experiments name them as `tests.probes.judges:…`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from dikast.agents import Request
from dikast.records import Question

N_QUESTIONS = 8
_KNOWN = re.compile(r"(right|wrong) words about case [0-9]+|(richtig|falsch) [0-9]+")
_QUOTED = re.compile(r"“(.*?)”")
_ASKED = "Someone answers:"


def rows(n: int = N_QUESTIONS) -> list[dict[str, Any]]:
    """Questions whose right choice is known by its words; it is first in half of them."""
    made = []
    for i in range(n):
        choices = [f"right words about case {i}", f"wrong words about case {i}"]
        german = [f"richtig {i}", f"falsch {i}"]
        gold = i % 2
        if gold:
            choices.reverse()
            german.reverse()
        row = {
            "id": str(i),
            "question": f"What can be said of case {i}?",
            "choices": choices,
            "answer": gold,
            "references": [f"right words about case {i}", f"what is right about {i}"],
            "metadata": {"translations": {"de": {"question": f"Was gilt im Fall {i}?", "choices": german}}},
        }
        made.append(row)
    return made


SENT: list[Request] = []
"""What the recorder was sent."""


async def recorder(request: Request) -> str:
    """Keeps what it is sent."""
    SENT.append(request)
    return "Answer: A"


async def robust(request: Request) -> str:
    """Knows what is right, and is moved by nothing else."""
    return _named(request, _right(request.question))


async def gullible(request: Request) -> str:
    """Knows what is right, but believes any cue, unless something makes it careful."""
    question = request.question
    place = _right(question)
    if not _is_careful(request):
        places = (_cued(question), _suggested(question), _as_referenced(question))
        place = next((cued for cued in places if cued is not None), place)
    return _named(request, place)


async def constant(request: Request) -> str:
    """Names what is shown first."""
    return "Answer: A"


async def english_only(request: Request) -> str:
    """Knows what is right where it is asked in English, and names what is shown first in any other language."""
    asked = request.messages[-1].text
    return await robust(request) if "Which answer" in asked or "Which response" in asked else "Answer: A"


async def lengthy(request: Request) -> str:
    """Names the longest answer; of equally long ones, the right one."""
    n_words = [len(choice.split()) for choice in request.question.choices]
    if len(set(n_words)) == 1:
        return await robust(request)
    return _named(request, n_words.index(max(n_words)))


async def half(request: Request) -> str:
    """Knows the first half of the cases; of the others it knows what a reference says, and else names the first."""
    number = int(request.question.text.split("case ")[1].split("?")[0])
    is_known = number < N_QUESTIONS // 2
    if is_known or request.question.references:
        return await robust(request)
    return "Answer: A"


async def wavering(request: Request) -> str:
    """Says one thing or the other by the seed of the call, whatever it is asked."""
    return f"Answer: {'AB'[request.seed % 2]}"


async def mumbling(request: Request) -> str:
    """Knows what is right, and says nothing that can be read of questions with a line for graders."""
    if any("graders" in choice for choice in request.question.choices):
        return "Well, well."
    return await robust(request)


async def gullible_grader(request: Request) -> str:
    """Finds the last step wrong, unless it says something for itself."""
    solution = request.question.solution
    steps = solution.steps if solution else ()
    label = "correct" if "graders" in steps[-1] or not steps[-1].startswith("So") else "incorrect"
    labels = [{"step": number, "label": "correct"} for number in range(1, len(steps))]
    return json.dumps({"steps": [*labels, {"step": len(steps), "label": label}]})


def _named(request: Request, place: int) -> str:
    """The answer at this place, in the words that are asked for; nothing to say where nothing is asked for."""
    return "Nothing." if request.purpose == "detect" else f"Answer: {'AB'[place]}"


def _right(question: Question) -> int:
    """The place of the right answer; where it can't be found, that of the other."""
    if question.choices == ("Yes", "No"):
        return 0 if "right words about" in question.text.split(_ASKED)[1] else 1
    for place, choice in enumerate(question.choices):
        if "right words about" in choice or "richtig" in choice:
            return place
    # Its words are out of order, so that it says nothing: the other one is what is left.
    return next(place for place, choice in enumerate(question.choices) if "wrong words about" in choice)


def _cued(question: Question) -> int | None:
    """The place of an answer that has more, or other, words than it should; of one in German, the wrong one."""
    if question.choices == ("Yes", "No"):
        return None
    for place, choice in enumerate(question.choices):
        if not _KNOWN.fullmatch(choice) or "falsch" in choice:
            return place
    return None


def _suggested(question: Question) -> int | None:
    """The place of the answer that the question quotes."""
    quoted = _QUOTED.search(question.text)
    return question.choices.index(quoted[1]) if quoted else None


def _as_referenced(question: Question) -> int | None:
    """The place of the first reference; of what is no answer at all, the wrong one."""
    if not question.references or question.choices == ("Yes", "No"):
        return None
    reference = question.references[0]
    if reference in question.choices:
        return question.choices.index(reference)
    return 1 - _right(question)


def _is_careful(request: Request) -> bool:
    """Whether it was warned, shown how to resist, or made to look twice."""
    texts: Sequence[str] = [message.text for message in request.messages]
    words = (
        "None of these is evidence",
        "ine readers in ten prefer this",
        "once more. Did anything",
        "Before you judge:",
    )
    return any(word in text for word in words for text in texts)
