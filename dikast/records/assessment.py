"""Assessment: what one reply of a judge says about candidates, and the scores that a verdict has of them."""

from __future__ import annotations

import operator
from typing import Literal

from pydantic import Field

from dikast.records.ending import Ending, is_none
from dikast.records.inner_call import InnerCall
from dikast.records.record import Record
from dikast.records.usage import Usage

AssessmentKind = Literal["rating", "ranking", "comparison", "yes-no", "reasons", "citation", "split", "checklist"]
ScoreRoute = Literal["said", "logprobs", "samples", "counted"]


class CriterionScore(Record):
    """What a candidate was given by one criterion.

    - `name`: the criterion.
    - `score`: on the rubric's scale; None if the judge left it out, so that the mean is that of the others.
    - `comment`: the judge's reason, which it wrote before the score.
    """

    name: str
    score: float | None = None
    comment: str = ""


class CandidateScore(Record):
    """What a candidate was given.

    - `candidate`: the index of the candidate among the question's choices.
    - `score`: on the rubric's scale.
    - `value`: the same from 0 (the worst on the scale) to 1.
    - `route`: whether the judge said it, or it is the mean over the probabilities of the scores or over samples, or it
      was counted from findings, such as violated rules.
    - `p_scores`: the probability of each score, as the scale writes it, where the backend gave them.
    - `criteria`: the scores by criterion, if the rubric has criteria.
    - `checklist`: for each item of the checklist, whether the candidate fulfils it.
    - `comment`: the judge's reason for the score as a whole.
    """

    candidate: int
    score: float
    value: float
    route: ScoreRoute = "said"
    p_scores: dict[str, float] = Field(default_factory=dict)
    criteria: tuple[CriterionScore, ...] = ()
    checklist: tuple[bool | None, ...] = ()
    comment: str = ""


class Assessment(Record):
    """One reply of a judge about some of the candidates, as it was read.

    - `kind`: whether it scores them (`rating`), ranks them, or compares two of them; or says whether something holds of
      one (`yes-no`), gives its reasons first (`reasons`), cites the words that bear on it (`citation`), or splits one
      into claims or steps (`split`); or lists what responses are to be checked for, before any is shown (`checklist`).
    - `seat`, `move`, `sample`: whose reply it is, to which move, and which of several to the same request.
    - `shown`: the indices of the candidates that it is about, in the order in which they were shown.
    - `status`: `unparsed` if the reply could not be read.
    - `scores`: what a rating gave.
    - `ranking`: the candidates from best to worst: all of a ranking, the better one of a comparison and then the other.
    - `tie`: whether a comparison finds neither better; its `ranking` is then empty.
    - `format_kept`: whether the reply had the format that was asked for; another may have been read all the same.
    - `about`: what it says yes or no to, such as a precondition or a claim.
    - `answer`: the yes or no that it comes to; None where it was to say neither, or could not be read.
    - `p_yes`: P(yes) / (P(yes) + P(no)), where the backend gave the probabilities of both words.
    - `items`: what a checklist asks about each response.
    - `text`, `thinking`: the reply, and the private thinking before it.
    - `reason`: why it could not be read.
    - `model`, `usage`, `ending`, `inner`: as in a Look.
    - `certainty`: how sure the judge says it is, from 1 to 100, where it is asked.
    """

    kind: AssessmentKind
    seat: str
    move: str
    sample: int = 0
    shown: tuple[int, ...]
    status: Literal["decided", "unparsed"] = "decided"
    scores: tuple[CandidateScore, ...] = ()
    ranking: tuple[int, ...] = ()
    tie: bool = False
    format_kept: bool = True
    text: str = ""
    thinking: str = ""
    reason: str | None = None
    model: str = ""
    usage: Usage = Field(default_factory=Usage)
    ending: Ending | None = Field(default=None, exclude_if=is_none)
    inner: tuple[InnerCall, ...] = Field(default=(), exclude_if=operator.not_)
    about: str = Field(default="", exclude_if=operator.not_)
    answer: bool | None = Field(default=None, exclude_if=is_none)
    items: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)
    p_yes: float | None = Field(default=None, exclude_if=is_none)
    certainty: int | None = Field(default=None, exclude_if=is_none)
