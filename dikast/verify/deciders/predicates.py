"""What a sentence says of a number or of the value of a calculation, as sentences that say one thing each.

1 + 2 + 4 = 7 is divisible by 3             7 is divisible by 3.
The sum of 3 and 4 is 3 × 4 = 12            The sum of 3 and 4 is 12.
12 is divisible by 3 and 4, but not by 5    12 is divisible by 3. 12 is divisible by 4. 12 is not divisible by 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from dikast.language import (
    Clause,
    CueMeaning,
    TextToken,
    clauses,
    is_ideograph,
    lexicon,
    token_at,
    word_group,
    word_values,
)
from dikast.verify.deciders.conclusions import WorkedClaim
from dikast.verify.deciders.number_kinds import DIVISORS, is_prime
from dikast.verify.deciders.predicate_parts import JOINTS, KINDS, MODAL, PUNCTUATION, SMALL, Said, in_parts, shown
from dikast.verify.equality.numeric import rational_value
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.quantities import has_units, without_units
from dikast.verify.text.claims import Claim
from dikast.verify.text.formula_tokens import formula_tokens
from dikast.verify.text.markup import without_markup
from dikast.verify.text.operator_words import operator_table
from dikast.verify.text.segments import without_notes

_MAX_WORKED = 8
_MAX_LABELS = 3  # words behind a value
_MAX_PREDICATE = 24  # tokens
_SIGNS = frozenset("< > <= >= \\le \\leq \\ge \\geq \\lt \\gt".split())
_OPEN: frozenset[CueMeaning] = frozenset(
    {"supposition", "question", "opinion", "denial", "approximation", "alternative"}
)
_LEADING: frozenset[CueMeaning] = frozenset({"conclusion", "reason", "filler", "copula"})
_LARGEST = 10**15
_GLOSSES: frozenset[CueMeaning] = frozenset({"gloss", "alternative"})


def said_of_numbers(step: str, worked: Sequence[WorkedClaim]) -> Iterator[Said]:
    """What is said of the values of calculations that hold, and what is said of one number in several parts."""
    text, _ = without_notes(without_markup(plain(step)))
    all_clauses = clauses(text)
    for claim, tree in worked[:_MAX_WORKED]:
        if claim.cues.mood == "asserted" and tree.op == "rel" and not tree.symbols():
            behind = max((other.end for other, _ in worked if other.end <= claim.start), default=0)
            yield from _around(_Calculation(claim, tree, text, all_clauses, behind))
    for _, group in groupby(all_clauses, key=lambda clause: clause.sentence):
        sentence = list(group)
        if not any(clause.meanings & _OPEN for clause in sentence):
            yield from in_parts([token for clause in sentence for token in clause.tokens], text)


@dataclass(frozen=True)
class _Calculation:
    """A claim without letters, its tree, the clauses of the text that it is in, and the end of the claim before it."""

    claim: Claim
    tree: Node
    text: str
    all_clauses: Sequence[Clause]
    behind: int

    @property
    def clause(self) -> Clause | None:
        """The clause in which it begins."""
        start = self.claim.start + len(self.text[self.claim.start :]) - len(self.text[self.claim.start :].lstrip())
        return next((clause for clause in self.all_clauses if clause.start <= start < clause.end), None)

    @property
    def start(self) -> int:
        """Where its sentence begins, or its clause where another claim or sign is before that."""
        own = [c for c in self.all_clauses if self.clause is not None and c.sentence == self.clause.sentence]
        begin = own[0].start
        has_sign = any(piece.kind == "relation" for piece in formula_tokens(self.text[begin : self.claim.start]))
        is_after = has_sign or self.behind > begin
        return self.clause.start if is_after and self.clause is not None else begin

    @property
    def languages(self) -> frozenset[str]:
        """Those of its sentence."""
        own = [c for c in self.all_clauses if self.clause is not None and c.sentence == self.clause.sentence]
        return lexicon().languages([token for clause in own for token in clause.tokens])

    @property
    def is_equation(self) -> bool:
        return set(str(self.tree.value).split()) == {"="}

    @property
    def value(self) -> str:
        """Its last member, as it is written."""
        sign = next(piece for piece in reversed(formula_tokens(self.claim.text)) if piece.kind == "relation")
        return self.claim.text[sign.end :].strip(" .,")

    @property
    def has_decimals(self) -> bool:
        """Whether it may calculate with 3.14 in place of pi."""
        return any("." in node.literal for node in self.tree.walk() if node.op == "num")

    @property
    def number(self) -> Fraction | None:
        """The number of its last member."""
        last = self.tree.args[-1]
        return rational_value(without_units(last) if has_units(last) else last)


def _around(work: _Calculation) -> Iterator[Said]:
    """What the words before and behind a calculation say of its value."""
    clause = work.clause
    is_written = any(piece.kind == "relation" for piece in formula_tokens(work.claim.text))
    if clause is None or not is_written:
        return
    if work.is_equation:
        rest = work.text[work.claim.end : clause.end].strip(" ,.;:$")
        # `5 weeks is 5 × 5 = 25 days of work`: more words may say that other days are counted.
        if _has_subject(work.claim, clause) and len(rest.split()) < 2:
            sentence = f"{work.text[work.start : work.claim.start].rstrip(' $')} {work.value} {rest}".strip() + "."
            yield Said(work.text[work.start : clause.end], (sentence,), is_subject=True, has_decimals=work.has_decimals)
        yield from _counted(work, clause)
        yield from _predicate(work, clause)
    else:
        yield from _further_sign(work, clause)


def _has_subject(claim: Claim, clause: Clause) -> bool:
    """Whether `is` is right before a calculation."""
    before = [i for i, token in enumerate(clause.tokens) if token.end <= claim.start and token.text != "$"]
    return bool(before) and any(
        "copula" in cue.meanings and cue.first and cue.last == before[-1] + 1 for cue in clause.cues
    )


def _counted(work: _Calculation, clause: Clause) -> Iterator[Said]:
    """`72 has 2 * 3 = 6 divisors`, `there are 2 * 3 = 6 factors of 72`: how many a number has, where it is named."""
    behind, before = _behind(work, clause.sentence), _before(work, clause.sentence)
    noun = next((i for i, token in enumerate(behind[:_MAX_LABELS]) if token.text.casefold() in DIVISORS), None)
    if noun is None:
        return
    rest, whole = _stripped(behind[noun + 1 :]), None
    if len(rest) > 1 and rest[0].text.casefold() in word_group("of"):
        whole, rest = _whole(rest[1]), _stripped(rest[2:])
    elif len(before) > 1 and "verb" in lexicon().meanings(before[-1].text):
        whole, before = _whole(before[-2]), before[:-2]
    written = shown(behind[: noun + 1], work.text)
    is_plain = not rest and noun == (behind[0].text == "positive") and all(map(_leads, before))
    if whole is None or work.number is None or not is_plain:
        yield Said(f"{work.value} {written}", ())
        return
    # `24 factors of 10` may say how often 10 divides a number.
    is_product = work.tree.args[-2].op == "mul" and work.number < whole and not is_prime(whole)
    may_refute = is_product or behind[noun].text.casefold() not in word_group("factors")
    yield Said(f"{work.value} {written}", (f"{whole} has {work.number} {written}.",), may_refute=may_refute)


def _before(work: _Calculation, sentence: int) -> list[TextToken]:
    """The tokens before the calculation in its sentence."""
    own = (clause for clause in work.all_clauses if clause.sentence == sentence)
    return [token for clause in own for token in clause.tokens if token.end <= work.claim.start and token.text != "$"]


def _whole(token: TextToken) -> int | None:
    """The 72 of `72`, `$72$` or `$72 = 2^3 \\cdot 3^2$`."""
    tree = tree_of((token.inner or token.text).rpartition("=")[2]) if token.kind in ("number", "formula") else None
    value = None if tree is None else rational_value(tree)
    return int(value) if value is not None and value.denominator == 1 and 1 < value < _LARGEST else None


def _leads(token: TextToken) -> bool:
    return token.text in PUNCTUATION or bool(lexicon().meanings(token.text) & _LEADING)


def _further_sign(work: _Calculation, clause: Clause) -> Iterator[Said]:
    """The `< 10` of `12 > 5 but < 10`."""
    behind = _behind(work, clause.sentence)
    at = next(
        (i for i, token in enumerate(behind) if not lexicon().meanings(token.text) & JOINTS and token.text != ","), 0
    )
    sign, number = token_at(behind, at), token_at(behind, at + 1)
    if at and sign.text in _SIGNS and number.kind == "number":
        first = next(piece for piece in formula_tokens(work.claim.text) if piece.kind == "relation")
        text = work.text[sign.start : number.end]
        yield Said(text, (f"{work.claim.text[: first.start].strip()} {text}",))


def _behind(work: _Calculation, sentence: int) -> list[TextToken]:
    """The tokens behind the calculation in its sentence."""
    own = (clause for clause in work.all_clauses if clause.sentence == sentence)
    return [token for clause in own for token in clause.tokens if token.start >= work.claim.end and token.text != "$"]


def _predicate(work: _Calculation, clause: Clause) -> Iterator[Said]:
    """What `is divisible by 3`, `, which is prime`, `, i.e. 5` behind a calculation say of its value."""
    own = _stripped([token for token in clause.tokens if token.start >= work.claim.end])
    following = [c for c in work.all_clauses if c.start >= clause.end and c.sentence == clause.sentence]
    further: list[TextToken] = []
    for next_clause in following if not own else ():
        further = _stripped([*further, *next_clause.tokens])
        if "gloss" not in next_clause.opening or next_clause.cues[0].last < len(_stripped(next_clause.tokens)):
            break  # the whole of `that is, 5`
    said = own[_n_labels(own) :] or further
    if not said or len(said) > _MAX_PREDICATE:
        return
    yield from _with_value(work, further)
    named = f"{work.value} {shown(own[: _n_labels(own)], work.text)}".strip()
    yield from _said_of(named, said, work, is_apart=bool(further))


def _with_value(work: _Calculation, said: Sequence[TextToken]) -> Iterator[Said]:
    """`half of which is 7`, `and twice that is 26`: with the value in place of the word for it."""
    pronouns = word_group("relative pronouns", "en")
    at = next((i for i, token in enumerate(said) if i and token.text.casefold() in pronouns), 0)
    first = next((i for i, token in enumerate(said) if not lexicon().meanings(token.text) & JOINTS), 0)
    if first < at and at + 1 < len(said):
        sentence = f"{shown(said[first:at], work.text)} {work.value} {shown(said[at + 1 :], work.text)}."
        yield Said(shown(said, work.text), (sentence,), is_subject=True)


def _said_of(named: str, said: Sequence[TextToken], work: _Calculation, is_apart: bool) -> Iterator[Said]:
    """The predicate as a sentence about the value."""
    is_relative = is_apart and said[0].text.casefold() in word_group("relative pronouns")
    verb = said[1:] if is_relative else said
    cue = next((cue for cue in lexicon().find(verb, work.languages) if cue.first == 0), None)
    meanings: frozenset[CueMeaning] = frozenset() if cue is None else cue.meanings
    core = verb[cue.last :] if cue is not None else verb[said[0].text in MODAL :]
    written, equation = shown(said, work.text), f"{named} = {shown(core, work.text)}"
    copula = word_values("verb of article").get(said[0].text.casefold(), "") if is_apart else ""
    if "rounding" in meanings:
        yield from () if _is_near(core, work.number) else (Said(written, ()),)
    elif not _is_of_numbers(core):
        return
    elif "copula" in meanings and (is_relative or not is_apart):
        yield Said(written, (f"{named} {shown(verb, work.text)}.", equation))
    elif meanings & _GLOSSES:
        yield Said(written, (equation, f"{named} is {shown(core, work.text)}."), may_refute=False)
    elif copula:
        yield Said(written, (f"{named} {copula} {written}.",))
    elif said[0].text in MODAL and not is_apart:
        yield Said(written, (f"{named}{written}。",))


def _stripped(row: Sequence[TextToken]) -> list[TextToken]:
    """Without punctuation at both ends."""
    places = [i for i, token in enumerate(row) if token.text not in PUNCTUATION]
    return list(row[places[0] : places[-1] + 1]) if places else []


def _is_near(row: Sequence[TextToken], number: Fraction | None) -> bool:
    """`2.5, rounded up to 3`: the numbers of the words are less than one away, or no more than a half."""
    values = [_value(token) for token in row if token.kind in ("number", "formula")]
    farthest = Fraction(1, 2) if token_at(row, 0).kind == "number" else Fraction(99, 100)
    return number is not None and all(value is not None and abs(value - number) <= farthest for value in values)


def _value(token: TextToken) -> Fraction | None:
    tree = tree_of(token.inner or token.text)
    return None if tree is None else rational_value(tree)


def _is_of_numbers(row: Sequence[TextToken]) -> bool:
    """Whether the first word that is not small is a number, or one by which a number is called something."""
    first = next((token for token in row if token.text.casefold() not in SMALL), None)
    if first is None:
        return False
    word = first.text.casefold()
    is_operation = word in operator_table(lexicon().languages(row)).by_first_word
    has_number = any(token.kind in ("number", "formula") for token in row)
    if is_operation and has_number:
        return True
    return first.kind in ("number", "formula") or word in KINDS


def _n_labels(row: Sequence[TextToken]) -> int:
    """How many words at the beginning name what is counted: the apples of `15 apples is less than 10`."""
    n = 0
    while n < _MAX_LABELS and token_at(row, n).kind == "word" and not lexicon().meanings(row[n].text):
        n += 1
    return 0 if is_ideograph(token_at(row, 0).text[:1]) or n == len(row) else n
