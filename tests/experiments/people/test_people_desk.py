"""Who is asked what, which answers will do, and what the answers of several people come to."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from dikast.agents import Choices
from dikast.errors import AnswersAwaited, BadInput
from dikast.experiments import AlreadyAnswered, AnswerRefused, PersonAnswer, rater_alpha, summaries
from dikast.experiments.people import PeopleOptions, load_controls
from dikast.experiments.people.combine_answers import reply_of
from dikast.input_files import Document, into
from dikast.questions import QuestionSource
from tests.experiments.people.conftest import CHOICE, Desk, choice, posted, request


def test_a_choice_becomes_a_label_and_its_probabilities(desk: Desk) -> None:
    people = desk()
    people.send(posted(people, request()), choice("human", p_first=0.8, text="It says so."))
    reply = people.ask("human", "t1", request())
    assert (reply.text, reply.thinking, reply.usage.seconds) == ("Answer: A", "It says so.", 3)
    assert reply.choice_logprobs == pytest.approx({"A": math.log(0.8), "B": math.log(0.2)})


def test_reasons_come_before_the_label_where_the_protocol_asks_for_them(desk: Desk) -> None:
    people, asked = desk(), request(Choices(("A", "B"), reasoning=True, options=("17", "18")))
    task = posted(people, asked)
    with pytest.raises(AnswerRefused, match="give your reasons"):
        people.send(task, choice("human"))
    with pytest.raises(AnswerRefused, match="another answer than the one that you chose"):
        people.send(task, choice("human", text="Answer: B"))
    people.send(task, choice("human", text="It says so."))
    assert people.ask("human", "t1", asked).text == "It says so.\n\nAnswer: A"


@pytest.mark.parametrize(
    ("options", "answer", "why"),
    [
        ({}, PersonAnswer(person="human", label="C", beliefs=(0.5, 0.5)), "choose one of the answers"),
        ({}, PersonAnswer(person="human", label="A"), "how likely each answer is"),
        ({}, PersonAnswer(person="human", label="A", beliefs=(0.9, 0.3)), "make 100 % in all"),
        ({}, PersonAnswer(person="human", label="A", beliefs=(1.5, -0.5)), "between 0 and 100 %"),
        ({}, PersonAnswer(person="human", label="A", beliefs=(math.nan, 0.5)), "between 0 and 100 %"),
        ({}, PersonAnswer(person="human", label="A", beliefs=(0.3, 0.7)), "another is likelier"),
        ({"reasons": True}, PersonAnswer(person="human", label="A", beliefs=(0.7, 0.3), text=" "), "give your reasons"),
        ({"beliefs": False}, PersonAnswer(person="human", label="A", beliefs=(0.7, 0.3)), "no probabilities"),
    ],
)
def test_a_choice_that_will_not_do_is_told_why(
    desk: Desk, options: dict[str, Any], answer: PersonAnswer, why: str
) -> None:
    people = desk(**options)
    with pytest.raises(AnswerRefused, match=why):
        people.send(posted(people, request()), answer)
    assert people.store.answers("t1") == []


def test_a_text_keeps_to_its_word_limit(desk: Desk) -> None:
    people = desk()
    task = posted(people, request(None, words=3))
    for text, why in (("  ", "no text yet"), ("one two three four", "4 words; the limit is 3")):
        with pytest.raises(AnswerRefused, match=why):
            people.send(task, PersonAnswer(person="human", text=text))
    people.send(task, PersonAnswer(person="human", text="one two three"))
    assert people.ask("human", "t1", request(None, words=3)).text == "one two three"


class Estimate(BaseModel):
    p_first: float


def test_a_form_is_filled_in_as_it_is_described(desk: Desk) -> None:
    people = desk()
    task = posted(people, request(Estimate))
    assert '"p_first": a number' in task.form
    with pytest.raises(AnswerRefused, match="p_first: Input should be a valid number"):
        people.send(task, PersonAnswer(person="human", text='{"p_first": "high"}'))
    people.send(task, PersonAnswer(person="human", text='{"p_first": 0.3}'))
    assert people.ask("human", "t1", request(Estimate)).parsed == Estimate(p_first=0.3)


def test_what_form_is_wanted_is_known_again_once_the_run_has_asked_again(desk: Desk) -> None:
    task = posted(desk(), request(Estimate))
    again = desk()
    with pytest.raises(AnswerRefused, match="not ready for it yet"):
        again.send(task, PersonAnswer(person="human", text='{"p_first": 0.3}'))


def test_two_raters_answer_apart_and_their_log_odds_are_averaged(desk: Desk) -> None:
    people = desk(names=["anna", "ben", "carla"], raters=2)
    task = posted(people, request())
    people.send(task, choice("anna", p_first=0.9))
    assert [row.id for row in people.queue("ben")] == ["t1"]
    with pytest.raises(AnswersAwaited):
        people.ask("human", "t1", request())
    people.send(task, choice("ben", "B", p_first=0.2))
    with pytest.raises(AlreadyAnswered):
        people.send(task, choice("carla"))
    logprobs = people.ask("human", "t1", request()).choice_logprobs or {}
    log_odds = (math.log(0.9 / 0.1) + math.log(0.2 / 0.8)) / 2
    assert logprobs["A"] - logprobs["B"] == pytest.approx(log_odds)


def test_of_people_who_send_at_the_same_moment_as_many_count_as_are_asked(desk: Desk) -> None:
    names = [f"p{i}" for i in range(8)]
    people = desk(names=names, raters=2)
    answered: list[str] = []
    people.on_answer = answered.append
    task = posted(people, request())

    def sends(name: str) -> bool:
        try:
            people.send(task, choice(name))
        except AlreadyAnswered:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(sends, names)) == 2
    assert (len(people.store.answers("t1")), answered) == (2, ["t1"])


def test_an_adjudicator_is_asked_only_where_the_raters_differ(desk: Desk) -> None:
    people = desk(names=["anna", "ben"], raters=2, adjudicator="dora")
    same, different = posted(people, request(episode="e1")), posted(people, request(episode="e2"), id="t2")
    for task, label in ((same, "A"), (different, "B")):
        people.send(task, choice("anna"))
        people.send(task, choice("ben", label))
    assert [row.id for row in people.queue("dora")] == ["t2"]
    people.send(different, choice("dora", "B", p_first=0.1))
    reply = people.ask("human", "t2", request(episode="e2"))
    assert (reply.text, reply.model) == ("Answer: B", "human:dora")
    assert reply.choice_logprobs == pytest.approx({"A": math.log(0.1), "B": math.log(0.9)})


def test_nobody_has_two_seats_of_one_episode_and_whoever_began_goes_on(desk: Desk) -> None:
    people = desk(names=["anna", "ben"])
    posted(people, request(None, seat="alice"), id="speech")
    people.send(posted(people, request(None, seat="alice"), id="speech"), PersonAnswer(person="anna", text="So it is."))
    posted(people, request(None, seat="alice"), id="second speech")
    posted(people, request(seat="judge"), id="verdict")
    assert [row.id for row in people.queue("anna")] == ["second speech"]
    assert [row.id for row in people.queue("ben")] == ["verdict"]


def test_a_named_person_alone_sees_what_is_theirs(desk: Desk) -> None:
    people = desk("human:anna", "human:ben")
    task = posted(people, request(), agent="human:anna")
    assert people.people == ["anna", "ben"]
    assert people.may_see("anna", task)
    assert not people.may_see("ben", task)
    with pytest.raises(AlreadyAnswered):
        people.send(task, choice("ben"))


def test_an_answer_outlives_the_process_that_took_it(desk: Desk) -> None:
    first = desk()
    first.send(posted(first, request()), choice("human"))
    assert desk().ask("human", "t1", request()).text == "Answer: A"


def test_nobody_is_asked_for_an_episode_that_is_finished(desk: Desk) -> None:
    people = desk()
    posted(people, request(episode="done"), id="t1")
    posted(people, request(episode="open"), id="t2")
    people.store.end_finished({"done"})
    assert [row.id for row in people.queue("human")] == ["t2"]


def test_more_raters_than_before_are_asked_where_the_answer_is_not_in_use_yet(desk: Desk) -> None:
    before = desk(names=["anna", "ben"])
    before.send(posted(before, request()), choice("anna"))
    after = desk(names=["anna", "ben"], raters=2)
    posted(after, request())
    assert [row.id for row in after.queue("ben")] == ["t1"]


def test_a_draft_is_kept_until_the_answer_is_sent(desk: Desk) -> None:
    people = desk()
    task = posted(people, request())
    people.store.save_draft("t1", "human", "half a thought")
    assert desk().store.draft("t1", "human") == "half a thought"
    people.send(task, choice("human"))
    assert people.store.draft("t1", "human") == ""


def known_file(folder: Path) -> str:
    rows = [{"id": str(i), "question": "1 + 1?", "choices": ["2", "3"], "answer": 0} for i in range(3)]
    (folder / "known.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return "known.jsonl"


def test_practice_comes_first_and_attention_checks_after_every_few_answers(desk: Desk, tmp_path: Path) -> None:
    file = known_file(tmp_path)
    practice = load_controls(QuestionSource(file=file, limit=1), tmp_path, 0, is_practice=True)
    checks = load_controls(QuestionSource(file=file), tmp_path, 0, is_practice=False)
    people = desk(
        known={question.task.id: question for question in practice + checks},
        attention={"questions": {"file": file}, "every": 2},
    )
    for i in range(5):
        posted(people, request(episode=f"e{i}"), id=f"t{i}")
    order = []
    while (task := people.next_task("human")) is not None:
        order.append("practice" if task.id == practice[0].task.id else "run" if task.id.startswith("t") else "check")
        people.send(task, choice("human"))
    assert order == ["practice", "run", "run", "check", "run", "run", "check", "run"]
    (summary,) = summaries(people)
    assert (summary.answered, summary.attended, summary.checks, summary.practised) == (5, 2, 2, 1)
    assert summary.practice_bits == pytest.approx(math.log2(0.8))
    assert len(people.store.open_tasks()) == 0


def test_a_task_with_a_known_answer_does_not_tell_it(tmp_path: Path) -> None:
    (known, *_) = load_controls(QuestionSource(file=known_file(tmp_path)), tmp_path, 0, is_practice=False)
    assert known.task.messages[0].text.startswith("The question:\n| 1 + 1?\n\nThe answers:\nA | 2\nB | 3\n\nWhich")
    assert "gold" not in known.task.model_dump_json()
    assert len(known.task.id) == 32


def test_agreement_is_that_of_all_tasks_with_several_raters(desk: Desk) -> None:
    people = desk(names=["anna", "ben"], raters=2)
    assert rater_alpha(people) is None
    for i, (first, second) in enumerate([("A", "A"), ("B", "B"), ("A", "A"), ("B", "B")]):
        task = posted(people, request(episode=f"e{i}"), id=f"t{i}")
        people.send(task, choice("anna", first))
        people.send(task, choice("ben", second))
    alpha = rater_alpha(people)
    assert alpha is not None
    assert alpha.value == pytest.approx(1)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.floats(0, 1)), min_size=1, max_size=5))
def test_probabilities_of_any_raters_sum_to_one(given_answers: list[tuple[str, float]]) -> None:
    answers = [choice(f"p{i}", label, p_first=p) for i, (label, p) in enumerate(given_answers)]
    logprobs = reply_of(answers, request()).choice_logprobs or {}
    assert sum(map(math.exp, logprobs.values())) == pytest.approx(1)
    assert reply_of(answers[::-1], request()).choice_logprobs == pytest.approx(logprobs)
    assert CHOICE.labels == tuple(logprobs)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"raters": 2, "names": ["anna"]}, "people.raters: 2 raters need as many `names`; 1 are given"),
        ({"names": ["anna", "anna"]}, "people.names: a person is named twice"),
        ({"adjudicator": "anna"}, "nothing to adjudicate with one rater"),
        ({"names": ["a", "b"], "raters": 2, "adjudicator": "a"}, "who has rated an item can't adjudicate it"),
        ({"rater": 2}, "unknown key 'rater': did you mean 'raters'"),
        ({"names": ["../anna"]}, "people.names[0]: a person's name has letters"),
    ],
)
def test_options_that_will_not_do_are_told_with_their_place(options: dict[str, Any], message: str) -> None:
    class File(BaseModel):
        people: PeopleOptions

    with pytest.raises(BadInput) as error:
        into(File, Document({"people": options}, "play.yaml"))
    assert message in str(error.value)
