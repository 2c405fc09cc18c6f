"""Statements of arithmetic in words, `half of 90 is 45`, as formulas; no word of their clause may be left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from dikast.language import (
    Clause,
    CueMeaning,
    Lexicon,
    TextToken,
    lexicon,
    token_at,
    tokens,
    word_group,
)
from dikast.verify.text.known_words import bound_sign
from dikast.verify.text.number_phrases import NumberReader
from dikast.verify.text.number_words import languages_of_numbers
from dikast.verify.text.operator_words import LIST_SIGN, SLOTS, OperatorPattern, operator_table, operator_words
from dikast.verify.text.unit_words import with_symbols
from dikast.verify.text.word_phrases import (
    OTHER_UNIT,
    Thing,
    WordPhrase,
    counts_alike,
    fits,
    is_measured,
    n_units,
    unit_of,
)
from dikast.verify.text.worded_quantities import with_figures

_MAX_DEPTH = 3
_MAX_SENTENCE = 60  # tokens
_MAX_LIST = 20
_LIST_JOINTS = word_group("and") | {",", "、"}
_OPERATORS = frozenset({"+", "-", "*", "/", "\\times", "\\cdot", "\\div"})
_RELATIONS = frozenset({"=", "\\approx"})
_SIGN_OF: dict[CueMeaning, str] = {"negation": "!=", "approximation": "\\approx"}
_BOUND_SIGNS = frozenset({"<", ">", "\\le", "\\ge"})
_GIVES: frozenset[CueMeaning] = frozenset({"verb", "conclusion"})  # `adding 2 and 3 gives 5`
_SAYING: frozenset[CueMeaning] = frozenset({"copula", "verb"})  # `The number of girls is`, `We take`
_NOTHING: frozenset[CueMeaning] = frozenset()
_COMMAS = frozenset(",，")
_PERCENT = word_group("percent") | {"%"}
# Words behind a value that add a further amount: `$7 with tax`.
_CHANGING = word_group("changing an amount")
_PUNCTUATION = frozenset(".,;:!?。，；：！？)")
# Words that may be before a statement in its clause without being part of it. Moods are read elsewhere.
_LEADING: frozenset[CueMeaning] = frozenset(
    {"conclusion", "filler", "reason", "check", "contrast", "addition", "supposition", "opinion", "denial", "negation",
     "question", "condition", "gloss", "definition", "reference"}
)  # fmt: skip
# What may not follow the value: it would change the statement.
_TRAILING: frozenset[CueMeaning] = frozenset(
    {"negation", "bound", "alternative", "approximation", "supposition", "condition", "denial", "opinion", "copula"}
)


_BEGINNING: frozenset[CueMeaning] = frozenset({"reason", "conclusion"})
_QUOTIENT = ")/("  # of two numbers, not a half of one


@dataclass(frozen=True)
class WordStatement:
    """A statement's place in the text, and the formula that it says."""

    start: int
    end: int
    formula: str


