"""What a text is read as: kinds of notation with their usual reading, what else they may mean, and what is not read."""

import pytest

from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.nodes import Unparsed
from dikast.verify.syntax.parser import parse, readings

DECIMALS = [
    ("0,2 · 80 = 16", "0.2 * 80 = 16"), ("3,5 + 1 = 4,5", "3.5 + 1 = 4.5"), ("3,5+1=4,5", "3.5 + 1 = 4.5"),
    ("2{,}5", "2.5"), ("1\\,234{,}5", "1234.5"), ("10{,}000", "10000"), ("1.234.567", "1234567"),
    ("9'500", "9500"), ("12,34,567", "1234567"), ("1,00,000", "100000"), ("0,1,4,81,100", "(0, 1, 4, 81, 100)"), ("3,14159", "3.14159"),
    ("1 234 567,5 kg", "1234567.5 kg"), ("1.234,56 + 1", "1234.56 + 1"),
    ("1,234.56 + 1", "1234.56 + 1"), ("0,05", "0.05"), ("99,5 %", "99.5%"), ("3,5 cm", "3.5 cm"),
    ("{1,5; 2,5}", "{1.5, 2.5}"), ("1,5 und 2,5", "(1.5, 2.5)"), ("0,333", "0.333"), ("1,234", "1234"),
    ("(2,5)", "(2, 5)"), ("1,2,3", "(1, 2, 3)"), ("1,234,5", "(1, 234, 5)"), ("f(2,5)", "f(2, 5)"),
    ("1.5, 2.5", "(1.5, 2.5)"), ("(-1.375,31/8,3)", "(-1.375, 31 / 8, 3)"), ("2,5 %", "2.5%"), (r"\frac{1,5}{2}", "1.5 / 2"), ("x^{1,5}", "x^1.5"), ("(12,102)", "(12, 102)"), ("５＋３＝８", "5 + 3 = 8"),
]  # fmt: skip
UNITS = [
    ("1/2 m", "(1 / 2) m"), ("3/4 hour", "(3 / 4) hour"), ("1/250 s", "(1 / 250) s"), (r"\frac12 kg", "(1 / 2) kg"),
    ("½ cup", "(1 / 2) cup"), ("8.314 J/mol·K", "8.314 J/(mol K)"), ("8.314 J/mol K", "8.314 J/(mol K)"),
    ("0.0821 L·atm/mol·K", "0.0821 L atm/(mol K)"), ("4.18 J/(g °C)", "4.18 J/(g °C)"),
    ("4.18 J/g°C", "4.18 J/(g °C)"), ("5 m/s/s", "5 m/s/s"), ("5 m s^-1", "5 m s^-1"), ("5 N m", "5 N m"),
    ("5 Nm", "5 Nm"), ("3 kWh", "3 kWh"), ("0.1 mol dm^{-3}", "0.1 mol dm^-3"), ("9.8 m/s2", "9.8 m/s^2"),
    (r"5~\mathrm{km/h}", "5 km/h"), (r"5\,\text{km}\cdot\text{h}^{-1}", "5 km h^-1"), (r"60 \frac{km}{h}", "60 km/h"),
    (r"\SI{9.81}{\metre\per\second\squared}", "9.81 metre second^-2"), (r"\qty{5}{kg.m/s^2}", "5 kg m/s^2"),
    (r"\SI{5}{\kilo\watt\hour}", "5 kilowatt hour"), (r"\num{1.5}", "1.5"), (r"\SI{25}{\celsius}", "25 celsius"),
    (r"\ang{90}", "90°"), (r"90^\circ", "90°"), ("30 deg", "30°"), ("25 degC", "25 °C"), ("25 °C", "25 °C"),
    ("45° 30'", "(45 30/60)°"), ("5米", "5 米"), ("30公里/小时", "30 公里/小时"), ("2.5小时", "2.5 小时"),
    ("5 square meters", "5 meters^2"), ("5 cm cubed", "5 cm^3"), ("2 hours and 30 minutes", "(2 hours) + (30 minutes)"),
    ("6 ft 2 in", "(6 ft) + (2 in)"), ("7.5 1/(M s)", "7.5 (M s)^-1"), ("60 km per hour", "60 km/hour"),
    (r"\sqrt 2 cm", "sqrt(2) cm"), ("5 € + 3 €", "(5 * €) + (3 * €)"), ("5 m and 3 s", "(5 m, 3 s)"), ("1 h 30 min 20 s", "(1 h) + (30 min) + (20 s)"), ("5 kΩ", "5 kohm"), (r"5 \si{\micro\metre}", "5 micrometre"),
    ("5$ + $3", "5 + 3"), ("3 kg * g", "(3 kg) * g"), ("5 m/s * t", "(5 m/s) * t"),
    (r"9 \text{ square feet}", "9 feet^2"), (r"40 \text{ miles per hour}", "40 miles/hour"),
]  # fmt: skip
MATHS = [
    ("[x^3/3]_0^1", "((1^3) / 3) - ((0^3) / 3)"), (r"\left. x^2 \right|_{x=0}^{x=3}", "(3^2) - (0^2)"),
    (r"x^2 \Big|_0^1", "(1^2) - (0^2)"), ("du = 2x dx", "du = (2 * x) * dx"), ("2 dx", "2 * (d * x)"),
    (r"\frac{dy}{dx}", "dy/dx"), (r"\frac{d^2y}{dx^2}", "d2y/dx2"), (r"\frac{\partial f}{\partial x}", "f_x"),
    (r"\frac{d}{dx} x^2", "diff(x^2, x, 1)"), (r"\textcolor{red}{5}", "5"), (r"\texttt{5}", "5"),
    (r"\cfrac{1}{2}", "1 / 2"), ("^1/_2", "1 / 2"), ("3¹/₂", "3 1/2"), (r"\tfrac34", "3 / 4"), (r"\frac12", "1 / 2"),
    (r"\operatorname{lcm}(4, 6)", "lcm(4, 6)"), (r"\mathbf{i}", "hat i"), ("x₁ + x_{12}", "x_1 + x_12"),
    (r"v_{\text{max}}", "v_max"), ("0.(3)", "1/3"), (r"0.1\overline{6}", "1/6"), ("0.1666...", "1/6"),
    ("6C2", "binom(6, 2)"), ("{}_6C_2", "binom(6, 2)"), ("FF_{16}", "255"), ("0b101", "5"), ("1101_2", "13"),
    ("3 million", "3 * (10^6)"), ("3 and a half", "3 1/2"), ("25 percent", "25%"), ("10-3", "10 - 3"),
    (r"1 + 2 + \cdots + n", "1 + 2 + ... + n"), ("x~5", "x ≈ 5"), ("p~0.05", "p ≈ 0.05"), (r"k \le -1 或 k \ge 1", "k <= -1 or k >= 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), [*DECIMALS, *UNITS, *MATHS])
def test_the_usual_reading(text: str, shown: str) -> None:
    assert str(next(readings(text))) == shown


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("2,5", {"(2, 5)", "2.5"}),
        ("x=1,5, y=2,5", {"(x = 1, 5, y = 2, 5)", "(x = 1.5, y = 2.5)"}),
        ("(0.5 m)3", {"(0.5 m) * 3", "(0.5 m)^3"}),
        ("(x+1)2", {"(x + 1) * 2", "(x + 1)^2"}),
        ("(a)(x+1)2", {"(a * (x + 1)) * 2", "a * ((x + 1)^2)"}),
        ("f = 1/0.02 s", {"f = (1 / 0.02) s", "f = 1 / (0.02 s)"}),
        ("8 J/mol K", {"8 J/(mol K)", "8 (J/mol) K"}),
        ("5 m2", {"5 m^2"}),
        ("12,34,567", {"1234567", "(12, 34, 567)"}),
        ("3,5", {"3.5", "(3, 5)"}),
        ("1.200 + 350 = 1.550", {"1.200 + 350 = 1.550", "1200 + 350 = 1550"}),
        ("1.250 + 0.5", {"1.250 + 0.5"}),
        ("1,250", {"1250"}),
        ("1/2x", {"(1 / 2) * x", "1 / (2 * x)"}),
        ("6×10^5 / 2×10^3", {"(6 * (10^5)) / (2 * (10^3))", "((6 * (10^5)) / 2) * (10^3)"}),
        ("1/2 × 10^3", {"(1 / 2) * (10^3)", "1 / (2 * (10^3))"}),
        ("6×10^5 / 2×11^3", {"((6 * (10^5)) / 2) * (11^3)"}),
        ("x^{(2)}", {"x^2", "x^(2)"}),
        (r"\Delta x", {"Delta x", "Delta * x"}),
        (r"\Delta t_1", {"Delta t_1", "Delta * t_1"}),
        (r"\Delta(x)", {"Delta * x"}),
        ("60 - 25%", {"60 - (25%)", "60 * (1 - (25%))"}),
    ],
)
def test_what_can_be_meant_in_several_ways_is_read_in_all(text: str, ways: set[str]) -> None:
    assert {str(reading) for reading in readings(text)} == ways


