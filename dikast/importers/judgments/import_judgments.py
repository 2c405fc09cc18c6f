"""import_judgments: writes recorded judgements into a run folder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dikast.errors import BadInput
from dikast.experiments import RunFolder, fingerprint, start_folder
from dikast.importers.importing import ImportedRow, write_rows
from dikast.importers.judgments.judged_episode import episode_of_judgment
from dikast.importers.judgments.recorded_judgment import RecordedJudgment
from dikast.records import Outcome, team_label


def import_judgments(judgments: Iterable[RecordedJudgment], files: Sequence[Path], out: Path) -> RunFolder:
    """The judgements of these files as a run folder at `out`. Importing the same again changes nothing.

    Raises BadInput if there are none, if a judge judged a question twice, or if the folder holds something else.
    """
    judgments = list(judgments)
    if not judgments:
        raise BadInput("there is nothing to import in this file", str(files[0]))
    _check_ids(judgments)
    rows_json = "\n".join(judgment.model_dump_json() for judgment in judgments)
    folder = start_folder(
        out,
        {"name": out.name, "imported": [path.name for path in files]},
        {
            "question set": {"all": fingerprint(rows_json)},
            "protocol files": dict.fromkeys((judgment.protocol for judgment in judgments), "as recorded"),
        },
    )
    with folder.locked():
        asyncio.run(write_rows(_rows(judgments), folder))
    return folder


def _check_ids(judgments: Iterable[RecordedJudgment]) -> None:
    """Raises BadInput, with both places, if a judge judged the same question twice."""
    locations: dict[str, str] = {}
    for judgment in judgments:
        if judgment.id in locations:
            message = f"{judgment.judge!r} judged {judgment.question.id!r} already, at {locations[judgment.id]}"
            raise BadInput(
                f"{message}: name one of the judges (`--judge`), or import the files apart", judgment.location
            )
        locations[judgment.id] = judgment.location


def _rows(judgments: Iterable[RecordedJudgment]) -> Iterator[ImportedRow]:
    """The episodes with their outcomes, made one at a time."""
    for judgment in judgments:
        episode = episode_of_judgment(judgment)
        team = {"judge": judgment.judge}
        outcome = Outcome.of(episode, protocol=judgment.protocol, agents=team_label(team), team=team)
        yield outcome, episode
