"""Whether a gloss in brackets says the value before it anew: `0.7 (70%)`, `\\frac32 (1.5)`."""

from __future__ import annotations

from dataclasses import replace

from dikast.verify.equality.value_relations import holds
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.locales import decimal_sign
from dikast.verify.text.bracket_glosses import GlossedClaim
from dikast.verify.text.claims import Claim


def agrees(gloss: GlossedClaim, setting: Setting) -> bool:
    """Whether blanks are before the brackets, and each is the same value as its side."""
    in_its_decimals = replace(setting, decimal=setting.decimal or decimal_sign(gloss.bare.text))
    return gloss.is_apart and all(_holds(said, in_its_decimals) for said in gloss.said)


def _holds(said: Claim, setting: Setting) -> bool:
    tree = said.tree(setting)
    if tree is None or tree.op != "rel" or len(tree.args) != 2:
        return False
    return not tree.symbols() and holds(tree.args[0], str(tree.value), tree.args[1]).status == "verified"
