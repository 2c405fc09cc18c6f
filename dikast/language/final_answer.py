"""The final answer that a text states: the one extractor for checking, grading and reading questions.

    final_answer(text)
    * boxed        the contents of the last boxes, and of those beside them
    * announced    what follows `the answer is`, `Answer:`, `####`, `答案是` … in its sentence
    * statement    the last sentence that is no check, no reason and no remark
    * whole        the text is one sentence

The whole statement is returned, with its names, units and conditions: no reader may take a part of it for the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Literal

from dikast.language.announcements import MARKUP, Announcement, announcements
from dikast.language.answer_fields import answer_field
from dikast.language.answer_owners import owner
from dikast.language.boxes import AnswerBox, last_boxes
from dikast.language.clauses import Clause, clauses
from dikast.language.lexicon import CueMeaning
from dikast.language.sentences import ends_sentence
from dikast.language.tokens import TextToken, tokens
from dikast.language.words import word_group

AnswerForm = Literal["boxed", "announced", "statement", "whole"]
_TAIL = 20_000  # characters: an answer is at the end of a text
_MAX_ANSWER = 500  # characters; a longer passage is a text, not an answer
_MAX_ANSWER_LINE = 200  # characters
_MAX_TRIES = 50  # announcements without an answer; this bounds the time on hostile text
_MAX_ITEM = 4  # characters of the name of an item
_MAX_FORMULA = 200  # characters of a formula that is known without its clauses
_SHORTEST_WORD = 4  # letters; a shorter word may be a unit or a name
_REMARKING: frozenset[CueMeaning] = frozenset({"check", "reason"})
_DRAWING: frozenset[CueMeaning] = frozenset({"conclusion", "announcement", "denial", "negation", "contrast", "gloss"})
_TELLING: frozenset[CueMeaning] = frozenset({"conclusion", "copula", "verb"})
_TAKING_BACK: frozenset[CueMeaning] = frozenset({"contrast", "denial", "correction"})
_BESIDE_DENIAL: frozenset[CueMeaning] = frozenset(
    {"reason", "supposition", "condition", "case", "check", "announcement", "option"}
)
_AROUND = 200  # characters before and behind an announced answer
_MAX_NAME = 6  # tokens of a name and its `=`: `x_{1}=`
_ITEM_MARKS = frozenset("-–*•")
_ASKING = frozenset("?？")
_SIGNS = frozenset("+-*/^_=<>|%°,:$±×÷·−≤≥≠≈√∞π'")
_PARTING = word_group("of") | word_group("multiple of") | word_group("for", "en")
_END_MARKS = ("<|", "</s>", "<eos>")


@dataclass(frozen=True)
class FinalAnswer:
    """The statement as it is written, and how it was found; `begin` and `end` are its place in the text."""

    text: str
    how: AnswerForm
    begin: int
    end: int


@lru_cache(maxsize=128)
def final_answer(text: str) -> FinalAnswer | None:
    """The answer of a text: boxed or announced, else its last statement. None if it states nothing."""
    text = _without_marks(text)
    stated = _stated(text)
    return stated if stated is not None else _last_statement(text)


def is_reserved(text: str, answer: FinalAnswer) -> bool:
    """Whether an announced answer is denied, supposed, reported, asked or taken back: `I doubt that the answer is 12`.

    Also reserved is a part of the answer: `Half of the answer is 12`.
    """
    if is_withheld(text, answer):
        return True
    if answer.how != "announced":
        return False
    text = _without_marks(text)
    if text[answer.end :].lstrip("*_$} ")[:1] in _ASKING and "," not in answer.text:
        return True
    after = clauses(text[answer.end : answer.end + _AROUND].lstrip(".!。*_$} "))
    if any(map(_takes_back, after[:2])) and any(map(_has_value, after)):
        return True
    before = _before(text, answer)
    return bool(before) and _acts_on(before)


def is_withheld(text: str, answer: FinalAnswer) -> bool:
    """Whether an answer is denied right behind it, or announced with a reservation: `My first answer was 12`."""
    text = _without_marks(text)
    before = _before(text, answer) if answer.how in ("announced", "boxed") else []
    if before and ("reservation" in before[-1].meanings or owner(before[-1]) is not None):
        return True
    return _is_put_right_behind(text, answer) or _is_denied_behind(text, answer)


def only_takes_back(statement: str) -> bool:
    """Whether a statement has nothing of its own, but denies what is before it: `That is wrong`, `Wait, no`."""
    found = clauses(statement)
    says_more = any(token.text.casefold() not in word_group("no") for clause in found for token in _uncued(clause))
    return not says_more and any(_is_bare_denial(clause) or _is_interjection(clause) for clause in found)


def _before(text: str, answer: FinalAnswer) -> Sequence[Clause]:
    """The clauses before an answer, without those of a model's thinking."""
    return clauses(text[max(0, answer.begin - _AROUND) : answer.begin].rpartition("</think>")[2])


