"""Which steps are wrong in themselves, and which are wrong only because of what they rest on."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import PROBLEM, StepLabel


def inherit(labels: Sequence[StepLabel]) -> list[StepLabel]:
    """The labels with errors carried along their premises (after PARC, arXiv 2502.02362).

    The premises make a directed graph without circles. A step that is right in itself and rests, at whatever distance,
    on an incorrect one is `inherited`; a step that is incorrect in itself stays a root. A step that the judge called
    inherited, and that rests on nothing wrong, stays as the judge said; so do labels without premises.
    Raises ValueError where a step is said to rest on itself or on a later one.
    """
    import networkx as nx

    graph: nx.DiGraph[object] = nx.DiGraph()
    for label in labels:
        graph.add_node(label.step)
        graph.add_edges_from((premise, label.step) for premise in label.premises or () if premise != PROBLEM)
    if not nx.is_directed_acyclic_graph(graph):
        raise ValueError("the premises of the steps make a circle")
    roots = {label.step for label in labels if label.label == "incorrect"}
    carried = []
    for label in labels:
        wrong = roots & nx.ancestors(graph, label.step)
        may_inherit = label.label in ("correct", "neutral", "unknown")
        carried.append(_inherited(label, min(wrong)) if may_inherit and wrong else label)
    return carried


def _inherited(label: StepLabel, root: int) -> StepLabel:
    changes = {
        "label": "inherited",
        "judged": label.judged or label.label,
        "reason": f"rests on step {root + 1}, which is wrong",
    }
    return label.model_copy(update=changes)
