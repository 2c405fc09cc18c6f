"""People label steps of a run in the order of a sample, several of them at once, in several starts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.experiments import (
    AnswerRefused,
    LabelFile,
    PersonAnswer,
    RunFolder,
    StepLabels,
    estimate_labels,
    export_run,
    rater_alpha,
    start_folder,
)
from dikast.experiments.labelling.step_labels import people_label
from dikast.records import Episode
from tests.experiments.labelling.conftest import labelling, send
from tests.experiments.stores.small_run import HASHES


def kept(run: RunFolder) -> StepLabels:
    labels = LabelFile(run.path).read()
    assert labels is not None
    return labels


def test_a_labeller_sees_the_steps_up_to_that_one_and_nothing_that_the_run_said(run: RunFolder) -> None:
    episode = run.episode("process-stepwise/bakery-cem")
    assert isinstance(episode, Episode)
    with labelling(run) as desk:
        tasks = [desk.store.task(row.id) for row in desk.queue("human")]
    task = next(
        one for one in tasks if one and "24 * 0.75 = 19." in one.messages[1].text and "step 2:" in one.messages[1].text
    )
    shown = task.messages[1].text
    assert "| The profit is 19 - 11.50 = 7.50." in shown
    assert "| $6.50" in shown
    assert "So it is $7.50." not in shown
    assert task.title == "Is step 2 right?"
    assert task.labels == ("correct", "neutral", "incorrect", "inherited", "unknown")
    assert task.kinds == (("C", "Calculation Slip"), ("M", "Wrong Method"))
    for said in ("refuted", "judge", "verified", "left: 18"):
        assert said not in shown


def test_no_step_is_inherited_from_before_the_first(run: RunFolder) -> None:
    with labelling(run) as desk:
        tasks = [desk.store.task(row.id) for row in desk.queue("human")]
    assert {task.title == "Is step 1 right?" for task in tasks if task and "inherited" not in task.labels} == {True}


def test_what_the_reference_shows_is_chosen(run: RunFolder) -> None:
    with labelling(run, reference="none") as desk:
        texts = [task.messages[1].text for row in desk.queue("human") if (task := desk.store.task(row.id))]
    assert not any("reference" in text for text in texts)


def test_tasks_come_in_the_order_of_the_sample_and_each_begun_one_is_left_to_who_began_it(run: RunFolder) -> None:
    with labelling(run, names=["anna", "ben"]) as desk:
        order = [step.id for step in kept(run).steps]
        assert [row.id for row in desk.queue("anna")] == order
        desk.store.opened(order[0], "anna")
        assert [row.id for row in desk.queue("ben")] == [*order[1:], order[0]]
        assert [row.id for row in desk.queue("anna")] == order


def test_a_step_that_someone_left_open_is_offered_to_others_again(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else everything after it would not count for as long as they are away."""
    with labelling(run, names=["anna", "ben"]) as desk:
        first = desk.queue("anna")[0].id
        desk.store.opened(first, "anna")
        monkeypatch.setattr("dikast.experiments.people.people_desk.CLAIM_S", 0.0)
        assert desk.queue("ben")[0].id == first


def test_a_queue_that_ends_early_is_a_sample_of_what_was_labelled(run: RunFolder) -> None:
    with labelling(run, 10) as desk:
        done = [send(desk) for _ in range(4)]
    labels = kept(run)
    assert [step.id for step in labels.counted] == done
    assert [step.p for step in labels.counted] == pytest.approx([4 / 15] * 4)
    assert (labels.n_queued, labels.n_steps) == (10, 15)


def test_labels_behind_a_gap_count_once_it_is_closed(run: RunFolder) -> None:
    """The first step is before Anna, who takes her time: what Ben labels meanwhile is no prefix of the order."""
    with labelling(run, names=["anna", "ben"]) as desk:
        first = desk.queue("anna")[0].id
        desk.store.opened(first, "anna")
        for _ in range(3):
            send(desk, person="ben")
        labels = kept(run)
        assert (labels.n_counted, len(labels.labelled)) == (0, 3)
        assert {step.weight for step in labels.labelled} == {None}
        assert send(desk, person="anna") == first
    assert kept(run).n_counted == 4


def test_the_next_start_goes_on_with_a_longer_queue_and_loses_nothing(run: RunFolder) -> None:
    with labelling(run, 3) as desk:
        for _ in range(3):
            send(desk, "incorrect", error_type="C", text="19 is wrong")
        assert desk.next_task("human") is None
    with labelling(run, 5) as desk:
        assert len(desk.queue("human")) == 2
    with labelling(run, 1) as desk:
        assert len(desk.queue("human")) == 2
    first = kept(run).labelled[0]
    assert (first.label, first.error_type, first.reason, first.seed) == ("incorrect", "C", "19 is wrong", 0)


def test_a_sample_that_was_drawn_otherwise_is_not_mixed_with_this_one(run: RunFolder) -> None:
    with labelling(run, order="uncertain"):
        pass
    with pytest.raises(BadInput, match="chosen with --order uncertain: give the same"), labelling(run, order="random"):
        pass


def test_two_at_once_are_refused(run: RunFolder) -> None:
    with labelling(run), pytest.raises(BadInput, match="asked for labels of this run already"), labelling(run):
        pass


