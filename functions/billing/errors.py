"""What can go wrong with a cost API. CostApiUnavailable is a name the state machine retries."""


class CostApiUnavailable(Exception):
    """A cost API answered with a server error or not at all; a retry may help."""


class SourceUnavailable(Exception):
    """A source that cannot answer, as is to be expected: `reason` says why, `fix` what exactly to do.

    `code` is AWS's error code (`DataUnavailableException`, `OptInRequiredException`, ...).
    """

    def __init__(self, source: str, code: str, reason: str, fix: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.code, self.reason, self.fix = source, code, reason, fix
