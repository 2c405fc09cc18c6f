"""Where the records of a run are kept."""

from dikast.experiments.stores.batch_writer import LAST_COMMIT_S, BatchWriter
from dikast.experiments.stores.foreign_database import guard
from dikast.experiments.stores.location import STORE_FILE
from dikast.experiments.stores.own_files import new_file
from dikast.experiments.stores.postgres import PostgresStore, lock_number
from dikast.experiments.stores.postgres_connection import (
    PATIENCE_S,
    PostgresConnection,
    PsycopgConnection,
    transposed,
)
from dikast.experiments.stores.run_folder import (
    DATABASE,
    JOURNAL,
    LOCK,
    OWN_FILES,
    RESOLVED,
    RunFolder,
    load_episodes,
    start_folder,
)
from dikast.experiments.stores.run_identity import Ingredients, OtherRun, fingerprint, identity
from dikast.experiments.stores.sqlite_transaction import transaction
from dikast.experiments.stores.store import Packed, StoredRow, pack_record

__all__ = [
    "DATABASE",
    "JOURNAL",
    "LAST_COMMIT_S",
    "LOCK",
    "OWN_FILES",
    "PATIENCE_S",
    "RESOLVED",
    "STORE_FILE",
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
    "guard",
    "identity",
    "load_episodes",
    "lock_number",
    "new_file",
    "pack_record",
    "start_folder",
    "transaction",
    "transposed",
]
