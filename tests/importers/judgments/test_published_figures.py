"""The figures that were published, to the last digit, from the published files; and what our rule makes of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dikast.importers import JudgmentFiles, import_judgments, read_judgments
from dikast.metrics import JudgmentSummary, summarise_judgments
from tests.importers.judgments import published_rows as rows
from tests.importers.judgments.published_rows import changed, imported

PANDALM_FILES = ("pandalm_7b.jsonl", "pandalm_gpt35.jsonl")


@pytest.fixture(scope="module")
def pandalm(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, JudgmentSummary]:
    """Both judges of PandaLM's test set, by name."""
    paths = [shared_data / "judge" / name for name in PANDALM_FILES]
    judgments = read_judgments("pandalm", JudgmentFiles(tuple(paths)))
    run = import_judgments(judgments, paths, tmp_path_factory.mktemp("pandalm") / "run")
    return {summary.judge: summary for summary in summarise_judgments(run.episodes(), resamples=200)}


def percent(*shares: float | None) -> list[float | None]:
    """Shares in percent, to the two digits that are published."""
    return [None if share is None else round(100 * share, 2) for share in shares]


def test_pandalm_7b_is_as_published(pandalm: dict[str, JudgmentSummary]) -> None:
    judge = pandalm["pandalm"]
    assert percent(judge.accuracy, judge.precision, judge.recall, judge.f1) == [66.77, 57.38, 57.5, 57.43]
    assert (judge.n, judge.right, judge.wrong, judge.tie, judge.unparsed) == (999, 667, 257, 75, 0)
    # Everything could be read, so that both rules give the same.
    assert judge.published is not None
    assert (judge.published.accuracy, judge.published.f1) == (judge.accuracy, judge.f1)


def test_the_unread_replies_of_gpt_are_shown_and_the_published_figures_beside_ours(
    pandalm: dict[str, JudgmentSummary],
) -> None:
    judge = pandalm["gpt"]
    published = judge.published
    assert published is not None
    assert percent(published.accuracy, published.precision, published.recall, published.f1) == [
        71.07, 58.79, 57.36, 57.55,
    ]  # fmt: skip
    assert "tie" in published.rule
    assert (judge.n, judge.right, judge.wrong, judge.tie, judge.unparsed) == (999, 697, 244, 33, 25)
    assert percent(judge.accuracy, judge.accuracy_of_read) == [69.77, 71.56]
    # The published rule is right by chance wherever a reply can't be read and people saw a tie.
    assert judge.accuracy is not None
    assert round((published.accuracy or 0) * 999) - judge.right == 13


def test_the_annotators_agree_as_published(pandalm: dict[str, JudgmentSummary]) -> None:
    people = pandalm["gpt"].annotators
    assert people is not None
    assert {pair: round(kappa or 0, 3) for pair, kappa in people.kappa.items()} == {
        "1 and 2": 0.852, "1 and 3": 0.879, "2 and 3": 0.862,
    }  # fmt: skip
    assert (people.n, round(people.alpha or 0, 4), round(people.unanimous, 3)) == (999, 0.8642, 0.88)


def test_the_categories_are_those_of_the_data_set_and_add_up(pandalm: dict[str, JudgmentSummary]) -> None:
    by = pandalm["gpt"].by
    assert len(by) == 50
    assert sum(counts.n for counts in by.values()) == 999
    assert sum(counts.unparsed for counts in by.values()) == 25
    for counts in by.values():
        assert counts.right + counts.wrong + counts.tie + counts.unparsed == counts.n


