"""docs/people.md lists every option of `people`, and every file that people leave in a run folder."""

from __future__ import annotations

import re
from pathlib import Path

from dikast.experiments.people import PeopleOptions
from dikast.experiments.stores import CHECKPOINTS, JOURNAL, LABELS_FILE, PEOPLE_FILE, SEATS

PAGE = (Path(__file__).parents[1] / "docs" / "people.md").read_text(encoding="utf-8")


def listed(heading: str) -> list[str]:
    """The first column of the table under a heading."""
    _, _, after = PAGE.partition(heading)
    table = after.partition("\n\n")[0]
    return re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)


def test_the_page_lists_every_option() -> None:
    assert listed("| key of `people` | |\n") == list(PeopleOptions.model_fields)


def test_the_page_lists_every_file() -> None:
    assert sorted(listed("| file of the run folder | |\n")) == sorted(
        [PEOPLE_FILE, CHECKPOINTS, JOURNAL, LABELS_FILE, SEATS]
    )
