"""The registry of known data sets: where each one is on the hub, and which adapter makes questions of its rows.

Repositories, configurations and splits are those of the cards at https://huggingface.co/datasets. PrOntoQA's repository
holds the 500 development problems of Logic-LM (arXiv 2305.12295). The sets of worked solutions are described in
`dikast.questions.solutions`, those of judged responses in `dikast.questions.response_sets`. The data set named
`solutions` is a file in any format of worked solutions, or in our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import BadRows, Document
from dikast.questions import gsm8k, hub_rows, nyu_stories, quality, row_files, tabular_datasets
from dikast.questions.question_source import QuestionSource
from dikast.questions.response_sets import RESPONSE_SETS
from dikast.questions.row_adapter import RowAdapter
from dikast.questions.solutions import SOLUTION_FORMATS, expand_rows, solution_adapter

AdapterFactory = Callable[[QuestionSource, Path, int], RowAdapter]


def _rows_unchanged(rows: Iterable[Document], bad: BadRows) -> Iterable[Document]:
    """For a data set whose files have one question in each row."""
    return rows


@dataclass(frozen=True)
class Dataset:
    """One data set.

    `make_adapter` gives the adapter of its rows, for a source, the folder that its paths start at, and a seed. `hub` is
    the usual repository, with the usual configuration and split; None if it comes as files alone. `expand` turns a
    file's rows into one for each question; rows that it can't use are bad ones. `gold_first` says that its right
    answers come out first, so that they must still be moved.
    """

    make_adapter: AdapterFactory
    hub: str | None
    config: str | None
    split: str
    expand: Callable[[Iterable[Document], BadRows], Iterable[Document]] = _rows_unchanged
    gold_first: bool = False


def _fixed(adapter: RowAdapter) -> AdapterFactory:
    """For a data set whose adapter depends neither on options nor on the seed."""
    return lambda source, base, seed: adapter


def _solutions(format: str | None) -> AdapterFactory:
    """For worked solutions in this format; without one, in the format that the first row's keys show."""
    return lambda source, base, seed: solution_adapter(base / (source.path or ""), format)


def _expand_solutions(format: str | None) -> Callable[[Iterable[Document], BadRows], Iterable[Document]]:
    """What makes of a file's rows those that the format's adapter reads."""
    return lambda rows, bad: expand_rows(rows, format)


# The usual repository and split of the sets of worked solutions that are on the hub.
_SOLUTIONS_ON_HUB = {
    "mr-ben": ("Randolphzeng/Mr-Ben", "train"),
    "mr-gsm8k": ("Randolphzeng/Mr-GSM8K", "train"),
    "prmbench": ("hitsmy/PRMBench_Preview", "train"),
    "processbench": ("Qwen/ProcessBench", "gsm8k"),
    "projudge": ("julyai/ProJudgeBench", "test"),
}
# Formats of files that anyone may write, so that no one data set has them.
_GENERAL_FORMATS = ("dikast", "unified")


def _solution_set(name: str) -> Dataset:
    """The data set whose worked solutions are in the format of the same name."""
    hub_name, split = _SOLUTIONS_ON_HUB.get(name, (None, "train"))
    return Dataset(_solutions(name), hub_name, None, split, expand=_expand_solutions(name))


def _response_set(name: str) -> Dataset:
    """The data set whose rows are judged responses."""
    responses = RESPONSE_SETS[name]

    def make_adapter(source: QuestionSource, base: Path, seed: int) -> RowAdapter:
        if source.path is None:
            return responses.adapter(None)
        return responses.adapter((base / source.path).parent)

    return Dataset(make_adapter, responses.hub, None, responses.split, gold_first=responses.better_first)


DATASETS: dict[str, Dataset] = {
    **{name: _response_set(name) for name in RESPONSE_SETS},
    **{name: _solution_set(name) for name in SOLUTION_FORMATS if name not in _GENERAL_FORMATS},
    "solutions": Dataset(_solutions(None), None, None, "train", expand=_expand_solutions(None)),
    "boolq": Dataset(_fixed(tabular_datasets.boolq_question), "google/boolq", None, "validation"),
    "gpqa": Dataset(
        _fixed(tabular_datasets.gpqa_question),
        "Idavidrein/gpqa",
        "gpqa_diamond",
        "train",
        gold_first=True,
    ),
    "gsm8k": Dataset(gsm8k.gsm8k_adapter, "openai/gsm8k", "main", "test", gold_first=True),
    "mmlu": Dataset(_fixed(tabular_datasets.mmlu_question), "cais/mmlu", "all", "test"),
    "nyu": Dataset(nyu_stories.nyu_adapter, None, None, "debates", expand=nyu_stories.nyu_questions),
    "prontoqa": Dataset(_fixed(tabular_datasets.prontoqa_question), "renma/ProntoQA", None, "validation"),
    "quality": Dataset(
        quality.quality_adapter,
        "emozilla/quality",
        None,
        "validation",
        expand=quality.one_row_per_question,
    ),
    "truthfulqa": Dataset(
        _fixed(tabular_datasets.truthfulqa_question),
        "truthfulqa/truthful_qa",
        "multiple_choice",
        "validation",
        gold_first=True,
    ),
}


def dataset_rows(dataset: Dataset, source: QuestionSource, base: Path, bad: BadRows) -> Iterator[Document]:
    """The data set's rows, from the path or the repository that the source names, or from the usual repository."""
    if source.path is not None:
        usual = (dataset.config, dataset.split)
        return row_files.read_split_rows(base / source.path, source.config, source.split, usual, bad)
    # Another repository may hold the same data set, with the same columns.
    name = source.hub or dataset.hub
    if name is None:
        raise BadInput(f"the dataset {source.dataset} is not on the hub: give the path of its file")
    return hub_rows.read_hub(name, source.config, dataset.config, source.split or dataset.split)
