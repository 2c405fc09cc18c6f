"""Text made plain before it is read: Unicode signs in their ASCII or LaTeX form, nothing invisible, within limits."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 20_000
_SUPER = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+-ni", strict=True))
_SUB = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢ", "0123456789+-ni", strict=True))
_FRACTIONS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
    "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅐": "1/7", "⅑": "1/9", "⅒": "1/10",
}  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Π": "Pi", "ϵ": "epsilon", "µ": "mu",
}  # fmt: skip
_SIGNS = {
    "×": r"\times ", "·": r"\cdot ", "⋅": r"\cdot ", "∙": r"\cdot ", "•": r"\cdot ", "÷": r"\div ", "−": "-",
    "–": "-", "—": " - ", "‐": "-", "‑": "-", "＋": "+", "＝": "=", "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=",
    "≠": "!=", "≈": r"\approx ", "≃": r"\approx ", "≅": r"\approx ", "≡": r"\equiv ", "∈": r"\in ", "∉": r"\notin ",
    "∪": r"\cup ", "∩": r"\cap ", "∖": r"\setminus ", "∅": r"\emptyset ", "∞": r"\infty ", "±": r"\pm ",
    "∓": r"\mp ", "→": r"\to ", "⟶": r"\to ", "⇒": r"\Rightarrow ", "⟹": r"\Rightarrow ", "⇔": r"\iff ",
    "⟺": r"\iff ", "∴": r"\therefore ", "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "∂": r"\partial ",
    "°": r"^\circ ", "º": r"^\circ ", "′": "'", "’": "'", "‘": "'", "″": "''", "“": '"', "”": '"', "⟨": r"\langle ",
    "⟩": r"\rangle ", "⌊": r"\lfloor ", "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ", "ℝ": r"\mathbb{R}",
    "ℤ": r"\mathbb{Z}", "ℕ": r"\mathbb{N}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "Ω": r"\Omega ",
    "⊆": r"\subseteq ", "⊂": r"\subset ", "⊇": r"\supseteq ", "⊃": r"\supset ", "…": r"\ldots ", "⋯": r"\cdots ",
    "√": r"\sqrt ", "∛": r"\sqrt[3] ", "∧": r"\land ", "∨": r"\lor ", "¬": r"\neg ", "∣": "|", "％": "%",
    "（": "(", "）": ")", "，": ",", "：": ":", "；": ";", "。": ".", "∝": r"\propto ", "⁄": "/", "∕": "/",
    "∠": r"\angle ", "℃": r"^\circ C", "℉": r"^\circ F", "Å": "angstrom", "ℓ": "l", "⇌": r"\rightleftharpoons ",
    "¢": " cents ", "‰": r"\cdot 10^{-3} ",
}  # fmt: skip
_SCRIPT = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ]+)|([₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢ]+)")
_UNIT = re.compile(rf"{_SCRIPT.pattern}|(?P<after_digit>(?<=\d) ?[{''.join(_FRACTIONS)}])|.", re.DOTALL)
_TABLE = str.maketrans(
    {
        **_SIGNS,
        **{k: rf"\{v} " for k, v in _GREEK.items()},
        **dict.fromkeys(
            "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
        ),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u2061\u2062\u2063\u2064\xad\u200e\u200f"),
    }
)


def plain(text: str) -> str:
    """The text with Unicode mathematics in ASCII and LaTeX signs, and without what can't be seen."""
    if text.isascii() and "\0" not in text:
        return text
    text = unicodedata.normalize("NFC", text)
    text = _SCRIPT.sub(_script, text)
    for sign, form in _FRACTIONS.items():
        if sign in text:
            text = re.sub(rf"(?<=\d) ?{sign}", " " + form, text).replace(sign, f"({form})")
    text = text.translate(_TABLE)
    if not text.isascii():
        text = "".join(_letter(c) for c in text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))


def as_written(text: str, excerpt: str) -> str:
    """The stretch of a text that `excerpt` was before it was made plain, spaces ignored; `excerpt` if there is none."""
    compact = "".join(excerpt.split())
    if text.isascii() or not compact:
        return excerpt
    units = [(unit, "".join(_unit(unit).split())) for unit in _UNIT.finditer(text)]
    plain_text = "".join(form for _, form in units)
    at = plain_text.find(compact)
    if at < 0:
        return excerpt
    places = [unit for unit, form in units for _ in form]
    original = text[places[at].start() : places[at + len(compact) - 1].end()]
    return original if "".join(plain(original).split()) == compact else excerpt


def _unit(unit: re.Match[str]) -> str:
    # A fraction's form depends on whether a digit stands before it.
    return plain(f"0{unit[0]}")[1:] if unit["after_digit"] else plain(unit[0])


def _script(match: re.Match[str]) -> str:
    if match[1]:
        return "^{" + "".join(_SUPER[c] for c in match[1]) + "}"
    return "_{" + "".join(_SUB[c] for c in match[2]) + "}"


def _letter(char: str) -> str:
    """Mathematical alphanumerics, full-width forms and other decimal digits in their plain form."""
    if char.isascii():
        return char
    if "\U0001d400" <= char <= "\U0001d7ff" or "\uff01" <= char <= "\uff5e":
        folded = unicodedata.normalize("NFKC", char)
        return rf"\{_GREEK[folded]} " if folded in _GREEK else folded
    return char
