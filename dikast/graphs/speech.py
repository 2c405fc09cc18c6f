"""A speech: drafted, the best of several taken, criticised and rewritten, and put on record as a Turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from dikast.agents import Choices, Form, Purpose, Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask_until_read, together
from dikast.graphs.episode_context import EpisodeContext
from dikast.protocols import (
    DRAFT_SCORE,
    BestOf,
    History,
    PromptBuilder,
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
from dikast.records import Seat, Turn, Usage

T = TypeVar("T")


@dataclass(frozen=True)
class Draft:
    """A speech on its way to becoming a turn."""

    speech: Speech | Unreadable
    model: str
    usage: Usage
    candidates: tuple[str, ...] = ()
    picked: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpeechMaker:
    """One seat making one speech."""

    context: EpisodeContext
    stage: PromptBuilder
    said: History
    seat: Seat
    move: SpeakMove
    cue: TurnContext

    async def turn(self) -> Turn:
        """The speech as a turn; `unparsed`, with no text, where no speech could be read from the replies."""
        draft = await (self._best_of(self.move.best_of) if self.move.best_of else self._draft(0))
        for time in range(self.move.refine.times if self.move.refine else 0):
            draft = await self._refined(draft, time)
        speech = draft.speech if isinstance(draft.speech, Speech) else Speech("")
        unread = draft.speech.reason if isinstance(draft.speech, Unreadable) else None
        return Turn(
            tick=self.cue.tick,
            round=self.cue.round,
            seat=self.seat.name,
            kind="speech",
            move=self.cue.place,
            text=speech.text,
            thinking=speech.thinking,
            quotes=speech.quotes,
            cut=speech.cut,
            argues=self.seat.argues,
            status="unparsed" if unread else "said",
            candidates=draft.candidates,
            picked=draft.picked,
            notes=(*draft.notes, *([unread] if unread else [])),
            model=draft.model,
            usage=draft.usage,
        )

    async def _draft(self, sample: int) -> Draft:
        messages = self.stage.messages(self.seat, self.cue, self.said)
        ask = AgentCall(self.seat, "speak", self.cue.round, self.cue.tick, words=self.move.words, sample=sample)
        answered = await ask_until_read(self.context, ask, messages, self._read)
        return Draft(answered.value, answered.reply.model, answered.usage)

    def _read(self, reply: Reply) -> Speech | Unreadable:
        speech = read_speech(reply.text, self.move.words)
        if isinstance(speech, Speech) and reply.thinking:
            return replace(speech, thinking="\n".join(part for part in (reply.thinking, speech.thinking) if part))
        return speech

    async def _best_of(self, best_of: BestOf) -> Draft:
        drafts = await together(self._draft(k) for k in range(best_of.n))
        readable = [k for k, draft in enumerate(drafts) if isinstance(draft.speech, Speech)]
        texts = [draft.speech.text if isinstance(draft.speech, Speech) else "" for draft in drafts]
        usage = Usage.total(draft.usage for draft in drafts)
        if not readable:
            return replace(drafts[0], usage=usage)
        score = self._listwise if best_of.scorer == "listwise" else self._pointwise
        place, spent, note = await score([texts[k] for k in readable], self._helper(best_of.by))
        picked = readable[place]
        notes = (note,) if note else ()
        return replace(drafts[picked], usage=usage + spent, candidates=tuple(texts), picked=picked, notes=notes)

    async def _listwise(self, texts: list[str], scorer: Seat) -> tuple[int, Usage, str | None]:
        """The place of the draft that one call names; the first, with a note, where none could be read."""
        labels = labels_for(range(len(texts)))
        drafts = list(zip(labels, texts, strict=True))
        answered = await self._ask_about(
            scorer,
            "score",
            lambda text: read_label(text, labels),
            form=Choices(labels),
            about={"labels": labels, "drafts": drafts},
        )
        if isinstance(answered.value, Unreadable):
            return 0, answered.usage, f"the first draft was taken: {answered.value.reason}"
        return labels.index(answered.value), answered.usage, None

    async def _pointwise(self, texts: list[str], scorer: Seat) -> tuple[int, Usage, str | None]:
        """The place of the highest score, the earlier of equals; a draft whose score can't be read comes last."""
        answers = await together(
            self._ask_about(scorer, "rate", read_score, form=DRAFT_SCORE, sample=k, about={"draft": text})
            for k, text in enumerate(texts)
        )
        scores = [-1 if isinstance(answer.value, Unreadable) else answer.value for answer in answers]
        unread = scores.count(-1)
        note = f"{unread} of {len(scores)} drafts have no score that could be read" if unread else None
        return scores.index(max(scores)), Usage.total(answer.usage for answer in answers), note

    async def _refined(self, draft: Draft, time: int) -> Draft:
        """The draft criticised and rewritten once; as it was where the new one can't be read."""
        if isinstance(draft.speech, Unreadable) or self.move.refine is None:
            return draft
        critic = self._helper(self.move.refine.by)
        about: dict[str, object] = {"draft": draft.speech.text}
        found = await self._ask_about(critic, "critique", _read_text, sample=time, about=about)
        critique = found.value if isinstance(found.value, str) else ""
        cue = replace(self.cue, purpose="refine")
        messages = self.stage.messages(self.seat, cue, self.said, extra={**about, "critique": critique})
        ask = AgentCall(self.seat, "refine", cue.round, cue.tick, words=self.move.words, sample=time)
        rewritten = await ask_until_read(self.context, ask, messages, self._read)
        usage = draft.usage + found.usage + rewritten.usage
        if isinstance(rewritten.value, Unreadable):
            note = f"the draft was kept: {rewritten.value.reason}"
            return replace(draft, usage=usage, notes=(*draft.notes, note))
        return replace(draft, speech=rewritten.value, usage=usage)

    def _helper(self, role: str | None) -> Seat:
        """The seat that scores or criticises: that of the role named, else the speaker's own."""
        return self.stage.seats_of(role)[0] if role else self.seat

    async def _ask_about(
        self,
        helper: Seat,
        purpose: Purpose,
        read: Callable[[str], T | Unreadable],
        *,
        about: Mapping[str, object],
        form: Form = None,
        sample: int = 0,
    ) -> Answered[T]:
        """What a helper says of drafts that only it is shown."""
        cue = replace(self.cue, purpose=purpose)
        shown = {
            "side": self.stage.question.choices[self.seat.argues or 0],
            "speaker": name_for(helper, self.seat, self.stage.seats, self.stage.order),
            "speaker_is_you": helper.name == self.seat.name,
        }
        messages = self.stage.messages(helper, cue, self.said, extra={**shown, **about})
        ask = AgentCall(helper, purpose, cue.round, cue.tick, form, sample=sample)
        return await ask_until_read(self.context, ask, messages, lambda reply: read(split_thinking(reply.text)[0]))


def _read_text(text: str) -> str | Unreadable:
    return text.strip() or Unreadable("the reply holds no public text")
