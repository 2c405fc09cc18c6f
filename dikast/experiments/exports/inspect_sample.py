"""Inspect sample: an episode as one sample of an Inspect AI log; each turn is a message, the verdict the output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dikast.experiments.exports.inspect_events import events_of
from dikast.experiments.exports.inspect_json import InspectJson, inspect_usage, reply_content
from dikast.protocols import labels_for
from dikast.records import Assessment, Attempt, Episode, Look, Outcome, Question, Turn, Usage
from dikast.sanitize import unsafe_characters

SCORER = "judge"
TIE = "a tie: none is better"


class _JudgeReply(NamedTuple):
    """The judge's first reply for the verdict, or all about candidates that it rated or ranked; empty without one."""

    text: str = ""
    model: str = ""
    thinking: str = ""

    @classmethod
    def of(cls, episode: Episode) -> _JudgeReply:
        verdict = episode.verdict
        if verdict.attempts and verdict.acceptance is None:
            return cls("\n".join(map(_about_attempt, verdict.attempts)), "verifier")
        if verdict.assessments:
            first = verdict.assessments[0]
            text = "\n\n".join(map(_about_candidates, verdict.assessments))
            return cls(text, first.model, first.thinking)
        if not verdict.judge_looks:
            return cls()
        look = verdict.judge_looks[0]
        return cls(look.text, look.model, look.thinking)


def _about_attempt(attempt: Attempt) -> str:
    """The answer of one seat, and what a machine found of it."""
    return f"{attempt.seat} is {attempt.status}: {attempt.answer or ''}"


def _about_candidates(assessment: Assessment) -> str:
    """A reply, with the numbers of the candidates that it is about."""
    numbers = ", ".join(str(candidate + 1) for candidate in assessment.shown)
    return f"({numbers}) {assessment.text}"


def entry_name(id: str) -> str:
    """The id as a name in the log, where it is safe to unpack: it leaves no folder, and has no character to obey.

    Such characters are written as `%2E`, as in a URL. Inspect finds a sample's file by the sample's id, so it has the
    same name.
    """
    parts = [_entry_part(part) for part in id.split("/")]
    return "/".join(parts)


def _entry_part(part: str) -> str:
    if part in ("", ".", ".."):
        return part.replace(".", "%2E") or "%2F"
    # The percent sign too, so that two ids never get one name.
    unsafe = unsafe_characters(part) | set("%\\:")
    return part.translate({ord(char): f"%{ord(char):02X}" for char in unsafe})


def sample_of(outcome: Outcome, episode: Episode, clock: str) -> InspectJson:
    """The sample of a finished episode; its events have the time `clock`, since records have none of single calls."""
    question = episode.question
    judge_reply = _JudgeReply.of(episode)
    messages = [
        _question_message(question, episode.order),
        *_turn_messages(episode),
        _message(judge_reply.text, "judge", judge_reply.model, judge_reply.thinking),
    ]
    messages = [{"id": f"{outcome.id}#{i}", **message} for i, message in enumerate(messages)]
    checks: list[InspectJson] = []
    for passage in episode.passages:
        checks.extend(check.model_dump(mode="json") for check in passage.checks)
    model_usage = {name: inspect_usage(usage) for name, usage in usage_by_model(episode).items()}
    head = _head(outcome, question)
    scores = _scores(outcome, episode, judge_reply.text)
    return {
        **head,
        "messages": messages,
        "output": {
            "model": judge_reply.model,
            "choices": [{"message": messages[-1], "stop_reason": "stop"}],
            "completion": judge_reply.text,
        },
        "scores": scores,
        "events": events_of(episode, clock, scores, head["target"]),
        "store": {"checks": checks},
        "model_usage": model_usage,
        "total_time": outcome.seconds,
        "turn_count": len(messages),
    }


def failed_sample(outcome: Outcome) -> InspectJson:
    """The sample of an episode that could not be finished: its error."""
    reason = outcome.error or "failed"
    return {
        **_head(outcome, None),
        "messages": [],
        "output": {"model": "", "choices": [], "completion": ""},
        "store": {},
        "model_usage": {},
        # Inspect's viewer wants a traceback; an episode that failed has its reason only.
        "error": {"message": reason, "traceback": reason, "traceback_ansi": reason},
    }


def summary_of(sample: InspectJson) -> InspectJson:
    """What lists of samples show: the sample without its texts."""
    left_out = {"messages", "events", "output", "store", "turn_count", "error"}
    summary = {name: value for name, value in sample.items() if name not in left_out}
    if "error" in sample:
        summary["error"] = sample["error"]["message"]
    return {**summary, "completed": True, "message_count": len(sample["messages"])}


