"""Whether debate pays, from one run: the judge alone, the debater alone, a consultancy, and the debate itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast

N = 48

AGENTS = """
import random
from dikast import Reply

OTHER = {"right": "wrong", "wrong": "right"}


def draw(request, what, p):
    return random.Random(f"{what}/{request.question.id}").random() < p


class Agent:
    def __init__(self, alone: float, to_right: float = 0.0, to_wrong: float = 0.0) -> None:
        self.alone, self.to_right, self.to_wrong = alone, to_right, to_wrong

    @property
    def name(self):
        return f"agent?alone={self.alone}&to_right={self.to_right}&to_wrong={self.to_wrong}"

    async def reply(self, request):
        return Reply(text=self.text(request))

    def text(self, request):
        # The solver's answer is right on half of the questions; of two choices, the one called right is.
        is_solved = draw(request, "solver", 0.5)
        truth = "right" if request.question.choices or is_solved else "wrong"
        if request.purpose == "answer":
            return f"Answer: {1 if is_solved else 2}"
        if request.kind == "critic":
            return f"I speak for {self.held(request, truth)}."
        if request.form is None:
            side = "right" if request.argues is None else request.question.choices[request.argues]
            return f"I speak for {side}." if request.kind != "judge" else "Why?"
        shown = str([message.text for message in request.messages])
        sides = {side for side in OTHER if f"I speak for {side}." in shown}
        verdict = self.verdict(request, truth, sides)
        (label,) = (
            label
            for label, option in zip(request.form.labels, request.form.options, strict=True)
            if option.rstrip(".").endswith(verdict)
        )
        return request.form.stated(label)

    def held(self, request, truth):
        return truth if draw(request, f"alone {self.alone}", self.alone) else OTHER[truth]

    def verdict(self, request, truth, sides):
        own = self.held(request, truth)
        if len(sides) == 2:
            # Of two debaters, the one that speaks for what their agent holds is the one to be heard.
            sides = {truth if draw(request, "alone 0.95", 0.95) else OTHER[truth]}
        if OTHER[own] not in sides:
            return own
        goes_over = draw(request, "over", self.to_wrong if own == truth else self.to_right)
        return OTHER[own] if goes_over else own
"""
# A judge that checks what it hears, and one that goes over to what is wrong more often than to what is right.
CHECKING = {"model": "./agents.py:Agent", "alone": 0.5, "to_right": 0.9, "to_wrong": 0.05}
MISLED = {"model": "./agents.py:Agent", "alone": 0.8, "to_right": 0.0, "to_wrong": 0.7}
ABLE = {"model": "./agents.py:Agent", "alone": 0.95}
POOR = {"model": "./agents.py:Agent", "alone": 0.4}
CHOICES = ["direct", {"use": "consultancy", "rounds": 1}, {"use": "debate", "rounds": 1}]
ANSWERS = ["accept-answer", {"use": "answer-consultancy", "rounds": 1}, "critique"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "agents.py").write_text(AGENTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def experiment(judge: dict[str, Any], protocols: list[Any], debater: dict[str, Any] = ABLE) -> dict[str, Any]:
    is_closed = protocols != ANSWERS
    rows = [{"id": f"q{i}", "question": f"Which, {i}?"} for i in range(N)]
    truth: dict[str, Any] = {"choices": ["right", "wrong"], "answer": 0} if is_closed else {"references": ["1"]}
    Path("questions.jsonl").write_text("\n".join(json.dumps(row | truth) for row in rows))
    names = [protocol if isinstance(protocol, str) else protocol["use"] for protocol in protocols]
    return {
        "name": "pay",
        "questions": {"file": "questions.jsonl"},
        "protocols": protocols,
        "agents": {
            "judge": [judge, debater],
            **dict.fromkeys(("debater", "consultant") if is_closed else ("solver", "critic"), debater),
        },
        # The debater is asked alone, and judges nothing else.
        "exclude": [{"protocol": names[1:], "judge": ["./agents.py:Agent#2"]}],
    }


def report(dikast: Dikast, content: dict[str, Any], *arguments: str) -> str:
    Path("pay.yaml").write_text(json.dumps(content))
    ended = dikast("run", "pay.yaml", "--plain")
    assert ended.code == 0, ended.err
    ended = dikast("report", "runs/pay", *arguments)
    assert ended.code == 0, ended.err
    return ended.out


@pytest.mark.parametrize("protocols", [CHOICES, ANSWERS], ids=["choices", "answers"])
@pytest.mark.parametrize(("judge", "pays"), [(CHECKING, "yes"), (MISLED, "no")], ids=["checking", "misled"])
def test_the_prediction_is_right_in_either_direction(
    dikast: Dikast, folder: Path, judge: dict[str, Any], pays: str, protocols: list[Any]
) -> None:
    (payoff,) = json.loads(report(dikast, experiment(judge, protocols), "--json"))["payoffs"]
    assert (payoff["did_pay"] == "yes") == (payoff["will_pay"] == "yes") == (pays == "yes")
    assert payoff["questions"] == N
    # In both the debater knows better: what differs is whether the judge checks what it hears.
    assert payoff["advantage"]["value"] > 0
    assert (payoff["verification"]["low"] > 0) == (pays == "yes")
    assert payoff["predicted"]["value"] == pytest.approx(payoff["measured"]["value"], abs=0.1)


def test_a_debater_that_knows_less_than_the_judge_does_not_help_it(dikast: Dikast, folder: Path) -> None:
    believing = {"model": "./agents.py:Agent", "alone": 0.7, "to_right": 0.9, "to_wrong": 0.9}
    (payoff,) = json.loads(report(dikast, experiment(believing, ANSWERS, POOR), "--json"))["payoffs"]
    assert payoff["advantage"]["high"] < 0
    assert (payoff["will_pay"], payoff["did_pay"]) == ("no", "no")


def test_it_is_in_the_terminal_and_on_the_page(dikast: Dikast, folder: Path) -> None:
    out = report(dikast, experiment(CHECKING, CHOICES), "--html", "page.html")
    assert "Will debate pay?" in out
    assert out.split("did pay")[1].splitlines()[1].split()[-2:] == ["yes", "yes"]
    assert '<section id="payoff">' in (folder / "page.html").read_text()


def test_what_is_missing_is_said(dikast: Dikast, folder: Path) -> None:
    content = experiment(CHECKING, ["direct", {"use": "debate", "rounds": 1}])
    content["agents"]["judge"] = CHECKING
    del content["exclude"]
    out = report(dikast, content, "--html", "page.html")
    assert "Whether debate pays can't be said: that needs direct-with-source or direct with agent?alone=0.95" in out
    assert "and consultancy with agent?alone=0.95" in out
    assert "Whether debate pays can't be said" in (folder / "page.html").read_text()
