"""What the records say: pure functions over outcomes, each with the paper its formula comes from.

`cells(outcomes)` puts episodes into columns, a Cell for every protocol with every choice of agents; most functions take
Cells. `summarise` and `sides` need no numpy; everything else is imported when it is first used. Numbers come as
`Estimate(value, low, high, n, clusters, method)`; intervals are over questions, the independent units.

    summarise(outcomes) -> [CellSummary]       sides(outcomes) -> [SideSummary]     wilson(share, n) -> (low, high)
    cells(outcomes) -> [Cell]                  Cell.where(mask); columns .credit .p .p_gold .confidence .views .beliefs
    judge_accuracy(cell, weigh=, interval=) -> JudgeAccuracy(accuracy, error, agreed, argued_right, argued_wrong,
                                                             chose_right, chose_wrong, open_right, unparsed, failed…)
    own_answers(cell) -> {question: choice}    as_open(cell, own) -> Cell
    position(cell) -> Position(first, last, preference, consistent, both_first, both_last, bias)
    compare(a, b, of=) -> Comparison(difference, p_value, is_exact, p_adjusted…)
    compare_all(cells, of=, correction=) -> [Comparison]          adjusted(p_values, correction) -> [float]
    compare_means(first, second, names) -> Comparison
    question_means(cell, of=) -> {question: mean credit}
    difference_spread(a, b) -> (standard deviation of the differences, questions)
    permutation_test(differences) -> (p_value, is_exact)
    proper_scores(cell) -> ProperScores(log, log2, brier, spherical)      judge_reward(p, n_continues) -> float
    calibration(cell, bins=) -> Calibration(bins=[Bin], ece, ece_by_chance)
    risk_coverage(cell) -> RiskCoverage(points, aurc, excess)     by_certainty(cell, edges=) -> [Bin]
    certainty_table(cell) -> CertaintyTable(mean, abstained, bands=[CertaintyGroup], at_least, is_spread…)
    asd(cell, score=) -> Estimate              pgr(weak, cell, strong) -> Recovery(recovered, floor, ceiling, gap)
    measure_payoff(cell, PayoffTable) -> DebatePayoff(advantage, verification, predicted, measured…)
    debaters(cells) -> [DebaterStats]                 win rates, when right and when wrong, and persuasion, by agent
    trajectory(cell) -> [BeliefAt]             early_stop(cell, thresholds) -> [EarlyStop]
    games(cells, split=) -> [Game]             elo(games) -> [Rating]     bradley_terry(games) -> Ratings
    item_games({player: {task: credit}}) -> [Game]       head_to_head(games, player) -> {opponent: Estimate}
    paired_difference({task: credit}, {task: credit}) -> Estimate        told_apart(games, player) -> {opponent}
    rating_draws(games) -> RatingDraws: the ratings of all resamples
    games_of_oversight(outcomes) -> [Game]: the judge against those who argue for a falsehood
    scale_oversight(games, capability) -> OversightScaling(oversight, deception: ScalingCurve, nested: NestedOversight)
    win_probability(oversight, deception), nested_success(oversight, deception, start=, gap=, steps=) -> probabilities
    hacking_curve({n: [DraftVerdict]}) -> (HackingPoint, …)      draft_verdict(outcome)      nats_of_best_of(n) -> float
    decide_hypotheses([Hypothesis], comparisons) -> [DecidedHypothesis]: confirmed, not confirmed or undecided
    cycles(games) -> [Cycle]                   round_robin, capped, swiss -> [Pairing]
    agreement(a, b, scale=) -> Agreement       between(a, b) -> Agreement of two cells' judges
    agreement_by_ability(people, judge, could_answer) -> AgreementByAbility(could, could_not)
    fleiss_kappa(ratings), krippendorff_alpha(ratings, scale=) -> Estimate          ranking_similarity(a, b) -> float
    leniency(accepted, right) -> Leniency(p_c, p_plus…)           leniency_of(cell) -> Leniency of a one-sided protocol
    cautions(cells, comparisons=, agreements=, recoveries=) -> [Caution(kind, where, reason)]
    summarise_judgments(episodes) -> [JudgmentSummary]: verdicts on candidates, by our rule and by the published one
    corrected_rate(JudgedRates) -> CorrectedRate(said, rogan_gladen, ppi, ppi_tuned…) from a labelled part and proofs
    accuracy_of_all(cell) -> CorrectedRate of the verdicts, where the right answer of some questions is not known
    calibrate_cascade(small, strong) -> CascadeCalibration(points=[CascadePoint], best, held_out) of JudgedQuestions
    best_constant(cell) -> the accuracy of the best judge that reads nothing
    blind_tells(questions) -> BlindTells(tells=[BlindTell]): right answers found by length, position, digits, style
    verdict_drift([VerdictPair], repeats) -> VerdictDrift: the same judge at two dates
    probe_effects([ProbeVerdict]) -> [ProbeEffect]      what a change that says nothing does to verdicts, by probe
    market_summary(outcomes) -> MarketSummary(market_loss, adversary_loss, gap, rounds…)
    market_loss(price, belief) -> float: of one prediction
    acceptance_summary(outcomes) -> AcceptanceSummary(accuracy, on_right, on_wrong, solver, recovered, refuted_share…)
    legibility_by_agents(outcomes) -> [Legibility(on_right, on_wrong, discrimination)], of helpful and sneaky provers
    critique_summary(outcomes) -> CritiqueSummary(caught, false_alarms, nitpicks, hallucinated), of listed faults
    descent_summary(outcomes) -> DescentSummary(undisputed, leaf, payoff_right, payoff_wrong); prover_payoff(descent)
    solver_summary(outcomes) -> SolverSummary(accuracy, pass_at, majority, unknown…)
    ResponseTally().add(outcome); .summary() -> ResponseSummary(score, right, others, criteria, marks, place…) of a cell
    pass_at_k([(right, n)], k) -> Estimate over questions, unbiased
    questions_for_paired(difference, discordance), questions_for_spread(difference, spread) -> int: to show a difference
    questions_for_unpaired(difference, accuracy), questions_for_half_width(half_width, accuracy) -> int
    questions_for_threshold(share, threshold), questions_to_decide(estimate, threshold) -> int, or None if it is there
    inclusion_probabilities(sizes, marks, n_taken) -> p of each in a priority sample, also in one that ended early
    sampled_share(hits, among, p) -> Estimate (Hájek)            mean_of_shares(first, second) -> Estimate
    ConfidenceSequence(low, high, confidence).add(value); .interval holds at every look

Of worked solutions that were judged step by step (`dikast.metrics.process` has more):

    summarise_process([JudgedSolution]) -> ProcessSummary       summaries_by_group(judged, key) -> {group: summary}
    voting_gain_of([Ballot]) -> VotingGain                      contradictions(marking, grading) -> [Contradiction]
    wrong_way_share([(question, is_lucky)]) -> Estimate of right answers that were reached in a wrong way
    official_prm_score(judged) -> OfficialFigure, where PRMBench counts by another rule
    first_error_found(JudgedSteps) -> a step, NO_ERROR for none, None for what could not be read
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.metrics.acceptance_accuracy import AcceptanceSummary, acceptance_summary
    from dikast.metrics.accuracy import JudgeAccuracy, Weigh, as_open, judge_accuracy, own_answers
    from dikast.metrics.agent_score_difference import asd
    from dikast.metrics.annotator_agreement import AnnotatorAgreement
    from dikast.metrics.answer_tells import BlindTell, BlindTells, blind_tells
    from dikast.metrics.belief import BeliefAt, EarlyStop, early_stop, trajectory
    from dikast.metrics.calibration_curve import Bin, Calibration, by_certainty, calibration
    from dikast.metrics.cascade_calibration import (
        CascadeCalibration,
        CascadePoint,
        JudgedQuestion,
        calibrate_cascade,
    )
    from dikast.metrics.cell import Cell, Looks, Seats
    from dikast.metrics.cell_builder import cells
    from dikast.metrics.cell_warnings import best_constant
    from dikast.metrics.comparison import (
        Comparison,
        adjusted,
        compare,
        compare_all,
        compare_means,
        difference_spread,
        question_means,
    )
    from dikast.metrics.confidence_sequence import ConfidenceSequence
    from dikast.metrics.correlation import Correlations, ranking_similarity
    from dikast.metrics.critique_rates import CritiqueSummary, critique_summary
    from dikast.metrics.debate_payoff import DebatePayoff, PayoffTable, measure_payoff
    from dikast.metrics.debater_stats import DebaterStats, debaters
    from dikast.metrics.descent_payoffs import DescentSummary, descent_summary, prover_payoff
    from dikast.metrics.elo_bradley_terry import Rating, RatingDraws, Ratings, bradley_terry, elo, rating_draws
    from dikast.metrics.estimate import Estimate
    from dikast.metrics.hypothesis import Hypothesis
    from dikast.metrics.hypothesis_decision import DecidedHypothesis, decide_hypotheses
    from dikast.metrics.interval import wilson
    from dikast.metrics.intransitivity import Cycle, cycles
    from dikast.metrics.judge_ability import AgreementByAbility, agreement_by_ability
    from dikast.metrics.judge_correction import CorrectedRate, JudgedRates, accuracy_of_all, corrected_rate
    from dikast.metrics.judge_drift import DatedVerdict, DriftCounts, VerdictDrift, VerdictPair, verdict_drift
    from dikast.metrics.judge_hacking import DraftVerdict, HackingPoint, draft_verdict, hacking_curve, nats_of_best_of
    from dikast.metrics.judge_leniency import Leniency, leniency, leniency_of
    from dikast.metrics.judgment_summary import JudgmentCounts, JudgmentSummary, summarise_judgments
    from dikast.metrics.kind_summaries import KindSummaries, KindTally
    from dikast.metrics.krippendorff import fleiss_kappa, krippendorff_alpha
    from dikast.metrics.legibility import Legibility, LegibilityTally, legibility_by_agents
    from dikast.metrics.market_losses import MarketSummary, market_loss, market_summary
    from dikast.metrics.nested_oversight import nested_success, win_probability
    from dikast.metrics.opponent_scores import head_to_head, told_apart
    from dikast.metrics.oversight_games import games_of_oversight
    from dikast.metrics.oversight_scaling import (
        NestedOversight,
        NestedStep,
        OversightScaling,
        ScalingCurve,
        ScalingPoint,
        scale_oversight,
    )
    from dikast.metrics.pairings import Pairing, capped, round_robin, swiss
    from dikast.metrics.pairwise_games import Game, games
    from dikast.metrics.performance_gap import Recovery, pgr
    from dikast.metrics.permutation import permutation_test
    from dikast.metrics.position_bias import Position, position
    from dikast.metrics.probe_figures import GroupFigures, PairFigures, ProbeEffect, TwinFigures, probe_effects
    from dikast.metrics.probe_verdicts import ProbeVerdict
    from dikast.metrics.process import (
        NO_ERROR,
        PROCESS_METRICS,
        Ballot,
        Contradiction,
        FirstErrorKind,
        JudgedSolution,
        JudgedSteps,
        MachineFindings,
        OfficialFigure,
        ProcessSummary,
        SolutionRates,
        UnknownAs,
        VotingGain,
        contradictions,
        first_error_found,
        official_prm_score,
        summaries_by_group,
        summarise_process,
        voting_gain_of,
        wrong_way_share,
    )
    from dikast.metrics.published_rules import PublishedFigures
    from dikast.metrics.rater_agreement import Agreement, agreement, between
    from dikast.metrics.response_scores import ResponseSummary, ResponseTally
    from dikast.metrics.risk_curve import RiskCoverage, RiskPoint, risk_coverage
    from dikast.metrics.run_summary import CellSummary, SideSummary, SummaryTally, sides, summarise
    from dikast.metrics.sample_size import (
        questions_for_half_width,
        questions_for_paired,
        questions_for_spread,
        questions_for_threshold,
        questions_for_unpaired,
        questions_to_decide,
    )
    from dikast.metrics.sampled_shares import inclusion_probabilities, mean_of_shares, sampled_share
    from dikast.metrics.scoring_rules import ProperScores, judge_reward, proper_scores
    from dikast.metrics.shared_items import item_games, paired_difference
    from dikast.metrics.solver_accuracy import (
        PASS_AT,
        AttemptCount,
        SolverSummary,
        pass_at_k,
        solver_summary,
    )
    from dikast.metrics.stated_certainty import CertaintyGroup, CertaintyTable, certainty_table
    from dikast.metrics.two_plateaus import PlateauFitter, TwoPlateaus
    from dikast.metrics.warnings import Caution, cautions

__all__ = [
    "NO_ERROR",
    "PASS_AT",
    "PROCESS_METRICS",
    "AcceptanceSummary",
    "Agreement",
    "AgreementByAbility",
    "AnnotatorAgreement",
    "AttemptCount",
    "Ballot",
    "BeliefAt",
    "Bin",
    "BlindTell",
    "BlindTells",
    "Calibration",
    "CascadeCalibration",
    "CascadePoint",
    "Caution",
    "Cell",
    "CellSummary",
    "CertaintyGroup",
    "CertaintyTable",
    "Comparison",
    "ConfidenceSequence",
    "Contradiction",
    "CorrectedRate",
    "Correlations",
    "CritiqueSummary",
    "Cycle",
    "DatedVerdict",
    "DebatePayoff",
    "DebaterStats",
    "DecidedHypothesis",
    "DescentSummary",
    "DraftVerdict",
    "DriftCounts",
    "EarlyStop",
    "Estimate",
    "FirstErrorKind",
    "Game",
    "GroupFigures",
    "HackingPoint",
    "Hypothesis",
    "JudgeAccuracy",
    "JudgedQuestion",
    "JudgedRates",
    "JudgedSolution",
    "JudgedSteps",
    "JudgmentCounts",
    "JudgmentSummary",
    "KindSummaries",
    "KindTally",
    "Legibility",
    "LegibilityTally",
    "Leniency",
    "Looks",
    "MachineFindings",
    "MarketSummary",
    "NestedOversight",
    "NestedStep",
    "OfficialFigure",
    "OversightScaling",
    "PairFigures",
    "Pairing",
    "PayoffTable",
    "PlateauFitter",
    "Position",
    "ProbeEffect",
    "ProbeVerdict",
    "ProcessSummary",
    "ProperScores",
    "PublishedFigures",
    "Rating",
    "RatingDraws",
    "Ratings",
    "Recovery",
    "ResponseSummary",
    "ResponseTally",
    "RiskCoverage",
    "RiskPoint",
    "ScalingCurve",
    "ScalingPoint",
    "Seats",
    "SideSummary",
    "SolutionRates",
    "SolverSummary",
    "SummaryTally",
    "TwinFigures",
    "TwoPlateaus",
    "UnknownAs",
    "VerdictDrift",
    "VerdictPair",
    "VotingGain",
    "Weigh",
    "acceptance_summary",
    "accuracy_of_all",
    "adjusted",
    "agreement",
    "agreement_by_ability",
    "as_open",
    "asd",
    "best_constant",
    "between",
    "blind_tells",
    "bradley_terry",
    "by_certainty",
    "calibrate_cascade",
    "calibration",
    "capped",
    "cautions",
    "cells",
    "certainty_table",
    "compare",
    "compare_all",
    "compare_means",
    "contradictions",
    "corrected_rate",
    "critique_summary",
    "cycles",
    "debaters",
    "decide_hypotheses",
    "descent_summary",
    "difference_spread",
    "draft_verdict",
    "early_stop",
    "elo",
    "first_error_found",
    "fleiss_kappa",
    "games",
    "games_of_oversight",
    "hacking_curve",
    "head_to_head",
    "inclusion_probabilities",
    "item_games",
    "judge_accuracy",
    "judge_reward",
    "krippendorff_alpha",
    "legibility_by_agents",
    "leniency",
    "leniency_of",
    "market_loss",
    "market_summary",
    "mean_of_shares",
    "measure_payoff",
    "nats_of_best_of",
    "nested_success",
    "official_prm_score",
    "own_answers",
    "paired_difference",
    "pass_at_k",
    "permutation_test",
    "pgr",
    "position",
    "probe_effects",
    "proper_scores",
    "prover_payoff",
    "question_means",
    "questions_for_half_width",
    "questions_for_paired",
    "questions_for_spread",
    "questions_for_threshold",
    "questions_for_unpaired",
    "questions_to_decide",
    "ranking_similarity",
    "rating_draws",
    "risk_coverage",
    "round_robin",
    "sampled_share",
    "scale_oversight",
    "sides",
    "solver_summary",
    "summaries_by_group",
    "summarise",
    "summarise_judgments",
    "summarise_process",
    "swiss",
    "told_apart",
    "trajectory",
    "verdict_drift",
    "voting_gain_of",
    "wilson",
    "win_probability",
    "wrong_way_share",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "hypothesis": {"Hypothesis"},
        "hypothesis_decision": {"DecidedHypothesis", "decide_hypotheses"},
        "judge_hacking": {"DraftVerdict", "HackingPoint", "draft_verdict", "hacking_curve", "nats_of_best_of"},
        "oversight_scaling": {
            "NestedOversight",
            "NestedStep",
            "OversightScaling",
            "ScalingCurve",
            "ScalingPoint",
            "scale_oversight",
        },
        "oversight_games": {"games_of_oversight"},
        "nested_oversight": {"nested_success", "win_probability"},
        "two_plateaus": {"PlateauFitter", "TwoPlateaus"},
        "acceptance_accuracy": {"AcceptanceSummary", "acceptance_summary"},
        "accuracy": {"JudgeAccuracy", "Weigh", "as_open", "judge_accuracy", "own_answers"},
        "agent_score_difference": {"asd"},
        "annotator_agreement": {"AnnotatorAgreement"},
        "belief": {"BeliefAt", "EarlyStop", "early_stop", "trajectory"},
        "answer_tells": {"BlindTell", "BlindTells", "blind_tells"},
        "calibration_curve": {"Bin", "Calibration", "by_certainty", "calibration"},
        "cell": {"Cell", "Looks", "Seats"},
        "cell_builder": {"cells"},
        "cell_warnings": {"best_constant"},
        "solver_accuracy": {"AttemptCount", "PASS_AT", "SolverSummary", "pass_at_k", "solver_summary"},
        "stated_certainty": {"CertaintyGroup", "CertaintyTable", "certainty_table"},
        "comparison": {
            "Comparison",
            "adjusted",
            "compare",
            "compare_all",
            "compare_means",
            "difference_spread",
            "question_means",
        },
        "confidence_sequence": {"ConfidenceSequence"},
        "judge_correction": {"CorrectedRate", "JudgedRates", "accuracy_of_all", "corrected_rate"},
        "correlation": {"Correlations", "ranking_similarity"},
        "critique_rates": {"CritiqueSummary", "critique_summary"},
        "debater_stats": {"DebaterStats", "debaters"},
        "elo_bradley_terry": {"Rating", "RatingDraws", "Ratings", "bradley_terry", "elo", "rating_draws"},
        "descent_payoffs": {"DescentSummary", "descent_summary", "prover_payoff"},
        "estimate": {"Estimate"},
        "opponent_scores": {"head_to_head", "told_apart"},
        "shared_items": {"item_games", "paired_difference"},
        "interval": {"wilson"},
        "intransitivity": {"Cycle", "cycles"},
        "judge_leniency": {"Leniency", "leniency", "leniency_of"},
        "judge_ability": {"AgreementByAbility", "agreement_by_ability"},
        "cascade_calibration": {"CascadeCalibration", "CascadePoint", "JudgedQuestion", "calibrate_cascade"},
        "judgment_summary": {"JudgmentCounts", "JudgmentSummary", "summarise_judgments"},
        "legibility": {"Legibility", "LegibilityTally", "legibility_by_agents"},
        "kind_summaries": {"KindSummaries", "KindTally"},
        "krippendorff": {"fleiss_kappa", "krippendorff_alpha"},
        "market_losses": {"MarketSummary", "market_loss", "market_summary"},
        "pairings": {"Pairing", "capped", "round_robin", "swiss"},
        "pairwise_games": {"Game", "games"},
        "debate_payoff": {"DebatePayoff", "PayoffTable", "measure_payoff"},
        "performance_gap": {"Recovery", "pgr"},
        "permutation": {"permutation_test"},
        "position_bias": {"Position", "position"},
        "probe_figures": {"GroupFigures", "PairFigures", "ProbeEffect", "TwinFigures", "probe_effects"},
        "probe_verdicts": {"ProbeVerdict"},
        "process": {
            "Ballot",
            "Contradiction",
            "FirstErrorKind",
            "JudgedSolution",
            "JudgedSteps",
            "NO_ERROR",
            "MachineFindings",
            "OfficialFigure",
            "PROCESS_METRICS",
            "ProcessSummary",
            "SolutionRates",
            "UnknownAs",
            "VotingGain",
            "contradictions",
            "first_error_found",
            "official_prm_score",
            "summaries_by_group",
            "summarise_process",
            "voting_gain_of",
            "wrong_way_share",
        },
        "published_rules": {"PublishedFigures"},
        "rater_agreement": {"Agreement", "agreement", "between"},
        "response_scores": {"ResponseSummary", "ResponseTally"},
        "risk_curve": {"RiskCoverage", "RiskPoint", "risk_coverage"},
        "run_summary": {"CellSummary", "SideSummary", "SummaryTally", "sides", "summarise"},
        "sample_size": {
            "questions_for_half_width",
            "questions_for_paired",
            "questions_for_spread",
            "questions_for_threshold",
            "questions_for_unpaired",
            "questions_to_decide",
        },
        "sampled_shares": {"inclusion_probabilities", "mean_of_shares", "sampled_share"},
        "scoring_rules": {"ProperScores", "judge_reward", "proper_scores"},
        "judge_drift": {"DatedVerdict", "DriftCounts", "VerdictDrift", "VerdictPair", "verdict_drift"},
        "warnings": {"Caution", "cautions"},
    },
)
