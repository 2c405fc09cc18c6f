"""What is said and in which order: the Protocol, its library, its prompts, and how replies are read.

A protocol is data: roles and a few kinds of moves. Nothing in the engine knows one by name.
"""

from dikast.protocols.accept_move import STATEMENTS, AcceptMove, statements_of
from dikast.protocols.answer_move import AnswerMove, StepSearch, VoteMove
from dikast.protocols.answer_parsing import read_open_answer
from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.certainty import read_certainty
from dikast.protocols.check_move import Checker, CheckMove
from dikast.protocols.checklist_parsing import CHECKLIST_TOKENS, StatedChecklist, read_checklist
from dikast.protocols.claim_picking import MOST_CLAIMS_OFFERED, picks_form, read_picks
from dikast.protocols.claim_reading import RestatedClaims, read_restated_claims, reading_text, restated_claims
from dikast.protocols.claims_move import ClaimsAgainst, ClaimsMove
from dikast.protocols.claims_parsing import SplitClaim, SplitClaims, read_split_claims
from dikast.protocols.concede_move import ConcedeMove
from dikast.protocols.concession_parsing import Concession, read_concession
from dikast.protocols.credit_move import LINKS, MARKS_KEY, CreditMove
from dikast.protocols.credit_parsing import (
    ExtractedReasoning,
    PartForm,
    part_form,
    part_names,
    read_extracted,
    read_part_scores,
)
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.criticise_move import CriticiseMove
from dikast.protocols.debate_moves import AskMove, BestOf, ChooseMove, Refine, SpeakMove
from dikast.protocols.decide_move import DecideMove, DecideRoute, Games, Normalise, SelfCheck
from dikast.protocols.delegate_move import DelegateMove
from dikast.protocols.delegation_prompt import (
    answers_text,
    helper_messages,
    questions_form,
    questions_text,
    read_questions,
)
from dikast.protocols.descent_moves import EstimateMove, PickMove, SplitMove
from dikast.protocols.descent_parsing import (
    PickedClaim,
    Subclaims,
    estimates_form,
    numbered,
    pick_form,
    read_estimates,
    read_pick,
    read_subclaims,
)
from dikast.protocols.descent_prompt import may_find_nothing
from dikast.protocols.examine_move import ExamineMove
from dikast.protocols.fault_parsing import StatedFault, StatedFaults, read_faults
from dikast.protocols.library import load_protocol, protocol_names, read_options
from dikast.protocols.mitigations import MITIGATIONS, Mitigation, mitigated
from dikast.protocols.move_model import MoveModel
from dikast.protocols.moves import MOVES
from dikast.protocols.panel import Panel, PanelMove
from dikast.protocols.predict_move import PredictMove
from dikast.protocols.process_moves import AccuseMove, GradeMove, LabelMove, PremisesMove, SolveMove
from dikast.protocols.prompt_builder import PromptBuilder
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.protocols.protocol_options import OPTION_OF, ProtocolOptions, apply
from dikast.protocols.rating_parsing import RatingTerms, StatedRating, rating_form, read_ranking, read_ratings
from dikast.protocols.reply_parsing import (
    DRAFT_SCORE,
    Speech,
    cut_to_words,
    read_score,
    read_speech,
    read_stated,
    stated_form,
)
from dikast.protocols.requirements_move import RequirementsMove
from dikast.protocols.requirements_parsing import (
    FIT_SCORES,
    StatedRequirement,
    StatedRequirements,
    read_requirements,
)
from dikast.protocols.response_prompt import names_of
from dikast.protocols.roles import Example, seats_of
from dikast.protocols.rounds import BeliefAtLeast, Move, Rounds, Settled
from dikast.protocols.rules_move import RulesMove
from dikast.protocols.seat_tools import MOST_TOOL_CHARS, MOST_TOOL_USES, TOOL_NAMES, ToolName
from dikast.protocols.solution_prompt import (
    FINAL_ANSWER_KEY,
    asked_of_labels,
    asks_for_contests,
    explain_prompt,
    step_key,
)
from dikast.protocols.step_label_forms import (
    ExplanationsAsked,
    LabelsAsked,
    StepForm,
    explanations_form,
    labels_form,
    premises_form,
)
from dikast.protocols.step_label_parsing import (
    ParsedLabels,
    read_accusation,
    read_explanations,
    read_labels,
    read_premises,
)
from dikast.protocols.truth_serum_move import TruthSerumMove
from dikast.protocols.turn_context import History, TurnContext
from dikast.protocols.verdict_formats import FORMATS, TIE, FormatName, NamedCandidate, read_named
from dikast.protocols.verify_move import VerifyMove
from dikast.protocols.visibility import MAX_CHOICES, label_of, labels_for, name_for, question_for
from dikast.protocols.wanted_form import wanted_form
from dikast.protocols.yes_no_parsing import (
    NO,
    YES,
    CitedWords,
    Conclusion,
    p_yes,
    read_cited_words,
    read_conclusion,
    read_yes_no,
)
from dikast.replies import Unreadable, clean_text, read_json_reply, read_label, split_thinking

