"""Claims in a step: its relations, in formulas and in prose, with the words before each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import Reading, readings
from dikast.verify.text.stretches import Stretch, stretches

MAX_CLAIMS = 24
_CALCULATOR = re.compile(r"<<[^<>]*>>")
_FORMULA = re.compile(
    r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\\\((.+?)\\\)|(?<![\\\w])\$(?=[^\s])((?:\\.|[^$\\])+?)(?<=[^\s\\])\$(?!\d)", re.S
)
_MATHS = re.compile(r"[\\=^_<>]|^[A-Za-z0-9()+\-*/.,' ]{1,12}$")
_ENDS_OPEN = re.compile(r"[-+*/=,(]\s*$")
_SPLIT = re.compile(
    r"\\(?:Rightarrow|implies|Longrightarrow|therefore|iff|quad|qquad|rightarrow)(?![A-Za-z])|=>"
    r"|\\text\s*\{\s*(?:so|and|then|thus|hence|therefore|which gives|implies|gives|if|when|since|for|where|or)"
    r"[^{}]*\}"
)
_LINES = re.compile(r"\\\\(?:\[[^\]]*\])?")
_ALIGNED = re.compile(
    r"\\(?:begin|end)\{(?:align|aligned|equation|gather|gathered|split|multline|eqnarray)\*?\}(?:\{[^{}]*\})?"
)
_RELATED = re.compile(r"[=<>]|\\(?:approx|le|ge|leq|geq|lt|gt|equiv|ne|neq)(?![A-Za-z])")
_LABEL = re.compile(r"\\(?:text|mbox|textrm|textbf)\s*\{([^{}]*)\}")
_UNIT_TEXT = re.compile(r"\s*[A-Za-zμ]{1,4}(?:[/·^\s]*[A-Za-z0-9^{}-]{1,4})*\s*")
_OR = re.compile(r"\s*,?\s*(?:or|\\text\s*\{\s*or\s*\}|\\lor)\s*[,:]?\s*(?:else\s*)?\Z", re.IGNORECASE)
_VALUE = re.compile(r"\s*([A-Za-z](?:_\{?\w+\}?)?)\s*=\s*([^=<>\\,]+)")
_OR_VALUE = re.compile(r"\s*,?\s*or\s*", re.IGNORECASE)
_NAMED = re.compile(r"\s*(\\?[A-Za-z]+(?:_\{?\w+\}?)?)\s*=")
_CUT = re.compile(r"_(?:\w|\{[^{}]*\})\s+$")
_BESIDE = re.compile(r"\s*(?:[,;]?\s*(?:and|or)|[,;])\s*")
_MORE = re.compile(r"((?:\s*(?:,?\s+(?:or|and)\s+|,\s*)-?\d[\d./]*)+)(?=\s*(?:[.;:)$\n]|,\s|$|(?:are|as)\b))")
_WORD = re.compile(r"(?<!\\)\b[A-Za-z]{3,}\b")


@dataclass(frozen=True)
class Claim:
    """A relation as it stands in the step, its readings' texts (best first), and the words between it and the last."""

    text: str
    forms: tuple[str, ...]
    before: str
    is_alternative: bool = False

    def read(self, setting: Setting) -> list[Reading]:
        """The readings of the first form that can be read. Raises Unparsed or TooCostly if none can."""
        trouble: Unparsed | TooCostly = Unparsed("nothing to read")
        for form in self.forms:
            try:
                found = list(readings(form, setting=setting))
            except (Unparsed, TooCostly) as error:
                trouble = error
                continue
            if found[0].trees[0].op in ("rel", "congruence", "or", "list"):
                return found
        raise trouble


def claims(text: str) -> list[Claim]:
    """The claims of a step, from left to right, at most MAX_CLAIMS."""
    text = _CALCULATOR.sub("", text)
    found: list[Claim] = []
    at = 0
    spans = [m for m in _FORMULA.finditer(text) if _is_formula(next(g for g in m.groups() if g is not None))]
    if not spans and _is_all_formula(text):
        return _of_formula(text, "")[:MAX_CLAIMS]
    for match in spans:
        prose = text[at : match.start()]
        found += _of_prose(prose)
        content = next(g for g in match.groups() if g is not None)
        before = text[max(0, match.start() - 160) : match.start()]
        if found and not _RELATED.search(content) and _OR_VALUE.fullmatch(prose):
            found[-1] = _with_value(found[-1], content, prose)
        found += _joined(_of_formula(content, before), found, text[at : match.start()])
        at = match.end()
    return (found + _of_prose(text[at:]))[:MAX_CLAIMS]


def _is_formula(content: str) -> bool:
    return (
        len(content) < 4000
        and bool(_MATHS.search(content))
        and not _ENDS_OPEN.search(content)
        and not _is_sentence(content)
    )


def _is_sentence(content: str) -> bool:
    return "\\" not in content and len(_WORD.findall(content)) > 2


def _is_all_formula(text: str) -> bool:
    stripped = re.sub(r"\\[A-Za-z]+|\{[A-Za-z]+\}", " ", text)
    return (
        "\\" in text
        and bool(re.search(r"\\(?:frac|int|sum|begin|lim|sqrt|binom|left|prod)", text))
        and not _WORD.search(stripped)
    )


