"""Examples for docs/verifier.md: texts, and why they come out as they do. What comes out is asked of the verifier."""

from __future__ import annotations

# reference, answer, why
ANSWER_EXAMPLES = (
    ("0.5 m", "50 cm", "the same quantity"),
    (r"\sqrt{8}", r"2\sqrt{2}", "proved: digits that agree are no proof"),
    ("x^2 - 1", "(x - 1)(x + 1)", "proved"),
    ("1/3", "1/3 (approximately 0.33)", "a gloss in brackets has to agree"),
    ("3.14", "3.1416", "a rounding of the answer to the reference's places"),
    ("42", "She has 42 stickers left after giving 8 to each of her 3 friends.", "the other values are in adjuncts"),
    ("maximum 5 at x = 2", "maximum 7 at x = 2", "slot by slot"),
    ("[2, 5)", "(2, 5)", "different sets"),
    ("3 m", "3 s", "different dimensions"),
    ("e^{200}", "e^{200} + 1", "the precision grows with the numbers"),
    (r"\sqrt{x^2}", "x", "a real point tells them apart"),
    (r"\ln x^2", r"2 \ln x", "the same for positive x only"),
    ("x = 3", "y = 3", "a name counts"),
    ("9.81", "9.8", "too few figures to decide"),
    ("12", "12 to 7", "nothing is left over: the range has another end"),
    ("5 apples", "5 oranges", "numbers of different things"),
    ("1.234", "1,234", "decimals, or groups of three digits"),
    ("14", "XIV", "a numeral, or a product of letters"),
    ("90 minutes", "1:30", "a length of time, a ratio, or a time of day"),
    ("2n + 1", "2n - 1", "the same odd numbers, if n is any integer"),
    ("5 March 2024", "03/05/2024", "the day first, or the month"),
    ("photosynthesis", "respiration", "words that do not exclude each other"),
)  # fmt: skip

# what is before, the step, why
STEP_EXAMPLES = (
    ("", "15% of 200 is 30.", "arithmetic in words"),
    ("", "5 + 3 = 8 and 8 × 2 = 17", "one claim fails"),
    ("", "0.75 + 1 = 1.7", "with `=` a short decimal is exact"),
    ("", "13/3 = 5", "more than one unit of the last place off"),
    ("", "5 m + 3 s = 8 m", "metres and seconds cannot be added"),
    ("", "(x + 3)^2 = x^2 + 6x + 9", "an identity"),
    ("", "Expanding, (x + 3)^2 = x^2 + 9.", "differs at a point"),
    ("2x + 3 = 11", "So x = 4.", "equivalent"),
    ("x^2 = 9", "So x = 3.", "loses −3"),
    ("x^2 = 9", "So x = 3, since x is positive.", "the words rule −3 out"),
    ("Let a ∘ b = a + 2b.", "3 ∘ 4 = 11", "the operation that the context defines"),
    ("Let a ∘ b = a + 2b.", "3 ∘ 4 + 1 = 13", "no one has said which comes first"),
    ("", r"\frac{d}{dx} x^3 = 3x^2", "differentiated"),
    ("", r"\int_0^1 x^2 dx = \frac{1}{3}", "integrated, and compared with quadrature"),
    ("", "17 is divisible by 3.", "exact integers"),
    ("", r"2^{10} \equiv 4 \pmod{10}", "powers modulo 10"),
    ("", "5 + 3 = 8 × 2 = 16", "each sign may carry on the result before it"),
    ("", "2/3 = 0.66", "cut off, not rounded"),
    ("", "a^2 + b^2 = c^2", "a law, or an equation to solve"),
    ("", "5,2 + 2 = 4", "may begin inside a decimal"),
    ("", "Is 3 + 4 = 8?", "asked, not said"),
    ("", "Suppose 2 + 2 = 5.", "supposed"),
    ("", "(0.5 m)3 = 0.125 m3", "a text that may have lost its exponents"),
)  # fmt: skip

# quote, source
QUOTE_EXAMPLES = (
    ("the lamp in the hall", "The lamp in the hall went out."),
    ("“The lamp in the hall”", "The lamp in the hall went out."),
    ("the lamp … went out", "The lamp in the hall went out."),
    ("the lamp is out", "The lamp in the hall went out."),
    ("the lamp", "The lamp in the hall went out."),
    ("a door of 3", "a door of 3.50 m"),
    ("it is 10² metres", "it is 102 metres"),
    ("existent door stayed shut", "the non-existent door stayed shut"),
)  # fmt: skip
