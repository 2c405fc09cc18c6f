"""Makes the tables of docs/verifier.md from the verifier's own tables, and from what it says of examples.

    python benchmarks/verifier_tables.py [--write]

A table stands in the page between `<!-- table: NAME -->` and `<!-- end -->`. `--write` puts the tables into the page;
without it the names of those that differ are printed, and the exit code is 1 where there are some.
"""

from __future__ import annotations

import argparse
import ast
import asyncio
import inspect
import itertools
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.cases.verifier_examples import ANSWER_EXAMPLES, QUOTE_EXAMPLES, STEP_EXAMPLES  # noqa: E402
from dikast.language.lexicon import lexicon  # noqa: E402
from dikast.records import Check  # noqa: E402
from dikast.verify import Policy, Verifier, check_quote, step_status  # noqa: E402
from dikast.verify.deciders import same_phrase, two_readings  # noqa: E402
from dikast.verify.deciders.chains import DECIDERS  # noqa: E402
from dikast.verify.doubts import DOUBTS  # noqa: E402
from dikast.verify.equality import compare  # noqa: E402
from dikast.verify.syntax import ambiguities, currency_table, unit_table  # noqa: E402
from dikast.verify.text.operator_words import operator_patterns  # noqa: E402

PAGE = ROOT / "docs" / "verifier.md"
LANGUAGES = ("en", "de", "fr", "es", "zh", "any")
_BEGIN, _END = "<!-- table: {} -->\n", "<!-- end -->"


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table. A bar inside a cell would end it."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def code(text: str) -> str:
    """The text as it is written; nothing if it is empty."""
    return f"`{text}`" if text else ""


def summary(documented: object) -> str:
    """The first line of a docstring."""
    return (inspect.getdoc(documented) or "").partition("\n")[0]


def policies() -> str:
    """The options of a policy, each with its default and the docstring beneath it."""
    body = ast.parse(inspect.getsource(Policy)).body[0]
    fields = body.body if isinstance(body, ast.ClassDef) else []
    rows = [
        (code(ast.unparse(field.target)), code(ast.unparse(field.value)), " ".join(str(text.value).split()))
        for field, note in itertools.pairwise(fields)
        if isinstance(field, ast.AnnAssign) and field.value is not None
        for text in ast.walk(note)
        if isinstance(text, ast.Constant)
    ]
    return markdown(("option", "default", "meaning"), rows)


def ambiguous_notations() -> str:
    """What can be read in several ways, and whether a convention settles it."""
    rows = (
        (a.name, code(a.usual), ", ".join(map(code, a.others)), "yes" if a.is_settled else "no", a.why)
        for a in ambiguities.TABLE
    )
    return markdown(("notation", "usual reading", "other", "settled", "why"), rows)


def value_rules() -> str:
    """The kinds of values, in the order in which they are tried."""
    return "".join(f"{i}. {name}\n" for i, (name, _) in enumerate((*compare.RULES, ("two single values", None)), 1))


def phrase_rules() -> str:
    """The rules for two statements, in the order in which they are tried."""
    return "".join(f"{i}. {summary(rule)}\n" for i, rule in enumerate(same_phrase.RULES, 1))


def two_readings_texts() -> str:
    """Why a refuted answer may be meant otherwise."""
    return "".join(f"- {detail}\n" for detail, _ in two_readings.RULES)


def link_deciders() -> str:
    """The kinds of claims in a step, in the order in which they are tried."""
    return markdown(("kind", "how it is decided"), ((name, summary(decider)) for name, decider in DECIDERS))


def doubts() -> str:
    """Why a claim that fails is left open."""
    return markdown(("doubt", "reason", "what is said of it"), ((d.name, code(d.reason), d.detail) for d in DOUBTS))


def cues() -> str:
    """How many cues of each meaning there are by language, with one of them."""
    counts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for cue in lexicon().cues:
        counts[cue.meaning][cue.language].append(cue.phrase)
    rows = (
        (meaning, *(str(len(of[language]) or "") for language in LANGUAGES), (of["en"] or of["any"])[0])
        for meaning, of in counts.items()
    )
    return markdown(("meaning", *LANGUAGES, "such as"), rows)


def word_arithmetic() -> str:
    """The formulas that words may state, each with the first English pattern."""
    patterns: dict[str, str] = {}
    for pattern in operator_patterns():
        if pattern.language == "en":
            patterns.setdefault(pattern.formula, " ".join(pattern.parts))
    return ", ".join(map(code, patterns.values())) + "\n"


def units() -> str:
    """The names of the units, by how they are formed, and the signs and codes of currencies."""
    named = (*unit_table.NAMES.items(), ("money", tuple(dict.fromkeys(currency_table.BEFORE))))
    rows = ((title, ", ".join(map(code, names))) for title, names in named)
    return markdown(("", "names"), rows)


def came(check: Check | None) -> str:
    """A decision in a cell: `verified (proof)`, `unknown (ambiguous)`."""
    if check is None:
        return "no claim"
    ground = check.strength or check.reason
    return f"{check.status} ({ground})" if ground else check.status


def shown(checks: Sequence[Check]) -> str:
    """What a step comes to."""
    status = step_status(list(checks))
    return came(next((check for check in checks if check.status == status), None))


async def decided() -> tuple[str, str]:
    """The examples of answers and of steps, with what comes out."""
    async with Verifier(workers=1) as verifier:
        answers = [(code(r), code(a), came(await verifier.answer(r, a)), why) for r, a, why in ANSWER_EXAMPLES]
        steps = [
            (code(before), code(step), shown(await verifier.step(step, context=[before] if before else [])), why)
            for before, step, why in STEP_EXAMPLES
        ]
    head = ("comes out", "why")
    return markdown(("reference", "answer", *head), answers), markdown(("before", "step", *head), steps)


def quote_examples() -> str:
    """Quotes of one sentence, with what comes out."""
    found = ((quote, source, check_quote(quote, source=source)) for quote, source in QUOTE_EXAMPLES)
    rows = ((code(quote), code(source), came(check), check.method) for quote, source, check in found)
    return markdown(("quote", "source", "comes out", "method"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "policies": policies,
    "ambiguities": ambiguous_notations,
    "phrases": phrase_rules,
    "values": value_rules,
    "two readings": two_readings_texts,
    "deciders": link_deciders,
    "doubts": doubts,
    "cues": cues,
    "word arithmetic": word_arithmetic,
    "units": units,
    "quotes": quote_examples,
    "answers": lambda: asyncio.run(decided())[0],
    "steps": lambda: asyncio.run(decided())[1],
}


def parts(page: str, name: str) -> tuple[str, str, str]:
    """What is before a table, the table, and what is behind it. Raises ValueError where the page has no such table."""
    before, begin, rest = page.partition(_BEGIN.format(name))
    inner, end, after = rest.partition(_END)
    if not end:
        raise ValueError(f"{PAGE.name} has no table {name!r}")
    return before + begin, inner, end + after


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes or compares all tables; 1 where one differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    page = PAGE.read_text(encoding="utf-8")
    differing: list[str] = []
    for name, make in TABLES.items():
        before, inner, after = parts(page, name)
        made = make()
        if made != inner:
            differing.append(name)
        page = before + made + after
    if options.write:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    print("\n".join(differing))
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main())
