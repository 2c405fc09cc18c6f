"""Whether a gloss in brackets says the value before it anew: `0.7 (70%)`, `\\frac32 (1.5)`."""

from __future__ import annotations

from dataclasses import replace

from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.locales import decimal_sign
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.text.bracket_glosses import GlossedClaim
from dikast.verify.text.claims import Claim


def agrees(gloss: GlossedClaim, setting: Setting) -> bool:
    """Whether blanks are before the brackets, and each is the same value as its side."""
    in_its_decimals = replace(setting, decimal=setting.decimal or decimal_sign(gloss.bare.text))
    return gloss.is_apart and all(_holds(said, in_its_decimals) for said in gloss.said)


def _holds(said: Claim, setting: Setting) -> bool:
    try:
        tree = said.read(setting)[0].trees[0]
    except (Unparsed, TooCostly):
        return False
    is_of_values = tree.op == "rel" and len(tree.args) == 2 and not tree.symbols()
    return is_of_values and holds(tree.args[0], str(tree.value), tree.args[1]).status == "verified"
