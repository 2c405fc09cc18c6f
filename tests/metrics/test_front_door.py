"""The room's names, each what it says."""

from __future__ import annotations

import inspect

from dikast import metrics

# A table of metrics, the words that two parameters take, a step's number that means none, and numbers of attempts.
TABLES_AND_WORDS = {"NO_ERROR", "PASS_AT", "PROCESS_METRICS", "UnknownAs", "Weigh"}


def test_every_name_is_a_function_or_a_record_and_says_what_it_gives() -> None:
    # A module of the same name as a function would hide it once imported.
    for name in set(metrics.__all__) - TABLES_AND_WORDS:
        thing = getattr(metrics, name)
        assert inspect.isfunction(thing) or inspect.isclass(thing), name
        assert thing.__name__ == name
        assert thing.__doc__, name
    assert set(metrics.__all__) == set(dir(metrics))


def test_the_doc_names_every_function() -> None:
    functions = [name for name in metrics.__all__ if inspect.isfunction(getattr(metrics, name))]
    assert metrics.__doc__
    assert [name for name in functions if name not in metrics.__doc__] == []


def test_other_names_are_not_there() -> None:
    assert not hasattr(metrics, "accuracies")