def _acts_on(before: Sequence[Clause]) -> bool:
    """Whether the clause of an announcement, or the one that a `that` joins it to, leaves open what it announces."""
    last = before[-1]
    own = before[-2:] if last.tokens[0].text.casefold() in word_group("that") else before[-1:]
    meanings = frozenset[CueMeaning]().union(*(clause.meanings for clause in own))
    is_own_opinion = own[0].tokens[0].text.casefold() in word_group("speaker")
    is_reported = "opinion" in meanings and ("negation" in meanings or not is_own_opinion)
    return bool(meanings & {"denial", "supposition"}) or is_reported or _is_altered(last)


def _is_altered(clause: Clause) -> bool:
    """`half of the answer is`, `la respuesta no es`: a word before it changes the value, one behind it denies it."""
    at = next((cue.first for cue in reversed(clause.cues) if "announcement" in cue.meanings), 0)
    if any(cue.first > at and "negation" in cue.meanings for cue in clause.cues):
        return True
    fillers = {cue.first for cue in clause.cues if cue.meanings == {"filler"}}
    while at and at - 1 in fillers:
        at -= 1
    return at > 0 and clause.tokens[at - 1].text.casefold() in _PARTING


def _is_put_right_behind(text: str, answer: FinalAnswer) -> bool:
    """`\\boxed{13}. Correction: 12`, `The answer is B. Wait, A.`: another answer behind the one that is set apart."""
    if answer.how not in ("announced", "boxed"):
        return False
    behind = clauses(text[answer.end : answer.end + _AROUND].lstrip(".!。*_$} "))[:2]
    return bool(behind) and "correction" in behind[0].opening and any(map(_names_answer, behind))


def _names_answer(clause: Clause) -> bool:
    """Whether there is a value in it, or the letter of a choice."""
    letters = (token.text for token in clause.tokens if token.kind == "word" and len(token.text) == 1)
    return _has_value(clause) or any(
        letter.isupper() and letter.casefold() not in word_group("speaker") for letter in letters
    )


def _is_denied_behind(text: str, answer: FinalAnswer) -> bool:
    """`12, but that is wrong`, `12. This can't be right.`: what is said last denies what is before it."""
    if _is_formula(text):
        return False
    behind = clauses(text[answer.begin : answer.end + _AROUND])
    with_value = [i for i, clause in enumerate(behind) if _has_value(clause)]
    # `No, that is wrong` and `True, false, true` are answers, and deny none.
    may_deny = bool(with_value)
    for clause in behind[max(with_value, default=0) + 1 :]:
        may_deny = may_deny or "contrast" in clause.meanings
        if _is_bare_denial(clause) or _is_interjection(clause):
            return may_deny
        if any(True for _ in _uncued(clause)):
            return False
    return False


def _is_bare_denial(clause: Clause) -> bool:
    """`but that is wrong`: a denial that does not say of what; `isn't it?` asks, and `no mistake` affirms."""
    denying = [cue for cue in clause.cues if cue.meanings & {"denial", "negation"}]
    is_denial = len(denying) == 1 and "denial" in denying[0].meanings
    says_more = any(True for _ in _uncued(clause)) or bool(clause.meanings & _BESIDE_DENIAL)
    return is_denial and not says_more and clause.tokens[-1].text not in _ASKING


def _is_interjection(clause: Clause) -> bool:
    """`Wait, no.`, `Oops.`: words that take back what is before them, and no other."""
    says_more = any(True for _ in _uncued(clause)) or bool(clause.meanings & _BESIDE_DENIAL)
    return "correction" in clause.opening and not says_more and clause.tokens[-1].text not in _ASKING


def _takes_back(clause: Clause) -> bool:
    """`Actually, …`, `That is wrong`."""
    return any(cue.first <= 2 and cue.meanings & _TAKING_BACK for cue in clause.cues)


def _without_marks(text: str) -> str:
    """The text up to a mark of its end, such as `<|im_end|>`, and within `<answer>` or JSON's field `answer`."""
    text = text.rpartition("</think>")[2] or text
    for mark in _END_MARKS:
        text = text.partition(mark)[0] if text.find(mark) > 0 else text
    if (value := answer_field(text)) is not None:
        return value
    opened = text.rfind("<answer>")
    return text[opened + len("<answer>") :].partition("</answer>")[0] if opened >= 0 else text


def stated_answer(text: str) -> str | None:
    """The answer that a solution states last: boxed, after `####`, as `A: …` on its last line, or announced in words.

    It is returned as written, without the mark-up around it. None if no answer is stated.
    """
    stated = _stated(text)
    return None if stated is None else stated.text


