"""What was said before a step: values of names, definitions, equations, and what is declared of the symbols."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from dikast.language import CueMeaning
from dikast.verify.equality.exact import Undefined, exact
from dikast.verify.equality.shapes import is_equation, is_inequality, settle
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.quantities import has_units, without_units
from dikast.verify.text.claims import Claim, claims

_REAL = re.compile(
    r"\b([a-zA-Z](?:\s*,\s*[a-zA-Z])*(?:\s*(?:,|and)\s*[a-zA-Z])?)\s+(?:is|are|be)\s+(?:an?\s+|any\s+|all\s+)?"
    r"((?:(?:non-?zero|positive|negative|non-?negative)\s+)*)(?:real|rational)(?:s|\s+numbers?)?",
)
_POSITIVE = re.compile(
    r"\b([a-zA-Z](?:\s*,\s*[a-zA-Z])*(?:\s*(?:,|and)\s*[a-zA-Z])?)\s+(?:is|are|be)\s+(?:an?\s+|all\s+)?(?:strictly\s+)?positive"
)
_BOUNDS = re.compile(r"(?<![\w\\])([a-zA-Z](?:\s*,\s*[a-zA-Z])*)\s*(?:>=|>|\\geq?|\\gt)\s*(\d+)")
_EVERY = re.compile(
    r"\b(?:for\s+)?(?:all|every|any)\s+(?:real\s+)?(?:numbers?\s+|values?\s+of\s+)?\$?([a-z])\b(?:\s+real)?"
)
_MEASURE = re.compile(
    r"\b(?:lengths?|sides?|radius|radii|diameter|distances?|heights?|widths?|areas?|volumes?|triangles?|pythag\w*|"
    r"hypotenuse|perimeter|speed|mass|number of|how many|age|cost|price)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:integers?|integral|whole|natural numbers?|number of|how many|divis\w*|digits?|primes?|count\w*)\b"
    r"|\\mathbb\s*\{?\s*[ZN]\b",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"\b(?:cases?|scenarios?|attempts?|trials?)\b|\b(?:first|second|other) (?:root|solution|possib)", re.IGNORECASE
)
_DEFINING: frozenset[CueMeaning] = frozenset({"definition", "condition", "operation"})
_STAR = re.compile(r"\b[A-Za-z]\s?(?:\*|\\ast|\\star)\s?[A-Za-z]\$?\s?=")


@dataclass
class Context:
    """Names with values, functions with bodies, other equations, and the declared domain.

    `redefines_star`: the problem gives `*` a meaning of its own, such as `a * b = a² + b`.
    """

    values: dict[str, Node] = field(default_factory=dict)
    functions: dict[str, tuple[str, Node]] = field(default_factory=dict)
    equations: list[Node] = field(default_factory=list)
    defined: set[str] = field(default_factory=set)
    positive: set[str] = field(default_factory=set)
    real: set[str] = field(default_factory=set)
    lines: int = 0
    is_measured: bool = False
    is_whole: bool = False
    is_cased: bool = False
    redefines_star: bool = False

    @property
    def setting(self) -> Setting:
        names = {name for equation in self.equations for name in equation.symbols()} | set(self.values)
        return Setting(frozenset(n for n in names if n.isalpha()), frozenset(self.functions))

    def declare(self, text: str) -> None:
        """Notes what a sentence says of the symbols."""
        for pattern in (_REAL, _POSITIVE):
            for match in pattern.finditer(text):
                names = re.findall(r"\b[a-zA-Z]\b", match[1].replace("and", ","))
                self.real.update(names)
                if pattern is _POSITIVE or ("positive" in match[2] and "non" not in match[2]):
                    self.positive.update(names)
        for match in _BOUNDS.finditer(text):
            self.positive.update(re.findall(r"[a-zA-Z]", match[1]))
            self.real.update(re.findall(r"[a-zA-Z]", match[1]))
        self.real.update(match[1] for match in _EVERY.finditer(text))
        self.is_measured = self.is_measured or bool(_MEASURE.search(text))
        self.is_whole = self.is_whole or bool(_WHOLE.search(text))
        self.is_cased = self.is_cased or bool(_CASE.search(text))

    def learn(self, claim: Claim) -> None:
        """Takes a claim of an earlier line as given."""
        try:
            tree = claim.read(self.setting)[0].trees[0]
        except (Unparsed, TooCostly):
            return
        for part in tree.args if tree.op == "list" else (tree,):
            self.take(settle(part), defines=bool(claim.voice.lead & _DEFINING))

    def take(self, tree: Node, defines: bool = False) -> None:
        """Takes one relation as given: a value, a function, or an equation."""
        if is_equation(tree):
            left, right = tree.args[0], tree.args[-1]
            if left.op == "apply" and len(left.args) == 1 and left.args[0].op == "sym":
                self._take_function(tree, defines)
                return
            if left.op == "sym" and self._take_value(tree, defines):
                return
            if len(tree.args) > 2:
                tree = Node("rel", (left, right), "=")
        if (is_equation(tree) or is_inequality(tree) or tree.op == "or") and tree.symbols():
            self.equations.append(tree)

    def _take_function(self, tree: Node, defines: bool) -> None:
        """Takes `f(x) = x + 1` as the definition of f, unless it only uses f."""
        left, right = tree.args[0], tree.args[-1]
        if any(n.op == "apply" for n in tree.args[1].walk()):
            return
        if not defines and (str(left.value) in self.functions or not right.symbols()):
            return  # `f(x) = 4` asks for an x, and so does `f(x) = x + 2` once f is known
        self.functions[str(left.value)] = (str(left.args[0].value), tree.args[1])

    def _take_value(self, tree: Node, defines: bool) -> bool:
        """Takes `x = 2 + 1 = 3` as the value of x. Returns False if the equation gives no value to its first name."""
        left, right = tree.args[0], tree.args[-1]
        name = str(left.value)
        values = [without_units(a) if has_units(a) else a for a in tree.args[1:]]
        known = next((v for v in reversed(values) if _is_value(v)), None)
        if known is not None:
            self.values[name] = known
            self.equations.append(Node("rel", (left, known), "="))
            return True
        if defines and name not in right.symbols():
            self.values[name] = right
            self.defined.add(name)
            return True
        return False

    def substituted(self, node: Node) -> Node:
        """The tree with known values, definitions and functions put in, and again for what those are made of."""
        for _ in range(4):
            new = node.map(self._known)
            if new == node:
                break
            node = new
        return node

    def _known(self, node: Node) -> Node | None:
        if node.op == "sym" and str(node.value) in self.values:
            return self.values[str(node.value)]
        if node.op == "apply" and len(node.args) == 1:
            name = str(node.value)
            body = self.functions.get(name)
            if body is not None:
                return _at(body[1], body[0], self.substituted(node.args[0]))
            primes = len(name) - len(name.rstrip("'"))
            body = self.functions.get(name.rstrip("'"))
            if primes and body is not None:
                variable = Node("sym", value=body[0])
                slope = Node("diff", (body[1], variable, Node("num", value=Fraction(primes))))
                return _at(_differentiated(slope), body[0], self.substituted(node.args[0]))
        return None


def _differentiated(node: Node) -> Node:
    from dikast.verify.equality.algebra import TooLong, build, within
    from dikast.verify.equality.unbuild import unbuild

    try:
        with within(1.0):
            return unbuild(build(node))
    except (Undefined, TooCostly, TooLong):
        return node


def _at(body: Node, name: str, value: Node) -> Node:
    return body.map(lambda n: value if n.op == "sym" and n.value == name else None)


def _is_value(node: Node) -> bool:
    try:
        return exact(node) is not None or (
            not node.symbols() and node.op in ("call", "mul", "div", "const", "pow", "neg", "add")
        )
    except (Undefined, TooCostly):
        return False


def gather(lines: Iterable[str], problem: str) -> Context:
    """The context that a problem's and the earlier steps' sentences make."""
    context = Context(redefines_star=bool(_STAR.search(problem[:20_000])))
    for is_step, text in [(False, problem), *((True, line) for line in lines)]:
        if not text or len(text) > 20_000:
            continue
        context.declare(text)
        context.lines += is_step
        for claim in claims(text)[:12]:
            if is_step:
                context.learn(claim)
    return context
