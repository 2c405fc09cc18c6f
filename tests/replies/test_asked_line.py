"""A reply that is the line that was asked for and nothing else: the short way reads it as the reader of statements."""

from __future__ import annotations

import subprocess
import sys
from string import ascii_uppercase

import pytest

from dikast.replies import Unreadable, label_place, read_label
from dikast.replies.label_reading import stated_label, stated_label_place

READ_ONE_LINE = """
import sys
from dikast.replies import read_label
assert read_label("Answer: B", "AB") == "B"
print("dikast.replies.answer_words" in sys.modules)
"""


@pytest.mark.parametrize("n_labels", [1, 2, 3, 9, 26])
@pytest.mark.parametrize("form", ["Answer: {}", "Answer: {}\n", "\n  Answer: {} \n\n", "Answer: {}\u3000"])
def test_a_line_alone_is_read_in_either_way_alike(n_labels: int, form: str) -> None:
    labels = ascii_uppercase[:n_labels]
    # An option's text that speaks against the letter does not change it.
    for options in ((), tuple(reversed(labels)), tuple(f"Answer: {label}" for label in reversed(labels))):
        for label in labels:
            text = form.format(label)
            assert read_label(text, labels, options) == stated_label(text, labels, options) == label
            assert label_place(text, labels, options) == stated_label_place(text, labels, options)


@pytest.mark.parametrize(
    "text", ["Answer: C", "Answer: a", "answer: A", "Answer: A.", "Answer: A B", "Answer:", "A", ""]
)
def test_anything_else_is_left_to_the_reader_of_statements(text: str) -> None:
    either = read_label(text, "AB")
    assert either == stated_label(text, "AB", ()) or isinstance(either, Unreadable)
    assert label_place(text, "AB") == stated_label_place(text, "AB", ())


def test_one_line_needs_no_tables_of_words() -> None:
    done = subprocess.run([sys.executable, "-c", READ_ONE_LINE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
