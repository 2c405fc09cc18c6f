"""A run's records in the formats of other tools."""
