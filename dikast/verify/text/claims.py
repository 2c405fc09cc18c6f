"""Claims in a step: its relations, in formulas, in prose and in words, each with the voice of its own clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dikast.language import clauses, lexicon, tokens
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import Reading, readings
from dikast.verify.text.alternatives import are_values_of_one_name, further_values, joint, named
from dikast.verify.text.ellipsis import filled_in
from dikast.verify.text.formulas import FormulaPart, forms, has_relation, relations
from dikast.verify.text.operator_words import binds_ahead, binds_behind
from dikast.verify.text.pieces import pieces
from dikast.verify.text.segments import Segment, segments, without_notes
from dikast.verify.text.stretches import Stretch, stretches
from dikast.verify.text.voices import Voice, voices
from dikast.verify.text.word_arithmetic import word_statements

MAX_CLAIMS = 24
_BEFORE = 160
_CACHED = 2_048
_RELATIONS = frozenset({"rel", "congruence", "or", "list"})


@dataclass(frozen=True)
class Claim:
    """A relation as it stands in the step, its readings' texts (best first), its place, and the words around it."""

    text: str
    forms: tuple[str, ...]
    start: int
    end: int
    before: str = ""
    after: str = ""
    is_alternative: bool = False
    voice: Voice = field(default_factory=Voice)

    def read(self, setting: Setting) -> list[Reading]:
        """The readings of the first form that can be read. Raises Unparsed or TooCostly if none can."""
        trouble: Unparsed | TooCostly = Unparsed("nothing to read")
        for form in self.forms:
            try:
                return list(_readings(form, setting))
            except (Unparsed, TooCostly) as error:
                trouble = error
        raise trouble

    def joined(self, other: Claim, between: str) -> Claim:
        """Both as one claim of alternatives."""
        both = tuple(f"{a} or {b}" for a, b in zip(self.forms, other.forms, strict=False))
        return replace(self, text=f"{self.text}{between}{other.text}", forms=both, end=other.end, is_alternative=True)

    def or_values(self, values: list[str], shown: str, end: int) -> Claim:
        """With further values of its name."""
        name = named(self.forms[0])
        if name is None:
            return self
        more = "".join(f" or {name[0]} = {value}" for value in values)
        both = tuple(form + more for form in self.forms)
        return replace(self, text=self.text + shown, forms=both, end=end, is_alternative=True)


@lru_cache(_CACHED)
def _readings(form: str, setting: Setting) -> tuple[Reading, ...]:
    found = tuple(readings(form, setting=setting))
    if found[0].trees[0].op not in _RELATIONS:
        raise Unparsed("no relation")
    return found


