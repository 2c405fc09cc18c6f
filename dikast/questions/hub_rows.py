"""Rows read by the `datasets` library: from the Hugging Face hub, a folder laid out like it, or a parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dikast.errors import BadInput, nearest
from dikast.input_files import Document


def read_hub(name: str, config: str | None, usual_config: str | None, split: str) -> Iterator[Document]:
    """The rows of a split of the hub's repository `name`. `datasets` downloads it once and keeps it in its cache."""
    return _read_split(
        name,
        name,
        config,
        usual_config,
        split,
        streaming=False,
    )


def read_folder(folder: Path, config: str | None, usual_config: str | None, split: str) -> Iterator[Document]:
    """The rows of a split of a folder, with the configurations that its README declares, if any; nothing is cached."""
    return _read_split(
        str(folder.resolve()),
        str(folder),
        config,
        usual_config,
        split,
        streaming=True,
    )


def read_parquet(path: Path) -> Iterator[Document]:
    """The rows of one parquet file."""
    if not path.is_file():
        raise BadInput("no such file", str(path))
    # `datasets` calls the only split of a single file "train".
    options = {
        "data_files": str(path),
        "split": "train",
        "streaming": True,
    }
    table = _call_datasets("load_dataset", str(path), "parquet", **options)
    return _documents(table, str(path))


def _read_split(
    location: str,
    name: str,
    config: str | None,
    usual_config: str | None,
    split: str,
    *,
    streaming: bool,
) -> Iterator[Document]:
    """The rows of a split at `location`; errors call it `name`."""
    configs: list[str] = _call_datasets("get_dataset_config_names", name, location)
    chosen = _choose_config(name, configs, config, usual_config)
    table = _call_datasets(
        "load_dataset",
        name,
        location,
        name=chosen,
        split=split,
        streaming=streaming,
    )
    title = " ".join(filter(None, (name, chosen, split)))
    return _documents(table, title)


def _choose_config(name: str, configs: Sequence[str], config: str | None, usual_config: str | None) -> str | None:
    """The configuration asked for, else the usual one, else None for the only one there is."""
    if config:
        if config not in configs:
            raise BadInput(f"unknown config {config!r}: {nearest(config, configs)}", name)
        return config
    if usual_config in configs:
        return usual_config
    if len(configs) > 1:
        raise BadInput(f"say which config: {', '.join(sorted(configs))}", name)
    return None


def _documents(table: Any, name: str) -> Iterator[Document]:
    """The rows of a table. Its files are read only here, so that their errors come up here too."""
    with _errors_as_bad_input(_import_datasets(name), name):
        for number, row in enumerate(table, start=1):
            yield Document(row, f"{name}, row {number}")


def _call_datasets(function: str, where: str, *args: str, **kwargs: Any) -> Any:
    """Calls a function of `datasets`. Raises BadInput, with `where`, for its errors."""
    datasets = _import_datasets(where)
    with _errors_as_bad_input(datasets, where):
        return getattr(datasets, function)(*args, **kwargs)


@contextmanager
def _errors_as_bad_input(datasets: Any, where: str) -> Iterator[None]:
    """Raises the errors of `datasets` about files, splits and the network as BadInput."""
    try:
        yield
    except (OSError, ValueError, datasets.exceptions.DatasetsError) as error:
        # Only the first line: `datasets` adds long lists of files to some messages.
        first_line = str(error).split("\n")[0]
        raise BadInput(first_line or type(error).__name__, where) from error


def _import_datasets(where: str) -> Any:
    """The `datasets` library. Raises BadInput, with the way to install it, if it is missing."""
    try:
        import datasets
        import datasets.exceptions
    except ImportError:
        raise BadInput("this needs the datasets library: pip install 'dikast[hub]'", where) from None
    return datasets
