"""Where the records of a run folder are: a store by its URL, and the file in the folder that has the URL."""

from __future__ import annotations

import json
import os
from pathlib import Path

from dikast.errors import BadInput
from dikast.experiments.stores.own_files import new_file
from dikast.experiments.stores.store import Store
from dikast.masking import has_odd_user, keep_secret, keep_url_passwords, without_password

# Only in a folder whose records are in a database.
STORE_FILE = "store.json"
SCHEMES = ("postgresql", "postgres")


def store_for(url: str, run: str, *, is_named_by_folder: bool = False) -> Store:
    """The store at a URL for the run of this name. Raises BadInput for a URL of an unknown kind."""
    # The server is sent these, and may quote them.
    keep_url_passwords(url)
    keep_secret(os.environ.get("PGPASSWORD"))
    if url.partition("://")[0] not in SCHEMES:
        raise BadInput(f"a store is a URL such as postgresql://HOST/DATABASE, got {without_password(url)!r}", "store")
    if has_odd_user(url):
        # Nothing of it is quoted: where its password ends can't be said.
        raise BadInput(
            "this URL has an @, /, ? or # in a password or a name: write it as %40, %2F, %3F or %23", "store"
        )
    from dikast.experiments.stores.postgres import PostgresStore

    return PostgresStore(url, run, is_named_by_folder=is_named_by_folder)


def write_location(folder: Path, url: str, run: str) -> None:
    """Writes where the folder's records are, without the password: PGPASSWORD and ~/.pgpass are made for that."""
    # First under another name: a file that is cut off while it is written must not look like a whole one.
    partial = folder / f"{STORE_FILE}.new"
    with new_file(partial) as file:
        file.write(json.dumps({"url": without_password(url), "run": run}).encode() + b"\n")
    partial.replace(folder / STORE_FILE)


def read_location(folder: Path) -> tuple[str, str] | None:
    """The URL and the run's name; None if the records are in the folder. Raises BadInput for a damaged file."""
    try:
        content = json.loads((folder / STORE_FILE).read_text(encoding="utf-8"))
        return str(content["url"]), str(content["run"])
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"this does not say where the records are: {error}", str(folder / STORE_FILE)) from None
