"""Records in a notebook: readable, and hostile text in them is inert."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from dikast import Check, Episode, Question, Verdict, load_protocol, run_episode
from dikast.records import Grading, StepLabel
from dikast.records.html_text import MOST_CHARS, escaped

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover='alert(3)' \u202eevil $x$ \\(y\\)"
TAGS = {"div", "style", "table", "tr", "th", "td", "details", "summary", "span", "strong", "code"}
ATTRIBUTES = {"class", "style", "dir"}


class Reader(HTMLParser):
    """The tags, attributes and text of a piece of HTML."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    """The page, in which there is no tag and no attribute but our own."""
    reader = Reader(page)
    assert reader.tags <= TAGS
    assert reader.attributes <= ATTRIBUTES
    return reader


def hostile_check() -> Check:
    return Check(
        checker=HOSTILE, status="refuted", claim=HOSTILE, method=HOSTILE, reading=HOSTILE, evidence={HOSTILE: HOSTILE}
    )


async def episode_of(text: str) -> Episode:
    question = Question(id=text, text=text, choices=(text, f"not {text}"), gold=0, source=f"{text} It is so.")
    agents = {"debater": "dikast.evaluation.planted:honest", "judge": "dikast.evaluation.planted:evidence_judge"}
    return await run_episode(load_protocol("debate", rounds=1), question, agents=agents)


async def test_an_episode_shows_question_verdict_and_what_was_said() -> None:
    text = read((await episode_of("Is the lamp lit?"))._repr_html_()).text
    for shown in ("Is the lamp lit?", "Verdict", "right", "alice", "speech · round 1", "✓ verified", "3 calls"):
        assert shown in text


async def test_hostile_text_of_an_episode_stays_text() -> None:
    reader = read((await episode_of(HOSTILE))._repr_html_())
    assert "<script>alert(1)</script>" in reader.text
    assert "\u202e" not in reader.text


def test_a_check_and_a_grading_escape_every_field() -> None:
    check = hostile_check()
    assert "✗ refuted" in read(check._repr_html_()).text
    step = StepLabel(
        step=0, label="incorrect", error_type=HOSTILE, explanation=HOSTILE, fix=HOSTILE, checks=(check,), reason=HOSTILE
    )
    grading = Grading(rubric=HOSTILE, steps=(step,), first_error=0, answer=check, score=0.25, criteria={HOSTILE: None})
    text = read(grading._repr_html_()).text
    assert "first error in step 1 · score 0.25" in text
    read(Verdict(status="decided", grading=grading, reason=HOSTILE)._repr_html_())


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict(status="decided", choice=1, probabilities=(0.25, 0.75)), "choice 2"),
        (Verdict(status="unparsed", reason="no label"), "unparsed"),
        (Verdict(status="decided", tie=True), "a tie"),
        (Verdict(status="decided", abstained=True), "abstained"),
    ],
)
def test_a_verdict_says_what_was_decided(verdict: Verdict, words: str) -> None:
    assert words in read(verdict._repr_html_()).text


def test_dollars_and_backslashes_begin_no_formula() -> None:
    assert escaped("$24 \\(x") == "<span>$</span>24 <span>\\</span>(x"


def test_a_long_text_is_cut_and_says_so() -> None:
    assert escaped("x" * (MOST_CHARS + 5)).endswith("… (5 more characters)")
