"""Where the records of a run folder are: a store at a URL, and the file that says so."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from dikast.errors import BadInput
from dikast.experiments.stores.postgres_connection import without_password
from dikast.experiments.stores.store import Store

ELSEWHERE = "store.json"
SCHEMES = ("postgresql", "postgres")


def store_for(url: str, run: str) -> Store:
    """The store at a URL for the run of this name. Raises BadInput for a URL of no kind that is known."""
    if urlsplit(url).scheme not in SCHEMES:
        raise BadInput(f"a store is a URL such as postgresql://HOST/DATABASE, got {without_password(url)!r}", "store")
    from dikast.experiments.stores.postgres import PostgresStore

    return PostgresStore(url, run)


def remember(folder: Path, url: str, run: str) -> None:
    """Writes down where the folder's records are, without the password: that is for PGPASSWORD or ~/.pgpass."""
    partial = folder / f"{ELSEWHERE}.new"
    partial.write_text(json.dumps({"url": without_password(url), "run": run}) + "\n", encoding="utf-8")
    partial.replace(folder / ELSEWHERE)


def remembered(folder: Path) -> tuple[str, str] | None:
    """The URL and the run's name, where the folder's records are elsewhere. Raises BadInput for a damaged file."""
    try:
        held = json.loads((folder / ELSEWHERE).read_text(encoding="utf-8"))
        return str(held["url"]), str(held["run"])
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"this does not say where the records are: {error}", str(folder / ELSEWHERE)) from None
