"""The table of the sets of judged responses: how a row becomes a question, and where the set is on the hub."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dikast.questions.response_sets.contextual_pairs import contextual_question
from dikast.questions.response_sets.judgebench_pairs import judgebench_question
from dikast.questions.response_sets.judgelm_pairs import judgelm_question
from dikast.questions.response_sets.mllm_responses import mllm_adapter
from dikast.questions.response_sets.pandalm_pairs import pandalm_question
from dikast.questions.response_sets.personalized_pairs import personalized_question
from dikast.questions.response_sets.rewardbench_pairs import rewardbench_question
from dikast.questions.response_sets.triviaqa_responses import triviaqa_question
from dikast.questions.row_adapter import RowAdapter


@dataclass(frozen=True)
class ResponseSet:
    """One set of judged responses.

    `adapter` gives the adapter of its rows, for the folder that images are in; None if images are not to be read.
    `hub` is its repository with `split`, where it is on the hub. `better_first` says that the better response of each
    row comes first, so that it must still be moved before a judge sees it.
    """

    adapter: Callable[[Path | None], RowAdapter]
    hub: str | None = None
    split: str = "test"
    better_first: bool = False


def _fixed(adapter: RowAdapter) -> Callable[[Path | None], RowAdapter]:
    """For a set without images."""
    return lambda folder: adapter


RESPONSE_SETS: dict[str, ResponseSet] = {
    "contextual": ResponseSet(
        _fixed(contextual_question),
        "Salesforce/ContextualJudgeBench",
        "faithfulness_qa",
        better_first=True,
    ),
    "judgebench": ResponseSet(_fixed(judgebench_question), "ScalerLab/JudgeBench", "gpt"),
    "judgelm": ResponseSet(_fixed(judgelm_question)),
    "mllm-judge": ResponseSet(mllm_adapter),
    "pandalm": ResponseSet(_fixed(pandalm_question)),
    "personalized": ResponseSet(_fixed(personalized_question)),
    "rewardbench": ResponseSet(
        _fixed(rewardbench_question),
        "allenai/reward-bench",
        "filtered",
        better_first=True,
    ),
    "triviaqa-judges": ResponseSet(_fixed(triviaqa_question)),
}
