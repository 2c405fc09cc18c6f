"""How a claim is meant, from the words of its own clause: asserted, denied, supposed, asked, one of several cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Literal, get_args

from dikast.language import Clause, CueMeaning, FoundCue, TextToken, lexicon, token_at, tokens, word_group

Mood = Literal["asserted", "denied", "supposed", "asked", "reported"]
TextSpan = tuple[int, int]

_QUESTION_MARKS = frozenset("?？")
_COLONS = frozenset(":：")
_PAUSES = frozenset(",，;；(（—–.。")  # a full stop without a blank behind it, before an ideograph
_SENTENCE_ENDS = frozenset({"", ".", "!", "。", "！"})
_INTERJECTION = 2  # tokens of `Hmm,`
_NOTHING: frozenset[CueMeaning] = frozenset()
_CASE: frozenset[CueMeaning] = frozenset({"case"})
_TAKING_BACK: frozenset[CueMeaning] = frozenset({"denial", "correction"})
_DENIED: frozenset[CueMeaning] = frozenset({"denial"})
_OPINION: frozenset[CueMeaning] = frozenset({"opinion"})
_SUPPOSED: frozenset[CueMeaning] = frozenset({"supposition"})
_SUPPOSING: frozenset[CueMeaning] = frozenset({"supposition", "definition"})
_CARRIES: frozenset[CueMeaning] = frozenset({"verb", "copula", "reference", "filler"})
_ALL: frozenset[CueMeaning] = frozenset(get_args(CueMeaning))
_DOING: frozenset[CueMeaning] = frozenset({"reshaping", "operation"})
_LINKING: frozenset[CueMeaning] = frozenset({"copula", "gloss"})
# Words in a clause that say nothing about the claim itself.
KNOWN: frozenset[CueMeaning] = frozenset(
    {"conclusion", "filler", "reason", "announcement", "addition", "operation", "check", "copula", "gloss", "adjunct",
     "reference", "contrast", "alternative", "condition", "universal", "measure", "whole", "real"}
)  # fmt: skip


@dataclass(frozen=True)
class ClaimCues:
    """The words around a claim that act on it.

    `lead` are the meanings of the cues before it in its clause, and of clauses without a claim before that; `tail` of
    those behind it; `opener` of the cue that its clause begins with; `earlier` of all cues before it in its sentence.
    `unknown_words` are in its clause and not in the lexicon. `is_withdrawn` says that the sentence calls the
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
        """What the cues before and behind it mean."""
        return self.lead | self.tail

    def led_by(self, words: str) -> ClaimCues:
        """With the words before the claim in its own formula."""
        meanings = frozenset(meaning for cue in lexicon().find(tokens(words)) for meaning in cue.meanings)
        return replace(self, lead=self.lead | meanings, last_cue=self.last_cue | meanings)

    def quoted(self) -> ClaimCues:
        """As someone's words."""
        return replace(self, lead=self.lead | _OPINION)

    def supposed(self) -> ClaimCues:
        """As what is only supposed."""
        return replace(self, opener=self.opener | _SUPPOSED)

    @property
    def mood(self) -> Mood:
        """How it is meant, if it is a statement of arithmetic; a claim with letters is more often in doubt."""
        if "denial" in self.all or "negation" in self.last_cue:
            return "denied"
        if (self.opener | self.last_cue) & _SUPPOSING:
            return "supposed"
        if self.is_question:
            return "asked"
        return "reported" if "opinion" in self.lead else "asserted"


def claim_cues(clauses: Sequence[Clause], spans: Sequence[TextSpan]) -> list[ClaimCues]:
    """The cues of the claim at each span; spans are in order and do not overlap, but may be equal."""
    sentences = [list(group) for _, group in groupby(clauses, key=lambda clause: clause.sentence)]
    cues: list[ClaimCues] = []
    is_asked = False
    for sentence, after in zip(sentences, [*sentences[1:], []], strict=False):
        inside = _spans_in(sentence, spans)
        voices = [_voice(sentence, inside, span) for span in inside]
        cues += [voice.supposed() for voice in voices] if is_asked else voices
        is_asked = not inside and _asks_beside(sentence)
        is_remark = bool(after) and not _spans_in(after, spans)
        if inside and is_remark and _denies_before(after):
            is_withdrawn = cues[-1].is_withdrawn or _gives_another(after)
            cues[-1] = replace(cues[-1], tail=cues[-1].tail | _DENIED, is_withdrawn=is_withdrawn)
        if inside and is_remark and _asks_beside(after):
            cues[-1] = cues[-1].supposed()
    return cues if len(cues) == len(spans) else [ClaimCues()] * len(spans)


