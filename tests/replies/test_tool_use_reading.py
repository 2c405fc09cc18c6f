"""A use of a tool is what a reply ends with, and nothing else in it."""

from __future__ import annotations

import pytest

from dikast.replies import ToolUse, is_tool_name, read_tool_use


def use(name: str, given: str) -> str:
    return f'<tool name="{name}">{given}</tool>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It is so.",
        "<tool>1</tool>",
        use("calculator", "1") + " and so on",
        "<tool name='x'>1</tool>",
        '<tool name="calculator">1',
        use("two words", "1"),
        use("n" * 200, "1"),
    ],
)
def test_what_asks_for_no_tool(text: str) -> None:
    assert read_tool_use(text) is None


def test_the_last_use_counts_and_words_before_it_do_not() -> None:
    text = f"First {use('calculator', '1')}, then\n{use('verifier', ' 1 = 1 ')}\n"
    assert read_tool_use(text) == ToolUse("verifier", "1 = 1")


@pytest.mark.parametrize("name", ["search", "Search-2", "files/read_file", "a.b"])
def test_names_are_those_that_servers_give_to_tools(name: str) -> None:
    assert is_tool_name(name)
    assert read_tool_use(use(name, '{"of": "</b>\n"}')) == ToolUse(name, '{"of": "</b>\n"}')


def test_a_long_reply_is_read_in_no_time_to_speak_of() -> None:
    assert read_tool_use('<tool name="a">' * 100_000 + "</tool> " * 100_000 + "x") is None


@pytest.mark.parametrize("name", ["", "two words", 'a">', "a\nb", "n" * 200])
def test_what_can_be_no_name(name: str) -> None:
    assert not is_tool_name(name)
