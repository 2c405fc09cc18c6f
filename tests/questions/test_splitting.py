"""A solution in free form is split into steps, and nothing else happens to it."""

from __future__ import annotations

import json
import time
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dikast.questions import split
from dikast.questions.protected_spans import outside_spans, protected_spans

PIECES = st.sampled_from(
    ["$", "$$", "\\[", "\\]", "\\(", "\\)", "\\begin{align}", "\\end{align}", "\\begin{itemize}", "\\end{itemize}", "\\\\",
     "\\item ", "```", "\n", "\n\n", "  ", "1. ", "2. ", "(i) ", "Step 1: ", "Step 2: ", "第一步", "。", ". ", "A: 5", "#### 5",
     "| a |", "- ", "# Heading", "**bold**", "x = 3", "= 4", "Word ", "e.g. ", "3.5", "\u2028", "\r\n", "İ"]
)  # fmt: skip


def bare(text: str) -> str:
    return "".join(text.split())


def boundaries(steps: tuple[str, ...] | list[str]) -> set[int]:
    """The number of visible characters before each step but the first."""
    return set(list(accumulate(len(bare(step)) for step in steps))[:-1])


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@given(st.text() | st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@example("x. \\begin{align} a \\\\ b")
def test_the_steps_are_the_text(text: str) -> None:
    steps = split(text)
    assert bare("".join(steps)) == bare(text)
    assert all(step == step.strip() != "" for step in steps)
    assert split(text) == steps


@given(st.lists(PIECES, max_size=30).map("".join))
def test_protected_spans_do_not_overlap_and_only_rows_of_one_formula_are_cut(text: str) -> None:
    spans = protected_spans(text)
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    begin, cuts = 0, []
    for step in split(text):
        begin = text.index(step, begin)
        cuts.append(begin)
        begin += len(step)
    inside = [cut for cut in cuts if cut not in outside_spans([cut], spans)]
    split_spans = [(a, b) for a, b in spans if any(a < cut < b for cut in inside)]
    assert len(split_spans) <= 1, "only the rows of one displayed formula, if nothing else splits the text"


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("1. Add: 3 + 4 = 7.\n2. Double: 14.\n\nThe answer is 14.", ["1. Add: 3 + 4 = 7.", "2. Double: 14.", "The answer is 14."]),
        ("(1) Add.\n(2) Double.", ["(1) Add.", "(2) Double."]),
        ("(i) We add.\n(ii) We double.\n(iii) So 14.", ["(i) We add.", "(ii) We double.", "(iii) So 14."]),
        ("Step 1: Let $x = 2$.\n\nSo $x^2 = 4$.\n\n**Step 2**: Stop.", ["Step 1: Let $x = 2$.\n\nSo $x^2 = 4$.", "**Step 2**: Stop."]),
        ("Schritt 1: z. B. 7.\nSchritt 2: 14.\nAntwort: 14", ["Schritt 1: z. B. 7.", "Schritt 2: 14.", "Antwort: 14"]),
        ("Step 1: 3 + 4 = 7. So 7. Step 2: 14. Step 3: #### 14", ["Step 1: 3 + 4 = 7. So 7.", "Step 2: 14.", "Step 3: #### 14"]),
        ("第一步：设x=2。第二步：所以x=4。", ["第一步：设x=2。", "第二步：所以x=4。"]),
        ("第一步：设x=2。\n第二步：所以x=4。", ["第一步：设x=2。", "第二步：所以x=4。"]),
        ("1. A\n   1. inner\n   2. inner\n2. B", ["1. A\n   1. inner\n   2. inner", "2. B"]),
        ("\\begin{enumerate}\n\\item A.\n\\item B.\n\\end{enumerate}\nSo C.", ["\\begin{enumerate}\n\\item A.", "\\item B.\n\\end{enumerate}", "So C."]),
        ("\\begin{itemize} \\item A. \\item B. \\end{itemize}", ["\\begin{itemize} \\item A.", "\\item B. \\end{itemize}"]),
    ],
)  # fmt: skip
def test_split_at_the_authors_numbers(text: str, steps: list[str]) -> None:
    assert list(split(text)) == steps


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("First.\n\nThen.\n\nLast.", ["First.", "Then.", "Last."]),
        ("We have\n\n\\[ x = 2 \\]\n\nwhere $x$ is the root.\n\nDone.", ["We have\n\n\\[ x = 2 \\]\n\nwhere $x$ is the root.", "Done."]),
        ("\\[ a = b \\]\n\n\\[ b = c \\]", ["\\[ a = b \\]", "\\[ b = c \\]"]),
        ("## Solution\n\n### x\n\nx = 2.\n\n### y\n\ny = 3.", ["## Solution\n\n### x\n\nx = 2.", "### y\n\ny = 3."]),
        ("We use two facts:\n1. p is odd.\n2. q is even.\n\nSo p + q is odd.", ["We use two facts:\n1. p is odd.\n2. q is even.", "So p + q is odd."]),
        ("One.\n\n\\[ a\n\n= b \\]\n\nTwo.", ["One.", "\\[ a\n\n= b \\]", "Two."]),
        ("```\na\n\nb\n```\n\nSo.\n\n| a |\n|---|\n| 1 |", ["```\na\n\nb\n```", "So.", "| a |\n|---|\n| 1 |"]),
    ],
)  # fmt: skip
def test_split_at_paragraphs(text: str, steps: list[str]) -> None:
    assert list(split(text)) == steps


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("3 + 4 = 7\n7 * 2 = 14\nA: 14", ["3 + 4 = 7", "7 * 2 = 14", "A: 14"]),
        ("She earns 20*5=$<<20*5=100>>100\nHe earns 2*5=$<<2*5=10>>10", ["She earns 20*5=$<<20*5=100>>100", "He earns 2*5=$<<2*5=10>>10"]),
        ("x + 3 = 7\nx = 7 - 3\n= 4", ["x + 3 = 7", "x = 7 - 3\n= 4"]),
        ("- Add\n  - gives 7\n- Double", ["- Add\n  - gives 7", "- Double"]),
        ("1.5 m is the height.\n2.5 m is the width.", ["1.5 m is the height.", "2.5 m is the width."]),
        ("A sentence that an editor has broken for want of room at some seventy\nsigns goes on.\nAnother.", ["A sentence that an editor has broken for want of room at some seventy\nsigns goes on.", "Another."]),
    ],
)  # fmt: skip
def test_split_at_lines(text: str, steps: list[str]) -> None:
    assert list(split(text)) == steps


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("It has 3.5 kg. By Fig. 3, e.g. F = 4 N. Is $a. B$ so? Yes.", ["It has 3.5 kg.", "By Fig. 3, e.g. F = 4 N.", "Is $a. B$ so?", "Yes."]),
        ("We seek $a.$ Let it be \\(x.\\) Then stop.", ["We seek $a.$", "Let it be \\(x.\\)", "Then stop."]),
        ("We start. 1. Add 3 and 4. 2. Double it.", ["We start.", "1. Add 3 and 4.", "2. Double it."]),
        ("设x=2。所以x=4。", ["设x=2。", "所以x=4。"]),
        ("Das gilt z. B. für 7. Also 14.", ["Das gilt z. B. für 7.", "Also 14."]),
        ("I cannot help with this.", ["I cannot help with this."]),
        (" \n ", []),
    ],
)  # fmt: skip
def test_split_at_sentences(text: str, steps: list[str]) -> None:
    assert list(split(text)) == steps


