"""Runs that were made before records had schema 2 open as they did, go on without a call, and are exported alike.

`old/kept.tar.xz` holds run folders and exports that the code of commit d9f85e9 wrote, `old/inputs` what they were made
from, `old/printed` what that code printed of them; make.py says with which commands. What depends on the clock or the
place is not compared: how long an episode took where it is run anew, the date of an Inspect log, the full path in the
description of a second judge's run.
"""

from __future__ import annotations

import json
import math
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet
import pytest

from dikast import Episode
from tests.cli.conftest import Dikast
from tests.schema1.commands import CHECKED_RUNS, EXPORTS, FIGURES, MADE_BY, READS, RUNS, SAME_RUNS, printed, transcripts
from tests.schema1.renaming import in_new_words

FAILED = ("consultancy/ferry/for-0", "consultancy/ferry/for-1")


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def episodes(path: Path) -> list[Episode]:
    return [Episode.model_validate_json(line) for line in path.read_text().splitlines()]


def code_of(run: str) -> int:
    """How the command that made a run ends: of the debates, two episodes failed."""
    return 1 if run == "debates" else 0


def command_for(run: str) -> tuple[str, ...]:
    """The command that goes on with a run; it leaves alone what failed, which would be asked for again on purpose."""
    return (*MADE_BY[run], *(["--keep-failed"] if MADE_BY[run][0] == "run" else []))


def forget(run: Path, *, every: int) -> int:
    """Takes every `every`th episode out of the store, as if the run had been killed before it; how many are left."""
    with closing(sqlite3.connect(run / "episodes.sqlite")) as database, database:
        ids = [id for (id,) in database.execute("select id from outcomes order by id")]
        for id in ids[::every]:
            database.execute("delete from outcomes where id = ?", (id,))
            database.execute("delete from records where id = ?", (id,))
        return len(ids) - len(ids[::every])


# What is printed.


@pytest.mark.parametrize("name", READS)
def test_what_reads_a_run_prints_what_it_printed(dikast: Dikast, old: Path, calls: list[str], name: str) -> None:
    assert dikast(*READS[name]).out == printed(f"{name}.txt")
    assert calls == []


@pytest.mark.parametrize("run", RUNS)
def test_every_episode_reads_as_it_did(dikast: Dikast, old: Path, run: str) -> None:
    assert transcripts(run, lambda *arguments: dikast(*arguments).out) == printed(f"{run}-transcripts.txt")


@pytest.mark.parametrize("name", FIGURES)
def test_every_number_of_a_report_is_what_it_was(dikast: Dikast, old: Path, name: str) -> None:
    found, before = (json.loads(text) for text in (dikast(*FIGURES[name]).out, printed(f"{name}.txt")))
    new, old_ones = flat(found), flat(before)
    assert new.keys() == old_ones.keys()
    assert [place for place in new if not is_same(new[place], old_ones[place])] == []


def flat(value: Any, at: str = "") -> dict[str, Any]:
    """Each value by its place, so that numbers can be compared apart from their last digit."""
    if isinstance(value, dict):
        return {place: leaf for key, part in value.items() for place, leaf in flat(part, f"{at}.{key}").items()}
    if isinstance(value, list):
        return {place: leaf for i, part in enumerate(value) for place, leaf in flat(part, f"{at}.{i}").items()}
    return {at: value}


def is_same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


def test_the_page_of_a_report_is_what_it_was(dikast: Dikast, old: Path) -> None:
    assert dikast("report", "kept/debates", "--html", "page.html").code == 0
    assert rounded((old / "page.html").read_text()) == rounded(printed("debates-page.html"))


def rounded(page: str) -> str:
    """The page with nine digits of every number: the last ones depend on the processor."""
    return re.sub(r"\d+\.\d{9,}(e-\d+)?", lambda number: f"{float(number[0]):.9g}", page)


# Whole records.


@pytest.mark.parametrize("run", RUNS)
def test_a_record_is_read_from_a_folder_as_from_its_export(dikast: Dikast, old: Path, run: str) -> None:
    exported = {line["id"]: line for line in lines(old / f"exported/{run}.jsonl")}
    for id in list(exported)[::5]:
        whole = json.loads(dikast("transcript", f"kept/{run}", id, "--json").out)
        assert in_new_words(whole) == in_new_words(exported[id])


@pytest.mark.parametrize("run", RUNS)
def test_an_old_export_is_read_line_by_line(old: Path, run: str) -> None:
    for line in (old / f"exported/{run}.jsonl").read_text().splitlines():
        episode = Episode.model_validate_json(line)
        again = Episode.model_validate_json(episode.model_dump_json())
        assert again == episode
        assert in_new_words(json.loads(episode.model_dump_json())) == in_new_words(json.loads(line))


def test_checks_are_still_about_turns_that_are_there(old: Path) -> None:
    n = 0
    for episode in episodes(old / "exported/debates.jsonl"):
        for passage in filter(None, (episode, episode.rerun)):
            keys = {turn.key for turn in passage.transcript.turns}
            assert {check.about for check in passage.checks} <= keys
            n += len(passage.checks)
    assert n > 50


