"""What others' judges said of responses, as episodes: each judgement is a verdict on a question with candidates.

`JUDGMENT_FORMATS` lists the published formats; each has a module of its own that reads its judges' replies.
"""

from dikast.importers.judgments.import_judgments import import_judgments
from dikast.importers.judgments.judgment_files import JudgmentFiles
from dikast.importers.judgments.judgment_formats import JUDGMENT_FORMATS, read_judgments
from dikast.importers.judgments.recorded_judgment import RecordedGame, RecordedJudgment

__all__ = [
    "JUDGMENT_FORMATS",
    "JudgmentFiles",
    "RecordedGame",
    "RecordedJudgment",
    "import_judgments",
    "read_judgments",
]
