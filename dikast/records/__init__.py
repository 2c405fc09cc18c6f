"""The records: what was asked, said, checked and judged in an episode, and what it cost.

All are frozen pydantic models that go to JSON and back without loss. They read and write no files. Every other room
imports this one; this one imports no other.
"""

from dikast.records.assessment import Assessment, AssessmentKind, CandidateScore, CriterionScore, ScoreRoute
from dikast.records.attempt import Attempt, AttemptStatus, MajorityAnswer, MajorityStatus, credit_of
from dikast.records.check import Check, CheckReason, CheckStatus, CheckStrength, InheritedValue, ProposedClaim
from dikast.records.check_terms import CheckDisplay, CheckPick
from dikast.records.claim_finding import ClaimFinding, ClaimStatus
from dikast.records.claim_tree import ClaimLevel, ClaimTree, claim_tree
from dikast.records.credit_finding import AnswerDecider, CreditFinding, CreditPart, CreditWay
from dikast.records.delegated_answer import DelegatedAnswer
from dikast.records.ending import ENDING_WORDS, Ending
from dikast.records.episode import SCHEMA_VERSION, Episode, Failure, Passage
from dikast.records.fault import Fault, Severity
from dikast.records.grading import Decider, GradeState, Grading, Label, Labelling, StepLabel
from dikast.records.inner_call import InnerCall, InnerKind
from dikast.records.origin import Origin
from dikast.records.outcome import Draw, Outcome, OutcomeGrade, OutcomeLook, Seated, team_label
from dikast.records.outcome_acceptance import OutcomeAcceptance
from dikast.records.outcome_attempts import OutcomeAttempts
from dikast.records.outcome_critique import OutcomeCritique
from dikast.records.outcome_descent import OutcomeDescent, Pointed
from dikast.records.outcome_market import OutcomeMarket
from dikast.records.outcome_responses import OutcomeCriterion, OutcomeResponses
from dikast.records.outcome_sum import OutcomeSum, can_be_summed
from dikast.records.override import (
    LONGEST_COMMENT,
    Decisions,
    Override,
    OverridePlace,
    OverrideSubject,
    in_force,
    standing_decisions,
)
from dikast.records.peer_score import PeerScore
from dikast.records.prediction import SeatPrediction, movement
from dikast.records.purpose import Purpose
from dikast.records.question import IMAGE_SCHEMES, Question
from dikast.records.record import Record
from dikast.records.requirement_finding import RequirementFinding, RequirementKind
from dikast.records.rule_finding import PreconditionFinding, PreconditionRoute, RuleFinding
from dikast.records.solution import PROBLEM, Mark, Marking, Solution, SolutionPart, StepMark
from dikast.records.text_likelihood import TextLikelihood
from dikast.records.transcript import (
    Aim,
    ClaimDirection,
    Quote,
    Seat,
    SeatKind,
    Sight,
    Stance,
    Transcript,
    Turn,
    TurnKind,
)
from dikast.records.usage import SummedUsage, Usage, UsageSum, dollars
from dikast.records.verdict import Acceptance, Look, Route, Strength, Verdict, VerdictStatus, most_probable

__all__ = [
    "ENDING_WORDS",
    "IMAGE_SCHEMES",
    "LONGEST_COMMENT",
    "PROBLEM",
    "SCHEMA_VERSION",
    "Acceptance",
    "Aim",
    "AnswerDecider",
    "Assessment",
    "AssessmentKind",
    "Attempt",
    "AttemptStatus",
    "CandidateScore",
    "Check",
    "CheckDisplay",
    "CheckPick",
    "CheckReason",
    "CheckStatus",
    "CheckStrength",
    "ClaimDirection",
    "ClaimFinding",
    "ClaimLevel",
    "ClaimStatus",
    "ClaimTree",
    "CreditFinding",
    "CreditPart",
    "CreditWay",
    "CriterionScore",
    "Decider",
    "Decisions",
    "DelegatedAnswer",
    "Draw",
    "Ending",
    "Episode",
    "Failure",
    "Fault",
    "GradeState",
    "Grading",
    "InheritedValue",
    "InnerCall",
    "InnerKind",
    "Label",
    "Labelling",
    "Look",
    "MajorityAnswer",
    "MajorityStatus",
    "Mark",
    "Marking",
    "Origin",
    "Outcome",
    "OutcomeAcceptance",
    "OutcomeAttempts",
    "OutcomeCriterion",
    "OutcomeCritique",
    "OutcomeDescent",
    "OutcomeGrade",
    "OutcomeLook",
    "OutcomeMarket",
    "OutcomeResponses",
    "OutcomeSum",
    "Override",
    "OverridePlace",
    "OverrideSubject",
    "Passage",
    "PeerScore",
    "Pointed",
    "PreconditionFinding",
    "PreconditionRoute",
    "ProposedClaim",
    "Purpose",
    "Question",
    "Quote",
    "Record",
    "RequirementFinding",
    "RequirementKind",
    "Route",
    "RuleFinding",
    "ScoreRoute",
    "Seat",
    "SeatKind",
    "SeatPrediction",
    "Seated",
    "Severity",
    "Sight",
    "Solution",
    "SolutionPart",
    "Stance",
    "StepLabel",
    "StepMark",
    "Strength",
    "SummedUsage",
    "TextLikelihood",
    "Transcript",
    "Turn",
    "TurnKind",
    "Usage",
    "UsageSum",
    "Verdict",
    "VerdictStatus",
    "can_be_summed",
    "claim_tree",
    "credit_of",
    "dollars",
    "in_force",
    "most_probable",
    "movement",
    "standing_decisions",
    "team_label",
]
