"""One row in each format; the texts are ours."""

from __future__ import annotations

from typing import Any

STEPS = ["Step 1: 3 · 4 = 12", "Step 2: 12 + 2 = 15", "Step 3: so it is 15"]

PROJUDGE: dict[str, Any] = {
    "id": "m-1",
    "question": "What is 2 + 3 · 4?",
    "subject": "Math",
    "data_type": "pure_text",
    "image_paths": {"image_1": None},
    "student_solution": "3 · 4 = 12, 12 + 2 = 15",
    "process_evaluation": [
        [STEPS[0], "1", "", ""],
        [STEPS[1], "0", "Numerical Calculation Error", "12 + 2 is 14"],
        [STEPS[2], "0", "Reasoning Error", ""],
    ],
}
PROCESSBENCH: dict[str, Any] = {
    "id": "gsm8k-7",
    "generator": "a model",
    "problem": "What is 2 + 3 · 4?",
    "steps": STEPS,
    "final_answer_correct": False,
    "label": 1,
}
PRM800K: dict[str, Any] = {
    "labeler": "x",
    "timestamp": "2023-01-22T04:34:27",
    "generation": 9,
    "is_quality_control_question": False,
    "is_initial_screening_question": False,
    "question": {
        "problem": "What is 2 + 3 · 4?",
        "ground_truth_solution": "12 + 2 = 14",
        "ground_truth_answer": "14",
        "pre_generated_steps": STEPS,
        "pre_generated_answer": "15",
        "pre_generated_verifier_score": 0.1,
    },
    "label": {
        "steps": [
            {
                "completions": [{"text": STEPS[0], "rating": 0, "flagged": None}],
                "human_completion": None,
                "chosen_completion": 0,
            },
            {
                "completions": [
                    {"text": "12 + 2 = 14", "rating": 1, "flagged": False},
                    {"text": STEPS[1], "rating": -1, "flagged": None},
                ],
                "human_completion": None,
                "chosen_completion": None,
            },
        ],
        "total_time": 1,
        "finish_reason": "found_error",
    },
}
PRMBENCH: dict[str, Any] = {
    "idx": "circular_1",
    "original_question": "What is 2 + 3 · 4?",
    "modified_question": "What is 2 + 3 · 4?",
    "original_process": ["12 + 2 = 14"],
    "modified_process": STEPS,
    "modified_steps": [2, 3],
    "error_steps": [2, 3],
    "reason": "It adds wrongly.",
    "classification": "circular",
}
MR_GSM8K: dict[str, Any] = {
    "uuid": "u-1",
    "question": "What is 2 + 3 · 4?",
    "ground_truth_solution": "12 + 2 = 14",
    "ground_truth_answer": 14,
    "model_output_steps": STEPS,
    "model_output_answer_correctness": "wrong",
    "model_output_solution_correctness": "wrong",
    "model_output_solution_first_error_step": 2,
    "model_output_solution_first_error_reason": "12 + 2 is 14",
    "question_type": "original",
}
MR_BEN: dict[str, Any] = {
    "Question_UUID": "u-1",
    "Subject": "math",
    "Question": "What is 2 + 3 · 4?",
    "Options": "A: 14 \nB: 15 ",
    "Ground_Truth_Analysis": "",
    "Ground_Truth_Answer": "B",
    "Ground_Truth_Answer_Modified": "A",
    "Sampled_Model": "a-model",
    "Model_Solution_Steps": [STEPS[0], "which is a dozen", STEPS[1], STEPS[2]],
    "Model_Solution_Correctness": "incorrect",
    "Model_Solution_First_Error_Step": "2",
    "Model_Solution_Error_Reason": ["12 + 2 is 14\n"],
    "Model_Solution_Rectified_First_Error_Step": ["Step 2: 12 + 2 = 14"],
}
PARC: dict[str, Any] = {
    "question": "What is 2 + 3 · 4?",
    "ground_truth_solution": "12 + 2 = 14",
    "ground_truth_answer": "14",
    "model_answer": "15",
    "steps": STEPS,
    "is_correct": False,
    "premise_annotation": {
        "steps": [
            {"step_number": 0, "original_step": "What is 2 + 3 · 4?", "premises": [[0, "2 + 3 · 4"]]},
            {"step_number": 1, "original_step": STEPS[0], "premises": [[0, "3 · 4"]]},
            {"step_number": 2, "original_step": STEPS[1], "premises": [[1, "12"], [0, "2"], [1, "12"]]},
            {"step_number": 3, "original_step": STEPS[2], "premises": [[2, "15"], [3, "15"]]},
        ]
    },
    "error_annotation": {
        "error_annotations": {
            "step_level": [
                {"step_number": 1, "has_error": False, "errors": []},
                {
                    "step_number": 2,
                    "has_error": True,
                    "errors": [
                        {"error_type": "Accumulation_Error", "error_description": "rests on another"},
                        {"error_type": "Mathematical_Error", "error_description": "12 + 2 is 14"},
                    ],
                },
                {
                    "step_number": 3,
                    "has_error": True,
                    "errors": [{"error_type": "Accumulation_Error", "error_description": "15 is wrong"}],
                },
            ]
        }
    },
}
MISTAKE: dict[str, Any] = {
    "input": "2 + 3 * 4 =",
    "steps": STEPS,
    "answer": "15",
    "target": "14",
    "mistake_index": 1,
}
UNIFIED: dict[str, Any] = {
    "id": "u-1",
    "source": "PARC/PERL",
    "split": "gsm8k",
    "license": "MIT",
    "subject": "math",
    "problem": "What is 2 + 3 · 4?",
    "options": None,
    "steps": STEPS,
    "first_error": 1,
    "step_labels": [1, -1, -1],
    "error_steps": [1, 2],
    "error_types": [None, ["Mathematical_Error"], ["Accumulation_Error"]],
    "error_reason": [None, ["12 + 2 is 14"], ["15 is wrong"]],
    "corrected_step": None,
    "final_answer_correct": False,
    "reference_answer": "14",
    "reference_solution": "12 + 2 = 14",
    "generator": "a model",
    "extra": {"model_answer": "15", "premises_0idx_minus1_is_question": {"1": [0, -1]}, "suspect_gold": True},
}
OWN: dict[str, Any] = {
    "id": "o-1",
    "problem": "What is 2 + 3 · 4?",
    "steps": STEPS,
    "labels": ["correct", "incorrect", "inherited"],
}
ROWS: dict[str, dict[str, Any]] = {
    "projudge": PROJUDGE,
    "processbench": PROCESSBENCH,
    "prm800k": PRM800K,
    "prmbench": PRMBENCH,
    "mr-gsm8k": MR_GSM8K,
    "mr-ben": MR_BEN,
    "parc": PARC,
    "big-bench-mistake": MISTAKE,
    "unified": UNIFIED,
    "dikast": OWN,
}
