"""Checks: what was found, in one line for people."""

from __future__ import annotations

from dikast.records import Check


def test_evidence_is_told_without_the_signs_of_a_program() -> None:
    evidence = {"point": {"x": "1/2", "y": 3}, "left": 2.25, "roots": ["-1", "2"]}
    check = Check(checker="steps", status="refuted", claim="x = y", method="point", evidence=evidence)
    assert check.evidence_told == "point: x = 1/2, y = 3, left: 2.25, roots: -1, 2"
    assert check.model_copy(update={"evidence": {}}).evidence_told == ""
