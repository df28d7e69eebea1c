"""What of an AWS error may be logged or told to users: its own text can name the account and a role."""

import re

_ARN = re.compile(r"\barn:[^\s,;\"']+")
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")


def error_code(error: Exception) -> str:
    """AWS's error code; the exception's name where AWS did not answer."""
    response = getattr(error, "response", None) or {}
    return str(response.get("Error", {}).get("Code") or type(error).__name__)


def without_account(text: str) -> str:
    """AWS's text for a user to read, its ARNs and account ids left out."""
    return _ACCOUNT.sub("[account]", _ARN.sub("[ARN]", text))
