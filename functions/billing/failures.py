"""AWS's refusals as the project's own: what is expected becomes SourceUnavailable, with the exact fix."""

from aws.errors import without_account
from billing.errors import CostApiUnavailable, SourceUnavailable

THROTTLED = frozenset({
    "ThrottlingException", "Throttling", "TooManyRequestsException", "LimitExceededException",
    "RequestLimitExceeded",
})  # fmt: skip
DENIED = frozenset({
    "AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "UnrecognizedClientException",
    "InvalidClientTokenId", "ExpiredTokenException",
})  # fmt: skip
TRANSIENT = frozenset({
    "InternalServerException", "InternalServerError", "InternalErrorException", "InternalFailure",
    "ServiceUnavailableException", "ServiceUnavailable", "RequestTimeout",
})  # fmt: skip

SUPPORT_PLAN_FIX = (
    "Trusted Advisor's cost checks come with a Business, Enterprise On-Ramp or Enterprise support plan: "
    "choose one in the Support Center, Change support plan."
)
HUB_ENROLLMENT_FIX = (
    "Enrol once, free of charge: aws cost-optimization-hub update-enrollment-status --status Active "
    "--include-member-accounts."
)
OPT_IN_FIX = (
    "Opt in once: aws compute-optimizer update-enrollment-status --status Active --include-member-accounts; "
    "recommendations appear within 24 hours."
)
_COST_EXPLORER_FIX = "Enable Cost Explorer once in the billing console of the payer account."
_HISTORY_FIX = (
    "Cost Explorer keeps 13 months and the current one; switch on multi-year data in Billing, "
    "Cost Management preferences, for 38 months."
)
_FIXES_BY_WORDS = {
    "last 13 months": "Ask about the last 13 months: AWS keeps coverage and utilization no longer.",
    "hourly data": (
        "Ask by the hour about the last 14 days, or by day. AWS keeps hours once hourly granularity is "
        "switched on in Billing, Cost Management preferences."
    ),
}
_COMMITMENTS = {"SavingsPlans": "Savings Plans", "Reservation": "reservations"}
# `OptInRequired` is an error any AWS service may give to an account that has not signed up for it
_NOT_SIGNED_UP = ("OptInRequired", "SubscriptionRequiredException")
_SIGN_UPS = {
    "ce": _COST_EXPLORER_FIX,
    "cost-optimization-hub": HUB_ENROLLMENT_FIX,
    "compute-optimizer": OPT_IN_FIX,
    "support": SUPPORT_PLAN_FIX,
    "trustedadvisor": SUPPORT_PLAN_FIX,
}
_FIXES = {
    "DataUnavailableException": (
        "Wait until Cost Explorer holds data for this (24 hours after it is switched on, a full month for a "
        "forecast), or ask for another period."
    ),
    "OptInRequiredException": OPT_IN_FIX,
    "BillExpirationException": "Ask again: the report behind this answer had expired on AWS's side.",
    "RequestChangedException": "Ask again: the data changed while its pages were being read.",
    "UnresolvableUsageUnitException": "Ask for one usage type at a time: these have no unit in common.",
    "UnknownMonitorException": "Create a cost monitor in Cost Anomaly Detection.",
    "ResourceNotFoundException": "Create the resource in the billing console, or ask without it.",
    "NotFoundException": "Create it in the billing console, or ask without it.",
}


def refusal(api: str, code: str, message: str, status: int) -> Exception:
    """The exception that AWS's error `code` with its `message` and HTTP `status` stands for."""
    if code in TRANSIENT or (status >= 500 and code not in THROTTLED):
        return CostApiUnavailable(f"{api}: {code or status}")
    source = api.split(":", maxsplit=1)[0]
    if code in THROTTLED:
        return SourceUnavailable(
            source,
            "ThrottlingException",
            f"AWS kept refusing {api} because of its rate limit.",
            "Ask again in a minute; what was read until then is kept and costs nothing again.",
        )
    message = without_account(message)
    told = message.lower()
    if code in DENIED and "not authorized to perform" in told:
        return _denied(api)
    # the hub says AccessDeniedException for an account that is not enrolled, too
    if source == "cost-optimization-hub" and "enrol" in told:
        return SourceUnavailable(source, "NotEnrolled", message, HUB_ENROLLMENT_FIX)
    if source in ("support", "trustedadvisor") and ("support plan" in told or "subscription" in told):
        return SourceUnavailable(source, "SubscriptionRequiredException", message, SUPPORT_PLAN_FIX)
    if code in _NOT_SIGNED_UP:
        fix = _SIGN_UPS.get(source, "Sign this account up for the service in the AWS console.")
        return SourceUnavailable(source, code, message or f"The account is not signed up for {source}.", fix)
    if code in DENIED and _is_disabled(message):
        return SourceUnavailable(source, code, "Cost Explorer is not enabled.", _COST_EXPLORER_FIX)
    if code in DENIED:
        return _denied(api)
    if is_history_limit(code, message):
        return SourceUnavailable(source, code, message, _HISTORY_FIX)
    reason, advised = _told_apart(message) if code == "DataUnavailableException" else (message, "")
    fix = _fix_by_words(api, code, told) or advised or _fix_by_code(api, code)
    return SourceUnavailable(source, code, _sentence(reason) or f"{api} answered {code}.", fix)


def _told_apart(message: str) -> tuple[str, str]:
    """What happened, and what to do about it, which a message of several sentences goes on with."""
    happened, ends, advised = message.partition(". ")
    return f"{happened}." if ends else message, advised


def _fix_by_words(api: str, code: str, told: str) -> str:
    for kind, words in _COMMITMENTS.items():
        if kind in api and code == "DataUnavailableException":
            return f"An account without {words} has no such data; with some, ask for days they cover."
    return next((fix for words, fix in _FIXES_BY_WORDS.items() if words in told), "")


def _fix_by_code(api: str, code: str) -> str:
    return _FIXES.get(code, f"See {code or 'the error'} of {api} in the AWS documentation.")


def _sentence(message: str) -> str:
    """AWS's message as a sentence: some begin in lower case."""
    return message[:1].upper() + message[1:]


def is_history_limit(code: str, message: str) -> bool:
    """Whether AWS refuses a period because its history does not reach so far back."""
    text = message.lower()
    return code == "ValidationException" and ("historical data" in text or "14 months" in text)


def _is_disabled(message: str) -> bool:
    """Whether it is nobody's permission that is missing, but the service."""
    return "not enabled for cost explorer" in message.lower()


def _denied(api: str) -> SourceUnavailable:
    service, operation = api.split(":", maxsplit=1)
    action = {"budgets:DescribeBudgets": "budgets:ViewBudget"}.get(api, f"{service}:{operation}")
    return SourceUnavailable(
        service,
        "AccessDeniedException",
        f"{api} was denied.",
        f"Allow the function's role the IAM action {action}.",
    )
