"""Schedule expressions.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

from local.template.errors import TemplateError
from local.template.names import ACCOUNT_ID
from local.template.translation import REGION

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_SECONDS = {"minute": 60, "hour": 60 * 60, "day": 24 * 60 * 60}


def rate_seconds(expression: str, rule: str) -> int:
    """The seconds between two runs of `rate(…)`. Raises TemplateError for any other expression."""
    match = _RATE.fullmatch(expression.strip())
    if match is None:
        raise TemplateError(
            f"The rule {rule} runs at {expression}; on one machine only rate(N minutes) and the like do."
        )
    return int(match[1]) * _SECONDS[match[2]]


def scheduled_event(rule_arn: str, now: datetime) -> dict[str, Any]:
    """What EventBridge gives the targets of a scheduled rule."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT_ID,
        "time": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [rule_arn],
        "detail": {},
    }
