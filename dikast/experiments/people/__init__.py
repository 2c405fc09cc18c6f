"""People in the seats of a run: what they are asked, what they answer, and how episodes wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.experiments.people.checkpoints import open_checkpoints
    from dikast.experiments.people.control_questions import ControlQuestion, load_controls, reward_bits
    from dikast.experiments.people.form_fields import FormField, filled_in
    from dikast.experiments.people.people_desk import AlreadyAnswered, AnswerRefused, PeopleDesk, no_one_listens
    from dikast.experiments.people.people_options import PeopleOptions
    from dikast.experiments.people.people_summary import PersonSummary, label_alpha, rater_alpha, summaries
    from dikast.experiments.people.person_task import PersonAnswer, PersonTask, ShownMessage
    from dikast.experiments.people.seat_tokens import tokens_of
    from dikast.experiments.people.seated_person import SeatedPerson
    from dikast.experiments.people.task_store import TaskRow, TaskStore, n_waiting

__all__ = [
    "AlreadyAnswered",
    "AnswerRefused",
    "ControlQuestion",
    "FormField",
    "PeopleDesk",
    "PeopleOptions",
    "PersonAnswer",
    "PersonSummary",
    "PersonTask",
    "SeatedPerson",
    "ShownMessage",
    "TaskRow",
    "TaskStore",
    "filled_in",
    "label_alpha",
    "load_controls",
    "n_waiting",
    "no_one_listens",
    "open_checkpoints",
    "rater_alpha",
    "reward_bits",
    "summaries",
    "tokens_of",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "checkpoints": {"open_checkpoints"},
        "control_questions": {"ControlQuestion", "load_controls", "reward_bits"},
        "form_fields": {"FormField", "filled_in"},
        "people_desk": {"AlreadyAnswered", "AnswerRefused", "PeopleDesk", "no_one_listens"},
        "people_options": {"PeopleOptions"},
        "people_summary": {"PersonSummary", "label_alpha", "rater_alpha", "summaries"},
        "person_task": {"PersonAnswer", "PersonTask", "ShownMessage"},
        "seat_tokens": {"tokens_of"},
        "seated_person": {"SeatedPerson"},
        "task_store": {"TaskRow", "TaskStore", "n_waiting"},
    },
)