@pytest.mark.parametrize("run", RUNS)
def test_an_export_of_an_old_run_holds_what_it_held(dikast: Dikast, old: Path, run: str) -> None:
    assert dikast(*EXPORTS[f"{run}.jsonl"], "--out", "new.jsonl").code == 0
    assert in_new_words(lines(old / "new.jsonl")) == in_new_words(lines(old / f"exported/{run}.jsonl"))


@pytest.mark.parametrize("run", ["debates", "process"])
def test_an_inspect_log_of_an_old_run_holds_what_it_held(dikast: Dikast, old: Path, run: str) -> None:
    assert dikast(*EXPORTS[f"{run}.eval"], "--out", "new.eval").code == 0
    assert inspect_log(old / "new.eval") == inspect_log(old / f"exported/{run}.eval")


def inspect_log(path: Path) -> dict[str, Any]:
    """The files of a log, without the date of its run folder, and without events, which were added since."""
    with ZipFile(path) as log:
        held = {name: in_new_words(json.loads(log.read(name))) for name in log.namelist()}
    for sample in held.values():
        if isinstance(sample, dict):
            sample.pop("events", None)
    del held["header.json"]["stats"], held["header.json"]["eval"]["created"]
    return held


def test_a_table_of_an_old_run_holds_what_it_held(dikast: Dikast, old: Path) -> None:
    assert dikast(*EXPORTS["debates.parquet"], "--out", "new.parquet").code == 0
    new, before = (pyarrow.parquet.read_table(old / name) for name in ("new.parquet", "exported/debates.parquet"))
    # By name: columns were added since.
    assert new.select(before.column_names).equals(before)


# Going on.


@pytest.mark.parametrize("every", [1, 2, 3])  # all episodes are missing, half of them, a third
@pytest.mark.parametrize("run", SAME_RUNS)
def test_an_interrupted_run_is_finished_from_its_journal_without_a_call(
    dikast: Dikast, old: Path, calls: list[str], run: str, every: int
) -> None:
    left = forget(old / "kept" / run, every=every)
    assert len(list(dikast("transcript", f"kept/{run}").out.splitlines())) == left
    assert dikast(*command_for(run)).code == code_of(run)
    assert calls == []
    assert dikast("transcript", f"kept/{run}").out == printed(f"{run}-transcripts.txt").partition("\n\n")[0] + "\n"
    dikast("export", f"kept/{run}", "--out", "new.jsonl")
    assert in_new_words(lines(old / "new.jsonl")) == in_new_words(lines(old / f"exported/{run}.jsonl"))


@pytest.mark.parametrize("run", CHECKED_RUNS)
def test_an_interrupted_run_with_other_findings_is_finished_too(dikast: Dikast, old: Path, run: str) -> None:
    forget(old / "kept" / run, every=2)
    assert dikast(*command_for(run)).code == code_of(run)
    dikast("export", f"kept/{run}", "--out", "new.jsonl")
    assert [row["id"] for row in lines(old / "new.jsonl")] == [
        row["id"] for row in lines(old / f"exported/{run}.jsonl")
    ]


@pytest.mark.parametrize("run", RUNS)
def test_without_its_journal_a_run_would_be_paid_again(dikast: Dikast, old: Path, calls: list[str], run: str) -> None:
    """The count of calls counts."""
    forget(old / "kept" / run, every=2)
    (old / "kept" / run / "journal.sqlite").unlink()
    dikast(*command_for(run))
    assert len(calls) > 0


@pytest.mark.parametrize("run", RUNS)
def test_a_finished_run_has_nothing_to_go_on_with(dikast: Dikast, old: Path, calls: list[str], run: str) -> None:
    ended = dikast(*command_for(run))
    assert (ended.code, calls) == (code_of(run), [])
    shown = "graded-again" if run == "graded" else f"{run}-show"
    assert ended.out == printed(f"{shown}.txt")


def test_what_failed_is_asked_for_again_and_nothing_else(dikast: Dikast, old: Path, calls: list[str]) -> None:
    assert dikast(*MADE_BY["debates"]).code == 1
    assert [call.partition("?")[0] for call in calls] == ["scripted:consultant.yaml"] * 4


def test_old_debates_are_judged_anew_by_calls_to_the_judge_alone(dikast: Dikast, old: Path, calls: list[str]) -> None:
    command = [part.replace("kept/judged", "kept/anew") for part in MADE_BY["judged"]]
    assert dikast(*command).code == 0
    assert {call.partition("?")[0] for call in calls} == {"scripted:second.yaml"}
    dikast("export", "kept/anew", "--out", "new.jsonl")
    assert in_new_words(lines(old / "new.jsonl")) == in_new_words(lines(old / "exported/judged.jsonl"))


def test_the_same_questions_run_anew_give_the_same_records(dikast: Dikast, old: Path) -> None:
    dikast(*(part.replace("kept/", "anew/") for part in MADE_BY["debates"]))
    dikast("export", "anew/debates", "--out", "new.jsonl")
    assert in_new_words(lines(old / "new.jsonl")) == in_new_words(lines(old / "exported/debates.jsonl"))


