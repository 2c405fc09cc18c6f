"""The findings of a report, as tables for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.console import Console

from dikast.cli.ability_tables import print_abilities
from dikast.cli.acceptance_table import print_acceptances
from dikast.cli.cell_table import CellTable, share
from dikast.cli.certainty_table import print_certainty
from dikast.cli.correction_text import correction_lines
from dikast.cli.critique_table import print_critiques
from dikast.cli.descent_table import print_descents
from dikast.cli.hacking_table import print_hacking
from dikast.cli.judgment_tables import print_judgments
from dikast.cli.label_tables import print_labels
from dikast.cli.legibility_table import print_legibility
from dikast.cli.market_table import print_markets
from dikast.cli.payoff_table import print_payoffs
from dikast.cli.registration_table import print_registration
from dikast.cli.response_table import print_responses
from dikast.cli.scaling_tables import print_scaling
from dikast.cli.solver_table import print_solvers
from dikast.cli.strength_tables import print_strength
from dikast.cli.tables import interval, or_dash, plain_console, print_table, rating_interval
from dikast.metrics import CorrectedRate, DebaterStats, Estimate, Rating, Ratings
from dikast.report import MOST_COMPARED, CellFindings, Findings, format_p_value, warnings_by_kind
from dikast.sanitize import sanitize

MOST_LINES = 12
THRESHOLDS = (0.8, 0.95)
"""The probabilities at which an early end of episodes is shown; the HTML page shows more."""


def print_findings(findings: Findings) -> None:
    """Prints the numbers of every cell, the comparisons, what to doubt in them, and which episodes to read."""
    console = plain_console()
    print_registration(console, findings.registration)
    _print_cells(console, findings.cells)
    print_solvers(console, ((cell.protocol, cell.agents, cell.solver) for cell in findings.cells))
    print_responses(console, ((cell.protocol, cell.agents, cell.responses) for cell in findings.cells))
    print_acceptances(console, ((cell.protocol, cell.agents, cell.acceptance) for cell in findings.cells))
    print_markets(console, ((cell.protocol, cell.agents, cell.market) for cell in findings.cells))
    print_critiques(console, ((cell.protocol, cell.agents, cell.critique) for cell in findings.cells))
    print_descents(console, ((cell.protocol, cell.agents, cell.descent) for cell in findings.cells))
    print_legibility(console, findings.legibility)
    print_certainty(console, findings.cells)
    print_judgments(console, findings.judgments)
    _print_solutions_right(console, findings.cells)
    for labelled in findings.labelled:
        print_labels(console, labelled.estimates, labelled.run if len(findings.runs) > 1 else "")
    print_abilities(console, findings)
    print_strength(console, findings)
    print_hacking(console, findings.hacking)
    print_scaling(console, findings.scaling)
    _print_recoveries(console, findings)
    print_payoffs(console, findings)
    _print_stops(console, findings)
    _print_arguers(console, findings)
    _print_ratings(console, "Ratings, one for each agent", findings.agent_ratings, findings.agent_elo)
    _print_ratings(console, "Ratings, arguing for right and for wrong answers", findings.ratings, findings.elo)
    _print_comparisons(console, findings)
    _print_agreements(console, findings)
    _print_list(console, "What to doubt", list(_warning_lines(findings)))
    episodes = [f"{episode.run} {episode.id}: {', '.join(episode.kinds)}" for episode in findings.surprises]
    _print_list(console, "Episodes to read, by `dikast transcript DIR EPISODE`", episodes)


def _print_cells(console: Console, cells: Sequence[CellFindings]) -> None:
    """Prints the accuracy of every cell, and what is known of the sides that were argued in it."""
    accuracy = _ACCURACY
    if all(cell.solver is not None for cell in cells):
        accuracy = CellTable("Solver accuracy, with its 95 % interval", _ACCURACY.columns)
    accuracy.without_empty(cells, _RARE_ACCURACY).print_on(console, cells)
    if not any(map(_has_accuracy, cells)):
        console.print("No verdict can be called right or wrong here; for worked solutions there is `dikast score`\n")
    for table, has_values in ((_SIDES, _has_sides), (_CORRECTED, _has_correction), (_HONESTY, _has_score_difference)):
        rows = list(filter(has_values, cells))
        if rows:
            table.print_on(console, rows)


def _print_solutions_right(console: Console, cells: Sequence[CellFindings]) -> None:
    """How many graded solutions are right, where people, or proofs, said it of some of them only."""
    for cell in cells:
        if cell.solutions_right is None:
            continue
        console.print(sanitize(cell.name), style="bold", soft_wrap=True)
        for line in correction_lines(cell.solutions_right, of="solutions without a wrong step", items="problems"):
            console.print(line, soft_wrap=True)
        console.print()


def _print_recoveries(console: Console, findings: Findings) -> None:
    """Prints how much of the gap between a judge with and one without the source each protocol closes."""
    if not findings.recoveries:
        return
    rows = []
    for recovery in findings.recoveries:
        recovered = _with_interval(recovery.recovered)
        if recovery.gap_may_be_none:
            # A share of a gap that may be zero means nothing.
            recovered = ("–", "–")
        row = (
            recovery.protocol,
            *recovered,
            *_with_interval(recovery.gap),
        )
        rows.append(row)
    headings = ("cell", "recovered", "interval", "gap", "interval")
    print_table(console, "Performance gap recovered", headings, rows)


def _print_stops(console: Console, findings: Findings) -> None:
    """A row a cell: accuracy and rounds if its episodes ended early at each threshold, and as they were."""
    rows = []
    for cell in findings.cells:
        if not cell.stops:
            continue
        row = [cell.name]
        stops = [stop for stop in cell.stops if stop.threshold in THRESHOLDS]
        for stop in stops:
            row.append(share(stop.accuracy.value))
            row.append(or_dash(stop.rounds.value, ".2f"))
        # For comparison: the same figures with every round read.
        row.append(share(cell.accuracy.accuracy.value))
        # The rounds in all are the same at every threshold.
        row.append(or_dash(stops[0].rounds_in_all, ".2f"))
        rows.append(row)
    if not rows:
        return
    headings = ["cell"]
    for threshold in THRESHOLDS:
        headings += [f"at p ≥ {threshold:g}", "rounds"]
    headings += ["not ended", "rounds"]
    title = "Accuracy, and rounds read, had each episode ended once its judge was sure"
    print_table(console, title, headings, rows)


def _print_arguers(console: Console, findings: Findings) -> None:
    """How often each agent won: for right and for wrong answers, or in all where no right answer is known."""
    if not findings.arguers:
        return
    # Where no right answer is known, no side can be called right or wrong.
    has_gold = any(arguer.wins_right.n or arguer.wins_wrong.n for arguer in findings.arguers)
    rows = [_arguer_row(arguer, has_gold=has_gold) for arguer in findings.arguers]
    wins: tuple[str, ...] = ("won", "interval")
    if has_gold:
        wins = ("won, right", "interval", "won, wrong", "interval")
    headings = ("agent", "episodes", *wins, "persuasion")
    print_table(console, "How often judges went with those who argued", headings, rows)


def _arguer_row(arguer: DebaterStats, *, has_gold: bool) -> tuple[str, ...]:
    """The cells of one debater or consultant."""
    wins = _with_interval(arguer.wins)
    if has_gold:
        wins = _with_interval(arguer.wins_right) + _with_interval(arguer.wins_wrong)
    return (
        arguer.agent,
        f"{arguer.episodes:,}",
        *wins,
        share(arguer.persuasion.value),
    )


def _print_ratings(console: Console, title: str, ratings: Ratings | None, elo: Sequence[Rating]) -> None:
    """Prints how well players persuade on Elo's scale, the best first; nothing where no two of them met."""
    if ratings is None:
        return
    elo_of = {rating.player: rating.rating.value for rating in elo}
    rows = [
        (
            rating.player,
            f"{rating.games:,}",
            f"{rating.wins:,}",
            f"{rating.ties:,}",
            or_dash(rating.rating.value, ".0f"),
            rating_interval(rating.rating.low, rating.rating.high),
            or_dash(elo_of[rating.player], ".0f"),
        )
        for rating in ratings.players
    ]
    headings = ("player", "games", "won", "tied", "rating", "interval", "Elo")
    print_table(console, title, headings, rows)
    if not ratings.is_bounded:
        console.print("Not every player can be reached from every other by wins: the distances rest on a prior, too\n")


