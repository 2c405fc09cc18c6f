"""Cues of a user's own file are read as those that come with Dikast."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.language import clauses, lexicon, tokens, with_cues_of
from dikast.verify import Verifier, step_status


def test_added_cues_hold_within_the_block(tmp_path: Path) -> None:
    more = tmp_path / "it.tsv"
    more.write_text("it\tsupposition\tclause\tsupponiamo che\n", encoding="utf-8")
    text = "Supponiamo che 2 + 2 = 5."
    with with_cues_of(more):
        (clause,) = clauses(text)
        assert "supposition" in clause.meanings
    assert "supposition" not in clauses(text)[0].meanings
    assert "it" not in {cue.language for cue in lexicon().cues}


async def test_a_verifier_with_cues_of_its_own(tmp_path: Path) -> None:
    more = tmp_path / "it.tsv"
    more.write_text("it\tsupposition\tclause\tsupponiamo che\n", encoding="utf-8")
    step = "Supponiamo che 2 + 2 = 5."
    async with Verifier(workers=1, lexicon=more) as verifier:
        assert step_status(await verifier.step(step)) == "unknown"
    async with Verifier(workers=1) as verifier:
        assert step_status(await verifier.step(step)) == "refuted"


@pytest.mark.parametrize("line", ["it\tsupposition\tclause", "it\tmood\tclause\tse", "it\tnegation\tall\tnon"])
def test_a_file_of_another_form_is_told_at_once(tmp_path: Path, line: str) -> None:
    more = tmp_path / "it.tsv"
    more.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"it\.tsv:1"):
        Verifier(workers=1, lexicon=more)


def test_each_sentence_has_a_language_of_its_own() -> None:
    found = clauses("So x = 6. La bibliothèque est calme le dimanche.")
    assert found[0].opening == {"conclusion"}


def test_every_cue_is_found_whole_in_its_language() -> None:
    for cue in lexicon().cues:
        row = tokens(cue.phrase.casefold())
        found = lexicon().find(row, frozenset({cue.language}))
        assert [(one.first, one.last) for one in found] == [(0, len(row))], cue
        assert cue.meaning in found[0].meanings


def test_a_single_word_means_what_it_means_in_some_languages() -> None:
    for cue in lexicon().cues:
        if len(tokens(cue.phrase)) == 1:
            assert cue.meaning in lexicon().meanings(cue.phrase, frozenset({cue.language}))
            assert cue.meaning in lexicon().meanings(cue.phrase)
    assert lexicon().meanings("because", frozenset({"de"})) == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "Suppose, for the sake of argument, that x is not 3, so it can't be 4.",
        "Angenommen, dass x nicht 3 ist, dann kann es nicht 4 sein: also ist es höchstens 5.",
        "Si x n'est pas 3, donc, au plus, c'est 4, c'est-à-dire moins de 5.",
        "Therefore, if and only if x = 2, we conclude, in other words, that the answer is 5, that is, at least 4.",
    ],
)
def test_a_clause_has_the_cues_that_its_own_tokens_have(text: str) -> None:
    found = clauses(text)
    assert len(found) > 2
    languages = lexicon().languages(tokens(text))
    assert [list(clause.cues) for clause in found] == [lexicon().find(clause.tokens, languages) for clause in found]
