"""Checks: their evidence in one line for people."""

from __future__ import annotations

from dikast.records import Check


def test_the_evidence_text_has_no_brackets_or_quotation_marks() -> None:
    evidence = {"point": {"x": "1/2", "y": 3}, "left": 2.25, "roots": ["-1", "2"]}
    check = Check(checker="steps", status="refuted", claim="x = y", method="point", evidence=evidence)
    assert check.evidence_text == "point: x = 1/2, y = 3, left: 2.25, roots: -1, 2"
    assert check.model_copy(update={"evidence": {}}).evidence_text == ""
