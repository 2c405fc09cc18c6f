"""Whether a reference can be relied on: the final answers of several solvers, and of a worked solution, against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dikast.language import stated_answer
from dikast.records import CheckStatus, Episode, Question, Record


class AuditedReference(Record):
    """One question whose references were compared with what solvers answer.

    - `question`: its id.
    - `answers`: how many solvers gave a final answer.
    - `agreed`: how many of them gave the most frequent one, `majority`; equal is what a machine proves to be equal.
    - `of_majority`: whether that answer is a reference: `verified`, `refuted` or `unknown`; None unless more than
      half of the solvers gave it.
    - `of_solution`: the same of the final answer of the question's reference solution; None without one.
    """

    question: str
    answers: int
    agreed: int
    majority: str | None
    of_majority: CheckStatus | None
    of_solution: CheckStatus | None

    @property
    def is_suspect(self) -> bool:
        """Whether most solvers, or the reference solution, contradict the reference."""
        return "refuted" in (self.of_majority, self.of_solution)


async def audit_references(episodes: Iterable[Episode]) -> list[AuditedReference]:
    """The audit of every question with references, by its solvers' answers in these episodes, in their order.

    A solver's answer is its own solution in an episode, such as that of a judge with `reference: self`. A suspect
    reference is one for people to look at: solvers can be wrong together.
    """
    questions: dict[str, Question] = {}
    answers: dict[str, list[str]] = {}
    for episode in episodes:
        if not episode.question.references:
            continue
        questions.setdefault(episode.question.id, episode.question)
        own = [stated_answer(turn.text) for turn in episode.transcript.turns if turn.kind == "solution"]
        answers.setdefault(episode.question.id, []).extend(filter(None, own))
    return [await _audited(question, answers[name]) for name, question in questions.items()]


async def _audited(question: Question, answers: Sequence[str]) -> AuditedReference:
    """The audit of one question."""
    majority, agreed = await _most_frequent(question, answers)
    of_majority = None
    if majority is not None and 2 * agreed > len(answers):
        of_majority = await _status(question, question.references, majority)
    of_solution = None
    solved = stated_answer(question.reference_solution or "")
    if solved:
        of_solution = await _status(question, question.references, solved)
    return AuditedReference(
        question=question.id,
        answers=len(answers),
        agreed=agreed,
        majority=majority,
        of_majority=of_majority,
        of_solution=of_solution,
    )


async def _most_frequent(question: Question, answers: Sequence[str]) -> tuple[str | None, int]:
    """The answer that most of the solvers gave, the earlier of equals, and how many gave it."""
    counts: dict[str, int] = {}
    for answer in answers:
        for known in counts:
            if known == answer or await _status(question, (known,), answer) == "verified":
                counts[known] += 1
                break
        else:
            counts[answer] = 1
    if not counts:
        return None, 0
    most = max(counts, key=counts.__getitem__)
    return most, counts[most]


async def _status(question: Question, references: Sequence[str], answer: str) -> CheckStatus:
    """What a machine finds of an answer."""
    from dikast.verify import check_answer

    check = await check_answer(references, answer, question=question.text)
    return check.status
