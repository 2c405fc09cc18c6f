"""Judges asked in another language: the same protocol, with the instructions in German, French, Spanish or Chinese.

Questions, candidates and sources stay as they are, and so do the line of the reply and the rule of the envelope.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dikast.input_files import into, read_yaml
from dikast.own_prompts import PromptName, check_prompts
from dikast.protocols import DecideMove, Protocol
from dikast.records import Record

_FILES = Path(__file__).parent / "languages"
_ROUTES = ("auto", "label", "logprobs", "samples")
_PLAIN = {"format": "answer", "certainty": False, "self_check": None, "first": None}
"""Options of the verdict that need no further words, with their values."""


class InstructionLanguage(Record):
    """A judge's instructions in one language.

    - `better`: what makes a response better, as the rubric `response-quality` says it.
    - `prompts`: the templates, as a protocol may have them.
    """

    better: str
    prompts: dict[PromptName, str]


@cache
def instruction_language(language: str) -> InstructionLanguage:
    """The instructions in one of INSTRUCTION_LANGUAGES."""
    loaded = into(InstructionLanguage, read_yaml(_FILES / f"{language}.yaml"))
    check_prompts(loaded.prompts)
    return loaded


def with_instructions_in(protocol: Protocol, language: str) -> Protocol | None:
    """The protocol with its judge asked in this language; None where some of its words have no translation."""
    move = protocol.moves[0]
    if len(protocol.moves) > 1 or not isinstance(move, DecideMove) or protocol.prompts:
        return None
    if _has_words(protocol) or not _is_plain(move):
        return None
    words = instruction_language(language)
    # `decide` asks which answer is right, `compare` which response is better.
    other_task = "decide" if protocol.about == "responses" else "compare"
    prompts = {name: text for name, text in words.prompts.items() if name != other_task}
    changes: dict[str, object] = {"prompts": prompts}
    if move.rubric is not None:
        if move.rubric != _translated_rubric():
            return None
        rubric = {**_translated_rubric(), "asks": words.better.strip()}
        changes["moves"] = (move.model_copy(update={"rubric": rubric}),)
    return protocol.model_copy(update=changes)


def _has_words(protocol: Protocol) -> bool:
    """Whether a role has words of its own."""
    return any(role.instructions or role.persona or role.examples for role in protocol.roles.values())


def _is_plain(move: DecideMove) -> bool:
    """Whether the verdict is asked for in no more words than the translations have."""
    return move.route in _ROUTES and all(getattr(move, name) == value for name, value in _PLAIN.items())


@cache
def _translated_rubric() -> dict[str, object]:
    """The one rubric with translations, as it is written out in a protocol."""
    from dikast.rubrics import load_response_rubric

    return load_response_rubric().model_dump(mode="json")