def test_a_displayed_formula_that_is_the_whole_text_is_split_at_its_rows() -> None:
    rows = (
        "\\begin{align*} x &= 1 \\\\",
        "y &= 2 \\\\[2pt]",
        "z &= \\begin{pmatrix}1\\\\2\\end{pmatrix} \\end{align*}",
    )
    assert split(" ".join(rows)) == rows


def test_money_is_no_formula() -> None:
    assert protected_spans("She pays $5 and he pays $7, a pair: $12.") == []
    assert [text[a:b] for text in ["so $x$ and $5y$ cost \\$3"] for a, b in protected_spans(text)] == ["$x$", "$5y$"]


def test_the_time_grows_with_the_length_of_the_text() -> None:
    """About a second for a million characters. If it took the square of the length, it would be many minutes."""
    text = "The sum is 3 + 4 = 7, which costs $7. We write $x = 7$.\n\n" * 17_000
    start = time.process_time()
    assert len(split(text)) == 17_000
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "piece", ["$a ", "\\[", "\\begin{a}", "\\begin{a}\\end{b}", "\n", "   \n", ". ", "e.g. ", "1. ", "```\n"]
)
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    start = time.process_time()
    split(piece * (300_000 // len(piece)))
    assert time.process_time() - start < 5, "the square of the length would take minutes"


def test_many_environments_that_are_never_closed_take_no_longer() -> None:
    start = time.process_time()
    split("".join(f"\\begin{{e{i}}}" for i in range(30_000)))
    assert time.process_time() - start < 5


def test_gsm8k_has_one_step_a_line(shared_data: Path) -> None:
    rows = rows_of(shared_data / "gsm8k" / "model_solutions_first400.jsonl")
    solutions = [row[model]["solution"] for row in rows for model in row if isinstance(row[model], dict)]
    assert len(solutions) == 1600
    exact = sum(list(split(text)) == [line.strip() for line in text.split("\n") if line.strip()] for text in solutions)
    assert exact >= 1598


@pytest.mark.parametrize(
    ("name", "joint", "precision", "recall"),
    [
        ("processbench_gsm8k", "\n\n", 0.99, 0.99),
        ("processbench_math", "\n\n", 0.99, 0.99),
        ("processbench_olympiadbench", "\n\n", 0.99, 0.97),
        ("processbench_omnimath", "\n\n", 0.99, 0.98),
        ("parc_perl", "\n\n", 0.94, 0.99),
        ("prmbench", "\n", 0.98, 0.99),
        ("mrben_physics", "\n", 0.99, 0.75),  # there, `Step 2: Consider choice B` and the line below are two steps
        ("bigbench_mistake_arithmetic", "\n", 0.99, 0.99),
    ],
)
def test_steps_joined_are_found_again(
    shared_data: Path, name: str, joint: str, precision: float, recall: float
) -> None:
    rows = rows_of(shared_data / "process" / f"{name}.jsonl")
    solutions = [[step for step in row["steps"] if step.strip()] for row in rows]
    pairs = [(boundaries(steps), boundaries(split(joint.join(steps)))) for steps in solutions]
    n_both = sum(len(gold & predicted) for gold, predicted in pairs)
    assert n_both / sum(len(predicted) for _, predicted in pairs) >= precision
    assert n_both / sum(len(gold) for gold, _ in pairs) >= recall
