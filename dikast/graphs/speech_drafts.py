"""A speech: drafted, the best of several taken, criticised and rewritten, and recorded as a Turn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.draft_helper import DraftHelper
from dikast.graphs.node_context import NodeContext
from dikast.graphs.reply_ending import WHY, says_no
from dikast.graphs.tool_use import ask_with_tools
from dikast.graphs.turn_builder import build_turn
from dikast.protocols import (
    BestOf,
    Refine,
    SpeakMove,
    Speech,
    TurnContext,
    Unreadable,
    read_speech,
)
from dikast.records import Ending, InnerCall, Seat, Turn, Usage

T = TypeVar("T")


@dataclass(frozen=True)
class Draft:
    """A speech on its way to becoming a turn. `inner` is what the speaker called on the way, for all drafts."""

    speech: Speech | Unreadable
    model: str
    usage: Usage
    ending: Ending | None = None
    inner: tuple[InnerCall, ...] = ()
    candidates: tuple[str, ...] = ()
    picked: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpeechDrafter:
    """One seat making one speech."""

    context: NodeContext
    seat: Seat
    move: SpeakMove
    at: TurnContext

    async def turn(self) -> Turn:
        """The speech as a turn; `unparsed`, with no text, where no speech could be read from the replies."""
        if self.move.best_of is None:
            draft = await self._draft(0)
        else:
            draft = await self._best_of(self.move.best_of)
        refine = self.move.refine
        if refine is not None:
            for time in range(refine.times):
                draft = await self._refined(draft, refine, time)
        speech = draft.speech
        fault = None
        if isinstance(speech, Unreadable):
            fault = speech.reason if draft.ending is None else f"{WHY[draft.ending]}: {speech.reason}"
            speech = Speech("")
        return build_turn(
            self.seat,
            self.at,
            "speech",
            fault=fault,
            notes=draft.notes,
            text=speech.text,
            thinking=speech.thinking,
            quotes=speech.quotes,
            # A speech that ends at its limit of tokens ends anywhere.
            cut=speech.cut or draft.ending == "cut_off",
            ending=draft.ending,
            argues=self.seat.argues,
            candidates=draft.candidates,
            picked=draft.picked,
            model=draft.model,
            usage=draft.usage,
            inner=draft.inner,
        )

    async def _draft(self, sample: int) -> Draft:
        call = AgentCall(self.seat, self.at, words=self.move.words, sample=sample)
        tools = self.context.episode.protocol.roles[self.seat.role].tools
        answered = await ask_with_tools(self.context, call, self._read, tools)
        return Draft(answered.value, answered.reply.model, answered.usage, _told_ending(answered), answered.inner)

    def _read(self, reply: Reply) -> Speech | Unreadable:
        speech = read_speech(reply.text, self.move.words)
        if isinstance(speech, Unreadable) or not reply.thinking:
            return speech
        # A backend may return its reasoning by itself, and a model may think once more in its text.
        thinking = f"{reply.thinking}\n{speech.thinking}" if speech.thinking else reply.thinking
        return replace(speech, thinking=thinking)

    async def _best_of(self, best_of: BestOf) -> Draft:
        """The draft that the scorer picks of those that could be read; the first, unread, where none could."""
        drafts = await together(self._draft(k) for k in range(best_of.n))
        usage = Usage.total(draft.usage for draft in drafts)
        inner = tuple(call for draft in drafts for call in draft.inner)
        texts = [""] * len(drafts)
        readable: list[int] = []
        for k, draft in enumerate(drafts):
            if isinstance(draft.speech, Speech):
                texts[k] = draft.speech.text
                readable.append(k)
        if not readable:
            return replace(drafts[0], usage=usage, inner=inner)
        pick = await self._helper(best_of.by).best([texts[k] for k in readable], best_of.scorer)
        # The scorer saw the readable drafts only: its position counts those.
        picked = readable[pick.position]
        return replace(
            drafts[picked],
            usage=usage + pick.usage,
            inner=inner,
            candidates=tuple(texts),
            picked=picked,
            notes=pick.notes,
        )

    async def _refined(self, draft: Draft, refine: Refine, time: int) -> Draft:
        """The draft criticised and rewritten once; unchanged where the new one can't be read."""
        if isinstance(draft.speech, Unreadable):
            return draft
        about: dict[str, object] = {"draft": draft.speech.text}
        criticised = await self._helper(refine.by).ask("critique", _read_text, about, sample=time)
        at = replace(self.at, purpose="refine")
        messages = self.context.prompts.messages(
            self.seat,
            at,
            self.context.history,
            # Without a critique that could be read, the speech is still rewritten.
            extra={**about, "critique": criticised.readable or ""},
        )
        call = AgentCall(self.seat, at, words=self.move.words, sample=time)
        rewritten = await ask(self.context, call, self._read, messages)
        usage = draft.usage + criticised.usage + rewritten.usage
        # The calls of a critic are no part of the speaker's turn.
        inner = draft.inner + rewritten.inner
        if isinstance(rewritten.value, Unreadable):
            note = f"the draft was kept: {rewritten.value.reason}"
            return replace(draft, usage=usage, inner=inner, notes=(*draft.notes, note))
        return replace(draft, speech=rewritten.value, usage=usage, inner=inner, ending=_told_ending(rewritten))

    def _helper(self, role: str | None) -> DraftHelper:
        """The seat that scores or criticises: that of the role named, else the speaker's own."""
        side = self.context.prompts.question.choices[self.seat.argues or 0]
        return DraftHelper.of_role(self.context, role, self.seat, self.at, {"side": side})


def _told_ending(answered: Answered[Speech]) -> Ending | None:
    """Why the speech says nothing, or not all, where the backend said how its reply ended.

    Without that, the turn's empty text and its thinking say it already, as they do in records of schema 1.
    """
    reply = answered.reply
    if isinstance(answered.value, Speech) and says_no(answered.value.text):
        return "refused"
    return answered.ending if reply.finish_reason or reply.is_refusal else None


def _read_text(text: str) -> str | Unreadable:
    return text.strip() or Unreadable("the reply holds no public text")