class WordReader(NumberReader):
    """Reads the statement of one clause, or the value that its words come to."""

    def __init__(self, row: Sequence[TextToken], known: Lexicon, languages: frozenset[str]) -> None:
        super().__init__(row, known, languages)
        self.table = operator_table(languages)

    def statement(self) -> WordStatement | None:
        """The statement of the clause; None if it makes none, or words would be left over."""
        for start in range(len(self.row)):
            if (formula_and_end := self._from(start)) is not None:
                formula, end = formula_and_end
                statement = WordStatement(self.row[start].start, self.row[end - 1].end, formula)
                return statement if self._is_closed(end) else None
            if not self._may_lead(start):
                break
        return self._of_subject()

    def _of_subject(self) -> WordStatement | None:
        """The statement behind a subject: `The number of girls is 3/5 of 25, which is 15`."""
        at = self._subject_end()
        first = self.phrase(at) if at else None
        if first is None or self._word(first.end) not in _COMMAS or self._relation(first.end) is None:
            return None
        formula, end = self._from(at) or ("", 0)
        is_said = bool(formula) and self._is_closed(end)
        return WordStatement(self.row[at].start, self.row[end - 1].end, formula) if is_said else None

    def _subject_end(self) -> int:
        """Where a value begins behind a subject that counts nothing: `The number of girls is 3/5 of 25, which is …`."""
        for at, word in enumerate(self.words):
            if self.meanings.get(at, _NOTHING) & _SAYING:
                return at + 1 if at else 0
            if token_at(self.row, at).kind != "word" or word in operator_words() or self.number(at) is not None:
                return 0
        return 0

    def value(self) -> WordPhrase | None:
        """The calculation in words that is the whole clause, or follows its `it is`; None if it is anything else."""
        for start in range(len(self.row)):
            phrase = self.phrase(start)
            if phrase is not None:
                is_work = not phrase.is_bare and not phrase.is_written
                return phrase if is_work and self._word(phrase.end) in ("", ".") else None
            if not (self._may_lead(start) or "copula" in self.meanings.get(start, _NOTHING)):
                return None
        return None

    def _from(self, at: int) -> tuple[str, int] | None:
        """The formula of the statement that begins here, and the token behind it."""
        statement = self._first_match(self._statements(at), at, 0)
        if statement is not None:
            return (statement.formula, statement.end) if n_units(statement.things) < 2 else None
        # The `is` of `the minimum under $xyz = 2$ is 16` does not say of 2 what it is.
        left = None if "=" in self.row[at].inner else self.phrase(at)
        relation = None if left is None else self._relation(left.end)
        right = None if relation is None else self.phrase(relation[1])
        if left is None or relation is None or right is None:
            return None
        sign = relation[0]
        if self._word(right.end) == "%":
            right = replace(right, formula=f"({right.formula})%", end=right.end + 1)
        is_formula = left.is_written and right.is_written and self.words[left.end] == sign
        if is_formula or not (sign in _BOUND_SIGNS or self._is_worth_saying(at, left, right)):
            return None
        if (left.is_bare and right.is_bare) or self._are_two_units(left, right):
            if not self._ends_at(right.end):
                return None  # `a day is 8 hours of work`
            return self._with_further(f"{left.quantity} {sign} {right.quantity}", right)
        return (f"{left.formula} {sign} {right.formula}", right.end) if counts_alike(left, right) else None

    def _ends_at(self, at: int) -> bool:
        """Whether no word behind a quantity says of what it is."""
        return token_at(self.row, at).kind != "word" or bool(self.meanings.get(at, _NOTHING) & _LEADING)

    def _with_further(self, formula: str, last: WordPhrase) -> tuple[str, int]:
        """With the same in a third unit: `3 hours is 180 minutes, which is 10800 seconds`."""
        relation = self._relative(last.end + 1) if self._word(last.end) in _COMMAS else None
        third = None if relation is None else self.phrase(relation[1])
        if relation is None or third is None or not self._are_two_units(last, third):
            return formula, last.end
        return f"{formula} {relation[0]} {third.quantity}", third.end

    def _statements(self, at: int) -> Iterator[OperatorPattern]:
        """The patterns of whole statements that may begin here."""
        yield from (p for p in self.table.by_first_word.get(self.words[at], ()) if p.is_statement)
        if self.number(at) is not None:
            yield from self._going_on(self.table.statements, at)

    def _going_on(self, patterns: Iterable[OperatorPattern], at: int) -> Iterator[OperatorPattern]:
        """Of the patterns that begin with a number, those whose next word is behind the number here."""
        numbers = [self.number(at, with_operators) for with_operators in (True, False)]
        behind = {self._word(number.end) for number in numbers if number is not None}
        return (p for p in patterns if p.parts[1] in behind or p.parts[0] == "{list}")

    def _is_worth_saying(self, at: int, left: WordPhrase, right: WordPhrase) -> bool:
        """Two bare numbers state something only as quantities in two units: `3 hours is 180 minutes`.

        A lone number word before `is` means a thing: `each one is 2 %`, `the other two are 3 and 5`.
        """
        if not (left.is_bare and right.is_bare):
            is_thing = left.is_bare and all(token.kind == "word" for token in self.row[at : left.end])
            return not is_thing
        return self._are_two_units(left, right)

    def _are_two_units(self, left: WordPhrase, right: WordPhrase) -> bool:
        """Whether both are written as quantities of one kind, in two units: `3 hours` and `3 × 60 minutes`."""
        units = unit_of(left), unit_of(right)
        if units[0] is None or units[1] is None:
            return False
        if not left.is_written or not right.is_written:
            return False
        are_two = left.label != right.label if left.label and right.label else units[0] != units[1]
        return are_two and units[0].dimension == units[1].dimension and any(units[0].dimension)  # not `3个` and `15元`

    def _relation(self, at: int) -> tuple[str, int] | None:
        """The sign that a copula means, and the token behind it."""
        if self._word(at) in _RELATIONS:
            return self.words[at], at + 1
        if self._word(at) in _COMMAS and (relative := self._relative(at + 1)) is not None:
            return relative
        cue = self.cues.get(at + (self._word(at) in _COMMAS))
        if cue is None or not ("copula" in cue.meanings or cue.meanings >= _GIVES):
            return None
        after = self.cues.get(cue.last)
        if after is not None and "copula" in after.meanings:  # `est égal à`
            cue, after = after, self.cues.get(after.last)
        for meaning, sign in _SIGN_OF.items():
            if after is not None and meaning in after.meanings:
                return sign, after.last
        if after is not None and "bound" in after.meanings:
            bound = bound_sign(" ".join(self.words[after.first : after.last]))
            return None if bound is None or bound == "between" else (bound, after.last)
        return "=", cue.last

    def _relative(self, at: int) -> tuple[str, int] | None:
        """`5 times 7, which is 35`: a clause with the result of the phrase before its comma."""
        if self._word(at) in word_group("relative pronouns") and at + 1 in self.cues:
            return self._relation(at + 1)
        cue = self.cues.get(at)
        if cue is None or "gloss" not in cue.meanings:
            return ("=", at + 1) if self._word(at) in word_group("which is") else None
        words = self.words[cue.first : cue.last]  # `which is about`
        is_rough = any("approximation" in lexicon().meanings(word) for word in words)
        after = self.meanings.get(cue.last, _NOTHING)
        sign = next((sign for meaning, sign in _SIGN_OF.items() if meaning in after), "")
        return ("\\approx" if is_rough else sign or "=", cue.last + bool(sign))

    def phrase(self, at: int) -> WordPhrase | None:
        """The phrase with a value that begins here: a number, `half of …`, or a number with one operation.

        Two operations in a row have no precedence in words (`6 plus 7 times 2`), and are not read.
        """
        shortest = self._operand(at, 0)
        number = None if shortest is None else self.number(at)
        if shortest is None or number is None or shortest.end > number.end:
            return shortest
        longer = (self._match(pattern, at, 0) for pattern in self._going_on(self.table.infixed, at))
        return next((phrase for phrase in longer if phrase is not None and phrase.end > shortest.end), shortest)

    def _operand(self, at: int, depth: int) -> WordPhrase | None:
        """A number, or an operation that begins with its own word."""
        if depth > _MAX_DEPTH or at >= len(self.row):
            return None
        prefixed = (p for p in self.table.by_first_word.get(self.words[at], ()) if not p.is_statement)
        return self._first_match(prefixed, at, depth) or self.number(at)

    def _first_match(self, patterns: Iterable[OperatorPattern], at: int, depth: int) -> WordPhrase | None:
        matches = (self._match(pattern, at, depth) for pattern in patterns)
        return next((match for match in matches if match is not None), None)

    def _match(self, pattern: OperatorPattern, at: int, depth: int) -> WordPhrase | None:
        values: dict[str, str] = {}
        things: frozenset[Thing] = frozenset()
        measured: set[str] = set()
        slots: dict[str, WordPhrase] = {}
        here = at
        for i, part in enumerate(pattern.parts):
            if part not in SLOTS:
                if self._word(here) != part:
                    return None
                here += 1
                continue
            slot = self._slot(pattern, i, here, depth)
            if slot is None or not fits(part, slot):
                return None
            slots[part] = slot
            values[part], here, things = slot.formula, slot.end, things | slot.things
            measured |= {part} if is_measured(slot.things) else set()
        if "each" in pattern.parts and "dozen" in values["{a}"]:
            return None  # each egg, or each dozen
        if pattern.is_of_units:
            left, right = slots["{a}"], slots["{b}"]
            said = WordPhrase(f"{left.quantity} = {right.quantity}", here)
            return said if self._are_two_units(left, right) and self._ends_at(here) else None
        if measured and not pattern.keeps_unit(measured):
            things = frozenset({OTHER_UNIT})
        return WordPhrase(pattern.filled(values), here, things=things, is_bare=False)

    def _slot(self, pattern: OperatorPattern, i: int, at: int, depth: int) -> WordPhrase | None:
        if pattern.parts[i] == "{list}":
            return self._list(at)
        # A pattern that begins with a number takes a bare number there; else it would call itself.
        is_divided = bool(_OPERATORS.intersection(pattern.parts[i + 1 : i + 2]))
        is_alone = i == 0 or pattern.parts[i] == "{f}"
        return self.number(at, not is_divided) if is_alone else self._operand(at, depth + 1)

    def _list(self, at: int) -> WordPhrase | None:
        """Two numbers or more with commas or `and` between them."""
        members: list[WordPhrase] = []
        here = at
        while (number := self.number(here)) is not None and len(members) < _MAX_LIST:
            members.append(number)
            here = number.end
            while self._word(here) in _LIST_JOINTS:
                here += 1
            if here == number.end:
                break
        if len(members) < 2:
            return None
        things = frozenset().union(*(member.things for member in members))
        formula = LIST_SIGN.join(member.formula for member in members)
        return WordPhrase(formula, members[-1].end, things=things, is_bare=False)

    def _may_lead(self, at: int) -> bool:
        return self.row[at].text in _PUNCTUATION or bool(self.meanings.get(at, _NOTHING) & _LEADING)

    def _is_closed(self, at: int) -> bool:
        """Whether what follows the value says nothing more about it."""
        # `75 % of the teachers`, `1/4 of an hour`
        is_share = (self._word(at - 1) in _PERCENT or self._word(at - 2) == "/") and self._word(at) in word_group("of")
        is_bound = is_share or self._word(at) in operator_words() or self._word(at) in _CHANGING
        return not is_bound and all(map(self._may_trail, range(at, len(self.row))))

    def _may_trail(self, i: int) -> bool:
        token = self.row[i]
        is_empty = token.kind in ("word", "close") or (token.kind == "sign" and token.text in _PUNCTUATION)
        return is_empty and not self.meanings.get(i, _NOTHING) & _TRAILING


