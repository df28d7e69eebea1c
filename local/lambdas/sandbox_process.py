"""What a sandbox's process runs: AWS's runtime client, for as long as its parent lives.

It is started as a file, not as a module of this package, so that a function sees its own code folder only.
"""

import os
import sys
import threading


def end_with_parent() -> None:
    """Wait for the end of stdin, whose other end the parent holds and never writes to, and end.

    It comes however the parent goes: also when it is killed and cannot end its sandboxes itself.
    """
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, name="end-with-parent", daemon=True).start()
    from awslambdaric.__main__ import main

    main(sys.argv)
