"""A judge's certainty: where it stands in a reply, and what is none."""

from __future__ import annotations

import pytest

from dikast.protocols import Unreadable, read_certainty


@pytest.mark.parametrize(
    ("text", "certainty", "others"),
    [
        ("Certainty: 70\nAnswer: A", 70, "Answer: A"),
        ("Answer: A\ncertainty: 100", 100, "Answer: A"),
        ("**Certainty:** 5%\nAnswer: B", 5, "Answer: B"),
        ("Certainty: 40\nAnswer: A\nCertainty: 40", 40, "Answer: A"),
        ('{"score": 3, "certainty": 60}', 60, '{"score": 3, "certainty": 60}'),
        ('{"score": 3, "certainty": "60"}', 60, '{"score": 3, "certainty": "60"}'),
    ],
)
def test_a_certainty_is_read(text: str, certainty: int, others: str) -> None:
    assert read_certainty(text) == (certainty, others)


@pytest.mark.parametrize(
    "text",
    [
        "Answer: A",
        "My certainty: about 70, I would say.\nAnswer: A",
        "Certainty: 0\nAnswer: A",
        "Certainty: 101",
        "Certainty: high",
        "Certainty: 0.7",
        "Certainty: ٧٠",
        "Certainty: 70\nCertainty: 80",
        '{"certainty": true}',
    ],
)
def test_anything_else_is_unreadable(text: str) -> None:
    assert isinstance(read_certainty(text), Unreadable)
