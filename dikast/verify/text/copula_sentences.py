"""Sentences that say one value of something: `The midpoint of (2, 4) and (2, -4) is (2, 0)`, as words and trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from dikast.language import CueMeaning, TextToken, in_sentences, lexicon, token_at, tokens, word_group
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.parser import tree_of
from dikast.verify.text.markup import bare_text

_MAX_SENTENCE = 60  # tokens
LEADING: frozenset[CueMeaning] = frozenset({"conclusion", "filler", "addition", "reason", "contrast", "check"})
_BEGINNING: frozenset[CueMeaning] = frozenset({"reason", "conclusion"})
_OPEN, _CLOSED = frozenset("([{"), frozenset(")]}")
_ENDS = frozenset(".!。")


@dataclass(frozen=True)
class CopulaSentence:
    """A sentence with one copula: the words, in small letters, and the trees before and behind it, and its place."""

    subject: tuple[str | Node, ...]
    predicate: tuple[str | Node, ...]
    start: int
    end: int

    @property
    def words(self) -> tuple[str, ...]:
        """The words on both sides of the copula."""
        return tuple(item for item in (*self.subject, *self.predicate) if isinstance(item, str))

    @property
    def about(self) -> tuple[Node, ...]:
        """The trees before the copula."""
        return tuple(item for item in self.subject if isinstance(item, Node))

    @property
    def values(self) -> tuple[Node, ...]:
        """The trees behind the copula."""
        return tuple(item for item in self.predicate if isinstance(item, Node))

    @property
    def value(self) -> Node | None:
        """The one tree behind the copula; None if there are several."""
        return self.values[0] if len(self.values) == 1 else None


def members(trees: Sequence[Node]) -> list[Node]:
    """The members of a list, in one formula or in several."""
    return [member for tree in trees for member in (tree.args if tree.op in ("list", "set", "seq") else (tree,))]


def copula_sentences(text: str) -> Iterator[CopulaSentence]:
    """The sentences of a text that have one copula, and nothing that can't be read."""
    for row in in_sentences(tokens(bare_text(text))):
        row = row[: _reason_at(row)]
        while row and row[-1].text in _ENDS:
            row = row[:-1]
        sentence = _said(row) if 0 < len(row) <= _MAX_SENTENCE else None
        if sentence is not None:
            yield sentence


def _reason_at(row: Sequence[TextToken]) -> int:
    """Where a reason or a conclusion begins behind a comma: `The last digit of 81 is 1, since …`; else the end."""
    commas = (i for i in range(len(row) - 1) if row[i].text == ",")
    return next((i for i in commas if lexicon().meanings(row[i + 1].text) & _BEGINNING), len(row))


def _said(row: Sequence[TextToken]) -> CopulaSentence | None:
    cues = lexicon().find(row)
    said = [cue for cue in cues if "copula" in cue.meanings or cue.meanings >= {"verb", "conclusion"}]
    # `the remainder when x³ is divided by x - 1 is 1`
    copulas = [cue for cue in said if token_at(row, cue.last).text.casefold() not in word_group("divided")]
    if len(copulas) != 1:
        return None
    begin = next((i for i in range(len(row)) if not _leads(row, i)), 0)
    cue_starts = frozenset(row[i].start for cue in cues for i in range(cue.first, cue.last))
    before, behind = _items(row[begin : copulas[0].first], cue_starts), _items(row[copulas[0].last :], cue_starts)
    if before is None or behind is None:
        return None
    return CopulaSentence(before, behind, row[begin].start, row[-1].end)


def _leads(row: Sequence[TextToken], i: int) -> bool:
    """`So, the …`: a word that leads in, or its comma."""
    return row[i].text == "," or bool(lexicon().meanings(row[i].text) & LEADING)


def _items(row: Sequence[TextToken], cues: frozenset[int]) -> tuple[str | Node, ...] | None:
    """The words and the trees of a stretch; None where something in it can't be read. Cues are words, as Spanish y."""
    items: list[str | Node] = []
    at = 0
    while at < len(row):
        end = _run_end(row, at, cues)
        is_name = end == at + 1 and row[at].text in FUNCTIONS  # the `trace of` a matrix
        if end == at or is_name:
            items += [] if row[at].text == "," else [row[at].text.casefold()]
            at += 1
            continue
        tree = _tree(row[at:end])
        if tree is None:
            return None
        items.append(tree)
        at = end
    return tuple(items)


def _run_end(row: Sequence[TextToken], at: int, cues: frozenset[int]) -> int:
    """Where the formula ends that begins at a token; its own place for a word or a comma."""
    if row[at].kind == "formula":
        return at + 1
    depth, end = 0, at
    for token in takewhile(lambda token: token.kind != "formula", row[at:]):
        if not depth and not _is_mathematical(token, cues):
            break
        depth += (token.text[-1:] in _OPEN) - (token.text[-1:] in _CLOSED)
        end += 1
    return end


def _is_mathematical(token: TextToken, cues: frozenset[int]) -> bool:
    if token.kind != "word":
        return token.text not in ",;:"
    is_cue = token.start in cues and not token.glued  # the i of `2i` is a factor
    return not is_cue and (token.text in FUNCTIONS or len(token.text) == 1)


def _tree(row: Sequence[TextToken]) -> Node | None:
    text = row[0].inner if row[0].kind == "formula" else "".join(" " * (not t.glued) + t.text for t in row)
    return tree_of(text.strip())
