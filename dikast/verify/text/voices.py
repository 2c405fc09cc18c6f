"""How a claim is meant, from the words of its own clause: asserted, denied, supposed, asked, one of several cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from dikast.language import Clause, CueMeaning

Mood = Literal["asserted", "denied", "supposed", "asked", "reported"]
TextSpan = tuple[int, int]

_QUESTION_MARKS = frozenset("?？")
_COLONS = frozenset(":：")
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
    `unknown_words` stand in its clause and are no cue of the lexicon.
    """

    lead: frozenset[CueMeaning] = frozenset()
    tail: frozenset[CueMeaning] = frozenset()
    opener: frozenset[CueMeaning] = frozenset()
    earlier: frozenset[CueMeaning] = frozenset()
    last_cue: frozenset[CueMeaning] = frozenset()
    unknown_words: tuple[str, ...] = ()
    is_question: bool = False
    words_after: tuple[str, ...] = ()

    @property
    def all(self) -> frozenset[CueMeaning]:
        return self.lead | self.tail

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
            is_denied = says_back and is_last and any("denial" in clause.meanings for clause in after)
            found.append(_voice(sentence, inside, span, is_denied))
    return found if len(found) == len(spans) else [Voice()] * len(spans)


def _has_claim(sentence: Sequence[Clause], spans: Sequence[TextSpan]) -> bool:
    return any(sentence[0].start <= span[0] < sentence[-1].end for span in spans)


def _points_back(sentence: Sequence[Clause]) -> bool:
    """`This is a contradiction.`: said of the claim before."""
    first = sentence[0].cues[0] if sentence[0].cues else None
    return first is not None and first.first <= 1 and "reference" in first.meanings


def _voice(sentence: Sequence[Clause], inside: Sequence[TextSpan], span: TextSpan, is_denied_later: bool) -> Voice:
    """The words from the claim before to the claim behind, parted at the claim and at clauses of other claims."""
    before = max((end for start, end in inside if end <= span[0]), default=sentence[0].start)
    after = min((start for start, _ in inside if start >= span[1]), default=sentence[-1].end)
    lead: list[CueMeaning] = []
    tail: list[CueMeaning] = ["denial"] if is_denied_later else []
    earlier: list[CueMeaning] = []
    last: frozenset[CueMeaning] = frozenset()
    opener: frozenset[CueMeaning] = frozenset()
    words: list[str] = []
    words_after: list[str] = []
    for clause in sentence:
        is_own = clause.start < span[1] and clause.end > span[0]
        is_for_last = before > sentence[0].start and not is_own and clause.start >= before and not _heads(clause)
        is_for_next = not is_own and clause.start >= span[1] and clause.end > after
        if before <= clause.start and clause.end <= span[0] and _is_only(clause, "supposition"):
            opener = frozenset({"supposition"})  # `Angenommen, 2 + 2 = 5.`
        if is_own:
            opener = opener or clause.opening
            words += _unknown(clause, before, span[0])
            lead += ["case"] if _is_heading(clause, span) else []
        for cue in clause.cues:
            at, end = clause.tokens[cue.first].start, clause.tokens[cue.last - 1].end
            if at < span[0]:
                earlier += cue.meanings
            if before <= at and end <= span[0] and not (is_for_last and not is_own):
                lead += cue.meanings
                # A cue right before the claim: `suppose x = 3`, `not 5 + 5 = 11`.
                last = cue.meanings if cue.last == len(clause.tokens) or _next(clause, cue.last) >= span[0] else last
            elif span[1] <= at < after and not is_for_next:
                tail += cue.meanings
        if is_own or (clause.start >= span[1] and clause.end <= after):
            words_after += _unknown(clause, span[1], after)
    return Voice(
        frozenset(lead), frozenset(tail), opener, frozenset(earlier), last, tuple(words),
        sentence[-1].tokens[-1].text in _QUESTION_MARKS, tuple(words_after),
    )  # fmt: skip


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
