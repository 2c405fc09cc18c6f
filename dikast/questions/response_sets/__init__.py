"""Sets of responses that people or an answer key judged, as questions: pairs, single responses, scores and rankings.

`RESPONSE_SETS` lists them. A question's choices are its candidates; `metadata.responses` says what is judged, and
`gold_tie` that neither candidate is better. Each set has a module of its own, which names its fields.
"""

from dikast.questions.response_sets.contextual_pairs import contextual_split
from dikast.questions.response_sets.judgelm_pairs import judgelm_answers
from dikast.questions.response_sets.mllm_responses import letters_to_ranking
from dikast.questions.response_sets.response_formats import RESPONSE_SETS, ResponseSet
from dikast.questions.response_sets.response_values import TIE, Winner, first_line_scores, winner_of_scores
from dikast.questions.response_sets.triviaqa_responses import TruthCell

__all__ = [
    "RESPONSE_SETS",
    "TIE",
    "ResponseSet",
    "TruthCell",
    "Winner",
    "contextual_split",
    "first_line_scores",
    "judgelm_answers",
    "letters_to_ranking",
    "winner_of_scores",
]
