"""Agent, Request, Reply: the contract between the engine and every model, program or person in a seat.

The smallest agent:

    class Echo:
        name = "echo"

        async def reply(self, request: Request) -> Reply:
            return Reply(text=str(request.messages[-1].text))

An agent may also implement `TakesImages`, `LimitsReplies`, `QueuesCalls`, `Closable`, and `Priced` and `KnowsItsLacks`
of `dikast.agents`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, TypeGuard, runtime_checkable

from langchain_core.messages import BaseMessage
from pydantic import BaseModel

from dikast.records import InnerCall, Purpose, Question, SeatKind, TextLikelihood, Usage


@dataclass(frozen=True, slots=True)
class Choices:
    """A form of answer: one of `labels`, on a last line such as `Answer: <label>`.

    With `reasoning`, the reply may reason before that line. Without, the line is the whole reply. A backend that has
    token log-probabilities returns those of the labels in `Reply.choice_logprobs`. `options` are the texts of the
    labels' options, where they are known: a reply may state its answer by them. `line` is the last line, with `{}` in
    the label's place.
    """

    labels: tuple[str, ...]
    reasoning: bool = False
    options: tuple[str, ...] = ()
    line: str = "Answer: {}"

    def stated(self, label: str) -> str:
        """The last line with this label."""
        return self.line.replace("{}", label)

    @property
    def before(self) -> str:
        """What the line has before the label."""
        return self.line.partition("{}")[0]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A form of answer in which nothing is written: how likely is each of these texts as the reply?

    An agent whose backend can score a given text returns `Reply.likelihoods`, one for each text; any other raises
    PermanentError. The texts are not shown to the model. With `with_empty`, each is also scored as the reply to an
    empty message, which tells how likely it is by itself.
    """

    texts: tuple[str, ...]
    with_empty: bool = False


Form = Choices | Likelihood | type[BaseModel] | None
"""The form of answer that a request wants: a label, the likelihoods of given texts, JSON that fits a pydantic model, or
free text (None)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an agent is asked. It contains nothing that the seat may not see.

    A model needs only `messages`, `form` and `seed`. The other fields help programs, people and scripts.
    """

    messages: tuple[BaseMessage, ...]
    """LangChain messages, oldest first: each a text, or a list of text and image parts."""

    seat: str
    """The name of the seat that replies, as the protocol names it: `alice`, `judge`."""

    kind: SeatKind
    """The part that the seat has in the protocol."""

    purpose: Purpose

    question: Question
    """The question without its gold answer, references and metadata, and without source or choices that the seat may
    not see. Its choices are in the order of the labels A, B, C… for a seat that answers by label, and in the
    question's own order for a seat that argues."""

    round: int = 1
    """Counts from 1."""

    argues: int | None = None
    """The index in `question.choices` of the choice that the seat argues for. None if it argues for none."""

    form: Form = None

    reply_tokens: int = 0
    """How many tokens a reply in this form takes at most, by the form and what it is about; 0 where that is not known.
    A backend that limits every reply limits it to that."""

    words: int | None = None
    """The word limit that the messages mention, if there is one."""

    tools: tuple[str, ...] = ()
    """The tools that the protocol gives to the seat, which the engine runs. The messages say how one is used."""

    seed: int = 0
    """For sampling. The same run with the same seed makes the same requests."""

    episode_seed: int = 0
    """The seed of the whole episode, from which those of its calls are derived; so it is in no key of the journal. What
    is drawn once for a seat, such as which facts it knows, is drawn from it."""

    sample: int = 0
    """The index among requests that differ in nothing but the seed, as in best-of-N."""

    attempt: int = 0
    """0 for the first request; 1 or more where it is repeated because the last reply could not be parsed."""

    more_tokens: int = 0
    """Where the last reply was cut off at its limit of tokens: how many this one needs at least. 0 anywhere else."""

    steps: tuple[int, ...] = ()
    """The steps of a worked solution, counted from 0, that the request is about."""

    episode: str = ""
    """The id of the episode's record. Empty outside of episodes. It is in no key of the journal."""

    thread: str = ""
    """Names the conversation that the request goes on with: one for each seat of an episode, the same after a resume.
    Drafts, steps and orders of the choices that are asked for side by side have one each, so that none sees another.
    A run adds what tells its threads from those of other runs. It is in no record and in no key of the journal."""

    idempotency_key: str = ""
    """The same for every try of one call of a run, and for no other call: a backend that takes such keys answers it,
    and charges for it, once. Empty outside of runs. It is in no record and in no key of the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an agent replies. Only `text` is required."""

    text: str

    parsed: BaseModel | None = None
    """The request's form, filled in. None if the request wants no model, or the text does not fit it."""

    choice_logprobs: dict[str, float] | None = None
    """The natural-log probability of each label of a `Choices` form. They need not sum to 1 as probabilities."""

    likelihoods: tuple[TextLikelihood, ...] = ()
    """For a `Likelihood` form, one for each of its texts, in their order; empty for any other."""

    thinking: str = ""
    """Reasoning that a backend returns separately from the text. It is recorded and shown to no seat."""

    finish_reason: str = ""
    """Why the reply ended, in the backend's own word: `stop`, `length`, `content_filter`…; empty if it did not say."""

    is_refusal: bool = False
    """Whether the backend marked the text as a refusal."""

    model: str = ""
    """The backend's own id of the model that replied."""

    usage: Usage = field(default_factory=lambda: Usage(calls=1, unpriced=1))
    """Counts of this one call (`calls` is 1), by default at an unknown price. It includes calls inside the agent."""

    inner: tuple[InnerCall, ...] = ()
    """What the agent called on the way: tools, models, other agents. It is recorded, and shown only to seats that the
    protocol lets see it."""


