"""What was said before a step: values of names, definitions, equations, and what is declared of the symbols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dikast.language import CueMeaning
from dikast.verify.deciders.declarations import Declared, declared, own_signs
from dikast.verify.deciders.glosses import agrees
from dikast.verify.deciders.line_before import LineBefore
from dikast.verify.deciders.own_operations import Operations, put_in, with_definitions
from dikast.verify.deciders.posed import Posed, posed
from dikast.verify.deciders.recurrences import recurrences, tells_cases
from dikast.verify.equality.exact import Undefined, exact, rational
from dikast.verify.equality.shapes import (
    gives_value,
    has_inverse_function,
    is_equation,
    is_inequality,
    settle,
    values_put_in,
)
from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed, num, sym
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.quantities import has_units, without_units
from dikast.verify.text.bracket_glosses import glossed
from dikast.verify.text.claims import Claim, claims
from dikast.verify.text.formula_tokens import formula_tokens

_CACHED = 512
_MAX_LINE = 20_000
_MAX_LEARNT = 12  # claims of one line
_LOOKED_BACK = 8
_FEW_WORDS = 3
_WORKED = frozenset({"call", "mul", "div", "const", "pow", "neg", "add"})
_FORMULA = _WORKED | {"num", "sym", "paren"}
_DEFINING: frozenset[CueMeaning] = frozenset({"definition", "condition"})
_INDICES = frozenset("jkmnr")
_INDEX_DIGITS = 6
_UNSURE: frozenset[CueMeaning] = frozenset({"supposition", "case", "negation", "denial", "alternative", "opinion"})
UNKNOWNS = frozenset({"x", "y", "z"})  # usual names of unknowns
_COMPARISONS = ("<", ">", "≤", "≥", "\\le", "\\ge", "\\lt", "\\gt")


@dataclass
class Context:
    """Names with values, functions with bodies, other equations, and what is `said` of the names.

    `sequences` are the terms of each by their index, as in `a_n = 2n + 1`; None where that is not clear.
    `own_signs` are operations that the problem gives a meaning of its own, such as `a * b = a² + b`, and `operations`
    what they are where that is clear; `n_before` says how many equations the lines before have; `has_story` that the
    problem says more than one equation to solve; `supposes_numbers` that a false equation of numbers was supposed in
    this step or the one before, from which anything may follow; `posed_functions` are those that the problem
    defines by one formula, as long as no line has another for them; `problem` is its text; `step_claims` are those
    of the `step` that is examined.
    """

    values: dict[str, Node] = field(default_factory=dict)
    functions: dict[str, tuple[tuple[str, ...], Node]] = field(default_factory=dict)
    sequences: dict[str, tuple[str, Node] | None] = field(default_factory=dict)
    equations: list[Node] = field(default_factory=list)
    said: Declared = field(default_factory=Declared)
    own_signs: frozenset[str] = frozenset()
    operations: Operations = field(default_factory=dict)
    lines: int = 0
    n_before: int = 0
    has_story: bool = False
    supposes_numbers: bool = False
    preceding: LineBefore | None = None
    posed_functions: frozenset[str] = frozenset()
    problem: str = ""
    step: str = ""
    step_claims: Sequence[Claim] = ()

    @property
    def setting(self) -> Setting:
        """What the parser has to know: the names and the functions."""
        names = (
            {name for equation in self.equations for name in equation.symbols()} | set(self.values) | self.said.named
        )
        return Setting(frozenset(n for n in names if n.isalpha()), frozenset(self.functions))

    @property
    def defined(self) -> frozenset[str]:
        """The names that are defined by a formula in other letters."""
        return frozenset(name for name, value in self.values.items() if value.symbols())

    @property
    def recent(self) -> list[Node]:
        """The last relations, which a line may come from."""
        return self.equations[-_LOOKED_BACK:]

    @property
    def poses_inequality(self) -> bool:
        """Whether the problem has an inequality, in which numbers may be tried."""
        return any(sign in self.problem for sign in _COMPARISONS)

    @property
    def posed(self) -> Posed:
        """What the problem says of its letters."""
        return posed(self.problem)

    @property
    def is_usual(self) -> bool:
        """Whether nothing gives sums and signs another meaning, and no false equation of numbers was supposed."""
        is_modular = any(arithmetic.modulus for arithmetic in self.said.arithmetics)
        has_own_operations = bool(self.own_signs or self.operations)
        return not (is_modular or has_own_operations or self.supposes_numbers)

    def is_quantity(self, name: str) -> bool:
        """Whether a name can't be negative: the text calls it a measure, or it is a length such as AB."""
        is_segment = len(name) == 2 and name.isupper() and name.isalpha()
        return is_segment or name in self.said.measured

    def copied(self) -> Context:
        """A copy of the context, to add to."""
        return replace(
            self,
            values={**self.values},
            functions={**self.functions},
            equations=[*self.equations],
            sequences={**self.sequences},
        )

    def declare(self, text: str, *, is_problem: bool = False) -> None:
        """Notes what a text says about the symbols and operations."""
        self.operations = with_definitions(self.operations, text, is_problem=is_problem)
        self.said |= declared(text)

    def in_usual_signs(self, claim: Claim) -> Claim | None:
        """The claim with the problem's own operations put in; None if it uses one without a clear meaning."""
        own = {piece.text for piece in formula_tokens(claim.text)} & (self.own_signs | self.operations.keys())
        return put_in(claim, self.operations) if own <= self.operations.keys() else None

    def learn(self, claim: Claim) -> None:
        """Takes a claim of an earlier line as true."""
        usual = self.in_usual_signs(claim)
        if usual is None:
            return
        gloss = glossed(usual)
        usual = usual if gloss is None or not agrees(gloss, self.setting) else gloss.bare
        try:
            tree, *others = (reading.trees[0] for reading in usual.read(self.setting))
        except (Unparsed, TooCostly):
            self.preceding = None
            return
        self.preceding = LineBefore(tree, 0, others=tuple(others))
        self.hear(claim, tree)
        for relation in tree.args if tree.op == "list" else (tree,):
            self._learn_terms(claim, relation)
            self.take(settle(relation), defines=bool(claim.cues.lead & _DEFINING))

    def _learn_terms(self, claim: Claim, tree: Node) -> None:
        """Notes `a_n = 2n + 1` as what every term is; a condition, or another formula for them, leaves it open.

        `a_n = a_1 + (n - 1)d` counts where there is none without other letters.
        """
        if not is_equation(tree) or tree.args[0].op != "sym":
            return
        name, _, index = str(tree.args[0].value).partition("_")
        terms = (index, tree.args[1])
        if index not in _INDICES or not _is_formula_of(index, terms[1]):
            return
        known = self.sequences.get(name, terms)
        if known is not None and len(known[1].symbols()) != len(terms[1].symbols()):
            self.sequences[name] = min(known, terms, key=lambda formula: len(formula[1].symbols()))
            return
        self.sequences[name] = terms if not claim.cues.all & _UNSURE and known == terms else None

    def _term(self, name: str) -> Node | None:
        """The formula for `a_5`, where one for a_n is known, its letters have values, and bounds of n hold for 5."""
        sequence, _, index = name.partition("_")
        terms = self.sequences.get(sequence)
        if not index.isdecimal() or len(index) > _INDEX_DIGITS:
            return None
        if terms is None:
            return self.recurring_term(sequence, int(index))
        letter, formula = terms
        n = num(int(index))
        bounds = (e.put(letter, n) for e in self.equations if letter in e.symbols() and not is_equation(e))
        worked = values_put_in(formula.put(letter, n), {**self.posed.values, **self.values})
        return worked if all(map(_is_met, bounds)) and not worked.symbols() else None

    def is_term(self, name: str) -> bool:
        """Whether a recurrence gives the term, or a formula from the first one: `a_n = a_1 + (n - 1)d`.

        A step that gives its letters other values than the problem is about another sequence.
        """
        terms = self.sequences.get(name.partition("_")[0])
        is_from_first = terms is None or any("_" in letter for letter in terms[1].symbols())
        return is_from_first and not self._is_given_anew() and self._term(name) is not None

    def _is_given_anew(self) -> bool:
        """Whether the step gives a letter another value than the problem does."""
        trees = [claim.tree(self.setting) for claim in self.step_claims]
        given = {str(t.args[0].value): t.args[-1] for t in trees if t is not None and gives_value(t)}
        return any(given.get(letter, value) != value for letter, value in self.posed.values.items())

    def recurring_term(self, sequence: str, index: int) -> Node | None:
        """The value of a term of a sequence whose recurrence was given, here or in the problem."""
        recurrence = recurrences((*self.posed.equations, *self.equations)).get(sequence)
        if recurrence is None or tells_cases(self.problem):
            return None
        return recurrence.term(sequence, index, {**self.posed.values, **self.values})

    def hear(self, claim: Claim, tree: Node) -> None:
        """Notes a supposed equation of numbers, unless it clearly holds."""
        is_supposed = claim.cues.mood == "supposed" and is_equation(tree) and not tree.symbols()
        if is_supposed and len({rational(member) for member in tree.args}) > 1:
            self.supposes_numbers = True

    def take(self, tree: Node, defines: bool = False) -> None:
        """Takes one relation as true: a value, a function, or an equation."""
        if is_equation(tree):
            self._take_equation(tree, defines)
        elif (is_inequality(tree) or tree.op == "or") and tree.symbols():
            self.equations.append(tree)

    def _take_equation(self, tree: Node, defines: bool) -> None:
        left, right = tree.args[0], tree.args[-1]
        if has_inverse_function(tree):
            return
        if _is_function_of_letter(left):
            self._take_function(tree, defines)
            self._take_asked(tree)
            return
        if left.op == "sym" and self._take_value(tree, defines):
            return
        self.said |= Declared(measured=_squared(tree))
        if len(tree.args) > 2:
            tree = Node("rel", (left, _bare(right)), "=")
        if tree.symbols():
            self.equations.append(tree)

    def _take_function(self, tree: Node, defines: bool) -> None:
        """Takes `f(x) = x + 1` as the definition of f, unless it only uses f."""
        left, right = tree.args[0], tree.args[-1]
        if tree.args[1].has("apply"):
            return
        name, body = str(left.value), (_letters(left), tree.args[1])
        if right.symbols() and self.functions.get(name) != body:
            self.posed_functions -= {name}  # another function of that name, or a case
        if not defines and (name in self.functions or not right.symbols()):
            return  # `f(x) = 4` asks for an x, and so does `f(x) = x + 2` once f is known
        self.functions[name] = body

    def _take_asked(self, tree: Node) -> None:
        """Takes what `f(x) = 4` or `f'(x) = 2x - 6 = 0` asks of x: the formula, and what it equals there."""
        formula = tree.args[-2] if len(tree.args) > 2 else self.substituted(tree.args[0])
        if formula.symbols() and not formula.has("apply") and _is_exact_number(tree.args[-1]):
            self.equations.append(Node("rel", (formula, tree.args[-1]), "="))

    def _take_value(self, tree: Node, defines: bool) -> bool:
        """Takes `x = 2 + 1 = 3` as the value of x. Returns False if the equation gives no value to its first name."""
        left, right = tree.args[0], tree.args[-1]
        name = str(left.value)
        values = list(map(_bare, tree.args[1:]))
        known = next((v for v in reversed(values) if _is_value(v)), None)
        if known is not None:
            self.values[name] = known
            self.equations.append(Node("rel", (left, known), "="))
            return True
        if defines and name not in right.symbols():
            self.values[name] = right
            return True
        return False

    def substituted(self, node: Node) -> Node:
        """The tree with known values, definitions and functions put in, repeatedly."""
        for _ in range(4):
            new = node.map(self._known)
            if new == node:
                break
            node = new
        return node

    def _known(self, node: Node) -> Node | None:
        if node.op == "sym" and str(node.value) in self.values:
            return self.values[str(node.value)]
        if node.op == "sym":
            return self._term(str(node.value))
        return self._applied(node) if node.op == "apply" else None

    def _applied(self, node: Node) -> Node | None:
        """The formula of a known function, or of its derivative, with the arguments put in."""
        name = str(node.value)
        bare = name.rstrip("'")
        known = self.functions.get(name) or self.functions.get(bare)
        if known is None or len(known[0]) != len(node.args):
            return None
        letters, body = known
        if name not in self.functions:
            body = _differentiated(Node("diff", (body, sym(letters[0]), num(len(name) - len(bare)))))
        arguments = map(self.substituted, node.args)
        return values_put_in(body, dict(zip(letters, arguments, strict=True)))


