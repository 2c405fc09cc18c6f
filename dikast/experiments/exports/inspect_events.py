"""Inspect events: an episode as the transcript of an Inspect AI sample, in the order in which things happened.

Every call of a turn or a look is a `model` event with what it was sent, as far as the record says; every check is an
`info` event behind the turn that it is about; each passage and the verdict are spans (inspect_ai's `event` package).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dikast.experiments.exports.inspect_json import InspectJson, inspect_usage, reply_content
from dikast.graphs import SentMessage, messages_of_look, messages_of_turn
from dikast.records import Assessment, Check, Episode, Labelling, Look, Passage, Turn

_SPEAKERS = {"system": "system", "human": "user", "ai": "assistant"}
_SAID = "What was said"
_SAID_AGAIN = "What was said with the answers in the other order"
_DECIDED = "The verdict"


def events_of(episode: Episode, clock: str, scores: Mapping[str, InspectJson], target: str) -> list[InspectJson]:
    """The events of an episode. A record has no time of a single call: all get `clock`, an ISO time."""
    events: list[InspectJson] = []
    for name, passage in zip((_SAID, _SAID_AGAIN), episode.passages, strict=False):
        events += _span(name, _of_passage(episode, passage))
    events += _span(_DECIDED, [*_of_verdict(episode), *_scored(scores, target)])
    return [
        {"uuid": f"{episode.id}#event-{number}", "timestamp": clock, "working_start": 0.0, **event}
        for number, event in enumerate(events)
    ]


def _span(name: str, inside: Sequence[InspectJson]) -> list[InspectJson]:
    """The events with a beginning and an end around them; nothing of nothing."""
    if not inside:
        return []
    begin: InspectJson = {"event": "span_begin", "id": name, "name": name, "span_id": name}
    end: InspectJson = {"event": "span_end", "id": name, "span_id": name}
    return [begin, *({**event, "span_id": name} for event in inside), end]


def _of_passage(episode: Episode, passage: Passage) -> list[InspectJson]:
    events: list[InspectJson] = []
    for event in passage.events():
        if isinstance(event, Turn):
            sent = messages_of_turn(episode, passage, event)
            events.append(_model_event(event, event.seat, sent))
            events += [_check_event(check) for check in passage.checks if check.about == event.key]
        elif isinstance(event, Look):
            events += _look_events(event, messages_of_look(episode, passage, event, is_verdict=False))
    about_no_turn = [check for check in passage.checks if check.about is None]
    return [*map(_check_event, about_no_turn), *events]


def _of_verdict(episode: Episode) -> Iterator[InspectJson]:
    """The judges' replies from which it was made: labels of steps, ratings, and looks in their order of the answers."""
    verdict = episode.verdict
    if verdict.grading is not None:
        for labelling in verdict.grading.labellings:
            yield _model_event(labelling, labelling.seat, None)
    for assessment in verdict.assessments:
        yield _model_event(assessment, assessment.seat, None)
    for look in verdict.judge_looks:
        passage = next((one for one in episode.passages if one.order == look.order), episode)
        yield from _look_events(look, messages_of_look(episode, passage, look, is_verdict=True))


def _look_events(look: Look, sent: Mapping[str, Sequence[SentMessage]]) -> Iterator[InspectJson]:
    """An event for each judge: those of a panel have a look each, in `votes`."""
    if not look.votes:
        seat, messages = next(iter(sent.items()), ("judge", None))
        yield _model_event(look, seat, messages)
        return
    for seat, vote in look.votes.items():
        yield _model_event(vote, seat, sent.get(seat))


def _model_event(
    reply: Turn | Look | Labelling | Assessment, seat: str, sent: Sequence[SentMessage] | None
) -> InspectJson:
    """A call: what the seat was sent, which is left empty where the record does not say, and its reply."""
    message = {"role": "assistant", "source": "generate", "content": reply_content(reply.text, reply.thinking)}
    choices = [{"message": message, "stop_reason": "stop"}]
    output = {"model": reply.model, "choices": choices, "completion": reply.text, "usage": inspect_usage(reply.usage)}
    return {
        "event": "model",
        "model": reply.model,
        "role": seat,
        "input": [{"role": _SPEAKERS[one.speaker], "content": one.text} for one in sent or ()],
        "tools": [],
        "tool_choice": "none",
        "config": {},
        "output": output,
    }


def _check_event(check: Check) -> InspectJson:
    found = check.model_dump(mode="json", exclude={"about", "tick"}, exclude_none=True)
    return {"event": "info", "source": f"check: {check.status}", "data": found}


def _scored(scores: Mapping[str, InspectJson], target: str) -> Iterator[InspectJson]:
    for scorer, score in scores.items():
        yield {"event": "score", "scorer": scorer, "score": score, "target": target}
