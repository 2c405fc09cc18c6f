"""Unreadable: why a reply could not be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unreadable:
    """Why a reply could not be read. A conflict is a reply that says two different things."""

    reason: str
    is_conflict: bool = False
