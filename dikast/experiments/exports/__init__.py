"""A run's records in the formats of other tools."""

from dikast.experiments.exports.export import export_run

__all__ = [
    "export_run",
]
