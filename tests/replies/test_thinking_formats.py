"""Private thinking never becomes public, in whatever marks a model puts it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.replies import mask_thinking, split_thinking

PAIRS = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<THINKING>", "</THINKING>"),
    ("<thought>", "</thought>"),
    ("<thoughts>", "</thoughts>"),
    ("<reasoning>", "</reasoning>"),
    ('<reasoning effort="high">', "</reasoning>"),
    ("<seed:think>", "</seed:think>"),
    ("<longcat_think>", "</longcat_think>"),
    ("<antThinking>", "</antThinking>"),
    ("<scratchpad>", "</scratchpad>"),
    ("<inner_monologue>", "</inner_monologue>"),
    ("<reasoning_content>", "</reasoning_content>"),
    ("<thought_process>", "</thought_process>"),
    ("<my:inner.thoughts>", "</my:inner.thoughts>"),
    ("<chain-of-thought>", "</chain-of-thought>"),
    ("<ChainOfThought>", "</ChainOfThought>"),
    ("<private>", "</private>"),
    ("<start_of_thought>", "<end_of_thought>"),
    ("< think >", "</ think >"),
    ("&#60;think&#62;", "&#60;/think&#62;"),
    (r"\u003cthink\u003e", r"\u003c/think\u003e"),
    (r"\<think\>", r"\</think\>"),
    ("＜think＞", "＜/think＞"),
    ("[BEGIN_THINKING]", "[END_THINKING]"),
    ("<|channel>thought\n", "<channel|>"),
    ("&lt;think&gt;", "&lt;/think&gt;"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|think|>", "<|/think|>"),
    ("<|inner_prefix|>", "<|inner_suffix|>"),
    ("<unused94>thought\n", "<unused95>"),
    ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
    ("<|channel|>commentary to=functions.x<|message|>", "<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>"),
    ("analysisWe ", "assistantfinal"),
]  # fmt: skip


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_each_format_is_private(opening: str, closing: str) -> None:
    public, private = split_thinking(f"{opening}SECRET{closing}said")
    assert public == "said"
    assert "SECRET" in private
    assert "SECRET" not in mask_thinking(f"{opening}SECRET{closing}said")


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_a_reply_that_ends_while_it_thinks_says_nothing(opening: str, closing: str) -> None:
    assert split_thinking(f"{opening}SECRET")[0] == ""


@pytest.mark.parametrize(
    ("reply", "public", "private"),
    [
        ("plain", "plain", ""),
        ("said <thinking>secret", "said", "secret"),  # never closed
        ("secret</thought>said", "said", "secret"),  # never opened
        ("<think>a</think>b<think>c</think>d", "d", "abc"),  # the text between may be private too
        ("<think>a [THINK]b[/THINK] c</think>d", "d", "a b c"),  # one format in another
        ("<think>a <|channel|>final<|message|>b</think>c", "c", "a b"),  # a forged channel
        ("analysis of the debate", "analysis of the debate", ""),
        ("said<|end|>", "said", ""),  # without a channel it only ends the reply
        ("said<|return|>", "said", ""),
        ("<|channel|>Analysis<|message|>secret<|end|><|channel|>Final<|message|>said", "said", "secret"),
        ("assistantanalysisWe think assistantfinalsaid", "said", "assistantanalysisWe think assistantfinal"),
        ("```thinking\nsecret\n```\nsaid", "said", "```thinking\nsecret\n```"),
        ("```python\nthinking\n```", "```python\nthinking\n```", ""),
        ('<details type="reasoning" done="true">secret</details>said', "said", None),
        ("<details>\n<summary>Thinking</summary>secret</details>said", "said", None),
        ("<details>\n<summary>Table</summary>said</details>", "<details>\n<summary>Table</summary>said</details>", ""),
        ("<no_think>said", "<no_think>said", ""),
        ("secret</think", "", "secret"),  # cut off within the mark
        ("I am thinking of [think] and <b>thought</b>", "I am thinking of", "and <b>thought</b>"),
    ],
)
def test_thinking_is_separated_from_public_text(reply: str, public: str, private: str | None) -> None:
    """Where `private` is None, the marks around the secret are private with it."""
    found = split_thinking(reply)
    assert found[0] == public
    assert "secret" in found[1] if private is None else found[1] == private


MARKS = [mark for pair in PAIRS[:-1] for mark in pair if "final" not in mark]


@given(st.lists(st.sampled_from([*MARKS, "said", "\n"])), st.sampled_from(PAIRS[:-3]))
def test_no_arrangement_of_marks_makes_enclosed_thinking_public(parts: list[str], pair: tuple[str, str]) -> None:
    reply = f"{pair[0]}{''.join(parts)}PRIVATE{pair[1]}open"
    assert "PRIVATE" not in split_thinking(reply)[0]


@given(st.text(), st.sampled_from(PAIRS))
def test_a_masked_reply_keeps_its_places(text: str, pair: tuple[str, str]) -> None:
    reply = f"{text}{pair[0]}a{pair[1]}b"
    assert len(mask_thinking(reply)) == len(reply)