def _of_formula(content: str, before: str) -> list[Claim]:
    """The relations of a formula: one a line or a side of an arrow."""
    content = _ALIGNED.sub(" ", content)
    content = re.sub(r"\\boxed\s*(?=\{)", " ", content)
    parts = [content] if re.search(r"\\begin\{(?:.?matrix|cases|array)", content) else _lines(content)
    found: list[Claim] = []
    for part in parts:
        for sign, piece in _split(part):
            if found and sign and not _RELATED.search(piece) and _OR_VALUE.fullmatch(_LABEL.sub(r"\1", sign)):
                found[-1] = _with_value(found[-1], piece, sign)
            piece = piece.replace("&", " ") if "\\begin" not in piece else piece
            if re.search(r"[=<>]|\\(?:approx|le|ge|leq|geq|lt|gt|equiv|ne|neq|in)(?![A-Za-z])", piece):
                found.append(Claim(piece.strip(), _forms(piece), before))
            before = ""
    return found


def _split(part: str) -> Iterator[tuple[str, str]]:
    """The pieces between arrows and words, each with what stands before it."""
    at, sign = 0, ""
    for match in _SPLIT.finditer(part):
        yield sign, part[at : match.start()]
        at, sign = match.end(), match[0]
    yield sign, part[at:]


def _with_value(claim: Claim, value: str, between: str) -> Claim:
    """`$x = 2$ or $3$`: another value of the name; what can't be read with it is no claim of one value alone."""
    named = _NAMED.match(claim.forms[0])
    if named is None:
        return claim
    forms = tuple(f"{form} or {named[1]} = {value.strip().rstrip('.,')}" for form in claim.forms)
    return Claim(f"{claim.text}{between}{value}", forms, claim.before, is_alternative=True)


def _lines(content: str) -> list[str]:
    """The formula's lines; one that begins with a relation goes on the line before."""
    lines: list[str] = []
    for line in re.split(_LINES.pattern + "|\n", content):
        bare = line.strip().lstrip("&").strip()
        if (
            (lines and bare and not _RELATED.search(bare))
            or (lines and not _RELATED.search(lines[-1]))
            or (lines and re.match(r"[=<>]|\\(?:approx|le|ge|leq|geq|lt|gt|equiv)(?![A-Za-z])", bare))
        ):
            lines[-1] += " " + bare
        elif bare:
            lines.append(bare)
    return lines


def _forms(piece: str) -> tuple[str, ...]:
    """The formula as it stands, then without the words in it."""
    text = plain(piece).strip().rstrip(".,;").strip()
    bare = _LABEL.sub(lambda m: m[0] if m[1].strip() in ("or", "and") else " ", text)
    bare = re.sub(r"(?<=[\d)}])\s*(?:dollars|units|ways|people|students|cents)\b", "", bare)
    bare = re.sub(r"\\?\$(?=\s*[\d.])", "", bare)
    return (text, bare) if bare != text else (text,)


def _of_prose(text: str) -> list[Claim]:
    """The relations in running text; `x = 2 or x = 3` is one."""
    text = plain(text)
    found: list[Claim] = []
    end = 0
    for stretch in stretches(text):
        before = text[end : stretch.start]
        if _CUT.search(before):
            continue  # `\\log_2 8 = 3`: the end of what could not be read whole
        claim = _with_more(Claim(stretch.text, _prose_forms(stretch), before), text[stretch.end :])
        end = stretch.end
        if found and (_OR.fullmatch(before) or _is_beside(found[-1], before, claim)):
            last = found.pop()
            forms = tuple(f"{a} or {b}" for a, b in zip(last.forms, claim.forms, strict=False))
            claim = Claim(f"{last.text}{before}{claim.text}", forms, last.before, is_alternative=True)
        found.append(claim)
    return found


def _prose_forms(stretch: Stretch) -> tuple[str, ...]:
    bare = stretch.bare.replace("$", " ")
    return (bare,) if bare == stretch.text else (bare, stretch.text)


def _is_beside(last: Claim, between: str, claim: Claim) -> bool:
    """`x = 4 and x = -2`, `x = 4, x = -2`: a second value of the same name."""
    values = [_VALUE.fullmatch(c.forms[0]) for c in (last, claim)]
    if not _BESIDE.fullmatch(between) or values[0] is None or values[1] is None:
        return False
    return values[0][1] == values[1][1] and values[0][2].strip() != values[1][2].strip()


def _with_more(claim: Claim, after: str) -> Claim:
    """`x = 3 or -3`, `x = 3, -3`: the values that stand behind the first."""
    named, more = _VALUE.fullmatch(claim.forms[0]), _MORE.match(after)
    if named is None or more is None:
        return claim
    others = "".join(f" or {named[1]} = {value}" for value in re.findall(r"-?\d+(?:[./]\d+)?", more[1]))
    forms = tuple(form + others for form in claim.forms)
    return Claim(claim.text + more[0], forms, claim.before, is_alternative=True)


def _joined(new: list[Claim], found: list[Claim], between: str) -> list[Claim]:
    """`$x = 2$ or $x = 3$` as one claim."""
    if not (new and found and _OR.fullmatch(between)):
        return new
    last, first = found.pop(), new[0]
    forms = tuple(f"{a} or {b}" for a, b in zip(last.forms, first.forms, strict=False))
    return [Claim(f"{last.text} or {first.text}", forms, last.before, is_alternative=True), *new[1:]]
