"""The index of a run: made from its store, kept up to date, asked for pages."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.metrics import summarise
from dikast.viewer.index import (
    EpisodeFilter,
    EpisodePage,
    IndexFile,
    IndexState,
    IndexSummary,
    index_update,
    neighbours,
    page_of,
    read_summary,
    update_index,
)


@pytest.fixture(scope="module")
def folder(runs: Path) -> RunFolder:
    return RunFolder.open(runs / "first")


@pytest.fixture(scope="module")
def file(folder: RunFolder, tmp_path_factory: pytest.TempPathFactory) -> IndexFile:
    """An index that is up to date."""
    file = IndexFile(tmp_path_factory.mktemp("index") / "first.sqlite")
    assert update_index(file, folder, print)
    return file


def listed(
    file: IndexFile, chosen: EpisodeFilter | None = None, *, after: str = "", before: str = "", rows: int = 50
) -> EpisodePage:
    with file.reading() as database:
        return page_of(database, chosen or EpisodeFilter(), after=after, before=before, rows=rows)


def ids(page: EpisodePage) -> list[str]:
    return [card.id for card in page.cards]


def test_every_episode_is_listed_once(file: IndexFile, folder: RunFolder) -> None:
    page = listed(file)
    assert ids(page) == [outcome.id for outcome in folder.outcomes()]
    assert page.matching == len(page.cards)
    assert (page.before, page.after) == (None, None)


def test_the_summary_is_that_of_dikast_show(file: IndexFile, folder: RunFolder) -> None:
    """Accuracy, interval, cost and questions of every cell."""
    with file.reading() as database:
        summary = read_summary(database)
    expected = {(cell.protocol, cell.agents): cell for cell in summarise(folder.outcomes())}
    assert {(cell.protocol, cell.agents) for cell in summary.cells} == set(expected)
    for cell in summary.cells:
        shown = expected[cell.protocol, cell.agents]
        assert (cell.episodes, cell.questions) == (shown.episodes, shown.questions)
        assert (cell.accuracy, cell.low, cell.high) == pytest.approx(
            (shown.accuracy, shown.accuracy_low, shown.accuracy_high)
        )
        assert cell.usd == pytest.approx(shown.usage.cost_usd)
        assert cell.tokens == shown.usage.tokens


@pytest.mark.parametrize("sort", ["id", "p", "result", "tokens"])
@pytest.mark.parametrize("is_descending", [False, True])
def test_pages_by_keyset_hold_every_episode_once(file: IndexFile, sort: str, is_descending: bool) -> None:
    """Forwards and backwards, equal values too."""
    chosen = EpisodeFilter(sort=sort, is_descending=is_descending)
    everything = ids(listed(file, chosen))
    forwards: list[str] = []
    page = listed(file, chosen, rows=3)
    forwards += ids(page)
    while page.after:
        page = listed(file, chosen, after=page.after, rows=3)
        forwards += ids(page)
    assert forwards == everything
    backwards = ids(page)
    while page.before:
        page = listed(file, chosen, before=page.before, rows=3)
        backwards = ids(page) + backwards
    assert backwards == everything


def test_neighbours_are_those_of_the_list(file: IndexFile) -> None:
    chosen = EpisodeFilter(protocol="debate", sort="p", is_descending=True)
    everything: list[str | None] = [*ids(listed(file, chosen))]
    assert len(everything) > 2
    with file.reading() as database:
        for number, id in enumerate(everything):
            beside = (everything[number - 1] if number else None, [*everything, None][number + 1])
            assert neighbours(database, chosen, str(id)) == beside
        assert neighbours(database, chosen, "nothing") == (None, None)


def test_words_are_found_in_questions_and_speeches(file: IndexFile, folder: RunFolder) -> None:
    """All words must be there; a phrase in quotes in this order; a word finds longer ones."""
    episode = next(folder.episodes())
    word = max(episode.question.text.split(), key=len).strip(".,?")
    found = {card.question for card in listed(file, EpisodeFilter(text=word[:-1])).cards}
    assert episode.question.id in found
    assert listed(file, EpisodeFilter(text=f"{word} xyzzy")).matching == 0
    words = episode.question.text.split()[:3]
    assert listed(file, EpisodeFilter(text=f'"{" ".join(words)}"')).matching
    assert not listed(file, EpisodeFilter(text=f'"{words[2]} {words[1]} {words[0]}"')).matching


@pytest.mark.parametrize(
    "text", ['"', "AND", "NOT (", "question: a", "*", "a* OR b", "'; drop table episodes", "\0", "🙂 ()"]
)
def test_nothing_in_a_search_is_an_operator(file: IndexFile, text: str) -> None:
    """Any text can be searched for."""
    listed(file, EpisodeFilter(text=text))


def test_metadata_are_filters(file: IndexFile, folder: RunFolder) -> None:
    with file.reading() as database:
        metadata = read_summary(database).metadata
    held = [(key, str(value)) for episode in folder.episodes() for key, value in episode.question.metadata.items()]
    for key, value in set(held):
        assert value in metadata[key]
        assert listed(file, EpisodeFilter(metadata=((key, value),))).matching == held.count((key, value))
    assert listed(file, EpisodeFilter(metadata=((key, "nothing"),))).matching == 0


def test_a_filter_is_the_same_in_an_address() -> None:
    chosen = EpisodeFilter(protocol="debate", kind="unparsed", metadata=(("a&b", "1=2"),), sort="p", is_descending=True)
    assert EpisodeFilter.read(chosen.pairs()) == chosen
    assert EpisodeFilter.read([("sort", "mark; drop"), ("else", "1")]) == EpisodeFilter()


@pytest.fixture
def copy(folder: RunFolder, tmp_path: Path) -> RunFolder:
    """A copy of the run, to be changed."""
    for name in ("episodes.sqlite", "experiment.yaml"):
        shutil.copyfile(folder.path / name, tmp_path / name)
    return RunFolder.open(tmp_path)


def test_only_what_changed_is_read_again(copy: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replaced episode has its new words, and no longer its old ones."""
    file = IndexFile(tmp_path / "index")
    update_index(file, copy, print)
    assert not update_index(file, copy, print)
    id = ids(listed(file))[0]
    with closing(sqlite3.connect(tmp_path / "episodes.sqlite")) as database, database:
        database.execute("update outcomes set seconds = seconds + 1 where id = ?", (id,))
    states: list[IndexState] = []
    assert update_index(file, copy, states.append)
    assert len(ids(listed(file))) == len(set(ids(listed(file)))) == states[-1].indexed == states[-1].stored

    def refuse(store: object, ids: object) -> None:
        raise AssertionError("nothing has changed")

    monkeypatch.setattr(type(copy.store), "rows", refuse)
    assert not update_index(file, copy, print)


