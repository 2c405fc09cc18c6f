"""The relation right before a claim, and what the text between the two says of how the claim is drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dikast.language import CueMeaning, FoundCue, TextToken, lexicon, token_at, tokens, word_group
from dikast.verify.equality.equations import same_form
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import Node
from dikast.verify.text.claims import Claim

_PLAIN = frozenset({"add", "mul", "div", "pow", "neg", "paren", "num", "sym", "const"})
_ROOTS = frozenset({"sqrt", "cbrt", "root"})
_FORMULA_SIGNS = "\\[]()$ \n"
# Words that say which line is meant, or what else is done to it.
_OF_OTHERS: frozenset[CueMeaning] = frozenset({"operation", "selection", "supposition", "case", "trial", "definition"})
_OTHER_LINES: frozenset[CueMeaning] = _OF_OTHERS - {"operation"} | {"negation", "denial", "contrast", "alternative"}
# Words that say that the line is worked on as a whole.
_TO_THE_LINE = word_group("done to a line")
_FEW = 6  # characters of what is factored out
# Behind a word for reshaping, the parts of a line that it is done to: `Simplifying the terms on the right-hand side`.
_PARTS = word_group("part of a line")
_FURTHER = "further"


@dataclass(frozen=True)
class LineBefore:
    """The relation right before a claim, and its end: in the step, or 0 where it ends the step before.

    `is_reshaped` says that it was only written in another form, so that a bare line behind it goes on with that;
    `is_derived` that it is the line before it in another form, so that a line right behind it goes on deriving.
    `others` are the other ways in which it may be read.
    """

    tree: Node
    end: int
    is_reshaped: bool = False
    is_derived: bool = False
    others: tuple[Node, ...] = ()

    def is_bare_before(self, claim: Claim) -> bool:
        """Whether only blanks and signs of formulas are between the two, in one step."""
        between = _between(claim, self.end)
        return self.end > 0 and between is not None and not between.strip(_FORMULA_SIGNS)

    def is_joined_to(self, claim: Claim) -> bool:
        """Whether both are in one formula, or in two with nothing between them."""
        return self.end == claim.end or self.is_bare_before(claim)

    def is_followed_by(self, claim: Claim) -> bool:
        """Whether the claim is the line right behind it, without a word between the two."""
        return self.is_joined_to(claim) and not (self.end == claim.end and claim.inner_words)

    def is_worked_into(self, claim: Claim) -> bool:
        """Whether the words between the two only say that the line is written in another form."""
        between = _between(claim, self.end)
        return between is not None and is_worked_on(tokens(between))

    def is_operated_into(self, claim: Claim) -> bool:
        """Whether the words between the two only say what is done to both sides: `Subtracting 3 from both sides, …`."""
        between = _between(claim, self.end)
        return between is not None and _is_done_to_line(tokens(between))

    def gives_at_once(self, claim: Claim) -> bool:
        """Whether only a word of conclusion is between the two: `x = 3, so x = 5`.

        In `x = 3. She adds 2, so x = 5` something has changed in between; after `then` it may have.
        """
        row = tokens(_between(claim, self.end) or "")
        concluding = [cue for cue in lexicon().find(row) if cue.meanings == {"conclusion"}]
        covered = _places(concluding)
        return bool(covered) and all(i in covered or token.kind in ("sign", "newline") for i, token in enumerate(row))


def next_line(trees: Sequence[Node], claim: Claim, before: LineBefore | None) -> LineBefore | None:
    """The claim as what precedes the next one; a bare line behind one that was reshaped is reshaped, too."""
    if not trees:
        return None
    if before is not None and before.is_bare_before(claim):
        is_reshaped = before.is_reshaped
    else:
        is_reshaped = is_worked_on(tokens(_between(claim, 0 if before is None else before.end) or ""))
    is_reshaped = is_reshaped or "reshaping" in claim.cues.all
    return LineBefore(trees[0], claim.end, is_reshaped, _goes_on_deriving(trees[0], claim, before), tuple(trees[1:]))


def _goes_on_deriving(tree: Node, claim: Claim, before: LineBefore | None) -> bool:
    """Whether a line has the equation of the line right before it in another form: such lines are no list of cases."""
    if before is None or tree == before.tree or not before.is_followed_by(claim):
        return False
    if not (is_equation(tree) and is_equation(before.tree)):
        return False
    has_one_letter = len(tree.symbols()) == 1 and tree.symbols() == before.tree.symbols()
    return has_one_letter and is_of_roots(tree) and same_form(before.tree, tree) is not None


def _between(claim: Claim, end: int) -> str | None:
    """The text between a claim and the end of the line before it; None where it is not at hand."""
    length = claim.start - end
    return claim.before[len(claim.before) - length :] if 0 <= length <= len(claim.before) else None


def is_worked_on(between: Sequence[TextToken]) -> bool:
    """Whether the words only say that a line is written in another form."""
    cues = lexicon().find(between)
    parts = _parts_worked_on(between, cues)
    cue_places = _places(cues) | parts
    if not all(_is_silent(token, i in cue_places) for i, token in enumerate(between)):
        return False
    reshaping = [cue for cue in cues if "reshaping" in cue.meanings]
    others = (cue for cue in cues if cue not in reshaping and not parts.issuperset(_places([cue])))
    others = (cue for cue in others if not _is_order(between, cue))
    return bool(reshaping) and not any(cue.meanings & _OF_OTHERS for cue in others)


def _is_done_to_line(between: Sequence[TextToken]) -> bool:
    """Whether the words only name an operation on both sides, or the letter that the line is solved for."""
    cues = lexicon().find(between)
    others = {meaning for cue in cues if not _is_order(between, cue) for meaning in cue.meanings} & _OTHER_LINES
    words = [token.text.casefold() for token in between if token.kind == "word"]
    letters = {i for i, token in enumerate(between) if token.kind == "word" and len(token.text) == 1}
    known = _places(cues) | letters | {i for i, token in enumerate(between) if token.text.casefold() in _TO_THE_LINE}
    is_silent = all(i in known for i, token in enumerate(between) if token.kind == "word")
    has_relation = any("=" in token.inner for token in between)
    if others or has_relation:
        return False
    return is_silent and not _TO_THE_LINE.isdisjoint(words)


def _is_order(row: Sequence[TextToken], cue: FoundCue) -> bool:
    """The `First,` of `First, simplifying, …`."""
    return cue.meanings == {"selection"} and token_at(row, cue.last).text == ","


def _places(cues: Sequence[FoundCue]) -> set[int]:
    """The places of the tokens that the cues take."""
    return {i for cue in cues for i in range(cue.first, cue.last)}


def _parts_worked_on(between: Sequence[TextToken], cues: Sequence[FoundCue]) -> set[int]:
    """Where words behind one for reshaping say what is reshaped; `further` may be before it."""
    first = next((cue.first for cue in cues if "reshaping" in cue.meanings), len(between))
    words = [token.text.casefold() for token in between]
    return {i for i, word in enumerate(words) if word == _FURTHER or (i > first and word in _PARTS)}


def _is_silent(token: TextToken, is_cue: bool) -> bool:
    """A cue, a sign, or the letter that is factored out; a number may be that of another line."""
    if token.kind == "formula":
        return len(token.inner.strip()) <= _FEW and "=" not in token.inner
    return is_cue or token.kind not in ("number", "word")


def is_of_roots(node: Node) -> bool:
    """Whether a relation is made of numbers, letters and roots."""
    parts = (inner for inner in node.walk() if inner is not node)
    return all(inner.value in _ROOTS if inner.op == "call" else inner.op in _PLAIN for inner in parts)
