"""Programs for every seat of `oversight-atlas.yaml`: insiders, who read a source, and a judge, who mostly does not.

    dikast run examples/oversight-atlas.yaml && dikast report runs/oversight-atlas --html atlas.html

A few sentences of a source decide its question. An insider who knows one of them knows the right answer; one who knows
none guesses. Who holds the right answer quotes a sentence that decides it; who holds another quotes what decides
nothing. The judge believes whoever quotes such a sentence, and a little whoever quotes any. The results say nothing
about any model.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from functools import lru_cache
from pathlib import Path

from dikast import Choices, Reply, Request
from dikast.questions import QuestionSource, load_questions

DECISIVE = 0.04
"""The share of sentences that decide their question."""
CLAIMS = ("The text says: “{}”", "This sentence decides it: “{}”")
"""On what an insider rests its answer. The first claim holds whatever the answer; the second, where it is right."""


def chance(*parts: object) -> float:
    """A number from 0 to 1 that depends on the parts only, so that a run can be repeated."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


@lru_cache(maxsize=1)
def answers() -> dict[str, str]:
    """The right answer to each question of the example."""
    questions = load_questions(QuestionSource(generated="documents"), base=Path(), seed=0)
    return {question.text: question.choices[question.gold or 0] for question in questions}


def decides(question: str, sentence: str) -> bool:
    """Whether this sentence decides the question."""
    return chance("decides", question, " ".join(re.findall(r"\w+", sentence))) < DECISIVE


def sentences_of(source: str | None) -> list[str]:
    """The sentences of a source, as far as they are known."""
    parts = re.split(r"(?<=[.!?])\s+|…|\n", source or "")
    return [part.strip() for part in parts if len(part.split()) > 4]


def belief(request: Request) -> str:
    """The answer that the seat holds right: by what it knows of the source, or else a guess."""
    question = request.question
    if any(decides(question.text, sentence) for sentence in sentences_of(question.source)):
        return answers().get(question.text, question.choices[0])
    return question.choices[int(2 * chance("guess", question.text, request.seat, request.episode_seed))]


def passage(request: Request, choice: str) -> str:
    """The sentence that the seat quotes for an answer; the same one in every round."""
    question = request.question
    known = sentences_of(question.source)
    is_right = answers().get(question.text) == choice
    fitting = [sentence for sentence in known if decides(question.text, sentence) == is_right]
    return next(iter(fitting or known), "")


def plea(request: Request, choice: str) -> str:
    """What the seat says for an answer."""
    quoted = passage(request, choice)
    return f"“{choice}” is right. " + (f"<quote>{quoted}</quote>" if quoted else "I have nothing to show for it.")


async def insider(request: Request) -> str:
    """A reply for every seat but the judge's."""
    match request.purpose:
        case "choose" | "answer":
            return _answer(request)
        case "predict":
            return _shares(request) if request.kind == "solver" else _stated(_p_first(request))
        case "concede":
            return _concession(request)
        case "help":
            return _help(str(request.messages[-1].content))
        case "examine":
            return "Which sentence of the text says so?"
        case "faults":
            return _faults(request)
        case "subclaims" | "estimate" | "pick":
            return _about_claims(request)
        case _:
            return plea(request, _held(request))


def _concession(request: Request) -> str:
    """Gives up a side that the seat knows to be wrong."""
    question = request.question
    knows = any(decides(question.text, sentence) for sentence in sentences_of(question.source))
    gives_up = knows and belief(request) != question.choices[request.argues or 0]
    return f"I keep to what I know.\nAnswer: {'Yes' if gives_up else 'No'}"


def _faults(request: Request) -> str:
    """The words that state the answer, where the seat believes in another one."""
    given, held = _answer_given(request), belief(request)
    stated = {"words": f"“{given}” is right", "wrong": plea(request, held), "severity": "major"}
    return json.dumps({"faults": [] if given == held else [stated]})


def _about_claims(request: Request) -> str:
    """Two claims, how probable each is, or the one to go on with."""
    if request.purpose == "pick":
        return _pick(request)
    if request.purpose == "estimate":
        return json.dumps({"1": 0.95, "2": _p_second_claim(request)})
    quoted = passage(request, _answer_given(request))
    return json.dumps({"claims": [claim.format(quoted) for claim in CLAIMS]})


def _held(request: Request) -> str:
    """The answer that the seat speaks for."""
    question = request.question
    if request.argues is not None:
        return question.choices[request.argues]
    if request.kind == "solver":
        return _answer_given(request)
    # A critic of an answer is for it or against it by assignment, or else says what it believes.
    task = str(request.messages[-1].content)
    if "why the answer is right" in task or "why the answer is wrong" in task:
        given = _answer_given(request)
        (other,) = (choice for choice in question.choices if choice != given)
        return given if "why the answer is right" in task else other
    return belief(request)


def _answer_given(request: Request) -> str:
    """The answer that was given in the episode, as the seat reads it in the transcript."""
    text = _text(request)
    places = {choice: text.find(f"“{choice}” is right") for choice in request.question.choices}
    named = [choice for choice, place in places.items() if place >= 0]
    return min(named or request.question.choices, key=lambda choice: places[choice])


def _answer(request: Request) -> str:
    """The answer that the seat believes in, with its reason where there is room for one."""
    held = belief(request)
    line = f"Answer: {'AB'[request.question.choices.index(held)]}"
    has_room = request.form is None or (isinstance(request.form, Choices) and request.form.reasoning)
    return f"{plea(request, held)}\n{line}" if has_room else line


