"""The words by which a reply reports what others say, or shows an example, in several languages."""

from __future__ import annotations

import re

_SPEAKERS = r"\b(?:debater|opponent|consultant|advocate|alice|bob)\b|辩手|正方|反方"
_SAYING = (
    r"\b(?:says?|said|writes?|wrote|concludes|claim(?:s|ed)?|argu(?:es?|ed|ing)|assert(?:s|ed)?|maintain(?:s|ed)?"
    r"|contend(?:s|ed)?|insist(?:s|ed)?|suggest(?:s|ed|ing)?|think(?:s|ing)?|thought|believe(?:s|d)?|according to"
    r"|tempting|tempted|might|may|could|pretend(?:s|ed)?|allege(?:s|d)?|at first|initially|whether|one would|someone"
    r"|behauptet|sagt|meint|argumentiert|laut|affirme|prétend|soutient|selon|afirma|sostiene|dice|diz|según|segundo"
    r"|secondo|утверждает|говорит|считает|по словам)\b|认为|声称|主张|と言|によると"
)
_EXAMPLES = (
    r"\b(?:for example|example|for instance|e\.g\.|such as|format|template|sample|(?:be|looks?|something) like|"
    r"zum beispiel|z\. ?b\.|par exemple|por ejemplo|por exemplo|per esempio|например)(?!\w)|例如|比如|例えば"
)

REPORTED = re.compile(f"{_SPEAKERS}|{_SAYING}|{_EXAMPLES}", re.IGNORECASE)
SAYING = re.compile(f"{_SAYING}|{_EXAMPLES}", re.IGNORECASE)
EXAMPLE = re.compile(rf"(?:{_EXAMPLES})[^.!?]{{0,30}}$", re.IGNORECASE)
# `Alice's`, `debater A's`
OF_SPEAKER = re.compile(rf"(?:{_SPEAKERS})(?: [a-z0-9])?['’]s?(?!\w)", re.IGNORECASE)
# `The transcript ends with Debater A`, `The last word is Bob's speech`
SPEAKER_AT_END = re.compile(rf"(?:{_SPEAKERS})(?: [a-z0-9])?(?:['’]s?(?: \w+)?)?[ )\]\"']*$", re.IGNORECASE)
# `I side with Debater A`, `The evidence is for Alice`: who is right, and not who speaks.
SIDING = re.compile(
    r"\b(?:for|against|unlike|contrary|agree\w*|disagree\w*|sides?|siding|support\w*|backs?|trust|believe|favou?rs?|prefer"
    r"|convinc\w+|persua\w+|credible|plausible|right|correct|true|truth|wrong|better|best|stronger|strongest|wins?|winner|"
    r"won|prevails?|verdict|vote|choice|point|recht|für|gegen|raison|pour|razón|por|прав|за)\b",
    re.IGNORECASE,
)
# `{"debater_a": {"stance": "…", "answer": "A"}}`
KEY_OF_SPEAKER = re.compile(r"(?:debater|opponent|consultant|alice|bob)[\w ]{0,12}[\"']\s?:\s?\{[^{}]*$", re.IGNORECASE)
# What the source says is no report of somebody's opinion.
SOURCE = re.compile(
    r"\b(?:according to )?(?:the|this|all(?: the)?) "
    r"(?:passage|text|source|story|article|excerpt|document|evidence|quotes?|facts)"
    r"(?: (?:clearly |explicitly |also )?(?:says?|said|suggests?(?: that)?|claims?))?\b"
    r"|\b(?:según el texto|selon le texte|laut (?:dem )?text|segundo o texto|secondo il testo)\b",
    re.IGNORECASE,
)
# After a label: `A, says Alice`, `A (Alice's claim)`
SAID_SO = re.compile(
    r"[ ,(-]*(?:(?:or )?so |as )?(?:(?:says|said|claims|claimed|argues) |according to (?!the\b|my\b)|"
    r"(?:\w+ ){1,2}(?:says|claims)[.)]?$"
    r"|(?:sagt|meint|behauptet|dit|affirme|dice|afirma|diz|говорит|утверждает) )"
    rf"|[.]?[\"'] ?[-(]+ ?(?:{_SPEAKERS})"
    rf"|[ (]*{OF_SPEAKER.pattern} (?:claim|answer|view|position|words)",
    re.IGNORECASE,
)
