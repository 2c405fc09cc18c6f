"""Whose answer is announced: `Bob's answer is 12` reports it, `My answer is 12` gives it."""

from __future__ import annotations

from dikast.language.clauses import Clause

_OTHERS = frozenset("his her their seine ihre son sa leur".split())
# What has an answer and gives none: `the problem's answer`.
_ASKING_THINGS = frozenset(
    "problem question equation exercise task puzzle riddle system item part quiz test sum calculation today it that "
    "let what here there".split()
)
_POSSESSIVES = ("'s", "’s")
_GERMAN = frozenset({"antwort", "ergebnis", "lösung"})
_OF = frozenset({"de", "d'"})


def is_of_another(clause: Clause) -> bool:
    """Whether the answer that a clause announces is said to be someone else's."""
    cue = next((cue for cue in reversed(clause.cues) if "announcement" in cue.meanings), None)
    if cue is None:
        return False
    noun = clause.tokens[cue.last - 1].text.casefold()
    before = clause.tokens[cue.first - 1].text if cue.first else ""
    if before.casefold() in _OTHERS or _is_possessive(before):
        return True
    is_uncued = all(other.last != cue.first for other in clause.cues)
    if noun in _GERMAN and is_uncued and _is_genitive(before):
        return True
    of, *owner = [token.text for token in clause.tokens[cue.last : cue.last + 2]] or [""]
    return of.casefold() in _OF and any(map(_is_name, owner))


def _is_possessive(word: str) -> bool:
    """`Bob's`, but not `the problem's` or `3's`."""
    owner = next((word.removesuffix(end) for end in _POSSESSIVES if word.endswith(end)), "")
    return owner.isalpha() and owner.casefold() not in _ASKING_THINGS


def _is_genitive(word: str) -> bool:
    """`Bobs` of `Bobs Antwort`; `Richtiges Ergebnis` has an adjective."""
    return _is_name(word) and word.endswith("s") and not word.endswith("es")


def _is_name(word: str) -> bool:
    """A word with a capital at its beginning: in French and Spanish only a name has one."""
    return len(word) > 2 and word.istitle() and word.isalpha()