def worded_value(text: str) -> WordPhrase | None:
    """The calculation in words that a text is, such as `twice 8`; None if it is anything else."""
    row = [token for token in tokens(text) if token.kind != "newline"]
    if not row or len(row) > _MAX_SENTENCE:
        return None
    return WordReader(row, lexicon(), lexicon().languages(row)).value()


def word_statements(all_clauses: Sequence[Clause], known: Lexicon) -> Iterator[WordStatement]:
    """The statements of arithmetic in words: one for a whole sentence, or at most one per clause."""
    for _, group in groupby(all_clauses, key=lambda clause: clause.sentence):
        rows = [list(with_symbols(with_figures(c.tokens, known.languages(c.tokens)))) for c in group]
        sentence = [token for row in rows for token in row]
        languages = known.languages(sentence) | languages_of_numbers([token.text for token in sentence])
        is_short = len(sentence) <= _MAX_SENTENCE
        whole = _joined(rows, known, languages)
        if whole is not None:
            yield whole
        if whole is not None or (is_short and len(rows) == 1):  # the sentence is its one clause
            continue
        n_first = 1 + len(list(takewhile(lambda row: not _begins_another(row), rows[1:])))
        first = _joined(rows[:n_first], known, languages) if n_first > 1 else None
        if first is not None and not any(_goes_on(first, row) for row in rows[n_first : n_first + 1]):
            yield first  # `the remainder when 9 is divided by 2 is 1, since …`
            rows = rows[n_first:]
        for before, row, following in zip(((), *rows), rows, (*rows[1:], ()), strict=False):
            statement = WordReader(row, known, languages).statement()
            if statement is not None and not (_goes_on(statement, following) or _is_cut(statement, row, before)):
                yield statement


