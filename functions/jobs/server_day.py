"""The day questions are asked as of, where they do not say."""

import os
from datetime import UTC, date, datetime


def server_today() -> date:
    """The server's own day: TODAY where it is set (a bill of the past), else the UTC date."""
    fixed = os.environ.get("TODAY")
    return date.fromisoformat(fixed) if fixed else datetime.now(UTC).date()