@pytest.mark.parametrize(
    "text",
    [
        "1.2.2024", "3.4.5", "1.5 2.5", r"x + \unknown{3}", "x^3 + x |_0^1", "5 ⊕ 3", "(2, 3", "5'6\"", "the answer",
        "12 of 20", "7 # 3", "5 & 3", "x ? y", "5 m 3 s", "5 h 30", "5 kg 9.8 m/s", "3 s 2 h", r"a_1 < a_2 < \ldots < a_n", r"0.1\overline{x}", "25 % 3", r"\SI{5}{\foo}", "19_8",
        "t^_2 = 4",
    ],
)  # fmt: skip
def test_what_is_not_understood_whole_is_not_read(text: str) -> None:
    with pytest.raises(Unparsed):
        parse(text)


@pytest.mark.parametrize(
    ("text", "setting", "shown"),
    [
        ("2,5", Setting(decimal="comma"), "2.5"),
        ("1.234", Setting(decimal="comma"), "1234"),
        ("1,234", Setting(decimal="comma"), "1.234"),
        ("2,5", Setting(decimal="point"), "(2, 5)"),
        ("1.234", Setting(decimal="point"), "1.234"),
        ("2e", Setting(variables=frozenset("e")), "2 * e"),
        ("i^2", Setting(variables=frozenset("i")), "i^2"),
        ("5 m", Setting(variables=frozenset("m")), "5 * m"),
        ("du = 2x dx", Setting(variables=frozenset("d")), "d * u = (2 * x) * (d * x)"),
        ("5 km", Setting(with_units=False), "5 * (k * m)"),
    ],
)
def test_what_is_known_before_decides(text: str, setting: Setting, shown: str) -> None:
    assert str(next(readings(text, setting=setting))) == shown
