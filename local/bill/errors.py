"""What is wrong with a bill, in one sentence for the person who gave it."""


class BillError(Exception):
    """A bill that cannot be read: the message says what is wrong and where, in one sentence."""
