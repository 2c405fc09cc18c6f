"""A run's records in the formats of other tools."""

from dikast.experiments.exports.export import export_run
from dikast.experiments.exports.solver_solutions import solutions_of

__all__ = [
    "export_run",
    "solutions_of",
]