def test_the_journal_of_a_run_made_anew_has_the_old_keys(dikast: Dikast, old: Path) -> None:
    for run in SAME_RUNS:
        dikast(*(part.replace(f"kept/{run}", f"anew/{run}") for part in MADE_BY[run]))
        assert keys_of(old / "anew" / run) == keys_of(old / "kept" / run)


def keys_of(run: Path) -> set[bytes]:
    with closing(sqlite3.connect(run / "journal.sqlite")) as database:
        return {key for (key,) in database.execute("select key from calls")}


# What the old runs hold, so that the tests above are about all of it.


def test_the_old_runs_hold_every_kind_of_record(old: Path) -> None:
    held = [episode for run in RUNS for episode in episodes(old / f"exported/{run}.jsonl")]
    passages = [passage for episode in held for passage in (episode, episode.rerun) if passage is not None]
    turns = [turn for passage in passages for turn in passage.transcript.turns]
    checks = [check for passage in passages for check in passage.checks]
    gradings = [episode.verdict.grading for episode in held if episode.verdict.grading is not None]
    kinds = "speech question answer solution premises labels accusation"
    assert {turn.kind for turn in turns} == set(kinds.split())
    assert {turn.status for turn in turns} == {"said", "unparsed"}
    assert {episode.verdict.status for episode in held} == {"decided", "unparsed"}
    assert {episode.verdict.route for episode in held} >= {"logprobs", "probabilities", "samples", "label", "votes"}
    about_steps = [check for grading in gradings for step in grading.steps for check in step.checks]
    assert {(check.checker, check.status) for check in checks} >= {
        (checker, status) for checker in ("quotes", "steps", "answers") for status in ("verified", "refuted")
    }
    assert {check.status for check in about_steps} >= {"verified", "refuted"}
    assert all(in_new_words(check.model_dump())["tick"] is not None for check in checks)
    assert {step.decided_by for grading in gradings for step in grading.steps} >= {"judge", "verifier"}
    assert {grading.grounding for grading in gradings} == {"none", "binding"}
    found = {
        "a swap that was run again": any(episode.rerun for episode in held),
        "a swap that was shown again": any(e.swap == "both" and e.rerun is None for e in held),
        "a look before the verdict": any(passage.looks for passage in passages),
        "a side that was chosen": any(passage.chosen for passage in passages),
        "a side that was assigned": any(episode.argues is not None for episode in held),
        "a second judge": any(episode.origin for episode in held),
        "a repeated question": any(episode.usage.repeats for episode in held),
        "money": any(episode.usage.cost_usd for episode in held),
        "quotes": any(turn.quotes for turn in turns),
        "private thinking": any(turn.thinking for turn in turns),
        "a cut speech": any(turn.cut for turn in turns),
        "drafts": any(turn.candidates and turn.picked is not None for turn in turns),
        "notes": any(turn.notes for turn in turns),
        "solutions that agree": any(turn.agreed for turn in turns),
        "a question about steps": any(turn.about_steps for turn in turns),
        "a step that nobody could read": any(grading.n_unparsed for grading in gradings),
        "an answer right by a wrong way": any(grading.is_lucky for grading in gradings),
    }  # fmt: skip
    assert [name for name, is_there in found.items() if not is_there] == []


# What is called otherwise since. These hold from schema 2 on.


@pytest.mark.parametrize("run", RUNS)
def test_an_old_record_is_written_again_as_schema_2(old: Path, run: str) -> None:
    for line in (old / f"exported/{run}.jsonl").read_text().splitlines():
        before, now = json.loads(line), json.loads(Episode.model_validate_json(line).model_dump_json())
        assert (before["schema"], now["schema"]) == (1, 2)
        assert now == {"schema": 2, **in_new_words(before)}


@pytest.mark.parametrize("run", RUNS)
def test_turns_and_checks_of_an_old_record_have_their_seat_and_tick(old: Path, run: str) -> None:
    for line in (old / f"exported/{run}.jsonl").read_text().splitlines():
        before, episode = json.loads(line), Episode.model_validate_json(line).model_dump()
        said, told = before["transcript"]["turns"], episode["transcript"]["turns"]
        assert [(turn["role"], turn["step"]) for turn in said] == [(turn["seat"], turn["tick"]) for turn in told]
        assert [check["step"] for check in before["checks"]] == [check["tick"] for check in episode["checks"]]


@pytest.mark.parametrize("id", FAILED)
def test_an_old_failure_names_its_seat(dikast: Dikast, old: Path, id: str) -> None:
    told = json.loads(dikast("transcript", "kept/debates", id, "--json").out)
    assert (told["seat"], "role" in told) == ("consultant", False)


@pytest.mark.parametrize("run", RUNS)
def test_an_export_of_an_old_run_is_all_of_schema_2(dikast: Dikast, old: Path, run: str) -> None:
    dikast("export", f"kept/{run}", "--out", "new.jsonl")
    assert {line["schema"] for line in lines(old / "new.jsonl")} == {2}
