"""What a question that cannot be answered as it stands is asked back with."""

from collections.abc import Sequence

from protocol.query_plan import Clarification


class Unclear(Exception):
    """A question that must be asked back.

    `not_understood` tells words that were not read (a language model may try) from a question that was read
    and has more than one answer, or none.
    """

    def __init__(
        self, message: str, suggestions: Sequence[str] = (), *, not_understood: bool = False
    ) -> None:
        super().__init__(message)
        self.clarification = Clarification(message=message, suggestions=list(suggestions))
        self.not_understood = not_understood
