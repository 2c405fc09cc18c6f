"""PersonTask: one call as it is asked of a person. PersonAnswer: what one person sent. Both are kept as JSON."""

from __future__ import annotations

import operator
from typing import Literal, Self

from langchain_core.messages import BaseMessage
from pydantic import Field

from dikast.agents import Choices, Request, form_in_words
from dikast.experiments.people.form_fields import FormField, form_fields
from dikast.protocols import clean_text
from dikast.records import Purpose, Record, SeatKind

AnswerKind = Literal["text", "choice", "form"]
WRONG_LABELS = ("incorrect", "inherited")
"""The labels of a step with which a kind of error may go."""
# Only images that came with the question: a page never loads anything from elsewhere.
IMAGE_URL = "data:image/"


class ShownMessage(Record):
    """One message as a person is shown it: its text, and its images as data URLs."""

    author: str
    text: str
    images: tuple[str, ...] = ()


class PersonTask(Record):
    """One call of an episode, as it is asked of a person. It has nothing that the seat may not see.

    - `id`: the journal's key of the call, in hexadecimal digits: the same call is the same task after every restart.
    - `agent`: the agent's name in the experiment, `human` or `human:NAME`.
    - `answer`: how it is answered: a text, one of `labels` (whose texts are `options`), or JSON that `form` describes.
    - `fields`: the values of that JSON; none where a page can't ask for these one by one.
    - `reasons`: whether the protocol asks for reasons before the label.
    - `words`: the word limit of a text.
    - `title`: what the page is headed with; empty for the usual words.
    - `kinds`: the kinds of error, as code and name; a label that calls a step wrong may have one of them.
    - `posted_at`: when it was first asked, in seconds since 1970.
    """

    id: str
    agent: str
    episode: str
    seat: str
    kind: SeatKind
    purpose: Purpose
    round: int = 1
    messages: tuple[ShownMessage, ...]
    answer: AnswerKind
    labels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    reasons: bool = False
    form: str = ""
    fields: tuple[FormField, ...] = ()
    words: int | None = None
    title: str = Field(default="", exclude_if=operator.not_)
    kinds: tuple[tuple[str, str], ...] = Field(default=(), exclude_if=operator.not_)
    posted_at: float = 0.0

    @classmethod
    def of(cls, id: str, agent: str, request: Request, posted_at: float) -> Self:
        """The task of a request."""
        choices = request.form if isinstance(request.form, Choices) else Choices(())
        return cls(
            id=id,
            agent=agent,
            episode=request.episode,
            seat=request.seat,
            kind=request.kind,
            purpose=request.purpose,
            round=request.round,
            messages=tuple(map(_shown, request.messages)),
            answer=_answer_kind(request),
            labels=choices.labels,
            options=choices.options,
            reasons=choices.reasoning,
            form=form_in_words(request.form) if isinstance(request.form, type) else "",
            fields=form_fields(request.form) if isinstance(request.form, type) else (),
            words=request.words,
            posted_at=posted_at,
        )


class PersonAnswer(Record):
    """What one person sent for one task.

    - `text`: the text, the JSON of a form, or the reasons of a choice.
    - `label`: the label that was chosen, for a choice.
    - `error_type`: the code of the kind of error, where a step was called wrong and a kind was named.
    - `beliefs`: the probability of each label in the task's order, where the person was asked for them; they sum to 1.
    - `seconds`: how long the person had the task before them, without pauses.
    """

    person: str
    text: str = ""
    label: str | None = Field(default=None, exclude_if=lambda label: label is None)
    error_type: str | None = Field(default=None, exclude_if=lambda kind: kind is None)
    beliefs: tuple[float, ...] = Field(default=(), exclude_if=operator.not_)
    seconds: float = 0.0


def _answer_kind(request: Request) -> AnswerKind:
    if isinstance(request.form, Choices):
        return "choice"
    return "form" if isinstance(request.form, type) else "text"


def _shown(message: BaseMessage) -> ShownMessage:
    """A message without what a browser would load from elsewhere."""
    images: list[str] = []
    for part in message.content:
        if isinstance(part, dict):
            url = _image_url(part)
            if url.startswith(IMAGE_URL):
                images.append(url)
    return ShownMessage(author=message.type, text=clean_text(str(message.text)), images=tuple(images))


def _image_url(part: dict[str, object]) -> str:
    """The URL of an image part in OpenAI's form; empty for any other part."""
    image = part.get("image_url")
    if isinstance(image, dict):
        return str(image.get("url", ""))
    return ""
