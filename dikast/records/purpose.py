"""Purpose: what a call to an agent is for."""

from __future__ import annotations

from typing import Literal

Purpose = Literal[
    "speak", "ask", "answer", "choose", "decide", "look", "score", "rate", "critique", "refine",
    "solve", "premises", "label", "explain", "accuse", "read", "split", "assess", "rank", "compare",
    "detect", "rule", "reason", "conclude", "cite", "claims", "claim", "sharpen",
    "accept", "require", "inspect", "match", "criterion", "audit",
    "extract", "step_scores", "final", "recall", "chain", "checklist", "step",
    "predict", "select",
    "subclaims", "estimate", "pick", "concede",
    "examine", "testify", "delegate", "help", "faults",
]  # fmt: skip
"""`speak` to `decide`, `solve` to `accuse`: the protocol's move of that name. `look`: what a judge believes between
rounds. `score` and `rate`: which of several drafts is best, and how good one draft is. `critique` and `refine`: a draft
criticised and rewritten. `explain`: why steps that a `label` called wrong are so. `read`: the claims of a step, to be
checked. `split`: a solution in free form, to be split into steps. `assess`, `rank`, `compare`: candidates scored, put
in order, or compared two by two. `detect`: what could sway a judge, which it names before its verdict. `rule`: whether
a precondition of a rule holds of a response; `cite`: which words bear on it; `reason`, `conclude`: the reasons, then
the conclusion. `claims`: a response split into claims; `claim`: whether one is supported. `sharpen`: a rule scored or
rewritten. `require`: what a task requires; `inspect`: what a response has of it; `match`: how well that fits.
`criterion`: two compared by one criterion; `audit`: whether that was decided by it. `extract`: the key steps and the
final answer of a response; `step_scores`: which of these steps are right; `final`: whether the final answer is;
`recall`: which steps of a right solution the response has; `chain`: whether perception, cognition and action hold.
`checklist`: what responses to one task are to be checked for. `accept`: whether an answer
that was given in the episode is right, or a claim that it rests on holds. `step`: the next step of a solution that is
searched for. `predict`: what the judge will believe, or others answer. `select`: which claims to have checked by
machine. `subclaims`: a claim split into claims that imply it; `estimate`: how probable each of these is; `pick`: which
of them is doubted. `concede`: whether a debater gives up its answer. `examine`: a question to an earlier copy of
another seat; `testify`: that copy's reply. `delegate`: questions for others to answer; `help`: the answer to one.
`faults`: what is wrong with words of an answer."""
