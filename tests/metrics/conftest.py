"""Property tests here have no deadline of their own: a busy machine is no fault of theirs."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
