"""Several people's answers to one task, as one reply: the mean of their log-odds, or what the adjudicator says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from dikast.agents import ANYONE, Choices, Reply, Request, read_form
from dikast.experiments.people.person_task import PersonAnswer
from dikast.records import Usage

LEAST_BELIEF = 0.001
"""No person is taken to be more certain than this: at 0 one of them would outweigh any number of others."""


def reply_of(answers: Sequence[PersonAnswer], request: Request) -> Reply:
    """The reply that these answers make; of several, all are choices. The usage has the seconds of all people."""
    text = answers[0].text
    thinking = ""
    logprobs = None
    if isinstance(request.form, Choices):
        logprobs = _logprobs(answers, request.form)
        text = request.form.stated(_label(answers, request.form, logprobs))
        thinking = _reasons(answers)
        if request.form.reasoning and thinking:
            text, thinking = f"{thinking}\n\n{text}", ""
    return Reply(
        text=text,
        parsed=read_form(request.form, text) if isinstance(request.form, type) else None,
        choice_logprobs=logprobs,
        thinking=thinking,
        model=_who(answers),
        usage=Usage(calls=1, seconds=sum(answer.seconds for answer in answers)),
    )


def differ(answers: Sequence[PersonAnswer]) -> bool:
    """Whether not all chose the same label."""
    return len({answer.label for answer in answers}) > 1


def _logprobs(answers: Sequence[PersonAnswer], form: Choices) -> dict[str, float] | None:
    """The natural-log probability of each label; None where one person alone chose, without probabilities."""
    if len(answers) == 1 and not answers[0].beliefs:
        return None
    means: list[float] = []
    for position, label in enumerate(form.labels):
        logs = [math.log(max(LEAST_BELIEF, _belief(answer, position, label))) for answer in answers]
        means.append(sum(logs) / len(logs))
    log_total = math.log(sum(map(math.exp, means)))
    return {label: min(0.0, mean - log_total) for label, mean in zip(form.labels, means, strict=True)}


def _belief(answer: PersonAnswer, position: int, label: str) -> float:
    """The probability that a person gave to a label; a choice without probabilities is certain."""
    if answer.beliefs:
        return answer.beliefs[position]
    return float(answer.label == label)


def _label(answers: Sequence[PersonAnswer], form: Choices, logprobs: dict[str, float] | None) -> str:
    """The label that the reply states: chosen by most, then the likelier one, then the first of the form's."""
    votes = Counter(answer.label for answer in answers)
    return max(form.labels, key=lambda label: (votes[label], (logprobs or {}).get(label, 0.0)))


def _who(answers: Sequence[PersonAnswer]) -> str:
    """Who answered, as an agent's name: `human`, `human:anna`, `human:anna+ben`."""
    names = "+".join(answer.person for answer in answers)
    return ANYONE if names == ANYONE else f"{ANYONE}:{names}"


def _reasons(answers: Sequence[PersonAnswer]) -> str:
    """The reasons that were given; with several people, each under their name."""
    given = [answer for answer in answers if answer.text]
    if len(answers) == 1:
        return "".join(answer.text for answer in given)
    return "\n\n".join(f"{answer.person}: {answer.text}" for answer in given)
