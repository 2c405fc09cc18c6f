"""What holds for every text: nothing is dropped, no number is cut, going back forgets, and notations agree."""

from contextlib import suppress
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from dikast.verify.syntax.ambiguities import SETTLED, TABLE
from dikast.verify.syntax.commands import COLOURS, LAYOUT, SPACES
from dikast.verify.syntax.cursor import Setting
from dikast.verify.syntax.lexer import lex
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.parser import Grammar, parse
from dikast.verify.syntax.quantities import measure

PIECES = [
    "1", "2.5", "1,234", "3,5", "12", "x", "y_1", "km", " ", "+", "-", "*", "/", "^", "=", "(", ")", "{", "}", "[", "]",
    "|", r"\frac", r"\left(", r"\right)", r"\,", r"\quad", r"\color{red}", r"\sqrt", r"\sin", r"\text{ m}", "%", "!",
    r"\int_0^1", "dx", r"\cdot", "~", "°", "k_BT", "sinx", r"\frac12", "6C2", "1/2", r"\pi", ",", "'", "J/mol K",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
_LAYOUT_SIGNS = tuple(f"\\{name}" for name in (*LAYOUT, *COLOURS, *SPACES))


@given(texts)
def test_every_character_is_in_a_token_or_on_the_list_of_layout(text: str) -> None:
    text = text.replace("°", "")
    try:
        tokens = lex(text)
    except Unparsed:
        return
    at = 0
    for token in tokens:
        gap = text[at : token.start].replace("~", " ").strip()
        assert not gap or gap.startswith(_LAYOUT_SIGNS)
        at = max(at, token.end)
    assert at == len(text)


@given(st.text("0123456789.,' {}", max_size=16))
def test_no_number_is_cut_and_no_digit_dropped(text: str) -> None:
    try:
        tokens = [token for token in lex(text) if token.kind == "num"]
    except Unparsed:
        return
    read = "".join(char for token in tokens for char in token.text if char.isdigit())
    assert read == "".join(char for char in text if char.isdigit())
    for token in tokens:
        assert not text[token.start - 1 : token.start].isdigit()
        assert not text[token.end : token.end + 1].isdigit()


@given(texts, st.sampled_from(["statement", "factor", "primary", "expression", "bracket"]), st.integers(0, 5))
def test_going_back_forgets_all(text: str, rule: str, start: int) -> None:
    try:
        parser = Grammar(lex(text.replace("°", "")), Setting(), {"subscript": 1})
    except (Unparsed, TooCostly):
        return
    parser.at = min(start, len(parser.tokens) - 1)
    assume(rule != "bracket" or parser.token.kind == "open")
    before = {**vars(parser), "met": dict(parser.met)}
    mark = parser.mark()
    with suppress(Unparsed, TooCostly):
        getattr(parser, rule)()
    parser.reset(mark)
    assert vars(parser) == before


@given(st.integers(1, 999), st.lists(st.integers(0, 999), max_size=2), st.integers(0, 9999))
def test_one_number_in_every_country(first: int, groups: list[int], places: int) -> None:
    assume(groups)
    blocks, decimals = [str(first), *(f"{group:03}" for group in groups)], f"{places:04}"
    value = Fraction(f"{''.join(blocks)}.{decimals}")
    for sign, point in ((",", "."), (".", ","), (" ", "."), ("'", "."), (r"\,", "{,}"), (" ", ","), ("{,}", ".")):
        assert parse(f"{sign.join(blocks)}{point}{decimals} kg").args[0].value == value, (sign, point)


@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from(("m", "kg", "s", "A", "mol")))
def test_a_decimal_comma_is_told_by_what_stands_beside_it(whole: int, places: int, unit: str) -> None:
    decimal = f"{whole},{places:02}"
    value = Fraction(f"{whole}.{places:02}")
    for text in (
        f"{decimal} {unit}",
        f"{decimal}\\,\\text{{{unit}}}",
        f"{decimal} · 2",
        f"{decimal} %",
        f"2 · {decimal}",
    ):
        found = [node.value for node in parse(text).walk() if node.op == "num" and node.value != 2]
        assert found == ([value] if value != 2 else []), text


SYMBOLS = ("m", "kg", "s", "mol", "K", "N", "J", "Pa", "W")
powers = st.dictionaries(st.sampled_from(SYMBOLS), st.integers(1, 3), min_size=1, max_size=2)


def _joined(units: dict[str, int], joint: str, sign: int = 1) -> str:
    return joint.join(f"{unit}^{{{sign * n}}}" if sign * n != 1 else unit for unit, n in units.items())


@given(powers, powers)
def test_units_mean_the_same_in_every_notation(above: dict[str, int], below: dict[str, int]) -> None:
    assume(not set(above) & set(below))
    over, under, inverse = _joined(above, " "), _joined(below, " "), _joined(below, " ", -1)
    dots = _joined(above, r" \cdot ") + r" \cdot " + _joined(below, r" \cdot ", -1)
    notations = (
        f"5 {over}/({under})", f"5 {over}/{under}", f"5 {over} {inverse}", f"5 {dots}", rf"5\,\mathrm{{{over}/({under})}}",
        rf"5~\mathrm{{{over}\,{inverse}}}", rf"\SI{{5}}{{{over} {inverse}}}", f"5 {over}/" + _joined(below, "/"),
    )  # fmt: skip
    found = {measure(_units_of(parse(text))) for text in notations}
    assert len(found) == 1
    assert None not in found


def _units_of(quantity: Node) -> Node:
    assert (quantity.op, quantity.value) == ("mul", "unit"), quantity
    return quantity.args[1]


def test_ambiguities_are_named_once_and_explained() -> None:
    assert len({ambiguity.name for ambiguity in TABLE}) == len(TABLE) > len(SETTLED) > 0
    assert all(ambiguity.others and ambiguity.why for ambiguity in TABLE)