def _spans_in(sentence: Sequence[Clause], spans: Sequence[TextSpan]) -> list[TextSpan]:
    return [span for span in spans if sentence[0].start <= span[0] < sentence[-1].end]


def _asks_beside(sentence: Sequence[Clause]) -> bool:
    """`True or false?`: a question that has nothing of its own, but asks of the claim beside it."""
    worded = [clause for clause in sentence if any(token.kind == "word" for token in clause.tokens)]
    return _is_asked(sentence) and bool(worded) and all(_is_only(clause, "supposition") for clause in worded)


def _is_asked(sentence: Sequence[Clause]) -> bool:
    return sentence[-1].tokens[-1].text in _QUESTION_MARKS


def _denies_before(sentence: Sequence[Clause]) -> bool:
    """`This is false.`, `Wait, that can't be.`, said of the claim before, but not `It is false that cats fly.`"""
    head = next((clause for clause in sentence if clause.cues or len(clause.tokens) > _INTERJECTION), sentence[0])
    if "correction" in head.opening or (_is_only(head, "negation") and _gives_another(sentence)):
        return True
    first = next(iter(head.cues), None)
    if first is None or first.first > 1 or not _refers_back(head, first):
        return False
    denials = ((clause, cue) for clause in sentence for cue in clause.cues if cue.meanings & _TAKING_BACK)
    return any(not _that_follows(clause, cue.last) for clause, cue in denials)


def _gives_another(sentence: Sequence[Clause]) -> bool:
    """`Sorry, 13.`, `Oops, that is 13.`: another value for the claim before, and nothing else."""
    has_value = any(token.kind in ("number", "formula") for clause in sentence for token in clause.tokens)
    return has_value and not any(True for clause in sentence for _ in _words_beside_cues(clause, _ALL))


def _refers_back(clause: Clause, cue: FoundCue) -> bool:
    """`this`, `that's`, or the `that` of `that is`."""
    word = clause.tokens[cue.first].text.casefold()
    return "reference" in cue.meanings | lexicon().meanings(word) or word in word_group("with a copula")


def _that_follows(clause: Clause, at: int) -> bool:
    return token_at(clause.tokens, at).text.casefold() in word_group("that")


@dataclass(frozen=True)
class _Surroundings:
    """A claim's place in its sentence, with the clauses that may be about it: up to the claims beside it."""

    sentence: Sequence[Clause]
    span: TextSpan
    start: int
    end: int

    @property
    def own(self) -> list[Clause]:
        """The clauses that the claim is in."""
        return [clause for clause in self.sentence if clause.start < self.span[1] and clause.end > self.span[0]]

    @property
    def before(self) -> list[Clause]:
        """Those before it; behind another claim, only one that heads this claim with a colon belongs to it."""
        clauses = [clause for clause in self.sentence if self.start <= clause.start and clause.end <= self.span[0]]
        is_first = self.start == self.sentence[0].start
        return clauses if is_first else [clause for clause in clauses if _heads(clause)]

    @property
    def behind(self) -> list[Clause]:
        """Those behind it."""
        return [clause for clause in self.sentence if self.span[1] <= clause.start and clause.end <= self.end]


def _surroundings(sentence: Sequence[Clause], inside: Sequence[TextSpan], span: TextSpan) -> _Surroundings:
    start = max((end for _, end in inside if end <= span[0]), default=sentence[0].start)
    end = min((begin for begin, _ in inside if begin >= span[1]), default=sentence[-1].end)
    return _Surroundings(sentence, span, start, end)