def test_a_run_without_graded_solutions_is_left_as_it_is(tmp_path: Path) -> None:
    folder = start_folder(tmp_path / "run", {"name": "play", "seed": 0}, HASHES)
    with pytest.raises(BadInput, match="no solution was graded in this run"), labelling(folder):
        pass
    assert not list(folder.path.glob("labels*"))


def test_raters_label_apart_and_an_adjudicator_decides(run: RunFolder) -> None:
    with labelling(run, names=["anna", "ben"], raters=2, adjudicator="dora") as desk:
        send(desk, "correct", "anna")
        assert kept(run).n_counted == 0
        send(desk, "incorrect", "ben")
        send(desk, "incorrect", "dora", error_type="M")
        for person in ("anna", "ben"):
            send(desk, "correct", person)
        alpha = rater_alpha(desk)
    assert alpha is not None
    # Dora is asked only where the others differ, so that she would be no rater like them.
    assert alpha.n == 4
    found = estimate_labels(run)
    assert found is not None
    assert found.alpha == alpha
    first, second = kept(run).labelled
    assert (first.label, first.error_type, len(first.answers)) == ("incorrect", "M", 3)
    assert (second.label, len(second.answers)) == ("correct", 2)


def test_more_raters_than_before_are_asked_again(run: RunFolder) -> None:
    with labelling(run) as desk:
        send(desk)
    with labelling(run, names=["human", "ben"], raters=2) as desk:
        assert kept(run).n_counted == 0
        send(desk, "correct", "ben")
    assert kept(run).n_counted == 1


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        (["correct", "neutral", "incorrect"], "correct"),
        (["incorrect", "inherited", "correct"], "incorrect"),
        (["correct", "incorrect"], "unknown"),
        (["unknown", "incorrect"], "incorrect"),
    ],
)
def test_the_label_of_several_people_is_their_majority(labels: list[str], label: str) -> None:
    answers = [PersonAnswer(person=f"p{i}", label=said) for i, said in enumerate(labels)]
    assert people_label(0, answers, None).label == label


def test_a_kind_of_error_goes_with_a_wrong_step_and_is_the_rubrics(run: RunFolder) -> None:
    with labelling(run) as desk:
        task = desk.next_task("human")
        assert task is not None
        for label, kind, why in (
            ("correct", "C", "did not call the step wrong"),
            ("incorrect", "Z", "one of the kinds"),
        ):
            with pytest.raises(AnswerRefused, match=why):
                desk.send(task, PersonAnswer(person="human", label=label, error_type=kind))


def test_the_estimates_of_all_steps_are_those_of_a_count(run: RunFolder) -> None:
    """Everything is labelled, so that nothing is uncertain: the run's own table says the same."""
    with labelling(run) as desk:
        while desk.next_task("human"):
            send(desk, "incorrect")
    found = estimate_labels(run)
    assert found is not None
    (judge,) = found.judges
    assert (found.labelled, found.counted, judge.counted, judge.steps) == (15, 15, 15, 15)
    assert (judge.wrong.value, judge.wrong.low, judge.passed.value) == (1, 1, None)
    assert judge.found.value == judge.agreement.value == pytest.approx(judge.called_wrong)


def test_before_any_label_there_is_no_estimate_and_without_a_sample_nothing(run: RunFolder) -> None:
    assert estimate_labels(run) is None
    with labelling(run):
        pass
    found = estimate_labels(run)
    assert found is not None
    assert (found.counted, found.judges, found.undecided.value) == (0, (), None)


def test_labels_are_exported_with_how_their_steps_were_chosen(run: RunFolder, tmp_path: Path) -> None:
    with labelling(run, order="uncertain") as desk:
        send(desk, "incorrect", error_type="C", text="no", seconds=4)
        send(desk)
    path, n = export_run(run, "sample", tmp_path / "sample.jsonl")
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert n == len(rows) == 2
    first = rows[0]
    assert (first["label"], first["error_type"], first["order"], first["place"]) == ("incorrect", "C", "uncertain", 0)
    assert first["weight"] == pytest.approx(1 / first["p"])
    assert first["answers"] == [
        {"person": "human", "text": "no", "label": "incorrect", "error_type": "C", "seconds": 4}
    ]


def test_a_damaged_file_is_bad_input(run: RunFolder) -> None:
    LabelFile(run.path).path.write_bytes(b"SQLite format 3\0" + b"x" * 4_000)
    with pytest.raises(BadInput, match="labels can't be read"):
        estimate_labels(run)


@pytest.mark.parametrize(
    "change", ["mark = 0", "mark = 'x'", "size = 0", "size = 9e999", "place = -1", "mark = 1e9 - place"]
)
def test_a_sample_that_no_run_draws_is_bad_input(run: RunFolder, change: str) -> None:
    """Else a folder of someone else's could make weights without end, or a traceback."""
    with labelling(run, order="uncertain") as desk:
        send(desk)
    with closing(sqlite3.connect(LabelFile(run.path).path)) as database, database:
        where = "where place = 0" if "place =" in change else ""
        database.execute(f"update steps set {change} {where}")
    with pytest.raises(BadInput, match="labels can't be read"):
        estimate_labels(run)


def test_a_link_in_place_of_the_file_is_not_followed(run: RunFolder, tmp_path: Path) -> None:
    LabelFile(run.path).path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="is a link"), labelling(run):
        pass
    assert not (tmp_path / "elsewhere").exists()