def _joined(rows: Sequence[Sequence[TextToken]], known: Lexicon, languages: frozenset[str]) -> WordStatement | None:
    """The statement of several clauses together."""
    said = [token for row in rows for token in row]
    return WordReader(said, known, languages).statement() if len(said) <= _MAX_SENTENCE else None


def _begins_another(row: Sequence[TextToken]) -> bool:
    """Whether a clause gives a reason, or concludes something."""
    return any(lexicon().meanings(token.text) & _BEGINNING for token in row[:1])


def _goes_on(statement: WordStatement, following: Sequence[TextToken]) -> bool:
    """`118 divided by 7 is 16 | with a remainder of 6`: whether the next clause takes part in it.

    One that concludes something, or has a sign of its own, has at most the remainder of a division.
    """
    if any(token.text.casefold() in _CHANGING for token in following[:1]):
        return True
    is_concluded = any("conclusion" in lexicon().meanings(token.text) for token in following[:1])
    is_apart = is_concluded or any(token.text == "=" for token in following)
    return any(map(_takes_part, following)) and (_QUOTIENT in statement.formula or not is_apart)


def _takes_part(token: TextToken) -> bool:
    """`remainder`, `times`: a word that may continue the calculation; a copula does not."""
    word = token.text.casefold()
    return word in operator_words() and "copula" not in lexicon().meanings(word)


def _is_cut(statement: WordStatement, row: Sequence[TextToken], before: Sequence[TextToken]) -> bool:
    """The `4 and 5 add up to 9` of `3, 4 and 5 add up to 12`: a list that began in the clause before."""
    is_first = statement.start == row[0].start and row[0].kind == "number"
    last, comma = (token_at(before, len(before) - n) for n in (2, 1))
    return is_first and comma.text == "," and last.kind == "number"
