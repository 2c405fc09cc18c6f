"""Where the records of a run are kept."""

from dikast.experiments.stores.batch_writer import LAST_COMMIT_S, BatchWriter
from dikast.experiments.stores.description_file import (
    EXTENDED,
    RESOLVED,
    read_description,
    replace_description,
    scope_mark,
    versions,
)
from dikast.experiments.stores.folder_lock import held_locks
from dikast.experiments.stores.foreign_database import guard
from dikast.experiments.stores.id_set import HeldEpisodes, IdSet
from dikast.experiments.stores.location import STORE_FILE
from dikast.experiments.stores.override_store import OVERRIDES, NewerOverride, OverrideStore
from dikast.experiments.stores.own_files import check_plain_files, new_file
from dikast.experiments.stores.plan_file import KeptPlan, write_plan
from dikast.experiments.stores.postgres import PostgresStore, lock_number
from dikast.experiments.stores.postgres_connection import (
    PATIENCE_S,
    PostgresConnection,
    PsycopgConnection,
    transposed,
)
from dikast.experiments.stores.question_marks import (
    QuestionMark,
    n_first,
    question_set_hash,
    read_marks,
    write_marks,
)
from dikast.experiments.stores.run_folder import (
    CHECKPOINTS,
    CODE_FILE,
    DATABASE,
    JOURNAL,
    LABELS_FILE,
    LABELS_LOCK,
    LOCK,
    OWN_FILES,
    PEOPLE_FILE,
    SEATS,
    RunFolder,
    go_on_folder,
    load_episodes,
    start_folder,
)
from dikast.experiments.stores.run_identity import Ingredients, OtherRun, check_same_run, fingerprint, identity
from dikast.experiments.stores.sqlite import open_to_read
from dikast.experiments.stores.sqlite_transaction import transaction
from dikast.experiments.stores.store import Commit, Packed, RowMark, Store, StoredRow, pack_record

__all__ = [
    "CHECKPOINTS",
    "CODE_FILE",
    "DATABASE",
    "EXTENDED",
    "JOURNAL",
    "LABELS_FILE",
    "LABELS_LOCK",
    "LAST_COMMIT_S",
    "LOCK",
    "OVERRIDES",
    "OWN_FILES",
    "PATIENCE_S",
    "PEOPLE_FILE",
    "RESOLVED",
    "SEATS",
    "STORE_FILE",
    "BatchWriter",
    "Commit",
    "HeldEpisodes",
    "IdSet",
    "Ingredients",
    "KeptPlan",
    "NewerOverride",
    "OtherRun",
    "OverrideStore",
    "Packed",
    "PostgresConnection",
    "PostgresStore",
    "PsycopgConnection",
    "QuestionMark",
    "RowMark",
    "RunFolder",
    "Store",
    "StoredRow",
    "check_plain_files",
    "check_same_run",
    "fingerprint",
    "go_on_folder",
    "guard",
    "held_locks",
    "identity",
    "load_episodes",
    "lock_number",
    "n_first",
    "new_file",
    "open_to_read",
    "pack_record",
    "question_set_hash",
    "read_description",
    "read_marks",
    "replace_description",
    "scope_mark",
    "start_folder",
    "transaction",
    "transposed",
    "versions",
    "write_marks",
    "write_plan",
]
