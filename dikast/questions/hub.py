"""Rows through the `datasets` library: from the Hugging Face hub, from a folder laid out like it, from parquet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dikast.errors import BadInput, nearest
from dikast.input_files import Document


def read_hub(name: str, config: str | None, usual_config: str | None, split: str) -> Iterator[Document]:
    """The rows of a split of the hub's repository `name`, fetched once and then kept by `datasets` in its cache."""
    return _read(name, name, config, usual_config, split, streaming=False)


def read_folder(folder: Path, config: str | None, usual_config: str | None, split: str) -> Iterator[Document]:
    """The rows of a split of a folder, configurations as its README declares them, if any; nothing is cached."""
    return _read(str(folder.resolve()), str(folder), config, usual_config, split, streaming=True)


def read_parquet(path: Path) -> Iterator[Document]:
    """The rows of one parquet file."""
    if not path.is_file():
        raise BadInput("no such file", str(path))
    options = {"data_files": str(path), "split": "train", "streaming": True}
    return _rows(_call("load_dataset", str(path), "parquet", **options), str(path))


def _read(
    place: str, name: str, config: str | None, usual_config: str | None, split: str, *, streaming: bool
) -> Iterator[Document]:
    configs: list[str] = _call("get_dataset_config_names", name, place)
    chosen = config or (usual_config if usual_config in configs else None)
    if chosen is None and len(configs) > 1:
        raise BadInput(f"say which config: {', '.join(sorted(configs))}", name)
    if chosen is not None and chosen not in configs:
        raise BadInput(f"unknown config {chosen!r}: {nearest(chosen, configs)}", name)
    table = _call("load_dataset", name, place, name=chosen, split=split, streaming=streaming)
    return _rows(table, " ".join(part for part in (name, chosen, split) if part))


def _rows(table: Any, name: str) -> Iterator[Document]:
    with _complaints_as_bad_input(_library(name), name):
        for number, row in enumerate(table, start=1):
            yield Document(row, f"{name}, row {number}")


def _call(function: str, where: str, *args: str, **kwargs: Any) -> Any:
    datasets = _library(where)
    with _complaints_as_bad_input(datasets, where):
        return getattr(datasets, function)(*args, **kwargs)


@contextmanager
def _complaints_as_bad_input(datasets: Any, where: str) -> Iterator[None]:
    """What `datasets` says of files, splits or the network, as BadInput."""
    try:
        yield
    except (OSError, ValueError, datasets.exceptions.DatasetsError) as error:
        raise BadInput(str(error).split("\n")[0] or type(error).__name__, where) from error


def _library(where: str) -> Any:
    try:
        import datasets
        import datasets.exceptions
    except ImportError:
        raise BadInput("this needs the datasets library: pip install 'dikast[hub]'", where) from None
    return datasets
