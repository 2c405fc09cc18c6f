"""What users build on: the public names, each importable, and no others."""

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
    "run_episode",
    "to_frame",
]


def test_the_public_names_are_these() -> None:
    assert dikast.__all__ == PUBLIC == sorted(PUBLIC)
    assert dir(dikast) == PUBLIC


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    for name in dikast.__all__:
        thing = getattr(dikast, name)
        assert thing.__name__ == name
        assert thing.__doc__, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(dikast, "run_episodes")


def test_one_exception_tree() -> None:
    from dikast import errors

    raised = [t for t in vars(errors).values() if isinstance(t, type) and t.__name__ != "FieldError"]
    trees = {t for t in raised if issubclass(t, Exception)}
    assert all(issubclass(t, errors.DikastError) for t in trees)
    assert {t.__name__ for t in trees if errors.__doc__ and f" {t.__name__}" not in errors.__doc__} == set()


def test_every_room_keeps_what_it_promises() -> None:
    """The names in a room's `__all__` are there, each once."""
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
