"""Proofs with a planted flaw: a step that does not follow, carried on to the end, and a question about where it is.

The proof and its twin differ in where the flaw is, or in whether there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from dikast.questions.generated.proof_families import ProofSlip, ProofTask, WrittenProof, draw_proof
from dikast.questions.generated.twin_sources import TwinMaker, TwinSources

_CHANGES: tuple[Callable[[int], int], ...] = (
    lambda value: value + 1,
    lambda value: value - 1,
    lambda value: value + 2,
    lambda value: value - 2,
    lambda value: value + 10,
    lambda value: -value,
)


def _which_step(rng: Random) -> TwinSources | None:
    """Which of two steps does not follow."""
    task = draw_proof(rng)
    first, second = _two_steps(task, rng)
    flawed = [_flawed(task, step, rng) for step in (first, second)]
    if flawed[0] is None or flawed[1] is None or len(flawed[0].steps) < second:
        return None
    return TwinSources(
        form="which step",
        text=f"In a proof about {task.topic}, one step does not follow from those before it. Which one is it: step "
        f"{first} or step {second}?",
        answers=(f"step {first}", f"step {second}"),
        sources=(_written(flawed[0]), _written(flawed[1])),
    )


def _whether(rng: Random) -> TwinSources | None:
    """Whether a step follows."""
    task = draw_proof(rng)
    step, _ = _two_steps(task, rng)
    sound, flawed = task.write(ProofSlip()), _flawed(task, step, rng)
    if sound is None or flawed is None:
        return None
    return TwinSources(
        form="whether",
        text=f"In a proof about {task.topic}, does every step follow from those before it, or is step {step} wrong?",
        answers=("every step follows", f"step {step} is wrong"),
        sources=(_written(sound), _written(flawed)),
    )


def _two_steps(task: ProofTask, rng: Random) -> tuple[int, int]:
    """Two steps of the sound proof, in their order, counted from 1."""
    sound = task.write(ProofSlip())
    if sound is None:
        raise AssertionError(f"the proof about {task.topic} can't be written")
    first, second = sorted(rng.sample(range(1, len(sound.steps) + 1), 2))
    return first, second


def _flawed(task: ProofTask, step: int, rng: Random) -> WrittenProof | None:
    """The proof with a slip in this step; None where the drawn slip changes nothing or does not let it go on."""
    flawed = task.write(ProofSlip(step, rng.choice(_CHANGES)))
    return None if flawed == task.write(ProofSlip()) else flawed


def _written(proof: WrittenProof) -> str:
    """The source: the claim and the numbered steps."""
    steps = [f"Step {number}. {step}" for number, step in enumerate(proof.steps, start=1)]
    return "\n".join([f"Claim. {proof.claim}", "Proof.", *steps])


PROOF_TWINS: tuple[TwinMaker, ...] = (_which_step, _whether)
