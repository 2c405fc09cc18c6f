"""dikast nest: the verdicts of one level prompt the judges of the next, on questions that were never judged there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.experiments import RunFolder, nested_parts
from dikast.experiments.nesting import choose_examples
from dikast.graphs import judged_example, run_episode
from dikast.protocols import load_protocol
from dikast.records import Episode, Question
from tests.cli.conftest import Dikast
from tests.players import Player, judge_saying, seated

# A judge that knows the answer to clear questions. For dim ones it does as the examples do, else it guesses.
PUPIL = '''
import hashlib, re
from math import log
from dikast.agents import Reply, Request

RIGHT = {"red": "warm", "blue": "cold"}

def case(text):
    """The clearness and the colour of a question, and its answers by label."""
    (clearness, colour), = re.findall(r"\\\\| (clear|dim) (red|blue)", text)
    return clearness, colour, {label: answer for label, answer in re.findall(r"^([AB]) \\\\| (\\\\w+)", text, re.M)}

def verdict(request, knows):
    *examples, last = [str(m.content) for m in request.messages if m.type == "human"]
    replies = [str(m.content) for m in request.messages if m.type == "ai"]
    clearness, colour, answers = case(last)
    taught = [case(e)[2][r[-1]] for e, r in zip(examples, replies) if case(e)[1] == colour]
    if clearness == "clear":
        wanted, p = knows[colour], 0.95
    elif taught:
        wanted, p = max(sorted(set(taught)), key=taught.count), 0.9
    else:
        wanted, p = ("warm", "cold")[hashlib.sha256(last.encode()).digest()[0] % 2], 0.55
    label = next(label for label, answer in answers.items() if answer == wanted)
    other = "AB".replace(label, "")
    return Reply(text=f"Answer: {label}", choice_logprobs={label: log(p), other: log(1 - p)})

async def sound(request: Request) -> Reply:
    return verdict(request, RIGHT)

async def deluded(request: Request) -> Reply:
    return verdict(request, {"red": "cold", "blue": "warm"})
'''


def write(folder: Path, judge: str, n: int = 48) -> None:
    (folder / "pupil.py").write_text(PUPIL.replace("\\\\", "\\"))
    rows = []
    for k in range(n):
        colour = ("red", "blue")[k // 2 % 2]
        text = f"{('clear', 'dim')[k % 2]} {colour} {k}"
        rows.append({"id": f"q{k:02}", "question": text, "choices": ["warm", "cold"], "answer": colour == "blue"})
    lines = [json.dumps({**row, "answer": int(bool(row["answer"]))}) for row in rows]
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n")
    experiment = {
        "name": "pupils",
        "questions": {"file": "questions.jsonl"},
        "protocols": ["direct"],
        "agents": {"judge": f"pupil:{judge}"},
    }
    (folder / "pupils.yaml").write_text(json.dumps(experiment))


def levels(text: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(text)["levels"]
    return rows


class TestLevels:
    def test_a_judge_that_learns_from_sure_and_right_verdicts_is_better_at_the_next_level(
        self, dikast: Dikast, tmp_path: Path
    ) -> None:
        write(tmp_path, "sound")
        ended = dikast("nest", "pupils.yaml", "--levels", "3", "--examples", "4", "--plain", "--json")
        assert ended.code == 0, ended.err
        first, second, third = levels(ended.out)
        assert first["accuracy"] < 0.9
        assert (second["accuracy"], third["accuracy"]) == (1, 1)
        assert (first["examples"], second["examples_right"], third["examples_right"]) == ([], 1, 1)
        # The same again: all levels are finished, and nothing is asked anew.
        again = dikast("nest", "pupils.yaml", "--levels", "3", "--examples", "4", "--plain", "--json")
        assert again.out == ended.out
        self.check_questions(tmp_path / "runs" / "pupils-nest", levels(ended.out))

    @staticmethod
    def check_questions(out: Path, rows: list[dict[str, Any]]) -> None:
        """No question that teaches a level is judged at that level or a later one."""
        judged = {}
        for level in (1, 2, 3):
            judged[level] = {outcome.question for outcome in RunFolder.open(out / f"level-{level}").outcomes()}
        for row in rows[1:]:
            taught = set(row["examples"])
            assert len(taught) == 4
            assert taught <= judged[row["level"] - 1]
            for later in range(row["level"], 4):
                assert not taught & judged[later]
        assert judged[3] < judged[2]
        assert judged[3] == judged[1] & judged[2]

    def test_a_level_that_is_sure_and_wrong_passes_its_errors_on(self, dikast: Dikast, tmp_path: Path) -> None:
        write(tmp_path, "deluded")
        ended = dikast("nest", "pupils.yaml", "--plain", "--json", "--out", "deluded")
        assert ended.code == 0, ended.err
        first, second = levels(ended.out)
        assert second["accuracy"] == 0 < first["accuracy"]
        assert second["examples_right"] == 0

    def test_the_table_has_a_row_for_each_level(self, dikast: Dikast, tmp_path: Path) -> None:
        write(tmp_path, "sound")
        ended = dikast("nest", "pupils.yaml", "--plain")
        assert ended.code == 0, ended.err
        assert "Levels of nested oversight" in ended.out
        assert "direct" in ended.out
        assert ended.out.count("0 (") >= 1


class TestMisuse:
    @pytest.mark.parametrize(
        ("arguments", "change", "message"),
        [
            (("--examples", "30"), {}, "48 questions are too few for 2 levels with 30 examples each"),
            ((), {"agents": {"judge": ["pupil:sound", "pupil:deluded"]}}, "'judge' has several agents"),
            ((), {"protocols": ["self-consistency"]}, "does not end in a judge's verdict"),
            ((), {"stop": {"by": "judge"}}, "stop"),
            (("--levels", "1"), {}, "--levels"),
        ],
    )
    def test_what_could_not_work_is_told_before_anything_is_run(
        self, dikast: Dikast, tmp_path: Path, arguments: tuple[str, ...], change: dict[str, Any], message: str
    ) -> None:
        write(tmp_path, "sound")
        experiment = json.loads((tmp_path / "pupils.yaml").read_text())
        (tmp_path / "pupils.yaml").write_text(json.dumps({**experiment, **change}))
        ended = dikast("nest", "pupils.yaml", *arguments)
        assert ended.code == 2
        assert message in ended.err
        assert not (tmp_path / "runs").exists()

    def test_an_empty_file_of_questions_is_told(self, dikast: Dikast, tmp_path: Path) -> None:
        write(tmp_path, "sound", n=0)
        (tmp_path / "questions.jsonl").write_text("")
        ended = dikast("nest", "pupils.yaml")
        assert ended.code == 2


class TestParts:
    def test_they_depend_on_the_seed_and_the_ids_alone(self) -> None:
        ids = [f"q{k}" for k in range(40)]
        parts = nested_parts(ids, 3, 4, 0.5, seed=1)
        assert parts == nested_parts(ids[::-1], 3, 4, 0.5, seed=1)
        assert parts != nested_parts(ids, 3, 4, 0.5, seed=2)
        assert (len(parts.test), [len(part) for part in parts.taught]) == (20, [10, 10])
        everything = [*parts.test, *parts.taught[0], *parts.taught[1]]
        assert sorted(everything) == sorted(ids), "each question is in one part"


async def judged(n: int, p_first: float, order: tuple[int, int] = (0, 1), gold: int = 0) -> Episode:
    player = Player(judge_saying(lambda request: {"A": _log(p_first), "B": _log(1 - p_first)}))
    question = Question(id=f"q{n}", text=f"Which of {n}?", choices=("one", "other"), gold=gold)
    return await run_episode(load_protocol("direct"), question, agents=seated(player), order=order)


def _log(p: float) -> float:
    from math import log

    return log(p)


class TestExamples:
    async def test_the_surest_come_first_and_labels_take_turns(self) -> None:
        episodes = [await judged(n, p) for n, p in enumerate((0.9, 0.8, 0.95, 0.3, 0.6))]
        chosen = choose_examples(episodes, 4)
        assert [(one.question, one.position, round(one.p, 2)) for one in chosen] == [
            ("q2", 0, 0.95), ("q3", 1, 0.7), ("q0", 0, 0.9), ("q1", 0, 0.8),
        ]  # fmt: skip
        assert [one.question for one in choose_examples(reversed(episodes), 4)] == [one.question for one in chosen]

    async def test_whether_a_verdict_is_right_plays_no_part(self) -> None:
        right, wrong = [[await judged(n, 0.5 + n / 10, gold=gold) for n in range(1, 4)] for gold in (0, 1)]
        assert [one.question for one in choose_examples(right, 2)] == [
            one.question for one in choose_examples(wrong, 2)
        ]

    async def test_an_even_verdict_is_no_example(self) -> None:
        assert choose_examples([await judged(1, 0.5)], 3) == ()

    async def test_an_example_is_what_the_judge_was_sent_and_what_it_replied(self) -> None:
        player = Player(judge_saying(lambda request: {"A": _log(0.2), "B": _log(0.8)}))
        question = Question(id="q", text="How many?", choices=("17", "18"), gold=1)
        episode = await run_episode(load_protocol("debate", rounds=1), question, agents=seated(player), order=(1, 0))
        example = judged_example(episode)
        assert example is not None
        sent = next(request for request in player.requests if request.seat == "judge")
        assert example.shown == str(sent.messages[-1].content)
        assert (example.reply, example.position, example.is_right) == ("Answer: B", 1, False)
        taught = load_protocol("debate", rounds=1, examples=[{"shown": example.shown, "reply": example.reply}])
        learner = Player(judge_saying(lambda request: {"A": _log(0.2), "B": _log(0.8)}))
        again = await run_episode(taught, question, agents=seated(learner), order=(1, 0))
        messages = next(request for request in learner.requests if request.seat == "judge").messages
        assert [m.content for m in messages[1:3]] == [example.shown, example.reply]
        assert judged_example(again) == example, "examples of the judge's own are no part of its example"

    async def test_a_judges_earlier_words_are_set_apart(self) -> None:
        player = Player(lambda request: "Why?" if request.purpose == "ask" else "Answer: A")
        question = Question(id="q", text="How many?", choices=("17", "18"), gold=1)
        episode = await run_episode(load_protocol("consultancy", rounds=2), question, agents=seated(player))
        example = judged_example(episode)
        assert example is not None
        assert "You wrote then:\n| Why?" in example.shown
