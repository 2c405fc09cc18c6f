"""A person sees the messages and is asked until the answer fits. They may leave, or pipe their lines."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Annotated, Literal

import pytest
from langchain_core.messages import HumanMessage
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from pydantic import BaseModel, Field

from dikast.agents import Choices, Request
from dikast.agents.form_words import form_in_words
from dikast.agents.human_agent import HumanAgent
from dikast.agents.structured_output import read_form
from dikast.agents.terminal import PipedLines, Terminal
from dikast.errors import PermanentError
from dikast.protocols import DRAFT_SCORE, ExplanationsAsked, LabelsAsked, explanations_form, labels_form, premises_form

Ask = Callable[..., Request]
CTRL_C, CTRL_D = "\x03", "\x04"


class Stated(BaseModel):
    a: float


class Screen(StringIO):
    """The text shown. `asks` is set when a label is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asks = asyncio.Event()

    def write(self, text: str) -> int:
        if "Answer (A/B)" in text:
            self.asks.set()
        return super().write(text)


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as keys:
        yield keys


@pytest.fixture
def person(keys: PipeInput, screen: Screen) -> HumanAgent:
    """A person at a screen of 80 by 24, whose keys the test presses."""
    output = Vt100_Output(screen, lambda: Size(rows=24, columns=80), term="dumb", enable_cpr=False)
    return HumanAgent(Terminal(keys, output))


async def test_a_speech_ends_at_an_empty_line(person: HumanAgent, keys: PipeInput, ask: Ask) -> None:
    keys.send_text("\n\nIt is seventeen.\nI counted.\n\n")
    reply = await person.reply(ask(purpose="speak"))
    assert reply.text == "It is seventeen.\nI counted."
    assert (reply.model, reply.usage.calls, reply.usage.unpriced) == ("human", 1, 0)
    assert reply.usage.seconds > 0


async def test_control_characters_in_the_messages_have_no_effect_on_the_screen(
    person: HumanAgent, keys: PipeInput, screen: Screen, ask: Ask
) -> None:
    image = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    text = {"type": "text", "text": "Is it \x1b[2J\x9b2Jseven\x07teen\u202e?"}
    keys.send_text("Yes.\n\n")
    await person.reply(ask(messages=(HumanMessage([text, image]),), purpose="speak"))
    shown = screen.getvalue()
    assert "judge, round 1: speak" in shown
    assert "Is it ?[2J?2Jseven?teen??" in shown
    assert "[an image]" in shown


async def test_a_label_is_asked_for_until_one_is_typed(person: HumanAgent, keys: PipeInput, ask: Ask) -> None:
    keys.send_text("C\nboth\n\nb\n")
    reply = await person.reply(ask(form=Choices(("A", "B"))))
    assert reply.text == "Answer: B"


@pytest.mark.parametrize(
    "typed", ["b", "B", "Answer: B", "answer: b", "(B)", "**Answer:** B", "the oil", "Answer: the oil"]
)
async def test_a_label_may_be_typed_as_the_prompt_asks_for_it(
    person: HumanAgent, keys: PipeInput, ask: Ask, typed: str
) -> None:
    keys.send_text(f"{typed}\n")
    form = Choices(("A", "B"), options=("the water", "the oil"))
    assert (await person.reply(ask(form=form))).text == "Answer: B"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("C", "the answer 'C' is none of A, B"),
        ("", "the line is empty"),
        ("Answer: A or B", "no line `Answer: <label>`"),
        ("perhaps", "no line `Answer: <label>`"),
        ("A, no, B", "no line `Answer: <label>`"),
    ],
)
async def test_a_person_is_told_why_a_label_is_none(
    person: HumanAgent, keys: PipeInput, screen: Screen, ask: Ask, typed: str, why: str
) -> None:
    keys.send_text(f"{typed}\nA\n")
    assert (await person.reply(ask(form=Choices(("A", "B"))))).text == "Answer: A"
    shown = screen.getvalue()
    assert why in shown
    assert "Type one of A/B" in shown


class Draft(BaseModel):
    """A form with fields of several kinds."""

    step: Annotated[int, Field(ge=1, le=3)]
    label: Literal["correct", "incorrect"]
    why: str = ""
    error: str | None = None


async def test_a_form_is_shown_in_words_with_an_example(
    person: HumanAgent, keys: PipeInput, screen: Screen, ask: Ask
) -> None:
    keys.send_text('{"step": 7, "label": "correct"}\n{"step": 1, "label": "correct"}\n')
    assert (await person.reply(ask(form=Draft))).parsed == Draft(step=1, label="correct")
    shown = " ".join(screen.getvalue().split())
    assert '"step": a whole number from 1 to 3' in shown
    assert '"label": one of "correct", "incorrect"' in shown
    assert '"why": a text (may be left out)' in shown
    assert 'For example: {"step": 1, "label": "correct"}' in shown
    assert "step: Input should be less than or equal to 3" in shown
    assert "$defs" not in shown


@pytest.mark.parametrize(
    "form",
    [
        DRAFT_SCORE,
        labels_form(
            LabelsAsked(3, codes=("CALC",), criteria=(("clarity", 2),), p_correct=True, has_details=True)
        ).model,
        labels_form(LabelsAsked(3, only=1)).model,
        explanations_form(ExplanationsAsked((0,), (1,), (2,), ("CALC",))).model,
        premises_form(2).model,
    ],
)
def test_the_example_of_every_form_fits_the_form(form: type[BaseModel]) -> None:
    example = form_in_words(form).rpartition("For example: ")[2]
    assert read_form(form, example) is not None