def is_answer_line(line: str) -> bool:
    """Whether a solution's last line only states its answer."""
    if len(line) > _MAX_ANSWER_LINE:
        return False
    row = tokens(line)
    first = next((i for i, token in enumerate(row) if token.text not in MARKUP), len(row))
    return any(at.is_label and at.first == first for at in announcements(row))


def _stated(text: str) -> FinalAnswer | None:
    """What is boxed or announced. What comes last counts, but a box in an announcement holds its answer."""
    end = len(text.rstrip())
    begin = max(0, end - _TAIL)
    row = tokens(text[begin:end])
    if begin:
        row = tuple(token._replace(start=token.start + begin, end=token.end + begin) for token in row)
    box = last_boxes(text)
    last_line = text.rfind("\n", 0, end) + 1
    for announcement in reversed(announcements(row)[-_MAX_TRIES:]):
        at = row[announcement.last - 1].end
        if box is not None and box.end > at:
            return _boxed(box)
        if box is not None and not (announcement.is_label and row[announcement.first].start >= last_line):
            continue
        answer = _announced(text, row, announcement)
        if answer is not None:
            return answer
    return None if box is None else _boxed(box)


def _boxed(box: AnswerBox) -> FinalAnswer:
    return FinalAnswer(box.text, "boxed", box.begin, box.end)


def _announced(text: str, row: Sequence[TextToken], announcement: Announcement) -> FinalAnswer | None:
    """From the announcement to the end of its sentence; of a label, to the end of its line."""
    behind = range(announcement.last, len(row))
    at = next((i for i in behind if row[i].kind != "newline"), None)
    if at is None:
        return None
    ends = (row[i].start for i in range(at, len(row)) if row[i].kind == "newline" or ends_sentence(row, i))
    begin = row[at].start
    return _trimmed(text, begin, min(next(ends, len(text)), begin + _MAX_ANSWER), "announced")


def _trimmed(text: str, begin: int, end: int, how: AnswerForm) -> FinalAnswer | None:
    """The stretch without blanks, mark-up and the final stop at its ends; None if nothing is left."""
    while begin < end and (text[begin].isspace() or text[begin] in "*_}"):
        begin += 1
    while begin < end and (text[end - 1].isspace() or text[end - 1] in "*_.。"):
        if text.endswith(("..", "\\right."), begin, end):
            break
        end -= 1
    return FinalAnswer(text[begin:end], how, begin, end) if begin < end else None


def _last_statement(text: str) -> FinalAnswer | None:
    """The last sentence that states something, with the lines before it that it goes on from."""
    if _is_formula(text) or _is_name(text):
        return _trimmed(text, 0, len(text), "whole")
    begin = max(0, len(text) - _TAIL)
    all_rows = list(_sentences(text[begin:]))
    rows = _stating([sentence for sentence in all_rows if not _is_remark(sentence)])
    if not rows:
        return None
    first = len(rows) - 1
    while first > 0 and _goes_on(rows[first - 1], rows[first]):
        first -= 1
    how: AnswerForm = "whole" if len(all_rows) == 1 else "statement"
    return _trimmed(text, begin + rows[first][0].start, begin + rows[-1][-1].end, how)


def _is_formula(text: str) -> bool:
    """Whether a text has no words, and so neither sentences nor cues; this is known much sooner than its clauses."""
    return len(text) <= _MAX_FORMULA and all(map(_is_in_formula, tokens(text)))


def _is_name(text: str) -> bool:
    """`George H. W. Bush`, `J. K. Rowling`: capital words, with a full stop behind each that is one letter."""
    row = tokens(text.rstrip(".")) if len(text) <= _MAX_FORMULA else ()
    words = [token.text for token in row if token.kind == "word"]
    if len(words) < 2 or not all(word[0].isupper() for word in words):
        return False
    stops = [before.text for before, token in pairwise(row) if token.text == "."]
    initials = [word for word in words if len(word) == 1]
    begins_as_name = len(words[0]) > 1 or words[:2] == initials[:2]  # `A. Paris` is a choice
    return begins_as_name and stops == initials != [] and len(words) + len(stops) == len(row)


def _is_in_formula(token: TextToken) -> bool:
    """A number, a letter or a sign, but none that ends a sentence."""
    if token.kind == "word":
        return len(token.text) == 1 and token.text.isascii()
    return token.kind in ("number", "command", "open", "close") or (token.kind == "sign" and token.text in _SIGNS)


