"""Which steps are wrong in themselves, and which are wrong only because of what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import Label, StepLabel

# A step that is wrong in itself stays a root; one without a label has nothing that could change.
_MAY_INHERIT: frozenset[Label | None] = frozenset({"correct", "neutral", "unknown"})


def inherit(labels: Sequence[StepLabel]) -> list[StepLabel]:
    """The labels with errors carried along their premises (after PARC, arXiv 2502.02362).

    The premises make a directed graph without circles. A step that is right in itself and rests, directly or not,
    on an incorrect one is `inherited`; a step that is incorrect in itself stays a root. A step that the judge called
    inherited, and that rests on nothing wrong, stays as the judge said; so do labels without premises.
    Raises ValueError where the premises make a circle.
    """
    import networkx as nx

    graph: nx.DiGraph[object] = nx.DiGraph()
    roots: set[int] = set()
    for label in labels:
        graph.add_node(label.step)
        for premise in label.premises or ():
            graph.add_edge(premise, label.step)
        if label.label == "incorrect":
            roots.add(label.step)
    if not nx.is_directed_acyclic_graph(graph):
        raise ValueError("the premises of the steps make a circle")
    carried: list[StepLabel] = []
    for label in labels:
        # What the problem gives is a premise too, but never a root: it is right.
        wrong = roots & nx.ancestors(graph, label.step)
        if wrong and label.label in _MAY_INHERIT:
            carried.append(_inherited(label, min(wrong)))
        else:
            carried.append(label)
    return carried


def _inherited(label: StepLabel, root: int) -> StepLabel:
    """The label, `inherited` from this root (a step's number, counted from 0)."""
    changes = {
        "label": "inherited",
        # The label that the judge itself gave, if the evidence has already changed it once.
        "judged": label.judged or label.label,
        "reason": f"rests on step {root + 1}, which is wrong",
    }
    return label.model_copy(update=changes)
