"""The index of a run: a narrow row for each episode and the words of its texts, for lists, filters and search.

It is a file of the viewer's own beside other caches. It can be removed at any time, and is made again from the store.
"""

from dikast.viewer.index.cell_questions import asked_of, credit_by_question, episodes_of
from dikast.viewer.index.episode_filter import SORT_COLUMNS, EpisodeFilter
from dikast.viewer.index.episode_query import PAGE_ROWS, EpisodeCard, EpisodePage, neighbours, page_of
from dikast.viewer.index.index_file import IndexFile
from dikast.viewer.index.index_summary import CellCounts, IndexSummary, read_summary
from dikast.viewer.index.index_update import IndexState, read_state, update_index

__all__ = [
    "PAGE_ROWS",
    "SORT_COLUMNS",
    "CellCounts",
    "EpisodeCard",
    "EpisodeFilter",
    "EpisodePage",
    "IndexFile",
    "IndexState",
    "IndexSummary",
    "asked_of",
    "credit_by_question",
    "episodes_of",
    "neighbours",
    "page_of",
    "read_state",
    "read_summary",
    "update_index",
]
