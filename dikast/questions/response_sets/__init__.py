"""Sets of responses that people or an answer key judged, as questions: pairs, single responses, scores and rankings.

`RESPONSE_SETS` lists them. A question's choices are its candidates; `metadata.responses` says what is judged, and
`metadata.gold_is_tie` that neither candidate is better. Each set has a module of its own, which names its fields.
"""

from dikast.questions.response_sets.response_formats import RESPONSE_SETS, ResponseSet
from dikast.questions.response_sets.response_values import majority_vote, two_scores

__all__ = ["RESPONSE_SETS", "ResponseSet", "majority_vote", "two_scores"]