def usage_by_model(episode: Episode) -> dict[str, Usage]:
    """What each model took."""
    usages: dict[str, list[Usage]] = {}
    for model, usage in _model_usages(episode):
        usages.setdefault(model or "unknown", []).append(usage)
    return {model: Usage.total(parts) for model, parts in usages.items()}


def _head(outcome: Outcome, question: Question | None) -> InspectJson:
    """The fields that samples and their summaries share. Without the question: a failure has only its id."""
    head: InspectJson = {"id": entry_name(outcome.id), "epoch": 1}
    if question is None:
        head["input"] = outcome.question
        target = ""
    else:
        head["input"] = question.text
        if question.choices:
            head["choices"] = list(question.choices)
        target = TIE if outcome.gold_tie else ""
        if question.gold is not None:
            target = question.choices[question.gold]
        elif outcome.attempts is not None or outcome.acceptance is not None:
            target = question.references[0]
    head["target"] = target
    # `agents` is the team as text.
    head["metadata"] = outcome.model_dump(mode="json", exclude={"usage", "id", "team"}, exclude_none=True)
    return head


def _question_message(question: Question, order: tuple[int, ...]) -> InspectJson:
    """The question, its choices labelled as the judge saw them first."""
    text = question.text
    if order:
        lines = [text, ""]
        for label, choice in zip(labels_for(order), order, strict=True):
            lines.append(f"{label}) {question.choices[choice]}")
        text = "\n".join(lines)
    message: InspectJson = {"role": "user", "source": "input", "content": text}
    if question.images:
        images = [{"type": "image", "image": url} for url in question.images]
        message["content"] = [{"type": "text", "text": text}, *images]
    return message


def _turn_messages(episode: Episode) -> Iterator[InspectJson]:
    """A message for every turn, of both passages where there are two."""
    for passage in episode.passages:
        for turn in passage.transcript.turns:
            yield _turn_message(turn)


def _turn_message(turn: Turn) -> InspectJson:
    """One turn as a message; what the turn does not have is left out."""
    metadata: InspectJson = {
        "seat": turn.seat,
        "round": turn.round,
        "kind": turn.kind,
        "argues": turn.argues,
        "status": turn.status,
    }
    known = {name: value for name, value in metadata.items() if value is not None}
    if turn.inner:
        known["inner"] = [call.model_dump(mode="json") for call in turn.inner]
    return {**_message(turn.text, turn.seat, turn.model, turn.thinking), "metadata": known}


def _message(text: str, seat: str, model: str, thinking: str) -> InspectJson:
    """A message that names its seat on its first line; private thinking is kept apart, as reasoning."""
    spoken = f"**{seat}**\n\n{text}"
    message: InspectJson = {
        "role": "assistant",
        "source": "generate",
        "content": reply_content(spoken, thinking),
    }
    if model:
        message["model"] = model
    return message


def _scores(outcome: Outcome, episode: Episode, explanation: str) -> InspectJson:
    """The score of the verdict; none where there is no verdict or no right answer."""
    if outcome.credit is None:
        return {}
    answer = TIE if outcome.tie else "no answer is ahead of the others"
    if episode.verdict.majority is not None:
        answer = episode.verdict.majority.answer or "the majority is split"
    elif episode.verdict.acceptance is not None:
        answer = episode.verdict.acceptance.in_words(episode.verdict.attempts[0].status)
    if outcome.choice is not None:
        answer = episode.question.choices[outcome.choice]
    metadata: InspectJson = {"p_gold": outcome.p_gold, "brier": outcome.brier, "route": outcome.route}
    verdict = episode.verdict
    if verdict.scores:
        metadata["scores"] = [given.score for given in verdict.scores]
    if verdict.ranking:
        metadata["ranking"] = list(verdict.ranking)
    score = {
        "value": outcome.credit,
        "answer": answer,
        "explanation": explanation,
        "metadata": metadata,
    }
    return {SCORER: score}


def _model_usages(episode: Episode) -> Iterator[tuple[str, Usage]]:
    """The model and the usage of every call that is in the record."""
    for passage in episode.passages:
        for turn in passage.transcript.turns:
            yield turn.model, turn.usage
        predicted = [prediction.look for prediction in passage.predictions]
        for pick in passage.picks:
            yield pick.model, pick.usage
        for look in (*passage.looks, *passage.chosen.values(), *predicted):
            yield look.model, look.usage
    parts: list[Look | Assessment] = [*episode.verdict.judge_looks, *episode.verdict.assessments]
    for part in parts:
        yield part.model, part.usage
