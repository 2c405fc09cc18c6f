"""IndexedRow: what the index keeps of an episode."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import JsonValue

from dikast.records import ENDING_WORDS, Episode, Failure, Outcome
from dikast.report import KINDS, EpisodeResult, notable_kinds, result_of

IndexedResult = EpisodeResult | Literal["failed"]
RESULTS: tuple[str, ...] = (*get_args(EpisodeResult), "failed")
MOST_ASKED = 300
MOST_METADATA = 20
MOST_VALUE = 120
MOST_REASON = 80
MOST_WORDS = 400_000
"""Characters of an episode's speeches that can be searched."""
_BITS = {kind: 1 << number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class IndexedRow:
    """One episode: `kinds` is a sum of bits, one for each notable kind; `texts` are those that are searched."""

    id: str
    protocol: str
    agents: str
    question: str
    result: str
    reason: str
    kinds: int
    p: float | None
    credit: float | None
    usd: float
    tokens: int
    seconds: float
    asked: str
    metadata: dict[str, str]
    texts: tuple[str, str, str]

    @classmethod
    def of(cls, outcome: Outcome, record: Episode | Failure) -> IndexedRow:
        """The row of an episode or of a failure."""
        episode = record if isinstance(record, Episode) else None
        choice, probabilities = outcome.choice, outcome.probabilities
        return cls(
            id=outcome.id,
            protocol=outcome.protocol,
            agents=outcome.agents,
            question=outcome.question,
            result="failed" if episode is None else result_of(episode),
            reason=_reason(outcome, record),
            kinds=sum(_BITS[kind] for kind in notable_kinds(outcome)),
            p=None if choice is None or probabilities is None else probabilities[choice],
            credit=outcome.credit,
            usd=outcome.usage.cost_usd,
            tokens=outcome.usage.tokens,
            seconds=outcome.seconds,
            asked="" if episode is None else _beginning(episode.question.text, MOST_ASKED),
            metadata={} if episode is None else dict(_metadata(episode.question.metadata)),
            texts=_texts(record),
        )


def kind_bit(kind: str) -> int:
    """The bit of a notable kind; 0 for a kind that does not exist."""
    return next((bit for name, bit in _BITS.items() if name == kind), 0)


def kinds_of_bits(bits: int) -> tuple[str, ...]:
    """The kinds that a sum of bits stands for."""
    return tuple(kind for kind, bit in _BITS.items() if bits & bit)


def _reason(outcome: Outcome, record: Episode | Failure) -> str:
    """Why there is no verdict, in few enough different words to filter by; empty where there is one."""
    if isinstance(record, Failure):
        return _beginning(f"{record.seat}: {record.error}", MOST_REASON)
    if not outcome.is_unread:
        return ""
    if outcome.ending is not None:
        return ENDING_WORDS[outcome.ending]
    return _beginning(outcome.error or "unparsed", MOST_REASON)


def _beginning(text: str, most: int) -> str:
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _metadata(metadata: dict[str, JsonValue]) -> Iterator[tuple[str, str]]:
    """The first entries as texts; a long value is cut."""
    for key, value in list(metadata.items())[:MOST_METADATA]:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield _beginning(key, MOST_VALUE), _beginning(text, MOST_VALUE)


def _texts(record: Episode | Failure) -> tuple[str, str, str]:
    """What is searched: the question with its choices, what was said, and how it was judged."""
    if isinstance(record, Failure):
        return record.question_id, "", f"{record.error} {record.message}"
    asked = (record.question.id, record.question.text, *record.question.choices)
    turns = [turn.text for passage in record.passages for turn in passage.transcript.turns]
    looks = [look.text for passage in record.passages for look in passage.looks]
    verdict = [look.text for look in record.verdict.judge_looks]
    grading = record.verdict.grading
    if grading is not None:
        verdict += [step.explanation or "" for step in grading.steps]
    if record.question.solution is not None:
        turns += record.question.solution.steps
    return "\n".join(asked)[:MOST_WORDS], "\n".join(turns)[:MOST_WORDS], "\n".join([*looks, *verdict])[:MOST_WORDS]
