"""What a machine finds of a response's final answer."""

from __future__ import annotations

from dikast.records import CheckStatus, Question


async def answer_status(question: Question, answer: str | None) -> CheckStatus:
    """The answer against the question's references; `unknown` where either is not known."""
    if not answer or not question.references:
        return "unknown"
    # Few protocols need the verifier, which takes long to import.
    from dikast.verify import check_answer

    check = await check_answer(question.references, answer, question=question.text)
    return check.status
