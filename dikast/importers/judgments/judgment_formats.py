"""The table of the published formats of judgements."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dikast.errors import BadInput, nearest
from dikast.importers.judgments.contextual_judgments import contextual_judgments
from dikast.importers.judgments.judgebench_judgments import judgebench_judgments
from dikast.importers.judgments.judgelm_judgments import judgelm_judgments
from dikast.importers.judgments.judgment_files import JudgmentFiles
from dikast.importers.judgments.mllm_judgments import mllm_judgments
from dikast.importers.judgments.pandalm_judgments import pandalm_judgments
from dikast.importers.judgments.personalized_judgments import personalized_judgments
from dikast.importers.judgments.recorded_judgment import RecordedJudgment
from dikast.importers.judgments.rewardbench_judgments import rewardbench_judgments
from dikast.importers.judgments.triviaqa_judgments import triviaqa_judgments
from dikast.input_files import BadRows

# Reads the judgements of some files; rows that it can't use are bad ones.
JudgmentReader = Callable[[JudgmentFiles, BadRows], Iterator[RecordedJudgment]]

JUDGMENT_FORMATS: dict[str, JudgmentReader] = {
    "contextual": contextual_judgments,
    "judgebench": judgebench_judgments,
    "judgelm": judgelm_judgments,
    "mllm-judge": mllm_judgments,
    "pandalm": pandalm_judgments,
    "personalized": personalized_judgments,
    "rewardbench": rewardbench_judgments,
    "triviaqa-judges": triviaqa_judgments,
}


def read_judgments(format: str, files: JudgmentFiles, bad: BadRows | None = None) -> Iterator[RecordedJudgment]:
    """The judgements in files of this format.

    Raises BadInput for an unknown format, and for a row that can't be used, unless `bad` takes it.
    """
    if format not in JUDGMENT_FORMATS:
        raise BadInput(f"unknown format {format!r}: {nearest(format, JUDGMENT_FORMATS)}", "--as")
    return JUDGMENT_FORMATS[format](files, bad or BadRows())
