"""Protocol: roles and a short list of moves, as data."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from dikast.protocols import (
    budget_rules,
    concession_rules,
    delegation_rules,
    descent_rules,
    examination_rules,
    prediction_rules,
    response_rules,
    role_rules,
    solution_rules,
    verdict_rules,
)
from dikast.protocols.candidate_moves import RateMove
from dikast.protocols.decide_move import DecideMove, Games
from dikast.protocols.order_dependence import is_order_free
from dikast.protocols.protocol_parts import ProtocolParts
from dikast.protocols.rounds import Rounds

Family = Literal["given choices", "open questions", "answers made in the episode", "responses", "worked solutions"]

RULES = (
    role_rules.moves_name_roles,
    verdict_rules.prompts_can_be_used,
    verdict_rules.ends_in_one_verdict,
    solution_rules.only_grading_is_about_a_solution,
    solution_rules.grading_rests_on_labels,
    verdict_rules.answers_can_be_accepted,
    prediction_rules.predictions_can_be_made,
    budget_rules.checks_can_be_bought,
    descent_rules.descents_lead_to_a_leaf,
    examination_rules.copies_have_a_moment,
    concession_rules.concessions_can_decide,
    delegation_rules.questions_can_be_delegated,
    response_rules.only_responses_are_compared,
    verdict_rules.panels_can_have_their_quorum,
    response_rules.single_candidates_are_shown_alone,
    response_rules.roles_see_what_their_part_needs,
    response_rules.pinned_references_are_seen,
    verdict_rules.orders_can_be_shown,
    verdict_rules.sides_are_chosen_once,
)
"""What holds for every protocol. Each raises FieldError or ValueError; the likelier fault comes first."""


class Protocol(ProtocolParts):
    """Which roles speak in which order, who sees what, and how it ends.

    - `name`: what tables and messages call it.
    - `description`: what happens in it, in a sentence.
    - `reads`: the papers it comes from.
    - `repeats`: how often a reply that can't be read is asked for again.
    - `about`: what the judge's prompts call the choices: `answers`, where one is right, or `responses`,
      where one is better.
    - `prompts`: templates of one's own for what the judge is sent, by name, in place of the engine's: `system`, the
      `opening` with question and choices, and the tasks `decide`, `look`, `compare`, `assess` and `rank` (see
      `own_prompts.SAMPLES` for the values that each sees).
    - `roles`: the roles by name.
    - `moves`: what they do, in order. The last move gives the verdict.

    Raises pydantic's ValidationError if a move names a role that does not exist, a role has nothing to do, or the
    moves do not end in one verdict.
    """

    @property
    def is_assigned(self) -> bool:
        """Whether an episode must be given a side to argue for.

        An experiment then runs an episode for each choice of a question.
        """
        return any(role.argues == "assigned" for role in self.roles.values())

    @property
    def family(self) -> Family:
        """What its verdict is about."""
        if self.grade is not None:
            return "worked solutions"
        if self.about == "responses":
            return "responses"
        if self.accepts:
            return "answers made in the episode"
        return "given choices" if self.needs_choices else "open questions"

    @property
    def can_be_swapped(self) -> bool:
        """Whether a judge decides between things that can be shown in the reverse order: choices, or two statements."""
        return self.needs_choices or self.accepts

    @property
    def games(self) -> Games:
        """How looks in several orders become one verdict; `log-odds` for a protocol in which no judge decides."""
        last = self.moves[-1]
        if isinstance(last, DecideMove):
            return last.games
        return "log-odds"

    @property
    def takes_single(self) -> bool:
        """Whether the verdict can be about a single candidate, which is then compared with none."""
        last = self.moves[-1]
        return not isinstance(last, Rounds) and last.takes_single

    @property
    def abstain_below(self) -> int | None:
        """The certainty below which the verdict is no choice; None where the judge never abstains."""
        last = self.moves[-1]
        if isinstance(last, DecideMove | RateMove):
            return last.abstain_below
        return None

    @property
    def is_order_free(self) -> bool:
        """Whether nothing said before the verdict depends on the order in which the choices were shown.

        Then the same transcript can be judged in both orders. Otherwise the episode must run again in the other order.
        """
        return is_order_free(self)

    @model_validator(mode="after")
    def _keeps_the_rules(self) -> Self:
        for rule in RULES:
            rule(self)
        return self
