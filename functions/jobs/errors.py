"""What can go wrong with the stores of a job. Both names are retried by the state machine."""


class JournalUnavailable(Exception):
    """The jobs table refused or did not answer; the same write may pass later."""


class ResultStoreUnavailable(Exception):
    """The results bucket refused or did not answer; the same write may pass later."""