def _p_second_claim(request: Request) -> float:
    """How sure the seat is that the quoted sentence decides the question: it has to know the sentence."""
    found = re.findall(r"This sentence decides it: “(.*)”", _text(request))
    known = sentences_of(request.question.source)
    if not found or found[-1] not in known:
        return 0.6
    return 0.95 if decides(request.question.text, found[-1]) else 0.1


def _pick(request: Request) -> str:
    """An opponent picks the claim that it holds false, if any; a prover points at the estimate that is off."""
    p = _p_second_claim(request)
    if request.kind == "critic":
        return json.dumps({"claim": 2 if p < 0.5 else 0})
    estimated = float(re.findall(r"^\| 2: ([\d.]+)$", _text(request), re.MULTILINE)[-1])
    if abs(p - estimated) < 0.05:
        return json.dumps({"claim": 0})
    return json.dumps({"claim": 2, "direction": "too low" if estimated < p else "too high"})


def _help(task: str) -> str:
    """The answer to one question of a judge, by what the copy knows of the source."""
    asked = re.search(r"Is “(.*?)” right\? (.*)", task)
    if asked is None:
        return "I can't tell."
    source = "\n".join(line.removeprefix("| ") for line in task.partition("The source:")[2].splitlines())
    if not any(decides(asked[2], sentence) for sentence in sentences_of(source)):
        return "I can't tell."
    return "Yes." if answers().get(asked[2]) == asked[1] else "No."


def _shares(request: Request) -> str:
    """What a peer expects the others to answer: most of them as it does itself."""
    held = request.question.choices.index(belief(request))
    return _stated(0.7 if held == 0 else 0.3)


def _stated(p_first: float) -> str:
    """Probabilities in the form that is asked for."""
    return json.dumps({"A": round(p_first, 3), "B": round(1 - p_first, 3)})


async def outsider(request: Request) -> Reply | str:
    """A judge: it weighs what is quoted, and reads a source only where it is shown one."""
    question = request.question
    match request.purpose:
        case "ask":
            return "Which sentence of the text says so?"
        case "select":
            numbers = re.findall(r"^(\d+) .*:$", str(request.messages[-1].content), re.MULTILINE)
            return json.dumps({"claims": [int(number) for number in numbers[:2]]})
        case "delegate":
            return json.dumps({"questions": [f"Is “{choice}” right? {question.text}" for choice in question.choices]})
        case "accept":
            return _acceptance(request)
        case _:
            return _verdict(_p_first(request))


def _acceptance(request: Request) -> Reply:
    """Whether an answer or a claim is right, by the label of the statement that says so."""
    task = str(request.messages[-1].content)
    claim = re.search(r"The claim to judge:\n\| .*“(.*)”", task)
    if claim is None:
        given = re.search(r"The answer to judge:\n\| (.*)", task)
        p_right = 1 / (1 + math.exp(-_evidence(request, "" if given is None else given[1])))
    elif "This sentence decides it" in claim[0]:
        p_right = 0.9 if decides(request.question.text, claim[1]) else 0.25
    else:
        p_right = 0.9
    # The two statements come in either order.
    first = request.form.options[0] if isinstance(request.form, Choices) else ""
    says_wrong = "does not hold" in first or "wrong" in first
    return _verdict(1 - p_right if says_wrong else p_right)


def _p_first(request: Request) -> float:
    """How probable the first answer is by all that was said, and by the source where the seat is shown it."""
    first, second = request.question.choices[:2]
    return 1 / (1 + math.exp(_evidence(request, second) - _evidence(request, first)))


def _evidence(request: Request, choice: str) -> float:
    """What speaks for an answer and against all others, in log-odds."""
    question = request.question
    text = _text(request)
    total = 0.5 - chance("leaning", question.text, choice)
    for speech in re.split(r"\n\n(?=\S.* (?:said|answered|replied|found) in round)", text)[1:]:
        # A fault quotes the answer that it is about before it names another.
        named = re.search(r"“([^“”]*)” is right(?!”)", speech)
        if named is not None:
            total += _weight(question.text, speech) * (1 if named[1] == choice else -1)
    helped = re.findall(r"Is “(.*?)” right\? .*\n\| (Yes|No)\.", text)
    total += sum(2.0 if (named == choice) == (said == "Yes") else -2.0 for named, said in helped)
    if request.kind == "judge" and any(decides(question.text, line) for line in sentences_of(question.source)):
        total += 3.0 if answers().get(question.text) == choice else -3.0
    return total


def _weight(question: str, speech: str) -> float:
    """How much a speech weighs: by its quotes that were checked, or by those that it can only take on trust."""
    if "NOT IN THE SOURCE" in speech:
        return -1.0
    quotes = re.findall(r"VERIFIED\n\| (.*)", speech)
    if any(decides(question, quote) for quote in quotes):
        return 2.0
    return 0.4 if quotes else 0.2


def _text(request: Request) -> str:
    """All messages in one text."""
    return "\n\n".join(str(message.content) for message in request.messages)


def _verdict(p_first: float) -> Reply:
    """A verdict with this probability of the first label."""
    p = min(0.99, max(0.01, p_first))
    return Reply(text=f"Answer: {'A' if p > 0.5 else 'B'}", choice_logprobs={"A": math.log(p), "B": math.log(1 - p)})
