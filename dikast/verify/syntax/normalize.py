"""Text made plain before it is read: Unicode signs in their ASCII or LaTeX form, nothing invisible, within limits."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 20_000
_SUPER, _SUB = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢ"
_ON_THE_LINE = str.maketrans(_SUPER + _SUB, 2 * "0123456789+-ni")
_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
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
    "⟺": r"\iff ", "∴": r"\therefore ", "∵": r"\because ",
    "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "∂": r"\partial ",
    "°": r"^\circ ", "º": r"^\circ ", "′": "'", "’": "'", "‘": "'", "″": "''", "“": '"', "”": '"', "⟨": r"\langle ",
    "⟩": r"\rangle ", "⌊": r"\lfloor ", "⌋": r"\rfloor ", "⌈": r"\lceil ", "⌉": r"\rceil ", "ℝ": r"\mathbb{R}",
    "ℤ": r"\mathbb{Z}", "ℕ": r"\mathbb{N}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "Ω": r"\Omega ",
    "⊆": r"\subseteq ", "⊂": r"\subset ", "⊇": r"\supseteq ", "⊃": r"\supset ", "…": r"\ldots ", "⋯": r"\cdots ",
    "√": r"\sqrt ", "∛": r"\sqrt[3] ", "∧": r"\land ", "∨": r"\lor ", "¬": r"\neg ", "∣": "|", "％": "%",
    "（": "(", "）": ")", "，": ", ", "：": ":", "；": ";", "。": ".", "∝": r"\propto ", "⁄": "/", "∕": "/",
    "∠": r"\angle ", "△": r"\triangle ", "⊥": r"\perp ", "∥": r"\parallel ", "∇": r"\nabla ",
    "Å": "angstrom", "ℓ": "l", "⇌": r"\rightleftharpoons ",
    "¢": " cents ", "‰": r"\cdot 10^{-3} ",
}  # fmt: skip
_NO_HEIGHT = re.compile(r"(?<=m)(?=[23])|(?<=s)(?=2)")
_SQUARED_UNITS = map(chr, (*range(0x3371, 0x337B), *range(0x3380, 0x33E0), 0x33FF))
_UNIT_SIGNS = str.maketrans(
    {sign: _NO_HEIGHT.sub("^", unicodedata.normalize("NFKC", sign)).replace("∕", "/") for sign in _SQUARED_UNITS}
    | {"℃": "°C", "℉": "°F", "㏎": "km", "㏋": "hp"}
)
_SPELT_OUT = re.compile(
    rf"(?P<super>[{_SUPER}]+)|(?P<sub>[{_SUB}]+)|(?P<after_digit>(?<=\d) ?[{_FRACTIONS}])|(?P<fraction>[{_FRACTIONS}])"
)
_UNIT = re.compile(rf"{_SPELT_OUT.pattern}|.", re.DOTALL)
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
    text = with_spelt_units(unicodedata.normalize("NFC", text))
    text = _SPELT_OUT.sub(_spelt_out, text).translate(_TABLE)
    if not text.isascii():
        text = "".join(_letter(c) for c in text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))


def with_spelt_units(text: str) -> str:
    """The text with `㎡` as `m^2`: signs that are a whole unit in letters."""
    return text if text.isascii() else text.translate(_UNIT_SIGNS)


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


def _spelt_out(match: re.Match[str]) -> str:
    """A run of raised or lowered signs, or a fraction that is one sign."""
    if match["super"] or match["sub"]:
        return f"{'^' if match['super'] else '_'}{{{match[0].translate(_ON_THE_LINE)}}}"
    fraction = unicodedata.normalize("NFKC", match[0].strip()).replace("\N{FRACTION SLASH}", "/")
    return f" {fraction}" if match["after_digit"] else f"({fraction})"


def _letter(char: str) -> str:
    """Mathematical alphanumerics, full-width forms and other decimal digits in their plain form."""
    if char.isascii():
        return char
    if "\U0001d400" <= char <= "\U0001d7ff" or "\uff01" <= char <= "\uff5e":
        folded = unicodedata.normalize("NFKC", char)
        return rf"\{_GREEK[folded]} " if folded in _GREEK else folded
    return char