__all__ = [
    "CHECKLIST_TOKENS",
    "DRAFT_SCORE",
    "FINAL_ANSWER_KEY",
    "FIT_SCORES",
    "FORMATS",
    "LINKS",
    "MARKS_KEY",
    "MAX_CHOICES",
    "MITIGATIONS",
    "MOST_CLAIMS_OFFERED",
    "MOST_TOOL_CHARS",
    "MOST_TOOL_USES",
    "MOVES",
    "NO",
    "OPTION_OF",
    "STATEMENTS",
    "TIE",
    "TOOL_NAMES",
    "YES",
    "AcceptMove",
    "AccuseMove",
    "AnswerMove",
    "AskMove",
    "BeliefAtLeast",
    "BestOf",
    "CheckMove",
    "Checker",
    "ChooseMove",
    "CitedWords",
    "ClaimsAgainst",
    "ClaimsMove",
    "ConcedeMove",
    "Concession",
    "Conclusion",
    "CreditMove",
    "CriteriaMove",
    "CriticiseMove",
    "DecideMove",
    "DecideRoute",
    "DelegateMove",
    "EstimateMove",
    "ExamineMove",
    "Example",
    "ExplanationsAsked",
    "ExtractedReasoning",
    "FormatName",
    "Games",
    "GradeMove",
    "History",
    "LabelMove",
    "LabelsAsked",
    "Mitigation",
    "Move",
    "MoveModel",
    "NamedCandidate",
    "Normalise",
    "Panel",
    "PanelMove",
    "ParsedLabels",
    "PartForm",
    "PickMove",
    "PickedClaim",
    "PredictMove",
    "PremisesMove",
    "PromptBuilder",
    "Protocol",
    "ProtocolOptions",
    "RankMove",
    "RateMove",
    "RatingTerms",
    "Refine",
    "RequirementsMove",
    "RestatedClaims",
    "Rounds",
    "RulesMove",
    "SelfCheck",
    "Settled",
    "SolveMove",
    "SpeakMove",
    "Speech",
    "SplitClaim",
    "SplitClaims",
    "SplitMove",
    "StatedChecklist",
    "StatedFault",
    "StatedFaults",
    "StatedRating",
    "StatedRequirement",
    "StatedRequirements",
    "StepForm",
    "StepSearch",
    "Subclaims",
    "ToolName",
    "TruthSerumMove",
    "TurnContext",
    "Unreadable",
    "VerifyMove",
    "VoteMove",
    "answers_text",
    "apply",
    "asked_of_labels",
    "asks_for_contests",
    "clean_text",
    "cut_to_words",
    "estimates_form",
    "explain_prompt",
    "explanations_form",
    "helper_messages",
    "label_of",
    "labels_for",
    "labels_form",
    "load_protocol",
    "may_find_nothing",
    "mitigated",
    "name_for",
    "names_of",
    "numbered",
    "p_yes",
    "part_form",
    "part_names",
    "pick_form",
    "picks_form",
    "premises_form",
    "protocol_names",
    "question_for",
    "questions_form",
    "questions_text",
    "rating_form",
    "read_accusation",
    "read_certainty",
    "read_checklist",
    "read_cited_words",
    "read_concession",
    "read_conclusion",
    "read_estimates",
    "read_explanations",
    "read_extracted",
    "read_faults",
    "read_json_reply",
    "read_label",
    "read_labels",
    "read_named",
    "read_open_answer",
    "read_options",
    "read_part_scores",
    "read_pick",
    "read_picks",
    "read_premises",
    "read_questions",
    "read_ranking",
    "read_ratings",
    "read_requirements",
    "read_restated_claims",
    "read_score",
    "read_speech",
    "read_split_claims",
    "read_stated",
    "read_subclaims",
    "read_yes_no",
    "reading_text",
    "render_prompt",
    "restated_claims",
    "seats_of",
    "split_thinking",
    "stated_form",
    "statements_of",
    "step_key",
    "wanted_form",
]
