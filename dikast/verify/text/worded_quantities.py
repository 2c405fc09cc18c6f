"""Quantities in words, in the order of figures: `an hour and a half` is 1 1/2 hour, `half a mile` 1/2 mile."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from dikast.language import TextToken, lexicon, token_at, word_group
from dikast.verify.text.math_words import is_unit_word
from dikast.verify.text.number_words import FOREIGN, chinese_count_at, may_count, number_at, share_at
from dikast.verify.text.unit_words import unit_name_at

_ARTICLES = word_group("indefinite articles")
_LEAST_NOUN = 3  # letters


def with_figures(row: Sequence[TextToken], languages: frozenset[str]) -> list[TextToken]:
    """The tokens, with every quantity in words as a number and what it counts."""
    if not any(token.kind == "word" and may_count(token.text) for token in row):
        return list(row)
    if any(unit_name_at(row, i) is not None for i in range(len(row))):
        languages |= FOREIGN  # a unit's name shows that short words such as `dos` are numbers
    figured: list[TextToken] = []
    at = 0
    while at < len(row):
        quantity = _mixed(row, at, languages) or _share_of(row, at) or _counted(row, at, languages)
        if quantity is None:
            figured.append(row[at])
            at += 1
            continue
        figured += quantity[0]
        at = quantity[1]
    return figured


def _mixed(row: Sequence[TextToken], at: int, languages: frozenset[str]) -> tuple[list[TextToken], int] | None:
    """`2 hours and a half`: a whole number of things and a share of one, unless it is the share of something else."""
    whole = _whole(row, at, languages)
    if whole is None:
        return None
    number, after = whole
    noun, joint = token_at(row, after), token_at(row, after + 1)
    is_joined = _is_noun(noun) and "addition" in lexicon().meanings(joint.text)
    share = share_at(_words(row, after + 2), 0, languages) if is_joined else None
    if share is None:
        return None
    end = after + 2 + share[1]
    behind = token_at(row, end).text
    if behind.casefold() in word_group("quantifying") or is_unit_word(behind):
        return None
    unit = _unit_at(row, after)
    return [number, _figure(share[0], noun), noun if unit is None else unit[0]], end


def _share_of(row: Sequence[TextToken], at: int) -> tuple[list[TextToken], int] | None:
    """`three quarters of an hour`, `half a mile`: a share of one unit."""
    if token_at(row, at - 1).kind == "number" or row[at].is_formal:
        return None
    share = share_at(_words(row, at), 0)
    if share is None:
        return None
    after = at + share[1]
    after += token_at(row, after).text.casefold() == "of"
    unit = token_at(row, after + 1)
    if token_at(row, after).text.casefold() not in {*_ARTICLES, "one"} or not is_unit_word(unit.text):
        return None
    return [_figure(share[0], unit), unit], after + 2


def _counted(row: Sequence[TextToken], at: int, languages: frozenset[str]) -> tuple[list[TextToken], int] | None:
    """`two hours`, `deux heures`, `eine halbe Stunde`, `两个半小时`: a number in words before a unit."""
    words = _words(row, at)
    has_article = len(words) > 1 and words[0].casefold() in _ARTICLES and share_at(words, 1, FOREIGN) is not None
    for number in (number_at(words, int(has_article), languages), chinese_count_at(words, 0)):
        if number is not None and (unit := _unit_at(row, at + number[1])) is not None:
            if words[0].casefold() == "one" and unit[0].text == "day":  # `one day she went`
                return None
            whole, _, share = number[0].partition("+")
            figures = [_figure(value, unit[0]) for value in (whole, share) if value]
            return [*figures, unit[0]], at + number[1] + unit[1]
    return None


def _unit_at(row: Sequence[TextToken], at: int) -> tuple[TextToken, int] | None:
    """The unit that is named here, one of another language by its symbol, and how many tokens its name has."""
    token = token_at(row, at)
    name = unit_name_at(row, at)
    if name is not None:
        return TextToken("word", name[0], token.start, token.end, is_formal=True), name[1]
    is_named = is_unit_word(token.text) or token.text in word_group("percent")
    return (token, 1) if is_named and token.text not in word_group("words rather than units") else None


def _whole(row: Sequence[TextToken], at: int, languages: frozenset[str]) -> tuple[TextToken, int] | None:
    """A whole number in figures or in words, or the article for one, and the place behind it."""
    token = row[at]
    if token.is_formal:
        return None
    if token.kind == "number":
        return (token, at + 1) if token.text.isdecimal() else None
    if token.text.casefold() in _ARTICLES:
        return _figure("1", token), at + 1
    # `two dozen and a half` are dozens, too.
    number = number_at(list(takewhile(lambda word: word != "dozen", _words(row, at))), 0, languages)
    return (_figure(number[0], token), at + number[1]) if number is not None and number[0].isdecimal() else None


def _is_noun(token: TextToken) -> bool:
    """A word that things may be counted by."""
    if token.kind != "word" or token.is_formal:
        return False
    return is_unit_word(token.text) or (len(token.text) >= _LEAST_NOUN and not lexicon().meanings(token.text))


def _words(row: Sequence[TextToken], at: int) -> list[str]:
    """The words that follow one another from here."""
    words: list[str] = []
    while token_at(row, at).kind == "word" and not row[at].is_formal:
        words.append(row[at].text)
        at += 1
    return words


def _figure(text: str, beside: TextToken) -> TextToken:
    """A number as a token of its own."""
    return TextToken("number", text, beside.start, beside.end)
