"""The moves that a protocol is made of. They are few, and each means one thing.

The compiler knows these kinds of moves, and no protocol by its name.
"""

from __future__ import annotations

from typing import get_args

from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.answer_move import AnswerMove, VoteMove
from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.check_move import CheckMove
from dikast.protocols.claims_move import ClaimsMove
from dikast.protocols.concede_move import ConcedeMove
from dikast.protocols.credit_move import CreditMove
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.criticise_move import CriticiseMove
from dikast.protocols.debate_moves import AskMove, ChooseMove, SpeakMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.delegate_move import DelegateMove
from dikast.protocols.descent_moves import EstimateMove, PickMove, SplitMove
from dikast.protocols.examine_move import ExamineMove
from dikast.protocols.predict_move import PredictMove
from dikast.protocols.process_moves import AccuseMove, GradeMove, LabelMove, PremisesMove, SolveMove
from dikast.protocols.requirements_move import RequirementsMove
from dikast.protocols.rules_move import RulesMove
from dikast.protocols.truth_serum_move import TruthSerumMove
from dikast.protocols.verify_move import VerifyMove

SingleMove = (
    SpeakMove
    | AskMove
    | CheckMove
    | ChooseMove
    | AnswerMove
    | DecideMove
    | VoteMove
    | SolveMove
    | PremisesMove
    | LabelMove
    | AccuseMove
    | GradeMove
    | RateMove
    | RankMove
    | RulesMove
    | ClaimsMove
    | RequirementsMove
    | CriteriaMove
    | VerifyMove
    | CreditMove
    | AcceptMove
    | PredictMove
    | TruthSerumMove
    | SplitMove
    | EstimateMove
    | PickMove
    | ConcedeMove
    | ExamineMove
    | DelegateMove
    | CriticiseMove
)
MOVES: dict[str, type[SingleMove]] = {kind.key: kind for kind in get_args(SingleMove)}
"""Every kind of move by its key."""
