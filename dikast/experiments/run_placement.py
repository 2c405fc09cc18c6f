"""RunPlacement: which folder an experiment goes into: a new one, that of the same run, or one that it extends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from dikast.errors import BadInput
from dikast.experiments.asked_run import AskedRun
from dikast.experiments.choice_orders import Batches
from dikast.experiments.earlier_run import EarlierRun
from dikast.experiments.extension import Extension
from dikast.experiments.run_difference import RunDifference, compare
from dikast.experiments.run_names import RunNames
from dikast.experiments.stores import (
    OWN_FILES,
    RESOLVED,
    OtherRun,
    QuestionMark,
    RunFolder,
    check_plain_files,
    check_same_run,
    fingerprint,
    go_on_folder,
    identity,
    start_folder,
)
from dikast.input_files import read_yaml
from dikast.records import Question

MOST_FOLDERS = 10_000


@dataclass(frozen=True)
class RunPlacement:
    """A run folder, and what of it the experiment asks for.

    `batches` are all questions of a run that has more than are asked for, or that was extended. `spent_as` is the name
    under which the journal counts what the run takes. `extension` is to be written before the run goes on, `notice`
    is what a person should know of it.
    """

    asked: AskedRun
    path: Path
    names: RunNames
    spent_as: str
    batches: Batches = ()
    is_begun: bool = True
    extension: Extension | None = None
    notice: str | None = None

    @property
    def is_same(self) -> bool:
        """Whether the folder's run has just what is asked for."""
        return self.is_begun and self.notice is None

    @property
    def is_part(self) -> bool:
        """Whether the folder's run has more than is asked for."""
        return self.notice is not None and self.extension is None

    def questions(self) -> Sequence[Question]:
        """The questions that are asked for, in the order in which the run took them up."""
        if not self.batches:
            return self.asked.questions
        by_id = {question.id: question for question in self.asked.questions}
        return [by_id[mark.id] for batch in self.batches for mark in batch if mark.id in by_id]

    def folder(self, *, is_dry: bool) -> RunFolder:
        """The folder. With `is_dry` nothing is written. Raises BadInput if no run can be kept there."""
        store = self.asked.experiment.store
        if self.is_begun:
            return go_on_folder(self.path, store, is_dry=is_dry)
        return start_folder(
            self.path,
            self.asked.plain,
            self.asked.ingredients(self.names),
            store,
            marks=tuple(self.asked.marks.values()),
            is_dry=is_dry,
        )


def place(asked: AskedRun, out: Path | None = None) -> RunPlacement:
    """The place of a run: the folder that is asked for, or one under `runs/` with the experiment's name.

    There the folder of the same run comes first, then one that this extends or is a part of, then a new one. Raises
    OtherRun where the folder holds another run, or the same with changed files.
    """
    if out is not None:
        return _placement(asked, out)
    related: RunPlacement | None = None
    changed: OtherRun | None = None
    for number in range(1, MOST_FOLDERS):
        suffix = f"-{number}" if number > 1 else ""
        path = Path("runs") / f"{asked.experiment.name}{suffix}"
        if not (path / RESOLVED).is_file():
            break
        try:
            placement = _placement(asked, path)
        except OtherRun as other:
            # The same experiment with changed files is an error: a second folder would hide that they changed.
            if other.has_changed_files:
                changed = changed or other
            continue
        if placement.is_same:
            return placement
        related = related or placement
    else:
        raise BadInput("choose a folder with --out", f"runs/{asked.experiment.name}")
    if related is None and changed is not None:
        raise changed
    return related or _placement(asked, path)


def _placement(asked: AskedRun, path: Path) -> RunPlacement:
    """The place in this folder. Raises OtherRun where it holds another run."""
    check_plain_files(path, OWN_FILES)
    if not (path / RESOLVED).is_file():
        names = asked.new_names
        return RunPlacement(asked, path, names, _spent_as_new(asked, names), is_begun=False)
    if asked.experiment.probe is not None:
        return _as_begun(asked, path)
    earlier = EarlierRun.read(path)
    if earlier is None:
        raise _other_run(asked, path, asked.new_names, [])
    difference, names = compare(earlier, asked)
    if difference.changed:
        raise _other_run(asked, path, names, difference.changed)
    if difference.added and difference.missing:
        details = [
            f"it has {', '.join(difference.missing)}, which this leaves out",
            f"this adds {', '.join(difference.added)}: keep what it has to extend it",
        ]
        raise _other_run(asked, path, names, details)
    return _related(earlier, asked, difference, names)


def _as_begun(asked: AskedRun, path: Path) -> RunPlacement:
    """The place of a probed run. Its questions and protocols are made from others, so it goes on as it was begun."""
    names = asked.new_names
    content = {"experiment": asked.plain, "ingredients": asked.ingredients(names)}
    may_lack = not asked.is_opened
    check_same_run(read_yaml(path / RESOLVED).data, content, str(path), may_lack_ingredients=may_lack)
    return RunPlacement(asked, path, names, _spent_as_new(asked, names))


def _spent_as_new(asked: AskedRun, names: RunNames) -> str:
    return fingerprint(repr((identity(asked.plain), asked.ingredients(names))))


def _other_run(asked: AskedRun, path: Path, names: RunNames, details: Sequence[str]) -> OtherRun:
    """The error for a folder that holds another run."""
    content = {"experiment": asked.plain, "ingredients": asked.ingredients(names)}
    try:
        check_same_run(
            read_yaml(path / RESOLVED).data,
            content,
            str(path),
            details,
            may_lack_ingredients=not asked.is_opened,
        )
    except OtherRun as other:
        return other
    return OtherRun(["names"], str(path), has_changed_files=False, details=details)


def _related(earlier: EarlierRun, asked: AskedRun, difference: RunDifference, names: RunNames) -> RunPlacement:
    """The place in the folder of the same run, or of one that this extends or is a part of."""
    placement = RunPlacement(asked, earlier.path, names, earlier.spent_as)
    if not difference.added and not difference.missing and not earlier.extended:
        # As it was begun: nothing more of the folder needs to be read.
        return replace(placement, spent_as=_spent_as_new(asked, names))
    marks = earlier.marks
    if marks is None:
        marks = list(islice(asked.marks.values(), difference.n_kept))
    sizes = names.batches if earlier.extended else (len(marks),)
    if difference.missing:
        notice = (
            f"{earlier.path} holds more than is asked for here: {', '.join(difference.missing)} of it "
            "are left as they are, and tables show them"
        )
        return replace(placement, batches=_split(marks, sizes), notice=notice)
    if not difference.added:
        return replace(placement, batches=_split(marks, sizes))
    kept_ids = {mark.id for mark in marks}
    new_marks = [mark for mark in asked.marks.values() if mark.id not in kept_ids]
    if new_marks:
        sizes = (*sizes, len(new_marks))
    marks = [*marks, *new_marks]
    names = names.model_copy(update={"batches": sizes})
    return replace(
        placement,
        names=names,
        batches=_split(marks, sizes),
        extension=Extension.of(earlier, asked, names, marks),
        notice=f"{earlier.path} is extended by {', '.join(difference.added)}; what is there is not run again",
    )


def _split(marks: Sequence[QuestionMark], sizes: Sequence[int]) -> Batches:
    """The marks in batches of these sizes."""
    left = iter(marks)
    return [list(islice(left, size)) for size in sizes]
