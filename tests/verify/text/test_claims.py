"""Claims of solution steps by kind: what holds, what does not, what stays open; beside test_steps and test_worded_steps."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status

YES, NO, OPEN = "verified", "refuted", "unknown"
Row = tuple[str, list[str], str]

IDENTITIES: list[Row] = [
    ("So 12 * 15 = 180 dollars.", [], YES), ("So 12 * 15 = 190 dollars.", [], NO),
    ("She has 3 + 4 - 2 = 5 apples left.", [], YES),
    ("The discount is 0.2 × 80 = 16, so the price is 80 - 16 = 64.", [], YES),
    ("The discount is 0.2 × 80 = 16, so the price is 80 - 16 = 66.", [], NO),
    (r"$\frac{2}{3} \cdot \frac{9}{4} = \frac{3}{2}$", [], YES),
    (r"$\frac{2}{3} + \frac{1}{4} = \frac{3}{7}$", [], NO), ("$(a+b)^2 = a^2 + 2ab + b^2$", [], YES),
    ("$(a+b)^2 = a^2 + b^2$", [], NO), ("Factoring, $x^2 - 5x + 6 = (x-2)(x-3)$.", [], YES),
    ("Factoring, $x^2 - 5x + 6 = (x-1)(x-6)$.", [], NO), (r"$\sin 2\theta = 2\sin\theta$", [], NO),
    ("$e^{a+b} = e^a + e^b$", [], NO), (r"$\frac{1}{x} - \frac{1}{x+1} = \frac{1}{x(x+1)}$", [], YES),
    ("2x + 6 = 10, so x = 2.", [], YES), ("x + y = 5 and x - y = 1, so x = 3 and y = 2.", [], YES),
    ("This gives 0 = 1, a contradiction.", [], OPEN), ("(1 + i)^2 = 2i", [], YES),
]  # fmt: skip
ARITHMETIC: list[Row] = [
    ("The total is $4.50 + $3.25 = $7.75.", [], YES), ("The total is $4.50 + $3.25 = $7.85.", [], NO),
    ("20% of 150 is 30.", [], YES), ("20% of 150 = 30.", [], YES), ("20% × 150 = 35", [], NO),
    ("1/3 + 1/6 = 1/2", [], YES), ("1/3 + 1/6 = 2/9", [], NO), ("22/7 ≈ 3.14", [], YES), ("22/7 ≈ 3.24", [], NO),
    (r"$\sqrt{2} \approx 1.414$", [], YES), (r"$\sqrt{2} \approx 1.514$", [], NO), ("π ≈ 3.14159", [], YES),
    ("100/3 = 33.33", [], YES), ("e^3 ≈ 20.09", [], YES), (r"$\sin^2\theta + \cos^2\theta = 1$", [], YES),
    ("Let x be the number of apples.", [], OPEN), ("Suppose 2 + 2 = 5.", [], OPEN), ("Then 2n + 1 is odd.", [], OPEN),
    ("i^2 = -1", [], YES), ("(1 + i)^2 = 2", [], NO), ("|3 - 4i| = 5", [], YES), ("0.1 + 0.2 = 0.3", [], YES),
    ("2^10 = 1024", [], YES), ("2^10 = 1000", [], NO), ("10^3 × 10^4 = 10^12", [], NO),
    ("√(9 + 16) = 3 + 4 = 7", [], NO), ("6 ÷ 2 = 3", [], YES), ("−3 − 4 = −7", [], YES), ("3/0 = 0", [], OPEN),
]  # fmt: skip
FUNCTIONS: list[Row] = [
    (r"$\log(ab) = \log a + \log b$", ["a, b > 0"], YES), ("f(2) = 7", ["f(x) = 3x + 1"], YES),
    ("f(2) = 6", ["f(x) = 3x + 1"], NO), (r"$\frac{d}{dx} x^3 = 3x^2$", [], YES),
    (r"$\frac{d}{dx} x^3 = 2x^2$", [], NO), ("f'(x) = 6x", ["f(x) = 3x^2 + 1"], YES),
    ("f'(x) = 3x", ["f(x) = 3x^2 + 1"], NO), ("f''(x) = 6", ["f(x) = 3x^2 + 1"], YES),
    (r"$\frac{d}{dx} e^{2x} = 2e^{2x}$", [], YES), (r"$\frac{d}{dx} \ln(x^2+1) = \frac{2x}{x^2+1}$", [], YES),
    (r"$\frac{d}{dx}\frac{1}{x} = \frac{1}{x^2}$", [], NO), ("f(x+1) = f(x) + 1", [], OPEN),
    ("f(a + b) = f(a) + f(b)", ["f(x) = 2x"], YES), ("f(a + b) = f(a) + f(b)", ["f(x) = x + 1"], NO),
    ("f(g(2)) = 7", ["f(x) = 2x + 1", "g(x) = x + 1"], YES), ("f(g(2)) = 6", ["f(x) = 2x + 1", "g(x) = x + 1"], NO),
    ("g(h(x)) = x", [], OPEN), (r"\frac{d}{dx} f(x)g(x) = f'(x)g(x) + f(x)g'(x)", [], OPEN),
]  # fmt: skip
TRANSITIONS: list[Row] = [
    ("So x = 4.", ["2x + 6 = 10"], NO), ("Dividing by 2, x + 3 = 5.", ["2x + 6 = 10"], YES),
    ("So x = 2 or x = -2.", ["x^2 = 4"], YES), ("So x = 2.", ["x^2 = 4"], NO),
    ("So x = 2.", ["x^2 = 4", "x > 0"], YES), ("Cancelling x, x = 3.", ["x^2 = 3x"], NO),
    ("Hence x = 0 or x = 3.", ["x^2 = 3x"], YES), (r"$x = \frac{5 \pm 1}{2}$", ["x^2 - 5x + 6 = 0"], YES),
    (r"$x = \frac{5 \pm 3}{2}$", ["x^2 - 5x + 6 = 0"], NO), ("x = 5", ["x^2 = 4"], NO),
    ("So y = 7.", ["y = 2x + 1", "x = 3"], YES), ("So y = 8.", ["y = 2x + 1", "x = 3"], NO),
    ("So x = 2 and y = 3.", ["x + y = 5", "x - y = 1"], NO),
    ("By the Pythagorean theorem, c = 5.", ["a = 3", "b = 4", "c^2 = a^2 + b^2"], YES),
    ("So x^2 = 9.", ["x = 3"], YES), ("Hence x = 3 or x = -3.", ["x^2 = 9"], YES), ("So 2x = 8.", ["x + 1 = 5"], YES),
    ("So (x - 1)(x - 2) = 0.", ["x^2 - 3x + 2 = 0"], YES), ("So x = 1.", ["x^2 - 3x + 2 = 0"], NO),
    ("So x = 7.", ["x^2 - 3x + 2 = 0"], NO), ("So x^5 + x + 1 = 0.", ["x = 3"], NO),
    ("So the side is x = 3.", ["x^2 = 9"], YES), ("So x = 3.", ["x^2 = 9", "x is positive."], YES),
]  # fmt: skip
BOUNDS: list[Row] = [
    ("Therefore x > 3.", ["2x > 6"], YES), ("Therefore x < 3.", ["2x > 6"], NO),
    ("Dividing by -2, x < -3.", ["-2x > 6"], YES), ("Dividing by -2, x > -3.", ["-2x > 6"], NO),
    ("So 1 < x < 3.", ["x^2 - 4x + 3 < 0"], YES), ("So x < 1 or x > 3.", ["x^2 - 4x + 3 < 0"], NO),
    ("x^2 >= 0 for all real x.", [], YES), ("For all real x, x^2 > 0.", [], NO), ("7 > 5", [], YES),
    ("2/3 < 3/5", [], NO), (r"$\sqrt{10} > 3$", [], YES), (r"$\pi < 3.14$", [], NO),
    ("x + y > 3 so x + y > 2.", [], YES), ("For all real x and y, x^2 + y^2 > 0.", [], NO),
    ("For all real x and y, x^2 + y^2 >= 2xy.", [], YES), ("For all real x and y, x^2 + y^2 > 2xy.", [], NO),
    ("So x + y < 5.", ["x < 2", "y < 3"], OPEN), (r"For all positive a and b, a + b >= 2\sqrt{ab}.", [], OPEN),
    ("2x + 2y > 6, so x + y > 3.", [], YES),
]  # fmt: skip
INTEGRALS: list[Row] = [
    (r"$\int x^2\,dx = \frac{x^3}{3} + C$", [], YES), (r"$\int x^2\,dx = 2x + C$", [], NO),
    (r"$\int \cos(2x)\,dx = \frac{1}{2}\sin(2x) + C$", [], YES), (r"$\int \cos(2x)\,dx = \sin(2x) + C$", [], NO),
    (r"$\int_0^2 x^3\,dx = 4$", [], YES), (r"$\int_0^2 x^3\,dx = 8$", [], NO),
    (r"$\int_1^2 \frac{1}{x}\,dx = \ln 2$", [], YES), (r"$\int_0^\infty e^{-x}\,dx = 1$", [], YES),
    (r"$\int_{-1}^{1} x^{1/3} dx = \frac32$", [], OPEN),
]  # fmt: skip
LIMITS: list[Row] = [
    (r"$\lim_{x\to 0} \frac{\sin x}{x} = 1$", [], YES), (r"$\lim_{x\to 0} \frac{\sin x}{x} = 0$", [], NO),
    (r"$\lim_{x\to 2} \frac{x^2-4}{x-2} = 4$", [], YES), (r"$\lim_{x\to 0^+} \frac{|x|}{x} = 1$", [], YES),
    (r"$\lim_{x\to 0} \frac{1}{x} = \infty$", [], NO), (r"$\lim_{n\to\infty} \frac{2n+1}{n} = 2$", [], YES),
    (r"$\lim_{x\to a} f(x) = L$", [], OPEN), (r"$\lim_{x\to\infty} \frac{3x+1}{x} = 2$", [], NO),
    (r"$\lim_{x\to 0} \sin(1/x) = 0$", [], NO), (r"$\lim_{x\to 0^-} \frac{1}{x} = -\infty$", [], YES),
]  # fmt: skip
SERIES: list[Row] = [
    (r"$\sum_{k=1}^{4} k^2 = 30$", [], YES), (r"$\sum_{k=1}^{4} k^2 = 29$", [], NO),
    (r"$\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$", [], YES), (r"$\sum_{k=1}^{n} k = \frac{n(n-1)}{2}$", [], NO),
    (r"$\sum_{k=0}^\infty \frac{1}{2^k} = 2$", [], YES), (r"$\prod_{k=1}^{4} k = 24$", [], YES),
    (r"$\prod_{k=1}^{4} k = 20$", [], NO), (r"$\prod_{k=1}^{n} \frac{k}{k+1} = \frac{1}{n+1}$", [], YES),
    (r"$\prod_{k=1}^{n} \frac{k}{k+1} = \frac{1}{n}$", [], NO), (r"$\prod_{k=1}^{n} a_k = P$", [], OPEN),
    (r"$\sum_{k=1}^{n} a_k = S$", [], OPEN), (r"$\sum_{k=1}^{\infty} \frac{1}{k^2} = \frac{\pi^2}{6}$", [], YES),
    (r"$\sum_{k=1}^{\infty} \frac{1}{k} = 5$", [], NO), (r"$\sum_{k=1}^{100} k = 5050$", [], YES),
    (r"$\sum_{k=1}^{100} k = 5051$", [], NO),
]  # fmt: skip
UNITS: list[Row] = [
    ("3 km = 3000 m", [], YES), ("3 km = 300 m", [], NO), ("1.5 h = 90 min", [], YES),
    ("v = 100 m / 20 s = 5 m/s", [], YES), ("v = 100 m / 20 s = 5 m/s²", [], NO), ("25 °C = 77 °F", [], YES),
    ("25 °C = 75 °F", [], NO), ("E = 2.0 kg × (3.0 m/s)² / 2 = 9.0 J", [], YES),
    ("4.18 J/(g·K) = 4180 J/(kg·K)", [], YES), ("4.18 J/(g·K) = 4.18 J/(kg·K)", [], NO),
    ("1 year = 365 days", [], OPEN), ("There are 24 hours in a day.", [], YES), ("3 furlongs = 2 leagues", [], OPEN),
]  # fmt: skip
NUMBER_THEORY: list[Row] = [
    ("17 mod 5 = 2", [], YES), ("17 mod 5 = 3", [], NO), ("17 ≡ 2 (mod 5)", [], YES), ("3^4 ≡ 2 (mod 7)", [], NO),
    ("gcd(12, 18) = 6", [], YES), ("gcd(12, 18) = 3", [], NO), ("lcm(4, 10) = 20", [], YES), ("51 is prime.", [], NO),
    ("53 is a prime number.", [], YES), ("7^100 ≡ 1 (mod 4)", [], YES), ("7^100 ≡ 1 (mod 5)", [], YES),
    ("x ≡ 1 (mod 3)", [], OPEN), ("gcd(a, b) = 1", [], OPEN), ("n is prime.", [], OPEN),
]  # fmt: skip
COUNTING: list[Row] = [
    (r"$\binom{n}{k} = m$", [], OPEN),
    (r"$\binom{5}{2} = 10$", [], YES), (r"$\binom{5}{2} = 20$", [], NO), ("5! = 120", [], YES),
    ("5! / (2! 3!) = 10", [], YES), ("P(5, 2) = 20", [], YES), ("The probability is 3/6 × 2/5 = 1/5.", [], YES),
    ("The probability is 3/6 × 2/5 = 1/6.", [], NO), ("1 - (5/6)^2 = 11/36", [], YES),
]  # fmt: skip
MATRICES: list[Row] = [
    (r"$A^{-1} X = I$", [], OPEN),
    (r"$\begin{pmatrix}1&2\\3&4\end{pmatrix}\begin{pmatrix}1\\1\end{pmatrix} = \begin{pmatrix}3\\7\end{pmatrix}$", [], YES),
    (r"$\begin{pmatrix}1&2\\3&4\end{pmatrix}\begin{pmatrix}1\\1\end{pmatrix} = \begin{pmatrix}3\\8\end{pmatrix}$", [], NO),
    (r"$\det\begin{pmatrix}2&1\\1&3\end{pmatrix} = 5$", [], YES),
    (r"$\begin{vmatrix}2&1\\1&3\end{vmatrix} = 7$", [], NO),
    (r"$\begin{pmatrix}1&0\\0&1\end{pmatrix}^2 = \begin{pmatrix}1&0\\0&1\end{pmatrix}$", [], YES),
    (r"$\begin{pmatrix}1&2\\3&4\end{pmatrix} + \begin{pmatrix}1&1\\1&1\end{pmatrix} = \begin{pmatrix}2&3\\4&5\end{pmatrix}$", [], YES),
    (r"$\begin{pmatrix}1&2\\3&4\end{pmatrix} + \begin{pmatrix}1&1\\1&1\end{pmatrix} = \begin{pmatrix}2&3\\4&6\end{pmatrix}$", [], NO),
    (r"$2\begin{pmatrix}1\\2\end{pmatrix} = \begin{pmatrix}2\\4\end{pmatrix}$", [], YES),
    (r"$(1,2)\cdot(3,4) = 11$", [], YES),
]  # fmt: skip
CHEMISTRY: list[Row] = [
    ("The balanced equation is 2 Na + Cl2 -> 2 NaCl.", [], YES),
    ("The balanced equation is Na + Cl2 -> NaCl.", [], NO), ("A -> B + C", [], OPEN),
]  # fmt: skip
LAWS_AND_EQUATIONS: list[Row] = [
    ("$a^2 + b^2 = c^2$", [], OPEN), ("$a + b = c$", [], OPEN), ("$PV = nRT$", [], OPEN),
    (r"$\frac{\sin A}{a} = \frac{\sin B}{b}$", [], OPEN), ("By similarity, AB/AC = DE/DF.", [], OPEN),
    ("$2l + 2w = P$", [], OPEN), ("$y - y_1 = m(x - x_1)$", [], OPEN), ("$a + b = b + c$", [], OPEN),
    (r"$\sin x = \cos y$", [], OPEN), ("$xy = yz$", [], OPEN), ("We have a + b = 2c.", [], OPEN),
    ("$a_n = a_{n-1} + d$", [], OPEN), ("$f(x) = g(x)$", [], OPEN), (r"$\alpha + \beta = \gamma$", [], OPEN),
    ("$|z| = r$", [], OPEN), ("$n = 2k + 1$", [], OPEN), (r"$x + \frac{1}{x} = y$", [], OPEN),
    (r"$\log x = 2 \log y$", [], OPEN), (r"$\vec{a} = \vec{b}$", [], OPEN), ("$ax^2+bx+c=0$", [], OPEN),
    (r"$S = \pi r^2$", [], OPEN), (r"$V = \frac43 \pi r^3$", [], OPEN),
    (r"$\angle A + \angle B = \angle C$", [], OPEN), ("So d = rt.", [], OPEN), ("The area is bh/2 = A.", [], OPEN),
    ("$m_1 v_1 = m_2 v_2$", [], OPEN), (r"$P(A \cap B) = P(A)P(B)$", [], OPEN), ("$(x-h)^2+(y-k)^2=r^2$", [], OPEN),
    ("$x^2 = y$", [], OPEN), (r"$\frac{x}{y} = \frac{a}{b}$", [], OPEN), ("$x^2+y^2=r^2$", [], OPEN),
    ("$a^2 - b^2 = c$", [], OPEN), ("$(a+b)^2 = c^2$", [], OPEN), ("3x + 5 = 2x + 9", [], OPEN),
    ("$x^2 = 4x$", [], OPEN), (r"$\sin x = \cos x$", [], OPEN), (r"$\sqrt{x+7} = x+1$", [], OPEN),
    ("$(x-1)^2 = x + 5$", [], OPEN), ("$xy = x + y$", [], OPEN), ("y = 2x + 1 = 3x - 2", [], OPEN),
    ("$e^x = x + 2$", [], OPEN), ("Expanding both sides, x^2 + 2x + 1 = 3x + 7.", [], OPEN),
    ("Setting them equal, x^2 = 2x + 3.", [], OPEN), (r"$\frac{x}{2} = x - 3$", [], OPEN),
    ("We solve (x+1)^2 = 4x.", [], OPEN), (r"$\log_2 x = 3 - x$", [], OPEN), ("$|x - 1| = 2x$", [], OPEN),
    ("$a/b = b/a$", [], OPEN), ("$2^x = x^2$", [], OPEN), (r"$\frac{1}{x} + \frac{1}{x+1} = x$", [], OPEN),
    ("$x(x+2) = 3x$", [], OPEN), (r"$\frac{1}{a} + \frac{1}{b} = a + b$", [], OPEN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "context", "status"),
    [
        *LAWS_AND_EQUATIONS,
        *IDENTITIES,
        *ARITHMETIC,
        *FUNCTIONS,
        *TRANSITIONS,
        *BOUNDS,
        *INTEGRALS,
        *LIMITS,
        *SERIES,
        *UNITS,
        *NUMBER_THEORY,
        *COUNTING,
        *MATRICES,
        *CHEMISTRY,
    ],
)
async def test_claim(verifier: Verifier, step: str, context: list[str], status: str) -> None:
    checks = await verifier.step(step, context=context)
    assert step_status(checks) == status, checks


@pytest.mark.parametrize(
    ("step", "context", "relation"),
    [
        ("So x = 3 or x = -3.", ["x^2 = 9"], "equivalent"),
        ("So x^2 = 9.", ["x = 3"], None),
        ("Squaring, x + 7 = x^2 + 2x + 1.", ["√(x + 7) = x + 1"], "implies"),
        ("So x = 3.", ["x^2 = 9"], "loses solutions"),
        ("So x = 4 or x = -2.", ["log_2(x) + log_2(x - 2) = 3"], "adds solutions"),
        ("So x = 5.", ["x^2 = 9"], "not entailed"),
        ("So x + y > 2.", ["x + y > 3"], "implies"),
        ("So sin(y) = y^7.", ["cos(y) = e^y"], None),
    ],
)
async def test_what_one_line_is_to_the_next(
    verifier: Verifier, step: str, context: list[str], relation: str | None
) -> None:
    (check,) = await verifier.step(step, context=context)
    assert check.evidence.get("relation") == relation, check


RIGHT_OR_NOT_SAID: list[tuple[str, list[str]]] = [
    ("We know that m + h = 80,000 and m = 10h.", []), ("Total:x+2x+4x=700", ["Workers:2(2x)=4x"]),
    ("Case 2: x = 3.", ["x^2 - 5x + 6 = 0", "Case 1: x = 2."]),
    ("Case 2: If x = 3, then y = 6.", ["y = 2x", "Case 1: If x = 2, then y = 4."]),
    ("When x = 1, y = 3.", ["y = x + 2", "When x = 0, y = 2."]),
    ("For the second part, x = 7.", ["For the first part, x = 4."]),
    ("Let x be the number of dogs, so x = 7.", ["Let x be the number of cats, so x = 4."]),
    ("At x = -1 the value is f(-1) = 2.", ["f(x) = x^2 + 1", "f(0) = 1"]),
    ("The other root is x = 3.", ["x^2 - 5x + 6 = 0", "One root is x = 2."]),
    ("So x = 2 is one solution.", ["x^2 - 5x + 6 = 0"]), ("One solution is x = 2.", ["x^2 - 5x + 6 = 0"]),
    ("The positive root is x = 2.", ["x^2 = 4"]), ("Since x must be positive, x = 2.", ["x^2 = 4"]),
    ("We take x = 2, rejecting x = -2.", ["x^2 = 4"]), ("Thus x = 2 (as x > 0).", ["x^2 = 4"]),
    ("The smallest solution is x = 2.", ["x^2 - 5x + 6 = 0"]), ("x = 2 satisfies the equation.", ["x^2 - 5x + 6 = 0"]),
    ("Substituting n = 4, we get n^2 = 16.", ["n^2 = 16 or n^2 = 25"]), ("Thus n = 5 works.", ["n^2 - 25 = 0"]),
    ("So a = 1, b = 2 is a possibility.", ["a + b = 3"]), ("For example, a = 1 and b = 2.", ["a + b = 3"]),
    ("Let's try x = 4: 4^2 = 16 > 9.", ["x^2 = 9"]), ("By symmetry, b = 3.", ["a + b = 6"]),
    ("Assume a = 1.", ["a^2 = 4"]), ("Without loss of generality, a = 1.", ["a^2 = 1"]),
    ("Then y = 2 or y = 3.", ["x + y = 5"]), ("The vertex is at x = 1.", ["x^2 - 2x - 3 = 0"]),
    ("The derivative vanishes at x = 1.", ["x^2 - 2x - 3 = 0"]),
    ("The axis of symmetry is x = 1.", ["y = x^2 - 2x - 3"]), ("The maximum is at x = 3.", ["f(x) = 6x - x^2"]),
    ("Set x = 0 to find the y-intercept: y = 5.", ["y = 2x + 5"]),
    ("Next, x = 3 gives y = 9.", ["y = x^2", "x = 2 gives y = 4."]), ("Now i = 3.", ["i = 2"]),
    ("After the second step, n = 10.", ["After the first step, n = 5."]), ("The new value is x = 8.", ["x = 5"]),
    ("x_1 = 2 and x_2 = 3.", ["x^2 - 5x + 6 = 0"]), ("Doubling gives 2x = 10.", ["x = 5"]),
    ("In the first triangle, a = 3; in the second, a = 5.", []),
    ("The point (2, 3) lies on the line, so 3 = 2m + b.", ["y = mx + b"]), ("At t = 2, v = 10.", ["v = 5t"]),
    ("At t = 3, s = 9.", ["s = t^2", "At t = 2, s = 4."]),
    ("Hence k = 2 for the second equation.", ["k = 1 for the first equation"]), ("Then P(2) = 4.", ["P(x) = x^2"]),
    ("So 5 = 2 + 3.", []), ("Step 3: 4 + 5 = 9", []), ("1. 2 + 2 = 4", []), ("(2) 3 + 4 = 7", []),
    ("From (1) and (2), 2 + 2 = 4.", []), ("Eq. 3: 5 - 2 = 3", []), ("He bought 3 packs of 4 = 12 cards.", []),
    ("That leaves 20-5=15.", []), ("2 dozen = 24 eggs", []), ("1 dozen = 12", []), ("3 pairs = 6 socks", []),
    ("2 years = 24 months", []), ("1 year = 12 months", []), ("5 minutes = 300 seconds", []),
    ("1 hour = 60 minutes", []), ("half of 10 = 5", []), ("twice 5 = 10", []), ("10 less than 15 = 5", []),
    ("5 more than 3 = 8", []), ("a third of 12 = 4", []), ("2 quarters = 50 cents", []), ("3 nickels = 15 cents", []),
    ("50 cents = $0.50", []), ("$1 = 100 cents", []), ("1 foot = 12 inches", []), ("ratio 2:3 = 4:6", []),
    ("2:3 = 10:15", []), ("40% = 0.4", []), ("0.4 = 40%", []), ("100% - 30% = 70%", []),
    ("30% of 50 is 0.3 × 50 = 15", []), ("50 + 10% = 55", []), ("3:00 pm + 2 hours = 5:00 pm", []),
    ("10:30 + 45 minutes = 11:15", []), ("Jan 5 + 3 days = Jan 8", []), ("score = 3 + 4 = 7", []), ("8 : 2 = 4", []),
    ("2^3^2 = 512", []), ("2^3^2 = 64", []), ("6/2(1+2) = 9", []), ("6/2(1+2) = 1", []), ("1,000 + 2,000 = 3,000", []),
    ("1.000 + 2.000 = 3.000", []), ("1.234 + 1 = 2.234", []), ("sum = 1+2+3 = 6", []), ("1+2+...+10 = 55", []),
    ("10 - 3 = 7 left", []), ("7 R 1", []), ("15 / 2 = 7 R 1", []), ("15 ÷ 4 = 3 remainder 3", []), ("√16 = ±4", []),
    ("x = ±2", ["x^2 = 4"]), ("log 1000 = 3", []), ("ln e = 1", []), ("sin 30 = 0.5", []), ("sin 30° = 0.5", []),
    ("cos(60) = 1/2", []), ("tan 45 = 1", []), ("arcsin(0.5) = 30°", []), ("arctan(1) = 45", []), ("0^0 = 1", []),
    ("-2^2 = 4", []), ("(-8)^(1/3) = -2", []), ("i^4 = 1", []), ("3 × 10^8 / 2 = 1.5 × 10^8", []),
    ("6.02e23 × 2 = 1.204e24", []), ("F = 9/5 × 25 + 32 = 77", []), ("C = 5/9 (77 - 32) = 25", []),
]  # fmt: skip


@pytest.mark.parametrize(("step", "context"), RIGHT_OR_NOT_SAID)
async def test_what_may_be_right_is_not_refuted(verifier: Verifier, step: str, context: list[str]) -> None:
    assert step_status(await verifier.step(step, context=context)) != NO