def _voice(sentence: Sequence[Clause], inside: Sequence[TextSpan], span: TextSpan) -> ClaimCues:
    """The words from the claim before to the claim behind, split at the claim and at clauses of other claims."""
    sentence = _without_order(sentence, span)
    around = _surroundings(sentence, inside, span)
    own, before = around.own, around.before
    leading, trailing = [*before, *own], [*own, *around.behind]
    is_case = any(_is_heading(clause, span) for clause in own)
    following = _opens_behind(sentence, span)
    is_denied = any(_is_marked(c, span) or _is_negated(c, span) for c in own) or "correction" in following
    said_of = [*trailing, *(before if own and _that_follows(own[0], 0) else ())]  # `Falsch ist, dass 1 + 1 = 3`
    return ClaimCues(
        lead=_meanings(leading, around.start, span[0]) | (_CASE if is_case else _NOTHING),
        tail=_meanings(trailing, span[1], around.end) | (_DENIED if is_denied else _NOTHING),
        opener=_opener(around, before, own),
        earlier=_meanings(sentence, sentence[0].start, span[0]),
        last_cue=_last_cue(leading, around.start, span[0]),
        unknown_words=_unknown(own, around.start, span[0]),
        is_withdrawn="correction" in following or any(map(_says_wrong, said_of)),
        is_question=_is_asked(sentence),
        words_after=_unknown(trailing, span[1], around.end),
    )


def _without_order(sentence: Sequence[Clause], span: TextSpan) -> Sequence[Clause]:
    """`First, expanding, …`: without the place of what is done in a row; `First, x = 3` is one of several values."""
    first, *others = sentence
    before = [clause for clause in others if clause.start < span[0]]
    is_order = _is_only(first, "selection") and first.end <= span[0]
    return others if is_order and any(clause.meanings & _DOING for clause in before) else sentence


def _opener(around: _Surroundings, before: Sequence[Clause], own: Sequence[Clause]) -> frozenset[CueMeaning]:
    """What the cue means that the claim's clause begins with; a supposition may be a clause of its own."""
    is_supposed = any(_is_only(clause, "supposition") for clause in before)  # `Angenommen, 2 + 2 = 5.`
    is_implying = "implication" in _opens_behind(around.sentence, around.span)
    is_inverted = any(clause.tokens[0].text.casefold() in word_group("begins a supposition") for clause in own)
    if any((is_supposed, is_implying, is_inverted)) or _is_imagined(around.sentence, around.span):
        return _SUPPOSED
    return next((clause.opening for clause in own if clause.opening), _NOTHING)


def _is_imagined(sentence: Sequence[Clause], span: TextSpan) -> bool:
    """`7 × 8 = 54 would be too small`: right behind the claim, what it would be."""
    behind = (token for clause in sentence for token in clause.tokens if token.start >= span[1])
    return token_at([*islice(behind, 1)], 0).text.casefold() in word_group("imagining")


def _opens_behind(sentence: Sequence[Clause], span: TextSpan) -> frozenset[CueMeaning]:
    """The cue that the words right behind a claim begin with: `5 + 3 = 9 implies`, `5 + 3 = 9, no wait`."""
    places = ((clause, i) for clause in sentence for i, token in enumerate(clause.tokens) if token.start >= span[1])
    clause, at = next(((c, i) for c, i in places if c.tokens[i].text not in _PAUSES), (sentence[0], -1))
    return next((cue.meanings for cue in clause.cues if cue.first == at), _NOTHING)


def _says_wrong(clause: Clause) -> bool:
    """`is false`, `it's false`, `which is false`: a denial right behind a copula."""
    ends = {cue.last for cue in clause.cues if cue.meanings & _LINKING or _has_copula(clause, cue.last)}
    return any("denial" in cue.meanings and cue.first in ends for cue in clause.cues)


def _has_copula(clause: Clause, at: int) -> bool:
    return clause.tokens[at - 1].text.casefold() in word_group("with a copula")


