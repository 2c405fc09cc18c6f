"""QuestionSource: the `questions:` mapping of an experiment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, field_validator, model_validator

from dikast.errors import nearest
from dikast.questions.columns import METADATA_PREFIX
from dikast.questions.generated import GENERATED_KINDS

WrongAnswers = Literal["model", "corrupted", "model-or-corrupted"]

# The known data sets, each with the options that only it has.
DATASET_OPTIONS: dict[str, frozenset[str]] = {
    "big-bench-mistake": frozenset(),
    "boolq": frozenset(),
    "contextual": frozenset(),
    "gpqa": frozenset(),
    "gsm8k": frozenset({"solutions", "wrong"}),
    "judgebench": frozenset(),
    "judgelm": frozenset(),
    "mllm-judge": frozenset(),
    "mmlu": frozenset(),
    "mr-ben": frozenset(),
    "mr-gsm8k": frozenset(),
    "nyu": frozenset({"stories"}),
    "pandalm": frozenset(),
    "parc": frozenset(),
    "personalized": frozenset(),
    "prm800k": frozenset(),
    "prmbench": frozenset(),
    "processbench": frozenset(),
    "projudge": frozenset(),
    "prontoqa": frozenset(),
    "quality": frozenset({"hard"}),
    "rewardbench": frozenset(),
    "solutions": frozenset(),
    "triviaqa-judges": frozenset(),
    "truthfulqa": frozenset(),
}
# Sorted, so that of several misplaced options always the same one is reported.
_OPTION_DATASETS = {option: name for name, options in DATASET_OPTIONS.items() for option in sorted(options)}
_SOURCES = ("file", "dataset", "library", "generated")
_OPTIONS_OF_ANY_DATASET = ("path", "hub", "config", "split")
# More than any file holds; larger numbers are slips, and do not fit into the counters that take them.
MOST_QUESTIONS = 1_000_000_000
COLUMNS = (
    *("id", "question", "choices", "answer", "source", "images", "references"),
    *("reference_solution", "metadata"),
    *("prompt", "chosen", "rejected"),
)
_LIBRARY = Path(__file__).parent / "library"


def _is_none(value: object) -> bool:
    return value is None


class QuestionSource(BaseModel):
    """Which questions, how many, and in what form. One of `file`, `dataset`, `library` and `generated` names them.

    `file` is a JSONL, JSON or CSV file in our own row format. `dataset` is a known data set: from `path`, a local file
    or a folder laid out as on the Hugging Face hub, else from the hub itself. There `hub`, `config` and `split` name
    the repository, configuration and split, if not the usual ones. `library` is a set that ships with Dikast.
    `generated` is a kind of questions that are made as they are needed: as many as `limit` says, by default 200. Which
    ones these are depends on `seed`, by default 0, and not on the experiment's seed.

    `skip_bad` leaves out rows that can't be used, where one would otherwise be an error.
    `columns`, for a file, says what it calls the columns of ours: `{question: Prompt, choices: [Right, Wrong]}`.
    `shuffle` takes the questions in a random order. `limit` is how many of them are taken. `choices` is how many
    choices each question keeps: the right answer and random wrong ones. `balance` moves the right answer so that it
    is equally often at every position. `choices` does the same where it takes any away, and so do the data sets whose
    files always have the right answer first.

    `wrong`, for gsm8k, is where the wrong answer comes from: a `model`'s wrong solution in the file `solutions`
    (a problem without one is left out), a `corrupted` right answer, or the first where there is one and else the
    second. `hard`, for quality, keeps only the questions that are (or are not) in its hard subset. `stories`, for nyu,
    is the file of the stories. Paths are relative to the experiment's folder. All but `generated` takes the
    experiment's seed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str | None = None
    columns: dict[str, str | tuple[str, ...]] | None = None
    dataset: str | None = None
    library: str | None = None
    path: str | None = None
    hub: str | None = None
    config: str | None = None
    split: str | None = None
    limit: StrictInt | None = Field(default=None, ge=1, le=MOST_QUESTIONS)
    choices: StrictInt | None = Field(default=None, ge=2, le=MOST_QUESTIONS)
    shuffle: StrictBool = False
    # Left out of the run's identity: what it changes is which questions there are, and these are in it.
    skip_bad: StrictBool = Field(default=False, exclude=True)
    balance: StrictBool = False
    solutions: str | None = None
    wrong: WrongAnswers = "model-or-corrupted"
    hard: StrictBool | None = None
    stories: str | None = None
    # Left out where they say nothing, so that earlier runs stay the same.
    generated: str | None = Field(default=None, exclude_if=_is_none)
    seed: StrictInt | None = Field(default=None, ge=0, exclude_if=_is_none)

    @field_validator("columns")
    @classmethod
    def _columns_are_known(
        cls, columns: dict[str, str | tuple[str, ...]] | None
    ) -> dict[str, str | tuple[str, ...]] | None:
        """Raises ValueError, with the nearest of our names, for a key that names none of our columns."""
        for name in columns or ():
            if not name.startswith(METADATA_PREFIX):
                _check_name("column of ours", name, COLUMNS)
        return columns

    @field_validator("dataset")
    @classmethod
    def _dataset_is_known(cls, name: str | None) -> str | None:
        """Raises ValueError, with the nearest known name, if there is no such data set."""
        _check_name("dataset", name, DATASET_OPTIONS)
        return name

    @field_validator("library")
    @classmethod
    def _library_is_known(cls, name: str | None) -> str | None:
        """Raises ValueError, with the nearest known name, if no such library ships with Dikast."""
        library_names = {path.stem for path in _LIBRARY.glob("*.jsonl")}
        _check_name("library of questions", name, library_names)
        return name

    @field_validator("generated")
    @classmethod
    def _kind_is_known(cls, name: str | None) -> str | None:
        """Raises ValueError, with the nearest known name, if no such questions can be made."""
        _check_name("kind of generated questions", name, GENERATED_KINDS)
        return name

    @model_validator(mode="after")
    def _options_fit(self) -> Self:
        """Raises ValueError, with the option's name, if an option doesn't fit the others."""
        sources = self._set_among(_SOURCES)
        if len(sources) != 1:
            raise ValueError(
                f"exactly one of file, dataset, library and generated must be given, got {sources or 'none'}"
            )
        if self.seed is not None and self.generated is None:
            raise ValueError("seed is an option of generated; the experiment has a seed of its own")
        if self.columns is not None and self.file is None:
            raise ValueError("columns is an option of file")
        dataset_options = self._set_among(_OPTIONS_OF_ANY_DATASET)
        if {"path", "hub"}.issubset(dataset_options):
            raise ValueError("path and hub both say where the dataset is: give one of them")
        if dataset_options and self.dataset is None:
            raise ValueError(f"{dataset_options[0]} is an option of a dataset, and none is named")
        for option in self._set_among(_OPTION_DATASETS):
            dataset = _OPTION_DATASETS[option]
            if dataset != self.dataset:
                raise ValueError(f"{option} is an option of dataset: {dataset}")
        return self

    def _set_among(self, options: Iterable[str]) -> list[str]:
        """Those of the options that differ from their defaults."""
        fields = type(self).model_fields
        # An option with its default counts as not set, so that a source written out in full reads back as itself.
        return [option for option in options if getattr(self, option) != fields[option].default]

    @property
    def library_file(self) -> Path:
        """The file of the named library."""
        return _LIBRARY / f"{self.library}.jsonl"


def _check_name(kind: str, name: str | None, known: Collection[str]) -> None:
    """Raises ValueError, with the nearest known name, if the name is given and not known."""
    if name is not None and name not in known:
        raise ValueError(f"unknown {kind}, got {name!r}: {nearest(name, known)}")
