"""Chemical formulas as counts of elements and a charge, equations as balances; and strings compared as written.

Case matters: CO is not Co. Genotypes are pairs of alleles in either order; sequences and electron configurations are
compared as strings.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from string import digits

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.syntax.normalize import plain

ELEMENTS = frozenset(
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb "
    "Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu "
    "Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db "
    "Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og".split()
)
_WRAP = re.compile(
    r"\\(?:mathrm|text|ce|rm|mathsf|textrm|operatorname)\s*|\\[,;! ]|\\left(?![a-z])|\\right(?![a-z])|\$"
)
_PART = re.compile(r"([A-Z][a-z]?)(\d*)|([(\[])|([)\]])(\d*)|(.)")
_NO_BRACES, _NO_MARKS = str.maketrans("", "", "{}"), str.maketrans("", "", "{}^")
_MAX_FORMULA, _MAX_GENOTYPE, _LONGEST_COUNT, _CODON = 200, 12, 3, 3
_OXIDATION = ("(II)", "(III)", "(IV)", "(V)", "(VI)", "(VII)")
_STATES = ("(aq)", "(s)", "(l)", "(g)")
_CHARGE = re.compile(r"\^?\{?(\d*)([+-])\}?$|\^\{?([+-])(\d*)\}?$")
_ARROW = re.compile(r"\s*(?:\\?(?:right|longright|leftright)arrow|\\to\b|->|-->|=>|\\rightleftharpoons|<=>|=)\s*")
_CONFIGURATION = re.compile(r"(?:\[[A-Z][a-z]\])?(?:\d[spdf]\d{1,2})+")
_SEQUENCE = re.compile(r"(?:[53]'-?)?[ACGTUN]{3,}(?:-?[53]')?")
_CORES = {"He": "1s2", "Ne": "[He]2s22p6", "Ar": "[Ne]3s23p6", "Kr": "[Ar]4s23d104p6", "Xe": "[Kr]5s24d105p6",
          "Rn": "[Xe]6s24f145d106p6"}  # fmt: skip


@dataclass(frozen=True)
class Species:
    """A formula: how many atoms of each element, the charge, and its text without mark-up."""

    atoms: tuple[tuple[str, int], ...]
    charge: int
    text: str = field(compare=False)

    @property
    def shown(self) -> str:
        """How it is shown to people: its atoms and its charge."""
        atoms = "".join(f"{element}{n if n > 1 else ''}" for element, n in self.atoms)
        return (atoms or self.text) + (f"^{self.charge:+d}" if self.charge else "")

    @property
    def is_compound(self) -> bool:
        """More than one or two bare capitals, which could be anything."""
        is_marked = any(char.isdigit() or char.islower() for char in self.text)
        return is_marked or self.charge != 0 or self.text in ("CO", "NO", "HF", "HI")


def _spelt(text: str) -> str:
    """The formula without mark-up, blanks, underscores and states."""
    bare = _WRAP.sub("", plain(text)).strip()
    for state in _STATES:
        bare = bare.replace(state, "")
    return "".join(bare.replace("\\cdot", ".").replace("_", " ").split())


def species(text: str) -> Species | None:
    """The species that a text spells, an electron too, or None if it is not a formula of known elements."""
    raw, charge = _charged(_spelt(text))
    raw = raw.translate(_NO_BRACES)
    if raw == "e" and charge == -1:
        return Species((), charge, raw)
    atoms = _hydrate(raw)
    return None if not atoms else Species(tuple(sorted(atoms.items())), charge, raw)


def _charged(raw: str) -> tuple[str, int]:
    """The formula without its charge, and the charge: `Fe^{3+}`, `Cu2+`, `NH4+`, `SO42-`."""
    match = _CHARGE.search(raw)
    if match is None:
        return raw, 0
    size, sign = (match[1], match[2]) if match[2] else (match[4], match[3])
    unit = 1 if sign == "+" else -1
    if "^" in match[0] or not size:
        return raw[: match.start()], int(size or 1) * unit
    bare = raw[: match.start()].strip("{}")
    if bare in ELEMENTS:
        return bare, int(size) * unit
    if len(size) > 1:
        return bare + size[:-1], int(size[-1]) * unit
    return bare + size, unit


def _hydrate(raw: str) -> Counter[str] | None:
    """The atoms of a formula and of what is bound to it behind a dot: `CuSO4.5H2O`."""
    total: Counter[str] = Counter()
    for i, factor in enumerate(raw.split(".")):
        formula = factor[:_LONGEST_COUNT].lstrip(digits) + factor[_LONGEST_COUNT:] if i else factor
        atoms = _atoms(formula) if formula else None
        if atoms is None:
            return None
        _add(total, atoms, int(factor.removesuffix(formula) or 1))
    return total


def _atoms(raw: str) -> Counter[str] | None:
    """The atoms of a formula with brackets; None for anything else."""
    stack: list[Counter[str]] = [Counter()]
    for match in _PART.finditer(raw):
        element, count, opening, closing, factor, _ = match.groups()
        if element in ELEMENTS:
            stack[-1][element] += int(count or 1)
        elif opening:
            stack.append(Counter())
        elif closing and len(stack) > 1:
            inner = stack.pop()
            _add(stack[-1], inner, int(factor or 1))
        else:
            return None
    return stack[0] if len(stack) == 1 and len(raw) <= _MAX_FORMULA else None


def _add(total: Counter[str], atoms: Counter[str], factor: int) -> None:
    for element, n in atoms.items():
        total[element] += n * factor


def same_formula(reference: str, answer: str) -> Decision | None:
    """Whether two texts are the same formula, equation, configuration, genotype or sequence; None for others."""
    is_without_letters = not (any(map(str.isalpha, reference)) and any(map(str.isalpha, answer)))
    if is_without_letters or ("=" in reference and "+" not in reference):
        return None
    sides = [reaction(t) for t in (reference, answer)]
    if sides[0] is not None and sides[1] is not None:
        return _same_reaction(sides[0], sides[1])
    finding = _same_spelling(*(_spelt(text).translate(_NO_MARKS) for text in (reference, answer)))
    if finding is not None:
        return finding
    left = species(reference)
    right = None if left is None else species(answer)
    if left is None or right is None:
        return None
    if left != right:
        are_compounds = left.is_compound and right.is_compound
        return refuted("formula", left=left.shown, right=right.shown) if are_compounds else None
    if left.text == right.text and left.is_compound:
        return verified("formula")
    if not (left.is_compound or right.is_compound):
        return None
    return unknown("ambiguous", "formula", detail="the same atoms, written differently: isomers are possible")


def _same_spelling(left: str, right: str) -> Decision | None:
    """The string of an electron configuration, genotype or sequence, to compare; None for anything else."""
    both = (left, right)
    if all(map(_CONFIGURATION.fullmatch, both)):
        return _same("configuration", _subshells, *both)
    states = [any(number in text for number in _OXIDATION) for text in both]
    if any(states):
        no_other = unknown("unsupported", "formula", detail="an oxidation state")
        return _same("formula", str, *both) if all(states) else no_other
    if all(map(_is_genotype, both)) and set(left.lower()) == set(right.lower()):
        return _same("genotype", _alleles, *both)
    if not all(map(_SEQUENCE.fullmatch, both)):
        return None
    if any("'" in text or len(text) > _CODON for text in both):
        return _same("sequence", _from_its_beginning, *both)
    if left != right and sorted(left) == sorted(right):
        return unknown("ambiguous", "sequence", detail="a codon, or a product of letters")
    return None


def _same(method: str, form: Callable[[str], object], left: str, right: str) -> Decision:
    """Whether two strings are the same in the form in which such strings are compared."""
    return verified(method) if form(left) == form(right) else refuted(method, left=left, right=right)


def _from_its_beginning(sequence: str) -> str:
    """`3'-GTA-5'` as `5'-ATG-3'`."""
    letters = "".join(filter(str.isalpha, sequence))
    return f"5'-{letters[::-1]}-3'" if sequence.startswith("3'") else sequence


def _subshells(text: str) -> Counter[str]:
    """How many electrons are in each subshell, those of the core too, in any order: `[Ne]3s2`, `1s22s22p63s2`."""
    core, bracket, shells = text.rpartition("]")
    counts = _subshells(_CORES[core[1:]]) if bracket and core[1:] in _CORES else Counter({core: 1} if core else {})
    at = 0
    while at < len(shells):
        # The second digit of `3d104s2` belongs to a count, that of `2s22p6` to the next subshell.
        is_double = shells[at + 3 : at + 4].isdigit() and shells[at + 4 : at + 5] not in tuple("spdf")
        end = at + 3 + is_double
        counts[shells[at : at + 2]] += int(shells[at + 2 : end])
        at = end
    return counts


def _is_genotype(text: str) -> bool:
    """`Aa`, `AaBB`: pairs of the same letter, with at least one capital somewhere or all of one kind."""
    are_pairs = text[::2].lower() == text[1::2].lower()
    return are_pairs and text.isalpha() and len(text) <= _MAX_GENOTYPE


def _alleles(text: str) -> str:
    return "".join("".join(sorted(text[i : i + 2])) for i in range(0, len(text), 2))


Side = tuple[tuple[Species, Fraction], ...]


def reaction(text: str) -> tuple[Side, Side] | None:
    """Both sides of a chemical equation with their coefficients, or None."""
    raw = _WRAP.sub("", plain(text)).strip(" .{}")
    halves = _ARROW.split(raw)
    if len(halves) != 2 or len(raw) > 500:
        return None
    sides = []
    for half in halves:
        terms = []
        for term in re.split(r"\s+\+\s+|(?<=[\w)}])\s*\+\s*(?=\d*\s*[A-Z])", half):
            match = re.match(r"\s*(\d+(?:/\d+)?)?\s*(.+)$", term.strip())
            substance = species(match[2]) if match else None
            if match is None or substance is None:
                return None
            terms.append((substance, Fraction(match[1] or 1)))
        sides.append(tuple(terms))
    return sides[0], sides[1]


def is_balanced(left: Side, right: Side) -> Decision:
    """Whether every element and the charge are conserved."""
    total: dict[str, Fraction] = defaultdict(Fraction)
    for substance, n in _surplus(left, right).items():
        for element, count in (*substance.atoms, ("charge", substance.charge)):
            total[element] += n * count
    off = {element: str(n) for element, n in total.items() if n}
    return refuted("balance", surplus=off) if off else verified("balance")


def _surplus(left: Side, right: Side) -> dict[Species, Fraction]:
    """How much of each species is used up; what is made counts as negative."""
    surplus: dict[Species, Fraction] = defaultdict(Fraction)
    for side, sign in ((left, 1), (right, -1)):
        for substance, n in side:
            surplus[substance] += sign * n
    return surplus


def _same_reaction(a: tuple[Side, Side], b: tuple[Side, Side]) -> Decision:
    ours, theirs = _surplus(*a), _surplus(*b)
    if ours.keys() != theirs.keys():
        return refuted("equation", detail="different substances")
    ratios = {ours[substance] / theirs[substance] if theirs[substance] else Fraction(0) for substance in ours}
    if len(ratios) == 1 and ratios.pop() > 0:
        return verified("equation")
    return refuted("equation", detail="different coefficients")
