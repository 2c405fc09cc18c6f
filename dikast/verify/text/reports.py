"""Whose answer a sentence tells: `My friend got 12` and `Bob thinks it is 12` report what someone else found.

`Bob has 12` and `My friend got 12 apples` say what there is of a thing, and are answers of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from dikast.verify.text.phrases import STATING, Phrase, PhrasePart

_SPEAKERS = frozenset("i we ich wir je nous yo nosotros 我 我们".split())
_OWN = frozenset("my our mein meine meinem unser unsere mon ma mes notre mi mis nuestro nuestra 我 我的 我们".split())
# Those whom one asks for their answer.
_ASKED = frozenset(
    "friend friends teacher classmate classmates brother sister tutor neighbour neighbor partner freund freundin "
    "lehrer lehrerin bruder schwester mitschüler ami amie professeur frère sœur amigo amiga profesor profesora "
    "hermano hermana 朋友 老师 同学".split()
)


def reported_by(phrase: Phrase) -> str | None:
    """The word that makes the claim of a sentence someone else's; None where it is the speaker's own.

    Only a bare value at the end of its clause is reported: a noun behind it says what is counted.
    """
    claim = phrase.claim
    if claim is None:
        return None
    own = [part for part in phrase.parts if part.clause == claim.clause and not part.is_joint]
    if own[-1] is not claim:
        return None
    before = list(takewhile(lambda part: part is not claim, own))
    return next((part.text for i, part in enumerate(before) if _reports(before, i)), None)


def _reports(before: Sequence[PhrasePart], i: int) -> bool:
    """Whether one of the words before a claim says that another found it."""
    part = before[i]
    is_own = i > 0 and before[i - 1].text.casefold() in _OWN
    if part.text.casefold() in _ASKED:
        return is_own
    if "opinion" not in part.meanings or part.role not in (*STATING, "adjunct"):
        return False
    return not is_own and not any(word.text.casefold() in _SPEAKERS for word in before[:i])
