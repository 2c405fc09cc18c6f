"""The words the grammar knows: commands, functions, constants, and what is ignored."""

from __future__ import annotations

LAYOUT = frozenset(
    "left right mleft mright big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle "
    "scriptstyle limits nolimits quad qquad thinspace medspace thickspace enspace space hfill "
    "middle normalsize large Large small cr nonumber notag ensuremath rm bf it sf tt".split()
)
"""Commands that change how a formula looks and not what it says: only these are ignored."""

COLOURS = frozenset("color textcolor colorbox label tag hspace vspace phantom hphantom vphantom".split())
"""Commands of layout whose argument in braces is layout too."""

SPACES = (",", ";", ":", "!", " ", ">", "\n", "/", "(", ")", "[", "]")
"""What makes a command of layout behind a backslash: blanks, and the marks that a formula begins or ends with."""

TEXTUAL = frozenset(
    "text textbf textit textrm textsf texttt textnormal mbox hbox framebox operatorname mathrm mathit mathsf "
    "mathtt".split()
)
"""Commands whose argument is words, a name, or what the words spell."""

FUNCTIONS = {
    **{name: name for name in (
        "sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan arccot arcsec arccsc arcsinh "
        "arccosh arctanh ln log exp sqrt cbrt abs gcd lcm max min floor ceil det tr sgn sign re im arg conj "
        "factorial lg lb mod erf gamma"
    ).split()},
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "acot": "arccot", "asec": "arcsec", "acsc": "arccsc",
    "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh", "arsinh": "arcsinh", "arcosh": "arccosh",
    "artanh": "arctanh", "argsinh": "arcsinh", "cosec": "csc", "cosech": "csch", "ctg": "cot", "tg": "tan",
    "arctg": "arctan", "cotg": "cot", "sh": "sinh", "ch": "cosh", "th": "tanh", "ceiling": "ceil", "sgn": "sign",
    "hcf": "gcd", "GCD": "gcd", "LCM": "lcm", "Re": "re", "Im": "im", "Log": "log", "Ln": "ln", "trace": "tr",
    "Tr": "tr", "Det": "det", "conjugate": "conj", "Sin": "sin", "Cos": "cos", "Tan": "tan", "arcctg": "arccot",
}  # fmt: skip

CONSTANTS = {
    "pi": "pi", "exponentialE": "e", "mathrm{e}": "e", "imaginaryI": "i", "imaginaryJ": "i", "infty": "oo",
    "infinity": "oo", "inf": "oo", "Infinity": "oo", "oo": "oo",
}  # fmt: skip

GREEK = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron rho sigma "
    "tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega Pi ell hbar "
    "aleph nabla partial".split()
)

_SAME = {name: ("cmd", name) for name in (
    "frac sqrt binom boxed overline bar hat vec tilde dot ddot sum prod int oint iint lim pmod bmod pm mp circ "
    "cup cap setminus in notin subset subseteq supset supseteq emptyset mathbb mathcal mathbf prime ldots "
    "vdots ddots angle triangle parallel perp land lor neg forall exists mid fbox underline "
    "overrightarrow widehat overset underset stackrel pounds euro dagger star ce SI qty num si unit ang per "
    "leftrightharpoons rightleftharpoons propto therefore because iff implies sim"
).split()}  # fmt: skip

COMMANDS: dict[str, tuple[str, str]] = {
    **_SAME,
    **dict.fromkeys(("dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"), ("cmd", "frac")),
    **dict.fromkeys(("dbinom", "tbinom"), ("cmd", "binom")),
    **dict.fromkeys(("dots", "cdots", "dotsc", "dotsb", "dotsm"), ("cmd", "ldots")),
    **dict.fromkeys(("boldsymbol", "bm"), ("cmd", "mathbf")),
    "choose": ("cmd", "choose"), "imath": ("id", "i"), "jmath": ("id", "j"),
    "times": ("op", "*"), "cdot": ("op", "*"), "ast": ("op", "*"), "bullet": ("op", "*"),
    "div": ("op", "/"), "over": ("cmd", "over"), "le": ("op", "<="), "leq": ("op", "<="), "leqslant": ("op", "<="),
    "ge": ("op", ">="), "geq": ("op", ">="), "geqslant": ("op", ">="), "lt": ("op", "<"), "gt": ("op", ">"),
    "leqq": ("op", "<="), "geqq": ("op", ">="), "ne": ("op", "!="), "neq": ("op", "!="), "approx": ("op", "~="),
    "approxeq": ("op", "~="), "simeq": ("op", "~="), "cong": ("op", "~="), "thickapprox": ("op", "~="),
    "equiv": ("op", "==="), "to": ("op", "->"), "rightarrow": ("op", "->"), "longrightarrow": ("op", "->"),
    "Rightarrow": ("op", "=>"), "Longrightarrow": ("op", "=>"), "implies": ("op", "=>"), "colon": ("op", ":"),
    "lbrack": ("open", "["), "rbrack": ("close", "]"), "lbrace": ("open", "\\{"), "rbrace": ("close", "\\}"),
    "langle": ("open", "<"), "rangle": ("close", ">"), "lfloor": ("open", "floor"), "rfloor": ("close", "floor"),
    "llcorner": ("open", "floor"), "lrcorner": ("close", "floor"), "lceil": ("open", "ceil"),
    "rceil": ("close", "ceil"), "ulcorner": ("open", "ceil"), "urcorner": ("close", "ceil"), "lparen": ("open", "("),
    "rparen": ("close", ")"), "vert": ("bar", "|"), "lvert": ("bar", "|"), "rvert": ("bar", "|"),
    "Vert": ("bar", "||"), "lVert": ("bar", "||"), "rVert": ("bar", "||"), "varnothing": ("cmd", "emptyset"),
    "degree": ("cmd", "circ"), "smallsetminus": ("cmd", "setminus"),
    "backslash": ("cmd", "setminus"), "wedge": ("cmd", "land"), "vee": ("cmd", "lor"), "mod": ("cmd", "bmod"),
    "percent": ("op", "%"), "overarc": ("cmd", "overline"), "root": ("cmd", "root"), "framebox": ("cmd", "boxed"),
}  # fmt: skip

WORD_COMMANDS = frozenset(FUNCTIONS) | frozenset(CONSTANTS) | GREEK
"""Commands that are words of their own: `\\sin`, `\\pi`, `\\alpha`."""

KNOWN_WORDS = frozenset(COMMANDS) | LAYOUT | COLOURS | TEXTUAL | WORD_COMMANDS
"""Every command the grammar knows by name."""
