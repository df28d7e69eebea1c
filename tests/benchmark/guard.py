"""Ends a process group once whoever started this process has ended, however it came to its end.

Run as `python guard.py GROUP`, with standard input a pipe that its parent holds open.
"""

import os
import signal
import sys
import time

END_SECONDS = 20


def end_group(group: int) -> None:
    """Interrupt the group, as Ctrl-C would; what has not ended after that is killed."""
    try:
        os.killpg(group, signal.SIGINT)
        deadline = time.monotonic() + END_SECONDS
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.05)
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.stdin.read()
    end_group(int(sys.argv[1]))
