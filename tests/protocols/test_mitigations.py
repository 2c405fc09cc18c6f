"""Mitigations: each changes a protocol in one respect, or says that it can't."""

from __future__ import annotations

import pytest

from dikast.errors import BadInput
from dikast.protocols import MITIGATIONS, DecideMove, Protocol, load_protocol, mitigated

# For each mitigation, a protocol that it can change, and one that it can't.
FITTING = {
    "warning": "process-direct",
    "examples": "judge-pairwise",
    "reflect": "direct",
    "detect": "debate",
    "both-orders": "direct",
    "reference": "judge-pairwise",
    "binding": "process-direct",
}
UNFITTING = {
    "examples": "judge-pointwise",
    "reflect": "process-direct",
    "detect": "judge-ranking",
    "both-orders": "judge-pairwise",
    "binding": "direct",
}


def fitting(name: str) -> Protocol:
    if name == "binding":
        return load_protocol(FITTING[name], grounding="none")
    return load_protocol(FITTING[name])


def test_every_mitigation_is_tried() -> None:
    assert set(FITTING) == set(MITIGATIONS)


@pytest.mark.parametrize("name", FITTING)
def test_a_mitigation_changes_a_protocol_that_it_is_for(name: str) -> None:
    protocol = fitting(name)
    changed = mitigated(protocol, name)
    assert changed != protocol
    assert changed.name == protocol.name


@pytest.mark.parametrize("name", UNFITTING)
def test_a_mitigation_that_changes_nothing_is_an_error(name: str) -> None:
    with pytest.raises(BadInput, match="nothing to change"):
        mitigated(load_protocol(UNFITTING[name]), name)


@pytest.mark.parametrize("name", ["reference", "binding", "both-orders"])
def test_what_is_there_already_is_an_error(name: str) -> None:
    with pytest.raises(BadInput, match="nothing to change"):
        mitigated(mitigated(fitting(name), name), name)


def test_an_unknown_mitigation_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(BadInput, match="warning"):
        mitigated(load_protocol("direct"), "warnin")


@pytest.mark.parametrize(("protocol", "format"), [("direct", "answer"), ("judge-pairwise", "brackets")])
def test_examples_are_answered_in_the_format_that_is_asked_for(protocol: str, format: str) -> None:
    changed = mitigated(load_protocol(protocol, format=format), "examples")
    replies = [example.reply for example in changed.roles["judge"].examples]
    assert replies == [{"answer": "Answer: A", "brackets": "[[A]]"}[format]] * 2
    for example in changed.roles["judge"].examples:
        assert example.shown.count("ine readers in ten") == 1


def test_a_warning_keeps_the_instructions_of_the_role() -> None:
    protocol = load_protocol("direct")
    judge = protocol.roles["judge"].model_copy(update={"instructions": "Be brief."})
    changed = mitigated(protocol.model_copy(update={"roles": {"judge": judge}}), "warning")
    assert str(changed.roles["judge"].instructions).startswith("Be brief.\n\n")


def test_several_samples_can_not_be_checked_one_by_one() -> None:
    with pytest.raises(ValueError, match="takes several"):
        DecideMove(decide="judge", route="samples", self_check="reflect")


@pytest.mark.parametrize("name", FITTING)
def test_a_protocol_without_it_is_written_as_before(name: str) -> None:
    assert "self_check" not in fitting(name).model_dump_json()
