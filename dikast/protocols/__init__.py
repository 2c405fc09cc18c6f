"""What is said and in which order: the Protocol, its library, its prompts, and how replies are read.

A protocol is data: roles and a few kinds of moves. Nothing in the engine knows one by name.
"""

from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.certainty import read_certainty
from dikast.protocols.claim_reading import RestatedClaims, read_restated_claims, reading_text, restated_claims
from dikast.protocols.library import load_protocol, protocol_names, read_options
from dikast.protocols.move_model import MoveModel
from dikast.protocols.moves import (
    MOVES,
    AnswerMove,
    AskMove,
    BeliefAtLeast,
    BestOf,
    Checker,
    CheckMove,
    ChooseMove,
    DecideMove,
    DecideRoute,
    Games,
    Move,
    Normalise,
    Refine,
    Rounds,
    SpeakMove,
    VoteMove,
)
from dikast.protocols.process_moves import AccuseMove, GradeMove, LabelMove, PremisesMove, SolveMove
from dikast.protocols.prompt_builder import PromptBuilder
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.protocols.protocol_options import ProtocolOptions, apply
from dikast.protocols.rating_parsing import RatingTerms, StatedRating, rating_form, read_ranking, read_ratings
from dikast.protocols.reply_parsing import (
    DRAFT_SCORE,
    Speech,
    read_score,
    read_speech,
    read_stated,
    stated_form,
)
from dikast.protocols.response_prompt import names_of
from dikast.protocols.roles import seats_of
from dikast.protocols.solution_prompt import FINAL_ANSWER_KEY, step_key
from dikast.protocols.step_label_parsing import ParsedLabels, labels_form, read_accusation, read_labels, read_premises
from dikast.protocols.turn_context import History, TurnContext
from dikast.protocols.verdict_formats import FORMATS, TIE, FormatName, NamedCandidate, read_named
from dikast.protocols.visibility import MAX_CHOICES, label_of, labels_for, name_for, question_for
from dikast.replies import Unreadable, clean_text, read_json_reply, read_label, split_thinking

__all__ = [
    "DRAFT_SCORE",
    "FINAL_ANSWER_KEY",
    "FORMATS",
    "MAX_CHOICES",
    "MOVES",
    "TIE",
    "AccuseMove",
    "AnswerMove",
    "AskMove",
    "BeliefAtLeast",
    "BestOf",
    "CheckMove",
    "Checker",
    "ChooseMove",
    "DecideMove",
    "DecideRoute",
    "FormatName",
    "Games",
    "GradeMove",
    "History",
    "LabelMove",
    "Move",
    "MoveModel",
    "NamedCandidate",
    "Normalise",
    "ParsedLabels",
    "PremisesMove",
    "PromptBuilder",
    "Protocol",
    "ProtocolOptions",
    "RankMove",
    "RateMove",
    "RatingTerms",
    "Refine",
    "RestatedClaims",
    "Rounds",
    "SolveMove",
    "SpeakMove",
    "Speech",
    "StatedRating",
    "TurnContext",
    "Unreadable",
    "VoteMove",
    "apply",
    "clean_text",
    "label_of",
    "labels_for",
    "labels_form",
    "load_protocol",
    "name_for",
    "names_of",
    "protocol_names",
    "question_for",
    "rating_form",
    "read_accusation",
    "read_certainty",
    "read_json_reply",
    "read_label",
    "read_labels",
    "read_named",
    "read_options",
    "read_premises",
    "read_ranking",
    "read_ratings",
    "read_restated_claims",
    "read_score",
    "read_speech",
    "read_stated",
    "reading_text",
    "render_prompt",
    "restated_claims",
    "seats_of",
    "split_thinking",
    "stated_form",
    "step_key",
]
