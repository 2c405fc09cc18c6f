"""HandicappedAgent: a weaker version of an agent. What it is asked is changed, or its reply, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dikast.agents.agent import Closable, Reply, Request
from dikast.agents.agent_wrapper import AgentWrapper
from dikast.agents.handicap import Handicap
from dikast.agents.inner_calls import traced_reply
from dikast.agents.message_window import newest_messages, newest_words, with_own_lines, with_texts
from dikast.agents.partial_source import known_part, noisy_text
from dikast.envelope import quoted
from dikast.records import Purpose, Usage
from dikast.replies import split_thinking

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

SPEECHES: frozenset[Purpose] = frozenset({"speak", "refine", "ask"})
"""The purposes of what has a length: the reply is a speech, or a judge's question."""

SAMPLED: frozenset[Purpose] = frozenset({"speak", "solve", "decide"})
"""The purposes for which several samples are asked for at once, numbered by `Request.sample`."""

_WORD = re.compile(r"\S+")
_NUMBERED_SEAT = re.compile(r"-\d+$")


@dataclass
class HandicappedAgent(AgentWrapper):
    """An agent with a handicap. Calls and limits stay those of the agent inside; the name tells the two apart."""

    handicap: Handicap

    @property
    def name(self) -> str:
        """That of the agent inside, and its handicap: `openai/gpt-4o-mini+knows=0.5`."""
        return self.agent.name + self.handicap.suffix

    async def reply(self, request: Request) -> Reply:
        """The reply of the agent inside to what the handicap leaves of the request, as far as the handicap lets it."""
        if self._is_one_too_many(request):
            # As a model without a word: it is no draft to choose from, and costs nothing.
            return Reply(text="", usage=Usage(calls=1))
        request = self.weakened(request)
        reply = await traced_reply(self.agent, self.agent.reply(request))
        if self.handicap.words is None or request.purpose not in SPEECHES:
            return reply
        return _cut_to_words(reply, self.handicap.words)

    def _is_one_too_many(self, request: Request) -> bool:
        """Whether the request is for a sample beyond those that the handicap allows."""
        if self.handicap.samples is None or request.purpose not in SAMPLED:
            return False
        # Seats alike, such as `juror-2`, number their calls on from one to the next: theirs are no samples of one.
        if _NUMBERED_SEAT.search(request.seat):
            return False
        return request.sample >= self.handicap.samples

    def weakened(self, request: Request) -> Request:
        """The request as the agent inside gets it."""
        request = self._with_partial_source(request)
        words, context = self.handicap.words, self.handicap.context
        if words is not None and request.purpose in SPEECHES and words < (request.words or words + 1):
            request = replace(request, words=words, messages=_told_words(request.messages, request.words, words))
        if context is not None:
            request = _with_source(request, newest_words(request.question.source or "", context))
            request = replace(request, messages=newest_messages(request.messages, context))
        return request

    def _with_partial_source(self, request: Request) -> Request:
        """The request with what this seat knows of the source, in its messages and in its question."""
        source = request.question.source
        if source is None or (self.handicap.knows is None and self.handicap.noise is None):
            return request
        known = self._known(source, request)
        if known == source:
            return request
        shown, left = quoted(source), quoted(known)
        messages = with_texts(request.messages, lambda text: text.replace(shown, left))
        return _with_source(replace(request, messages=messages), known)

    def _known(self, source: str, request: Request) -> str:
        """What this seat knows of the source in this episode."""
        # Not the seed of the call: what a seat knows, it knows for the whole episode.
        seed = (request.episode_seed, request.question.id, request.seat)
        if self.handicap.knows is not None:
            source = known_part(source, self.handicap.knows, *seed)
        if self.handicap.noise is not None:
            source = noisy_text(source, self.handicap.noise, *seed)
        return source

    async def aclose(self) -> None:
        """Closes the agent inside."""
        if isinstance(self.agent, Closable):
            await self.agent.aclose()


def _with_source(request: Request, source: str) -> Request:
    """The request with this source in its question, where that has any."""
    if request.question.source is None:
        return request
    return replace(request, question=request.question.model_copy(update={"source": source}))


def _cut_to_words(reply: Reply, words: int) -> Reply:
    """The reply with at most so many public words; its thinking stays as it is."""
    public, thinking = split_thinking(reply.text)
    ends = [word.end() for word in _WORD.finditer(public)]
    if len(ends) <= words:
        return reply
    return replace(reply, text=public[: ends[words - 1]], thinking=reply.thinking or thinking)


def _told_words(messages: Sequence[BaseMessage], before: int | None, words: int) -> tuple[BaseMessage, ...]:
    """The messages. The last one names the lower limit, where it names one at all."""
    if before is None:
        return tuple(messages)
    return with_own_lines(messages, lambda line: line.replace(f"At most {before} words", f"At most {words} words"))