def _is_formula_of(index: str, formula: Node) -> bool:
    """`a_1 + (n - 1)d` for the index n, with no other term in it whose index is a letter."""
    names = formula.symbols()
    return index in names and all(name.partition("_")[2].isdecimal() for name in names if "_" in name)


def _is_met(bound: Node) -> bool:
    """`5 >= 1`."""
    is_bound = bound.op == "rel" and len(bound.args) == 2
    return is_bound and holds(bound.args[0], str(bound.value), bound.args[1]).status == "verified"


def _differentiated(node: Node) -> Node:
    from dikast.verify.equality.algebra import TooLong, build, unbuild, within

    try:
        with within(1.0):
            return unbuild(build(node))
    except (Undefined, TooCostly, TooLong):
        return node


def _is_function_of_letter(node: Node) -> bool:
    """`f(x)`, `g(x, y)`."""
    is_primed = str(node.value).endswith("'") and len(node.args) > 1
    return node.op == "apply" and all(arg.op == "sym" for arg in node.args) and not is_primed


def _letters(applied: Node) -> tuple[str, ...]:
    return tuple(str(letter.value) for letter in applied.args)


def _is_exact_number(node: Node) -> bool:
    return rational(node) is not None and not any("." in inner.literal for inner in node.walk())


def _bare(node: Node) -> Node:
    return without_units(node) if has_units(node) else node


