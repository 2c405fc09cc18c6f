"""docs/oversight.md: its drawings are those of the command, its calls those that are made, its example runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from dikast.agents import Request
from dikast.graphs import mermaid, run_episode
from dikast.protocols import Rounds, load_protocol
from dikast.records import Question
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast
from tests.graphs.test_information_flow import READABLE
from tests.players import QUESTION, Player, prediction, seated, usual

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "oversight.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([\w-]+)` \| (\d+|\d[RD] \+ \d) \|", PAGE, re.MULTILINE)
SECTIONS = dict(re.findall(r"^### ([\w-]+)\n.*?```mermaid\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL))
OPEN = Question(id="open", text="How many eggs are there?", references=("36",))


def test_every_protocol_of_the_table_has_a_section_with_its_drawing() -> None:
    assert [name for name, _ in ROWS] == list(SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_drawing_is_what_the_command_prints(name: str) -> None:
    assert SECTIONS[name].strip() == mermaid(load_protocol(name)).strip()


@pytest.mark.parametrize(("name", "calls"), ROWS)
async def test_a_protocol_makes_as_many_calls_as_the_table_says(name: str, calls: str) -> None:
    def rule(request: Request) -> str:
        if request.purpose == "predict":
            # It never settles.
            return prediction(request, 0.9 if request.round % 2 else 0.1)
        if request.purpose == "answer" and request.form is not None:
            return usual(request)
        if request.purpose == "delegate":
            return '{"questions": ["One?", "Two?", "Three?"]}'
        if request.purpose == "speak":
            # Something to be checked by either machine.
            return "<quote>eighteen eggs</quote>: 2 * 9 = 18."
        replies = {**READABLE, "answer": "Answer: 36", "accept": "Answer: A"}
        return replies.get(request.purpose) or usual(request)

    protocol = load_protocol(name)
    episode = await run_episode(protocol, OPEN if protocol.accepts else QUESTION, agents=seated(Player(rule)))
    n_rounds = sum(block.rounds for block in protocol.moves_of(Rounds))
    a_round, _, once = calls.rpartition(" + ")
    assert episode.usage.calls == int(once) + (int(a_round[0]) * n_rounds if a_round else 0)


def test_the_example_compares_judges_with_and_without_a_critique_on_the_same_answers(dikast: Dikast) -> None:
    ended = dikast("run", ROOT / "examples" / "critique.yaml", "--plain")
    assert ended.code == 0, ended.err
    alone, criticised = (
        re.search(rf"^{name} +(\d\.\d+ \(.*?\)) +(\d\.\d+) \(.*?\) +(\d\.\d+)", ended.out, re.MULTILINE)
        for name in ("accept-answer", "critique")
    )
    assert alone is not None
    assert criticised is not None
    assert alone[1] == criticised[1], "the answers are the same"
    assert float(criticised[3]) > float(alone[3]), "more of the wrong ones are rejected"


@pytest.fixture(scope="module")
def atlas() -> list[str]:
    """The protocols of the example of all families, as it lists them."""
    listed = yaml.safe_load((ROOT / "examples" / "oversight-atlas.yaml").read_text(encoding="utf-8"))["protocols"]
    return [entry if isinstance(entry, str) else entry["use"] for entry in listed]


def test_every_protocol_of_this_page_is_in_the_example_of_all_families(atlas: list[str]) -> None:
    assert {name for name, _ in ROWS} <= set(atlas)


def test_the_example_of_all_families_makes_one_table_and_one_page(dikast: Dikast, atlas: list[str]) -> None:
    ended = dikast("run", ROOT / "examples" / "oversight-atlas.yaml", "--limit", "2", "--plain")
    assert ended.code == 0, ended.err
    table = ended.out.split("\n\n")[0].splitlines()[2:]
    assert [row.split()[0] for row in table] == atlas
    assert all(row.split()[1] == "2" for row in table), "every protocol is run on the same questions"
    ended = dikast("report", "runs/oversight-atlas", "--html", "atlas.html", "--json")
    assert ended.code == 0, ended.err
    findings = json.loads(ended.out)
    accepting = {cell["name"] for cell in findings["cells"] if cell.get("acceptance")}
    assert len(accepting) == 10
    assert accepting.isdisjoint(found["cell"] for found in findings["abilities"]), "they choose no answer"
    page = Path("atlas.html").read_text(encoding="utf-8")
    for name in atlas:
        assert f'<th scope="row">{name}</th>' in page
    assert page.count("can't be said: that needs") == 2, "debates that need the same are named together"
    assert "generated documents, the first 2" in page
