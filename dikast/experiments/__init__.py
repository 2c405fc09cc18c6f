"""Runs many episodes: the experiment file, its matrix, the limits around every agent, and the run folder.

Names are imported when they are first used: reading a run folder imports nothing that only running needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.experiments.agent_labels import AgentSpec, labels_of, model_name
    from dikast.experiments.cell_teams import CellTeams, team_of_label
    from dikast.experiments.check_agents import unknown_abilities
    from dikast.experiments.cost_estimate import CostEstimate, CostEstimator
    from dikast.experiments.executors import Executor, executor_for
    from dikast.experiments.experiment import Experiment, ProtocolUse, load_experiment
    from dikast.experiments.exports import export_run, solutions_of
    from dikast.experiments.filters import read_only_pattern
    from dikast.experiments.gold_reveal import reveal_gold
    from dikast.experiments.labelling import (
        JudgeEstimate,
        LabelEstimates,
        LabelFile,
        PeopleLabel,
        SampleTerms,
        StepLabels,
        estimate_labels,
        open_label_desk,
        step_ids,
    )
    from dikast.experiments.limits import Limits, ModelLimiter, ModelLimits, RetryingAgent
    from dikast.experiments.matrix import Matrix
    from dikast.experiments.nesting import NestedParts, check_nested, choose_examples, level_experiment, nested_parts
    from dikast.experiments.people import (
        AlreadyAnswered,
        AnswerRefused,
        ControlQuestion,
        FormField,
        PeopleDesk,
        PeopleOptions,
        PersonAnswer,
        PersonSummary,
        PersonTask,
        filled_in,
        n_waiting,
        rater_alpha,
        reward_bits,
        summaries,
        tokens_of,
    )
    from dikast.experiments.people_decisions import as_decided, decided_episodes
    from dikast.experiments.prepare_run import Run, load_protocols, prepare
    from dikast.experiments.probe_plan import MITIGATION_NAMES, ProbePlan
    from dikast.experiments.probe_results import probe_verdicts
    from dikast.experiments.registration import Registration
    from dikast.experiments.rejudge_run import RejudgeTerms, prepare_rejudge
    from dikast.experiments.run import Beside, Progress, run_experiment
    from dikast.experiments.run_desk import open_desk
    from dikast.experiments.shutdown import Shutdown
    from dikast.experiments.stores import (
        NewerOverride,
        OverrideStore,
        RunFolder,
        fingerprint,
        load_episodes,
        start_folder,
    )

__all__ = [
    "MITIGATION_NAMES",
    "AgentSpec",
    "AlreadyAnswered",
    "AnswerRefused",
    "Beside",
    "CellTeams",
    "ControlQuestion",
    "CostEstimate",
    "CostEstimator",
    "Executor",
    "Experiment",
    "FormField",
    "JudgeEstimate",
    "LabelEstimates",
    "LabelFile",
    "Limits",
    "Matrix",
    "ModelLimiter",
    "ModelLimits",
    "NestedParts",
    "NewerOverride",
    "OverrideStore",
    "PeopleDesk",
    "PeopleLabel",
    "PeopleOptions",
    "PersonAnswer",
    "PersonSummary",
    "PersonTask",
    "ProbePlan",
    "Progress",
    "ProtocolUse",
    "Registration",
    "RejudgeTerms",
    "RetryingAgent",
    "Run",
    "RunFolder",
    "SampleTerms",
    "Shutdown",
    "StepLabels",
    "as_decided",
    "check_nested",
    "choose_examples",
    "decided_episodes",
    "estimate_labels",
    "executor_for",
    "export_run",
    "filled_in",
    "fingerprint",
    "labels_of",
    "level_experiment",
    "load_episodes",
    "load_experiment",
    "load_protocols",
    "model_name",
    "n_waiting",
    "nested_parts",
    "open_desk",
    "open_label_desk",
    "prepare",
    "prepare_rejudge",
    "probe_verdicts",
    "rater_alpha",
    "read_only_pattern",
    "reveal_gold",
    "reward_bits",
    "run_experiment",
    "solutions_of",
    "start_folder",
    "step_ids",
    "summaries",
    "team_of_label",
    "tokens_of",
    "unknown_abilities",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "agent_labels": {"AgentSpec", "labels_of", "model_name"},
        "cell_teams": {"CellTeams", "team_of_label"},
        "check_agents": {"unknown_abilities"},
        "cost_estimate": {"CostEstimate", "CostEstimator"},
        "executors": {"Executor", "executor_for"},
        "experiment": {"Experiment", "ProtocolUse", "load_experiment"},
        "exports": {"export_run", "solutions_of"},
        "filters": {"read_only_pattern"},
        "labelling": {
            "JudgeEstimate",
            "LabelEstimates",
            "LabelFile",
            "PeopleLabel",
            "SampleTerms",
            "StepLabels",
            "estimate_labels",
            "open_label_desk",
            "step_ids",
        },
        "limits": {"Limits", "ModelLimiter", "ModelLimits", "RetryingAgent"},
        "matrix": {"Matrix"},
        "nesting": {"NestedParts", "check_nested", "choose_examples", "level_experiment", "nested_parts"},
        "people_decisions": {"as_decided", "decided_episodes"},
        "run_desk": {"open_desk"},
        "people": {
            "AlreadyAnswered",
            "AnswerRefused",
            "ControlQuestion",
            "FormField",
            "PeopleDesk",
            "PeopleOptions",
            "PersonAnswer",
            "PersonSummary",
            "PersonTask",
            "filled_in",
            "n_waiting",
            "rater_alpha",
            "reward_bits",
            "summaries",
            "tokens_of",
        },
        "prepare_run": {"Run", "load_protocols", "prepare"},
        "probe_plan": {"MITIGATION_NAMES", "ProbePlan"},
        "probe_results": {"probe_verdicts"},
        "registration": {"Registration"},
        "gold_reveal": {"reveal_gold"},
        "rejudge_run": {"RejudgeTerms", "prepare_rejudge"},
        "run": {"Beside", "Progress", "run_experiment"},
        "shutdown": {"Shutdown"},
        "stores": {
            "NewerOverride",
            "OverrideStore",
            "RunFolder",
            "fingerprint",
            "load_episodes",
            "start_folder",
        },
    },
)
