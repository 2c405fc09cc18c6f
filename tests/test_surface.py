"""The public names: each can be imported and is documented, and there are no others."""

from __future__ import annotations

import dikast

PUBLIC = [
    "Agent",
    "AgentError",
    "BadInput",
    "Check",
    "Choices",
    "DikastError",
    "Episode",
    "EpisodeFailed",
    "InnerCall",
    "Look",
    "PermanentError",
    "Protocol",
    "Question",
    "Quote",
    "Reply",
    "Request",
    "Transcript",
    "TransientError",
    "Turn",
    "Usage",
    "Verdict",
    "as_agent",
    "check_answer",
    "check_quote",
    "check_step",
    "load_episodes",
    "load_protocol",
    "open_agent",
    "run",
    "run_episode",
    "to_frame",
    "trace_call",
]


def test_the_public_names_are_these() -> None:
    assert dikast.__all__ == PUBLIC == sorted(PUBLIC)
    assert dir(dikast) == PUBLIC


def test_every_public_name_exists_and_is_documented() -> None:
    for name in dikast.__all__:
        value = getattr(dikast, name)
        assert value.__name__ == name
        assert value.__doc__, name


def test_an_unknown_name_raises_attribute_error() -> None:
    assert not hasattr(dikast, "run_episodes")


def test_all_exceptions_are_in_one_tree_that_the_module_draws() -> None:
    from dikast import errors

    # pydantic catches only ValueError in validators, so that FieldError can't be in the tree.
    classes = [value for value in vars(errors).values() if isinstance(value, type) and value is not errors.FieldError]
    exceptions = {value for value in classes if issubclass(value, Exception)}
    assert all(issubclass(exception, errors.DikastError) for exception in exceptions)
    assert errors.__doc__
    assert {exception.__name__ for exception in exceptions if f" {exception.__name__}" not in errors.__doc__} == set()


def test_every_front_door_has_the_names_it_lists() -> None:
    from importlib import import_module

    for room in (
        "agents",
        "experiments",
        "graphs",
        "metrics",
        "protocols",
        "questions",
        "records",
        "importers",
        "report",
        "rubrics",
        "verify",
    ):
        module = import_module(f"dikast.{room}")
        assert len(set(module.__all__)) == len(module.__all__) > 0
        assert all(getattr(module, name) is not None for name in module.__all__)
        assert module.__doc__, f"the front door of {room} says what the room is for"
