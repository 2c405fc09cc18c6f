"""_Changes that no template makes: of the order, of words, of references, of the language, and questions in pairs."""

from __future__ import annotations

from random import Random

from dikast.probes.candidates import CuedSide, beginning, candidate_text, cue_for, solution_is_right
from dikast.probes.probe import REJECTS, ProbeChange, Unfit
from dikast.probes.shown_order import TRANSLATIONS, in_order
from dikast.records import Question

LEAST_WORDS = 4
"""With fewer words, another order of them often says the same."""
MOST_SHUFFLES = 100
SIDES: tuple[CuedSide, ...] = ("right", "wrong")

_Changes = tuple[ProbeChange, ...] | Unfit


def rotate_choices(question: Question, rng: Random) -> _Changes:
    """The choices in another order: each moves up by one place, and the first goes to the end."""
    n_choices = len(question.choices)
    if n_choices < 2:
        return Unfit("it needs choices")
    order = (*range(1, n_choices), 0)
    return (ProbeChange(in_order(question, order), order=order),)


def shuffle_words(question: Question, rng: Random) -> _Changes:
    """The words of the right candidate in a random order; of a solution that is right, those of every step."""
    if question.solution is not None:
        return _with_shuffled_steps(question, rng)
    right = cue_for(question, "right", rng)
    wrong = cue_for(question, "wrong", rng)
    if isinstance(right, Unfit):
        return right
    if isinstance(wrong, Unfit):
        return wrong
    shuffled = _shuffled(question.choices[right], rng)
    if isinstance(shuffled, Unfit):
        return shuffled
    choices = list(question.choices)
    choices[right] = shuffled
    if len(set(choices)) != len(choices):
        return Unfit("two candidates would be the same")
    changed = question.model_copy(update={"choices": tuple(choices), "gold": None, "gold_scores": ()})
    return (ProbeChange(changed, cue=wrong),)


def _with_shuffled_steps(question: Question, rng: Random) -> _Changes:
    """The question with the words of every long step in another order, and without marks."""
    if question.solution is None or not solution_is_right(question):
        return Unfit("it needs a solution that people marked as right")
    steps = []
    for step in question.solution.steps:
        shuffled = _shuffled(step, rng)
        steps.append(step if isinstance(shuffled, Unfit) else shuffled)
    if tuple(steps) == question.solution.steps:
        return Unfit(f"no step has {LEAST_WORDS} different words")
    solution = question.solution.model_copy(update={"steps": tuple(steps), "marking": None})
    return (ProbeChange(question.model_copy(update={"solution": solution}), cue=REJECTS),)


def _shuffled(text: str, rng: Random) -> str | Unfit:
    words = text.split()
    if len(set(words)) < LEAST_WORDS:
        return Unfit(f"the right candidate has fewer than {LEAST_WORDS} different words")
    for _ in range(MOST_SHUFFLES):
        shuffled = rng.sample(words, len(words))
        if shuffled != words:
            return " ".join(shuffled)
    return Unfit("its words could not be put in another order")


def wrong_reference(question: Question, rng: Random) -> _Changes:
    """A wrong choice in place of the references."""
    if question.solution is not None:
        return Unfit("of a solution, `reference: corrupted` in the protocol does it")
    wrong = cue_for(question, "wrong", rng)
    if isinstance(wrong, Unfit):
        return wrong
    changed = question.model_copy(update={"references": (question.choices[wrong],)})
    return (ProbeChange(changed, cue=wrong),)


def shuffled_references(question: Question, rng: Random) -> _Changes:
    """The references in another order."""
    references = question.references
    if len(set(references)) < 2:
        return Unfit("it needs at least two references")
    start = rng.randrange(1, len(references))
    return (ProbeChange(question.model_copy(update={"references": (*references[start:], *references[:start])})),)


def leading_twins(question: Question, rng: Random) -> _Changes:
    """Twice the same question, which once suggests the right answer and once a wrong one."""
    if not question.choices:
        return Unfit("it needs choices")
    changes: list[ProbeChange] = []
    for side in SIDES:
        cue = cue_for(question, side, rng)
        if isinstance(cue, Unfit):
            return cue
        text = f"{question.text}\nIt is surely this one, isn't it? “{beginning(candidate_text(question, cue))}”"
        changes.append(ProbeChange(question.model_copy(update={"text": text}), side, cue))
    return tuple(changes)


def confusing_pair(question: Question, rng: Random) -> _Changes:
    """Two questions that differ in one answer: is it right? Of one the answer is yes, of the other no."""
    if not question.choices:
        return Unfit("it needs choices")
    changes = []
    for gold, side in enumerate(SIDES):
        cue = cue_for(question, side, rng)
        if isinstance(cue, Unfit):
            return cue
        text = f"{question.text}\n\nSomeone answers:\n{question.choices[cue]}\n\nIs this the right answer?"
        changed: dict[str, object] = {"text": text, "choices": ("Yes", "No"), "gold": gold, "gold_scores": ()}
        # References would be answers to the question itself.
        changed["references"] = ()
        changes.append(ProbeChange(question.model_copy(update=changed), side))
    return tuple(changes)


def translated(question: Question, rng: Random) -> _Changes:
    """The question in each language for which its metadata has `translations`, with as many choices or steps."""
    translations = question.metadata.get(TRANSLATIONS)
    if not isinstance(translations, dict) or not translations:
        return Unfit("it needs `translations` in the question's metadata")
    changes = []
    for language, translation in translations.items():
        changed = _translation(question, translation)
        if isinstance(changed, Unfit):
            return changed
        changes.append(ProbeChange(changed, language))
    return tuple(changes)


def _translation(question: Question, translation: object) -> Question | Unfit:
    if not isinstance(translation, dict):
        return Unfit("a translation is a mapping with `question` and `choices`")
    text = translation.get("question")
    choices = translation.get("choices", [])
    if not isinstance(text, str) or not isinstance(choices, list):
        return Unfit("a translation needs `question`, and a list of `choices`")
    texts = tuple(str(choice) for choice in choices)
    if len(set(texts)) != len(question.choices):
        return Unfit(f"a translation needs {len(question.choices)} different choices")
    return question.model_copy(update={"text": text, "choices": texts})
