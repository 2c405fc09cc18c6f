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
    """The names of the protocols that come with Dikast, simplest first: by how many moves they have."""
    by_size: list[tuple[int, str]] = []
    for path in LIBRARY.glob("*.yaml"):
        n_moves = len(_library_protocol(path.stem).moves)
        by_size.append((n_moves, path.stem))
    return [name for _, name in sorted(by_size)]


def load_protocol(name: str | Path, *, base: Path | None = None, **options: Any) -> Protocol:
    """A protocol of the library by name, or of a file by path (relative to `base`), with options on it.

    The options are those of `ProtocolOptions`, as `load_protocol("debate", rounds=2, judge_asks=True)`. Raises BadInput
    for an unknown name or option, a bad file, or an option that finds nothing to change.
    """
    if Path(name).suffix in (".yaml", ".yml"):
        # A user's own file may change, so it is read each time.
        protocol = into(Protocol, read_yaml((base or Path()) / name))
    else:
        protocol = _library_protocol(str(name))
    if not options:
        return protocol
    return apply(protocol, read_options(options))


def read_options(options: Mapping[str, object], where: Document | None = None) -> ProtocolOptions:
    """Options as they are written in a file or a call, validated.

    `where` is the document that they come from, for messages. Raises BadInput with the nearest valid name.
    """
    try:
        return ProtocolOptions.model_validate(dict(options))
    except ValidationError as error:
        document = where or Document(dict(options), "options")
        raise bad_input(error, ProtocolOptions, document) from None


@lru_cache(maxsize=64)
def _library_protocol(name: str) -> Protocol:
    """A protocol of the library, read once. Raises BadInput for an unknown name."""
    path = LIBRARY / f"{name}.yaml"
    if not path.is_file():
        known = [p.stem for p in LIBRARY.glob("*.yaml")]
        raise BadInput(f"no protocol {name!r}: {nearest(name, known)} (a file of your own ends in .yaml)")
    return into(Protocol, read_yaml(path))
