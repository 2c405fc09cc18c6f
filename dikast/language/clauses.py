"""A text's sentences cut into clauses, each with its cues: a word acts on its own clause and no further."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dikast.language.lexicon import CueMeaning, FoundCue, Lexicon, lexicon
from dikast.language.sentences import ends_sentence
from dikast.language.tokens import TextToken, remembered, tokens

# A cue of these meanings opens a clause of its own.
OPENING: frozenset[CueMeaning] = frozenset(
    {"supposition", "reason", "conclusion", "condition", "check", "contrast", "gloss", "definition"}
)
_CLAUSE_ENDS = frozenset(",:，：、—–")


@dataclass(frozen=True)
class Clause:
    """Tokens `first` to `last` (exclusive) of a text, the cues among them, and the number of its sentence."""

    tokens: tuple[TextToken, ...]
    cues: tuple[FoundCue, ...]
    sentence: int

    @property
    def start(self) -> int:
        """Where its first token begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where its last token ends."""
        return self.tokens[-1].end

    @cached_property
    def meanings(self) -> frozenset[CueMeaning]:
        """What its cues mean."""
        return frozenset().union(*(cue.meanings for cue in self.cues))

    @cached_property
    def opening(self) -> frozenset[CueMeaning]:
        """What the cue means that the clause begins with."""
        first = self.cues[0] if self.cues else None
        return first.meanings if first is not None and first.first == 0 else frozenset()


def clauses(text: str, known: Lexicon | None = None) -> tuple[Clause, ...]:
    """The clauses of a text, in their order."""
    return _read(text, known or lexicon())


@remembered
def _read(text: str, known: Lexicon) -> tuple[Clause, ...]:
    all_clauses: list[Clause] = []
    for number, sentence in enumerate(in_sentences(tokens(text))):
        # Each sentence has its own language: a French one does not change how an English one is read.
        languages = known.languages(sentence)
        cues = known.find(sentence, languages)
        parts = list(_parts(sentence, cues))
        cues_of_parts = _shared_out(cues, parts) or [known.find(part, languages) for part in parts]
        all_clauses += [Clause(tuple(part), tuple(row), number) for part, row in zip(parts, cues_of_parts, strict=True)]
    return tuple(all_clauses)


def _shared_out(cues: Sequence[FoundCue], parts: Sequence[list[TextToken]]) -> list[list[FoundCue]] | None:
    """The cues of a sentence by its parts; None where one crosses the end of a part, so others are found there."""
    cues_of_parts: list[list[FoundCue]] = []
    begin = 0
    for part in parts:
        inside = [cue for cue in cues if begin <= cue.first < begin + len(part)]
        if inside and inside[-1].last > begin + len(part):
            return None
        cues_of_parts.append([FoundCue(cue.meanings, cue.first - begin, cue.last - begin) for cue in inside])
        begin += len(part)
    return cues_of_parts


def in_sentences(row: Sequence[TextToken]) -> Iterator[list[TextToken]]:
    """The tokens of each sentence; a line's end ends one too."""
    sentence: list[TextToken] = []
    for i, token in enumerate(row):
        if token.kind != "newline":
            sentence.append(token)
        if sentence and (token.kind == "newline" or _ends_sentence(row, i)):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _ends_sentence(row: Sequence[TextToken], i: int) -> bool:
    """A semicolon ends a statement as a full stop does."""
    is_free = i + 1 == len(row) or not row[i + 1].glued
    return (row[i].text in ";；" and is_free) or ends_sentence(row, i)


def _parts(sentence: list[TextToken], cues: Sequence[FoundCue]) -> Iterator[list[TextToken]]:
    """The sentence cut behind commas and colons outside brackets, and before cues that open a clause."""
    # `after giving 8`: a cue right behind another one belongs to the same phrase.
    behind = {cue.last for cue in cues if "adjunct" in cue.meanings}
    opens = {cue.first for cue in cues if cue.meanings & OPENING} - behind
    part: list[TextToken] = []
    depth = 0
    for i, token in enumerate(sentence):
        if part and depth == 0 and i in opens:
            yield part
            part = []
        part.append(token)
        depth = max(0, depth + (token.kind == "open") - (token.kind == "close"))
        is_free = i + 1 == len(sentence) or not sentence[i + 1].glued
        if depth == 0 and token.text in _CLAUSE_ENDS and is_free:
            yield part
            part = []
    if part:
        yield part
