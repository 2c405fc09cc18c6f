"""Which steps are wrong in themselves, and which are wrong only because of what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import InheritedValue, Label, StepLabel

# A step that is wrong in itself stays a root; one without a label has nothing that could change.
_MAY_INHERIT: frozenset[Label | None] = frozenset({"correct", "neutral", "unknown"})


def inherit(labels: Sequence[StepLabel]) -> list[StepLabel]:
    """The labels with errors carried along their premises (after PARC, arXiv 2502.02362) and along wrong values.

    The premises make a directed graph without circles. To those that the judge named come the steps whose wrong values
    the machine found in a claim of the step (`Check.inherited`). A step that is right in itself and rests, directly or
    not, on an incorrect one is `inherited`; so is one whose claims are refuted only for such a value. A step that is
    incorrect in itself stays a root. A step that the judge called inherited, and that rests on nothing wrong, stays as
    the judge said; so do labels without premises. Raises ValueError where the premises make a circle.
    """
    import networkx as nx

    graph: nx.DiGraph[object] = nx.DiGraph()
    roots: set[int] = set()
    for label in labels:
        graph.add_node(label.step)
        for premise in (*(label.premises or ()), *_sources(label)):
            graph.add_edge(premise, label.step)
        if label.label == "incorrect" and not _is_only_carried(label):
            roots.add(label.step)
    if not nx.is_directed_acyclic_graph(graph):
        raise ValueError("the premises of the steps make a circle")
    carried: list[StepLabel] = []
    for label in labels:
        # What the problem gives is a premise too, but never a root: it is right.
        wrong = roots & nx.ancestors(graph, label.step)
        if wrong and (label.label in _MAY_INHERIT or _is_only_carried(label)):
            carried.append(_inherited(label, min(wrong)))
        else:
            carried.append(label)
    return carried


def _sources(label: StepLabel) -> dict[int, InheritedValue]:
    """The steps whose errors the machine found carried on in this one, each with what was taken from it."""
    found = [check.inherited for check in label.checks if check.inherited is not None]
    return {inherited.step: inherited for inherited in found}


def _is_only_carried(label: StepLabel) -> bool:
    """Whether the machine alone calls the step incorrect, and every refuted claim only carries on an error."""
    refuted = [check for check in label.checks if check.status == "refuted"]
    if label.label != "incorrect" or label.decided_by != "verifier" or not refuted:
        return False
    return all(check.inherited is not None for check in refuted)


def _inherited(label: StepLabel, root: int) -> StepLabel:
    """The label, `inherited` from this root (a step's number, counted from 0)."""
    sources = _sources(label)
    reason = f"rests on step {root + 1}, which is wrong"
    if sources:
        source = sources.get(root) or next(iter(sources.values()))
        reason = f"takes over {source.text}"
    changes: dict[str, object] = {
        "label": "inherited",
        # The label that the judge itself gave, if the evidence has already changed it once.
        "judged": label.judged or (label.label if label.decided_by != "verifier" else None),
        "reason": reason,
    }
    if sources:
        changes["premises"] = tuple(sorted({*(label.premises or ()), *sources}))
        changes["decided_by"] = "verifier"
    if label.label == "incorrect":
        # The machine's kind of error is of the step that made it.
        changes["error_type"] = None
    return label.model_copy(update=changes)
