"""A relation of a step decided link by link: the first decider in the table for a link's kind decides it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dikast.verify.deciders.bounds import bounds
from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkDecider, LinkOutcome, Stated
from dikast.verify.deciders.closed_links import is_lone, values
from dikast.verify.deciders.context import Context
from dikast.verify.deciders.drawn_lines import drawn
from dikast.verify.deciders.kept_sides import kept_side
from dikast.verify.deciders.known_values import naming, tried_values, with_values
from dikast.verify.deciders.named_derivatives import slopes
from dikast.verify.deciders.substitution import puts_numbers_in
from dikast.verify.deciders.symbolic_links import antiderivative, follows_from_before, letters
from dikast.verify.decision import Decision, every, unknown
from dikast.verify.equality.congruences import congruent
from dikast.verify.equality.equations import may_hold_together
from dikast.verify.equality.expression_equality import Domain
from dikast.verify.equality.shapes import gives_value, is_inequality, is_label, settle
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node, num
from dikast.verify.syntax.quantities import counts_days, has_units, is_pure_unit
from dikast.verify.text.claims import Claim

DECIDERS: tuple[tuple[str, LinkDecider], ...] = (
    ("an indefinite integral", antiderivative),
    ("a derivative by its name", slopes),
    ("values without letters", values),
    ("a side worked out, where the other is kept", kept_side),
    ("what an arrow, the next line or another form draws from the relation before it", drawn),
    ("a bound, or another relation that is no equation", bounds),
    ("a value drawn from one that its sentence tries", tried_values),
    ("a name for a value", naming),
    ("letters whose values are known", with_values),
    ("letters", letters),
)
_RELATIONS = frozenset({"rel", "or", "congruence"})
_CARRIED = frozenset({"mul", "div", "add"})
_FEWEST_MEMBERS = 3  # of a chain of equations


@dataclass(frozen=True)
class Chain:
    """Decides one relation in its context."""

    context: Context
    claim: Claim

    def decide(self, tree: Node) -> Decision | None:
        """The decision and the part that decided; None where the relation only names a value or states a premise."""
        if tree.op == "list" and _lists_values(tree):
            name, _ = tree.args[0].args
            return self.decide(Node("or", (tree.args[0], *(Node("rel", (name, n), "=") for n in tree.args[1:]))))
        tree = settle(tree) if tree.op != "rel" else self._with_modulus(tree)
        if tree.op == "congruence":
            residue = congruent(tree)
            numbers = Node(tree.op, tuple(arg for arg in tree.args if not arg.symbols()), tree.value)
            return None if residue is None else replace(residue, part=numbers)
        if tree.op == "or" or _is_alternative(tree):
            finding = follows_from_before(self._link(tree), Node("or", tree.args))
            return None if finding is None else replace(finding, part=tree)
        if tree.op == "list":
            if any(member.op not in _RELATIONS for member in tree.args):
                detail = "a number beside the relation, which may be a part of its first or last"
                return unknown("ambiguous", detail=detail)
            return _together(map(self.decide, tree.args))
        return self._chain(tree) if tree.op == "rel" else None

    def _with_modulus(self, tree: Node) -> Node:
        """`50 ≡ 1`, where only one modulus is named, as a congruence."""
        moduli = {arithmetic.modulus for arithmetic in self.context.said.arithmetics if arithmetic.modulus}
        is_bare = "===" in str(tree.value).split() and len(moduli) == 1
        return Node("congruence", (*tree.args, num(moduli.pop() or 0)), tree.value) if is_bare else tree

    def _link(self, node: Node, is_chained: bool = False) -> ChainLink:
        return ChainLink(node, self.claim, self.context, is_chained)

    def _chain(self, tree: Node) -> Decision | None:
        """`a = b = c`: every sign decided by itself, and their decisions as one."""
        signs = str(tree.value).split()
        if len(signs) > 1 and is_inequality(tree) and tree.symbols():
            outcome = bounds(self._link(tree))
            return replace(outcome, part=tree) if isinstance(outcome, Decision) else None
        is_chained = len(signs) > 1 and not is_label(tree.args[0])
        links = [
            self._link(Node("rel", (left, right), sign), is_chained)
            for left, sign, right in zip(tree.args, signs, tree.args[1:], strict=False)
        ]
        outcomes = [_first(link) for link in links]
        result = _together(outcomes)
        if result is None:
            return None
        if result.status == "verified" and not _is_accounted_for(links, outcomes):
            detail = "a sign of the chain states a premise, which may be false"
            return unknown("ambiguous", result.method, detail=detail)
        if result.status == "refuted" and _is_run_on(tree, outcomes):
            measured = _with_units_behind(tree)
            if measured != tree and (worked := self._chain(measured)) is not None:
                is_of_work = worked.status == "refuted" and counts_days(tree)
                return worked.opened("ambiguous", "days or weeks of work") if is_of_work else worked
            return result.opened("ambiguous", "the signs may each carry on from the result before")
        if result.status == "refuted" and _may_be_to_solve(tree, links, outcomes):
            return result.opened("ambiguous", "equations to solve, which may hold at once")
        return result


def _first(link: ChainLink) -> LinkOutcome:
    """The outcome of the first decider for the link's kind."""
    outcome = next((outcome for _, decider in DECIDERS if (outcome := decider(link)) is not None), Stated.PREMISE)
    return replace(outcome, part=link.node) if isinstance(outcome, Decision) else outcome


