"""What counts as the same answer, where people differ: options that every check reports."""

from __future__ import annotations

from typing import Literal

from dikast.records import Record


class Policy(Record):
    """Options for comparing answers; the defaults suit answers to mathematics and science questions."""

    rounding: Literal["reference", "none"] = "reference"
    """`reference`: an answer may differ from a decimal reference by what rounding to its last place hides; `none`: only
    equal values."""

    significant_figures: int = 6
    """How many figures a decimal answer needs to count as the rounding of an exact reference."""

    units: Literal["optional", "required"] = "optional"
    """`optional`: one side may omit its unit; `required`: it may not. Two units must always agree."""

    percent: Literal["optional", "required"] = "optional"
    """`optional`: `10` is accepted for `10%`; `required`: only equal values."""

    order: bool = False
    """Whether the order of a list counts (the order of a tuple always does)."""

    multiplicity: bool = False
    """Whether a repeated member of a list counts."""

    constant: bool = False
    """Whether an antiderivative needs its `+ C`; if not, it may be omitted where `question` asks for one."""

    decimal: Literal["auto", "point", "comma"] = "auto"
    """Which sign begins the decimals of `1,234` and `3,5`; `auto`: they stay open where the texts do not tell."""