def _cues(clauses: Sequence[Clause], start: int, end: int) -> Iterator[tuple[Clause, FoundCue]]:
    """The cues that begin in a stretch."""
    for clause in clauses:
        yield from ((clause, cue) for cue in clause.cues if start <= clause.tokens[cue.first].start < end)


def _meanings(clauses: Sequence[Clause], start: int, end: int) -> frozenset[CueMeaning]:
    """What the cues in a stretch of some clauses mean."""
    return frozenset(meaning for _, cue in _cues(clauses, start, end) for meaning in cue.meanings)


def _last_cue(clauses: Sequence[Clause], start: int, end: int) -> frozenset[CueMeaning]:
    """A cue right before the claim: `suppose x = 3`, `not 5 + 5 = 11`; a negation may have a verb behind it."""
    cues = list(_cues(clauses, start, end))
    touching = [i for i, (clause, cue) in enumerate(cues) if _next(clause, cue.last) >= end]
    if not touching:
        return _NOTHING
    last = cues[touching[-1]][1]
    before = cues[touching[-1] - 1][1] if touching[-1] else last
    is_of_verb = before.last == last.first and last.meanings & _CARRIES and "negation" in before.meanings
    return last.meanings | before.meanings if is_of_verb else last.meanings


def _is_marked(clause: Clause, span: TextSpan) -> bool:
    """`7 × 8 = 54 (wrong)`: a denial alone in brackets within the claim."""
    denials = (cue for cue in clause.cues if "denial" in cue.meanings and cue.first)
    return any(
        clause.tokens[cue.first - 1].kind == "open"
        and token_at(clause.tokens, cue.last).kind == "close"
        and span[0] <= clause.tokens[cue.first].start < span[1]
        for cue in denials
    )


def _is_negated(clause: Clause, span: TextSpan) -> bool:
    """`7 × 8 = 54 cannot hold`, `5 > 7 does not.`, `Es gilt 5 > 7 nicht.`: right behind the claim, but not `not 54`."""
    first = next((i for i, token in enumerate(clause.tokens) if token.start >= span[1]), -1)
    has_do = token_at(clause.tokens, first).text.casefold() in word_group("do")
    cue = next((cue for cue in clause.cues if cue.first == first + has_do and "negation" in cue.meanings), None)
    if cue is None:
        return False
    behind = token_at(clause.tokens, cue.last)
    return behind.kind == "word" or behind.text in _SENTENCE_ENDS


def _next(clause: Clause, at: int) -> int:
    """Where the token at an index begins, colons passed over."""
    while token_at(clause.tokens, at).text in _COLONS:
        at += 1
    return clause.tokens[at].start if at < len(clause.tokens) else clause.end


def _is_only(clause: Clause, meaning: CueMeaning) -> bool:
    """Whether a clause has no words but fillers and cues of that meaning."""
    n_words = sum(token.kind == "word" for token in clause.tokens)
    empty = (cue for cue in clause.cues if cue.meanings & {meaning, "filler"})
    return meaning in clause.meanings and n_words == sum(cue.last - cue.first for cue in empty)


def _heads(clause: Clause) -> bool:
    """`Case 2:` belongs to what follows."""
    return clause.tokens[-1].text in _COLONS


def _is_heading(clause: Clause, span: TextSpan) -> bool:
    """`n = 2: 2² + 1 = 5`: the case is before the colon."""
    return clause.start >= span[0] and _heads(clause) and clause.tokens[-1].start <= span[1] + 1


def _unknown(clauses: Sequence[Clause], start: int, end: int) -> tuple[str, ...]:
    """The words in a stretch of some clauses, without cues that say nothing about the claim."""
    words = (word for clause in clauses for word in _words_beside_cues(clause))
    return tuple(word.text for word in words if len(word.text) > 1 and start <= word.start < end)


def _words_beside_cues(clause: Clause, empty: frozenset[CueMeaning] = KNOWN) -> Iterator[TextToken]:
    known = {i for cue in clause.cues if cue.meanings & empty for i in range(cue.first, cue.last)}
    return (token for i, token in enumerate(clause.tokens) if token.kind == "word" and i not in known)
