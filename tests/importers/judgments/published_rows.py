"""One row of each published format, in its exact shape, and files of such rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dikast.importers import JudgmentFiles, RecordedJudgment, import_judgments, read_judgments
from dikast.input_files import BadRows
from dikast.metrics import JudgmentSummary, summarise_judgments
from dikast.records import Episode

Row = dict[str, Any]

JUDGEBENCH: Row = {
    "pair_id": "p1", "original_id": 6603, "source": "mmlu-pro-health", "question": "What is 2 + 2?",
    "response_model": "writer", "response_A": "Four: 4", "response_B": "Five: 5", "label": "A>B",
    "judge_name": "arena_hard",
    "judgments": [
        {"judgment": {"judge_model": "small", "prompt": "…", "response": "[[A>>B]]"}, "decision": "A>B"},
        {"judgment": {"judge_model": "small", "prompt": "…", "response": "[[B>A]]"}, "decision": "B>A"},
    ],
}  # fmt: skip
PANDALM_PAIR: Row = {
    "idx": 0, "motivation_app": "Grammarly", "cmp_key": "bloom-7b_llama-7b", "instruction": "Shorten it.", "input": "Well, yes.",
    "response1": "Yes.", "response2": "Yes, well.", "annotator1": 1, "annotator2": 1, "annotator3": 2,
}  # fmt: skip
PANDALM: Row = {"idx": 0, "gpt_result": "1", "gpt_reason": "It is shorter.", "gpt_reference": "Yes."}
JUDGELM: Row = {
    "question_id": 7, "question_body": "Name a fruit.", "decoding_method": "top_p", "answer1_body": "Apple.",
    "answer2_body": "Carrot.", "answer1_model_id": "llama", "answer2_model_id": "opt", "text": "9 2\nOne is a fruit.",
    "reference": {"text": "Pear."}, "pred_id": "x", "pred_text": "8 3\nThe first.", "pred_model_id": "judgelm-7b",
}  # fmt: skip
CONTEXTUAL: Row = {
    "question": "Who came?", "context": "Anna came. Ben stayed.", "positive_response": "Anna.", "negative_response": "Ben.",
    "question_id": "q", "votes": [1, 1], "swap_inference1": "**Result:** A", "swap_inference2": "**Result:** B",
}  # fmt: skip
TRIVIAQA: Row = {
    "model": "llama2-7b", "response": "Tintin", "question": "Whose friend is Haddock?", "references": "Tin Tin\nTintin\nTintin",
    "benchmark": "triviaQA-400", "GPT-4": "True", "JudgeLM": "False", "Human-Eval": "True", "Human-Eval_Confidence": "True",
}  # fmt: skip
PERSONALIZED: Row = {
    "prompt": "…[[", "answer": "B", "certainty": "70", "acc": True, "ground_truth": "B", "user_info": "The person is 40.",
    "question": "What should I cook?", "asst_A": "Soup.", "asst_B": "Cake.", "conversation_type": "unguided",
}  # fmt: skip
MLLM_SCORE: Row = {
    "score_id": 6, "name": "gpt4", "answer": "Lasagna.", "id": 101, "instruction": "What meal is this?", "image_path": "101.jpg",
    "original_dataset": "coco", "human": "4", "mllm_judge": "[[4]]",
}  # fmt: skip
MLLM_PAIR: Row = {
    "id": 2, "pair_id": 14, "image_path": "image/2.jpg", "original_dataset": "coco", "instruction": "What do they carry?",
    "answer1": {"name": "gpt4", "answer": "Umbrellas."}, "answer2": {"name": "gemini", "answer": "Sticks."}, "human_answer": "A",
    "result": {"name": "gpt4", "judge": "A", "analysis": "They look like umbrellas."},
}  # fmt: skip
MLLM_BATCH: Row = {
    "id": 200, "instruction": "What fruit is it?", "image_path": "200.jpg", "original_dataset": "coco",
    "answers": [{"name": name, "answer": f"It is {name}."} for name in ("apple", "lime", "pear", "plum")],
    "human_answer": "CDAB", "mllm_judge": "[[C]], [[D]], [[B]], [[A]]",
}  # fmt: skip
REWARDBENCH: Row = {
    "id": 30, "subset": "math-prm", "prompt": "What is 1 + 1?", "chosen": "2", "rejected": "3", "results": 1, "model": "judge-x",
}  # fmt: skip


def changed(row: Row, **values: object) -> Row:
    """A copy of the row with other values."""
    return {**row, **values}


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """The rows as a file: CSV if it is called so, else JSONL."""
    if path.suffix != ".csv":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_row(folder: Path, format: str, *rows: Row, judge: str | None = None) -> list[RecordedJudgment]:
    """The judgements in these rows."""
    path = write_rows(folder / ("rows.csv" if format == "triviaqa-judges" else "rows.jsonl"), rows)
    return list(read_judgments(format, JudgmentFiles((path,), judge=judge)))


def imported(
    folder: Path, format: str, *rows: Row, bad: BadRows | None = None
) -> tuple[list[Episode], list[JudgmentSummary]]:
    """The episodes of these rows, through a run folder, and the summaries of their judges."""
    path = write_rows(folder / ("rows.csv" if format == "triviaqa-judges" else "rows.jsonl"), rows)
    run = import_judgments(read_judgments(format, JudgmentFiles((path,)), bad), [path], folder / "run")
    episodes = list(run.episodes())
    return episodes, summarise_judgments(episodes, resamples=200)
