"""How a statement of an answer counts, by the words before and after it in its sentence."""

from __future__ import annotations

import re

from dikast.replies import answer_words, reporting_words
from dikast.replies.label_statement import Standing
from dikast.replies.statement_title import standing_by_title

_LONGEST_LEAD = 240  # characters before an announcement that are looked at
_LONGEST_LINE = 4000

_SENTENCE_END = re.compile(r"[.!?;:。！？；：](?=\s|[\"')\]]|[^\x00-\x7f]|$)")
_CLAUSE_END = re.compile(r"[,;(-]\s|(?<=[^\x00-\x7f])[,、]|[,、](?=[^\x00-\x7f])")
_UNQUOTED_LINE = re.compile(r"\n[ ]*[^\s>]")
_NOT_WORDS = re.compile(rf"(?:[^\w?{answer_words.NO_SIGNS}]|\d|_)*(?:[Aa] )?")
_SUPPOSITION = re.compile(r"\b(?:if|suppos\w+|assum\w+|wenn|falls|si|unless|were|если)\b", re.IGNORECASE)
_FIRST_IF = re.compile(r"\W*(?:se|als)\b", re.IGNORECASE)  # Elsewhere these words mean other things.
_SAID_BY_OTHERS = re.compile(
    r"\b(?:if|unless|according to|says|said|claims?|claimed|argues|argued|would have us|only when|"
    r"assuming|supposing|provided|as long as)\b"
)
# `Although A is tempting, …`, `Because Bob quotes the source, …`: a clause of its own, after which the main one comes.
_FIRST_CLAUSE = re.compile(
    r"\W*(?:(?:and|so|thus|overall),? )?(?:although|though|even though|while|whereas|despite|because|since|given|"
    r"based on|in light of|after|obwohl|weil|da|nachdem|bien que|comme|aunque|como|embora|хотя)\b.*?,\s"
    r"|\W*(?:虽然|尽管|因为|由于).*?,",
    re.IGNORECASE,
)
# `A is tempting, but …`: what comes after is what the writer means.
_CONTRAST = re.compile(
    r".*(?:,|\s-)\s?(?:but|yet|however|aber|doch|mais|pero|mas|ma|но)\b|.*,\s?(?:但|但是|可是)", re.I
)
_CONCLUSION = re.compile(r"(?P<reason>.*)(?:[,(-]\s?|\band )(?=(?:so|therefore|thus|hence)\b|因此|所以)", re.I)
# In JSON, the string of a key.
_KEY = re.compile(r'"[^"]{1,60}"\s?:\s?"(?=(?:[^"\\]|\\.)*$)')


def standing_of_tail(tail: str) -> Standing:
    """`the answer is B` may go on as a condition or as somebody's opinion."""
    sentence = _SENTENCE_END.split(tail, maxsplit=1)[0]
    if _SAID_BY_OTHERS.search(reporting_words.SOURCE.sub(" ", sentence)):
        return "reported"
    if "?" in tail[: len(sentence) + 1]:
        return "doubtful"
    return "firm"


def line_before(text: str, start: int) -> str:
    """The text of a line before a place in it. Of a very long line, its end."""
    return text[max(0, start - _LONGEST_LINE) : start].rpartition("\n")[2]


def lead_of(text: str, start: int) -> str:
    """The words before an announcement, from the beginning of its sentence."""
    lead = line_before(text, start)[-_LONGEST_LEAD:]
    ends = list(_SENTENCE_END.finditer(lead))
    return lead[ends[-1].end() :] if ends else lead


def standing_before(text: str, start: int, announced: re.Pattern[str]) -> Standing:
    """How a statement counts by all that is before it; `announced` is what announces an answer."""
    line = line_before(text, start)
    if is_quoted(text, start):
        return "doubtful"
    by_lead = standing_of_lead(lead_of(text, start))
    key = _KEY.search(line)
    if key is not None and not _is_announced(line[key.start() :], announced):
        # `{"reasons": "The answer is A …`: what another key holds is no answer.
        return "reported" if by_lead == "reported" else "doubtful"
    if reporting_words.EXAMPLE.search(line[-_LONGEST_LEAD:]):
        return "reported"
    by_title = standing_by_title(text, start, line, announced)
    return by_title if by_title != "firm" else by_lead


def is_quoted(text: str, start: int) -> bool:
    """Whether a statement's line is set as a quote: after a bar, as the engine does, or after `>`, as Markdown does.

    A last line after `>` is the judge's own, set apart.
    """
    mark = line_before(text, start).lstrip()[:1]
    return mark == "|" or (mark == ">" and _UNQUOTED_LINE.search(text, start) is not None)


def is_denied(text: str, start: int) -> bool:
    """Whether the words before a statement deny it: `the wrong answer is A`, `I don't think that A is correct`."""
    lead = lead_of(text, start)
    return bool(answer_words.NOT_CHOSEN.search(lead) or answer_words.OWN_DENIAL.search(lead))


def _is_announced(key: str, announced: re.Pattern[str]) -> bool:
    found = announced.match(key)
    return found is not None and found["colon"] is not None


def standing_of_lead(lead: str) -> Standing:
    """Firm where the words before are nothing but those that lead to a conclusion of one's own."""
    if answer_words.OWN_DENIAL.search(lead):
        return "doubtful"
    lead = reporting_words.SOURCE.sub(" ", lead)
    lead = _main_clause(answer_words.OWN_VIEW.sub(" ", lead))
    if reporting_words.REPORTED.search(lead):
        return "reported"
    if answer_words.doubts().search(lead) or _FIRST_IF.match(lead):
        return "reported" if _SUPPOSITION.search(lead) else "doubtful"
    left = answer_words.conclusions().sub(" ", _CLAUSE_END.split(lead)[-1])
    left = answer_words.DETERMINERS.sub("", left)
    return "firm" if _NOT_WORDS.fullmatch(left) else "doubtful"


def _main_clause(lead: str) -> str:
    """The lead without the clauses of a reason or a concession before it, whoever they speak of."""
    for before in (_FIRST_CLAUSE, _CONTRAST):
        found = before.match(lead)
        lead = lead[found.end() :] if found else lead
    found = _CONCLUSION.match(lead)
    if found is None or reporting_words.SAYING.search(found["reason"]) or _SUPPOSITION.search(found["reason"]):
        return lead
    return lead[found.end() :]