def test_judgebench_counts_both_games(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "judge" / "judgebench_haiku_sample.jsonl"
    judgments = list(read_judgments("judgebench", JudgmentFiles((path,))))
    run = import_judgments(judgments, [path], tmp_path / "run")
    [judge] = summarise_judgments(run.episodes(), resamples=200)
    assert (judge.judge, judge.n) == ("claude-3-haiku-20240307", 54)
    # The published counter, by hand: +1 for the label, -1 for the other, a tie and a null nothing.
    sums: Counter[int] = Counter()
    for judgment in judgments:
        points = {judgment.question.gold: 1, "tie": 0, None: 0}
        total = sum(points.get(game.winner, -1) for game in judgment.games)
        sums[(total > 0) - (total < 0)] += 1
    assert (judge.right, judge.wrong, judge.tie, judge.unparsed) == (sums[1], sums[-1], sums[0], 0) == (12, 19, 23, 0)
    assert (judge.contradictory, judge.unread, judge.games) == (11, 2, 108)
    assert percent(judge.accuracy, judge.consistency, judge.both_right) == [22.22, 51.85, 9.26]
    assert judge.by["livebench-reasoning"].n == 10


def test_two_replies_that_cant_be_read_are_not_consistent(tmp_path: Path) -> None:
    votes = [[1, 1], [2, 2], [1, 2], [-1, -1], [-1, 1]]
    pairs = [changed(rows.CONTEXTUAL, votes=vote, split="faithfulness_qa") for vote in votes]
    _, [judge] = imported(tmp_path, "contextual", *pairs)
    assert (judge.right, judge.wrong, judge.tie, judge.contradictory, judge.unparsed) == (2, 1, 1, 1, 1)
    assert (judge.accuracy, judge.consistency, judge.both_right) == (0.4, 0.4, 0.2)
    assert judge.published is not None
    assert (judge.published.accuracy, judge.published.consistency) == (0.2, 0.6)


def test_judgelms_own_rule_takes_the_usual_order_and_unread_scores_for_a_tie(tmp_path: Path) -> None:
    replies = ["8 3", "3 8", "-1 -1", "5 5"]
    golds = ["9 1", "9 1", "4 4", "4 4"]
    pairs = [
        changed(rows.JUDGELM, question_id=i, pred_text=reply, text=gold)
        for i, (reply, gold) in enumerate(zip(replies, golds, strict=True))
    ]
    unlabelled = changed(rows.JUDGELM, question_id=9, text="-1 -1")
    _, [judge] = imported(tmp_path, "judgelm", *pairs, unlabelled)
    assert (judge.n, judge.unlabelled, judge.right, judge.wrong, judge.unparsed) == (4, 1, 2, 1, 1)
    assert judge.published is not None
    assert (judge.accuracy, judge.published.accuracy) == (0.5, 0.75)


def test_rewardbenchs_own_rule_gives_half_a_point_for_what_cant_be_read(tmp_path: Path) -> None:
    pairs = [changed(rows.REWARDBENCH, id=i, results=result) for i, result in enumerate((1, 0, 0.5, 0.5))]
    _, [judge] = imported(tmp_path, "rewardbench", *pairs)
    assert (judge.right, judge.wrong, judge.unparsed, judge.accuracy) == (1, 1, 2, 0.25)
    assert judge.published is not None
    assert judge.published.accuracy == 0.5


def test_a_personalized_file_that_contradicts_itself_shows_both_figures(tmp_path: Path) -> None:
    pairs = [changed(rows.PERSONALIZED, acc=acc) for acc in (True, False)]
    _, [judge] = imported(tmp_path, "personalized", *pairs)
    assert judge.published is not None
    assert (judge.accuracy, judge.published.accuracy) == (1.0, 0.5)


def test_a_judge_of_single_responses_has_its_leniency(tmp_path: Path) -> None:
    said = {"yes": ("True", "True", "True", "True"), "half": ("True", "False", "True", "False")}
    human = ("True", "False", "True", "False")
    responses = [
        changed(rows.TRIVIAQA, **{"Human-Eval": human[i], "GPT-4": said["half"][i], "JudgeLM": said["yes"][i]})
        for i in range(4)
    ]
    _, summaries = imported(tmp_path, "triviaqa-judges", *responses)
    judges = {summary.judge: summary for summary in summaries}
    assert (judges["GPT-4"].kappa, judges["GPT-4"].p_c, judges["GPT-4"].p_plus) == (1, 1, None)
    # Who always says yes agrees with people half of the time, and no more than by chance.
    assert (judges["JudgeLM"].accuracy, judges["JudgeLM"].kappa) == (0.5, 0)
    assert (judges["JudgeLM"].p_c, judges["JudgeLM"].p_plus) == (0, 1)


def test_scores_are_correlated_and_rankings_have_a_distance(tmp_path: Path) -> None:
    scores = [
        changed(rows.MLLM_SCORE, score_id=i, human=str(human), mllm_judge=f"[[{said}]]")
        for i, (human, said) in enumerate(((1, 2), (2, 3), (4, 5), (3, "?")))
    ]
    _, summaries = imported(tmp_path, "mllm-judge", *scores, rows.MLLM_BATCH)
    by_task = {summary.task: summary for summary in summaries}
    assert (by_task["score"].accuracy, by_task["score"].unparsed, by_task["score"].n) == (0, 1, 4)
    assert by_task["score"].pearson == pytest.approx(1)
    # CDAB and CDBA differ in two of four places.
    assert (by_task["ranking"].accuracy, by_task["ranking"].distance) == (1, 0.5)
