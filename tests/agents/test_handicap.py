"""A handicap: what it may say, what it adds to a name, and how its number is read from one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import JsonValue

from dikast.agents import Handicap, HandicappedAgent, handicap_strength, handicap_suffix, open_agent
from dikast.errors import BadInput


def test_a_handicap_is_in_the_name_of_its_agent() -> None:
    agent = open_agent({"model": "human", "handicap": {"words": 60, "knows": 0.5}})
    assert isinstance(agent, HandicappedAgent)
    assert agent.name == "human+knows=0.5+words=60"
    assert agent.agent.name == "human"


def test_a_full_strength_is_in_the_name_too_so_that_a_sweep_has_all_its_ends() -> None:
    assert Handicap(knows=1).suffix == "+knows=1"
    assert Handicap(knows=0, noise=0.25).suffix == "+knows=0+noise=0.25"


@pytest.mark.parametrize(
    ("label", "handicap", "strength"),
    [
        ("m+knows=0.5", "knows", 0.5),
        ("m+knows=0.5+words=60", "words", 60),
        ("m+knows=1e-05", "knows", 1e-5),
        ("m+knows=0.5#2", "knows", 0.5),
        ("m+knows=0.5", "words", None),
        ("m", "knows", None),
        ("m?x=knows=0.5", "knows", None),
    ],
)
def test_the_number_of_a_handicap_is_read_from_a_label(label: str, handicap: str, strength: float | None) -> None:
    assert handicap_strength(label, handicap) == strength


def test_a_spec_without_a_handicap_adds_nothing() -> None:
    assert handicap_suffix("human") == ""
    assert handicap_suffix({"model": "human"}) == ""
    assert handicap_suffix({"model": "human", "handicap": {"knows": 0.5}}) == "+knows=0.5"
    assert handicap_suffix({"model": "human", "handicap": {"know": 0.5}}) == "", "whoever opens it says what is wrong"


@pytest.mark.parametrize(
    ("handicap", "message"),
    [
        ({}, "needs at least one of knows, noise, context, words, samples"),
        ({"know": 0.5}, "unknown key 'know': did you mean 'knows'"),
        ({"knows": 1.5}, "knows"),
        ({"knows": "half"}, "knows"),
        ({"words": 0}, "words"),
        ({"words": True}, "words"),
        (0.5, "handicap is a mapping"),
    ],
)
def test_a_handicap_that_is_none_is_bad_input(handicap: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        open_agent({"model": "human", "handicap": handicap}, where="agents.debater")


def test_a_capability_is_a_number_that_changes_no_agent() -> None:
    assert open_agent({"model": "human", "capability": 1250}).name == "human"
    wrong_ones: list[JsonValue] = ["high", True, None, [1]]
    for wrong in wrong_ones:
        with pytest.raises(BadInput, match="capability is a number"):
            open_agent({"model": "human", "capability": wrong})
