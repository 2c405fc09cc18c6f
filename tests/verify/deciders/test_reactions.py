"""Chemical equations as steps: balanced, said to be balanced, still to be balanced, and what only looks like one."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

REACTIONS = [
    ("The balanced equation is 3S + 6NaOH → 2Na2S + Na2SO3 + 3H2O.", YES),
    ("The balanced equation is 3S + 5NaOH → 2Na2S + Na2SO3 + 3H2O.", NO),
    ("NaCl → Na+ + Cl-", YES),
    ("Sn → Sn4+ + 4e-", YES),
    ("At the anode $2Br^- \\rightarrow Br_2 + 2e^-$", YES),
    ("The balanced half reaction is Sn → Sn4+ + 2e-.", NO),
    ("Sn → Sn4+ + 2e-", OPEN),
    ("The balanced equation is Fe2+ + MnO4- + 8H+ → Fe3+ + Mn2+ + 4H2O.", NO),
    ("The balanced equation is 2Al(OH)3 + 3H2SO4 = Al2(SO4)3 + 3H2O.", NO),
    ("The balanced equation is 2Al(OH)3 + 3H2SO4 = Al2(SO4)3 + 6H2O.", YES),
    ("C3H8 + 5O2 → 3CO2 + 4H2O", YES),
    ("C3H8 + O2 → 3CO2 + 4H2O", OPEN),
    ("Unbalanced: H2 + O2 → H2O", OPEN),
    ("2H2 + O2 -> 2H2O", YES),
    ("2H2 + O2 → 2H2O", YES),
    ("H2 + O2 → H2O", OPEN),
    ("\\ce{2H2 + O2 -> 2H2O}", YES),
    ("$\\ce{2H2 + O2 -> 2H2O}$", YES),
    ("$2\\mathrm{H}_2 + \\mathrm{O}_2 \\rightarrow 2\\mathrm{H}_2\\mathrm{O}$", YES),
    ("The balanced equation is 2H2 + O2 → 2H2O.", YES),
    ("The balanced equation is H2 + O2 → H2O.", NO),
    ("Die ausgeglichene Gleichung ist 2H2 + O2 → 2H2O.", YES),
    ("Die ausgeglichene Gleichung ist H2 + O2 → H2O.", NO),
    ("L'équation équilibrée est 2H2 + O2 → 2H2O.", YES),
    ("L'équation équilibrée est H2 + O2 → H2O.", NO),
    ("La ecuación balanceada es 2H2 + O2 → 2H2O.", YES),
    ("La ecuación balanceada es H2 + O2 → H2O.", NO),
    ("配平后的方程式是 2H2 + O2 → 2H2O。", YES),
    ("配平后的方程式是 H2 + O2 → H2O。", NO),
    ("CH4 + 2O2 → CO2 + 2H2O", YES),
    ("The reaction is balanced: CH4 + 2 O2 → CO2 + 2 H2O.", YES),
    ("The reaction is balanced: CH4 + O2 → CO2 + 2 H2O.", NO),
    ("We balance CH4 + O2 → CO2 + H2O.", OPEN),
    ("The equation CH4 + O2 → CO2 + H2O is not balanced.", OPEN),
    ("The equation CH4 + O2 → CO2 + H2O is unbalanced.", OPEN),
    ("If H2 + O2 → H2O were balanced, mass would be lost.", OPEN),
    ("Is H2 + O2 → H2O balanced?", OPEN),
    ("A common mistake is the balanced equation H2 + O2 → H2O.", OPEN),
    ("MnO4^- + 5Fe^{2+} + 8H^+ → Mn^{2+} + 5Fe^{3+} + 4H2O is balanced.", YES),
    ("MnO4^- + 4Fe^{2+} + 8H^+ → Mn^{2+} + 5Fe^{3+} + 4H2O is balanced.", NO),
    ("A → B + C", OPEN),
    ("P → Q + R", OPEN),
    ("N → N + 1", OPEN),
    ("If P → Q and Q → R, then P → R.", OPEN),
    ("Zn + 2HCl → ZnCl2 + H2", YES),
    ("Zn + HCl → ZnCl2 + H2", OPEN),
    ("$f: A \\to B$", OPEN),
    ("as x → 0, N → H + C", OPEN),
    ("2 KClO3 → 2 KCl + 3 O2", YES),
    ("2 Al + 3 CuSO4 → Al2(SO4)3 + 3 Cu", YES),
    ("CuSO4·5H2O → CuSO4 + 5H2O", YES),
    ("C + O → I + U", OPEN),
]


@pytest.mark.parametrize(("step", "status"), REACTIONS)
async def test_reaction(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status