def _together(outcomes: Iterable[LinkOutcome]) -> Decision | None:
    """All must hold: one refuted refutes, numbers first; one unknown makes it unknown; else the weakest."""
    decisions = [outcome for outcome in outcomes if isinstance(outcome, Decision)]
    decisions.sort(key=lambda decision: decision.part is not None and bool(decision.part.symbols()))
    return every(decisions) if decisions else None


def _is_accounted_for(links: list[ChainLink], outcomes: list[LinkOutcome]) -> bool:
    """Whether no link states a premise that may be false: undecided links name a value, or put numbers in."""
    open_links = [i for i, outcome in enumerate(outcomes) if outcome is Stated.PREMISE]
    return all(_is_harmless(links[i], is_first=i == 0) for i in open_links)


def _is_harmless(link: ChainLink, is_first: bool) -> bool:
    """Whether a link that was not decided only names a value, poses an equation, or puts numbers in."""
    if is_label(link.left) or puts_numbers_in(link):
        return True
    # `f'(x) = 2x + 3 = 0`, `1/R = 1/4 + 1/6`, `v² = 2gh`: an equation for one new name. Within a chain only a number
    # may follow: `2πr = 3π(3)` is no equation for r.
    if not is_first and not is_lone(link.right):
        return False
    names = link.left.symbols()
    is_new = not names & (frozenset(link.context.values) | link.right.symbols())
    return link.sign in EQUALS and len(names) == 1 and is_new


def _is_run_on(tree: Node, outcomes: list[LinkOutcome]) -> bool:
    """`5 + 3 = 8 × 2 = 16`: each sign carries on from the result before it, as on a calculator."""
    failed = [i for i, o in enumerate(outcomes) if isinstance(o, Decision) and o.status == "refuted"]
    return all(i + 1 < len(outcomes) and _is_carried(tree.args[i], tree.args[i + 1]) for i in failed)


def _may_be_to_solve(tree: Node, links: list[ChainLink], outcomes: list[LinkOutcome]) -> bool:
    """`2x = x^2 = 3x - 2`: no sign holds of all values, no word says that they do, and all may hold at once."""
    are_open = all(not isinstance(outcome, Decision) or outcome.status == "refuted" for outcome in outcomes)
    is_of_letters = all(link.names and link.sign in EQUALS for link in links)
    is_said = any("reshaping" in link.claim.cues.lead or link.is_universal() for link in links)
    members = tree.args[1:] if is_label(tree.args[0]) else tree.args
    if is_said or len(members) < _FEWEST_MEMBERS:
        return False
    return are_open and is_of_letters and may_hold_together(members)


def _with_units_behind(tree: Node) -> Node:
    """`3 h = 3 × 60 = 180 min`, where a calculation between two quantities is in the unit of the one behind it."""
    members = list(tree.args)
    for i in reversed(range(1, len(members) - 1)):
        before, member, behind = members[i - 1 : i + 2]
        is_number = not has_units(member) and not member.symbols()
        if is_pure_unit(behind) and has_units(before) and is_number:
            members[i] = Node("mul", (member, behind.args[1]), "unit")
    return Node(tree.op, tuple(members), tree.value)


def _is_carried(result: Node, further: Node) -> bool:
    """Whether what follows a result begins with that result."""
    return any(equality(result, first, False, Domain()).status == "verified" for first in _beginnings(further))


def _beginnings(node: Node) -> Iterator[Node]:
    """What an expression begins with: 8 of `8 × 2`, `x` and `x + 4` of `x + 4 - 1`."""
    while node.op in _CARRIED and node.value != "unit":
        yield from (Node(node.op, node.args[:n], node.value) for n in range(2, len(node.args)))
        node = node.args[0]
        yield node


def _lists_values(tree: Node) -> bool:
    """`x = 2, -3`: further values of one name."""
    first, *others = tree.args
    is_value = gives_value(first) and len(first.args) == 2
    return is_value and all(map(is_lone, others)) and not has_units(tree)


def _is_alternative(tree: Node) -> bool:
    """`x = 3, x = -3`: one name with several values."""
    are_values = tree.op == "list" and all(map(gives_value, tree.args))
    return are_values and len({member.args[0] for member in tree.args}) == 1 and len(set(tree.args)) > 1