@runtime_checkable
class Agent(Protocol):
    """A model, a program, a person or a recording that sits in a seat."""

    @property
    def name(self) -> str:
        """Identifies the agent in records and in the journal.

        It includes every option that changes the replies: agents of one name share their journalled replies.
        """
        ...

    async def reply(self, request: Request) -> Reply:
        """Reply to one request. Several calls may run at once.

        Cancelling must stop the call at its next await. Raises TransientError if the same request may succeed later,
        RateLimited if the backend asks to wait, and PermanentError if the request would fail again.
        """
        ...


@runtime_checkable
class TakesImages(Protocol):
    """An agent that says whether it takes images. The engine sends images to an agent that does not say."""

    @property
    def takes_images(self) -> bool: ...


@runtime_checkable
class LimitsReplies(Protocol):
    """An agent that may know how long its replies can become: budgets set as much aside for each call."""

    @property
    def max_reply_tokens(self) -> int | None:
        """The most tokens of a reply; None where there is no bound."""
        ...


@runtime_checkable
class QueuesCalls(Protocol):
    """An agent that works on only so many calls at once, and lets the others wait."""

    async def reply_in_turn(self, request: Request, begin: Callable[[], None]) -> Reply:
        """As `reply`. Calls `begin` in the event loop once the call's turn has come: its deadline counts from there."""
        ...


def queues_calls(agent: Agent) -> TypeGuard[QueuesCalls]:
    """Whether the agent works on only so many calls at once."""
    return _is_queuing(type(agent))


@lru_cache(maxsize=256)
def _is_queuing(kind: type[Agent]) -> bool:
    # Once for each class: such a test takes as long as all else that is done about the limits of a call.
    return issubclass(kind, QueuesCalls)


@runtime_checkable
class Closable(Protocol):
    """An agent that holds something open, such as a connection or a loaded model."""

    async def aclose(self) -> None:
        """Release everything. Closing twice is allowed, and so is a later `reply`, which opens it anew."""
        ...
