"""QuestionSource: the `questions:` mapping of an experiment."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, field_validator, model_validator

from dikast.errors import nearest

WrongAnswers = Literal["model", "corrupted", "model-or-corrupted"]

# The data sets there are, each with the options that only it has.
DATASET_OPTIONS: dict[str, frozenset[str]] = {
    "big-bench-mistake": frozenset(),
    "boolq": frozenset(),
    "gpqa": frozenset(),
    "gsm8k": frozenset({"solutions", "wrong"}),
    "mmlu": frozenset(),
    "mr-ben": frozenset(),
    "mr-gsm8k": frozenset(),
    "nyu": frozenset({"stories"}),
    "parc": frozenset(),
    "prm800k": frozenset(),
    "prmbench": frozenset(),
    "processbench": frozenset(),
    "projudge": frozenset(),
    "prontoqa": frozenset(),
    "quality": frozenset({"hard"}),
    "solutions": frozenset(),
    "truthfulqa": frozenset(),
}
_FOR_ANY_DATASET = ("path", "hub", "config", "split")
_LIBRARY = Path(__file__).parent / "library"


class QuestionSource(BaseModel):
    """Which questions, how many, and in what form. Exactly one of `file`, `dataset` and `library` names them.

    `file` is a JSONL, JSON or CSV file in our own row format. `dataset` is a known data set: from `path`, a local file
    or a folder laid out as on the Hugging Face hub, else from the hub itself, where `hub`, `config` and `split` say
    which repository, configuration and split, if not the usual ones. `library` is a set that ships with Dikast.

    `shuffle` takes the questions in a random order, `limit` the first so many. `choices` reduces each question to the
    right answer and random wrong ones, so many in all. `balance` moves the right answer so that every place has it
    equally often; so do `choices`, where it takes any away, and the data sets whose files put it always first.

    `wrong`, for gsm8k, is where the wrong answer comes from: a `model`'s wrong solution in the file `solutions`
    (a problem without one is left out), a `corrupted` right answer, or the first where there is one and else the
    second. `hard`, for quality, keeps only the questions that are (or are not) in its hard subset. `stories`, for nyu,
    is the file of the stories. Paths are relative to the experiment's folder. The seed is the experiment's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str | None = None
    dataset: str | None = None
    library: str | None = None
    path: str | None = None
    hub: str | None = None
    config: str | None = None
    split: str | None = None
    limit: StrictInt | None = Field(default=None, ge=1)
    choices: StrictInt | None = Field(default=None, ge=2)
    shuffle: StrictBool = False
    balance: StrictBool = False
    solutions: str | None = None
    wrong: WrongAnswers = "model-or-corrupted"
    hard: StrictBool | None = None
    stories: str | None = None

    @field_validator("dataset")
    @classmethod
    def _dataset_is_known(cls, name: str | None) -> str | None:
        if name is not None and name not in DATASET_OPTIONS:
            raise ValueError(f"unknown dataset, got {name!r}: {nearest(name, DATASET_OPTIONS)}")
        return name

    @field_validator("library")
    @classmethod
    def _library_is_known(cls, name: str | None) -> str | None:
        known = {path.stem for path in _LIBRARY.glob("*.jsonl")}
        if name is not None and name not in known:
            raise ValueError(f"unknown library of questions, got {name!r}: {nearest(name, known)}")
        return name

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        named = [key for key in ("file", "dataset", "library") if getattr(self, key) is not None]
        if len(named) != 1:
            raise ValueError(f"exactly one of file, dataset and library must be given, got {named or 'none'}")
        if self.path is not None and self.hub is not None:
            raise ValueError("path and hub both say where the dataset is: give one of them")
        self._check_dataset_options()
        return self

    def _check_dataset_options(self) -> None:
        own = DATASET_OPTIONS.get(self.dataset or "", frozenset())
        for option in _FOR_ANY_DATASET:
            if self._is_set(option) and self.dataset is None:
                raise ValueError(f"{option} is an option of a dataset, and none is named")
        for owner, options in DATASET_OPTIONS.items():
            for option in sorted(options - own):
                if self._is_set(option):
                    raise ValueError(f"{option} is an option of dataset: {owner}")

    def _is_set(self, option: str) -> bool:
        """Whether it differs from its default: a source written out in full reads back as itself."""
        return bool(getattr(self, option) != type(self).model_fields[option].default)

    @property
    def library_file(self) -> Path:
        """Where the library of that name stands."""
        return _LIBRARY / f"{self.library}.jsonl"
