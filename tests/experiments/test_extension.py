"""A run is extended in its folder: what is there stays, and only what is new is run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from dikast.errors import BadInput, DikastError
from dikast.experiments import Run, load_episodes, load_experiment, prepare, run_experiment
from dikast.experiments.executors.processes import ProcessesExecutor
from dikast.experiments.matrix import Matrix
from dikast.experiments.stores import OtherRun, RunFolder
from tests.experiments.conftest import Prepared, rows

JUDGE = "scripted:script.yaml"
SEATS = {"judge": JUDGE, "debater": JUDGE, "consultant": JUDGE}
SECOND = "tests.experiments.agents:says_a"
BEGUN: dict[str, Any] = {"agents": SEATS}


def ids(run: Run[Matrix]) -> list[str]:
    return sorted(outcome.id for outcome in run.folder.outcomes())


@pytest.mark.parametrize(
    ("n", "changes", "n_calls"),
    [
        # More questions: three new ones, a call each.
        (7, {}, 3),
        # More protocols: a static debate of three rounds has seven calls, direct QA none that is new.
        (4, {"protocols": ["direct", {"use": "debate", "rounds": 3}]}, 4 * 7),
        (4, {"protocols": [{"use": "debate", "rounds": 1}, "direct"]}, 4 * 3),
        # The same protocol with other options is another protocol.
        (4, {"protocols": ["direct", {"use": "direct", "reasoning": True, "as": "reasoned"}]}, 4),
        (4, {"agents": {**SEATS, "judge": [JUDGE, SECOND]}}, 4),
        (4, {"agents": {**SEATS, "judge": [SECOND, JUDGE]}}, 4),
        (4, {"repeats": 3}, 4 * 2),
        # All at once: 2 questions more, 1 judge more, 1 repeat more.
        (6, {"agents": {**SEATS, "judge": [JUDGE, SECOND]}, "repeats": 2}, 6 * 2 * 2 - 4),
    ],
)
async def test_an_extension_makes_the_calls_of_its_own_cells_alone(
    prepared: Prepared, n: int, changes: dict[str, Any], n_calls: int
) -> None:
    begun = prepared(4, **BEGUN)
    await run_experiment(begun)
    before = {episode.id: episode.model_dump_json() for episode in load_episodes(begun.folder.path)}
    extended = prepared(n, **{**BEGUN, **changes})
    (begun.folder.path / "journal.sqlite").unlink()  # nothing that is there may be asked for again
    folder = await run_experiment(extended)
    assert (extended.stack.meter.calls, extended.stack.meter.replayed) == (n_calls, 0)
    after = {episode.id: episode.model_dump_json() for episode in load_episodes(folder.path)}
    assert before.items() <= after.items(), "the records that were there are untouched"
    assert len(after) == len(extended.matrix)
    again = prepared(n, **{**BEGUN, **changes})
    await run_experiment(again)
    assert again.stack.meter.calls == 0
    assert again.placement is not None
    assert again.placement.notice is None, "the same command again extends nothing"


async def test_tables_name_the_agents_of_the_earlier_rows_too(prepared: Prepared) -> None:
    await run_experiment(prepared(2, **BEGUN))
    run = prepared(2, agents={**SEATS, "judge": [JUDGE, SECOND]})
    await run_experiment(run)
    labels = {outcome.id: outcome.agents for outcome in run.folder.outcomes()}
    assert labels == {
        "direct/0": f"judge={JUDGE}",
        "direct/1": f"judge={JUDGE}",
        f"direct/0/judge={SECOND}": f"judge={SECOND}",
        f"direct/1/judge={SECOND}": f"judge={SECOND}",
    }


async def test_two_agents_of_one_model_keep_apart(prepared: Prepared) -> None:
    one = {"model": "tests.experiments.options:Judge", "temper": 0}
    await run_experiment(prepared(1, agents={"judge": one}))
    run = prepared(1, agents={"judge": [{**one, "temper": 1}, one]})
    await run_experiment(run)
    assert ids(run) == ["direct/0", "direct/0/judge=tests.experiments.options:Judge#1"]
    assert {o.id: o.agents for o in run.folder.outcomes()}["direct/0"] == "judge=tests.experiments.options:Judge"


async def test_the_questions_that_were_there_are_shown_as_before_and_the_right_answers_stay_balanced(
    prepared: Prepared,
) -> None:
    begun = prepared(6, **BEGUN)
    orders = {planned.id: planned.order for planned in begun.matrix}
    await run_experiment(begun)
    for n in (9, 20):
        run = prepared(n, **BEGUN)
        now = {planned.id: planned.order for planned in run.matrix}
        assert orders.items() <= now.items()
        assert abs(2 * sum(order[0] == 0 for order in now.values()) - n) <= 1
        await run_experiment(run)
        orders = now


async def test_rows_may_come_anywhere_in_the_file(prepared: Prepared) -> None:
    questions = rows(4)
    await run_experiment(prepared(questions=questions[1:3]))
    run = prepared(questions=questions[::-1])
    await run_experiment(run)
    assert run.stack.meter.calls == 2
    assert [planned.question_id for planned in run.matrix] == ["1", "2", "3", "0"], "those that were there come first"


def experiment_with(folder: Path, **source: Any) -> Path:
    """An experiment on 9 questions in a file, of which `source` says which are taken."""
    (folder / "nine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows(9)))
    path = folder / "x.yaml"
    questions = {"file": "nine.jsonl", **source}
    path.write_text(yaml.safe_dump({"name": "x", "questions": questions, "protocols": ["direct"], "agents": SEATS}))
    (folder / "script.yaml").write_text('replies: [{text: "Answer: A"}]')
    return path


@pytest.mark.parametrize("source", [{}, {"shuffle": True}, {"balance": True}, {"shuffle": True, "balance": True}])
async def test_a_raised_limit_keeps_the_questions_that_were_chosen(tmp_path: Path, source: dict[str, Any]) -> None:
    calls = []
    for limit in (3, 8, 2, None):
        path = experiment_with(tmp_path, **source, limit=limit) if limit else experiment_with(tmp_path, **source)
        run = prepare(*load_experiment(path), tmp_path / "run")
        await run_experiment(run)
        calls.append(run.stack.meter.calls)
    assert calls == [3, 5, 0, 1]
    assert len(ids(run)) == 9


async def test_a_smaller_experiment_runs_nothing_and_leaves_all_as_it_is(prepared: Prepared) -> None:
    whole = {"protocols": ["direct", "debate"], "agents": {**SEATS, "judge": [JUDGE, SECOND]}}
    await run_experiment(prepared(4, **whole))
    small = prepared(2, agents={"judge": SECOND})
    assert small.placement is not None
    assert small.placement.is_part
    notice = small.placement.notice or ""
    assert "holds more than is asked for here: protocol 'debate', agents.judge" in notice
    assert "2 of 4 questions of it are left as they are, and tables show them" in notice
    before = (small.folder.path / "experiment.yaml").read_bytes()
    await run_experiment(small)
    assert (small.stack.meter.calls, len(ids(small))) == (0, 16)
    assert (small.folder.path / "experiment.yaml").read_bytes() == before
    assert len(prepared(4, **whole).matrix) == 16


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"seed": 5}, r"seed: 0 → 5"),
        ({"order": "given"}, r"order: 'balanced' → 'given'"),
        ({"swap": "both"}, r"swap: 'none' → 'both'"),
        (
            {"protocols": [{"use": "direct", "reasoning": True}]},
            r"protocol 'direct' has another content; give the new one a name with `as:`",
        ),
        (
            {"agents": {**SEATS, "judge": SECOND}},
            f"leaves out; this adds agents.judge '{SECOND}', 1 question: keep what",
        ),
        (
            {"agents": {**SEATS, "alice": SECOND}, "protocols": ["direct", "debate"]},
            r"agents.alice would take a seat of 'debate' that agents of \['judge', 'debater'\] had",
        ),
    ],
)
async def test_a_change_of_what_is_there_is_refused_and_named(
    prepared: Prepared, changes: dict[str, Any], message: str
) -> None:
    begun = prepared(2, **{**BEGUN, "protocols": ["direct", "debate"]} if "alice" in str(changes) else BEGUN)
    await run_experiment(begun)
    before = (begun.folder.path / "experiment.yaml").read_bytes()
    # More questions beside it are no way around.
    with pytest.raises(OtherRun, match=message):
        prepared(3, **{**BEGUN, **changes})
    assert (begun.folder.path / "experiment.yaml").read_bytes() == before


async def test_an_agent_with_other_options_is_refused_with_these_options(prepared: Prepared) -> None:
    judge = {"model": "tests.experiments.options:Judge", "temper": 0}
    await run_experiment(prepared(1, agents={"judge": judge}))
    with pytest.raises(OtherRun, match=r"has other options \(temper: 0 → 1\); list both to add one"):
        prepared(1, agents={"judge": {**judge, "temper": 1}})


async def test_a_question_that_changed_under_its_id_is_named(prepared: Prepared) -> None:
    questions = rows(3)
    await run_experiment(prepared(questions=questions))
    questions[1]["question"] = "How few?"
    with pytest.raises(OtherRun, match=r"questions: 1 have another content under the same id \('1'\)"):
        prepared(questions=[*questions, *rows(4)[3:]])


async def test_a_shuffle_that_a_longer_file_changes_is_refused(tmp_path: Path) -> None:
    path = experiment_with(tmp_path, shuffle=True, limit=5)
    await run_experiment(prepare(*load_experiment(path), tmp_path / "run"))
    (tmp_path / "nine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows(30)))
    with pytest.raises(OtherRun, match="questions, which this leaves out"):
        prepare(*load_experiment(path), tmp_path / "run")


async def test_the_description_keeps_what_the_run_was_before(prepared: Prepared) -> None:
    first = prepared(1, **BEGUN)
    await run_experiment(first)
    begun = first.folder.description()
    scope = first.folder.call_scope
    spent = await _spent(first)
    for n in (2, 3):
        run = prepared(n, **BEGUN)
        await run_experiment(run)
    described = run.folder.description()
    assert described["ingredients"]["question set"] != begun["ingredients"]["question set"]
    assert described["extended"]["earlier"][0] == begun
    assert len(described["extended"]["earlier"]) == 2
    assert run.folder.call_scope == scope, "calls that were cut off are still the same calls"
    assert (spent, await _spent(run)) == (1, 3), "limits count what the run took before it was extended"


async def _spent(run: Run[Matrix]) -> int:
    await run.stack.journal.open()
    spent = await run.stack.journal.spent()
    await run.stack.journal.close()
    return spent.calls


async def test_a_folder_from_before_questions_were_kept_one_by_one_is_extended_at_its_end(prepared: Prepared) -> None:
    folder = await run_experiment(prepared(3, **BEGUN))
    (folder.path / "question-marks.txt").unlink()
    run = prepared(5, **BEGUN)
    await run_experiment(run)
    assert (run.stack.meter.calls, len(ids(run))) == (2, 5)
    (folder.path / "question-marks.txt").unlink()
    with pytest.raises(OtherRun, match="those that the run has are not the first of these"):
        prepared(questions=rows(7)[1:])


async def test_two_starts_do_not_both_extend(prepared: Prepared) -> None:
    await run_experiment(prepared(1, **BEGUN))
    one, other = prepared(2, **BEGUN), prepared(3, **BEGUN)
    with one.folder.locked(), pytest.raises(BadInput, match="this run is going on already"):
        await run_experiment(other)
    await run_experiment(one)
    # It was prepared for the run as it was before.
    with pytest.raises(BadInput, match="extended by another start meanwhile; run the same command again"):
        await run_experiment(other)
    await run_experiment(prepared(3, **BEGUN))
    assert len(ids(one)) == 3


@pytest.mark.parametrize(
    "cut_off", ["dikast.experiments.extension.replace_description", "dikast.experiments.mend_rows.relabel"]
)
async def test_an_extension_that_is_cut_off_is_completed_by_the_next_start(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch, cut_off: str
) -> None:
    """At either moment: the questions are written and not the description, or both, and no row is labelled anew."""
    await run_experiment(prepared(2, **BEGUN))
    more = {"agents": {**SEATS, "judge": [JUDGE, SECOND]}}

    def fails(*_: object) -> None:
        raise DikastError("cut off")

    with monkeypatch.context() as patched:
        patched.setattr(cut_off, fails)
        with pytest.raises(DikastError, match="cut off"):
            await run_experiment(prepared(3, **more))
    run = prepared(3, **more)
    await run_experiment(run)
    assert run.stack.meter.calls == 4
    assert {outcome.agents for outcome in run.folder.outcomes()} == {f"judge={JUDGE}", f"judge={SECOND}"}


async def test_workers_know_the_names_of_an_extended_run(prepared: Prepared) -> None:
    await run_experiment(prepared(2, agents={"judge": SECOND}))
    run = prepared(2, agents={"judge": [SECOND, JUDGE]}, protocols=["direct", {"use": "direct", "reasoning": True}])
    await run_experiment(run, executor=ProcessesExecutor(1))
    assert len(ids(run)) == 8
    assert all(outcome.status == "decided" for outcome in run.folder.outcomes())
    assert RunFolder.open(run.folder.path).labels() == ["direct", "direct reasoning=yes"]


async def test_a_tournament_of_drawn_pairs_takes_no_more_players(prepared: Prepared) -> None:
    players = [f"tests.experiments.agents:plays_{name}" for name in "abcd"]

    def play(names: list[str]) -> Run[Matrix]:
        seats = {"alice": names, "bob": names, "judge": SECOND}
        return prepared(1, protocols=["debate"], agents=seats, schedule={"kind": "capped", "rounds": 1})

    await run_experiment(play(players[:2]))
    with pytest.raises(OtherRun, match="the pairs of a capped tournament depend on all players"):
        play(players)
