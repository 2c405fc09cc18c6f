"""Length control: every candidate is cut to the length of the shortest, so that no judge can prefer a longer one."""

from __future__ import annotations

from typing import Final

from dikast.probes.probe import Unfit
from dikast.records import Question

LENGTH_CONTROL: Final = "length-control"


def cut_to_shortest(question: Question) -> Question | Unfit:
    """The question with as many words in every choice as the shortest has: their first ones.

    What is cut may have been needed: it shows what length is worth to a judge, and is no way to judge well.
    """
    if len(question.choices) < 2:
        return Unfit("length control needs choices")
    n_words = min(len(choice.split()) for choice in question.choices)
    choices = tuple(_cut(choice, n_words) for choice in question.choices)
    if len(set(choices)) != len(choices):
        return Unfit("with as few words as the shortest, two candidates would be the same")
    return question.model_copy(update={"choices": choices})


def _cut(text: str, n_words: int) -> str:
    words = text.split()
    if len(words) <= n_words:
        return text
    return " ".join(words[:n_words])
