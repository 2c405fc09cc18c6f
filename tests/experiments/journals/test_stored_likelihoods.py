"""Likelihoods in the journal: kept with a reply, and keyed by the texts that were scored."""

from __future__ import annotations

from langchain_core.messages import HumanMessage

from dikast.agents import Form, Likelihood, Reply, Request
from dikast.experiments.journals.journal import StoredReply, call_key
from dikast.records import Question, TextLikelihood

SCORED = (TextLikelihood(logp=-2.5, n_tokens=2, logp_empty=-7.0), TextLikelihood(logp=-3.0, n_tokens=1))


def key(form: Form) -> bytes:
    question = Question(id="1", text="Which?")
    messages = (HumanMessage("Which?"),)
    return call_key(
        "agent", Request(messages=messages, seat="judge", kind="judge", purpose="decide", question=question, form=form)
    )


def test_they_come_back_as_they_were() -> None:
    stored = StoredReply.of(Reply(text="", likelihoods=SCORED))
    read = StoredReply.model_validate_json(stored.model_dump_json())
    assert read.reply(Likelihood(("a", "b"))).likelihoods == SCORED


def test_a_reply_without_them_is_stored_as_before() -> None:
    assert "likelihoods" not in StoredReply.of(Reply(text="Answer: A")).model_dump_json()


def test_other_texts_are_another_call() -> None:
    forms: list[Form] = [None, Likelihood(("a",)), Likelihood(("b",)), Likelihood(("a",), with_empty=True)]
    assert len({key(form) for form in forms}) == len(forms)
