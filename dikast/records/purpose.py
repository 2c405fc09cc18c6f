"""Purpose: what a call to an agent is for."""

from __future__ import annotations

from typing import Literal

Purpose = Literal[
    "speak", "ask", "answer", "choose", "decide", "look", "score", "rate", "critique", "refine",
    "solve", "premises", "label", "explain", "accuse", "read", "split", "assess", "rank", "compare",
    "detect",
]  # fmt: skip
"""`speak` to `decide`, `solve` to `accuse`: the protocol's move of that name. `look`: what a judge believes between
rounds. `score` and `rate`: which of several drafts is best, and how good one draft is. `critique` and `refine`: a draft
criticised and rewritten. `explain`: why steps that a `label` called wrong are so. `read`: the claims of a step, to be
checked. `split`: a solution in free form, to be split into steps. `assess`, `rank`, `compare`: candidates scored, put
in order, or compared two by two. `detect`: what could sway a judge, which it names before its verdict."""
