"""Text to phrase: the chunks of a statement read once, each with the role that the cues before it give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dikast.language import CueMeaning
from dikast.verify.text.chunks import Chunk, chunks
from dikast.verify.text.phrases import STATING, PartRole, Phrase, PhrasePart

# What a cue makes of the slots behind it in its clause; of several meanings the first row counts.
_ROLE_OF: tuple[tuple[CueMeaning, PartRole], ...] = (
    ("negation", "denied"),
    ("denial", "denied"),
    ("bound", "bound"),
    ("gloss", "gloss"),
    ("conclusion", "main"),
    ("contrast", "main"),
    ("announcement", "claimed"),
    ("copula", "claimed"),
    ("verb", "claimed"),
    ("reason", "side"),
    ("check", "side"),
    ("supposition", "side"),
    ("question", "side"),
    ("condition", "side"),
    ("case", "adjunct"),
    ("adjunct", "adjunct"),
)
# A copula changes nothing in a clause that these have begun: `not equal to 3`, `because a is 3`.
_FILLER: frozenset[CueMeaning] = frozenset({"filler"})
_THAT = frozenset({"dass", "daß", "que"})
_LASTING = frozenset({"side", "denied", "gloss"})
# What these may hold is what the sentence is about where nothing else is: `it grew to 60`, `she walks at 15 m/s`.
_MEASURES = frozenset({"at", "by", "to", "um", "auf", "à", "a"})


@lru_cache(maxsize=256)
def read_phrase(text: str) -> Phrase:
    """The phrase that a statement is."""
    reader = _RoleReader(role="side" if _is_question(text) else "main")
    for chunk in chunks(text):
        reader.take(chunk)
    return Phrase(text, tuple(_joined(_as_remarks(reader.concluded()))))


def _is_question(text: str) -> bool:
    """`Is it 9?`; but `It is 9, isn't it?` states it."""
    return text.rstrip().endswith(("?", "？")) and not any(joint in text for joint in ",，")


@dataclass
class _RoleReader:
    """Walks the chunks once, with the role that the next slot has."""

    role: PartRole = "main"
    clause: int = 0
    parts: list[PhrasePart] = field(default_factory=list)
    outer: list[PartRole] = field(default_factory=list)
    around: PartRole = "main"
    concluded_at: int = 0
    before_adjunct: PartRole = "main"

    def take(self, chunk: Chunk) -> None:
        if chunk.text in _THAT and self.parts and self.parts[-1].is_joint:
            self.role = self.parts[-1].role  # `Ich bezweifle, dass es 12 ist`
        if chunk.kind == "cue":
            self._take_cue(chunk)
        elif chunk.kind in ("joint", "label"):
            self._take_sign(chunk)
        elif chunk.kind == "open":
            self.outer.append(self.role)
            self.role = "gloss"
            self.clause += 1
        elif chunk.kind == "close":
            self.role = self.outer.pop() if self.outer else "main"
            self.clause += 1
        elif chunk.kind == "slot" and self._is_behind_adjunct():
            self.role = self.around
            self._add(chunk)
        elif chunk.kind == "slot" and self._is_beside_worded_adjunct():
            self.role = self.before_adjunct
            self._add(chunk)
        else:
            self._add(chunk)

    def _is_only(self, chunk: Chunk) -> bool:
        """`il ne reste que 5`: French says `only` by a negation and `que`, unless `pas` denies it too."""
        words = {part.text for part in self.parts if part.clause == self.clause}
        is_denied = "ne" in words and "pas" not in words
        return chunk.text == "que" and self.role == "denied" and is_denied

    def _is_behind_adjunct(self) -> bool:
        """`hat nach 3 Tagen 42 Euro`: an adjunct ends behind its value and the noun of it."""
        if self.role not in ("adjunct", "measure"):
            return False
        near = [part for part in self.parts[-3:] if part.clause == self.clause]
        return any(part.is_slot and part.role == self.role for part in near) and not near[-1].meanings

    def _is_beside_worded_adjunct(self) -> bool:
        """`4 per week and 5 in May`: an adjunct whose object is no number is over, and 5 stands beside 4."""
        near = [part for part in self.parts[-3:] if part.clause == self.clause]
        if self.role not in ("adjunct", "measure") or len(near) < 3:
            return False
        cue, thing, joint = near
        is_joint = joint.is_joint or "alternative" in joint.meanings
        # Its object may be spelt like a cue, as `May` is.
        is_thing = not thing.is_joint and not any(char.isdecimal() for char in thing.text)
        return "adjunct" in cue.meanings and is_thing and is_joint

    def concluded(self) -> list[PhrasePart]:
        """The parts; of a conclusion that states a value, what comes before it is not the answer."""
        states = any(part.is_slot and part.role in ("claimed", "main") for part in self.parts[self.concluded_at :])
        if not states:
            return self.parts
        before = [replace(p, role="earlier") if p.role in STATING else p for p in self.parts[: self.concluded_at]]
        return [*before, *self.parts[self.concluded_at :]]

    def _add(self, chunk: Chunk) -> None:
        is_slot = chunk.kind == "slot"
        self.parts.append(PhrasePart(chunk.text, is_slot, self.role, chunk.meanings, self.clause, bool(self.outer)))

    def _take_cue(self, chunk: Chunk) -> None:
        role = next((role for meaning, role in _ROLE_OF if meaning in chunk.meanings), None)
        if self._is_only(chunk):
            role = self.role = "claimed"
        if "denial" in chunk.meanings:
            self._deny()
        if "bound" in chunk.meanings and chunk.text.startswith("or "):
            self._make_last("bound")
        if role == "gloss" or ("approximation" in chunk.meanings and self._follows_value()):
            self._begin_gloss()
        elif role == "main":
            self._begin_main(chunk)
        elif role is not None and not (role in ("claimed", "adjunct") and self.role in _LASTING):
            self.around = self.role if self.role in ("main", "claimed") else self.around
            self.before_adjunct = self.role
            self.role = "measure" if role == "adjunct" and chunk.text in _MEASURES else role
        self._add(chunk)

    def _begin_gloss(self) -> None:
        self.role = "gloss" if any(part.is_slot for part in self.parts) else self.role

    def _begin_main(self, chunk: Chunk) -> None:
        """`so`, `but`: what follows is stated; `in total` within a clause and `after giving` say nothing of that."""
        last = self.parts[-1] if self.parts else None
        is_first = last is None or last.clause < self.clause
        is_in_adjunct = last is not None and not last.is_slot and last.role == self.role == "adjunct"
        if is_in_adjunct or not (is_first or " " not in chunk.text):
            return
        self.role = "main"
        self.clause += 1
        is_reserved = any("reservation" in part.meanings for part in self.parts)  # `I first had 12, but it is 13`
        if "conclusion" in chunk.meanings or (is_reserved and "contrast" in chunk.meanings):
            self.concluded_at = len(self.parts)

    def _follows_value(self) -> bool:
        """`√2 or about 1.41`: an approximation right behind a value is its gloss."""
        before = [part for part in self.parts[-2:] if "alternative" not in part.meanings]
        return bool(before) and before[-1].is_slot

    def _deny(self) -> None:
        """`x = -2 is rejected`: the whole clause is denied."""
        self.parts = [
            replace(part, role="denied") if part.is_slot and part.clause == self.clause else part for part in self.parts
        ]

    def _make_last(self, role: PartRole) -> None:
        if self.parts and self.parts[-1].is_slot:
            self.parts[-1] = replace(self.parts[-1], role=role)

    def _take_sign(self, chunk: Chunk) -> None:
        if chunk.kind == "label":
            self._take_label()
            return
        is_kept = chunk.text != "\n" and self._outlasts_comma()
        self._add(replace(chunk, meanings=_FILLER))
        self.clause += 1
        self.role = self.role if is_kept else "main"

    def _outlasts_comma(self) -> bool:
        """Whether a role goes on in the next clause: a claim, a gloss that only began, a remark behind a claim."""
        if self.role == "side":
            return self._has_stated() or bool(self.outer)
        is_begun = self.role == "gloss" and bool(self.parts) and "gloss" in self.parts[-1].meanings
        return self.role == "claimed" or is_begun or bool(self.outer)

    def _take_label(self) -> None:
        """`Part 2: 5`: a value before the colon belongs to the label."""
        self.role = self.role if self.role in _LASTING else "claimed"
        self.parts = [
            replace(part, role="adjunct") if part.is_slot and part.clause == self.clause else part
            for part in self.parts
        ]

    def _has_stated(self) -> bool:
        return any(part.is_slot and part.role in STATING for part in self.parts)


def _as_remarks(parts: Sequence[PhrasePart]) -> Iterator[PhrasePart]:
    """An aside with words of its own is a remark (`(see part 2)`), and no gloss of the value."""
    remarks = {part.clause for part in parts if part.is_aside and not part.is_slot and not part.is_silent}
    for part in parts:
        is_remark = part.is_aside and part.clause in remarks and part.role == "gloss"
        yield replace(part, role="side") if is_remark else part


def _joined(parts: Iterator[PhrasePart]) -> list[PhrasePart]:
    """Values with nothing but `and`, `or` or a comma between them are one list: `2, 3 and 5`."""
    kept: list[PhrasePart] = []
    between: list[PhrasePart] = []
    for part in parts:
        if part.is_slot and kept and _are_one(kept[-1], between, part):
            sign = _sign_of(between)
            kept[-1] = replace(kept[-1], text=f"{kept[-1].text}{sign}{part.text}", clause=part.clause)
            between = []
        elif kept and kept[-1].is_slot and _is_joint(part):
            between.append(part)
        else:
            kept += [*between, part]
            between = []
    return [*kept, *between]


def _is_joint(part: PhrasePart) -> bool:
    return part.is_joint or "alternative" in part.meanings


def _are_one(before: PhrasePart, between: Sequence[PhrasePart], after: PhrasePart) -> bool:
    if not between:
        return False
    is_stating = before.role in STATING and after.role in STATING
    return before.role == after.role or (is_stating and _is_list_role(before, after))


def _is_list_role(before: PhrasePart, after: PhrasePart) -> bool:
    return {before.role, after.role} <= {"main", "claimed"}


def _sign_of(between: Sequence[PhrasePart]) -> str:
    meanings = frozenset().union(*(part.meanings for part in between))
    if "alternative" in meanings:
        return " or "
    if "addition" in meanings:
        return " and "
    return "; " if any(part.text in ";；" for part in between) else ", "
