"""Claims in a step: its relations, in formulas, in prose and in words, each with the cues of its own clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dikast.language import NOTHING, CueMeaning, clauses, lexicon, token_at, tokens
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import Reading, readings
from dikast.verify.text.alternatives import are_values_of_one_name, further_values, joint, named
from dikast.verify.text.answer_parts import PART_NAMES
from dikast.verify.text.claim_cues import ClaimCues, claim_cues
from dikast.verify.text.currencies import in_one_currency
from dikast.verify.text.ellipsis import filled_in
from dikast.verify.text.formula_tokens import STOPS, formula_tokens
from dikast.verify.text.formulas import IMPLYING, forms, has_relation, relations
from dikast.verify.text.list_marks import MAY_BE_MINUS, without_list_marks
from dikast.verify.text.markup import without_markup
from dikast.verify.text.operator_words import binds_ahead, binds_behind
from dikast.verify.text.option_labels import is_option
from dikast.verify.text.prose_relations import ProseRelation, prose_relations
from dikast.verify.text.ratios import ratios
from dikast.verify.text.segments import Segment, segments, without_notes
from dikast.verify.text.unit_words import names_rate
from dikast.verify.text.word_arithmetic import word_statements

MAX_CLAIMS = 24
_BEFORE = 160
_CACHED = 2_048
_LABEL = re.compile(r"(\(\d{1,3}\)|\d{1,3}\)?)\s+[-–—−]\s*(\S.*)", re.DOTALL)
_NAME = 3  # letters of a product of names, at most
_LONGEST_PART = 3  # digits of the number of a part
_CALCULATING = "+-*/×÷·−%\\"
_OPERATORS = frozenset({"+", "-", "*", "/", "\\times", "\\cdot", "\\div"})  # `$M$ - 10 = 80`
_OPENING_QUOTES, _CLOSING_QUOTES = frozenset('"“„«»「'), frozenset('"”“»«」')
# Behind `a change of` or `the rest is` stands no number of a part.
_SAYING: frozenset[CueMeaning] = frozenset({"adjunct", "copula", "verb"})
_REACH = 20
_RELATIONS = frozenset({"rel", "congruence", "or", "list"})


@dataclass(frozen=True)
class Claim:
    """A relation as the step writes it, its readings' texts (best first), its place, and the words around it.

    A formula without a relation has no forms; the values behind it may belong to a claim before it.
    `is_implied` says that an arrow of its formula draws it from what precedes. `may_be_negative` says that a dash
    is before it, at the beginning of its line: a list's mark, or a minus.
    """

    text: str
    forms: tuple[str, ...]
    start: int
    end: int
    before: str = ""
    after: str = ""
    inner_words: str = ""
    cues: ClaimCues = field(default_factory=ClaimCues)
    may_be_negative: bool = False
    is_implied: bool = False
    part_label: str = ""

    def negative(self) -> Claim:
        """The same with the dash before it as a minus."""
        return replace(self, forms=tuple(f"-{form}" for form in self.forms), may_be_negative=False)

    def unlabelled(self) -> Iterator[Claim]:
        """Without a number at its beginning that may belong to the words before it: `Step 2 - 3 × 4 = 12`.

        The dash behind that number is then a mark or a minus.
        """
        words = [token.text for token in tokens(self.before[-_REACH:])[-1:] if token.kind == "word"]
        is_behind_word = any(not lexicon().meanings(word) & _SAYING for word in words)
        matches = [_LABEL.fullmatch(form) for form in self.forms]
        unlabelled = [
            match[2] for match in matches if match is not None and (is_behind_word or match[1].startswith("("))
        ]
        if unlabelled and any(sign in unlabelled[0].partition("=")[0] for sign in _CALCULATING):
            for mark in ("", "-"):
                yield replace(self, forms=tuple(mark + form for form in unlabelled), may_be_negative=False)

    def without_label(self) -> Iterator[Claim]:
        """Without the number or letter of a part at its beginning, which may be a factor: `(2) sin(30°) = 1/2`."""
        for form in self.forms:
            label, _, behind = form.strip().partition(" ")
            mark, name = label[-1:], label.strip("()[]:.")
            is_mark = mark in ")]" or (mark in ":." and not behind.strip()[:1].isdecimal())
            is_name = any(name in names for names in PART_NAMES) or (name.isdecimal() and len(name) <= _LONGEST_PART)
            is_written = self.text.lstrip().startswith(label) and has_relation(behind)
            is_label = is_mark and is_name
            if is_label and is_written and _may_follow_label(behind):
                yield replace(self, forms=(behind.strip(),), part_label=name, may_be_negative=False)

    def uses(self, letter: str) -> bool:
        """Whether a short word of it has the letter, so that the letter may be a name in it: `ab` has an `a`."""
        words = (token.text for form in self.forms for token in formula_tokens(form) if token.kind == "word")
        return any(letter in word for word in words if len(word) <= _NAME and word not in FUNCTIONS)

    def read(self, setting: Setting) -> list[Reading]:
        """The readings of the first form that can be read. Raises Unparsed or TooCostly if none can."""
        trouble: Unparsed | TooCostly = Unparsed("nothing to read")
        for form in self.forms:
            try:
                form_readings = _readings(form, setting)
                return [
                    replace(reading, trees=in_one_currency(reading.trees, self.text, self.after))
                    for reading in form_readings
                ]
            except (Unparsed, TooCostly) as error:
                trouble = error
        raise trouble

    def tree(self, setting: Setting) -> Node | None:
        """The tree of its usual reading; None where it can't be read."""
        try:
            return self.read(setting)[0].trees[0]
        except (Unparsed, TooCostly):
            return None

    @property
    def implied_number(self) -> str | None:
        """The number alone that an arrow draws from it: the 13 of `5 + 7 = 12 \\Rightarrow 13`."""
        arrow, number, *behind = (*formula_tokens(self.after)[:3], NOTHING, NOTHING)
        is_alone = number.kind == "number" and behind[0].kind in (*STOPS, NOTHING.kind)
        return number.text if arrow.text in IMPLYING and is_alone else None

    @property
    def name(self) -> str | None:
        """The name whose value it states."""
        name_and_value = named(self.forms[0]) if self.forms else None
        return None if name_and_value is None else name_and_value[0]

    def joined(self, other: Claim, between: str) -> Claim:
        """Both as one claim of alternatives."""
        both = tuple(f"{a} or {b}" for a, b in zip(self.forms, other.forms, strict=False))
        return replace(self, text=f"{self.text}{between}{other.text}", forms=both, end=other.end)

    def or_values(self, values: list[str], shown: str, end: int) -> Claim:
        """With further values of its name."""
        if self.name is None or not values:
            return self
        more = "".join(f" or {self.name} = {value}" for value in values)
        return replace(self, text=self.text + shown, forms=tuple(form + more for form in self.forms), end=end)