async def test_json_is_asked_for_until_it_fits_the_form(person: HumanAgent, keys: PipeInput, ask: Ask) -> None:
    keys.send_text('a half\n{"b": 1}\n{"a": 0.5}\n')
    reply = await person.reply(ask(form=Stated))
    assert reply.parsed == Stated(a=0.5)


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("form", [None, Choices(("A", "B"))])
async def test_after_ctrl_c_or_ctrl_d_this_and_all_later_replies_fail(
    person: HumanAgent, keys: PipeInput, ask: Ask, key: str, form: Choices | None
) -> None:
    keys.send_text(key)
    for _ in range(2):
        with pytest.raises(PermanentError, match="the person ended the session"):
            await person.reply(ask(form=form))


async def test_a_person_with_two_seats_is_asked_for_one_reply_at_a_time(
    keys: PipeInput, screen: Screen, ask: Ask
) -> None:
    """The second request is shown after the first is answered."""
    output = Vt100_Output(screen, lambda: Size(rows=24, columns=80), term="dumb", enable_cpr=False)
    seats = [HumanAgent(Terminal(keys, output)) for _ in range(2)]
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(seat.reply(ask(f"Question {i}", form=Choices(("A", "B")))))
            for i, seat in enumerate(seats)
        ]
        await screen.asks.wait()
        assert "Question 0" in screen.getvalue()
        assert "Question 1" not in screen.getvalue()
        keys.send_text("A\n")
        await tasks[0]
        keys.send_text("B\n")
    assert [task.result().text for task in tasks] == ["Answer: A", "Answer: B"]


async def test_a_cancelled_question_frees_the_terminal(person: HumanAgent, keys: PipeInput, ask: Ask) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await person.reply(ask(form=Choices(("A", "B"))))
    keys.send_text("A\n")
    assert (await person.reply(ask(form=Choices(("A", "B"))))).text == "Answer: A"


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for descriptor in (reading, writing):
        with contextlib.suppress(OSError):
            os.close(descriptor)


async def test_seats_read_piped_lines_one_after_the_other(pipe: tuple[int, int], ask: Ask) -> None:
    reading, writing = pipe
    os.write(writing, "It is €17.\nI counted.\n\nX\nb\nno newline".encode())
    os.close(writing)
    speaker, judge = HumanAgent(PipedLines(reading)), HumanAgent(PipedLines(reading))
    assert (await speaker.reply(ask(purpose="speak"))).text == "It is €17.\nI counted."
    assert (await judge.reply(ask(form=Choices(("A", "B"))))).text == "Answer: B"
    assert (await speaker.reply(ask(purpose="speak"))).text == "no newline"
    with pytest.raises(PermanentError, match="ended the session"):
        await judge.reply(ask(form=Choices(("A", "B"))))


async def test_a_cancelled_wait_for_a_piped_line_loses_no_line(pipe: tuple[int, int], ask: Ask) -> None:
    reading, writing = pipe
    agent = HumanAgent(PipedLines(reading))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await agent.reply(ask(form=Choices(("A", "B"))))
    os.write(writing, b"A\n")
    assert (await agent.reply(ask(form=Choices(("A", "B"))))).text == "Answer: A"


PROGRAM = """
import asyncio, sys
from langchain_core.messages import HumanMessage
from dikast.agents import Choices, Request, open_agent
from dikast.records import Question

async def main():
    agent = open_agent("human")
    request = Request(messages=(HumanMessage("Which?"),), seat="judge", kind="judge", purpose="decide",
                      question=Question(id="1", text="?"), form=Choices(("A", "B")))
    sys.stdout.write((await agent.reply(request)).text)

asyncio.run(main())
"""


@pytest.mark.parametrize("kind", ["pipe", "file"])
def test_a_program_reads_its_answers_from_a_pipe_or_a_file(tmp_path: Path, kind: str) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("neither\nb\n")
    root = Path(__file__).parents[2]
    program = [sys.executable, "-W", "error", "-c", PROGRAM]
    if kind == "pipe":
        ended = subprocess.run(program, cwd=root, input=lines.read_bytes(), capture_output=True, timeout=60, check=True)
    else:
        with lines.open("rb") as stdin:
            ended = subprocess.run(program, cwd=root, stdin=stdin, capture_output=True, timeout=60, check=True)
    assert ended.stdout == b"Answer: B"
    assert b"Which?" in ended.stderr


def test_a_program_asks_at_its_terminal_and_prints_only_the_result(tmp_path: Path) -> None:
    """A real pseudo-terminal: keys go in, prompts come out on stderr, and stdout has only the result."""
    master, slave = pty.openpty()
    root = Path(__file__).parents[2]
    program = [sys.executable, "-W", "error", "-c", PROGRAM]
    environment = {**os.environ, "TERM": "dumb"}
    try:
        os.write(master, b"c\rb\r")
        ended = subprocess.run(
            program,
            cwd=root,
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=slave,
            env=environment,
            timeout=60,
            check=True,
        )
        shown = os.read(master, 65536)
    finally:
        os.close(master)
        os.close(slave)
    assert ended.stdout == b"Answer: B"
    assert b"Which?" in shown
