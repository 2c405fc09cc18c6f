"""A worker's own end: the system kills it soon after its deadline, whatever it computes, watched or not.

The caller's kill needs the caller and the zygote to be given a processor; on a busy machine that can take long. The
kernel's timer needs neither, and no Python code of the worker, which may hang inside C.
"""

from __future__ import annotations

import ctypes
import signal
import sys

GRACE_S = 0.005
"""How long after the deadline the fuse acts, so that the caller's kill, which keeps what was found, comes first."""

_CLOCK_MONOTONIC = 1
_NANO = 10**9


class _Event(ctypes.Structure):
    """`struct sigevent` of Linux: 64 bytes, of which only these are set."""

    _fields_ = (
        ("value", ctypes.c_void_p),
        ("signo", ctypes.c_int),
        ("notify", ctypes.c_int),
        ("rest", ctypes.c_int * 12),
    )


class _Timing(ctypes.Structure):
    """`struct itimerspec`: what to repeat at (never), and when to end."""

    _fields_ = (
        ("interval_s", ctypes.c_long),
        ("interval_ns", ctypes.c_long),
        ("s", ctypes.c_long),
        ("ns", ctypes.c_long),
    )


class Fuse:
    """A timer of this process that sends it SIGKILL; without one on this system, it does nothing."""

    def __init__(self) -> None:
        self._timer = ctypes.c_void_p()
        self._system: ctypes.CDLL | None = None
        if sys.platform == "linux":
            system = ctypes.CDLL(None)
            event, timer = _Event(signo=signal.SIGKILL), ctypes.byref(self._timer)
            is_known = hasattr(system, "timer_create")
            if is_known and system.timer_create(_CLOCK_MONOTONIC, ctypes.byref(event), timer) == 0:
                self._system = system

    def light(self, seconds: float) -> bool:
        """Kills the process after this many seconds and GRACE_S; False where there is no such timer."""
        return self._set(int((seconds + GRACE_S) * _NANO))

    def put_out(self) -> None:
        """Stops it."""
        self._set(0)

    def _set(self, ns: int) -> bool:
        if self._system is None:
            return False
        timing = _Timing(s=ns // _NANO, ns=ns % _NANO)
        return bool(self._system.timer_settime(self._timer, 0, ctypes.byref(timing), None) == 0)