def _print_comparisons(console: Console, findings: Findings) -> None:
    """Prints the differences in accuracy between cells, each with its interval and p-values."""
    comparisons = findings.exploratory_comparisons
    if not findings.comparisons:
        # All pairs of many cells would be too many tests to adjust for.
        if len(findings.cells) > MOST_COMPARED:
            console.print(f"More than {MOST_COMPARED} cells are not compared all with all; name two by --compare A B\n")
        return
    if not comparisons:
        return
    rows = [
        (
            comparison.first,
            comparison.second,
            f"{comparison.difference.clusters:,}",
            *_with_interval(comparison.difference),
            format_p_value(comparison.p_value),
            format_p_value(comparison.p_adjusted),
        )
        for comparison in comparisons
    ]
    title = f"The first less the second, p-values adjusted ({comparisons[0].correction})"
    if findings.registration is not None:
        title = f"Exploratory, not registered: {title[0].lower()}{title[1:]}"
    headings = ("first", "second", "questions", "difference", "interval", "p", "adjusted")
    print_table(console, title, headings, rows, names=2)


def _print_agreements(console: Console, findings: Findings) -> None:
    """Prints how often two judges of the same transcripts agree."""
    if findings.agreements:
        rows = [
            (
                name,
                f"{agreement.n:,}",
                share(agreement.percent.value),
                *_with_interval(agreement.kappa),
                share(agreement.alpha.value),
            )
            for name, agreement in findings.agreements.items()
        ]
        headings = ("judges of", "n", "agree", "Cohen's κ", "interval", "Krippendorff's α")
        print_table(console, "Agreement between judges", headings, rows)
    n_hidden = findings.agreements_left_out
    if n_hidden:
        console.print(f"{n_hidden:,} more pairs of judges are left out; report fewer runs at once to see them\n")


