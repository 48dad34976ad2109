"""What our processes ask of the operating system before they handle a word: end with the parent, leave no core."""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4


def end_with_parent() -> None:
    """Asks Linux to end this process when the one that started it ends, however it ends.

    Elsewhere the supervisor's own clean-up has to do; on Linux it also covers a killed supervisor.
    """
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended between the two calls
            sys.exit(0)


def stand_back(pid: int, nice: int) -> None:
    """Lets a session that has just begun wait for others when the processors are short. Linux may share them out by
    session first, and then by process."""
    with suppress(OSError):  # it has ended already, or runs where this cannot be asked for: it is only slower
        os.setpriority(os.PRIO_PGRP, pid, nice)
        Path(f"/proc/{pid}/autogroup").write_text(str(nice))


def leave_no_core() -> None:
    """No core dump: it would hold what people wrote.

    Handlers that take cores through a pipe ignore the limit, so on Linux the process is made undumpable too, which also
    keeps other processes of the same user from reading its memory.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0)
