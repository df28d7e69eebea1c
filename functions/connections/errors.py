"""What can go wrong with the connections table."""


class ConnectionsUnavailable(Exception):
    """The connections table refused or did not answer; the same request may pass later."""
