"""A speech: drafted, the best of several taken, criticised and rewritten, and recorded as a Turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from dikast.agents import Choices, Form, Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.node_context import NodeContext
from dikast.graphs.reply_ending import WHY, says_no
from dikast.graphs.tool_use import ask_with_tools
from dikast.graphs.turn_builder import build_turn
from dikast.protocols import (
    DRAFT_SCORE,
    BestOf,
    Refine,
    SpeakMove,
    Speech,
    TurnContext,
    Unreadable,
    labels_for,
    name_for,
    read_label,
    read_score,
    read_speech,
    split_thinking,
)
from dikast.records import Ending, InnerCall, Purpose, Seat, Turn, Usage

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
class DraftPick:
    """Which of several drafts a scorer takes, what that cost, and what went wrong on the way."""

    position: int
    usage: Usage
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
        pick_draft = self._pick_pointwise
        if best_of.scorer == "listwise":
            pick_draft = self._pick_listwise
        scorer = self._helper(best_of.by)
        pick = await pick_draft([texts[k] for k in readable], scorer)
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

    async def _pick_listwise(self, texts: list[str], scorer: Seat) -> DraftPick:
        """The draft that one call names; the first, with a note, where none could be read."""
        labels = labels_for(range(len(texts)))
        about = {"labels": labels, "drafts": list(zip(labels, texts, strict=True))}

        def read(text: str) -> str | Unreadable:
            return read_label(text, labels)

        answered = await self._ask_helper(scorer, "score", read, about, form=Choices(labels))
        if isinstance(answered.value, Unreadable):
            note = f"the first draft was taken: {answered.value.reason}"
            return DraftPick(0, answered.usage, (note,))
        return DraftPick(labels.index(answered.value), answered.usage)

    async def _pick_pointwise(self, texts: list[str], scorer: Seat) -> DraftPick:
        """The draft with the highest score, the earlier of equals; one whose score can't be read comes last."""
        answers = await together(
            self._ask_helper(scorer, "rate", read_score, {"draft": text}, form=DRAFT_SCORE, sample=k)
            for k, text in enumerate(texts)
        )
        usage = Usage.total(answer.usage for answer in answers)
        # Scores are 0 or more: one that could not be read comes below all of them.
        scores = [-1 if isinstance(answer.value, Unreadable) else answer.value for answer in answers]
        best = scores.index(max(scores))
        n_unread = scores.count(-1)
        if not n_unread:
            return DraftPick(best, usage)
        note = f"{n_unread} of {len(scores)} drafts have no score that could be read"
        return DraftPick(best, usage, (note,))

    async def _refined(self, draft: Draft, refine: Refine, time: int) -> Draft:
        """The draft criticised and rewritten once; unchanged where the new one can't be read."""
        if isinstance(draft.speech, Unreadable):
            return draft
        about: dict[str, object] = {"draft": draft.speech.text}
        critic = self._helper(refine.by)
        criticised = await self._ask_helper(critic, "critique", _read_text, about, sample=time)
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

    def _helper(self, role: str | None) -> Seat:
        """The seat that scores or criticises: that of the role named, else the speaker's own."""
        if not role:
            return self.seat
        return self.context.prompts.seats_of(role)[0]

    async def _ask_helper(
        self,
        helper: Seat,
        purpose: Purpose,
        read: Callable[[str], T | Unreadable],
        about: Mapping[str, object],
        *,
        form: Form = None,
        sample: int = 0,
    ) -> Answered[T]:
        """What a helper says about drafts, which no other seat is shown."""
        prompts = self.context.prompts
        extra = {
            "side": prompts.question.choices[self.seat.argues or 0],
            "speaker": name_for(helper, self.seat, prompts.seats, prompts.order),
            "speaker_is_you": helper.name == self.seat.name,
            **about,
        }
        at = replace(self.at, purpose=purpose)
        messages = prompts.messages(helper, at, self.context.history, extra=extra)

        def read_public(reply: Reply) -> T | Unreadable:
            return read(split_thinking(reply.text)[0])

        return await ask(self.context, AgentCall(helper, at, form, sample=sample), read_public, messages)


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