def _stating(rows: list[list[Clause]]) -> list[list[Clause]]:
    """The sentences up to the one that states the answer: the last that announces it, else the last with a value."""
    with_values = [sentence for sentence in rows if any(_has_value(clause) for clause in sentence)]
    named: CueMeaning = "announcement" if with_values else "conclusion"
    candidates = with_values or rows
    last = next(
        (i for i in reversed(range(len(candidates))) if any(named in clause.meanings for clause in candidates[i])), None
    )
    if last is not None:
        return candidates[: last + 1]
    is_first = len(rows) > 1 and _only_tells(rows[0]) and all(map(_is_beside_the_point, rows[1:]))
    return rows[:1] if is_first else candidates


def _only_tells(sentence: Sequence[Clause]) -> bool:
    """`Therefore, we obtain 12.`, `I get x'.`: only a value or a name, and words that introduce it."""
    uncued_tokens = [token for clause in sentence for token in _uncued(clause)]
    if not any(clause.meanings & _TELLING for clause in sentence):
        return False
    is_bare = all(len(token.text) < _SHORTEST_WORD for token in uncued_tokens)
    return is_bare and (bool(uncued_tokens) or any(map(_has_value, sentence)))


def _is_beside_the_point(sentence: Sequence[Clause]) -> bool:
    """`Page 12 of the book is torn.`: a sentence that draws no conclusion and gives nothing a value."""
    if any(clause.meanings & _DRAWING or _says_a_value(clause) for clause in sentence):
        return False
    return any(len(token.text) >= _SHORTEST_WORD for clause in sentence for token in _uncued(clause))


def _says_a_value(clause: Clause) -> bool:
    """A formula, a number behind a verb, or one that the clause begins with: `12 are left`."""
    if any(token.text in "=≈" or token.kind in ("formula", "command") for token in clause.tokens):
        return True
    numbers = [token for token in clause.tokens if token.kind == "number"]
    if not numbers:
        return False
    first_word = next(_uncued(clause), None)
    if first_word is None or numbers[0].start < first_word.start:
        return True
    verbs = (cue.last for cue in clause.cues if cue.meanings & {"copula", "verb"})
    return numbers[-1] in clause.tokens[min(verbs, default=len(clause.tokens)) :]


def _uncued(clause: Clause) -> Iterator[TextToken]:
    """The words that are not cues."""
    cued = {i for cue in clause.cues for i in range(cue.first, cue.last)}
    return (token for i, token in enumerate(clause.tokens) if token.kind == "word" and i not in cued)


def _sentences(text: str) -> Iterator[list[Clause]]:
    """The clauses of each sentence."""
    sentence: list[Clause] = []
    for clause in clauses(text):
        if sentence and clause.sentence != sentence[-1].sentence and sentence[-1].tokens[-1].text not in ";；":
            yield sentence
            sentence = []
        sentence.append(clause)
    if sentence:
        yield sentence


def _is_remark(sentence: Sequence[Clause]) -> bool:
    """`Check: 5 + 3 = 8`, `(Note that …)`, `Because it is even`: it says nothing new."""
    if any("check" in clause.opening and clause.tokens[-1].text in ":：" for clause in sentence):
        return True
    first = sentence[0]
    lead = sum(1 for _ in takewhile(_is_markup, first.tokens))
    opening = next((cue.meanings for cue in first.cues if cue.first <= lead), frozenset[CueMeaning]())
    return bool(opening & _REMARKING) and "announcement" not in opening


def _is_markup(token: TextToken) -> bool:
    return token.text in MARKUP or token.kind == "open"


def _has_value(clause: Clause) -> bool:
    return any(token.kind in ("number", "formula", "command") or token.text in "∞∅" for token in clause.tokens)


def _goes_on(before: Sequence[Clause], after: Sequence[Clause]) -> bool:
    """Whether two lines are parts of one answer: `x = 2` and `y = 3`, or `(a) 5` and `(b) 7`."""
    names = [_assigned(line[0]) for line in (before, after)]
    if all(names):
        return names[0] != names[1]
    return all(_is_item(line[0]) for line in (before, after))


def _assigned(clause: Clause) -> str:
    """The name that a line begins with, which `=` follows; empty if there is none."""
    row = clause.tokens[1:] if clause.tokens[0].text in _ITEM_MARKS else clause.tokens
    if not row:
        return ""
    start = row[0].inner if row[0].kind == "formula" else "".join(token.text for token in row[:_MAX_NAME])
    name, sign, _ = start.partition("=")
    letters, _, index = name.strip().partition("_")
    is_name = letters.isalpha() and index.strip("{}").isalnum() == bool(index)
    return name.strip() if sign and is_name else ""


def _is_item(clause: Clause) -> bool:
    """`(a) 5`, `1) 5`, `ii) 7`."""
    row = clause.tokens[1:] if clause.tokens[0].text == "(" else clause.tokens
    return len(row) > 2 and row[1].text == ")" and len(row[0].text) <= _MAX_ITEM