def _warning_lines(findings: Findings) -> Iterator[str]:
    """A line for each kind of warning: the first of that kind, and how many more there are."""
    for kind, warnings in warnings_by_kind(findings.cautions).items():
        line = f"{kind}: {warnings[0].where}: {warnings[0].reason}"
        n_more = len(warnings) - 1
        if n_more:
            line += f" … and {n_more} more like it"
        yield line


def _print_list(console: Console, title: str, lines: Sequence[str]) -> None:
    """Prints the first lines under a title, and how many more there are; nothing if there are none."""
    if not lines:
        return
    console.print(title, style="bold", soft_wrap=True)
    for line in lines[:MOST_LINES]:
        console.print(f"- {sanitize(line)}", soft_wrap=True)
    n_hidden = len(lines) - MOST_LINES
    if n_hidden > 0:
        console.print(f"… and {n_hidden} more; --html and --json have them all")
    console.print()


def _with_interval(estimate: Estimate) -> tuple[str, ...]:
    """The cells of an estimate: its value, and its interval."""
    return share(estimate.value), interval(estimate)


def _has_accuracy(cell: CellFindings) -> bool:
    """Whether the right answer of some question is known."""
    return cell.accuracy.accuracy.value is not None


def _has_sides(cell: CellFindings) -> bool:
    """Whether one agent alone argued an answer that is known to be right or wrong."""
    return bool(cell.accuracy.argued_right.n or cell.accuracy.argued_wrong.n)


