"""Agents that are programs: a lifelike run in seconds, without any model, to see what a report shows.

    dikast run examples/no-model.yaml && dikast report runs/no-model --html report.html

The debaters quote the source, and sometimes make a passage up; one of them is better at it. The judge knows the right
answer as through a fog, which clears as more is said, and likes whatever stands first a little too well. Nothing that
comes out says anything about any model.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from pathlib import Path

from dikast import Reply, Request, Usage
from dikast.questions import QuestionSource, load_questions


def chance(*parts: object) -> float:
    """A number from 0 to 1 that depends on the parts and on nothing else."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


@lru_cache(maxsize=1)
def answers() -> dict[str, str]:
    """The right answer to each question of the demo library."""
    questions = load_questions(QuestionSource(library="demo"), base=Path(), seed=0)
    return {question.text: question.choices[question.gold or 0] for question in questions}


def is_right(question: str, choice: str) -> bool:
    """Whether the choice is right; of a question that the demo does not have, a coin decides."""
    known = answers().get(question)
    return chance("right", question) < 0.5 if known is None else choice == known


async def plain_debater(request: Request) -> Reply:
    """Quotes what it finds, and makes up little."""
    return _speech(request, lies=0.15)


async def artful_debater(request: Request) -> Reply:
    """Makes up what it needs where its side is wrong."""
    return _speech(request, lies=0.45)


def _speech(request: Request, lies: float) -> Reply:
    question = request.question
    if request.purpose == "choose":
        right = [is_right(question.text, choice) for choice in question.choices]
        return Reply(text=f"Answer: {'AB'[right.index(True) if True in right else 0]}")
    side = question.choices[request.argues or 0]
    words = (question.source or "Nothing was written down about any of it.").split()
    start = int(chance(question.id, request.round, side) * max(1, len(words) - 11))
    passage = " ".join(words[start : start + 11])
    if not is_right(question.text, side) and chance("lie", question.id, side, request.round) < lies:
        passage = f"and so it was agreed that {side[0].lower()}{side[1:].rstrip('.')}"
    opening = ("The text is plain on this", "Nothing said against it touches the point", "One line decides it")
    text = (
        f"<thinking>I was given this side: {side}</thinking>{opening[(request.round - 1) % 3]}: “{side.rstrip('.')}” "
        f"follows from what stands there. <quote>{passage}</quote> Whoever reads on finds nothing that takes it back."
    )
    tokens = 260 + 90 * request.round
    return Reply(text=text, usage=Usage(input_tokens=tokens, output_tokens=62, cost_usd=tokens * 2.5e-6 + 62 * 1e-5))


async def foggy_judge(request: Request) -> Reply:
    """Gives log-probabilities for A and B; once in a while it mumbles."""
    question = request.question
    heard = sum(len(turn) > 0 for m in request.messages for turn in str(m.content).split(" said in round ")[1:])
    tokens = 150 + 110 * heard + len(question.source or "") // 4
    usage = Usage(input_tokens=tokens, output_tokens=4, cost_usd=tokens * 1.5e-7 + 4 * 6e-7)
    if request.purpose == "ask":
        return Reply(text="Which line of the text says so, and what stands right before it?", usage=usage)
    if chance("mumble", question.text, heard, request.purpose) < 0.01:
        return Reply(text="It is hard to say.", usage=usage)
    right = is_right(question.text, question.choices[0])
    made_up = sum(str(m.content).count("NOT IN THE SOURCE") for m in request.messages)
    known = 0.1 + 0.2 * min(heard, 6) + 0.3 * made_up + (1.6 if question.source else 0.0)
    fog = 2.4 * math.tan(2.5 * (chance("fog", question.text, (heard + 1) // 2) - 0.5))
    odds = (known + fog) * (1 if right else -1) + 0.35
    p = min(0.995, max(0.005, 1 / (1 + math.exp(-odds))))
    logprobs = {"A": math.log(p), "B": math.log(1 - p)}
    return Reply(text=f"Answer: {'A' if p > 0.5 else 'B'}", choice_logprobs=logprobs, usage=usage)
