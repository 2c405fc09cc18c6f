"""Names of months and weekdays in five languages: rows of spellings, the short ones behind a bar."""

from __future__ import annotations

from dikast.language.tokens import tokens

_MONTHS = (
    "january januar jänner janvier enero | jan janv ene", "february februar février fevrier febrero | feb févr fév",
    "march märz maerz marzo | mar mär mrz mars", "april avril abril | apr avr abr", "may mai mayo |",
    "june juni juin junio | jun", "july juli juillet julio | jul juil", "august août aout agosto | aug ago",
    "september septembre septiembre setiembre | sep sept", "october oktober octobre octubre | oct okt",
    "november novembre noviembre | nov", "december dezember décembre decembre diciembre | dec dez déc dic",
)  # fmt: skip
_WEEKDAYS = (
    "monday montag lundi lunes | mon lun", "tuesday dienstag mardi martes | tue tues",
    "wednesday mittwoch mercredi miércoles miercoles | wed weds mié",
    "thursday donnerstag jeudi jueves | thu thur thurs",
    "friday freitag vendredi viernes | fri ven vie", "saturday samstag sonnabend samedi sábado sabado | sat sam sáb",
    "sunday sonntag dimanche domingo | sun dim dom",
)  # fmt: skip
_MONTH_SIGNS = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
_WEEKS = ("星期", "周", "礼拜")
_WEEKDAY_SIGNS = ("一", "二", "三", "四", "五", "六", "日天")
# Short names that are also names of something else: the sun, the planet, a person.
_ALSO_NAMES = frozenset({"sun", "mars", "mon", "sam", "dom"})
_BESIDE = frozenset("on in a an am im un une ein le la el the it is it's . , es ist".split())


def _numbered(rows: tuple[str, ...]) -> dict[str, int]:
    return {word: i for i, row in enumerate(rows, 1) for word in row.replace("|", " ").split()}


MONTHS = _numbered(_MONTHS)
WEEKDAYS = _numbered(_WEEKDAYS)


def _long_names(of: tuple[str, ...]) -> str:
    """The long names of each row in a cell of their own: `january/januar/janvier february/februar …`."""
    return " ".join("/".join(row.partition("|")[0].split()) for row in of)


EXCLUSIVE_NAMES = (_long_names(_WEEKDAYS), _long_names(_MONTHS))
"""Rows of long names; only one name of a row can be right."""


def named_weekday(text: str, is_reference: bool) -> int | None:
    """The weekday that a text names, and nothing else; Monday is 1."""
    for week in _WEEKS:
        sign = text.strip(" 。.").removeprefix(week)
        if text.strip().startswith(week) and len(sign) == 1:
            return next((i for i, signs in enumerate(_WEEKDAY_SIGNS, 1) if sign in signs), None)
    return _named(text, WEEKDAYS, is_reference)


def named_month(text: str, is_reference: bool) -> int | None:
    """The month that a text names, and nothing else."""
    number = text.strip(" 。.").removesuffix("月")
    if number != text.strip(" 。.") and number in _MONTH_SIGNS:
        return _MONTH_SIGNS.index(number) + 1
    if number != text.strip(" 。.") and number.isdecimal() and 1 <= int(number) <= len(_MONTHS):
        return int(number)
    return _named(text, MONTHS, is_reference)


def _named(text: str, names: dict[str, int], is_reference: bool) -> int | None:
    """The number of the only name in a text; a reference `Sun` may be the star, so it names no day."""
    words = [token.text.casefold() for token in tokens(text)]
    naming = [word for word in words if word not in _BESIDE]
    is_open = is_reference and not _ALSO_NAMES.isdisjoint(naming)
    return names.get(naming[0]) if len(naming) == 1 and not is_open else None
