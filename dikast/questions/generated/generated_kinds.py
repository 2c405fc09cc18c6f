"""The kinds of generated questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from dikast.questions.generated.twin_sources import TwinMaker, twin_questions
from dikast.records import Question

USUAL_NUMBER = 200
"""How many questions are made where no number is given."""

GENERATED_KINDS: Mapping[str, str] = {
    "code": "a Python function with a planted bug",
    "contracts": "a long contract with exceptions and references",
    "documents": "a made-up report or story, to be read for two or three facts",
    "figures": "a bar chart, and the same numbers as a table",
    "notices": "a short notice that says the answer, for very small models",
    "proofs": "a proof with a planted flaw",
    "tables": "a long table of orders with its terms",
}
"""The kinds, and what the source of each is."""


def generated_questions(kind: str, n: int = USUAL_NUMBER, seed: int = 0) -> list[Question]:
    """`n` questions of a kind with two choices each, the same for the same arguments; no source is there twice.

    A larger `n` only adds questions at the end. Raises KeyError for an unknown kind.
    """
    return [*islice(twin_questions(kind, twin_makers()[kind], seed), n)]


def twin_makers() -> Mapping[str, Sequence[TwinMaker]]:
    """What draws the questions of each kind, a function for each form of them."""
    # Imported here, since the names of the kinds are needed far more often than their questions.
    from dikast.questions.generated.code_questions import CODE_TWINS
    from dikast.questions.generated.contract_questions import CONTRACT_TWINS
    from dikast.questions.generated.document_questions import DOCUMENT_TWINS
    from dikast.questions.generated.figure_questions import FIGURE_TWINS
    from dikast.questions.generated.notice_questions import NOTICE_TWINS
    from dikast.questions.generated.proof_questions import PROOF_TWINS
    from dikast.questions.generated.table_questions import TABLE_TWINS

    return {
        "code": CODE_TWINS,
        "contracts": CONTRACT_TWINS,
        "documents": DOCUMENT_TWINS,
        "figures": FIGURE_TWINS,
        "notices": NOTICE_TWINS,
        "proofs": PROOF_TWINS,
        "tables": TABLE_TWINS,
    }