def _is_value(node: Node) -> bool:
    try:
        return exact(node) is not None or (node.op in _WORKED and not node.symbols())
    except (Undefined, TooCostly):
        return False


def _squared(tree: Node) -> frozenset[str]:
    """The name in `c² = a² + b² = 25` or `πr² = 9π`: its square is calculated from other quantities."""
    left = tree.args[0]
    is_measure = any(node.op == "const" and node.value == "pi" for node in left.walk())
    if not is_measure and len(tree.args) == 2:
        return frozenset()
    squares = (node.args[0] for node in (left.walk() if is_measure else [left]) if _is_square(node))
    return frozenset(str(name.value) for name in squares) - UNKNOWNS


def _is_square(node: Node) -> bool:
    """`c²`."""
    return node.op == "pow" and node.args[1].value == 2 and node.args[0].op == "sym"


def gather(lines: Sequence[str], problem: str) -> Context:
    """The context from the problem's and the earlier steps' sentences; the caller may add to it."""
    return _gathered(problem, tuple(line for line in lines if line and len(line) <= _MAX_LINE)).copied()


@lru_cache(_CACHED)
def _gathered(problem: str, lines: tuple[str, ...]) -> Context:
    """Each step adds to the context of those before it, which is cached."""
    if not lines:
        return _of_problem(problem[:_MAX_LINE])
    context = _gathered(problem, lines[:-1]).copied()
    context.declare(lines[-1])
    context.lines += 1
    context.supposes_numbers = False
    line_claims = claims(lines[-1])
    for claim in line_claims[:_MAX_LEARNT]:
        context.learn(claim)
    is_last_learnt = 0 < len(line_claims) <= _MAX_LEARNT
    if not is_last_learnt or plain(lines[-1])[line_claims[-1].end :].strip(" .$\\])\n"):
        context.preceding = None
    return context


