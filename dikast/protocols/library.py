"""The protocols that come with Dikast, and those in files of a user's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dikast.errors import BadInput, nearest
from dikast.input_files import Document, bad_input, into, read_yaml
from dikast.protocols.protocol import Protocol
from dikast.protocols.protocol_options import ProtocolOptions, apply

LIBRARY = Path(__file__).parent / "library"


def protocol_names() -> list[str]:
    """The names of the protocols that come with Dikast, simplest first."""
    return sorted((path.stem for path in LIBRARY.glob("*.yaml")), key=lambda name: (len(_read(name).moves), name))


def load_protocol(name: str | Path, *, base: Path | None = None, **options: Any) -> Protocol:
    """A protocol of the library by name, or of a file by path (relative to `base`), with options on it.

    The options are those of `Options`, as `load_protocol("debate", rounds=2, judge_asks=True)`. Raises BadInput for
    an unknown name or option, a bad file, or an option that finds nothing to act on.
    """
    protocol = _read(str(name), base)
    return apply(protocol, read_options(options)) if options else protocol


def read_options(options: Mapping[str, object], where: Document | None = None) -> ProtocolOptions:
    """Options as they stand in a file or a call. Raises BadInput with the nearest right name."""
    try:
        return ProtocolOptions.model_validate(dict(options))
    except ValidationError as error:
        raise bad_input(error, ProtocolOptions, where or Document(dict(options), "options")) from None


def _read(name: str, base: Path | None = None) -> Protocol:
    if Path(name).suffix in (".yaml", ".yml"):
        return into(Protocol, read_yaml((base or Path()) / name))
    return _shipped(name)


@lru_cache(maxsize=64)
def _shipped(name: str) -> Protocol:
    """A protocol of the library, read once; a user's own file may change, and is read whenever it is asked for."""
    path = LIBRARY / f"{name}.yaml"
    if not path.is_file():
        known = [p.stem for p in LIBRARY.glob("*.yaml")]
        raise BadInput(f"no protocol {name!r}: {nearest(name, known)} (a file of your own ends in .yaml)")
    return into(Protocol, read_yaml(path))
