"""Dikast: weak judges question strong debaters, and what a machine can check is checked by a machine."""
