"""Where every answered call is kept, so that none is made twice."""

from dikast.experiments.journals.cached_agent import CachedAgent, model_of
from dikast.experiments.journals.journal import (
    Durability,
    Journal,
    JournalEntry,
    StoredFailure,
    StoredReply,
    call_key,
)
from dikast.experiments.journals.postgres_journal import PostgresJournal
from dikast.experiments.journals.single_flight import KeyedLock, SingleFlight
from dikast.experiments.journals.sqlite_journal import SqliteJournal

__all__ = [
    "CachedAgent",
    "Durability",
    "Journal",
    "JournalEntry",
    "KeyedLock",
    "PostgresJournal",
    "SingleFlight",
    "SqliteJournal",
    "StoredFailure",
    "StoredReply",
    "call_key",
    "model_of",
]
