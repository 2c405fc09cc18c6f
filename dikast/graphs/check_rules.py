"""A judge looks for violations of rules in each response."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.graphs.agent_calls import together
from dikast.graphs.constitution_lookup import constitution_of
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.precondition_judge import PreconditionJudge
from dikast.graphs.scored_verdict import scored_verdict
from dikast.graphs.state import Entries, State
from dikast.protocols import RulesMove
from dikast.records import Assessment, CandidateScore, PreconditionFinding, RuleFinding, Verdict
from dikast.rubrics import AnyOf, ConstitutionRule


def check_rules(move: RulesMove, move_id: str) -> GraphNode:
    """Every seat of the role looks at every rule for every candidate."""
    rules = constitution_of(move).rules

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        judges = [
            (PreconditionJudge(context, seat, move_id, candidate, move.spans, number), rule)
            for number, seat in enumerate(context.prompts.seats_of(move.rules))
            for candidate in range(len(context.prompts.order))
            for rule in rules
        ]
        findings = await together(_finding(judge, rule) for judge, rule in judges)
        assessments: Entries = {}
        found: Entries = {}
        for number, ((judge, _), finding) in enumerate(zip(judges, findings, strict=True)):
            found |= context.episode.entry(f"rule {number:06}", finding)
            for reply, assessment in enumerate(judge.assessments):
                assessments |= context.episode.entry(f"rule {number:06} {reply:06}", assessment)
        return {"assessments": assessments, "findings": found}

    return node


async def _finding(judge: PreconditionJudge, rule: ConstitutionRule) -> RuleFinding:
    """Whether the rule is violated: its preconditions in order, until one does not hold."""
    looked_at: list[PreconditionFinding] = []
    violated: bool | None = True
    for condition in rule.violated_if:
        holds = await _any_holds(judge, condition, looked_at)
        if holds is False:
            violated = False
            break
        # One that could not be decided leaves the rule open, unless a later one does not hold.
        if holds is None:
            violated = None
    return RuleFinding(
        candidate=judge.candidate,
        seat=judge.seat.name,
        rule=rule.name,
        violated=violated,
        preconditions=tuple(looked_at),
    )


async def _any_holds(judge: PreconditionJudge, condition: AnyOf, looked_at: list[PreconditionFinding]) -> bool | None:
    """Whether one of the alternatives holds; None if none is known to, and one could not be decided."""
    result: bool | None = False
    for says in condition.any_of:
        finding = await judge.finding(says)
        looked_at.append(finding)
        if finding.holds:
            return True
        if finding.holds is None:
            result = None
    return result


def rules_verdict(
    move: RulesMove, findings: Sequence[RuleFinding], assessments: Sequence[Assessment], n_candidates: int
) -> Verdict:
    """The verdict that these findings make: the response that violates the fewest rules is the best.

    A score is minus the number of rules that are violated, the mean over the seats. A rule that could not be decided
    leaves the verdict unparsed, with what was found.
    """
    open_rule = next((finding for finding in findings if finding.violated is None), None)
    if open_rule is not None:
        reason = f"whether candidate {open_rule.candidate + 1} violates {open_rule.rule!r} could not be decided"
        return Verdict(status="unparsed", assessments=tuple(assessments), rules=tuple(findings), reason=reason)
    n_rules = len(constitution_of(move).rules)
    scores: list[CandidateScore] = []
    for candidate in range(n_candidates):
        violated = [finding.violated for finding in findings if finding.candidate == candidate]
        share = sum(map(bool, violated)) / len(violated)
        scores.append(CandidateScore(candidate=candidate, score=-share * n_rules, value=1 - share, route="counted"))
    verdict = scored_verdict(scores, assessments)
    return verdict.model_copy(update={"rules": tuple(findings)})
