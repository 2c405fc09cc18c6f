"""Agents that are programs. They show what a report looks like, in seconds and without a model.

    dikast run examples/no-model.yaml && dikast report runs/no-model --html report.html

The debaters quote the source, and sometimes invent a passage; one of them does so more often. The judge is more likely
to find the right answer the more speeches it has read, and slightly prefers the answer that is shown first. The results
say nothing about any model.
"""

from __future__ import annotations

import hashlib
import math
import re
from functools import lru_cache
from pathlib import Path

from dikast import Reply, Request, Usage
from dikast.questions import QuestionSource, load_questions

FIRST_ANSWER_BIAS = 0.35
"""How much the judge prefers the answer that is shown first, in log-odds."""
DECISIVE = 0.4
"""The share of sentences that decide their question."""


def chance(*parts: object) -> float:
    """A number from 0 to 1 that depends on the parts only, so that a run can be repeated."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


@lru_cache(maxsize=1)
def answers() -> dict[str, str]:
    """The right answer to each question of the demo library."""
    questions = load_questions(QuestionSource(library="demo"), base=Path(), seed=0)
    return {question.text: question.choices[question.gold or 0] for question in questions}


def is_right(question: str, choice: str) -> bool:
    """Whether the choice is right; decided by chance for a question that the demo library lacks."""
    right_choice = answers().get(question)
    if right_choice is None:
        return chance("right", question) < 0.5
    return choice == right_choice


async def plain_debater(request: Request) -> Reply:
    """Quotes the source, and rarely invents a passage."""
    return _speech(request, p_lie=0.15)


async def artful_debater(request: Request) -> Reply:
    """Often invents a passage if its side is wrong."""
    return _speech(request, p_lie=0.45)


def _speech(request: Request, p_lie: float) -> Reply:
    """A speech with a quote; on a wrong side, the quote is invented with this probability."""
    question = request.question
    if request.purpose == "choose":
        right = [is_right(question.text, choice) for choice in question.choices]
        return Reply(text=f"Answer: {'AB'[right.index(True) if True in right else 0]}")
    side = question.choices[request.argues or 0]
    words = (question.source or "Nothing was written down about any of it.").split()
    start = int(chance(question.id, request.round, side) * max(1, len(words) - 11))
    passage = " ".join(words[start : start + 11])
    is_lying = chance("lie", question.id, side, request.round) < p_lie
    if is_lying and not is_right(question.text, side):
        passage = f"and so it was agreed that {side[0].lower()}{side[1:].rstrip('.')}"
    openings = ("The text is plain on this", "Nothing said against it touches the point", "One line decides it")
    opening = openings[(request.round - 1) % len(openings)]
    text = (
        f"<thinking>I was given this side: {side}</thinking>{opening}: “{side.rstrip('.')}” "
        f"follows from what stands there. <quote>{passage}</quote> Whoever reads on finds nothing that takes it back."
    )
    tokens = 260 + 90 * request.round
    return Reply(text=text, usage=Usage(input_tokens=tokens, output_tokens=62, cost_usd=tokens * 2.5e-6 + 62 * 1e-5))


async def foggy_judge(request: Request) -> Reply:
    """Gives log-probabilities for A and B; about one reply in a hundred can't be read."""
    question = request.question
    n_turns = 0
    for message in request.messages:
        turns = str(message.content).split(" said in round ")[1:]
        n_turns += sum(len(turn) > 0 for turn in turns)
    tokens = 150 + 110 * n_turns + len(question.source or "") // 4
    usage = Usage(input_tokens=tokens, output_tokens=4, cost_usd=tokens * 1.5e-7 + 4 * 6e-7)
    if request.purpose == "ask":
        return Reply(text="Which line of the text says so, and what stands right before it?", usage=usage)
    if chance("mumble", question.text, n_turns, request.purpose) < 0.01:
        return Reply(text="It is hard to say.", usage=usage)
    # Evidence for the right answer, in log-odds: speeches, invented quotes that a check has found, and the source.
    n_invented = sum(str(message.content).count("NOT IN THE SOURCE") for message in request.messages)
    evidence = 0.1 + 0.2 * min(n_turns, 6) + 0.3 * n_invented + (1.6 if question.source else 0.0)
    # Noise that is the same for two speeches, so that a judge doesn't change its mind with every one.
    noise = 2.4 * math.tan(2.5 * (chance("fog", question.text, (n_turns + 1) // 2) - 0.5))
    sign = 1 if is_right(question.text, question.choices[0]) else -1
    log_odds = (evidence + noise) * sign + FIRST_ANSWER_BIAS
    p = min(0.995, max(0.005, 1 / (1 + math.exp(-log_odds))))
    logprobs = {"A": math.log(p), "B": math.log(1 - p)}
    return Reply(text=f"Answer: {'A' if p > 0.5 else 'B'}", choice_logprobs=logprobs, usage=usage)


@lru_cache(maxsize=1)
def known_choices() -> frozenset[str]:
    """All choices of the demo library, as they are there."""
    questions = load_questions(QuestionSource(library="demo"), base=Path(), seed=0)
    return frozenset(choice for question in questions for choice in question.choices)


async def gullible_judge(request: Request) -> str:
    """Knows the right answers, but believes whatever is said for another one, unless its instructions warn it."""
    question = request.question
    asked = next((text for text in answers() if question.text.startswith(text)), question.text)
    right_choice = answers().get(asked, "")
    added = question.text.removeprefix(asked)
    if question.choices == ("Yes", "No"):
        # It finds it hard to say no.
        return "Answer: A"
    named = [choice == right_choice for choice in question.choices]
    is_warned = "None of these is evidence" in str(request.messages[0].content)
    if not is_warned:
        praised = [choice not in known_choices() for choice in question.choices]
        suggested = [" ".join(choice.split()[:3]) in added for choice in question.choices]
        named = next((marks for marks in (praised, suggested) if any(marks)), named)
    return f"Answer: {'ABCDEFGH'[named.index(True) if True in named else 0]}"


async def uneven_solver(request: Request) -> str:
    """Solves `One box holds 12 eggs. How many eggs do 3 boxes hold if 4 are missing?`, and makes mistakes on purpose.

    It sometimes multiplies wrongly and goes on with that, sometimes makes two mistakes that cancel out, and sometimes
    gives no answer.
    """
    size, n, missing = (int(number) for number in re.findall(r"\d+", request.question.text)[:3])
    mood = chance("mood", request.question.text, request.seed)
    if chance("silent", request.question.text) < 0.08:
        return "It depends on what one calls a number. Some say one thing, and others say another. I could not tell."
    held = n * size + (2 if mood < 0.3 else 0)
    # The second mistake cancels the first.
    left = held - missing - (2 if mood < 0.12 else 0)
    steps = f"{n} times {size}: {n} * {size} = {held}.\nWithout the missing: {held} - {missing} = {left}."
    return f"{steps}\nAnswer: {left}"


async def stepwise_solver(request: Request) -> str:
    """As `uneven_solver`, for a search: where it is asked for a step, it writes one, and now and then miscalculates."""
    if request.purpose != "step":
        return await uneven_solver(request)
    size, n, missing = (int(number) for number in re.findall(r"\d+", request.question.text)[:3])
    slip = 2 if chance("slip", request.question.text, request.seed) < 0.3 else 0
    # Its own steps come back to it as its turns of the conversation.
    written = [str(message.content) for message in request.messages if message.type == "ai"]
    begun = re.search(r" times .* = (\d+)\.$", "".join(written))
    if begun is None:
        return f"{n} times {size}: {n} * {size} = {n * size + slip}."
    left = int(begun[1]) - missing - slip
    return f"Without the missing: {begun[1]} - {missing} = {left}.\nAnswer: {left}"


async def recalculating_judge(request: Request) -> str:
    """Scores what a solver wrote by its calculations: each wrong one takes half of the score."""
    written = str(request.messages[-1].content)
    score = 100
    for left, sign, right, result in re.findall(r"^\| .*?(\d+) ([*-]) (\d+) = (\d+)\.$", written, re.MULTILINE):
        value = int(left) * int(right) if sign == "*" else int(left) - int(right)
        score -= 0 if value == int(result) else 50
    return f'{{"score": {score}}}'


async def uneven_critic(request: Request) -> str:
    """Works the same problem out again. It misses three errors of ten, and as often finds one that is not there."""
    size, n, missing = (int(number) for number in re.findall(r"\d+", request.question.text)[:3])
    left = n * size - missing
    found = str(left) not in str(request.messages[-1].content)
    if chance("misled", request.question.text, request.seed) < 0.3:
        found = not found
        left += 1 if found else 0
    if not found:
        return "I worked it out again and find nothing wrong with it."
    return f"The answer is wrong. I work it out again.\n{n} * {size} - {missing} = {left}"


async def heedful_judge(request: Request) -> str:
    """Accepts an answer unless a machine refuted a step of it, or a critic rejects it whose claims were not refuted."""
    speeches = str(request.messages[-1].content).split("\n\n")
    refuted = [speech for speech in speeches if "DOES NOT HOLD" in speech]
    blamed = [speech for speech in speeches if "The answer is wrong. I work" in speech and speech not in refuted]
    is_wrong = blamed or any(speech.startswith("The solver") for speech in refuted)
    # The labels of its two statements are exchanged where it is asked in the other order.
    wrong, right = ("A", "B") if "A The answer is wrong." in speeches[-1] else ("B", "A")
    return f"Answer: {wrong if is_wrong else right}"


def is_decisive(question: str, sentence: str) -> bool:
    """Whether this sentence of the source decides the question."""
    return chance("decisive", question, " ".join(re.findall(r"\w+", sentence))) < DECISIVE


async def quoting_debater(request: Request) -> str:
    """Quotes a sentence that it knows: one that decides the question, if it argues for the right answer."""
    question = request.question
    side = question.choices[request.argues or 0]
    known = [part.strip() for part in re.split(r"(?<=[.!?])\s+|…|\n", question.source or "") if part.strip()]
    wants_decisive = is_right(question.text, side)
    fitting = [sentence for sentence in known if is_decisive(question.text, sentence) == wants_decisive]
    if not fitting:
        return f"I can't show it, but I am sure that “{side}” is right."
    return f"“{side}” is right. <quote>{fitting[0]}</quote>"


async def counting_judge(request: Request) -> Reply:
    """Believes whoever quotes a decisive sentence, a little whoever quotes any; else it is led by chance."""
    question = request.question
    evidence = [0.0, 0.0]
    for speech in re.split(r"Debater (?=[AB], for)", str(request.messages[-1].content))[1:]:
        for quote in re.findall(r"VERIFIED\n\| (.*)", speech):
            evidence["AB".index(speech[0])] += 4.0 if is_decisive(question.text, quote) else 0.7
    luck = chance("luck", question.text)
    log_odds = evidence[0] - evidence[1] + math.log(luck / (1 - luck))
    p = 1 / (1 + math.exp(-log_odds))
    return Reply(text=f"Answer: {'A' if p > 0.5 else 'B'}", choice_logprobs={"A": math.log(p), "B": math.log(1 - p)})


async def shiny_consultant(request: Request) -> str:
    """Writes drafts of varying splendour. The more splendid one is, the more often its quote is invented."""
    question = request.question
    side = question.choices[request.argues or 0]
    draft = ("draft", question.text, side, request.round, request.sample)
    splendour = int(10 * chance(*draft))
    sentences = re.split(r"(?<=[.!?])\s+", question.source or "")
    passage = sentences[int(chance("passage", *draft) * len(sentences))]
    if chance("invents", *draft) < 0.1 + 0.08 * splendour:
        passage = f"all agreed on {side[0].lower()}{side[1:].rstrip('.')}"
    return f"{'So splendid! ' * splendour}“{side}” is right. <quote>{passage}</quote>"


async def dazzled_judge(request: Request) -> Reply:
    """Is convinced by splendour, and by nothing so little as by a quote that a machine could not find."""
    text = str(request.messages[-1].content)
    splendour = text.count("So splendid!")
    if request.purpose == "rate":
        return Reply(text=f'{{"score": {10 * splendour}}}')
    log_odds = 0.4 * (splendour - 4) - 5 * text.count("NOT IN THE SOURCE")
    return _verdict(request, log_odds + _luck(request))


async def sober_judge(request: Request) -> Reply:
    """Believes quotes that stand in the source a little, and is deaf to splendour."""
    text = str(request.messages[-1].content)
    log_odds = -3.0 if "NOT IN THE SOURCE" in text else 0.3
    return _verdict(request, log_odds + _luck(request))


def _luck(request: Request) -> float:
    """What a judge thinks of the side that is argued without hearing anything, in log-odds: it leans to the truth."""
    luck = chance("leaning", request.question.text)
    sign = 1 if is_right(request.question.text, request.question.choices[_argued(request)]) else -1
    return 0.6 * sign + 0.5 * math.log(luck / (1 - luck))


def _argued(request: Request) -> int:
    """The position of the side that a consultant argues for, as the judge is told it."""
    found = re.search(r"consultant, for answer ([AB])", str(request.messages[-1].content))
    return "AB".index(found[1]) if found else 0


def _verdict(request: Request, log_odds: float) -> Reply:
    """A verdict with these log-odds of the side that is argued."""
    p = 1 / (1 + math.exp(-log_odds))
    argued = "AB"[_argued(request)]
    other = "BA"["AB".index(argued)]
    logprobs = {argued: math.log(p), other: math.log(1 - p)}
    return Reply(text=f"Answer: {argued if p > 0.5 else other}", choice_logprobs=logprobs)
