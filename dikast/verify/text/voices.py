"""How a claim is meant, from the words of its own clause: asserted, denied, supposed, asked, one of several cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from dikast.language import Clause, CueMeaning, lexicon, tokens

Mood = Literal["asserted", "denied", "supposed", "asked", "reported"]
TextSpan = tuple[int, int]

_QUESTION_MARKS = frozenset("?？")
_WITH_COPULA = frozenset({"it's", "that's"})
_THAT = frozenset({"that", "dass", "daß", "que"})
_COLONS = frozenset(":：")
_NOTHING: frozenset[CueMeaning] = frozenset()
_CASE: frozenset[CueMeaning] = frozenset({"case"})
_DENIED: frozenset[CueMeaning] = frozenset({"denial"})
_SUPPOSED: frozenset[CueMeaning] = frozenset({"supposition"})
# Words in a clause that say nothing of the claim itself.
KNOWN: frozenset[CueMeaning] = frozenset(
    {"conclusion", "filler", "reason", "announcement", "addition", "operation", "check", "copula", "gloss", "adjunct",
     "reference", "contrast", "alternative", "condition", "universal", "measure", "whole", "real"}
)  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """The words around a claim that act on it.

    `lead` are the meanings of the cues before it in its clause, and of clauses without a claim before that; `tail` of
    those behind it; `opener` of the cue that its clause begins with; `earlier` of all cues before it in its sentence.
    `unknown_words` stand in its clause and are no cue of the lexicon. `is_withdrawn` says that the sentence calls the
    claim wrong: `It is wrong to say that 1 + 1 = 3`, `1 + 1 = 3 is false`.
    """

    lead: frozenset[CueMeaning] = frozenset()
    tail: frozenset[CueMeaning] = frozenset()
    opener: frozenset[CueMeaning] = frozenset()
    earlier: frozenset[CueMeaning] = frozenset()
    last_cue: frozenset[CueMeaning] = frozenset()
    unknown_words: tuple[str, ...] = ()
    is_question: bool = False
    is_withdrawn: bool = False
    words_after: tuple[str, ...] = ()

    @property
    def all(self) -> frozenset[CueMeaning]:
        return self.lead | self.tail

    def led_by(self, words: str) -> Voice:
        """With words that stand before the claim in its own formula."""
        meanings = frozenset(meaning for cue in lexicon().find(tokens(words)) for meaning in cue.meanings)
        return replace(self, lead=self.lead | meanings, last_cue=self.last_cue | meanings)

    @property
    def mood(self) -> Mood:
        """How it is meant, if it is a statement of arithmetic; what has letters has more doubts."""
        if "denial" in self.all or "negation" in self.last_cue:
            return "denied"
        if "supposition" in self.opener | self.last_cue:
            return "supposed"
        if self.is_question:
            return "asked"
        return "reported" if "opinion" in self.lead else "asserted"


def voices(clauses: Sequence[Clause], spans: Sequence[TextSpan]) -> list[Voice]:
    """The voice of the claim at each span; spans are in order and do not overlap, but may be equal."""
    sentences = [list(group) for _, group in groupby(clauses, key=lambda clause: clause.sentence)]
    found: list[Voice] = []
    for i, sentence in enumerate(sentences):
        start, end = sentence[0].start, sentence[-1].end
        inside = [span for span in spans if start <= span[0] < end]
        after = sentences[i + 1] if i + 1 < len(sentences) else []
        says_back = bool(after) and not _has_claim(after, spans) and _points_back(after)
        for k, span in enumerate(inside):
            is_last = k + 1 == len(inside)
            is_denied = says_back and is_last and any(map(_denies_before, after))
            found.append(_voice(sentence, inside, span, is_denied))
    return found if len(found) == len(spans) else [Voice()] * len(spans)


def _has_claim(sentence: Sequence[Clause], spans: Sequence[TextSpan]) -> bool:
    return any(sentence[0].start <= span[0] < sentence[-1].end for span in spans)


def _points_back(sentence: Sequence[Clause]) -> bool:
    """`This is a contradiction.`: said of the claim before."""
    first = sentence[0].cues[0] if sentence[0].cues else None
    return first is not None and first.first <= 1 and "reference" in first.meanings


def _denies_before(clause: Clause) -> bool:
    """`This is false.`, but not `It is false that cats fly.`"""
    return any("denial" in cue.meanings and not _that_follows(clause, cue.last) for cue in clause.cues)


def _that_follows(clause: Clause, at: int) -> bool:
    return at < len(clause.tokens) and clause.tokens[at].text.casefold() in _THAT


@dataclass(frozen=True)
class _Reach:
    """The stretch of a sentence whose words may act on a claim: from the claim before to the claim behind."""

    place: TextSpan
    start: int
    end: int
    is_first: bool

    def is_own(self, clause: Clause) -> bool:
        return clause.start < self.place[1] and clause.end > self.place[0]

    def leads(self, clause: Clause) -> bool:
        """A clause before the claim that belongs to it: after another claim, only one that heads it with a colon."""
        is_before = self.start <= clause.start and clause.end <= self.place[0]
        return self.is_own(clause) or (is_before and (self.is_first or _heads(clause)))

    def trails(self, clause: Clause) -> bool:
        return self.is_own(clause) or (clause.start >= self.place[1] and clause.end <= self.end)


def _voice(sentence: Sequence[Clause], inside: Sequence[TextSpan], span: TextSpan, is_denied_later: bool) -> Voice:
    """The words from the claim before to the claim behind, parted at the claim and at clauses of other claims."""
    start = max((end for _, end in inside if end <= span[0]), default=sentence[0].start)
    end = min((begin for begin, _ in inside if begin >= span[1]), default=sentence[-1].end)
    reach = _Reach(span, start, end, start == sentence[0].start)
    own = [clause for clause in sentence if reach.is_own(clause)]
    leading = [clause for clause in sentence if reach.leads(clause)]
    trailing = [clause for clause in sentence if reach.trails(clause)]
    lead = _meanings(leading, start, span[0]) | (_CASE if any(_is_heading(c, span) for c in own) else _NOTHING)
    supposes = any(_is_only(c, "supposition") for c in leading if c not in own)  # `Angenommen, 2 + 2 = 5.`
    return Voice(
        lead=lead,
        tail=_meanings(trailing, span[1], end) | (_DENIED if is_denied_later else _NOTHING),
        opener=_SUPPOSED if supposes else next((c.opening for c in own if c.opening), _NOTHING),
        earlier=_meanings(sentence, sentence[0].start, span[0]),
        last_cue=_last_cue(leading, start, span[0]),
        unknown_words=tuple(word for clause in own for word in _unknown(clause, start, span[0])),
        is_withdrawn=any(map(_says_wrong, [*own, *trailing, *(leading if _is_that(own) else ())])),
        is_question=sentence[-1].tokens[-1].text in _QUESTION_MARKS,
        words_after=tuple(word for clause in trailing for word in _unknown(clause, span[1], end)),
    )


def _says_wrong(clause: Clause) -> bool:
    """`is false`, `it's false`, `which is false`: a denial right behind a copula."""
    ends = {cue.last for cue in clause.cues if cue.meanings & {"copula", "gloss"} or _has_copula(clause, cue.last)}
    return any("denial" in cue.meanings and cue.first in ends for cue in clause.cues)


def _has_copula(clause: Clause, at: int) -> bool:
    return clause.tokens[at - 1].text.casefold() in _WITH_COPULA


def _is_that(own: Sequence[Clause]) -> bool:
    """`…, dass 1 + 1 = 3`: the clause before it is said of the claim."""
    return bool(own) and _that_follows(own[0], 0)


def _meanings(clauses: Sequence[Clause], start: int, end: int) -> frozenset[CueMeaning]:
    """What the cues in a stretch of some clauses mean."""
    found = (cue.meanings for clause in clauses for cue in clause.cues if start <= _begin(clause, cue.first) < end)
    return frozenset(meaning for meanings in found for meaning in meanings)


def _begin(clause: Clause, at: int) -> int:
    return clause.tokens[at].start


def _last_cue(clauses: Sequence[Clause], start: int, end: int) -> frozenset[CueMeaning]:
    """A cue right before the claim: `suppose x = 3`, `not 5 + 5 = 11`."""
    touching = [
        cue.meanings
        for clause in clauses
        for cue in clause.cues
        if start <= _begin(clause, cue.first) < end and _next(clause, cue.last) >= end
    ]
    return touching[-1] if touching else _NOTHING


def _next(clause: Clause, at: int) -> int:
    """Where the token at an index begins, colons passed over."""
    while at < len(clause.tokens) and clause.tokens[at].text in _COLONS:
        at += 1
    return clause.tokens[at].start if at < len(clause.tokens) else clause.end


def _is_only(clause: Clause, meaning: CueMeaning) -> bool:
    """Whether a clause has no words but cues, one of that meaning."""
    n_words = sum(token.kind == "word" for token in clause.tokens)
    return meaning in clause.meanings and n_words == sum(cue.last - cue.first for cue in clause.cues)


def _heads(clause: Clause) -> bool:
    """`Case 2:` belongs to what follows."""
    return clause.tokens[-1].text in _COLONS


def _is_heading(clause: Clause, span: TextSpan) -> bool:
    """`n = 2: 2² + 1 = 5`: what stands before the colon is the case."""
    return clause.start >= span[0] and _heads(clause) and clause.tokens[-1].start <= span[1] + 1


def _unknown(clause: Clause, start: int, end: int) -> list[str]:
    """The words of a clause in a stretch that are no cue which says nothing of the claim."""
    known = {i for cue in clause.cues if cue.meanings & KNOWN for i in range(cue.first, cue.last)}
    return [
        token.text
        for i, token in enumerate(clause.tokens)
        if token.kind == "word" and len(token.text) > 1 and start <= token.start < end and i not in known
    ]
