"""Tests of dikast.gates."""
