"""The table of words, and that no words of people's languages are in the code."""

from __future__ import annotations

import ast
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from dikast.language import is_said, word_group, word_values

PACKAGE = Path(__file__).parents[2] / "dikast"
ROWS = (PACKAGE / "language" / "words.tsv").read_text(encoding="utf-8").splitlines()
LANGUAGES = ("en", "de", "fr", "es", "zh")
# Modules whose signs are those of a notation: letters with marks, or the first and last of a script.
NOTATIONS = {
    "syntax/normalize.py": "mathematical signs and letters, and Chinese brackets",
    "text/math_words.py": "the ångström",
    "passages.py": "scripts without blanks",
    "language/tokens.py": "scripts without blanks",
}


def kinds() -> dict[str, tuple[str, set[str]]]:
    """What the comment above each kind of group says, and the languages of its rows."""
    found: dict[str, tuple[str, set[str]]] = {}
    comment: list[str] = []
    is_comment_before = False
    for line in ROWS:
        is_comment = line.startswith("#")
        if is_comment:
            comment = [*comment, line] if is_comment_before else [line]
        else:
            group, language, _ = line.split("\t")
            found.setdefault(group.partition(":")[0], ("\n".join(comment), set()))[1].add(language)
        is_comment_before = is_comment
    return found


def test_a_group_has_all_languages_or_says_why_not() -> None:
    lacking = {}
    for kind, (comment, languages) in kinds().items():
        assert languages <= {*LANGUAGES, "ko", "any"}, kind
        missing = set() if languages == {"any"} else set(LANGUAGES) - languages
        excused = set(comment.partition("Without ")[2].partition(":")[0].split())
        if missing - excused:
            lacking[kind] = sorted(missing - excused)
    assert lacking == {}


def test_no_two_groups_are_equal() -> None:
    groups = {line.split("\t")[0] for line in ROWS if not line.startswith("#")}
    named = defaultdict(set)
    for group in groups:
        named[word_group(group)].add(group)
    assert [names for names in named.values() if len(names) > 1] == []


def test_rows_of_a_group_stand_together_and_name_no_word_twice() -> None:
    rows = [line.split("\t") for line in ROWS if not line.startswith("#")]
    places = [(group, language) for group, language, _ in rows]
    assert len(places) == len(set(places))
    starts = [group for i, (group, _, _) in enumerate(rows) if not i or rows[i - 1][0] != group]
    assert len(starts) == len(set(starts))
    for group, language, cell in rows:
        listed = cell.split("|") if "|" in cell else cell.split()
        spoken = [word.strip() for word in listed if word.strip()]
        assert len(spoken) == len(set(spoken)) == len(word_group(group, language)), (group, language)


def test_groups_and_values() -> None:
    assert word_group("not") == {"not", "nicht", "pas", "no", "不"}
    assert word_group("or", "de", "zh") == {"oder", "或"}
    assert "out of" in word_group("out of", "en")
    assert word_values("base")["oktal"] == "8"
    with pytest.raises(KeyError, match="no group 'nots'"):
        word_group("nots")
    with pytest.raises(KeyError, match="no groups of kind 'bases'"):
        word_values("bases")


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Solving the equation", True),
        ("Wir lösen die Gleichung", True),
        ("En résolvant l'équation", True),
        ("Al resolver la ecuación", True),
        ("解这个方程", True),
        ("Simplifying the expression", False),
        ("Vereinfachen", False),
    ],
)
def test_a_word_of_a_group_is_said(text: str, holds: bool) -> None:
    assert is_said("solving an equation", text) is holds


def texts_in_code(path: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a module that are no docstrings, and their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def is_of_a_language(sign: str) -> bool:
    """A Latin letter with a mark, or a sign of a script without small letters; not ℓ, ℝ, Greek or ²."""
    if not sign.isalpha() or sign.isascii():
        return False
    name = unicodedata.name(sign, "")
    has_mark = (name.startswith("LATIN") and " WITH " in name) or name == "LATIN SMALL LETTER SHARP S"
    return has_mark or name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "CYRILLIC"))


@pytest.mark.parametrize("room", ["verify", "language"])
def test_no_words_of_a_language_are_in_the_code(room: str) -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text[:60]!r}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if not any(path.as_posix().endswith(name) for name in NOTATIONS)
        for line, text in texts_in_code(path)
        if any(map(is_of_a_language, text))
    ]
    assert found == [], "words of people's languages are rows of words.tsv or lexicon.tsv"
