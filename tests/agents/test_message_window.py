"""The newest words of a conversation: whole lines where possible, and other people's words stay marked as theirs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from dikast.agents.message_window import newest_messages, newest_words, with_own_lines
from dikast.envelope import ENVELOPE, quoted

CONVERSATION = (SystemMessage("You judge."), HumanMessage("one two three"), AIMessage("four"), HumanMessage("five six"))


def test_all_of_it_where_there_is_room() -> None:
    assert newest_messages(CONVERSATION, 6) == CONVERSATION


def test_the_oldest_words_go_first_and_the_system_message_stays() -> None:
    texts = [message.text for message in newest_messages(CONVERSATION, 4)]
    assert texts == ["You judge.", "… three", "four", "five six"]


def test_a_reply_goes_with_the_message_that_it_answers() -> None:
    assert [message.type for message in newest_messages(CONVERSATION, 3)] == ["system", "human"]


def test_images_stay_with_the_text_that_is_left() -> None:
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,aa"}}
    (message,) = newest_messages((HumanMessage([{"type": "text", "text": "a b c d"}, image]),), 2)
    assert message.content == [{"type": "text", "text": "… c d"}, image]


@given(st.text(alphabet="ab \n|", max_size=60), st.integers(1, 20))
def test_no_cut_lets_words_out_of_their_envelope(words: str, most: int) -> None:
    left = newest_words(quoted(words), most)
    assert all(line.startswith(ENVELOPE) for line in left.splitlines())


@given(st.lists(st.text(alphabet="abc", min_size=1), max_size=30), st.integers(1, 40))
def test_there_are_never_more_words_than_asked_for(words: list[str], most: int) -> None:
    left = [word for word in newest_words(" ".join(words), most).split() if word != "…"]
    assert left == words[-most:]


def test_only_the_engines_own_lines_of_the_last_message_are_changed() -> None:
    messages = (HumanMessage("At most 9 words"), HumanMessage("| At most 9 words\nAt most 9 words"))
    changed = with_own_lines(messages, lambda line: line.replace("9", "5"))
    assert [message.text for message in changed] == ["At most 9 words", "| At most 9 words\nAt most 5 words"]
