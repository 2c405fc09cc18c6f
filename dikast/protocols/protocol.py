"""Protocol: roles and a short list of moves, as data."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, model_validator

from dikast.errors import FieldError, nearest
from dikast.own_prompts import PromptName, check_prompts
from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.acceptance_rules import acceptance_fault
from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.claims_move import ClaimsMove
from dikast.protocols.credit_move import CreditMove
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.moves import (
    AnswerMove,
    AskMove,
    BeliefAtLeast,
    CheckMove,
    ChooseMove,
    DecideMove,
    Games,
    Move,
    Rounds,
    SingleMove,
    SpeakMove,
    VoteMove,
)
from dikast.protocols.needed_sights import sight_fault
from dikast.protocols.panel import PanelMove
from dikast.protocols.process_moves import AccuseMove, GradeMove, LabelMove, PremisesMove, SolveMove
from dikast.protocols.requirements_move import RequirementsMove
from dikast.protocols.roles import Role
from dikast.protocols.rules import require
from dikast.protocols.rules_move import RulesMove
from dikast.protocols.verify_move import VerifyMove
from dikast.records import Record, SeatKind

CANDIDATE_MOVES = (RateMove, RankMove, RulesMove, ClaimsMove, RequirementsMove, CriteriaMove, CreditMove)
"""The moves that say how good candidates are, and not which of them is right."""

Family = Literal["given choices", "open questions", "answers made in the episode", "responses", "worked solutions"]
SPEAKERS_FOR_CHOICES: tuple[SeatKind, ...] = ("debater", "consultant")
SPEAKERS_ABOUT_ANSWERS: tuple[SeatKind, ...] = ("solver", "critic")

MoveT = TypeVar("MoveT", bound=SingleMove | Rounds)


class Protocol(Record):
    """Which roles speak in which order, who sees what, and how it ends.

    - `name`: what tables and messages call it.
    - `description`: what happens in it, in a sentence.
    - `reads`: the papers it comes from.
    - `repeats`: how often a reply that can't be read is asked for again.
    - `about`: what the choices are, by which the judge's prompts speak of them: `answers`, one of which is right, or
      `responses`, one of which is better.
    - `prompts`: templates of one's own for what the judge is sent, by name, in place of the engine's: `system`, the
      `opening` with question and choices, and the tasks `decide`, `look`, `compare`, `assess` and `rank` (see
      `own_prompts.SAMPLES` for the values that each sees).
    - `roles`: the roles by name.
    - `moves`: what they do, in order. The last move gives the verdict.

    Raises pydantic's ValidationError if a move names a role that does not exist, a role has nothing to do, or the
    moves do not end in one verdict.
    """

    name: Annotated[str, Field(min_length=1)]
    description: str = ""
    reads: str = ""
    repeats: Annotated[int, Field(ge=0, le=10)] = 1
    about: Annotated[Literal["answers", "responses"], Field(exclude_if=lambda about: about == "answers")] = "answers"
    prompts: Annotated[dict[PromptName, str], Field(exclude_if=operator.not_)] = Field(default_factory=dict)
    roles: dict[str, Role]
    moves: Annotated[tuple[Move, ...], Field(min_length=1)]

    def numbered_moves(self) -> Iterator[tuple[str, SingleMove, Rounds | None]]:
        """Every move with its id and the rounds that it is in; None for a move outside of rounds.

        An id is the position of the move, counted from 0: `1`, or `1.0` inside rounds. Turns store it as `Turn.move`.
        """
        for i, move in enumerate(self.moves):
            if not isinstance(move, Rounds):
                yield str(i), move, None
                continue
            for k, inner in enumerate(move.each):
                yield f"{i}.{k}", inner, move

    def move(self, move_id: str) -> SingleMove:
        """The move of that id, such as `1.0`. Raises KeyError if there is none."""
        moves = {other_id: move for other_id, move, _ in self.numbered_moves()}
        return moves[move_id]

    def moves_of(self, *kinds: type[MoveT]) -> list[MoveT]:
        """Every move of these kinds, inside rounds and outside, in order.

        `Rounds` gives the blocks of rounds themselves.
        """
        moves: list[Move] = []
        for move in self.moves:
            moves.append(move)
            if isinstance(move, Rounds):
                moves += move.each
        return [move for move in moves if isinstance(move, kinds)]

    @property
    def is_assigned(self) -> bool:
        """Whether an episode must be given a side to argue for.

        An experiment then runs an episode for each choice of a question.
        """
        return any(role.argues == "assigned" for role in self.roles.values())

    @property
    def grade(self) -> GradeMove | None:
        """The last move of a protocol that judges a worked solution; None for one that decides between choices.

        The two kinds of protocols have different prompts, and different rules for roles and moves.
        """
        last = self.moves[-1]
        if isinstance(last, GradeMove):
            return last
        return None

    @property
    def needs_choices(self) -> bool:
        """Whether the verdict is about choices.

        A worked solution can be judged without any, and so can answers that a machine verifies; neither has choices to
        swap.
        """
        return not isinstance(self.moves[-1], GradeMove | VerifyMove | AcceptMove)

    @property
    def accepts(self) -> bool:
        """Whether a judge accepts or rejects an answer that is given in the episode."""
        return isinstance(self.moves[-1], AcceptMove)

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
        # Where an answer is accepted, only the judge is shown labels, and at its end.
        if self.accepts:
            return True
        return not any(self._depends_on_order(move, rounds) for _, move, rounds in self.numbered_moves())

    def _depends_on_order(self, move: SingleMove, rounds: Rounds | None) -> bool:
        """Whether the turns of this move may depend on the order of the choices.

        They do if a seat that makes them was shown labels, or if seats speak one after the other.
        """
        if rounds is not None and rounds.until is not None:
            # Rounds end by a belief or by answers, which were given under labels.
            return True
        match move:
            case AskMove(except_last=True) if rounds is not None:
                # There is a question after each round but the last, so none if there is only one round.
                return rounds.rounds > 1
            case ChooseMove() | AnswerMove() | AskMove():
                return True
            case CheckMove(reader=str(reader)):
                # A reader that sees choices sees them under labels.
                return "choices" in self.roles[reader].sees
            case SpeakMove():
                return self._speech_depends_on_order(move)
            case _:
                return False

    def _speech_depends_on_order(self, move: SpeakMove) -> bool:
        """Whether speeches depend on the order: by who scores their drafts, or by who speaks first."""
        helpers_argue = [self.roles[name].argues is not None for name in move.helpers]
        # A seat that argues for no answer is shown labels, also where it scores or criticises drafts.
        if not all(helpers_argue):
            return True
        sides = [self.roles[name].argues for name in move.speak]
        # A role with `argues: each` has a seat for every choice, so at least two.
        n_speakers = len(sides) + sides.count("each")
        return move.order == "sequential" and n_speakers > 1

    @model_validator(mode="after")
    def _moves_name_roles(self) -> Self:
        """Raises FieldError if a move names a role that is missing or of the wrong kind, or if a role is in no move."""
        idle = dict(self.roles)
        for move_id, move, _ in self.numbered_moves():
            for name in (*move.actors, *move.helpers):
                if name not in self.roles:
                    raise FieldError(f"no role {name!r} here: {nearest(name, self.roles)}", *path_of(move_id))
                idle.pop(name, None)
        # Only now, because a misspelt name in any move is the likelier fault.
        for move_id, move, _ in self.numbered_moves():
            self._check_kinds(move_id, move)
            self._check_counts(move_id, move)
        if idle:
            name = next(iter(idle))
            raise FieldError(f"the role {name!r} has nothing to do in any move", "roles", name)
        return self

    def _check_kinds(self, move_id: str, move: SingleMove) -> None:
        """Raises FieldError if an actor of the move is of a kind that may not make it.

        The kinds are those of the move, except for speeches: who may make them depends on the end of the protocol.
        """
        allowed: tuple[SeatKind, ...] = move.kinds
        if isinstance(move, SpeakMove) and self.grade is None:
            # Solvers and critics speak about a solution or an answer. Between choices, speakers argue for one.
            allowed = SPEAKERS_ABOUT_ANSWERS if self.accepts else SPEAKERS_FOR_CHOICES
        for name in move.actors:
            kind = self.roles[name].kind
            if kind not in allowed:
                fault = f"`{move.key}` is for a {' or a '.join(allowed)}, but {name!r} is a {kind}"
                raise FieldError(fault, *path_of(move_id))

    def _check_counts(self, move_id: str, move: SingleMove) -> None:
        """Raises FieldError for a role of several seats in a part that only one can have: the others would be idle."""
        parts = {f"`{move.key}`": move.actors} if isinstance(move, PremisesMove | AccuseMove) else {}
        if isinstance(move, ClaimsMove) and move.split_by is not None:
            parts["`split_by`"] = (move.split_by,)
        if isinstance(move, CriteriaMove) and move.audit_by is not None:
            parts["`audit_by`"] = (move.audit_by,)
        if isinstance(move, CreditMove) and move.extract_by is not None:
            parts["`extract_by`"] = (move.extract_by,)
        if isinstance(move, RequirementsMove):
            parts["`read_by`"] = (move.read_by,)
        parts |= {"`by`, which scores or criticises drafts,": move.helpers}
        for part, names in parts.items():
            for name in names:
                if self.roles[name].count > 1:
                    fault = f"{part} is for one seat, but {name!r} has {self.roles[name].count}: give it `count: 1`"
                    raise FieldError(fault, *path_of(move_id))

    @model_validator(mode="after")
    def _prompts_can_be_used(self) -> Self:
        """Raises FieldError for a template that can't be filled in, or has no place in this protocol."""
        last = self.moves[-1]
        if self.prompts and not isinstance(last, DecideMove | RateMove | RankMove):
            raise FieldError("`prompts` are for a judge that decides, rates or ranks: leave them out", "prompts")
        check_prompts(self.prompts)
        return self

    @model_validator(mode="after")
    def _ends_in_one_verdict(self) -> Self:
        """Raises ValueError if there is not one verdict, at the end, or if it lacks what it rests on."""
        last = self.moves[-1]
        verdicts = self.moves_of(DecideMove, VoteMove, VerifyMove, AcceptMove, GradeMove, *CANDIDATE_MOVES)
        voters: set[str] = set()
        for counting in (*self.moves_of(VoteMove), *self.moves_of(VerifyMove)):
            voters.update(counting.actors)
        answered: set[str] = set()
        for answer in self.moves_of(AnswerMove):
            answered.update(answer.answer)
        waits_for_belief = any(isinstance(block.until, BeliefAtLeast) for block in self.moves_of(Rounds))
        require(
            (
                verdicts == [last],
                "the moves must end in one `decide`, `vote`, `verify`, `accept`, `rate`, `rank`, `rules`, `claims`, "
                "`requirements`, `criteria`, `credit` or `grade`, and have no other",
            ),
            (
                bool(self.roles) or isinstance(last, GradeMove),
                "at least one role is needed, unless a machine grades alone (`grade: []`)",
            ),
            (
                answered >= voters,
                "only roles that gave an `answer` can vote or be verified",
            ),
            (
                isinstance(last, DecideMove) or not waits_for_belief,
                "`until: {p_at_least: …}` needs a judge's belief, so a protocol that ends in `decide`",
            ),
        )
        return self

    @model_validator(mode="after")
    def _only_grading_is_about_a_solution(self) -> Self:
        """Raises FieldError for a move about a worked solution in a protocol that decides between choices."""
        if self.grade is not None:
            return self
        for move_id, move, _ in self.numbered_moves():
            if isinstance(move, SolveMove) and self.about == "responses":
                self._check_own_answer(move_id, move)
            elif move.is_about_solution:
                raise FieldError("this is about a worked solution: end the moves in `grade`", *path_of(move_id))
        return self

    def _check_own_answer(self, move_id: str, move: SolveMove) -> None:
        """Raises FieldError unless it is one attempt, made before anything was said of the responses."""
        fault = ""
        if move.samples > 1:
            fault = "answers to a task can't be told alike: one attempt, so leave `samples` out"
        elif not all(isinstance(earlier, SolveMove) for earlier in self.moves[: int(move_id)]):
            fault = "the judge answers the task before it is shown the responses: this comes first"
        elif self.roles[move.solve].kind != "judge":
            fault = f"only a judge answers the task first, and {move.solve!r} is none"
        if fault:
            raise FieldError(fault, *path_of(move_id))

    @model_validator(mode="after")
    def _grading_rests_on_labels(self) -> Self:
        """Raises ValueError if those who grade have no labels or too few votes, or if a role argues for an answer."""
        if self.grade is None:
            return self
        # How many labels of each step one seat of a role gives. Each of them is a vote.
        samples: dict[str, int] = {}
        for move in self.moves_of(LabelMove):
            samples |= dict.fromkeys(move.label, move.samples)
        if not samples.keys() >= set(self.grade.grade):
            raise ValueError("only roles that `label` the steps can grade them")
        arguing = [name for name, role in self.roles.items() if role.argues is not None]
        if arguing:
            raise ValueError(f"{arguing[0]!r} argues for an answer, but here a worked solution is judged: leave it out")
        self._check_order_of_labels()
        n_votes = sum(self.roles[name].count * samples[name] for name in self.grade.grade)
        quorum = self.grade.quorum
        if quorum is not None and quorum > n_votes:
            fault = f"a quorum of {quorum} can't be reached by {n_votes} votes"
            raise FieldError(fault, "moves", len(self.moves) - 1, "quorum")
        return self

    def _check_order_of_labels(self) -> None:
        """Raises FieldError for a move that lacks what it acts on.

        A question about doubtful steps needs earlier labels. An accusation needs a critic who holds the solution
        flawed. Drafts of a speech need an answer that it argues for.
        """
        labelled: set[str] = set()
        for move_id, move, _ in self.numbered_moves():
            fault = ""
            match move:
                case LabelMove():
                    labelled.update(move.label)
                case AskMove(doubtful=int()) if move.ask not in labelled:
                    fault = f"{move.ask!r} must `label` the steps before it can doubt any"
                case SpeakMove() if move.best_of or move.refine:
                    fault = "drafts are scored by the answer they argue for, and here is none"
                case AccuseMove() if self.roles[move.accuse].stands != "flawed":
                    fault = f"`accuse` is for a role with `stands: flawed`, not {move.accuse!r}"
            if fault:
                raise FieldError(fault, *path_of(move_id))

    @model_validator(mode="after")
    def _answers_can_be_accepted(self) -> Self:
        """Raises FieldError where an answer is to be accepted that is not one, or where something gives it away."""
        last = self.moves[-1]
        if not isinstance(last, AcceptMove):
            return self
        fault = acceptance_fault(last, self.roles, (move for _, move, _ in self.numbered_moves()))
        if fault:
            raise FieldError(fault, "moves", len(self.moves) - 1)
        return self

    @model_validator(mode="after")
    def _only_responses_are_compared(self) -> Self:
        """Raises ValueError for what is said of responses in a protocol about answers, one of which is right."""
        last = self.moves[-1]
        if self.about == "responses":
            if isinstance(last, VerifyMove | AcceptMove):
                raise ValueError(f"`{last.key}` is about answers, and responses are judged: leave `about` out")
            return self
        if isinstance(last, CANDIDATE_MOVES):
            raise ValueError(f"`{last.key}` says how good candidates are, not which is right: write `about: responses`")
        if isinstance(last, DecideMove) and (last.ties or last.rubric is not None):
            raise ValueError("one answer is right, so there are no `ties` and no `rubric`: write `about: responses`")
        if isinstance(last, DecideMove) and last.verifier:
            raise ValueError("a `verifier` compares responses with references: write `about: responses`")
        return self

    @model_validator(mode="after")
    def _panels_can_have_their_quorum(self) -> Self:
        """Raises FieldError for a quorum of more judges than there are."""
        last = self.moves[-1]
        if not isinstance(last, PanelMove) or last.panel is None or last.panel.quorum is None:
            return self
        n_judges = sum(self.roles[name].count for name in last.judges)
        if last.panel.quorum > n_judges:
            fault = f"a quorum of {last.panel.quorum} can't be reached by {n_judges} judges"
            raise FieldError(fault, "moves", len(self.moves) - 1, "panel", "quorum")
        return self

    @model_validator(mode="after")
    def _single_candidates_are_shown_alone(self) -> Self:
        """Raises FieldError if something is said before candidates are shown one or two at a time: of which of them?"""
        last = self.moves[-1]
        said = [move for move in self.moves[:-1] if not isinstance(move, SolveMove)]
        if not isinstance(last, CANDIDATE_MOVES) or last.shows_all or not said:
            return self
        fault = f"`{last.key}` shows one or two candidates at a time here, so nothing can be said of them all before"
        raise FieldError(fault, "moves", len(self.moves) - 1)

    @model_validator(mode="after")
    def _roles_see_what_their_part_needs(self) -> Self:
        """Raises FieldError if the roles of the last move lack a sight that it needs, or have one that spoils it."""
        fault = sight_fault(self.moves[-1], self.roles)
        if fault:
            raise FieldError(fault, "moves", len(self.moves) - 1)
        return self

    @model_validator(mode="after")
    def _pinned_references_are_seen(self) -> Self:
        """Raises FieldError if a reference is to be shown as a response to a judge that may not see it."""
        last = self.moves[-1]
        if isinstance(last, RateMove) and last.pinned and "reference" not in self.roles[last.rate].sees:
            fault = f"a `pinned` reference is shown to {last.rate!r}: add `reference` to what it `sees`"
            raise FieldError(fault, "roles", last.rate, "sees")
        return self

    @model_validator(mode="after")
    def _orders_can_be_shown(self) -> Self:
        """Raises FieldError if the verdict is taken in orders in which what was said before would not fit."""
        last = self.moves[-1]
        if isinstance(last, DecideMove) and last.orders is not None and not self.is_order_free:
            fault = "what is said before the verdict depends on the order shown: leave `orders` out, and use `swap`"
            raise FieldError(fault, "moves", len(self.moves) - 1, "orders")
        return self

    @model_validator(mode="after")
    def _sides_are_chosen_once(self) -> Self:
        """Raises ValueError unless the one open role has the one `choose` move, which comes first."""
        roles_arguing: defaultdict[object, list[str]] = defaultdict(list)
        for name, role in self.roles.items():
            roles_arguing[role.argues].append(name)
        other = next(iter(roles_arguing["other"]), "")
        choosers = [move.choose for move in self.moves_of(ChooseMove)]
        is_chosen_first = isinstance(self.moves[0], ChooseMove)
        require(
            (
                choosers == roles_arguing["chosen"] and len(choosers) <= 1,
                "a role with `argues: chosen` needs one `choose` move of its own, and only such a role",
            ),
            (
                bool(choosers) or not other,
                f"{other!r} argues for the other answer, but no role chooses one",
            ),
            (
                is_chosen_first or not choosers,
                "`choose` must be the first move",
            ),
        )
        return self


def path_of(move_id: str) -> tuple[str | int, ...]:
    """The path to a move in the protocol, by its id: `1.0` is moves, 1, each, 0.

    A FieldError takes it, so that the message has the line of the move.
    """
    outer, _, inner = move_id.partition(".")
    if not inner:
        return ("moves", int(outer))
    return ("moves", int(outer), "each", int(inner))
