"""What words mean in a text with formulas: its tokens, its clauses, and the lexicon of cues in several languages.

Beside the rooms: `verify` finds statements with it, `questions` finds where a solution states its answer.
"""

from dikast.language.answer_owners import reporter
from dikast.language.calendar_words import EXCLUSIVE_NAMES, MONTHS, WEEKDAYS, named_month, named_weekday
from dikast.language.clauses import Clause, clauses, in_sentences
from dikast.language.final_answer import (
    FinalAnswer,
    final_answer,
    is_answer_line,
    is_reserved,
    is_withheld,
    only_takes_back,
    stated_answer,
)
from dikast.language.lexicon import Cue, CueMeaning, FoundCue, Lexicon, lexicon, read_cues, with_cues_of
from dikast.language.tokens import NOTHING, TextToken, TokenKind, TokenSense, is_ideograph, remembered, token_at, tokens
from dikast.language.windows import (
    GLUED,
    IS_FORMAL,
    IS_NUMBER,
    IS_WORD,
    NO_TOKEN,
    TokenRule,
    TokenTest,
    TokenWindow,
    fits_any,
    kind_in,
    pattern,
    sense_in,
    text_in,
    windows,
)
from dikast.language.words import is_said, word_group, word_values

__all__ = [
    "EXCLUSIVE_NAMES", "GLUED", "IS_FORMAL", "IS_NUMBER", "IS_WORD", "MONTHS", "NOTHING", "NO_TOKEN", "WEEKDAYS",
    "Clause", "Cue", "CueMeaning", "FinalAnswer", "FoundCue", "Lexicon", "TextToken", "TokenKind", "TokenRule",
    "TokenSense", "TokenTest", "TokenWindow", "clauses", "final_answer", "fits_any", "in_sentences",
    "is_answer_line", "is_ideograph", "is_reserved", "is_said", "is_withheld", "kind_in", "lexicon", "named_month",
    "named_weekday", "only_takes_back", "pattern", "read_cues", "remembered", "reporter", "sense_in", "stated_answer",
    "text_in", "token_at", "tokens", "windows", "with_cues_of", "word_group", "word_values",
]  # fmt: skip
