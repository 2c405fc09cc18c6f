"""A Document knows where each of its values comes from."""

from __future__ import annotations

from dikast.input_files import Document, dotted, parse_yaml


def test_a_part_of_a_document_knows_its_lines() -> None:
    document = parse_yaml("a: 1\nb:\n  - c: 1\n  - d: 2\n", "x.yaml")
    part = document.at("b", 1)
    assert (part.data, part.where(), part.where(["d"])) == ({"d": 2}, "x.yaml:4", "x.yaml:4, d")
    assert dotted(["b", 1, "d"]) == "b[1].d"


def test_a_value_from_a_setting_names_the_setting_and_not_a_line() -> None:
    document = Document(
        {"a": {"b": 1}}, "x.yaml", {(): 1, ("a",): 1, ("a", "b"): 2}, settings={("a", "b"): "--set a.b=1"}
    )
    assert document.where(["a", "b"]) == "--set a.b=1, a.b"
    assert document.at("a").where(["b"]) == "--set a.b=1, b"
    assert document.where(["a"]) == "x.yaml:1, a"