def _of_problem(problem: str) -> Context:
    """A problem that only asks to solve equations is the first lines; any other is a story."""
    context = Context(own_signs=own_signs(problem), has_story=bool(problem.strip()), problem=problem)
    context.declare(problem, is_problem=True)
    stated = claims(problem)
    is_to_solve = len(stated) == 1 or _is_system(stated)
    if is_to_solve and declared(problem).asks and _are_all(stated, problem):
        for claim in stated:
            context.learn(claim)
        context.has_story = not context.equations
    functions = [function for claim in stated if (function := _posed_function(claim)) is not None]
    names = [name for name, _ in functions]
    context.functions |= {name: body for name, body in functions if names.count(name) == 1}
    context.posed_functions = frozenset(context.functions)
    return context


def _posed_function(claim: Claim) -> tuple[str, tuple[tuple[str, ...], Node]] | None:
    """The name of the function that a problem defines, its letters and its formula, in those alone."""
    tree = claim.tree(Setting(frozenset(), frozenset()))
    if tree is None or not is_equation(tree) or not _is_function_of_letter(tree.args[0]):
        return None
    letters, formula = _letters(tree.args[0]), tree.args[-1]
    is_formula = formula.symbols() == set(letters) and all(node.op in _FORMULA for node in formula.walk())
    is_open = "negation" in claim.cues.all or len(tree.args) > 2
    return (str(tree.args[0].value), (letters, formula)) if is_formula and not is_open else None


def _is_system(stated: Sequence[Claim]) -> bool:
    """`x + y = 3, x - y = 1`: equations in the same letters, two or more."""
    trees = [claim.tree(Setting(frozenset(), frozenset())) for claim in stated]
    letters = {tree.symbols() if tree is not None and is_equation(tree) else frozenset[str]() for tree in trees}
    return len(letters) == 1 and all(len(names) > 1 for names in letters)


def _are_all(stated: Sequence[Claim], problem: str) -> bool:
    """Whether the problem says little but the equations, and has no other number."""
    for claim in stated:
        problem = problem.replace(claim.text, " ")
    beside = formula_tokens(problem)
    words = [piece for piece in beside if piece.kind == "word" and len(piece.text) > 1]
    return not any(piece.kind == "number" for piece in beside) and len(words) <= _FEW_WORDS + _FEW_WORDS
