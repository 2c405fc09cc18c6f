"""People in the seats of a run: what they are asked, what they answer, and how episodes wait for them."""

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
