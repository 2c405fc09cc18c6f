"""What counts as the same answer, where people differ: options that every check reports."""

from __future__ import annotations

from typing import Literal

from dikast.records import Record


class Policy(Record):
    """Options for comparing answers; the defaults suit answers to mathematics and science questions.

    `rounding`: `reference` lets an answer differ from a decimal reference by what rounding to its last place hides;
    `none` wants equality. `significant_figures`: how many figures a decimal must have to stand for an exact
    reference. `units`: `optional` lets one side leave them out, `required` does not. `percent`: `optional` lets a
    sign be left out, `required` does not. `order`: whether the order of a list matters (a tuple's always
    does). `multiplicity`: whether a repeated member counts. `constant`: whether an antiderivative needs its `+ C`.
    `decimal`: which sign begins the decimals of a number, where the texts themselves do not tell: `auto` leaves
    `1,234` and `3,5` open unless they do.
    """

    rounding: Literal["reference", "none"] = "reference"
    significant_figures: int = 6
    units: Literal["optional", "required"] = "optional"
    percent: Literal["optional", "required"] = "optional"
    order: bool = False
    multiplicity: bool = False
    constant: bool = False
    decimal: Literal["auto", "point", "comma"] = "auto"
