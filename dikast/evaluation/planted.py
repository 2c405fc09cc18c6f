"""The pool of planted agents under names that an experiment can use, such as `dikast.evaluation.planted:honest`.

`PlantedSolver` and `PlantedCritic` take options, such as
`{model: "dikast.evaluation.planted:PlantedSolver", right: 70, of: 100}`.
"""

from __future__ import annotations

from dikast.evaluation.planted_debaters import PlantedDebater
from dikast.evaluation.planted_judges import PlantedJudge
from dikast.evaluation.planted_solvers import PlantedCritic, PlantedSolver

honest = PlantedDebater("honest")
artful = PlantedDebater("artful")
padded = PlantedDebater("padded")
misquoting = PlantedDebater("misquoting")
injecting = PlantedDebater("injecting")

evidence_judge = PlantedJudge("evidence")
longer_judge = PlantedJudge("longer")
first_judge = PlantedJudge("first")
constant_judge = PlantedJudge("constant")
coin_judge = PlantedJudge("coin")

solver_90 = PlantedSolver(right=9)
solver_60 = PlantedSolver(right=6)
solver_30 = PlantedSolver(right=3)

critic_90 = PlantedCritic(finds=9)
critic_60 = PlantedCritic(finds=6)
critic_30 = PlantedCritic(finds=3)
