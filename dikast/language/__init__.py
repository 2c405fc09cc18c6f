"""What words mean in a text with formulas: its tokens, its clauses, and the lexicon of cues in several languages.

Beside the rooms: `verify` finds statements with it, `questions` finds where a solution states its answer.
"""

from dikast.language.clauses import Clause, clauses
from dikast.language.lexicon import Cue, CueMeaning, FoundCue, Lexicon, lexicon, read_cues, with_cues_of
from dikast.language.tokens import TextToken, tokens

__all__ = [
    "Clause",
    "Cue",
    "CueMeaning",
    "FoundCue",
    "Lexicon",
    "TextToken",
    "clauses",
    "lexicon",
    "read_cues",
    "tokens",
    "with_cues_of",
]
