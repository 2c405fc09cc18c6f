"""What copies of a helper are sent, and how the questions that are delegated are read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field, create_model

from dikast.protocols.delegate_move import DelegateMove
from dikast.protocols.moves import SingleMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.records import DelegatedAnswer
from dikast.replies import Unreadable, read_json_reply

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

LONGEST_QUESTION = 4000  # characters


@lru_cache(maxsize=64)
def questions_form(most: int) -> type[BaseModel]:
    """The JSON form of at most so many questions."""
    fields: dict[str, Any] = {"questions": (Annotated[list[str], Field(max_length=most)], ...)}
    return create_model("DelegatedQuestions", __doc__="Questions that others are to answer.", **fields)


def read_questions(text: str, most: int) -> tuple[str, ...] | Unreadable:
    """The questions in a JSON reply, each once, without empty ones; there may be none."""
    data = read_json_reply(text)
    if isinstance(data, Unreadable):
        return data
    found = data.get("questions")
    if not isinstance(found, list) or not all(isinstance(question, str) for question in found):
        return Unreadable('a list of texts is needed under "questions"; it may be empty')
    questions = tuple(dict.fromkeys(question.strip() for question in found if question.strip()))
    if len(questions) > most:
        return Unreadable(f"{len(questions)} questions are more than {most}")
    if any(len(question) > LONGEST_QUESTION for question in questions):
        return Unreadable(f"a question is longer than {LONGEST_QUESTION} characters")
    return questions


def values_of_delegating(move: SingleMove, protocol: Protocol) -> dict[str, object]:
    """What a judge's prompt says of those that will answer its questions."""
    if not isinstance(move, DelegateMove):
        return {}
    return {"most_questions": move.questions, "helper_sees_source": "source" in protocol.roles[move.to].sees}


def helper_messages(
    protocol: Protocol, move: DelegateMove, question: str, source: str | None, answers: Sequence[DelegatedAnswer] | None
) -> tuple[BaseMessage, ...]:
    """What a copy is sent: its question, the source if it may see it, and the answers of further copies.

    With `answers` None it is asked for questions of its own.
    """
    from langchain_core.messages import HumanMessage, SystemMessage

    role = protocol.roles[move.to]
    system = render_prompt("helper", envelope=render_prompt("envelope"))
    if role.instructions:
        system = f"{system}\n\n{role.instructions}"
    task = render_prompt(
        "divide" if answers is None else "help",
        question=question,
        source=source if "source" in role.sees else None,
        answers=answers or (),
        most_questions=move.questions,
        words=move.words,
    )
    return (SystemMessage(system), HumanMessage(task))


def questions_text(questions: Sequence[str]) -> str:
    """The questions, numbered, as a turn of the transcript."""
    return "\n".join(f"{number}. {question}" for number, question in enumerate(questions, 1))


def answers_text(answers: Sequence[DelegatedAnswer]) -> str:
    """The questions with their answers, numbered, as a turn of the transcript."""
    missing = {"unparsed": "(nothing that could be read)", "left_out": "(not answered: the budget was used up)"}
    blocks = [f"{n}. {one.question}\n{missing.get(one.status, one.answer)}" for n, one in enumerate(answers, 1)]
    return "\n\n".join(blocks)
