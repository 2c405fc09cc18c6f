"""What a report says of graded solutions: where the first errors are, their kinds, and the solutions in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dikast.experiments import RunFolder
from dikast.records import Episode, Grading, Outcome, OutcomeSum, standing_decisions
from dikast.report.grading_view import GradingView, view_grading
from dikast.rubrics import Rubric

MOST_SOLUTION_BYTES = 1_000_000
"""About how much text of solutions a page may hold."""
MARKUP_OF_STEP = 900
"""About how many bytes a step takes besides its text."""
LAST_POSITION = 5
"""First errors at this step and later ones are counted together."""


@dataclass
class FirstErrorCounts:
    """The graded solutions of one protocol of a run: how many, where their first errors are, and their kinds."""

    run: str
    protocol: str
    solutions: int = 0
    positions: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    open: int = 0

    @property
    def with_error(self) -> int:
        """How many have a step that is wrong."""
        return self.positions.total()

    def add(self, grading: Grading, rubric: Rubric) -> None:
        """Counts one more solution."""
        self.solutions += 1
        if grading.first_error is None:
            self.open += any(step.is_wrong is None for step in grading.steps)
            return
        self.positions[min(grading.first_error + 1, LAST_POSITION)] += 1
        code = next((step.error_type for step in grading.steps if step.step == grading.first_error), None)
        kind = rubric.error(code) if code else None
        self.kinds[kind.name if kind else (code or "no kind given")] += 1


@dataclass(frozen=True)
class GradedSection:
    """The section of a report on graded solutions; the solutions that need to be read first come first."""

    counts: tuple[FirstErrorCounts, ...]
    solutions: tuple[GradingView, ...]
    n_hidden: int
    n_decisions: int

    @property
    def positions(self) -> range:
        """The positions of first errors that have a bar of their own, from 1."""
        return range(1, LAST_POSITION + 1)

    @property
    def kinds(self) -> list[str]:
        """The kinds of first errors, the most frequent first."""
        total: Counter[str] = Counter()
        for counts in self.counts:
            total += counts.kinds
        return [kind for kind, _ in total.most_common()]


def graded_section(folders: Sequence[RunFolder]) -> GradedSection | None:
    """The section, with people's decisions; None where no run grades solutions. Each graded run is read once more."""
    from dikast.graphs import regrade

    counts: dict[tuple[str, str], FirstErrorCounts] = {}
    views: list[GradingView] = []
    n_decisions = 0
    room = MOST_SOLUTION_BYTES
    for folder in folders:
        if not any(_is_graded(outcome) for outcome in folder.summed_outcomes()):
            continue
        decisions = standing_decisions(folder.overrides.all())
        n_decisions += len(decisions)
        for episode in _graded(folder):
            regrading = regrade(episode, decisions)
            key = (folder.path.name, episode.protocol_name)
            counts.setdefault(key, FirstErrorCounts(*key)).add(regrading.grading, regrading.rubric)
            room -= _size(episode)
            if room > 0:
                views.append(view_grading(episode, regrading))
    if not counts:
        return None
    n_solutions = sum(one.solutions for one in counts.values())
    in_order = sorted(views, key=lambda view: (not view.state, view.first_error is None))
    return GradedSection(tuple(counts.values()), tuple(in_order), n_solutions - len(views), n_decisions)


def _is_graded(outcome: Outcome | OutcomeSum) -> bool:
    """Whether a solution was graded; nothing that is summed up was."""
    return isinstance(outcome, Outcome) and outcome.grade is not None


def _graded(folder: RunFolder) -> Iterator[Episode]:
    return (episode for episode in folder.episodes() if episode.verdict.grading is not None)


def _size(episode: Episode) -> int:
    """About how many bytes a solution takes on a page."""
    question, solution = episode.question, episode.question.solution
    steps = solution.steps if solution else ()
    images = sum(map(len, question.images))
    return len(question.text) + images + sum(len(step) + MARKUP_OF_STEP for step in steps)