@lru_cache(_CACHED)
def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a step, from left to right, at most MAX_CLAIMS."""
    bare, notes = without_notes(plain(text))
    found = list(_in_order(bare))[:MAX_CLAIMS]
    said = clauses(bare) if found else []
    heard = voices(said, [(claim.start, claim.end) for claim in found])
    told = [replace(claim, voice=_with_formula_words(claim, voice)) for claim, voice in zip(found, heard, strict=True)]
    return (*told, *(Claim(note, (note,), len(bare), len(bare)) for note in notes if has_relation(note)))


def _with_formula_words(claim: Claim, voice: Voice) -> Voice:
    """With the words inside a formula that stand before the claim there."""
    cues = lexicon().find(tokens(claim.voice.words_after[0])) if claim.voice.words_after else []
    meanings = frozenset(meaning for cue in cues for meaning in cue.meanings)
    return replace(voice, lead=voice.lead | meanings, last_cue=voice.last_cue | meanings) if meanings else voice


def _in_order(text: str) -> Iterator[Claim]:
    """Statements in words, and what formulas and prose say outside of them."""
    known = lexicon()
    said = list(word_statements(clauses(text), known))
    written = _joined(text, list(_of_segments(text)))
    worded = [Claim(text[s.start : s.end], (s.formula,), s.start, s.end) for s in said]
    apart = [c for c in written if not any(c.start < w.end and w.start < c.end for w in worded)]
    yield from sorted((*worded, *apart), key=lambda claim: claim.start)


def _of_segments(text: str) -> Iterator[Claim]:
    for segment in segments(text):
        yield from _of_formula(text, segment) if segment.kind == "formula" else _of_prose(text, segment)


def _of_formula(text: str, segment: Segment) -> Iterator[Claim]:
    """The relations of a formula; a value behind an `or` belongs to the relation before it."""
    before = text[max(0, segment.start - _BEFORE) : segment.start]
    last: Claim | None = None
    for part in relations(segment.text):
        if last is not None and joint(part.between) == "or" and not has_relation(part.text):
            last = last.or_values([part.text.strip().rstrip(".,")], f" or {part.text.strip()}", segment.end)
            continue
        found = _relation(part, segment, before)
        before = ""
        if last is not None and found is not None and found.forms and joint(part.between) == "or":
            last = last.joined(found, " or ")
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def _relation(part: FormulaPart, segment: Segment, before: str) -> Claim | None:
    if not has_relation(part.text, with_membership=True):
        return Claim(part.text.strip(), (), segment.start, segment.end, before) if not part.between else None
    inner = Voice(words_after=(part.between,)) if part.between.strip() else Voice()
    said = _without_lead(part.text)
    return Claim(part.text.strip(), forms(said), segment.start, segment.end, before, voice=inner)


def _without_lead(text: str) -> str:
    """`= 594 + 39 = 633`: without the sign that joins it to a formula elsewhere."""
    row = pieces(text)
    is_led = len(row) > 1 and row[0].kind == "rel" and any(p.kind == "rel" for p in row[1:])
    return text[row[0].end :] if is_led else text


def _of_prose(text: str, segment: Segment) -> Iterator[Claim]:
    """The relations in running text."""
    end = 0
    for stretch in stretches(segment.text):
        before = segment.text[end : stretch.start][-_BEFORE:]
        end = stretch.end
        after = segment.text[stretch.end : stretch.end + _BEFORE]
        if not (_is_cut(before) or binds_behind(before) or binds_ahead(after)):
            start = segment.start + stretch.start
            yield Claim(stretch.text, _prose_forms(stretch), start, segment.start + stretch.end, before, after)


def _is_cut(before: str) -> bool:
    """`\\log_2 8 = 3`: the end of what could not be read whole."""
    last = before.rstrip().split(" ")[-1] if before.strip() else ""
    return "_" in last and before[-1:].isspace()


def _prose_forms(stretch: Stretch) -> tuple[str, ...]:
    bare, written = (filled_in(text) for text in (stretch.bare.replace("$", " "), stretch.text))
    return (bare,) if bare == written else (bare, written)


def _joined(text: str, found: list[Claim]) -> list[Claim]:
    """Alternatives put together: `x = 2 or x = 3`, `x = 4, x = -2`, `$x = 2$ or $3$`, `x = 3 or -3`."""
    kept: list[Claim] = []
    for claim in found:
        last = kept[-1] if kept else None
        between = "" if last is None else text[last.end : claim.start]
        how = joint(between) if last is not None and last.forms else None
        if last is not None and how == "or" and claim.forms:
            kept[-1] = last.joined(claim, between)
        elif last is not None and how == "or":
            kept[-1] = last.or_values([claim.text], between + claim.text, claim.end)
        elif last is not None and claim.forms and last.forms and _is_beside(last, claim, between, how):
            kept[-1] = last.joined(claim, between)
        else:
            kept.append(_with_further(claim, text))
    return [claim for claim in kept if claim.forms]


def _with_further(claim: Claim, text: str) -> Claim:
    """With the values that follow the first: `x = 3 or -3`."""
    if not claim.forms or named(claim.forms[0]) is None:
        return claim
    values, end = further_values(text[claim.end :])
    return claim.or_values(values, text[claim.end : claim.end + end], claim.end + end) if values else claim


def _is_beside(last: Claim, claim: Claim, between: str, how: str | None) -> bool:
    is_comma = between.strip() in (",", ";")
    return (how == "and" or is_comma) and are_values_of_one_name(last.forms[0], claim.forms[0])
