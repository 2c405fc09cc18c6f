"""Planted bugs: a short Python function that should do what a specification says, and a question about its bug.

The function and its twin differ in where the bug is, or in whether there is one. Every bug changes what the function
returns for some argument, and no change of the other line in question would mend it.
"""

from __future__ import annotations

from random import Random

from dikast.questions.generated.program_families import SpecifiedProgram, draw_program
from dikast.questions.generated.program_mutants import mutants
from dikast.questions.generated.program_outcome import program_outcome
from dikast.questions.generated.small_program import SmallProgram
from dikast.questions.generated.twin_sources import TwinMaker, TwinSources

_FEWEST_DIFFERENT = 2
"""For how many of the arguments that are tried a bug changes what is returned, at the least."""


def _which_line(rng: Random) -> TwinSources | None:
    """In which of two lines the bug is."""
    drawn = draw_program(rng)
    first, second = _two_lines(drawn.program, rng)
    bugs = [_bug(drawn, line, rng) for line in (first, second)]
    if bugs[0] is None or bugs[1] is None:
        return None
    if _is_mendable(bugs[0], second, drawn) or _is_mendable(bugs[1], first, drawn):
        return None
    return TwinSources(
        form="which line",
        text=f"{drawn.specification} There is a bug in one line of its code. Which line is it: {first} or {second}?",
        answers=(f"line {first}", f"line {second}"),
        sources=(_written(bugs[0]), _written(bugs[1])),
    )


def _whether(rng: Random) -> TwinSources | None:
    """Whether there is a bug in a line."""
    drawn = draw_program(rng)
    line, _ = _two_lines(drawn.program, rng)
    bug = _bug(drawn, line, rng)
    if bug is None:
        return None
    return TwinSources(
        form="whether",
        text=f"{drawn.specification} Does it do so for every such argument, or is there a bug in line {line}?",
        answers=("it does what it should", f"there is a bug in line {line}"),
        sources=(_written(drawn.program), _written(bug)),
    )


def _written(program: SmallProgram) -> str:
    """The source: the function, with the numbers of its lines."""
    return "\n".join(f"{number:>2}  {line}" for number, line in enumerate(program.lines(), start=1))


def _two_lines(program: SmallProgram, rng: Random) -> tuple[int, int]:
    """Two lines that can have a bug, in their order."""
    first, second = sorted(rng.sample(sorted({mutant.line for mutant in mutants(program)}), 2))
    return first, second


def _bug(drawn: SpecifiedProgram, line: int, rng: Random) -> SmallProgram | None:
    """The program with a bug in this line; None where the drawn change is no bug, or hardly one."""
    bug = rng.choice([mutant.program for mutant in mutants(drawn.program) if mutant.line == line])
    outcomes = [program_outcome(bug, argument) for argument in drawn.inputs]
    n_different = sum(outcome != right for outcome, right in zip(outcomes, drawn.right, strict=True))
    if None in outcomes or n_different < _FEWEST_DIFFERENT:
        return None
    return bug


def _is_mendable(bug: SmallProgram, line: int, drawn: SpecifiedProgram) -> bool:
    """Whether a change of this line makes the program right for every argument that was tried."""
    mended = [mutant.program for mutant in mutants(bug) if mutant.line == line]
    return any(_is_right(program, drawn) for program in mended)


def _is_right(program: SmallProgram, drawn: SpecifiedProgram) -> bool:
    # The first argument that shows a difference decides.
    pairs = zip(drawn.inputs, drawn.right, strict=True)
    return all(program_outcome(program, argument) == right for argument, right in pairs)


CODE_TWINS: tuple[TwinMaker, ...] = (_which_line, _whether)