def _may_follow_label(formula: str) -> bool:
    """A calculation: no operator, which would take the label's number, and no number alone: `(3) (4) = 12`."""
    is_lone = formula.partition("=")[0].strip("() ").isdecimal()
    return not is_lone and token_at(formula_tokens(formula), 0).kind not in ("operator", "relation")


@lru_cache(_CACHED)
def _readings(form: str, setting: Setting) -> tuple[Reading, ...]:
    form_readings = tuple(readings(form, setting=setting))
    if form_readings[0].trees[0].op not in _RELATIONS:
        raise Unparsed("no relation")
    return form_readings


@lru_cache(_CACHED)
def claims(text: str) -> tuple[Claim, ...]:
    """The claims of a step, from left to right, at most MAX_CLAIMS."""
    bare, notes = without_notes(without_markup(plain(text)))
    bare, doubtful = without_list_marks(bare)
    found = _in_order(bare)[:MAX_CLAIMS]
    cues_of_claims = claim_cues(clauses(bare) if found else [], [(claim.start, claim.end) for claim in found])
    cued_claims = [
        replace(claim, cues=_own_cues(bare, claim, cues), may_be_negative=_follows(bare, doubtful, claim.start))
        for claim, cues in zip(found, cues_of_claims, strict=True)
    ]
    return (*cued_claims, *(Claim(note, (note,), len(bare), len(bare)) for note in notes if has_relation(note)))


def _own_cues(text: str, claim: Claim, cues: ClaimCues) -> ClaimCues:
    """With the words in its own formula; as quoted where it is someone's words, or one of the choices of a question."""
    cues = cues.led_by(claim.inner_words)
    return cues.quoted() if _is_quoted(text, claim) or is_option(text[: claim.start]) else cues


def _is_quoted(text: str, claim: Claim) -> bool:
    """`He wrote "3 + 4 = 8"`: alone between quotation marks."""
    before, after = text[: claim.start].rstrip("$ "), text[claim.end :].lstrip("$ .,")
    return before[-1:] in _OPENING_QUOTES and after[:1] in _CLOSING_QUOTES and bool(before and after)


def _follows(text: str, places: frozenset[int], start: int) -> bool:
    """Whether nothing but blanks is between the start and one of these places, or a dash behind a colon."""
    mark = text[:start].rstrip()
    start += len(text[start:]) - len(text[start:].lstrip())
    is_behind_colon = mark[-1:] in MAY_BE_MINUS and mark[:-1].rstrip()[-1:] == ":"  # `Line 3: - 4 + 9 = 5`
    return is_behind_colon or any(place < start and not text[place:start].strip() for place in places)


