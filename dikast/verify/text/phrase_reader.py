"""Text to phrase: the chunks of a statement read once, each with the role that the cues before it give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dikast.language import CueMeaning, word_group
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
# A copula changes nothing in a clause that begins with these: `not equal to 3`, `because a is 3`.
_ADJUNCTS: frozenset[CueMeaning] = frozenset({"adjunct", "case"})
_FILLER: frozenset[CueMeaning] = frozenset({"filler"})
_SENTENCE: frozenset[CueMeaning] = frozenset({"announcement", "conclusion", "copula", "verb"})
_UNSAID: frozenset[CueMeaning] = frozenset({"filler", "verb"})
_RESERVING: frozenset[CueMeaning] = frozenset({"reservation", "opinion"})
_LASTING = frozenset({"side", "denied", "gloss"})
# If there is no other value, the sentence is about one of these: `it grew to 60`, `she walks at 15 m/s`.


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
        """Adds a chunk with its role, or changes the role that the next one has."""
        if chunk.text in word_group("that", "de", "fr", "es") and self.parts and self.parts[-1].is_joint:
            self.role = self.parts[-1].role  # `Ich bezweifle, dass es 12 ist`
        self._take(chunk)

    def _take(self, chunk: Chunk) -> None:
        match chunk.kind:
            case "cue":
                self._take_cue(chunk)
            case "joint":
                self._take_joint(chunk)
            case "label":
                self._take_label()
            case "open":
                self.outer.append(self.role)
                self._begin_clause("gloss")
            case "close":
                self._begin_clause(self.outer.pop() if self.outer else "main")
            case "slot":
                self.role = self._role_of_slot()
                self._add(chunk)
            case "word":
                self._add(chunk)

    def _begin_clause(self, role: PartRole) -> None:
        self.role = role
        self.clause += 1

    def _near(self) -> list[PhrasePart]:
        """The last parts of this clause."""
        return [part for part in self.parts[-3:] if part.clause == self.clause]

    def _role_of_slot(self) -> PartRole:
        """The current role, unless it is an adjunct that is over."""
        if self.role not in ("adjunct", "measure"):
            return self.role
        if self._is_behind_adjunct():
            return self.around
        return self.before_adjunct if self._is_beside_worded_adjunct() else self.role

    def _is_only(self, chunk: Chunk) -> bool:
        """`il ne reste que 5`: French says `only` with a negation and `que`, unless `pas` is there too."""
        words = {part.text for part in self.parts if part.clause == self.clause}
        is_denied = "ne" in words and "pas" not in words
        return chunk.text == "que" and self.role == "denied" and is_denied

    def _is_behind_adjunct(self) -> bool:
        """`hat nach 3 Tagen 42 Euro`: an adjunct ends behind its value and its noun."""
        near = self._near()
        return any(part.is_slot and part.role == self.role for part in near) and not near[-1].meanings

    def _is_beside_worded_adjunct(self) -> bool:
        """`4 per week and 5 in May`: an adjunct whose object is not a number is over, and 5 is beside 4."""
        near = self._near()
        if len(near) < 3:
            return False
        cue, thing, joint = near
        # Its object may be spelt like a cue, as `May` is.
        is_thing = not thing.is_joint and not any(map(str.isdecimal, thing.text))
        return bool(cue.meanings & _ADJUNCTS) and is_thing and _is_joint(joint)

    def concluded(self) -> list[PhrasePart]:
        """The parts; what comes before a conclusion with a value is not the answer."""
        before, concluded = self.parts[: self.concluded_at], self.parts[self.concluded_at :]
        if not any(part.is_slot and part.role in ("claimed", "main") for part in concluded):
            return self.parts
        return [*(replace(p, role="earlier") if p.role in STATING else p for p in before), *concluded]

    def _add(self, chunk: Chunk) -> None:
        is_slot = chunk.kind == "slot"
        self.parts.append(PhrasePart(chunk.text, is_slot, self.role, chunk.meanings, self.clause, bool(self.outer)))

    def _take_cue(self, chunk: Chunk) -> None:
        role = next((role for meaning, role in _ROLE_OF if meaning in chunk.meanings), None)
        if self._is_only(chunk):
            role = self.role = "claimed"
        if "denial" in chunk.meanings and not self._follows_reason():
            self._change_values("denied")  # `x = -2 is rejected`
        if "bound" in chunk.meanings and chunk.text.startswith("or "):
            self._make_last("bound")
        if role == "gloss" or ("approximation" in chunk.meanings and self._follows_value()):
            self._begin_gloss()
        elif role == "main":
            self._begin_main(chunk)
        elif role is not None and not (role in ("claimed", "adjunct") and self.role in _LASTING):
            self.around = self.role if self.role in ("main", "claimed") else self.around
            self.before_adjunct = self.role
            self.role = "measure" if role == "adjunct" and chunk.text in word_group("measured by") else role
        self._add(chunk)

    def _begin_gloss(self) -> None:
        self.role = "gloss" if any(part.is_slot for part in self.parts) else self.role

    def _begin_main(self, chunk: Chunk) -> None:
        """`so`, `but`: what follows is stated; `in total` within a clause and `after giving` state nothing."""
        last = self.parts[-1] if self.parts else None
        if last is not None and not last.is_slot and last.role == self.role == "adjunct":
            return
        is_first = last is None or last.clause < self.clause
        if not is_first and " " in chunk.text:
            return
        self._begin_clause("main")
        # `I first had 12, but it is 13`, `I thought it was 12, but it is 13`
        is_reserved = any(part.meanings & _RESERVING for part in self.parts)
        if "conclusion" in chunk.meanings or (is_reserved and "contrast" in chunk.meanings):
            self.concluded_at = len(self.parts)

    def _follows_value(self) -> bool:
        """`√2 or about 1.41`: an approximation right behind a value is its gloss."""
        before = [part for part in self.parts[-2:] if "alternative" not in part.meanings]
        return bool(before) and before[-1].is_slot

    def _follows_reason(self) -> bool:
        """`12 because 10 is wrong`: what is denied is the value of the reason right before."""
        before = self.parts[:-1] if self.parts and "copula" in self.parts[-1].meanings else self.parts
        return bool(before) and before[-1].is_slot and before[-1].role == self.role == "side"

    def _change_values(self, role: PartRole) -> None:
        """Gives all values of this clause another role."""
        self.parts = [
            replace(part, role=role) if part.is_slot and part.clause == self.clause else part for part in self.parts
        ]

    def _make_last(self, role: PartRole) -> None:
        if self.parts and self.parts[-1].is_slot:
            self.parts[-1] = replace(self.parts[-1], role=role)

    def _take_joint(self, chunk: Chunk) -> None:
        is_kept = chunk.text != "\n" and self._outlasts_comma()
        self._add(replace(chunk, meanings=_FILLER))
        self._begin_clause(self.role if is_kept else "main")

    def _outlasts_comma(self) -> bool:
        """Whether a role continues in the next clause: a claim, a gloss that just began, a remark behind a claim."""
        if self.role == "side":
            return self._has_stated() or bool(self.outer)
        is_begun = self.role == "gloss" and bool(self.parts) and "gloss" in self.parts[-1].meanings
        return self.role == "claimed" or is_begun or bool(self.outer)

    def _take_label(self) -> None:
        """`Part 2: 5`: a value before the colon belongs to the label."""
        self.role = self.role if self.role in _LASTING else "claimed"
        self._change_values("adjunct")
        is_sentence = any(self._is_here(part) and _is_of_sentence(part) for part in self.parts)
        if not is_sentence:
            # In `Total: 12` and `A: 12` the words say what has the value, though elsewhere they say nothing.
            self.parts = [_as_label(part) if self._is_here(part) else part for part in self.parts]

    def _is_here(self, part: PhrasePart) -> bool:
        return part.clause == self.clause

    def _has_stated(self) -> bool:
        return any(part.is_slot and part.role in STATING for part in self.parts)


def _is_of_sentence(part: PhrasePart) -> bool:
    """A verb, or a word that announces; `Cost: 5` has a name."""
    return bool(part.meanings & _SENTENCE) and "measure" not in part.meanings


def _as_label(part: PhrasePart) -> PhrasePart:
    return replace(part, meanings=part.meanings - _UNSAID)


def _as_remarks(parts: Sequence[PhrasePart]) -> Iterator[PhrasePart]:
    """An aside with words of its own is a remark (`(see part 2)`), and no gloss of the value."""
    remarks = {part.clause for part in parts if part.is_aside and not part.is_slot and not part.is_silent}
    for part in parts:
        is_remark = part.is_aside and part.clause in remarks and part.role == "gloss"
        yield replace(part, role="side") if is_remark else part


def _joined(parts: Iterator[PhrasePart]) -> list[PhrasePart]:
    """Values with nothing but `and`, `or` or a comma between them are one list: `2, 3 and 5`."""
    joined_parts: list[PhrasePart] = []
    between: list[PhrasePart] = []
    for part in parts:
        if part.is_slot and joined_parts and _are_one(joined_parts[-1], between, part):
            sign = _sign_of(between)
            joined_parts[-1] = replace(
                joined_parts[-1], text=f"{joined_parts[-1].text}{sign}{part.text}", clause=part.clause
            )
            between = []
        elif joined_parts and joined_parts[-1].is_slot and _is_joint(part):
            between.append(part)
        else:
            joined_parts += [*between, part]
            between = []
    return [*joined_parts, *between]


def _is_joint(part: PhrasePart) -> bool:
    return part.is_joint or "alternative" in part.meanings


def _are_one(before: PhrasePart, between: Sequence[PhrasePart], after: PhrasePart) -> bool:
    is_of_list = before.role == after.role or {before.role, after.role} <= {"main", "claimed"}
    return bool(between) and is_of_list


def _sign_of(between: Sequence[PhrasePart]) -> str:
    meanings = frozenset().union(*(part.meanings for part in between))
    if "alternative" in meanings:
        return " or "
    if "addition" in meanings:
        return " and "
    return "; " if any(part.text in ";；" for part in between) else ", "
