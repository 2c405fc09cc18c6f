"""Steps as Chinese pupils write them: full-width signs, no blanks, units of two ideographs, remainders behind dots."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"

SIGNS = [
    ("所以，25 ÷ 5 = 5（个），5 + 3 = 8（个）。", YES), ("所以，25 ÷ 5 = 5（个），5 + 3 = 9（个）。", NO),
    ("甲、乙两数的和是36，36÷(1+2)=12。", YES), ("第一步：3+4=7", YES), ("第一步：3+4=8", NO), ("解：原式=3×4+5=18", NO),
    ("圆的面积：3.14×5²=78.5（平方米）", YES), ("总数：3+4=8（个）", NO), ("3：4=6：8", YES), ("3：4=6：9", NO),
    ("两天一共看了 30+40=80（页）。", NO), ("∵ 3+4=8，∴ 8-1=7", NO),
]  # fmt: skip
UNITS = [
    ("1.5小时=90分钟", YES), ("1.5小时=80分钟", NO), ("3吨500千克=3500千克", YES), ("3吨500千克=3600千克", NO),
    ("2米30厘米=230厘米", YES), ("5公斤=5000克", YES), ("3千克-500克=2500克", YES), ("3个共 3 × 5 = 15 元。", YES),
    ("每小时60千米，3小时行60×3=180千米", YES), ("长方形的周长=2×(5+3)=18厘米", NO), ("0.5平方米=50平方分米", YES), ("3立方米=300立方分米", NO), ("每天8小时，5天=40小时", OPEN),
    ("5天=40小时", NO),
]  # fmt: skip
WORDS = [
    ("5的3倍是15", YES), ("5的3倍是16", NO), ("12是3的4倍", YES), ("12是3的5倍", NO), ("80的25%是25", NO),
    ("17÷5=3……2", YES), ("17÷5=3……3", NO), ("17÷5=3...2", YES), ("17÷5=3余3", NO),
]  # fmt: skip


@pytest.mark.parametrize(("step", "status"), [*SIGNS, *UNITS, *WORDS])
async def test_a_step_in_chinese(verifier: Verifier, step: str, status: str) -> None:
    checks = await verifier.step(step)
    assert step_status(checks) == status, checks
