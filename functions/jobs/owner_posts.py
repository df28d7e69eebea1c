"""What a job needs of its owner's connections."""

from typing import Any, Protocol


class OwnerPosts(Protocol):
    """Posts to whatever connections an owner has at this moment; never fails."""

    def post(
        self, owner_key: str, message: dict[str, Any], for_operators: dict[str, Any] | None = None
    ) -> None:
        """Sends one message to each live connection of the owner; `for_operators` is their copy of it."""
        ...
