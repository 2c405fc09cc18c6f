"""Where the records of a run are kept."""

from dikast.experiments.stores.batch_writer import LAST_COMMIT_S, BatchWriter
from dikast.experiments.stores.location import ELSEWHERE
from dikast.experiments.stores.postgres import PostgresStore, lock_number
from dikast.experiments.stores.postgres_connection import (
    PATIENCE_S,
    PostgresConnection,
    PsycopgConnection,
    without_password,
)
from dikast.experiments.stores.run_folder import (
    DATABASE,
    JOURNAL,
    LOCK,
    RESOLVED,
    Ingredients,
    OtherRun,
    RunFolder,
    fingerprint,
    identity,
    load_episodes,
    start_folder,
)
from dikast.experiments.stores.store import Packed, StoredRow, packed

__all__ = [
    "DATABASE",
    "ELSEWHERE",
    "JOURNAL",
    "LAST_COMMIT_S",
    "LOCK",
    "PATIENCE_S",
    "RESOLVED",
    "BatchWriter",
    "Ingredients",
    "OtherRun",
    "Packed",
    "PostgresConnection",
    "PostgresStore",
    "PsycopgConnection",
    "RunFolder",
    "StoredRow",
    "fingerprint",
    "identity",
    "load_episodes",
    "lock_number",
    "packed",
    "start_folder",
    "without_password",
]
