"""Every published format: what a row means, its traps, and the errors of rows that can't be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.importers import JUDGMENT_FORMATS, JudgmentFiles, read_judgments
from dikast.input_files import BadRows
from dikast.questions import RESPONSE_SETS, Winner
from tests.importers.judgments import published_rows as rows
from tests.importers.judgments.published_rows import Row, changed, read_row, write_rows


def test_there_is_a_reader_for_every_set_of_responses() -> None:
    assert JUDGMENT_FORMATS.keys() == RESPONSE_SETS.keys()


def test_an_unknown_format_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--as: unknown format 'judgbench': did you mean 'judgebench'"):
        list(read_judgments("judgbench", JudgmentFiles((tmp_path / "x",))))


READ: list[tuple[str, Row, str, list[Winner]]] = [
    # format, row, judge, what each game prefers in the question's own order
    ("judgebench", rows.JUDGEBENCH, "small", [0, 0]),
    ("judgelm", rows.JUDGELM, "judgelm-7b", [0]),
    ("contextual", rows.CONTEXTUAL, "rows", [0, 0]),
    ("personalized", rows.PERSONALIZED, "rows", [1]),
    ("mllm-judge", rows.MLLM_SCORE, "rows", [3]),
    ("mllm-judge", rows.MLLM_PAIR, "gpt4", [0]),
    ("mllm-judge", rows.MLLM_BATCH, "rows", [2]),
    ("rewardbench", rows.REWARDBENCH, "judge-x", [0]),
]


@pytest.mark.parametrize(("format", "row", "judge", "winners"), READ)
def test_a_row_is_read(tmp_path: Path, format: str, row: Row, judge: str, winners: list[Winner]) -> None:
    [judgment] = read_row(tmp_path, format, row)
    assert (judgment.judge, [game.winner for game in judgment.games]) == (judge, winners)
    assert judgment.question.gold == winners[0]
    assert judgment.question.metadata["dataset"] == format
    [named] = read_row(tmp_path, format, row, judge="mine")
    assert named.judge == "mine"


GAMES: list[tuple[str, Row, list[Winner]]] = [
    # The second game is about the exchanged responses.
    ("judgebench", {"decision": "A>B"}, [0, 1]),
    ("judgebench", {"decision": "A>>B"}, [0, 1]),
    ("judgebench", {"decision": "A=B"}, [0, "tie"]),
    ("judgebench", {"decision": None}, [0, None]),
    ("judgebench", {"decision": "both are fine"}, [0, None]),
]


@pytest.mark.parametrize(("format", "second", "winners"), GAMES)
def test_judgebench_decisions(tmp_path: Path, format: str, second: Row, winners: list[Winner]) -> None:
    row = changed(rows.JUDGEBENCH, judgments=[rows.JUDGEBENCH["judgments"][0], second])
    [judgment] = read_row(tmp_path, format, row)
    assert [game.winner for game in judgment.games] == winners
    assert [game.order for game in judgment.games] == [(0, 1), (1, 0)]


def test_a_judgebench_game_that_failed_is_null_and_a_reward_model_keeps_its_scores(tmp_path: Path) -> None:
    scored = {"judgment": {"judge_model": "rm", "prompt": "", "response": "", "scores": [5.5, 14.5]}, "decision": "B>A"}
    [judgment] = read_row(tmp_path, "judgebench", changed(rows.JUDGEBENCH, judgments=[scored, None]))
    assert [game.winner for game in judgment.games] == [1, None]
    assert judgment.judge == "rm"
    assert judgment.recorded["scores"] == [[5.5, 14.5], None]


def test_a_judgebench_judgment_may_be_a_text_alone(tmp_path: Path) -> None:
    [judgment] = read_row(
        tmp_path, "judgebench", changed(rows.JUDGEBENCH, judgments=[{"judgment": "B!", "decision": "B>A"}])
    )
    assert (judgment.judge, judgment.games[0].text, judgment.games[0].winner) == ("arena_hard", "B!", 1)


@pytest.mark.parametrize(
    ("result", "winner"),
    [
        ("1", 0),
        (2, 1),
        (2.0, 1),
        (0, "tie"),
        ("Tie", "tie"),
        (" tie ", "tie"),
        ("garbage", None),
        ("", None),
        (None, None),
    ],
)
def test_a_pandalm_result_is_a_number_or_a_word_and_garbage_is_no_tie(
    tmp_path: Path, result: object, winner: Winner
) -> None:
    [judgment] = read_row(tmp_path, "pandalm", rows.PANDALM_PAIR, changed(rows.PANDALM, gpt_result=result))
    assert [game.winner for game in judgment.games] == [winner]
    assert (judgment.judge, judgment.question.gold, judgment.recorded) == ("gpt", 0, {"reference": "Yes."})


def test_the_pandalm_test_set_is_found_beside_the_predictions_or_named(tmp_path: Path) -> None:
    predictions = write_rows(tmp_path / "gpt-testset-v1.jsonl", [rows.PANDALM])
    files = JudgmentFiles((predictions,))
    with pytest.raises(BadInput, match=r"name the file of the pairs .*none is called …testset… here"):
        list(read_judgments("pandalm", files))
    # Another judge's predictions are called so too, and are no test set.
    write_rows(tmp_path / "other-testset-v1.jsonl", [rows.PANDALM])
    # The published files are lists in JSON.
    pairs = tmp_path / "testset-v1.json"
    pairs.write_text(json.dumps([rows.PANDALM_PAIR]))
    assert len(list(read_judgments("pandalm", files))) == 1
    named = JudgmentFiles((predictions,), questions=pairs)
    assert len(list(read_judgments("pandalm", named))) == 1


def test_two_files_with_a_judge_of_the_same_name_are_two_judges(tmp_path: Path) -> None:
    pairs = write_rows(tmp_path / "testset.jsonl", [rows.PANDALM_PAIR])
    files = [write_rows(tmp_path / f"{name}.jsonl", [rows.PANDALM]) for name in ("gpt-3.5", "gpt-4")]
    judgments = list(read_judgments("pandalm", JudgmentFiles((*files, pairs))))
    assert [judgment.judge for judgment in judgments] == ["gpt (gpt-3.5)", "gpt (gpt-4)"]


def test_the_reversed_file_of_judgelm_is_the_second_game(tmp_path: Path) -> None:
    # As the published script writes it: the answers exchanged, the reference judge's scores not.
    reverse = changed(rows.JUDGELM, answer1_body="Carrot.", answer2_body="Apple.", pred_text="4 4\nEqual.")
    [judgment] = read_row(tmp_path, "judgelm", rows.JUDGELM, reverse)
    assert [(game.order, game.winner) for game in judgment.games] == [((0, 1), 0), ((1, 0), "tie")]
    assert (judgment.question.gold, judgment.question.references) == (0, ("Pear.",))
    assert judgment.recorded["scores"] == [[8.0, 3.0], [4.0, 4.0]]
    questions = write_rows(tmp_path / "questions.jsonl", [rows.JUDGELM])
    alone = write_rows(tmp_path / "reverse.jsonl", [reverse])
    [judgment] = read_judgments("judgelm", JudgmentFiles((alone,), questions=questions))
    assert (judgment.question.gold, judgment.games[0].order) == (0, (1, 0))


@pytest.mark.parametrize(
    ("text", "winner"),
    [
        ("8 3\nBecause.", 0), ("3, 8", 1), ("7.5 7.5", "tie"), ("\n2 9", 1),
        ("-1 -1", None), ("8", None), ("8 3 1", None), ("The first is better", None), ("nan 3", None), ("", None),
    ],
)  # fmt: skip
def test_a_judgelm_reply_has_its_scores_on_the_first_line(tmp_path: Path, text: str, winner: Winner) -> None:
    [judgment] = read_row(tmp_path, "judgelm", changed(rows.JUDGELM, pred_text=text))
    assert judgment.games[0].winner == winner


def test_judgelm_scores_any_number_of_answers(tmp_path: Path) -> None:
    row = changed(rows.JUDGELM, answer3_body="Pear!", text="1 2 9", pred_text="5 6 4")
    [judgment] = read_row(tmp_path, "judgelm", row)
    assert (len(judgment.question.choices), judgment.question.gold, judgment.games[0].winner) == (3, 2, 1)


@pytest.mark.parametrize(
    ("votes", "winners"),
    [
        ([1, 2], [0, 1]),
        ([-1, -1], [None, None]),
        (["1", "-1"], [0, None]),
        ([[1], [2]], [0, 1]),
        ([[1, 2], [1, -1]], [0, 1, 0, None]),
    ],
)
def test_contextual_votes_are_about_responses_whatever_the_order(
    tmp_path: Path, votes: object, winners: list[Winner]
) -> None:
    [judgment] = read_row(tmp_path, "contextual", changed(rows.CONTEXTUAL, votes=votes))
    assert [game.winner for game in judgment.games] == winners


def test_votes_alone_need_the_file_of_their_split(tmp_path: Path) -> None:
    votes = [{key: rows.CONTEXTUAL[key] for key in ("votes", "swap_inference1", "swap_inference2")}]
    path = write_rows(tmp_path / "eval_detailed_refusal_answerable.jsonl", votes)
    with pytest.raises(BadInput, match="jsonl:1: these are votes alone: name the file of their split"):
        list(read_judgments("contextual", JudgmentFiles((path,))))
    data = tmp_path / "data"
    data.mkdir()
    write_rows(data / "faithfulness_qa.jsonl", [changed(rows.CONTEXTUAL, question="Which?")])
    write_rows(data / "refusal_answerable.jsonl", [rows.CONTEXTUAL])
    [judgment] = read_judgments("contextual", JudgmentFiles((path,), questions=data))
    assert (judgment.question.text, judgment.question.metadata["category"]) == ("Who came?", "refusal_answerable")
    assert judgment.question.source == "Anna came. Ben stayed."


def test_triviaqa_has_a_judge_in_each_other_column_and_an_empty_cell_is_unread(tmp_path: Path) -> None:
    judgments = read_row(
        tmp_path, "triviaqa-judges", rows.TRIVIAQA, changed(rows.TRIVIAQA, JudgeLM="", **{"Human-Eval": ""})
    )
    assert [(judgment.judge, judgment.games[0].winner, judgment.question.gold) for judgment in judgments] == [
        ("GPT-4", 0, 0), ("JudgeLM", 1, 0), ("GPT-4", 0, None), ("JudgeLM", None, None),
    ]  # fmt: skip
    assert judgments[0].question.references == ("Tin Tin", "Tintin")


@pytest.mark.parametrize(
    ("values", "winner", "recorded"),
    [
        ({}, 1, {"certainty": 70.0, "published_right": True}),
        ({"answer": "C", "certainty": "NA", "acc": "False"}, "tie", {"published_right": False}),
        ({"answer": "[[A]]", "certainty": 55}, 0, {"certainty": 55.0, "published_right": True}),
        ({"answer": "Sorry", "certainty": ""}, None, {"published_right": True}),
    ],
)
def test_personalized_answers_and_certainties(
    tmp_path: Path, values: Row, winner: Winner, recorded: dict[str, object]
) -> None:
    [judgment] = read_row(tmp_path, "personalized", changed(rows.PERSONALIZED, **values))
    assert (judgment.games[0].winner, judgment.recorded) == (winner, recorded)


@pytest.mark.parametrize(
    ("row", "reply", "winner"),
    [
        (rows.MLLM_SCORE, "[[2]]", 1),
        (rows.MLLM_SCORE, 5, 4),
        (rows.MLLM_SCORE, "It is good. [[3]] Yes, [[3]].", 2),
        (rows.MLLM_SCORE, "[[3]] or [[4]]", None),
        (rows.MLLM_SCORE, "[[6]]", None),
        (rows.MLLM_SCORE, '{"Analysis": "fine", "Judgement": "4"}', 3),
        (rows.MLLM_SCORE, None, None),
        (rows.MLLM_PAIR, "[[C]]", "tie"),
        (rows.MLLM_PAIR, "B", 1),
        (rows.MLLM_PAIR, "A and B are equal", None),
        (rows.MLLM_BATCH, "DCBA", 3),
        (rows.MLLM_BATCH, "[[A]], [[A]], [[B]], [[C]]", None),
        (rows.MLLM_BATCH, "[[A]], [[B]]", None),
    ],
)
def test_mllm_replies(tmp_path: Path, row: Row, reply: object, winner: Winner) -> None:
    unjudged = {key: value for key, value in row.items() if key != "result"}
    [judgment] = read_row(tmp_path, "mllm-judge", changed(unjudged, mllm_judge=reply))
    assert judgment.games[0].winner == winner


@pytest.mark.parametrize(
    ("values", "winner"),
    [
        ({"results": 0}, 1),
        ({"results": "1.0"}, 0),
        ({"results": 0.5}, None),
        ({"scores_chosen": 0.5, "scores_rejected": 0.75, "results": 0}, 1),
        ({"scores_chosen": [2.0], "scores_rejected": [[2.0]], "results": 0}, "tie"),
    ],
)
def test_rewardbench_results_and_scores(tmp_path: Path, values: Row, winner: Winner) -> None:
    [judgment] = read_row(tmp_path, "rewardbench", changed(rows.REWARDBENCH, **values))
    assert (judgment.games[0].winner, judgment.games[0].order) == (winner, ())


def test_the_published_scores_of_rewardbench_have_a_list_for_each_column(tmp_path: Path) -> None:
    prompt = {"role": "user", "content": "What is 1 + 1?"}
    columns = {
        "text_chosen": [[prompt, {"role": "assistant", "content": text}] for text in ("2", "Two")],
        "text_rejected": [[prompt, {"role": "assistant", "content": text}] for text in ("3", "Three")],
        "results": [1, 0.5], "subset": ["math-prm", "hep-cpp"], "id": [1, 1], "model": "openai/x", "model_type": "Generative RM",
    }  # fmt: skip
    path = tmp_path / "x.json"
    path.write_text(json.dumps(columns))
    judgments = list(read_judgments("rewardbench", JudgmentFiles((path,))))
    assert [(j.question.id, j.judge, j.games[0].winner) for j in judgments] == [
        ("rewardbench-math-prm-1", "openai/x", 0), ("rewardbench-hep-cpp-1", "openai/x", None),
    ]  # fmt: skip
    assert (judgments[1].question.text, judgments[1].question.choices) == ("What is 1 + 1?", ("Two", "Three"))
    path.write_text(json.dumps({**columns, "id": [1]}))
    with pytest.raises(BadInput, match=r"x.json: the columns must have equally many values"):
        list(read_judgments("rewardbench", JudgmentFiles((path,))))


WRONG: list[tuple[str, list[Row], str]] = [
    ("judgebench", [changed(rows.JUDGEBENCH, label="A")], "rows.jsonl:1, label: "),
    ("judgebench", [changed(rows.JUDGEBENCH, judgments=[])], "rows.jsonl:1, judgments: "),
    ("judgebench", [changed(rows.JUDGEBENCH, judgments="A>B")], "rows.jsonl:1, judgments: "),
    ("judgebench", [changed(rows.JUDGEBENCH, judgments=[{"decision": 1}])], "rows.jsonl:1, judgments[0].decision: "),
    ("judgebench", [changed(rows.JUDGEBENCH, response_B="Four:  4")], "rows.jsonl:1: two responses look the same"),
    ("pandalm", [rows.PANDALM_PAIR, changed(rows.PANDALM, idx=5)], "rows.jsonl:2, idx: the test set has no pair"),
    ("pandalm", [rows.PANDALM_PAIR, {"idx": 0, "result": 1}], "rows.jsonl:2: a key JUDGE_result is needed"),
    ("pandalm", [rows.PANDALM_PAIR, {"idx": 0, "gpt_result": True}], "rows.jsonl:2, gpt_result: 1, 2, 0 or 'Tie' is needed"),
    ("pandalm", [rows.PANDALM_PAIR, {"idx": 0, "gpt_result": ["1"]}], "rows.jsonl:2, gpt_result: 1, 2, 0 or 'Tie' is needed"),
    ("pandalm", [changed(rows.PANDALM_PAIR, annotator2=3)], "rows.jsonl:1, annotator2: "),
    ("pandalm", [rows.PANDALM_PAIR, rows.PANDALM_PAIR], "rows.jsonl:2, idx: the idx 0 is there twice"),
    ("judgelm", [changed(rows.JUDGELM, pred_text=None)], "rows.jsonl:1, pred_text: "),
    ("judgelm", [changed(rows.JUDGELM, answer2_body=3)], "rows.jsonl:1, answer2_body: the text of an answer is needed"),
    ("judgelm", [rows.JUDGELM, changed(rows.JUDGELM, answer1_body="Kiwi.")], "rows.jsonl:2: its answers are not those"),
    ("contextual", [changed(rows.CONTEXTUAL, votes=[1])], "rows.jsonl:1, votes"),
    ("contextual", [changed(rows.CONTEXTUAL, votes=[1, 3])], "rows.jsonl:1, votes[1]"),
    ("triviaqa-judges", [changed(rows.TRIVIAQA, **{"GPT-4": "maybe"})], "GPT-4: True, False or nothing is needed, got 'maybe'"),
    ("triviaqa-judges", [changed(rows.TRIVIAQA, **{"Human-Eval": "?"})], "Human-Eval: "),
    ("personalized", [changed(rows.PERSONALIZED, certainty="high")], "rows.jsonl:1, certainty: "),
    ("personalized", [changed(rows.PERSONALIZED, ground_truth="D")], "rows.jsonl:1, ground_truth: "),
    ("mllm-judge", [changed(rows.MLLM_SCORE, human="seven")], "rows.jsonl:1, human: "),
    ("mllm-judge", [changed(rows.MLLM_SCORE, human=True)], "rows.jsonl:1, human: "),
    ("mllm-judge", [changed(rows.MLLM_BATCH, human_answer="CDA")], "human_answer: each of 4 letters once is needed"),
    ("mllm-judge", [{key: rows.MLLM_PAIR[key] for key in rows.MLLM_PAIR if key != "result"}], "rows.jsonl:1: a judge's reply"),
    ("rewardbench", [changed(rows.REWARDBENCH, results=None)], "rows.jsonl:1: 'results' or the scores of both"),
    ("rewardbench", [changed(rows.REWARDBENCH, results=2)], "rows.jsonl:1, results: "),
    ("rewardbench", [changed(rows.REWARDBENCH, subset=None)], "rows.jsonl:1, subset: "),
]  # fmt: skip


@pytest.mark.parametrize(("format", "wrong", "message"), WRONG)
def test_a_row_that_cant_be_used_is_named_with_its_line_and_field(
    tmp_path: Path, format: str, wrong: list[Row], message: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read_row(tmp_path, format, *wrong)
    assert message in str(caught.value)


@pytest.mark.parametrize("format", sorted(JUDGMENT_FORMATS))
@pytest.mark.parametrize(
    "line", ["{", "[]", "null", '"x"', "{}", '{"judgments": 1, "votes": {}, "pred_text": []}', "\x00"]
)
def test_broken_files_are_bad_input(tmp_path: Path, format: str, line: str) -> None:
    path = tmp_path / "broken-testset.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(BadInput):
        list(read_judgments(format, JudgmentFiles((path,), questions=path)))


def test_bad_rows_may_be_left_out(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [changed(rows.JUDGEBENCH, label="?"), rows.JUDGEBENCH])
    bad = BadRows(skips=True)
    assert len(list(read_judgments("judgebench", JudgmentFiles((path,)), bad))) == 1
    assert [error.where for error in bad.errors] == [f"{path}:1, label"]
