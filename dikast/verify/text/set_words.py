"""Words that are a sign between two sets: `(1, 2) union (3, 4)`, `A intersection B`."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.language import TextToken, token_at, tokens

_SIGNS = {
    "∪": ("union", "vereinigt", "unión"),
    "∩": ("intersection", "intersect", "intersects", "geschnitten", "inter", "intersección"),
}  # fmt: skip
_SIGN_OF = {word: sign for sign, words in _SIGNS.items() for word in words}
_WITH = frozenset({"with", "mit", "con", "avec"})


def with_set_signs(text: str) -> str:
    """The text with `∪` and `∩` for their words, where a set is on both sides."""
    if not any(word in text for word in _SIGN_OF):
        return text
    row = tokens(text)
    new_text, at = "", 0
    for i, token in enumerate(row):
        sign = _SIGN_OF.get(token.text)
        after = i + 1 + (token_at(row, i + 1).text in _WITH)
        if sign is not None and _ends_set(row, i - 1) and _begins_set(row, after):
            new_text += text[at : token.start] + sign + " "
            at = row[after].start
    return new_text + text[at:]


def _ends_set(row: Sequence[TextToken], i: int) -> bool:
    return token_at(row, i).kind in ("close", "formula") or _is_name(token_at(row, i))


def _begins_set(row: Sequence[TextToken], i: int) -> bool:
    return token_at(row, i).kind in ("open", "formula") or _is_name(token_at(row, i))


def _is_name(token: TextToken) -> bool:
    return len(token.text) == 1 and token.text.isupper()
