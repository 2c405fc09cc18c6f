"""Inheritance: which steps are wrong of themselves, and which only by what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import PROBLEM, StepLabel


def inherit(labels: Sequence[StepLabel]) -> list[StepLabel]:
    """The labels with errors carried along their premises (after PARC, arXiv 2502.02362).

    The premises make a directed graph without circles. A step that is right of itself and rests, at whatever
    distance, on one that is incorrect is `inherited`; one that is incorrect of itself stays a root. A step called
    inherited that rests on nothing wrong is the judge's own view and stays. Labels without premises stay as they are.
    Raises ValueError where a step is said to rest on itself or on a later one.
    """
    import networkx as nx

    graph: nx.DiGraph[object] = nx.DiGraph()
    graph.add_nodes_from(label.step for label in labels)
    graph.add_edges_from((p, label.step) for label in labels for p in label.premises or () if p != PROBLEM)
    if not nx.is_directed_acyclic_graph(graph):
        raise ValueError("the premises of the steps make a circle")
    roots = {label.step for label in labels if label.label == "incorrect"}
    found = []
    for label in labels:
        wrong = sorted(roots & nx.ancestors(graph, label.step))
        if label.label in ("correct", "neutral", "unknown") and wrong:
            label = _inherited(label, wrong[0])
        found.append(label)
    return found


def _inherited(label: StepLabel, root: int) -> StepLabel:
    changes = {
        "label": "inherited",
        "judged": label.judged or label.label,
        "reason": f"rests on step {root + 1}, which is wrong",
    }
    return label.model_copy(update=changes)
