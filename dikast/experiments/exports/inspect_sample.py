"""Inspect sample: an episode as one sample of an Inspect AI log; each turn is a message, the verdict the output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dikast.protocols import labels_for
from dikast.records import Episode, Look, Outcome, Passage, Question, Turn, Usage

InspectJson = dict[str, Any]
SCORER = "judge"


def sample_of(outcome: Outcome, episode: Episode) -> InspectJson:
    """The sample of a finished episode."""
    question, verdict = episode.question, episode.verdict
    messages = [_asked(question, episode.order), *_said(episode)]
    look = verdict.looks[0] if verdict.looks else None
    model = look.model if look else ""
    decided = _message(look.text if look else "", "judge", model, look.thinking if look else "")
    messages = [{"id": f"{outcome.id}#{i}", **message} for i, message in enumerate((*messages, decided))]
    return {
        **_head(outcome, question),
        "messages": messages,
        "output": {
            "model": model,
            "choices": [{"message": messages[-1], "stop_reason": "stop"}],
            "completion": look.text if look else "",
        },
        "scores": _scores(outcome, question, look),
        "store": {"checks": [check.model_dump(mode="json") for check in _checks(episode)]},
        "model_usage": {name: _usage(usage) for name, usage in usage_by_model(episode).items()},
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
        "error": {"message": reason, "traceback": reason, "traceback_ansi": reason},
    }


def summary_of(sample: InspectJson) -> InspectJson:
    """What lists of samples show: all but what was said."""
    left_out = {"messages", "output", "store", "turn_count", "error"}
    error = {"error": sample["error"]["message"]} if "error" in sample else {}
    counts = {"completed": True, "message_count": len(sample["messages"])}
    return {name: value for name, value in sample.items() if name not in left_out} | error | counts


def usage_by_model(episode: Episode) -> dict[str, Usage]:
    """What each model took."""
    parts: dict[str, list[Usage]] = {}
    for model, usage in _parts(episode):
        parts.setdefault(model or "unknown", []).append(usage)
    return {model: Usage.total(usages) for model, usages in parts.items()}


def _head(outcome: Outcome, question: Question | None) -> InspectJson:
    choices = list(question.choices) if question else None
    has_gold = question is not None and question.gold is not None
    return {
        "id": outcome.id,
        "epoch": 1,
        "input": question.text if question else outcome.question,
        **({"choices": choices} if choices else {}),
        "target": question.choices[question.gold] if question and has_gold and question.gold is not None else "",
        "metadata": outcome.model_dump(mode="json", exclude={"usage", "id"}, exclude_none=True),
    }


def _asked(question: Question, order: tuple[int, ...]) -> InspectJson:
    """The question, its choices labelled as the judge saw them first."""
    labelled = zip(labels_for(order), order, strict=True)
    choices = "".join(f"\n{label}) {question.choices[choice]}" for label, choice in labelled)
    text = f"{question.text}\n{choices}" if choices else question.text
    images = [{"type": "image", "image": url} for url in question.images]
    return {"role": "user", "source": "input", "content": [{"type": "text", "text": text}, *images] if images else text}


def _said(episode: Episode) -> Iterator[InspectJson]:
    for passage in _passages(episode):
        for turn in passage.transcript.turns:
            yield _turn(turn)


def _turn(turn: Turn) -> InspectJson:
    told = {"round": turn.round, "kind": turn.kind, "argues": turn.argues, "status": turn.status}
    return _message(turn.text, turn.seat, turn.model, turn.thinking) | {
        "metadata": {"seat": turn.seat, **{name: value for name, value in told.items() if value is not None}}
    }


def _message(text: str, seat: str, model: str, thinking: str) -> InspectJson:
    """A message that says on its first line who speaks; what was private stands apart as reasoning."""
    spoken = f"**{seat}**\n\n{text}"
    reasoning = [{"type": "reasoning", "reasoning": thinking}, {"type": "text", "text": spoken}]
    return {
        "role": "assistant",
        "source": "generate",
        "content": reasoning if thinking else spoken,
        **({"model": model} if model else {}),
    }


def _scores(outcome: Outcome, question: Question, look: Look | None) -> InspectJson:
    if outcome.credit is None:
        return {}
    answer = question.choices[outcome.choice] if outcome.choice is not None else "no answer is ahead of the others"
    told = {"p_gold": outcome.p_gold, "brier": outcome.brier, "route": outcome.route}
    score = {"value": outcome.credit, "answer": answer, "explanation": look.text if look else "", "metadata": told}
    return {SCORER: score}


def _checks(episode: Episode) -> Iterator[Any]:
    for passage in _passages(episode):
        yield from passage.checks


def _passages(episode: Episode) -> Iterable[Passage]:
    return (episode, episode.rerun) if episode.rerun else (episode,)


def _parts(episode: Episode) -> Iterator[tuple[str, Usage]]:
    for passage in _passages(episode):
        yield from ((turn.model, turn.usage) for turn in passage.transcript.turns)
        yield from ((look.model, look.usage) for look in (*passage.looks, *passage.chosen.values()))
    yield from ((look.model, look.usage) for look in episode.verdict.looks)


def _usage(usage: Usage) -> InspectJson:
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "total_tokens": usage.tokens,
        "input_tokens_cache_read": usage.cached_tokens,
        **({} if usage.unpriced else {"total_cost": usage.cost_usd}),
    }
