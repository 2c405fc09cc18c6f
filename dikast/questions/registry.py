"""The table of known data sets: where each one lives on the hub, and what makes questions of its rows.

Repositories, configurations and splits as their cards at https://huggingface.co/datasets give them; PrOntoQA's
repository holds the 500 development problems of Logic-LM (arXiv 2305.12295). The sets of worked solutions are described
in `solutions`; `solutions` itself is a file in any of their formats, or in our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import Document
from dikast.questions import files, gsm8k, hub, nyu_stories, quality, tabular_datasets
from dikast.questions.row_adapter import RowAdapter
from dikast.questions.solutions import SOLUTION_FORMATS, maker_for
from dikast.questions.source import QuestionSource


def _each(rows: Iterable[Document]) -> Iterable[Document]:
    return rows


def _plain(make: RowAdapter) -> Callable[[QuestionSource, Path, int], RowAdapter]:
    """For makers that need neither options nor a seed."""
    return lambda source, base, seed: make


def _solutions(format: str | None) -> Callable[[QuestionSource, Path, int], RowAdapter]:
    """For sets of worked solutions, in this format or in the one that their first row tells."""
    return lambda source, base, seed: maker_for(base / (source.path or ""), format)


@dataclass(frozen=True)
class Dataset:
    """One data set. `expand` turns a file's rows into one a question; `maker` gives what makes a question of such.

    `gold_first` says that the right answer comes out first and is still to be placed. `hub` is the usual repository,
    with the usual configuration and split.
    """

    maker: Callable[[QuestionSource, Path, int], RowAdapter]
    hub: str | None
    config: str | None
    split: str
    expand: Callable[[Iterable[Document]], Iterable[Document]] = _each
    gold_first: bool = False


# Where the sets of worked solutions live on the hub, with their usual split; the others come as files alone.
_SOLUTIONS_ON_HUB = {
    "mr-ben": ("Randolphzeng/Mr-Ben", "train"),
    "mr-gsm8k": ("Randolphzeng/Mr-GSM8K", "train"),
    "prmbench": ("hitsmy/PRMBench_Preview", "train"),
    "processbench": ("Qwen/ProcessBench", "gsm8k"),
    "projudge": ("julyai/ProJudgeBench", "test"),
}
SOLUTION_SETS: dict[str, Dataset] = {
    name: Dataset(_solutions(name), hub_name, None, split)
    for name in SOLUTION_FORMATS
    if name not in ("dikast", "unified")
    for hub_name, split in [_SOLUTIONS_ON_HUB.get(name, (None, "train"))]
}
DATASETS: dict[str, Dataset] = {
    **SOLUTION_SETS,
    "solutions": Dataset(_solutions(None), None, None, "train"),
    "boolq": Dataset(_plain(tabular_datasets.boolq), "google/boolq", None, "validation"),
    "gpqa": Dataset(_plain(tabular_datasets.gpqa), "Idavidrein/gpqa", "gpqa_diamond", "train", gold_first=True),
    "gsm8k": Dataset(gsm8k.maker, "openai/gsm8k", "main", "test", gold_first=True),
    "mmlu": Dataset(_plain(tabular_datasets.mmlu), "cais/mmlu", "all", "test"),
    "nyu": Dataset(nyu_stories.nyu_adapter, None, None, "debates", expand=nyu_stories.nyu_questions),
    "prontoqa": Dataset(_plain(tabular_datasets.prontoqa), "renma/ProntoQA", None, "validation"),
    "quality": Dataset(quality.maker, "emozilla/quality", None, "validation", expand=quality.one_a_question),
    "truthfulqa": Dataset(
        _plain(tabular_datasets.truthfulqa), "truthfulqa/truthful_qa", "multiple_choice", "validation", gold_first=True
    ),
}


def rows(dataset: Dataset, source: QuestionSource, base: Path) -> Iterator[Document]:
    """The data set's rows, from where the source says."""
    if source.path is not None:
        usual = (dataset.config, dataset.split)
        return files.read_split_rows(base / source.path, source.config, source.split, usual)
    name = source.hub or dataset.hub
    if name is None:
        raise BadInput(f"the dataset {source.dataset} is not on the hub: give the path of its file")
    return hub.read_hub(name, source.config, dataset.config, source.split or dataset.split)
