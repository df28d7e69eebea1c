"""What an error of an AWS client may be called where it is logged: AWS's own text can name the account."""


def error_code(error: Exception) -> str:
    """AWS's error code; the exception's name where AWS did not answer."""
    response = getattr(error, "response", None) or {}
    return str(response.get("Error", {}).get("Code") or type(error).__name__)
