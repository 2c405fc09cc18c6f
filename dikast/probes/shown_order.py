"""Choices in another order, with all that is said of them by their place."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from dikast.records import Question

TRANSLATIONS = "translations"


def in_order(question: Question, order: Sequence[int]) -> Question:
    """The question with its choices in this order; the right one, their scores and translations move with them.

    `order` has the index of each choice, as a permutation of all.
    """
    changes: dict[str, object] = {"choices": tuple(question.choices[choice] for choice in order)}
    if question.gold is not None:
        changes["gold"] = list(order).index(question.gold)
    if question.gold_scores:
        changes["gold_scores"] = tuple(question.gold_scores[choice] for choice in order)
    translations = question.metadata.get(TRANSLATIONS)
    if isinstance(translations, dict):
        moved: dict[str, JsonValue] = {}
        for language, translation in translations.items():
            moved[language] = _translation_in_order(translation, order)
        changes["metadata"] = {**question.metadata, TRANSLATIONS: moved}
    return question.model_copy(update=changes)


def _translation_in_order(translation: JsonValue, order: Sequence[int]) -> JsonValue:
    """The translation with its choices in this order; as it is where it has not as many."""
    if not isinstance(translation, dict):
        return translation
    choices = translation.get("choices")
    if not isinstance(choices, list) or len(choices) != len(order):
        return translation
    return {**translation, "choices": [choices[choice] for choice in order]}
