"""A relation of a step decided: link by link as arithmetic or identity, or as following from what was said before."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.language import CueMeaning
from dikast.verify.deciders.context import Context
from dikast.verify.deciders.transitions import SOLVED_FORM, Given, follows, satisfies_system
from dikast.verify.deciders.value_links import equality, holds
from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.doubts import opened
from dikast.verify.equality.exact import Undefined
from dikast.verify.equality.identities import is_meant
from dikast.verify.equality.inequalities import everywhere
from dikast.verify.equality.ladder import Domain, equal
from dikast.verify.equality.residues import congruent
from dikast.verify.equality.sets import solutions
from dikast.verify.equality.shapes import is_equation, is_inequality, is_label, settle
from dikast.verify.syntax.nodes import Node, num
from dikast.verify.syntax.quantities import has_units
from dikast.verify.text.alternatives import joint
from dikast.verify.text.claims import Claim
from dikast.verify.text.voices import Voice

_TRIED: frozenset[CueMeaning] = frozenset({"supposition", "case", "question", "definition", "opinion"})
_BINDING: frozenset[CueMeaning] = frozenset({"adjunct", "bound"})
_COUNTS = frozenset({"n", "k", "N"})  # by custom how many there are, and not fewer than none
_FEW = 6
@dataclass(frozen=True)
class Chain:
    """Decides one relation in its context. `has_story` says that a word problem may restrict the unknowns."""

    context: Context
    claim: Claim
    has_story: bool

    @property
    def voice(self) -> Voice:
        return self.claim.voice

    @property
    def is_supposed(self) -> bool:
        """Whether what is said of the letters is only tried or supposed."""
        return bool(self.voice.lead & _TRIED)

    @property
    def before(self) -> str:
        return self.claim.before

    def decide(self, tree: Node) -> Decision | None:
        """The finding, or None where the relation only names a value or states a premise."""
        tree = settle(tree) if tree.op != "rel" else tree
        if tree.op == "congruence":
            return congruent(tree)
        if tree.op == "list" and _is_alternative(tree):
            return self._transition(Node("or", tree.args))
        if tree.op == "list":
            findings = [
                f for f in (self.decide(part) for part in tree.args if part.op in ("rel", "or")) if f is not None
            ]
            return every(findings) if findings else None
        if tree.op == "or":
            return self._transition(tree)
        return self._chain(tree) if tree.op == "rel" else None

    def _chain(self, tree: Node) -> Decision | None:
        """`a = b = c`: every sign decided by itself, and their findings as one."""
        signs = str(tree.value).split()
        if len(signs) > 1 and is_inequality(tree) and tree.symbols():
            return self._relation(tree)
        links = [
            self._link(Node("rel", (left, right), sign), is_chained=len(signs) > 1 and not is_label(tree.args[0]))
            for left, sign, right in zip(tree.args, signs, tree.args[1:], strict=False)
        ]
        findings = [f for f in links if f is not None]
        if not findings:
            return None
        result = every(findings)
        if result.status == "verified" and any(
            link is None and left.op != "text" and not is_label(left)
            for left, link in zip(tree.args, links, strict=False)
        ):
            return unknown(
                "ambiguous", result.method, detail="a sign of the chain states a premise, which may be false"
            )
        return self._run_on(tree, links, result) if result.status == "refuted" and len(signs) > 1 else result

    def _run_on(self, tree: Node, links: list[Decision | None], result: Decision) -> Decision:
        """`5 + 3 = 8 × 2 = 16`: each sign carries on from the result before it, as on a calculator."""
        for i, link in enumerate(links[:-1]):
            if link is None or link.status != "refuted" or tree.args[i + 1].op not in ("mul", "div", "add"):
                continue
            first = tree.args[i + 1]
            while first.op in ("mul", "div", "add") and first.value != "unit":
                first = first.args[0]
            if equality(tree.args[i], first, False, Domain()).status == "verified":
                return unknown("ambiguous", "run-on", detail="the signs may each carry on from the result before")
        return result

    def _link(self, link: Node, is_chained: bool) -> Decision | None:
        left, right = link.args
        sign = str(link.value)
        if sign not in ("=", "~="):
            return self._relation(link)
        if left.op == "int" and len(left.args) == 2:
            return self._antiderivative(left, right)
        if not link.symbols() and left.op not in ("text", "apply"):
            return self._values(left, sign, right)
        if self._is_premise(link):
            return None
        known = [self.context.substituted(n) for n in (left, right)]
        if not (known[0].symbols() | known[1].symbols()):
            if left.op == "sym" and str(left.value) in self.context.values:
                return self._rebinding(link, known)
            finding = holds(known[0], sign, known[1], self._domain())
            if finding.status == "refuted" and (self.has_story or not self._is_sure(link)):
                return opened(finding, "ambiguous", "with the values given before")
            return finding
        return self._symbolic(link, known[0], known[1], sign, is_chained)

    def _values(self, left: Node, sign: str, right: Node) -> Decision | None:
        if sign == "=" and left.op == "const" and left.value in ("i", "e"):
            return None
        if (
            sign == "="
            and left.op == right.op == "num"
            and left != right
            and self.context.equations
        ):
            return None
        if _is_lone(left) and self.voice.last_cue & _BINDING:
            return None  # `3 packs of 4 = 12 cards`: the number belongs to the words before it
        finding = holds(left, sign, right, self._domain())
        if finding.status == "refuted" and _is_lone(left) and self._follows_word():
            return unknown("ambiguous", finding.method, detail="the left side may belong to the words before it")
        if "does not exist" in str(finding.evidence.get("detail", "")):
            return refuted("limit", **finding.evidence)
        return finding

    def _follows_word(self) -> bool:
        """Whether the claim stands behind a word, to which its first number may belong."""
        return bool(self.voice.unknown_words) or self.before.rstrip()[-1:].isalpha()

    def _is_premise(self, link: Node) -> bool:
        """A name that is not bound yet gets its value here; a formula with unbound names is only stated."""
        left, right = link.args
        known = self.context.values
        if left.op == "text" or right.op == "text":
            return True
        if is_label(left) and left.op in ("sym", "apply") and not self._mentions(left):
            return True
        return bool((left.symbols() or right.symbols()) and not right.symbols() - set(known) and has_units(link))

    def _mentions(self, label: Node) -> bool:
        """Whether a name already has a value, a definition, or stands in an equation."""
        if label.op == "apply":
            return self.context.substituted(label) != label
        name = str(label.value)
        return name in self.context.values or any(name in e.symbols() for e in self.context.equations)

    def _rebinding(self, link: Node, known: list[Node]) -> Decision | None:
        """A name that has a value gets one again: the same one, or (the unknown of another story) no claim."""
        finding = holds(known[0], str(link.value), known[1], self._domain())
        return finding if finding.status == "verified" else self._transition(link)

    def _is_sure(self, link: Node) -> bool:
        """Whether the values put in were plainly meant: a function applied, or few lines of context."""
        applied = any(n.op == "apply" for n in link.walk())
        return applied or self._is_short()

    def _is_short(self) -> bool:
        """Whether so little was said before that a name can hardly have been taken up anew, or a case begun."""
        context = self.context
        is_brief = context.lines <= 3 and len(context.equations) <= _FEW
        return is_brief and not self.has_story and not context.is_cased

    def _domain(self) -> Domain:
        context = self.context
        return Domain(frozenset(context.positive), bool(context.real or context.positive))

    def _symbolic(self, link: Node, left: Node, right: Node, sign: str, is_chained: bool) -> Decision | None:
        """An equation with free symbols: an identity, what follows from earlier ones, or a premise."""
        try:
            finding = equal(left, right, self._domain())
        except Undefined:
            finding = unknown("unsupported")
        if finding.status == "verified":
            return finding
        if sign == "~=":
            return None
        transition = self._transition(link)
        if transition is not None:
            return transition
        if finding.status != "refuted" and finding.reason != "domain":
            return None
        return finding if self._states_identity(link, left, right, is_chained) else None

    def _states_identity(self, link: Node, left: Node, right: Node, is_chained: bool) -> bool:
        """Whether an equation can only be meant for all values: nothing is to be solved, and the words don't say so."""
        names = left.symbols() | right.symbols()
        if self.is_supposed or any(names & e.symbols() for e in self.context.equations if not is_label(e.args[0])):
            return False
        applied = any(n.op == "apply" for n in link.walk())
        if self.has_story or not (left.symbols() and right.symbols()):
            return False
        if applied:
            return self.context.substituted(link) != link
        if link.symbols() & self.context.defined:
            return True
        return is_meant(left, right, self.before, is_chained, bool(names & (self.context.real | self.context.positive)))

    def _antiderivative(self, integral: Node, claim: Node) -> Decision:
        """The claimed antiderivative, differentiated, must be the integrand."""
        from dikast.verify.equality.algebra import build, within
        from dikast.verify.equality.unbuild import unbuild

        body, variable = integral.args
        with within(1.0):
            slope = unbuild(build(Node("diff", (claim, variable, num(1))), {"real": True}))
        return equal(slope, body, self._domain()).noting(method="differentiated")

    def _relation(self, link: Node) -> Decision | None:
        """Inequalities: between numbers, for all values, or as following from earlier ones."""
        if not link.symbols():
            return holds(link.args[0], str(link.value), link.args[1], self._domain())
        names = link.symbols()
        if is_inequality(link) and len(names) > 1 and self._is_universal() and not self.is_supposed:
            finding = everywhere(link)
            is_open = finding.status == "refuted" and (self.has_story or not self._is_universal("real"))
            return opened(finding, "domain", "where it holds was not said") if is_open else finding
        if is_inequality(link) and len(names) == 1 and (self._is_universal() or self._is_alone(names)):
            import sympy

            from dikast.verify.equality.algebra import TooLong, within

            try:
                with within(1.0):
                    found = solutions(link)
            except (Undefined, NotImplementedError, TypeError, ValueError, AttributeError, TooLong):
                return unknown("unsupported", "inequality")
            if found == sympy.S.Reals:
                return verified("inequality", relation="all reals")
            if self._is_universal("real") and not self.has_story:
                return refuted("inequality", fails_outside=str(found)[:200])
        return self._transition(link)

    def _is_universal(self, word: str = "") -> bool:
        return "universal" in self.voice.all and word in self.before + self.claim.text

    def _is_alone(self, names: frozenset[str]) -> bool:
        return not any(names & e.symbols() for e in self.context.equations)

    def _transition(self, claim: Node) -> Decision | None:
        """The claim against the last earlier relation about the same symbols; None if there is none."""
        names = claim.symbols()
        finding = self._of_system(claim, names)
        if finding is not None:
            return finding
        for prior in reversed(self.context.equations[-8:]):
            given = self._reduced(prior, names)
            if given is None or not names <= given.symbols() or (is_equation(claim) and is_inequality(given)):
                continue
            if given == claim:
                return None
            if is_equation(given) and equal(given.args[0], given.args[-1]).status == "verified":
                continue  # an identity says nothing of its letters
            finding = follows(given, self._reduced(claim, names) or claim, self._given(names))
            is_premise = len(names) > 1 and joint(self.before) == "and"
            if finding.status != "verified" and is_premise:
                return None
            if finding.status == "refuted" and (self.is_supposed or not self._is_short() or self._is_new(finding)):
                return opened(finding, "ambiguous", "perhaps not drawn from the line before")
            return finding if finding.status != "unknown" else (None if self.has_story else finding)
        return None

    def _is_new(self, finding: Decision) -> bool:
        """Whether a formula for a name may be one of its own, and not what an earlier equation was solved for."""
        return finding.method == SOLVED_FORM and "operation" not in self.voice.lead

    def _given(self, names: frozenset[str]) -> Given:
        """What the context says of the only unknown, besides equations."""
        context = self.context
        bounds = tuple(e for e in context.equations if is_inequality(e) and e.symbols() == names and len(e.args) == 2)
        is_bound = self.has_story or len(context.equations) > 4
        is_measure = context.is_measured or names <= _COUNTS
        return Given(bounds, names <= context.positive, is_measure, is_bound, context.is_whole)

    def _of_system(self, claim: Node, names: frozenset[str]) -> Decision | None:
        """A claim about some unknowns of several equations in two or three of them; None if there are not several."""
        equations = [e for e in self.context.equations[-6:] if is_equation(e) and 2 <= len(e.symbols()) <= 3]
        together = frozenset().union(*(e.symbols() for e in equations)) if equations else frozenset()
        if self.has_story or not 2 <= len(equations) <= 3 or len(together) > 3 or not names < together:
            return None
        if any(len(e.symbols()) == 1 and e.symbols() <= together for e in self.context.equations):
            return None
        return satisfies_system(equations, claim)

    def _reduced(self, equation: Node, names: frozenset[str]) -> Node | None:
        """The equation with the values put in that are known of other names than the claim's."""
        values = {k: v for k, v in self.context.values.items() if k not in names}

        def change(n: Node) -> Node | None:
            return values.get(str(n.value)) if n.op == "sym" else None

        reduced = equation.map(change)
        return reduced if reduced.symbols() else None


def _is_alternative(tree: Node) -> bool:
    """`x = 3, x = -3`: one name with several values."""
    names = {part.args[0] for part in tree.args if is_equation(part) and len(part.args) == 2}
    is_each = all(is_equation(part) and part.args[0].op == "sym" and not part.args[1].symbols() for part in tree.args)
    return is_each and len(names) == 1 and len(set(tree.args)) > 1


def _is_lone(node: Node) -> bool:
    """A number alone, or with its unit: `at hour 4 = 60 / 4`, or `1/2 inch = 20 miles` on a map."""
    has_unit = False
    while node.op in ("mul", "percent", "neg") and (node.op != "mul" or node.value == "unit"):
        has_unit = has_unit or node.op == "mul"
        node = node.args[0]
    return node.op == "num" or (has_unit and node.op == "div" and all(a.op == "num" for a in node.args))
