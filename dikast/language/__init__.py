"""What words mean in a text with formulas: its tokens, its clauses, and the lexicon of cues in several languages.

Beside the rooms: `verify` finds statements with it, `questions` finds where a solution states its answer.
"""

from dikast.language.calendar_words import EXCLUSIVE_NAMES, MONTHS, WEEKDAYS, named_month, named_weekday
from dikast.language.clauses import Clause, clauses, in_sentences
from dikast.language.final_answer import (
    FinalAnswer,
    final_answer,
    is_answer_line,
    is_reserved,
    is_withheld,
    stated_answer,
)
from dikast.language.lexicon import Cue, CueMeaning, FoundCue, Lexicon, lexicon, read_cues, with_cues_of
from dikast.language.tokens import NOTHING, TextToken, TokenKind, is_ideograph, token_at, tokens

__all__ = [
    "EXCLUSIVE_NAMES", "MONTHS", "NOTHING", "WEEKDAYS", "Clause", "Cue", "CueMeaning", "FinalAnswer", "FoundCue",
    "Lexicon", "TextToken", "TokenKind", "clauses", "final_answer", "in_sentences", "is_answer_line", "is_ideograph",
    "is_reserved", "is_withheld", "lexicon", "named_month", "named_weekday", "read_cues", "stated_answer", "token_at",
    "tokens", "with_cues_of",
]  # fmt: skip