def _in_order(text: str) -> list[Claim]:
    """Statements in words, and what formulas and prose say outside of them."""
    statements = [
        Claim(text[statement.start : statement.end], (statement.formula,), statement.start, statement.end)
        for statement in word_statements(clauses(text), lexicon())
    ]
    separate = [claim for segment in segments(text) for claim in _of_segment(text, segment)]
    written = [claim for claim in _joined(text, separate) if claim.forms]
    apart = [
        claim
        for claim in written
        if not any(claim.start < statement.end and statement.start < claim.end for statement in statements)
    ]
    return sorted((*statements, *apart), key=lambda claim: claim.start)


def _of_segment(text: str, segment: Segment) -> Iterator[Claim]:
    return _of_formula(text, segment) if segment.kind == "formula" else _of_prose(segment)


def _of_formula(text: str, segment: Segment) -> Iterator[Claim]:
    """The relations of a formula, and the values behind an `or`, which have no forms."""
    before = text[max(0, segment.start - _BEFORE) : segment.start]
    parts = relations(segment.text)
    for relation, behind in zip(parts, [*parts[1:], None], strict=True):
        is_claim = has_relation(relation.text, with_membership=True)
        read = forms(_without_lead(relation.text)) if is_claim else ()
        claim = Claim(relation.text.strip(), read, segment.start, segment.end, before, inner_words=relation.between)
        after = f"\\Rightarrow {behind.text}" if behind is not None and behind.is_implied else ""
        yield replace(claim, is_implied=relation.is_implied, after=after)
        before = "" if is_claim else before


def _without_lead(text: str) -> str:
    """`= 594 + 39 = 633`: without the sign that joins it to a formula elsewhere."""
    row = formula_tokens(text)
    is_led = token_at(row, 0).kind == "relation" and any(piece.kind == "relation" for piece in row[1:])
    return text[row[0].end :] if is_led else text


def _of_prose(segment: Segment) -> Iterator[Claim]:
    """The relations in running text."""
    end = 0
    for relation in prose_relations(segment.text):
        before = segment.text[end : relation.start][-_BEFORE:]
        end = relation.end
        after = segment.text[relation.end : relation.end + _BEFORE]
        is_behind_formula = (
            segment.start > 0 and before == segment.text[: relation.start] and before.strip() in _OPERATORS
        )
        is_part = _is_cut(before) or names_rate(before) or is_behind_formula
        if not (is_part or binds_behind(before) or binds_ahead(after)):
            start = segment.start + relation.start
            yield Claim(relation.text, _prose_forms(relation), start, segment.start + relation.end, before, after)
    for start, end in ratios(segment.text):
        text, place = segment.text[start:end], (segment.start + start, segment.start + end)
        yield Claim(text, (text,), *place, segment.text[:start][-_BEFORE:], segment.text[end:][:_BEFORE])


def _is_cut(before: str) -> bool:
    """`\\log_2 8 = 3`: the end of what could not be read whole."""
    return before[-1:].isspace() and "_" in before.rstrip().rpartition(" ")[2]


def _prose_forms(relation: ProseRelation) -> tuple[str, ...]:
    bare, written = (filled_in(text) for text in (relation.bare.replace("$", " "), relation.text))
    return tuple(dict.fromkeys((bare, written)))


def _joined(text: str, separate: list[Claim]) -> list[Claim]:
    """Alternatives put together: `x = 2 or x = 3`, `x = 4, x = -2`, `$x = 2$ or $3$`, `x = 3 or -3`."""
    joined_claims: list[Claim] = []
    for claim in separate:
        last = joined_claims[-1] if joined_claims and joined_claims[-1].forms else None
        if last is None or not _are_one(text, last, claim):
            joined_claims.append(_with_further(claim, text))
        elif claim.forms:
            joined_claims[-1] = last.joined(claim, _between(text, last, claim))
        else:
            shown = _between(text, last, claim) + claim.text
            joined_claims[-1] = last.or_values([claim.text.rstrip(".,")], shown, claim.end)
    return joined_claims


def _between(text: str, last: Claim, claim: Claim) -> str:
    """The text between two claims, or the words between two of one formula."""
    return text[last.end : claim.start] if last.end <= claim.start else f" {claim.inner_words.strip()} "


def _are_one(text: str, last: Claim, claim: Claim) -> bool:
    """Whether the claims are alternatives of each other; within one formula only an `or` says so."""
    between = _between(text, last, claim)
    how = joint(between)
    if how == "or" or not claim.forms or claim.start < last.end:
        return how == "or"
    is_listed = how == "and" or between.strip() in (",", ";")
    return is_listed and are_values_of_one_name(last.forms[0], claim.forms[0])


def _with_further(claim: Claim, text: str) -> Claim:
    """With the values that follow the first: `x = 3 or -3`."""
    if claim.name is None:
        return claim
    values, end = further_values(text[claim.end :])
    return claim.or_values(values, text[claim.end : claim.end + end], claim.end + end)