def _has_correction(cell: CellFindings) -> bool:
    """Whether the right answer is known of a part of the questions, and that part can correct the judge."""
    return cell.accuracy_of_all is not None


def _corrected(figure: Callable[[CorrectedRate], str]) -> Callable[[CellFindings], str]:
    """The text of a figure of the corrected accuracy; a dash where there is none."""
    return lambda cell: "–" if cell.accuracy_of_all is None else figure(cell.accuracy_of_all)


def _has_score_difference(cell: CellFindings) -> bool:
    return cell.asd_brier.value is not None


def _has_called_ties(cell: CellFindings) -> bool:
    return bool(cell.accuracy.draws.get("called"))


def _calibration_error(cell: CellFindings) -> str:
    """The expected calibration error (ECE)."""
    if cell.calibration is None:
        return "–"
    return share(cell.calibration.ece.value)


_ACCURACY = CellTable[CellFindings](
    "Judge accuracy, with its 95 % interval",
    {
        "questions": lambda cell: f"{cell.accuracy.questions:,}",
        "episodes": lambda cell: f"{cell.accuracy.episodes:,}",
        "accuracy": lambda cell: share(cell.accuracy.accuracy.value),
        "interval": lambda cell: interval(cell.accuracy.accuracy),
        "Brier": lambda cell: share(cell.scores.brier.value),
        "log": lambda cell: share(cell.scores.log.value),
        "ECE": _calibration_error,
        "called ties": lambda cell: f"{cell.accuracy.draws.get('called', 0):,}",
        "contradictory": lambda cell: f"{cell.accuracy.draws.get('contradictory', 0):,}",
        "unparsed": lambda cell: f"{cell.accuracy.unparsed:,}",
        "failed": lambda cell: f"{cell.accuracy.failed:,}",
    },
)
_RARE_ACCURACY: dict[str, Callable[[CellFindings], object]] = {
    "called ties": _has_called_ties,
    # Only beside ties that were called is there anything to tell them from.
    "contradictory": _has_called_ties,
}
# The second heading `interval` has a space after it, because the keys must differ; a table doesn't show it.
_SIDES = CellTable[CellFindings](
    "Accuracy when the right answer was argued, and when a wrong one was",
    {
        "right argued": lambda cell: share(cell.accuracy.argued_right.value),
        "interval": lambda cell: interval(cell.accuracy.argued_right),
        "wrong argued": lambda cell: share(cell.accuracy.argued_wrong.value),
        "interval ": lambda cell: interval(cell.accuracy.argued_wrong),
        "agreed": lambda cell: share(cell.accuracy.agreed.value),
    },
)
_CORRECTED = CellTable[CellFindings](
    "Accuracy on all questions: the judge's certainty, corrected by the questions whose right answer is known "
    "(a random part of all)",
    {
        "known": _corrected(lambda rate: f"{rate.labelled:,}"),
        "others": _corrected(lambda rate: f"{rate.unlabelled:,}"),
        "certainty": _corrected(lambda rate: share(rate.said.value)),
        "corrected": _corrected(lambda rate: share(rate.ppi_tuned.value)),
        "interval": _corrected(lambda rate: interval(rate.ppi_tuned)),
        "weight": _corrected(lambda rate: f"{rate.weight:.2f}"),
        "known alone": _corrected(lambda rate: share(rate.labelled_only.value)),
        "interval ": _corrected(lambda rate: interval(rate.labelled_only)),
    },
)
_HONESTY = CellTable[CellFindings](
    "Agent score difference: what the truth earns more than falsehood",
    {
        "log": lambda cell: share(cell.asd_log.value),
        "interval": lambda cell: interval(cell.asd_log),
        "Brier": lambda cell: share(cell.asd_brier.value),
        "interval ": lambda cell: interval(cell.asd_brier),
    },
)