def test_a_killed_update_goes_on_where_it_stopped(
    copy: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_update, "ROWS_AT_ONCE", 2)
    file = IndexFile(tmp_path / "index")

    def stop(state: IndexState) -> None:
        if state.indexed:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update_index(file, copy, stop)
    assert len(ids(listed(file))) == 2
    states: list[IndexState] = []
    update_index(file, copy, states.append)
    assert states[0].indexed == 2
    assert states[-1].is_complete
    assert len(ids(listed(file))) == sum(1 for _ in copy.outcomes())


def test_two_viewers_do_not_index_at_once(copy: RunFolder, tmp_path: Path) -> None:
    """The second reads what the first has made."""
    file = IndexFile(tmp_path / "index")
    with file.writing() as database:
        assert database is not None
        assert not update_index(file, copy, print)
    assert update_index(file, copy, print)


def test_an_index_of_another_format_is_made_anew(copy: RunFolder, tmp_path: Path) -> None:
    file = IndexFile(tmp_path / "index")
    update_index(file, copy, print)
    with closing(sqlite3.connect(file.path)) as database:
        database.execute("pragma user_version = 99")
    with file.reading() as reader:
        assert read_summary(reader) == IndexSummary()
    assert update_index(file, copy, print)


def test_the_index_is_the_users_own(folder: RunFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is in the user's cache, which nobody else can read, and leaves no file in the run's folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = sorted(folder.path.iterdir())
    file = IndexFile.of(folder)
    update_index(file, folder, print)
    assert file.path.is_relative_to(tmp_path)
    assert file.path.parent.stat().st_mode & 0o777 == 0o700
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert sorted(folder.path.iterdir()) == before
