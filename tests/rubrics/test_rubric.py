"""A rubric as a person writes it: what it contains, and how a mistake in it is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dikast.errors import BadInput
from dikast.rubrics import load_rubric, rubric_names

MINE = """
name: mine
description: Two kinds.
errors:
  - {code: A, name: Arithmetic, also: [sums], covers: sums}
  - {code: B, name: Other, covers: the rest}
criteria:
  - {name: steps, measure: steps}
  - name: style
    measure: judge
    levels: [{value: 0, description: poor}, {value: 1, description: good}]
"""


def write_rubric(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", rubric_names())
def test_a_shipped_rubric_is_complete(name: str) -> None:
    rubric = load_rubric(name)
    assert rubric.name == name
    assert rubric.description.endswith(".")
    assert all(kind.example and not kind.covers.endswith(".") for kind in rubric.errors)


def test_the_shipped_rubrics_have_the_codes_of_their_papers() -> None:
    assert rubric_names()[0] == "projudge"
    assert [kind.code for kind in load_rubric("projudge").errors] == ["NC", "SC", "VI", "RE", "KE", "QU", "NS"]
    assert [kind.code for kind in load_rubric("prmbench").errors] == "NR NCL ES SC DC CI PS DR MS".split()
    assert [kind.code for kind in load_rubric("parc").errors] == ["ME", "LI", "AE"]


@pytest.mark.parametrize(
    ("rubric", "text", "code"),
    [
        ("projudge", "re", "RE"),  # its code, in lower case
        ("projudge", " reasoning error ", "RE"),  # its name, with spaces around it
        ("projudge", "reason", None),  # only a part of its name
        ("prmbench", "redundency", "NR"),  # as the data set spells it
        ("prmbench", "multi_solutions", "MS"),
        ("parc", "Accumulation_Error", "AE"),
    ],
)
def test_a_kind_of_error_is_found_by_its_code_its_name_or_another_word(
    rubric: str, text: str, code: str | None
) -> None:
    kind = load_rubric(rubric).error(text)
    assert (kind and kind.code) == code


def test_the_error_types_in_the_data_sets_are_known(shared_data: Path) -> None:
    import json

    for name, file in (("prmbench", "prmbench.jsonl"), ("parc", "parc_perl.jsonl")):
        lines = (shared_data / "process" / file).read_text(encoding="utf-8").split("\n")
        types = [kind for line in lines if line for kind in json.loads(line)["error_types"] or [] if kind]
        words = {word for kind in types for word in ([kind] if isinstance(kind, str) else kind)} - {"Other"}
        assert words
        assert all(load_rubric(name).error(word) for word in words)


def test_a_proof_rules_out_calculation_errors() -> None:
    assert load_rubric("projudge").calculation_codes == {"NC", "SC"}


def test_a_rubric_in_a_file_has_defaults(tmp_path: Path) -> None:
    write_rubric(tmp_path, MINE)
    rubric = load_rubric("mine.yaml", base=tmp_path)
    assert (rubric.scale, rubric.neutral, rubric.inherited, rubric.language) == ((0, 1), "right", "wrong", "English")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("criteria:", "criterias:", 7, "unknown key 'criterias': did you mean 'criteria'?"),
        ("covers: sums}", "cover: sums, covers: sums}", 5, "unknown key 'cover': did you mean 'covers'?"),
        ("code: B", "code: a", 2, "error codes must differ from one another, got A, a"),
        ("name: Other", "name: Sums", 2, "error names must differ"),
        ("name: Other", "name: a", 2, "error names must differ"),  # the code of another kind
        ("name: style", "name: Steps", 2, "criteria must differ"),
        ("measure: steps", "measure: step", 8, "'until-first-error'"),
        ("value: 1", "value: 2", 11, "less than or equal to 1"),
        ("value: 1", "value: 0", 9, "must differ in value"),
        ("description: good", "description: ''", 11, "a text must not be empty"),
        ("measure: steps}", "measure: steps, weight: 0}", 8, "greater than 0"),
        ("measure: steps}", "measure: steps, weight: .inf}", 8, "finite number"),
        ("name: mine", "name: mine\nscale: [0, .inf]", 3, "finite number"),
        ("measure: judge", "measure: answer", 9, "for no other measure"),
        ("name: mine", "name: mine\nscale: [5, 5]", 2, "`scale` must rise, got [5.0, 5.0]"),
        ("name: mine", "name: mine\ninherited: half", 3, "'apart'"),
        ("name: mine", "", 3, "the key 'name' is missing"),
    ],
)
def test_a_mistake_is_reported_with_its_place(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(BadInput) as raised:
        load_rubric(write_rubric(tmp_path, MINE.replace(old, new, 1)))
    assert message in str(raised.value)
    assert str(raised.value).startswith(f"{tmp_path / 'mine.yaml'}:{line}")


def test_an_unknown_name_and_a_missing_file_are_refused() -> None:
    with pytest.raises(BadInput, match="did you mean 'prmbench'"):
        load_rubric("prmbnch")
    with pytest.raises(BadInput, match="no such file"):
        load_rubric("none.yaml")


def test_a_rubric_survives_yaml(tmp_path: Path) -> None:
    for name in rubric_names():
        rubric = load_rubric(name)
        assert load_rubric(write_rubric(tmp_path, yaml.safe_dump(rubric.model_dump(mode="json")))) == rubric
